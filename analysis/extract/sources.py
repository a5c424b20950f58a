"""Sources are people and bodies: who is meant by a name, a surname, "he", "the agency".

What finds no antecedent stays unresolved, and its row says so. A vague group stays vague.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from analysis.extract.base import Parse
from analysis.extract.names import Named, acronyms, heads, is_person, named, surname_of
from analysis.lexicon import load
from analysis.model import Attribution, Document, Ids, Source, Span

__all__ = ["resolve"]

_FAR = 4
"""Sentences between a pronoun or description and whom it means, at most."""
_DEFINITE = {"the", "this", "that", "these", "those", "same"}


@dataclass
class _Actor:
    """Somebody of whom the document speaks; a source once an attribution names him."""

    named: Named
    resolved: bool = True
    leading: list[tuple[int, int]] = field(default_factory=list)
    """Where it was a subject or spoke: number of the sentence, offset."""
    mentions: list[Span] = field(default_factory=list)
    speaks: bool = False


class _Cast:
    """The actors of one document, in the order in which they appear."""

    def __init__(self, text: str) -> None:
        self.actors: list[_Actor] = []
        self.short = acronyms(text)

    def add(self, found: Named, *, resolved: bool = True) -> _Actor:
        actor = _Actor(found, resolved=resolved)
        self.actors.append(actor)
        return actor

    def find(self, found: Named) -> _Actor | None:
        """The actor that a name means: the same name, its acronym, or a unique surname."""
        name = self.short.get(found.name, found.name)
        for actor in self.actors:
            if actor.resolved and _same(actor.named.name, name):
                return actor
        people = [a for a in self.actors if a.named.kind in {"person", "analyst"}]
        known = [a for a in people if surname_of(name, a.named.name)]
        spoken = [a for a in known if a.speaks]
        family = [a for a in known if a.named.name.split()[-1] == name]
        for choice in (known, spoken, family):
            if len({a.named.name for a in choice}) == 1:
                return choice[0]
        return None

    def recent(
        self, kinds: Iterable[str], at: int, sentence: int, *, pronoun: bool
    ) -> _Actor | None:
        """The last actor of one of `kinds` before `at`: a subject or source, not far back.

        A description ("the agency") means nobody whom the same sentence names.
        """
        wanted = set(kinds)
        last = sentence if pronoun else sentence - 1
        near = [
            (place, actor)
            for actor in self.actors
            if actor.named.kind in wanted and actor.resolved
            for place in actor.leading
            if sentence - _FAR <= place[0] <= last and place[1] < at
        ]
        return max(near, key=lambda pair: pair[0])[1] if near else None


def _same(one: str, other: str) -> bool:
    return one.casefold().removeprefix("the ") == other.casefold().removeprefix("the ")


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
    cast = _Cast(document.text)
    ids = Ids(document.doc_id)
    named_by: dict[str, list[_Actor]] = {}
    _introduce(cast, parses)
    for number, parse in enumerate(parses):
        _enter(cast, parse, number)
        for attribution in attributions:
            if attribution.sentence_id == parse.sentence.sentence_id:
                named_by[attribution.attribution_id] = _speakers(cast, parse, attribution, number)
    speaking = [actor for actor in cast.actors if actor.speaks]
    rows = {id(actor): _row(actor, ids) for actor in speaking}
    resolved = [
        replace(a, source_ids=tuple(rows[id(x)].source_id for x in named_by[a.attribution_id]))
        for a in attributions
    ]
    return resolved, [*rows.values(), _author(document, ids)]


def _introduce(cast: _Cast, parses: Sequence[Parse]) -> None:
    """Full names anywhere in the document, so that an early surname finds its name."""
    for parse in parses:
        for entity in parse.tokens.ents:
            if entity.label_ == "PERSON" and len(entity) > 1 and is_person(entity.root):
                found = named(entity.root, list(parse.tokens))
                known = next((a for a in cast.actors if a.named.name == found.name), None)
                if found.kind in {"person", "analyst"} and len(found.name.split()) > 1:
                    if known is None:
                        cast.add(found)
                    else:
                        known.named = _merged(known.named, found)


def _enter(cast: _Cast, parse: Parse, number: int) -> None:
    """Note who is spoken of in a sentence, for the pronouns and descriptions that follow."""
    for entity in parse.tokens.ents:
        if entity.label_ not in {"PERSON", "ORG"}:
            continue
        head = entity.root
        found = named(head, list(parse.tokens))
        if not found.proper:
            continue
        actor = cast.find(found) or cast.add(found)
        body = found.kind not in {"person", "analyst"}
        agent = head.dep_ == "pobj" and head.head.lower_ in {"by", "from"} and body
        if head.dep_ in {"nsubj", "nsubjpass"} or agent:
            actor.leading.append((number, parse.start(head)))


def _speakers(cast: _Cast, parse: Parse, attribution: Attribution, number: int) -> list[_Actor]:
    tokens = parse.within(attribution.source_spans)
    found = []
    for head in heads(tokens):
        actor = _speaker(cast, parse, head, tokens, number)
        actor.speaks = True
        start = parse.start(head)
        actor.leading.append((number, start))
        span = next((s for s in attribution.source_spans if s[0] <= start < s[1]), None)
        if span is not None and span not in actor.mentions:
            actor.mentions.append(span)
        found.append(actor)
    return found


def _speaker(
    cast: _Cast, parse: Parse, head: Token, tokens: Sequence[Token], number: int
) -> _Actor:
    at = parse.start(head)
    pointing = _points_to(head)
    if pointing:
        actor = cast.recent(pointing, at, number, pronoun=head.pos_ == "PRON")
        if actor is not None:
            return actor
    found = named(head, tokens)
    if head.pos_ == "PRON" or (pointing and head.lower_ not in {"officials", "sources"}):
        return _unresolved(cast, found)
    known = cast.find(found)
    if known is None:
        return cast.add(found)
    known.named = _merged(known.named, found)
    return known


def _points_to(head: Token) -> tuple[str, ...]:
    """The kinds that a pronoun or definite description can point back to, or none."""
    kinds = tuple(load("descriptions").value(head.lower_, "kinds", ()))
    if head.pos_ == "PRON":
        return kinds
    before = {child.lower_ for child in head.children if child.i < head.i}
    bare = all(c.lower_ in _DEFINITE for c in head.children if c.i < head.i)
    if not (before & _DEFINITE and bare) or any(c.dep_ == "prep" for c in head.children):
        return ()
    return kinds or tuple(load("sources").value(head.lower_, "describes", ()))


def _unresolved(cast: _Cast, found: Named) -> _Actor:
    kind = {"he": "person", "she": "person", "they": "vague_group"}.get(found.name.lower())
    said = replace(found, kind=kind or found.kind, sourcing="unstated")
    return cast.add(said, resolved=False)


def _merged(known: Named, found: Named) -> Named:
    """What is known of an actor, with what a further mention adds."""
    better = found.kind == "analyst" or (found.role and found.kind == "person")
    return replace(
        known,
        kind=found.kind if better and known.kind in {"person", "organisation"} else known.kind,
        role=known.role or found.role,
        affiliation=known.affiliation or found.affiliation,
    )


def _row(actor: _Actor, ids: Ids) -> Source:
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


def _author(document: Document, ids: Ids) -> Source:
    """Whoever wrote the document stands behind what nobody else is said to say."""
    name = document.author or f"Author of {re.sub(r'[.][a-z]+$', '', document.doc_id)}"
    sourcing = "on_record" if document.author else "unstated"
    return Source(ids.make("o", "author", name), name, "author", sourcing=sourcing)
