"""A claim as it is held against others: what it speaks of, on whose word, when, how firmly."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.assessment.origins import Origin, Origins
from analysis.assessment.quantities import Quantity, read_quantity
from analysis.assessment.words import Terms, Vocabulary, folded, sense_effect
from analysis.lexicon import load
from analysis.model import quote
from analysis.tables import Tables
from analysis.tables.schema import rows

__all__ = ["Matter", "Setting", "first_day", "is_later", "last_day", "matters"]

_TOPICS = 3
"""Names that a whole seed is taken to be about."""

_PREDICATE = re.compile(r"\s(?:as|is|are|was|were|had|have|has)\s")
"""Where the reports that are denied end and what is said of them begins."""

_PRONOUN = re.compile(r"(?:it|they|he|she|we|i)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Matter:
    """What assessment knows of a claim.

    `context` are the names that it is about even if unsaid; `topic` is what happened according to the
    reports that it denies, where it only points at them.
    """

    claim: Mapping[str, Any]
    said: str
    terms: Terms
    context: frozenset[str]
    origin: Origin
    when: str
    planned: bool
    denial: str
    topic: frozenset[str]
    quantities: tuple[Quantity, ...]

    @property
    def claim_id(self) -> str:
        """The id of the claim."""
        return str(self.claim["claim_id"])

    @property
    def doc_id(self) -> str:
        """The seed of the claim."""
        return str(self.claim["doc_id"])

    @property
    def place(self) -> tuple[str, int, int]:
        """Where the claim stands, for an order that never changes."""
        return self.doc_id, self.claim["start"], self.claim["end"]

    @property
    def firm(self) -> bool:
        """Put forward as a fact: no hedge, no condition, not doubted, not unverified."""
        claim = self.claim
        return bool(
            claim["certainty"] == "certain"
            and not claim["condition"]
            and claim["stance"] != "distances"
            and claim["verification"] in {"not_stated", "confirmed"}
        )


def first_day(date: str) -> str:
    """The first day of a partial ISO date."""
    return date + "-01-01"[len(date) - 4 :] if date else ""


def last_day(date: str) -> str:
    """The last day of a partial ISO date (31 stands for the end of any month)."""
    return date + "-12-31"[len(date) - 4 :] if date else ""


def is_later(one: str, other: str) -> bool:
    """Whether partial date `one` is surely after `other`."""
    return bool(one and other) and first_day(one) > last_day(other)


class Setting:
    """The names that stand around a claim: in its sentence, its paragraph, its seed's title."""

    def __init__(self, tables: Tables) -> None:
        self.vocabulary = Vocabulary(tables.documents["text"])
        self._sentences: dict[str, Terms] = {}
        self._paragraphs: dict[tuple[str, int], frozenset[str]] = defaultdict(frozenset)
        self._sentence_place: dict[str, tuple[str, int, int]] = {}
        named: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows(tables.sentences):
            terms = self.vocabulary.terms(row["text"], initial=True)
            self._sentences[row["sentence_id"]] = terms
            self._paragraphs[row["doc_id"], row["paragraph"]] |= terms.names
            named[row["doc_id"]].update(terms.names)
            place = row["doc_id"], row["paragraph"], row["start"]
            self._sentence_place[row["sentence_id"]] = place
        self._texts = dict(
            zip(tables.sentences["sentence_id"], tables.sentences["text"], strict=True)
        )
        self._topics = {doc_id: _most(counts) for doc_id, counts in named.items()}
        self._ranks = {name: n for n, name in enumerate(tables.sentences["sentence_id"])}
        self.titles = {
            row["doc_id"]: self.vocabulary.terms(row["title"], initial=True).names
            for row in rows(tables.documents)
        }
        self._publishers = {
            row["doc_id"]: self.vocabulary.terms(f"{row['publisher']}. {row['author']}").names
            for row in rows(tables.documents)
        }
        self.published = dict(
            zip(tables.documents["doc_id"], tables.documents["published"], strict=True)
        )

    def sentence(self, row: Mapping[str, Any]) -> tuple[int, str]:
        """Where the sentence begins in which a claim or question does, and its words."""
        return self._sentence_place[row["sentence_id"]][2], self._texts[row["sentence_id"]]

    def starts_sentence(self, row: Mapping[str, Any]) -> bool:
        """Whether a claim or question begins its sentence."""
        return bool(self._sentence_place[row["sentence_id"]][2] == row["start"])

    def distance(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
        """How many sentences lie between the beginnings of two rows of one seed."""
        return abs(self._ranks[one["sentence_id"]] - self._ranks[other["sentence_id"]])

    def around(
        self, row: Mapping[str, Any], own: frozenset[str], speakers: frozenset[str]
    ) -> frozenset[str]:
        """The names that a row is about: its own, else those of its sentence, paragraph, title.

        Those of its `speakers`, and of the seed's publisher, do not count: a row is not about whoever
        says it.
        """
        publisher = self._publishers[row["doc_id"]]
        near = self._sentences[row["sentence_id"]].names - speakers - publisher
        return own or near or self.about(row) - publisher

    def about(self, row: Mapping[str, Any]) -> frozenset[str]:
        """All names of the row's paragraph and of its seed's title, and what the seed is about."""
        doc_id, paragraph, _ = self._sentence_place[row["sentence_id"]]
        return self._paragraphs[doc_id, paragraph] | self.titles[doc_id] | self._topics[doc_id]


def _most(counts: Counter[str]) -> frozenset[str]:
    """The names that most sentences of a seed hold: what it is about."""
    return frozenset(sorted(counts, key=lambda name: (-counts[name], name))[:_TOPICS])


def matters(tables: Tables, setting: Setting, origins: Origins) -> list[Matter]:
    """All claims of some tables, in the order of their rows."""
    texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    figures: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for figure in rows(tables.figures):
        figures[figure["claim_id"]].append(figure)
    speakers: dict[str, frozenset[str]] = defaultdict(frozenset)
    for claim in rows(tables.claims):
        said = setting.vocabulary.terms(origins.words(claim)).names
        speakers[claim["sentence_id"]] |= said
    found = [
        _matter(
            claim,
            quote(texts[claim["doc_id"]], claim["spans"]),
            figures.get(claim["claim_id"], ()),
            setting,
            origins,
            speakers,
        )
        for claim in rows(tables.claims)
    ]
    topics = _topics(found, setting)
    return [
        replace(each, topic=topics[each.claim_id], context=each.context | each.origin.sides)
        if each.claim_id in topics
        else each
        for each in found
    ]


def _topics(matters: Sequence[Matter], setting: Setting) -> dict[str, frozenset[str]]:
    """What happened, for each denial that only points at what others have said.

    "The reports" are those of the claims before it in its seed: the nearest that tell of something.
    """
    last: dict[str, frozenset[str]] = defaultdict(frozenset)
    topics: dict[str, frozenset[str]] = {}
    for matter in sorted(matters, key=lambda matter: matter.place):
        senses = matter.terms.senses
        if matter.denial == "others":
            told = setting.vocabulary.terms(_PREDICATE.split(matter.said)[0]).lemmas
            told -= load("repeating").words(role="pointing")
            topics[matter.claim_id] = told or last[matter.doc_id]
        if senses:
            last[matter.doc_id] = senses
    return topics


def _matter(
    claim: Mapping[str, Any],
    said: str,
    figures: Sequence[Mapping[str, Any]],
    setting: Setting,
    origins: Origins,
    speakers: Mapping[str, frozenset[str]],
) -> Matter:
    origin = origins.of(claim)
    terms = setting.vocabulary.terms(said, initial=setting.starts_sentence(claim))
    quantities = [read_quantity(f, setting.vocabulary) for f in figures]
    quantities = [_filled(quantity, terms) for quantity in quantities]
    nouns = frozenset(q.noun for q in quantities if q.noun.startswith("#"))
    names = terms.names | (_speaker(origin) if _PRONOUN.match(said) else frozenset())
    terms = Terms(terms.lemmas | nouns, names)
    return Matter(
        claim,
        said,
        terms,
        setting.around(claim, names, speakers[claim["sentence_id"]]),
        origin,
        claim["reported_at"] or setting.published[claim["doc_id"]],
        claim["kind"] == "forecast" or bool(terms.lemmas & load("repeating").words(role="plan")),
        _denial(claim, said),
        frozenset(),
        tuple(quantities),
    )


def _filled(quantity: Quantity, terms: Terms) -> Quantity:
    """What the clause says happened, where the figure's own words do not."""
    if quantity.senses:
        return quantity
    losses = frozenset(s for s in terms.senses if sense_effect(s, "family") == "losses")
    senses = losses or terms.senses
    return replace(quantity, senses=senses)


def _speaker(origin: Origin) -> frozenset[str]:
    """The names that "it" or "they" stands for at the head of what a body says of itself."""
    return frozenset(
        name if name[:1].isupper() else folded(word).capitalize()
        for name in origin.sides
        for word in name.split()[:1]
    )


def _denial(claim: Mapping[str, Any], said: str) -> str:
    """How a claim denies: "" not at all, "content" its own words, "others" what others said."""
    cue = claim["cue"].lower().split()
    stems = tuple(word.rstrip("ey") for word in load("cues").words(denies=True))
    words = set(re.findall(r"[a-z]+", said.lower()))
    roles = load("repeating")
    lemmas = {word.removesuffix("s") for word in words} | words
    pointing = lemmas & roles.words(role="pointing")
    by_cue = claim["negated"] and any(word.startswith(stems) for word in cue)
    by_words = bool(words & roles.words(role="dismissive")) and not claim["negated"]
    nominal = bool(pointing - {"it", "this", "that"}) or bool(pointing and len(words) <= 2)
    if by_cue:
        return "others" if nominal else "content"
    return "others" if by_words and nominal else ""
