"""Sources are people and bodies: who is meant by a name, a surname, "he", "the agency".

What finds no antecedent stays unresolved, and its row says so. A vague group stays vague.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.antecedents import NO_ACTORS, described_before, points_to, settled
from analysis.extract.base import NOUN_SUBJECTS, Parse, by_sentence, has, has_word, phrase
from analysis.extract.cast import Actor, Cast, Place, surname_of
from analysis.extract.heads import joined
from analysis.extract.named import Named
from analysis.extract.names import named
from analysis.extract.openings import interview
from analysis.extract.proper_names import is_person, name_run
from analysis.extract.roles import PEOPLE, is_human, kind_of
from analysis.extract.signed import signatory
from analysis.extract.speakers import behind_unsaid, speakers_of, the_one_person
from analysis.extract.statements import speaking_body
from analysis.lexicon import load
from analysis.model import Attribution, Document, Ids, Source, Span, author_name

__all__ = ["resolve"]

_WITHIN = {"in", "near", "to", "from", "across"}
_PEOPLE_ENDINGS = ("n", "ns", "an", "ian", "ians", "ish", "ese")
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
    cast.places = frozenset(_places(cast, parses))
    first = interview(parses)
    turns = {each.attribution_id for each in attributions if each.rule == "speaker_label"}
    for number, parse in enumerate(parses):
        if number == first:
            cast.interviewed = the_one_person(cast)
        _enter(cast, parse, number)
        _pass(cast, parse, number)
        here = said.get(parse.sentence.sentence_id, ())
        for attribution in here:
            around = named_by.get(attribution.parent_id, [])
            cast.answering = around if attribution.parent_id in turns else []
            speakers = speakers_of(cast, parse, attribution, number, around)
            named_by[attribution.attribution_id] = speakers
        for attribution in (each for each in here if not each.source_spans):
            named_by[attribution.attribution_id] = behind_unsaid(cast, attribution, here, named_by)
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
        run = name_run(token)
        if run and (run[0].text == "Dear" or (len(run) == 1 and _is_address(token))):
            continue
        if token.ent_type_ in NO_ACTORS or (token.pos_ == "NOUN" and not _speaks_of(token)):
            continue
        under = token.head.pos_ in {"NOUN", "PROPN"} and token.dep_ == "appos"
        if not under or (_is_name(token.head) and token.pos_ == "PROPN"):
            covered.update(name_run(token))
            yield token


def _is_address(name: Token) -> bool:
    """Whether somebody is only addressed: the "Sir" of a letter."""
    return bool(load("titles").value(name.lower_, "honorific"))


def _is_name(token: Token) -> bool:
    return token.pos_ == "PROPN" and not load("sources").value(token.lower_, "role")


def _speaks_of(noun: Token) -> bool:
    """Whether a common noun has a name beside it, or is a vague group that can be meant later."""
    apposed = any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in noun.children)
    group = load("sources").value(noun.lower_, "group")
    vague = group and noun.tag_ == "NNS" and noun.dep_ in NOUN_SUBJECTS
    owned = any(c.dep_ == "poss" and c.pos_ == "PROPN" for c in noun.children)
    return apposed or owned or _is_described_body(noun) or bool(vague and points_to(noun) is None)


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


def _places(cast: Cast, parses: Sequence[Parse]) -> Iterator[str]:
    """Names of one word that are a place's: there is a word for its people, or one is in it."""
    surnames = {word for actor in cast.actors for word in actor.named.name.split()}
    words = [token for parse in parses for token in parse.words if token.text[0].isupper()]
    people = {t.text for t in words if t.pos_ == "ADJ" or t.ent_type_ == "NORP"}
    for token in words:
        if token.pos_ != "PROPN" or token.text in surnames or len(name_run(token)) != 1:
            continue
        within = token.dep_ == "pobj" and token.head.lower_ in _WITHIN
        moves = within and token.head.head.pos_ == "VERB"  # no "shares in Korvane"
        inside = moves and token.ent_type_ == "GPE"
        inside = inside or _has_a_rule(token)
        if inside or any(token.text + ending in people for ending in _PEOPLE_ENDINGS):
            yield token.text


def _has_a_rule(name: Token) -> bool:
    """Whether a government, an army or a minister is of a name: "Dorvia's justice minister"."""
    of = name.dep_ == "pobj" and name.head.lower_ == "of"
    ruled = name.head.head if of else name.head if name.dep_ == "poss" else name
    minister = ruled.dep_ != "pobj" and ruled.lower_ == "minister" and ruled != name
    return minister or (ruled != name and bool(load("sources").value(ruled.lower_, "of_place")))


def _enter(cast: Cast, parse: Parse, number: int) -> None:
    """Note who is spoken of in a sentence, for the pronouns and descriptions that follow."""
    for head in _nominals(parse):
        place = (number, parse.start(head))
        found = settled(cast, named(head, parse.words), place)
        if not (found.proper or found.kind == "vague_group" or _is_described_body(head)):
            continue
        if _is_place(head) or _is_told(head, found.kind):
            continue
        actor = cast.meet(found)
        if found.proper or found.kind == "vague_group":
            actor.shown = actor.shown or _words(parse, name_run(head) or phrase(head))
        body = not actor.is_person
        agent = head.dep_ == "pobj" and head.head.lower_ in {"by", "from"} and body
        first = head.head if head in joined(head.head) else head
        subject = first.dep_ in NOUN_SUBJECTS
        leads = (subject and (body or not _is_embedded(first))) or agent
        (actor.leading if leads else actor.beside).append(place)
        if leads and (head.dep_ == "conj" or joined(head)):
            _pair(cast, actor, place)


def _pass(cast: Cast, parse: Parse, number: int) -> None:
    """Note the subjects of a sentence that have no name: "a driver", "the port authority".

    Whom "the agency" means leads this sentence too.
    """
    for noun in parse.words:
        if noun.tag_ != "NN" or noun.dep_ not in NOUN_SUBJECTS or has(noun, "appos"):
            continue
        place = number, parse.start(noun)
        known = described_before(cast, noun, place) if points_to(noun) is not None else None
        if known is not None:
            (known.beside if _is_embedded(noun) else known.leading).append(place)
        body = kind_of(noun) not in {"", *PEOPLE, "vague_group"} and points_to(noun) is not None
        if known is None and (body or is_human(noun)) and not _is_embedded(noun):
            cast.passing.append((place, named(noun, parse.words), _words(parse, phrase(noun))))


def _words(parse: Parse, tokens: Sequence[Token]) -> Span | None:
    """Where the first run of some tokens stands."""
    return next(iter(parse.spans(tokens)), None)


def _is_place(head: Token) -> bool:
    """Whether a name in which something happens is a place, whatever the parser takes it for."""
    within = head.dep_ == "pobj" and head.head.lower_ in {"in", "near", "outside", "around", "to"}
    return within and not (kind_of(head) or is_person(head) or has(head, "appos", "compound"))


def _is_told(head: Token, kind: str) -> bool:
    """Whether a medium is only spoken to ("told the BBC"): no "agency" of later sentences."""
    return kind == "media" and head.dep_ in {"dobj", "dative"} and head.head.lemma_ == "tell"


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


def _row(actor: Actor, ids: Ids) -> Source:
    found = actor.named
    shown = [actor.shown] if actor.shown and actor.only_pronouns else []
    return Source(
        source_id=ids.make("o", found.name),
        name=found.name,
        kind=found.kind,
        role=found.role,
        affiliation=found.affiliation,
        sourcing=found.sourcing,
        resolved=actor.resolved,
        mentions=tuple(sorted({*actor.mentions, *shown})),
    )


def _author(cast: Cast, document: Document) -> Actor:
    """Whoever stands behind what nobody else is said to say; a body is one of the cast."""
    signed = signatory(document)
    if signed is not None:
        return cast.add(signed)
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
