"""From a phrase that names a source to its name, role, affiliation and kind.

Only what the text gives is filled in: an affiliation that it does not give stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from spacy.tokens import Token

from analysis.extract.base import children, has, has_word, phrase, subtree
from analysis.extract.heads import apposed, hung_behind, joined, two_roles
from analysis.extract.named import Named
from analysis.extract.proper_names import (
    is_movement,
    is_patrons,
    is_person,
    is_rank,
    name_run,
    titled,
)
from analysis.extract.roles import (
    PEOPLE,
    PLACES,
    called,
    employer,
    is_human,
    is_kin,
    is_role,
    kind_of,
    nominal_kind,
    owned,
    owner_of,
    publisher_words,
    role_words,
    without_article,
    written,
)
from analysis.extract.unnamed import described
from analysis.lexicon import load

__all__ = ["label_name", "named"]

_BRACKET = 8
"""Words that brackets behind a name hold, at most."""
_LEADING = {"head", "lead", "run", "chair", "direct"}
_ACTING = {"manage": "manager", "teach": "teacher", "own": "owner", "edit": "editor"}
"""What somebody is who does so now: "Vera Lund, who manages the quarry"."""
_WORKING = {"work", "teach", "study", "lecture", "research", "serve"}


def named(head: Token, tokens: Sequence[Token]) -> Named:
    """What the phrase around `head`, within `tokens`, says of the source."""
    before = _before_bracket(head)
    if before:
        return _with_bracket(label_name(before), _bracketed(before[-1]))
    return _named(head, tokens)


def _named(head: Token, tokens: Sequence[Token]) -> Named:
    inside, bracket = set(tokens), _bracketed(head)
    beside = [c for c in apposed(head) if c in inside and c not in bracket]
    run, told = name_run(head), _called_so(head)
    if is_movement(head) or told is not None:
        return _body(run, head, "organisation") if told is None else _self_called(head, told)
    after = [a for a in beside if a.pos_ == "PROPN" and not is_role(a)]
    after = after or [t for t in hung_behind(head) if t in inside]
    if after and (not run or is_role(head)):
        telling = is_human(head) or kind_of(head) or is_person(after[0])
        post = _role_over(head) if is_person(after[0]) else head
        return _role_first(post, after[0], inside) if telling else named(after[0], tokens)
    office = bool(run) and _is_office(head, run) and not beside
    if not run or office or (len(run) == 1 and _is_common(head)):
        return described(head, tokens)
    before = _before(head, run, inside)
    if two_roles(head.head, head):
        before = [t for t in head.doc[head.head.left_edge.i : run[0].i] if t in inside]
    title, name = titled(run)
    held = any(map(is_role, [*before, *title]))
    kind = nominal_kind(name) or ("" if held else nominal_kind(before))
    if not title and kind not in {"", "person", "analyst"} and not any(map(is_role, beside)):
        return _body(name, head, kind)
    beside += _predicated(head)
    human = bool(before) and is_human(before[-1])
    if held or human or is_person(head) or any(map(is_role, beside)):
        found = _person(name, [*before, *title], head, [a for a in beside if a not in after])
        return _with_bracket(found, bracket)
    return _body(name, head, "")


def _role_over(body: Token) -> Token:
    """The role whose body a name is hung on: "the head of the League's mission, Ines Calvert"."""
    role = body.head.head if body.dep_ == "pobj" else body
    return role if role.pos_ == "NOUN" and is_role(role) else body


def _called_so(head: Token) -> Token | None:
    """The name in "a group calling itself the Valley Front", "a man named Olaf Berg"."""
    verbs = [c for c in children(head, "acl") if c.lemma_ in {"call", "name", "know"}]
    as_ = [p for verb in verbs for p in children(verb, "prep") if p.lower_ == "as"]
    names = [n for verb in verbs for n in children(verb, "oprd", "dobj")]
    names += [n for prep in as_ for n in children(prep, "pobj")]
    return next((n for n in names if n.pos_ == "PROPN" and head.pos_ == "NOUN"), None)


def _self_called(head: Token, name: Token) -> Named:
    human = is_human(head)
    kind = "person" if human else nominal_kind(name_run(name)) or kind_of(head) or "organisation"
    role = head.text if is_role(head) else ""
    return Named(written(name_run(name)), kind, role, nouns=called([head]))


def _is_common(head: Token) -> bool:
    """Whether a word in capitals is no name: a text ("Papers"), a number of people ("Several")."""
    sources = load("sources")
    known = sources.value(head.lower_, "document") or sources.value(head.lower_, "group")
    return bool(known and (head.is_sent_start or sources.value(head.lower_, "document")))


def _is_office(head: Token, run: Sequence[Token]) -> bool:
    """Whether a role in capitals is all that stands for somebody: "The Clerk", "Prime Minister"."""
    called = not all(map(is_role, run)) and any(t.ent_type_ == "PERSON" for t in run)
    office = is_role(head) and kind_of(head) in PEOPLE
    return office and not called and (has_word(head, "the") or head.lower_ == "minister")


def _bracketed(name: Token) -> list[Token]:
    """The words in brackets behind a name, a few at most: "Mr Ferrin (Hallern Transit)"."""
    if name.i + 1 == len(name.doc) or name.nbor(1).text != "(":
        return []
    behind = list(name.doc[name.i + 2 : name.i + 2 + _BRACKET])
    inside = [*takewhile(lambda token: token.text != ")", behind)]
    return inside if len(inside) < len(behind) else []


def _before_bracket(head: Token) -> list[Token]:
    """The name before a bracket of which the parser makes its head: "Ms Vestal (tax office)"."""
    start, end = head.left_edge.i, head.i + 1
    behind = head.doc[end : end + 1].text == ")"
    name = [*takewhile(lambda token: token.text != "(", head.doc[start:end])] if behind else []
    person = name and (titled(name)[0] or any(t.ent_type_ == "PERSON" for t in name))
    capital = all(t.text[0].isupper() or t.text == "." for t in name)
    return name if person and capital and len(name) < end - start else []


def _with_bracket(person: Named, bracket: Sequence[Token]) -> Named:
    """A person with the body or the role that stands in brackets behind the name."""
    words = written(bracket)
    if not words or person.affiliation or not words[0].isalpha():
        return person
    body = kind_of(bracket[-1]) not in {"", "person", "analyst", "vague_group"}
    if (words[0].isupper() or body) and not is_role(bracket[-1]):
        return replace(person, affiliation=without_article(words), owner=bracket[-1])
    return person if person.role else replace(person, role=words)


def _predicated(name: Token) -> list[Token]:
    """The role that a sentence gives: "Dermot Hale has been chairman of Stanmoor Athletic"."""
    verb = name.head
    now = verb.tag_ == "VBZ" or has_word(verb, "has")
    if name.dep_ != "nsubj" or verb.lemma_ != "be" or not now or has(verb, "neg"):
        return []
    return [c for c in verb.children if c.dep_ == "attr" and c.tag_ == "NN" and is_role(c)]


def label_name(tokens: Sequence[Token]) -> Named:
    """Who speaks under a label ("Governor Vera Stolz:"), whatever the parser makes of it."""
    words = [t for t in tokens if not t.is_punct or t.text in {"-", "–", "."}]
    title, name = titled(words)
    kind = nominal_kind(name)
    if is_role(words[-1]):
        return Named(written(tokens), "person", sourcing="unnamed", proper=False)
    if kind not in {"", "person", "analyst"}:
        return Named(written(tokens), kind)
    honorific = [t for t in title if load("titles").value(t.lower_.rstrip("."), "honorific")]
    role = "" if len(honorific) == len(title) else written(title)
    return Named(written(name).lstrip("@"), "person", role, nouns=called(title[-1:]))


def _before(head: Token, run: Sequence[Token], inside: set[Token]) -> list[Token]:
    """What stands before a name, without owners, other names, articles, places and dates."""
    based = [c for c in head.children if c.i < head.i and has(c, "npadvmod")]
    apart = [*children(head, "poss", "npadvmod", "advmod"), *joined(head), *based]
    cut = {t for c in apart for t in subtree(c)}
    words = [t for t in phrase(head) if t in inside and t.i < run[0].i and t not in cut]
    words = [t for t in words if t.ent_type_ not in {"DATE", "TIME"} and t.pos_ != "ADV"]
    words = [t for t in words if (not t.is_punct or t.text == "-") and t.tag_ != "WP$"]
    return [t for t in words if not load("grammar").value(t.lower_, "determiner")]


def _person(
    name: Sequence[Token], lead: Sequence[Token], head: Token, apposed: Sequence[Token]
) -> Named:
    """A person: `lead` is what stands before the name, `apposed` the nouns beside it."""
    body, title = employer(lead)
    beside = [*[t for t in title if t.text != "."][-1:], *apposed]
    title = [t for t in title if not load("titles").value(t.lower_.rstrip("."), "honorific")]
    title = [t for t in title if not is_rank(t)] or title
    if any(character.isdigit() for character in written(title)):
        title = []  # "at £38m. Bloggers"
    nouns = [noun for noun in apposed if noun.pos_ == "NOUN" or is_role(noun)]
    best = next((n for n in nouns if not is_kin(n.lower_)), None)
    led = _led_by(head)
    short = all(map(is_rank, title))  # of "Colonel Orr, the army spokesman" the post says more
    short = short or (best is not None and best.lower_.startswith("spokes"))
    role = written(role_words(best)) if best is not None and short else written(title)
    place = next((o for o in map(owner_of, nouns) if o is not None), None) or owner_of(
        head, name=True
    )
    place = place or _works_for(head)
    if led is not None and not role:
        role, place = "head", place or led
    role = role or _acting(head)
    kind = "analyst" if any(kind_of(noun) == "analyst" for noun in beside) else "person"
    return Named(
        written(name),
        kind,
        role,
        written(body) or owned(place),
        owner=body[-1] if body else place,
        nouns=called(beside),
    )


def _led_by(name: Token) -> Token | None:
    """What somebody leads: "Jonas Lind, who heads it", "Paul Ferrin has run Hallern Transit"."""
    verbs = [c for c in name.children if c.dep_ == "relcl"]
    verbs = [v for v in verbs if v.tag_ in {"VBZ", "VBD"}]
    led = [c for v in verbs if v.lemma_.lower() in _LEADING for c in children(v, "dobj")]
    led = [c for c in led if c.pos_ == "PRON" or _is_body_name(c)]  # no race, no programme
    verb = name.head
    leads = name.dep_ == "nsubj" and verb.lemma_.lower() in _LEADING
    if leads and (verb.tag_ == "VBZ" or has_word(verb, "has")):
        led += [c for c in children(verb, "dobj") if _is_body_name(c)]
    return next(iter(led), None)


def _acting(name: Token) -> str:
    """The role that a clause behind a name tells."""
    verbs = [c for c in children(name, "relcl") if c.tag_ == "VBZ" and has(c, "dobj")]
    return next((_ACTING[v.lemma_] for v in verbs if v.lemma_ in _ACTING), "")


def _works_for(name: Token) -> Token | None:
    """The body where somebody works: "Nils Karo, who teaches physics at Hest University"."""
    verbs = [c for c in name.children if c.dep_ == "relcl"]
    verbs += [name.head] if name.dep_ == "nsubj" else []
    verbs = [v for v in verbs if v.tag_ == "VBZ" and v.lemma_.lower() in _WORKING]
    around = [t for v in verbs for t in (v, *children(v, "dobj"))]
    preps = [p for t in around for p in children(t, "prep") if p.lower_ in {"at", "for", "with"}]
    bodies = (b for p in preps for b in children(p, "pobj"))
    return next((b for b in bodies if b.ent_type_ != "PERSON" and _is_body_name(b)), None)


def _is_body_name(thing: Token) -> bool:
    named_body = thing.pos_ == "PROPN" and thing.ent_type_ != "GPE"
    return named_body or kind_of(thing) not in {"", "person", "analyst", "vague_group"}


def _role_first(head: Token, name: Token, inside: set[Token]) -> Named:
    """Britain's Chief of the Defence Staff, Tony Radakin."""
    beside = [c for c in name.children if c.dep_ == "appos" and c in inside and c.pos_ == "NOUN"]
    noun = next((n for n in beside if is_kin(head.lower_)), head)
    owner = owner_of(noun)
    body, held = employer(role_words(noun, name if noun is head else None))
    kind = kind_of(noun) or "person"
    run = name_run(name)
    if load("sources").value(noun.lower_, "body") and not is_person(name):
        return Named(written(run), nominal_kind(run) or "organisation", nouns=called([noun]))
    return Named(
        written(titled(run)[1]),
        kind,
        written(held),
        written(body) or owned(owner),
        owner=body[-1] if body else owner,
        nouns=called([head, *beside]),
    )


def _body(name: Sequence[Token], head: Token, kind: str) -> Named:
    """A body with a name: an agency, a ministry, a medium, a country that speaks."""
    after = head.nbor() if head.i + 1 < len(head.doc) else head
    if after.dep_ == "npadvmod" and after.head == head and after.text[0].isupper():
        name = [*name, after] if after.ent_type_ == head.ent_type_ == "ORG" else name  # "Sky Today"
    owner = next((c for c in head.children if c.dep_ == "poss" and not is_patrons(head)), None)
    medium = _is_masthead(name)
    place = head.ent_type_ in PLACES and not medium
    beside = [c for c in head.children if c.dep_ == "appos" and c.pos_ == "NOUN"]
    told = nominal_kind([t for noun in beside for t in noun.children if t.dep_ != "poss"])
    plain = "media" if medium else "government" if place else _plain_kind(name)
    found = kind or nominal_kind(name) or told or plain
    beside += [t for t in head.children if load("sources").value(f"{t.lower_}s", "group")]
    return Named(written(name), found, "", owned(owner), owner=owner, nouns=called(beside))


def _is_masthead(name: Sequence[Token]) -> bool:
    """Whether one word is a medium's by "The" with a capital before it: "in May The Velastrian"."""
    article = name[0].nbor(-1) if name[0].i else name[0]
    if len(name) > 1 or article.text != "The":
        return False
    begins = article.is_sent_start or article.nbor(-1).text[0] in '"“‘'
    people = name[0].ent_type_ == "NORP" and name[0].tag_ == "NNP"
    return name[0].lower_ in publisher_words("masthead") or (people and not begins)


def _plain_kind(name: Sequence[Token]) -> str:
    """Of a name whose words tell no kind: that of a newspaper, if it is called like one."""
    masthead = publisher_words("masthead")
    first = len(name) > 1 and name[1].lower_ == "of" and name[0].lower_ in masthead
    return "media" if first or (len(name) > 1 and name[-1].lower_ in masthead) else "organisation"
