"""From a phrase that names a source to its name, role, affiliation and kind.

Only what the text gives is filled in: an affiliation that it does not give stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from spacy.tokens import Token

from analysis.extract.base import (
    NOUN_SUBJECTS,
    children,
    has,
    has_word,
    phrase,
    set_off,
    subtree,
)
from analysis.extract.roles import (
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
from analysis.lexicon import load

__all__ = ["Named", "heads", "is_person", "joined", "label_name", "name_run", "named"]

_BRACKET = 8
"""Words that brackets behind a name hold, at most."""
_LEADING = {"head", "lead", "run", "chair", "direct"}
_BESIDE = {"npadvmod", "pobj", "dobj", "dative"}
"""What a source phrase that was found too long begins with: a date, who is told."""
_UNNAMED = re.compile(r"\b(unnamed|anonymous|unidentified)\b", re.IGNORECASE)
_BACKGROUND = re.compile(
    r"(?:condition of anonymity|on background|(?:remain|stay) anonymous"
    r"|(?:asked|wished|preferred|wanted)(?: that \w+)? not (?:to )?be (?:named|identified)"
    r"|(?:declined|refused) to be (?:named|identified)|without being (?:named|identified)"
    r"|not authori[sz]ed to (?:speak|talk|comment))",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    r"\b(?:familiar with|with (?:direct )?knowledge of|briefed on"
    r"|(?:people|person|sources?|insiders?|officials?|aides?|executives?) close to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Named:
    """What a phrase says of a source."""

    name: str
    kind: str
    role: str = ""
    affiliation: str = ""
    sourcing: str = "on_record"
    proper: bool = True
    """Whether it has a name of its own."""
    owner: Token | None = field(default=None, compare=False)
    """The word that `affiliation` hangs on: a name, "its", "the firm"."""
    nouns: frozenset[str] = frozenset()
    """What it is called beside its name, in small letters: "minister", "brother"."""


def heads(tokens: Sequence[Token]) -> list[Token]:
    """The heads of a source phrase: one, or each of several coordinated names."""
    inside = set(tokens)
    tops = [t for t in tokens if t.head not in inside or t.head == t]
    nominal = [t for t in tokens if t.pos_ in {"NOUN", "PROPN", "PRON"}]
    others = [t for t in tops if t.pos_ not in {"VERB", "ADP", "PUNCT"}]
    led = [c for t in tops for c in children(t, *NOUN_SUBJECTS) if c in inside]  # "Rode, invited"
    tops = [t for t in tops if t in nominal] or led or others or nominal[:1]
    if not tops:
        return []
    if tops[0].dep_ in _BESIDE:  # "Only last week | Lindmoor Water", "to us | the Director"
        tops = [t for t in tops if t.dep_ in NOUN_SUBJECTS] or tops
    cut_off = len(tops) > 1 and load("sources").value(tops[0].lower_, "document")
    top = tops[-1] if cut_off else _behind_document(_member(_apposed_role(tops[0])), inside)
    found = [top]
    for head in found:
        found += [c for c in joined(head) if c in inside and _alone(head, c)]
    return [t for t in found if not any(_two_roles(t, other) for other in found)]


def _apposed_role(thing: Token) -> Token:
    """The person whom the parser hangs on a thing: "As for the mill, an engineer says"."""
    if thing.pos_ != "NOUN" or kind_of(thing) or is_role(thing):
        return thing
    roles = [c for c in thing.children if c.dep_ == "appos" and c.tag_ == "NN" and is_role(c)]
    return roles[0] if roles and load("descriptions").get(thing.lower_) is None else thing


def _member(body: Token) -> Token:
    """The person whom the parser hangs on his body: "Henrik Sand of Norrland University"."""
    people = (c for c in body.children if c.dep_ == "nmod" and c.ent_type_ == "PERSON")
    return next((p for p in people if p.i < body.i and p.nbor(1).lower_ == "of"), body)


def _two_roles(role: Token, name: Token) -> bool:
    """Whether "founder" and "Voss" are one: "founder and CEO Lena Voss"."""
    bare = role.pos_ == "NOUN" and is_role(role) and not has(role, "det")
    run = name_run(name) if name.head == role and name.dep_ == "conj" else []
    return bare and bool(run) and any(is_role(t) for t in name.doc[role.i + 1 : name.i])


def _alone(head: Token, other: Token) -> bool:
    """Whether two coordinated words name two sources: names, or one person and another."""
    if head.pos_ == other.pos_ == "PROPN":
        return True
    nouns = {head.tag_, other.tag_} <= {"NN", "NNP"}
    return nouns and all(t.pos_ == "PROPN" or is_role(t) for t in (head, other))


def _behind_document(head: Token, inside: set[Token]) -> Token:
    """Whoever stands behind a document: "reports from X", "X's report", "records of the firm"."""
    sources = load("sources")
    if not sources.value(head.lower_, "document"):
        return head
    for child in head.children:
        if child.dep_ == "poss" and child in inside:
            return child
        by = children(child, "agent") if child.dep_ == "acl" else [child]
        for prep in by:
            if prep.dep_ == "agent" or (prep.dep_ == "prep" and prep.lower_ in {"from", "by"}):
                inner = [c for c in prep.children if c.dep_ == "pobj" and c in inside]
                if inner:
                    return inner[0]
            if prep.dep_ == "prep" and prep.lower_ == "of":
                bodies = [c for c in prep.children if c in inside and _is_described_body(c)]
                if bodies:
                    return bodies[0]
    return head


def _is_described_body(noun: Token) -> bool:
    """Whether a noun is a body that the text has named before: "the company"."""
    kinds = load("descriptions").value(noun.lower_, "kinds", ())
    return noun.dep_ == "pobj" and noun.tag_ == "NN" and "organisation" in kinds


def is_person(token: Token) -> bool:
    """Whether `token` ends a person's name."""
    if any(c.dep_ == "relcl" and has_word(c, "which") for c in token.children):
        return False
    known = any(t.ent_type_ == "PERSON" for t in name_run(token))
    one = token.pos_ == "PROPN" and token.tag_ != "NNPS"
    if token.i and token.nbor(-1).text[0].isupper() and load("endings").value(token.lower_, "firm"):
        return False  # "Lindmoor Water"
    return known and one and token.ent_type_ in {"PERSON", ""}


def joined(head: Token) -> list[Token]:
    """The heads coordinated with `head`, also where the parser hangs the first on the last."""
    before = [c for c in head.children if c.dep_ == "nmod" and c.pos_ == "PROPN" and has(c, "cc")]
    beside = [c for c in head.children if c.dep_ == "appos" and is_role(head)]
    after = [c for h in (head, *beside) for c in h.children if c.dep_ == "conj"]
    apart = [*_partners(head), *_apposed(head)]
    return [*before, *(c for c in after if c not in apart)]


def _apposed(head: Token) -> list[Token]:
    """What stands beside a noun, also where the parser lists it: "the owner, Brock & Lisle,"."""
    listed = head.pos_ == "NOUN" and is_role(head) and not has(head, "cc")
    kinds = {"appos", "conj"} if listed else {"appos"}
    return [
        c for c in head.children if c.dep_ in kinds and (c.dep_ == "appos" or c.pos_ == "PROPN")
    ]


def _partners(head: Token) -> list[Token]:
    """The names that "&" makes one with `head`: "Brock & Lisle"."""
    firm = any(c.dep_ == "cc" and c.text == "&" and c.i == head.i + 1 for c in head.children)
    return [c for c in head.children if c.dep_ == "conj" and c.pos_ == "PROPN"] if firm else []


def named(head: Token, tokens: Sequence[Token]) -> Named:
    """What the phrase around `head`, within `tokens`, says of the source."""
    inside = set(tokens)
    bracket = _bracketed(head)
    apposed = [c for c in _apposed(head) if c in inside and c not in bracket]
    run = name_run(head)
    if run and _is_office(head, run) and not apposed:
        return _described(head, tokens)
    after = [a for a in apposed if a.pos_ == "PROPN" and not is_role(a)]
    after = after or [t for t in _hung_behind(head) if t in inside]
    if after and (not run or is_role(head)):
        return _role_first(head, after[0], inside)
    if not run or (len(run) == 1 and _is_common(head)):
        return _described(head, tokens)
    before = _before(head, run, inside)
    if _two_roles(head.head, head):
        before = [t for t in head.doc[head.head.left_edge.i : run[0].i] if t in inside]
    title, name = _titled(run)
    held = any(map(is_role, [*before, *title]))
    kind = nominal_kind(name) or ("" if held else nominal_kind(before))
    if not title and kind not in {"", "person", "analyst"} and not any(map(is_role, apposed)):
        return _body(name, head, kind)
    apposed += _predicated(head)
    if held or before or is_person(head) or any(map(is_role, apposed)):
        found = _person(name, [*before, *title], head, [a for a in apposed if a not in after])
        return _with_bracket(found, bracket)
    return _body(name, head, "")


def _is_common(head: Token) -> bool:
    """Whether a word in capitals is no name: a text ("Papers"), a number of people ("Several")."""
    sources = load("sources")
    known = sources.value(head.lower_, "document") or sources.value(head.lower_, "group")
    return bool(known and (head.is_sent_start or sources.value(head.lower_, "document")))


def _is_office(head: Token, run: Sequence[Token]) -> bool:
    """Whether a role in capitals is all that stands for somebody: "The Clerk", "the Mayor"."""
    return has_word(head, "the") and is_role(head) and all(map(is_role, run))


def _bracketed(name: Token) -> list[Token]:
    """The words in brackets behind a name, a few at most: "Mr Ferrin (Hallern Transit)"."""
    if name.i + 1 == len(name.doc) or name.nbor(1).text != "(":
        return []
    behind = list(name.doc[name.i + 2 : name.i + 2 + _BRACKET])
    inside = [*takewhile(lambda token: token.text != ")", behind)]
    return inside if len(inside) < len(behind) else []


def _with_bracket(person: Named, bracket: Sequence[Token]) -> Named:
    """A person with the body or the role that stands in brackets behind the name."""
    words = written(bracket)
    if not words or person.affiliation or not words[0].isalpha():
        return person
    if words[0].isupper() and not is_role(bracket[-1]):
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
    title, name = _titled(words)
    kind = nominal_kind(name)
    if is_role(words[-1]):
        return Named(written(tokens), "person", sourcing="unnamed", proper=False)
    if kind not in {"", "person", "analyst"}:
        return Named(written(tokens), kind)
    honorific = [t for t in title if load("titles").value(t.lower_.rstrip("."), "honorific")]
    role = "" if len(honorific) == len(title) else written(title)
    return Named(written(name).lstrip("@"), "person", role, nouns=called(title[-1:]))


def _hung_behind(role: Token) -> list[Token]:
    """A name that the parser hangs on the body: "an economist at the bank, Wu Lei"."""
    if role.pos_ != "NOUN" or not is_role(role):
        return []
    bodies = (b for p in role.children if p.dep_ == "prep" for b in p.children)
    return [a for b in bodies for a in b.children if a.dep_ == "appos" and is_person(a)]


def name_run(head: Token) -> list[Token]:
    """The capitalised words of a name: those that end at `head`, and "of England" after it."""
    named_so = head.ent_type_ and head.text[0].isupper() and head.pos_ != "NUM"
    if head.pos_ != "PROPN" and not named_so:
        return []
    if head.text.islower() and kind_of(head) and not load("sources").value(head.lower_, "form"):
        return []  # "the justice ministry", which the tagger takes for a name
    run, pending, saint = [head], list[Token](), _is_saints(head)
    for token in reversed(list(head.doc[head.left_edge.i : head.i])):
        if load("grammar").value(token.text, "particle"):
            pending.insert(0, token)
            continue
        if token.ent_type_ == "DATE" != head.ent_type_:
            break  # "last Thursday Brock & Lisle said"
        capital = token.text[0].isupper() and not load("grammar").value(token.lower_, "determiner")
        joint = token.text in {"-", "–", "&"} or (token.is_punct and token.text == ".")
        owned_by = token.dep_ in {"poss", "case"} or has(token, "case")
        if not (capital or joint or saint) or (owned_by and not saint):
            break
        run[:0] = [token, *pending]
        pending = []
    partners = [t for c in _partners(head) for t in head.doc[head.i + 1 : c.i + 1]]
    return [token for token in run if token.pos_ != "DET"] + partners + _rest(head, run)


def _is_saints(head: Token) -> bool:
    """Whether a body bears a saint's name: "St Olave's Hospital"."""
    owners = [c for c in head.children if c.dep_ == "poss"]
    return bool(owners) and owners[0].left_edge.lower_.rstrip(".") in {"st", "saint"}


def _rest(head: Token, run: Sequence[Token], most: int = 8) -> list[Token]:
    """What "of" and "for" add to the name of a body, `most` times at most: "Bank of England"."""
    body = head.ent_type_ == "ORG" or kind_of(head) not in {"", "person", "analyst"}
    body = body and not (run[0].i and is_role(run[0].nbor(-1)))
    if not body or any(map(is_role, run)) or not most:
        return []
    for prep in head.children:
        inner = [c for c in prep.children if c.dep_ == "pobj" and c.pos_ == "PROPN"]
        if prep.i == head.i + 1 and prep.lower_ in {"of", "for"} and inner:
            last = [c for c in inner[0].children if c.dep_ == "conj" and c.ent_type_ == "ORG"]
            end = (last or inner)[0]
            further = _rest(end, [end], most - 1)
            return [*head.doc[head.i + 1 : end.i + 1], *further]
    return []


def _titled(run: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The title words at the start of a name, and the name."""
    last = -1
    for place, token in enumerate(run[:-1]):
        if is_role(token):
            last = place + (run[place + 1].text == ".")
    return list(run[: last + 1]), list(run[last + 1 :])


def _before(head: Token, run: Sequence[Token], inside: set[Token]) -> list[Token]:
    """What stands before a name, without owners, other names, articles, places and dates."""
    based = [c for c in head.children if c.i < head.i and has(c, "npadvmod")]
    apart = [*children(head, "poss", "npadvmod", "advmod"), *joined(head), *based]
    cut = {t for c in apart for t in subtree(c)}
    words = [t for t in phrase(head) if t in inside and t.i < run[0].i and t not in cut]
    words = [t for t in words if t.ent_type_ not in {"DATE", "TIME"} and t.pos_ != "ADV"]
    words = [t for t in words if not t.is_punct or t.text == "-"]
    return [t for t in words if not load("grammar").value(t.lower_, "determiner")]


def _person(
    name: Sequence[Token], lead: Sequence[Token], head: Token, apposed: Sequence[Token]
) -> Named:
    """A person: `lead` is what stands before the name, `apposed` the nouns beside it."""
    body, title = employer(lead)
    beside = [*[t for t in title if t.text != "."][-1:], *apposed]
    title = [t for t in title if not load("titles").value(t.lower_.rstrip("."), "honorific")]
    title = [t for t in title if not _is_rank(t)] or title
    nouns = [noun for noun in apposed if noun.pos_ == "NOUN" or is_role(noun)]
    best = next((n for n in nouns if not is_kin(n.lower_)), None)
    led = _led_by(head)
    short = all(map(_is_rank, title))
    role = written(role_words(best)) if best is not None and short else written(title)
    place = next((o for o in map(owner_of, nouns) if o is not None), None) or owner_of(
        head, name=True
    )
    if led is not None and not role:
        role, place = "head", place or led
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
    verb = name.head
    leads = name.dep_ == "nsubj" and verb.lemma_.lower() in _LEADING
    if leads and (verb.tag_ == "VBZ" or has_word(verb, "has")):
        led += [c for c in children(verb, "dobj") if _is_body_name(c)]  # no race, no programme
    return next(iter(led), None)


def _is_body_name(thing: Token) -> bool:
    named_body = thing.pos_ == "PROPN" and thing.ent_type_ != "GPE"
    return named_body or kind_of(thing) not in {"", "person", "analyst", "vague_group"}


def _is_rank(token: Token) -> bool:
    """Whether `token` is a shortened rank ("Gen."), or the full stop of one."""
    return token.text == "." or bool(load("titles").value(token.lower_.rstrip("."), "long"))


def _role_first(head: Token, name: Token, inside: set[Token]) -> Named:
    """Britain's Chief of the Defence Staff, Tony Radakin."""
    beside = [c for c in name.children if c.dep_ == "appos" and c in inside and c.pos_ == "NOUN"]
    noun = next((n for n in beside if is_kin(head.lower_)), head)
    owner = owner_of(noun)
    body, held = employer(role_words(noun, name if noun is head else None))
    kind = kind_of(noun) or "person"
    run = name_run(name)
    if load("sources").value(noun.lower_, "body") and any(t.ent_type_ == "ORG" for t in run):
        return Named(written(run), nominal_kind(run) or "organisation", nouns=called([noun]))
    return Named(
        written(_titled(run)[1]),
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
    owner = next((c for c in head.children if c.dep_ == "poss" and not _is_saints(head)), None)
    place = head.ent_type_ in PLACES
    beside = [c for c in head.children if c.dep_ == "appos" and c.pos_ == "NOUN"]
    told = nominal_kind([t for noun in beside for t in noun.children if t.dep_ != "poss"])
    found = kind or nominal_kind(name) or told or ("government" if place else _plain_kind(name))
    return Named(written(name), found, "", owned(owner), owner=owner, nouns=called(beside))


def _plain_kind(name: Sequence[Token]) -> str:
    """Of a name whose words tell no kind: that of a newspaper, if it is called like one."""
    masthead = publisher_words("masthead")
    first = len(name) > 1 and name[1].lower_ == "of" and name[0].lower_ in masthead
    return "media" if first or (len(name) > 1 and name[-1].lower_ in masthead) else "organisation"


def _described(head: Token, tokens: Sequence[Token]) -> Named:
    """A source without a name: a vague group, an unnamed person, an office."""
    aside = [t for c in head.children if _is_aside(c) for t in subtree(c)]
    words = [t for t in phrase(head, frozenset({"relcl", "appos"})) if t in set(tokens)]
    listed = _listed_before(head, tokens)
    whole = written([*listed, *(t for t in words if t not in aside)])
    name = without_article(whole) or head.text
    sources = load("sources")
    person = is_human(head)
    kind = kind_of(head) or ("person" if person else "organisation")
    plural = head.tag_ in {"NNS", "NNPS"} or bool(sources.value(head.lower_, "group"))
    if head.lower_ == "one":
        kind = _kind_of_member(head)
        person = kind == "person"
    elif head.like_num:
        plural = True
    plural = plural and not (kind == "government" and head.lower_ == head.lemma_.lower())
    if head.tag_ == "NN" and sources.value(head.lower_, "unnamed"):
        plural, kind = False, "person"
    person = kind in {"person", "analyst"}
    kind = "vague_group" if plural else kind
    owner = owner_of(head)
    nouns = called([head])
    held = any(c.dep_ == "poss" and c.pos_ == "PROPN" for c in head.children)
    if held and not person and not plural and kind_of(head):
        return Named(name, kind, "", owned(owner), owner=owner, nouns=nouns)
    hidden = (
        _UNNAMED.search(whole) or sources.value(head.lower_, "unnamed") or (person and not plural)
    )
    numbered = has(head, "nummod") or head.like_num
    hidden = hidden or (plural and numbered and _are_people(head))  # "two women"
    hidden = hidden or (plural and is_role(head) and has(head, "poss"))  # "its lawyers"
    hidden = hidden or head.lemma_.lower() in {"official", "diplomat", "officer", "aide"}
    sourcing = "unnamed" if hidden else "unstated"
    close = (person or plural) and _CLOSE.search(written(subtree(head)))
    sourcing = "background" if close or _BACKGROUND.search(head.sent.text) else sourcing
    place = owned(owner) if person and not plural else ""
    return Named(name, kind, "", place, sourcing, proper=False, owner=owner, nouns=nouns)


def _kind_of_member(one: Token) -> str:
    """The kind of one of several: "one of them" is a person, "one of the banks" is none."""
    of = [c for prep in children(one, "prep") for c in children(prep, "pobj")]
    kind = next((kind_of(noun) for noun in of), "")
    return kind if kind not in {"", "analyst", "vague_group"} else "person"


def _are_people(plural: Token) -> bool:
    group = load("sources").get(plural.lower_)
    people = kind_of(plural) in {"", "person", "analyst", "vague_group"}
    return people and not (group and group.effect.get("document"))


def _is_aside(clause: Token) -> bool:
    """Whether it is set off from the name, or the reporting verb that the parser hangs on it."""
    reports = load("cues").get(clause.lemma_.lower()) is not None and clause.tag_ in {"VBD", "VBN"}
    return clause.dep_ == "acl" and (set_off(clause) or reports)


def _listed_before(head: Token, tokens: Sequence[Token]) -> list[Token]:
    """The modifiers before a plural head that a parser cut off: "A, B and C agencies"."""
    if head.pos_ != "NOUN" or head.tag_ != "NNS":
        return []
    kinds = {"ADJ", "PROPN", "CCONJ", "PUNCT"}
    before = [t for t in tokens if t.i < head.left_edge.i][::-1]
    if not has(head, "amod", "compound", "nmod") or not before or before[0].pos_ != "CCONJ":
        return []  # "Sefu, villagers", "damp, and traders"
    return [*takewhile(lambda t: t.pos_ in kinds or t.dep_ == "compound", before)]
