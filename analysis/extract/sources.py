"""Sources are people and bodies: who is meant by a name, a surname, "he", "the agency".

What finds no antecedent stays unresolved, and its row says so. A vague group stays vague.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import NOUN_SUBJECTS, Parse, by_sentence, has, has_word
from analysis.extract.cast import Actor, Cast, Place, surname_of
from analysis.extract.names import Named, heads, is_person, joined, label_name, name_run, named
from analysis.extract.openings import ANSWERS, interview
from analysis.extract.roles import PEOPLE, is_human, is_kin, kind_of, publisher_words, written
from analysis.extract.statements import speaking_body
from analysis.lexicon import load
from analysis.model import Attribution, Document, Ids, Source, Span, author_name

__all__ = ["resolve"]

_NO_ACTORS = {"GPE", "NORP", "LOC", "FAC", "DATE", "TIME", "EVENT", "WORK_OF_ART", "MONEY",
              "LANGUAGE", "CARDINAL", "ORDINAL", "QUANTITY", "PERCENT", "LAW"}  # fmt: skip
_INSIDE = {"compound", "amod", "nmod", "punct", "case", "det"}


def resolve(
    parses: Sequence[Parse], attributions: Sequence[Attribution], document: Document
) -> tuple[list[Attribution], list[Source]]:
    """Find out who the source phrases mean.

    Returns
    -------
    attributions : list of Attribution
        With `source_ids`.
    sources : list of Source
        Those that speak, in order of appearance, and the author last.
    """
    cast = Cast(document.text)
    ids = Ids(document.doc_id)
    author = _author(cast, document)
    named_by: dict[str, list[Actor]] = {"": [author]}
    said = by_sentence(attributions)
    _introduce(cast, parses)
    first = interview(parses)
    for number, parse in enumerate(parses):
        if number == first:
            cast.interviewed = _the_one_person(cast)
        _enter(cast, parse, number)
        _pass(cast, parse, number)
        here = said.get(parse.sentence.sentence_id, ())
        for attribution in here:
            around = named_by.get(attribution.parent_id, [])
            speakers = _speakers(cast, parse, attribution, number, around)
            named_by[attribution.attribution_id] = speakers
        for attribution in (each for each in here if not each.source_spans):
            named_by[attribution.attribution_id] = _behind_unsaid(cast, attribution, here, named_by)
    speaking = [actor for actor in cast.actors if actor.speaks]
    rows = {id(actor): _row(actor, ids) for actor in speaking if actor is not author}
    rows[id(author)] = _author_row(author, document, ids)
    resolved = [
        replace(a, source_ids=tuple(rows[id(x)].source_id for x in named_by[a.attribution_id]))
        for a in attributions
    ]
    return resolved, list(rows.values())


def _nominals(parse: Parse) -> Iterator[Token]:
    """The heads of what a sentence names: names, and roles with a name beside them."""
    covered: set[Token] = set()
    for token in parse.words:
        inside = token.dep_ in _INSIDE and token not in joined(token.head)
        if token in covered or token.pos_ not in {"PROPN", "NOUN"} or inside:
            continue
        if token.ent_type_ in _NO_ACTORS or (token.pos_ == "NOUN" and not _speaks_of(token)):
            continue
        under = token.head.pos_ in {"NOUN", "PROPN"} and token.dep_ == "appos"
        if not under or (_is_name(token.head) and token.pos_ == "PROPN"):
            covered.update(name_run(token))
            yield token


def _is_name(token: Token) -> bool:
    return token.pos_ == "PROPN" and not load("sources").value(token.lower_, "role")


def _speaks_of(noun: Token) -> bool:
    """Whether a common noun has a name beside it, or is a vague group that can be meant later."""
    apposed = any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in noun.children)
    group = load("sources").value(noun.lower_, "group")
    vague = group and noun.tag_ == "NNS" and noun.dep_ in NOUN_SUBJECTS
    owned = any(c.dep_ == "poss" and c.pos_ == "PROPN" for c in noun.children)
    return apposed or owned or _is_described_body(noun) or bool(vague and _points_to(noun) is None)


def _is_described_body(noun: Token) -> bool:
    """Whether a noun names a body by what it is of: "the defence ministry"."""
    body = kind_of(noun) not in {"", *PEOPLE, "vague_group"} and noun.tag_ in {"NN", "NNP"}
    return body and noun.text.islower() and has_word(noun, "the") and has(noun, "compound", "amod")


def _introduce(cast: Cast, parses: Sequence[Parse]) -> None:
    """Full names anywhere in the document, so that an early surname finds its name."""
    full: dict[str, Named] = {}
    for parse in parses:
        for head in _nominals(parse):
            found = named(head, parse.words)
            shown = is_person(head) or found.nouns or found.role
            if found.proper and found.kind in PEOPLE and " " in found.name and shown:
                full.setdefault(found.name, found)
    for name, found in full.items():
        if not any(surname_of(name, other) for other in full):
            cast.add(replace(found, affiliation=""))


def _enter(cast: Cast, parse: Parse, number: int) -> None:
    """Note who is spoken of in a sentence, for the pronouns and descriptions that follow."""
    for head in _nominals(parse):
        place = (number, parse.start(head))
        found = _settled(cast, named(head, parse.words), place)
        if not (found.proper or found.kind == "vague_group" or _is_described_body(head)):
            continue
        if _is_place(head):
            continue
        actor = cast.meet(found)
        body = not actor.is_person
        agent = head.dep_ == "pobj" and head.head.lower_ in {"by", "from"} and body
        first = head.head if head in joined(head.head) else head
        subject = first.dep_ in NOUN_SUBJECTS
        leads = (subject and (body or not _is_embedded(first))) or agent
        (actor.leading if leads else actor.beside).append(place)
        if leads and (head.dep_ == "conj" or joined(head)):
            _pair(cast, actor, place)


def _pass(cast: Cast, parse: Parse, number: int) -> None:
    """Note the subjects of a sentence that have no name: "a driver", "the port authority"."""
    for noun in parse.words:
        if noun.tag_ != "NN" or noun.dep_ not in NOUN_SUBJECTS:
            continue
        body = kind_of(noun) not in {"", *PEOPLE, "vague_group"} and _points_to(noun) is not None
        if body or is_human(noun):
            cast.passing.append(((number, parse.start(noun)), named(noun, parse.words)))


def _is_place(head: Token) -> bool:
    """Whether a name in which something happens is a place, whatever the parser takes it for."""
    within = head.dep_ == "pobj" and head.head.lower_ in {"in", "near", "outside", "around", "to"}
    return within and not (kind_of(head) or is_person(head) or has(head, "appos", "compound"))


def _is_embedded(subject: Token) -> bool:
    """Whether the host clause has a subject of its own before it, who is sooner taken up again."""
    verb = subject.head
    if verb.dep_ not in {"ccomp", "advcl", "relcl", "acl"}:
        return False
    return any(c.dep_ == "nsubj" and c.i < subject.left_edge.i for c in verb.head.children)


def _pair(cast: Cast, actor: Actor, place: Place) -> None:
    """Remember who led the same sentence together."""
    others = [a for a in cast.actors if a.is_person and any(p[0] == place[0] for p in a.leading)]
    if actor.is_person and len(others) > 1:
        cast.groups.append((place, others))


def _settled(cast: Cast, found: Named, place: Place) -> Named:
    """`found` with the full name of the body that it belongs to: "its", "the firm", "the WHO"."""
    owner = found.owner
    if owner is None:
        return found
    if owner.dep_ == "poss" and is_person(owner):
        known = cast.find(Named(written(name_run(owner)), ""))
        return found if known and not known.is_person else replace(found, affiliation="")
    if found.proper and found.kind not in PEOPLE:
        return found
    if owner.pos_ == "PRON":
        kinds = tuple(load("descriptions").value(_SUBJECT.get(owner.lower_, ""), "kinds", ()))
        actor = cast.recent(kinds, place, _SUBJECT.get(owner.lower_, "they"))
        if actor is not None and actor.is_person and owner.lower_ in {"his", "her"}:
            actor.pronoun = _SUBJECT[owner.lower_]
    elif owner.pos_ == "PROPN" and found.affiliation:
        actor = cast.employer(
            found.affiliation, place, sure=owner.dep_ != "poss", place=owner.ent_type_ in _NO_ACTORS
        )
    else:
        actor = _described_before(cast, owner, place)
    if actor is None:
        short = cast.short.get(found.affiliation, found.affiliation)
        return replace(found, affiliation=short)
    if actor.is_person or actor.named.kind == "vague_group":
        return replace(found, affiliation="")
    name = found.name if found.kind in PEOPLE else re.sub(r"^(?:its|their) ", "", found.name)
    return replace(found, name=name, affiliation=actor.named.name)


def _within(cast: Cast, found: Named) -> Named:
    """`found` as one of the body whose statement this is: its spokesman, its minister."""
    body, role = cast.publisher, found.role.casefold()
    held = set(role.split()) or found.nouns
    if body is None or found.kind not in PEOPLE or found.affiliation or found.owner is not None:
        return found
    if " of " in role:  # "Mr Dahl, head of personnel" needs to be said of another body's man
        return found
    ministers = {"minister"} if "ministry" in body.named.name.casefold().split() else set()
    if not held & (publisher_words("employed") | ministers):
        return found
    return replace(found, affiliation=body.named.name)


_SUBJECT = {"its": "it", "his": "he", "her": "she", "their": "they"}


def _described_before(cast: Cast, noun: Token, place: Place) -> Actor | None:
    """Whom a description means: who was called so, or else the last of the kind it fits.

    Further away, it is the only body that it fits, or the one whose statement this is.
    """
    called = cast.called(noun.lower_, place)
    if called is not None:
        return called
    kinds = set(_points_to(noun) or ())
    generic = load("descriptions").get(noun.lower_) is not None
    kinds = kinds if generic else kinds - PEOPLE
    near = cast.recent(kinds, place, noun=noun.lower_)
    return near or cast.only(kinds - PEOPLE, place, noun.lower_)


def _speakers(
    cast: Cast, parse: Parse, attribution: Attribution, number: int, around: list[Actor]
) -> list[Actor]:
    """Whom the source phrase means; `around` are those in whose words it stands."""
    tokens = parse.within(attribution.source_spans)
    if attribution.rule == "speaker_label":
        label = attribution.source_spans[0]
        answers = parse.text[slice(*label)].casefold() in ANSWERS
        actor = _interviewed(cast) if answers else cast.meet(label_name(tokens))
        actor.speak((number, label[0]), label)
        return [actor]
    found: list[Actor] = []
    for head in [h for h in heads(tokens) if not _is_nobody(h)]:
        words = load("descriptions")
        if head.pos_ == "PRON" and words.value(head.lower_, "addressed"):
            if cast.interviewed is None:
                return around
            cast.interviewed.speak((number, parse.start(head)), None)
            return [cast.interviewed]
        own = words.value(head.lower_, "speaker") and head.pos_ == "PRON"
        if own and (attribution.parent_id or not _in_quotation(parse, head)):
            return around
        start = parse.start(head)
        span = next((s for s in attribution.source_spans if s[0] <= start < s[1]), None)
        for actor in _speaker(cast, _antecedent(head), parse.words, (number, start)):
            actor.speak((number, start), span)
            if actor not in found:
                found.append(actor)
    if len(found) > 1:
        cast.groups.append(((number, parse.start(heads(tokens)[-1])), found))
    return found


def _behind_unsaid(
    cast: Cast,
    attribution: Attribution,
    others: Sequence[Attribution],
    named_by: Mapping[str, list[Actor]],
) -> list[Actor]:
    """Who says what is only "known" or "reported": whoever ends the sentence, "police said".

    In a statement it is the body's own word.
    """
    end = attribution.spans[-1][1]
    after = [each for each in others if each.source_spans and each.cue_spans[:1] >= ((end, end),)]
    if len(after) == 1:
        return named_by[after[0].attribution_id]
    return [cast.publisher] if cast.publisher is not None else []


def _interviewed(cast: Cast) -> Actor:
    """Who answers ("A:"): the one person named before the first answer, or nobody knows who."""
    if cast.interviewed is None:
        unknown = Named("interviewed person", "person", sourcing="unstated", proper=False)
        cast.interviewed = _the_one_person(cast) or _unresolved(cast, unknown)
    return cast.interviewed


def _the_one_person(cast: Cast) -> Actor | None:
    """The one person named so far, or None where there are several or none."""
    named = [actor for actor in cast.actors if actor.is_person and (actor.leading or actor.beside)]
    return named[0] if len(named) == 1 else None


def _in_quotation(parse: Parse, token: Token) -> bool:
    """Whether a quotation mark is open before `token` in its paragraph."""
    before = parse.text[: parse.start(token)].rpartition("\n")[2]
    curly = any(before.count(a) > before.count(b) for a, b in ("“”", "«»"))
    return curly or before.count('"') % 2 == 1


def _antecedent(head: Token) -> Token:
    """Whom a relative pronoun stands for: "Ryder, who expects"."""
    relative = head.lower_ in {"who", "which"} and head.head.dep_ == "relcl"
    return head.head.head if relative else head


def _is_nobody(head: Token) -> bool:
    """Whether a source is none: "nobody", or "which" for a thing, a time or a whole clause."""
    if any(load("grammar").value(t.lower_, "negative") for t in (head, *head.children)):
        return True
    if head.tag_ == "WP" and head.head.dep_ != "relcl":
        return True  # "who ordered it is not known"
    taken = _antecedent(head)
    if head.lower_ not in {"which", "that"} or taken == head:
        return head.tag_ == "WDT"
    thing = taken.ent_type_ in {"TIME", "DATE", "CARDINAL", "EVENT"}
    telling = kind_of(taken) or load("descriptions").get(taken.lower_)
    return thing or (taken.pos_ != "PROPN" and not telling)


def _speaker(cast: Cast, head: Token, tokens: Sequence[Token], place: Place) -> list[Actor]:
    """Whom the head of a source phrase means: one actor, or several ("they")."""
    if head.pos_ == "PRON" and not has(head, "prep"):  # "all of the men"
        word = _SUBJECT.get(head.lower_, head.lower_)
        meant = cast.together(place) if word in {"they", "them", "both"} else []
        kinds = load("descriptions").value(word, "kinds", ())
        actor = None if meant else _speaking_pronoun(cast, kinds, place, word)
        return meant or [actor or _unresolved(cast, named(head, tokens))]
    found = _within(cast, _settled(cast, named(head, tokens), place))
    if cast.publisher is not None and has_word(head, "our", "my", "internal") and not found.proper:
        return [cast.publisher]  # "our volunteers", "my government", "an internal review"
    surname = head.text[0].isupper() and cast.find(Named(head.text, ""))
    if not found.proper and surname and (surname.is_person or not has(head, "det")):
        return [surname]
    if cast.publisher is not None and found.proper and _is_short_for(found.name, cast.publisher):
        return [cast.publisher]
    if not found.proper and _points_to(head) is not None:
        actor = _described_before(cast, head, place)
        if actor is None and found.affiliation:
            actor = cast.meet(found)
        return [actor or _unresolved(cast, found)]
    kin = not found.proper and is_kin(head.lower_) and has(head, "poss")  # "her brother"
    actor = cast.called(head.lower_, place) if kin else None
    return [actor or cast.meet(found)]


def _speaking_pronoun(cast: Cast, kinds: Sequence[str], place: Place, word: str) -> Actor | None:
    """Whom a pronoun means that says something, "he" or "it"."""
    actor = cast.recent(kinds, place, word)
    if word in {"he", "she"}:
        if cast.interviewed is not None and cast.last_speaker(place) is cast.interviewed:
            actor = cast.interviewed if cast.interviewed.fits(word) else actor
        actor = actor or cast.unknown(place, word)
    actor = actor or cast.passed(kinds, place)
    if actor is not None and word in {"he", "she"}:
        actor.pronoun = word
    return actor


def _is_short_for(name: str, publisher: Actor) -> bool:
    """Whether a body calls itself by one word: "the Agency", "the Group"."""
    kinds = load("descriptions").value(name.casefold(), "kinds", ())
    fits = publisher.named.kind in kinds and not publisher.contradicts(name.casefold())
    return " " not in name and (fits or name.casefold() in publisher.named.nouns)


def _points_to(head: Token) -> tuple[str, ...] | None:
    """The kinds that a definite description can point back to; None for any other noun.

    "The plans" point to none: they are whoever was called so before.
    """
    before = [child for child in head.children if child.i < head.i and not child.is_punct]
    definite = [c for c in before if load("grammar").value(c.lower_, "definite")]
    maker = head.lower_.endswith("maker") and kind_of(head) == "organisation"  # "the truck maker"
    bare = bool(before) and all(
        c in definite or c.lower_ == "based" or (maker and c.dep_ == "compound") for c in before
    )
    if not bare or has(head, "prep"):
        return None
    kinds = tuple(load("descriptions").value(head.lower_, "kinds", ()))
    if maker:
        return ("organisation",)
    if not kinds and head.tag_ in {"NNS", "NNPS"} and is_human(head):
        return ("vague_group",)
    person = named(head, [head]).kind in PEOPLE
    return kinds or tuple(load("sources").value(head.lower_, "describes", PEOPLE if person else ()))


def _unresolved(cast: Cast, found: Named) -> Actor:
    """Somebody whom the text does not name: a person is unnamed, a body is on record."""
    pronoun = load("descriptions").value(found.name.lower(), "stands_for", "")
    if pronoun:
        found = replace(found, kind=pronoun, sourcing="unstated")
    elif found.kind != "vague_group":
        found = replace(found, sourcing="unnamed" if found.kind in PEOPLE else "on_record")
    return cast.add(found, resolved=False)


def _row(actor: Actor, ids: Ids) -> Source:
    found = actor.named
    return Source(
        source_id=ids.make("o", found.name),
        name=found.name,
        kind=found.kind,
        role=found.role,
        affiliation=found.affiliation,
        sourcing=found.sourcing,
        resolved=actor.resolved,
        mentions=tuple(sorted(actor.mentions)),
    )


def _author(cast: Cast, document: Document) -> Actor:
    """Whoever stands behind what nobody else is said to say; a body is one of the cast."""
    body = speaking_body(document)
    if body is None:
        return Actor(Named(document.author, "author"))
    cast.publisher = cast.add(body)
    cast.publisher.beside.append((0, -1))
    return cast.publisher


def _first_word(document: Document) -> Span:
    """Where a text begins: a body that its own statement does not name speaks from there on."""
    found = re.search(r"\S+", document.text)
    return found.span() if found else (0, 0)


def _author_row(author: Actor, document: Document, ids: Ids) -> Source:
    if author.named.kind != "author":
        row, place = _row(author, ids), document.text.find(author.named.name)
        first = (place, place + len(author.named.name)) if place >= 0 else _first_word(document)
        return replace(row, mentions=row.mentions or (first,))
    name = author_name(document.author, document.doc_id)
    sourcing = "on_record" if document.author else "unstated"
    return Source(ids.make("o", "author", name), name, "author", sourcing=sourcing)
