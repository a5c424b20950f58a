"""The names that stand around a claim or question, for rows that name nobody themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from analysis.assessment.places import places_of_states
from analysis.assessment.words import Vocabulary, is_state
from analysis.model import quote
from analysis.tables import Tables
from analysis.tables.schema import rows

__all__ = ["Setting"]

_FEW, _SHARE = 20, 50
"""A name tells one story from others if so many seeds hold it, or that part of them, at most."""

_TOPICS = 3
"""Names that a whole seed is taken to be about."""


class Setting:
    """The names that stand around a claim: in its sentence, its paragraph, its seed's title."""

    def __init__(self, tables: Tables) -> None:
        self.vocabulary = Vocabulary(tables.documents["text"])
        self._documents = dict(
            zip(tables.documents["doc_id"], tables.documents["text"], strict=True)
        )
        self._lands = places_of_states(tables.documents["text"], self.vocabulary)
        self._sentences: dict[str, frozenset[str]] = {}
        self._paragraphs: dict[tuple[str, int], frozenset[str]] = defaultdict(frozenset)
        self._sentence_place: dict[str, tuple[str, int, int]] = {}
        named: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows(tables.sentences):
            names = self.vocabulary.terms(row["text"], initial=True).names
            self._sentences[row["sentence_id"]] = names
            self._paragraphs[row["doc_id"], row["paragraph"]] |= names
            named[row["doc_id"]].update(names)
            place = row["doc_id"], row["paragraph"], row["start"]
            self._sentence_place[row["sentence_id"]] = place
        self._texts = dict(
            zip(tables.sentences["sentence_id"], tables.sentences["text"], strict=True)
        )
        self._names = {doc_id: frozenset(named[doc_id]) for doc_id in tables.documents["doc_id"]}
        spread = Counter(name for names in self._names.values() for name in names)
        most = max(_FEW, len(named) // _SHARE)
        self._rare = {
            doc_id: frozenset(n for n in names if spread[n] <= most and not is_state(n))
            for doc_id, names in self._names.items()
        }
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

    def names(self, doc_id: str) -> frozenset[str]:
        """All names that a seed holds."""
        return self._names[doc_id] | self.titles[doc_id]

    def rare_names(self, doc_id: str) -> frozenset[str]:
        """The names of a seed that few seeds hold: what tells its story from others."""
        return self._rare[doc_id]

    def sentence(self, row: Mapping[str, Any]) -> tuple[int, str]:
        """Where the sentence begins in which a claim or question does, and its words."""
        return self._sentence_place[row["sentence_id"]][2], self._texts[row["sentence_id"]]

    def text(self, doc_id: str) -> str:
        """The text of a seed."""
        return str(self._documents[doc_id])

    def quote(self, row: Mapping[str, Any]) -> str:
        """The own words of a claim or question."""
        return quote(self._documents[row["doc_id"]], row["spans"])

    def starts_sentence(self, row: Mapping[str, Any]) -> bool:
        """Whether a claim or question begins its sentence."""
        return bool(self._sentence_place[row["sentence_id"]][2] == row["start"])

    def one_paragraph(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        """Whether two rows stand in one paragraph of one seed."""
        places = (self._sentence_place[row["sentence_id"]][:2] for row in (one, other))
        return next(places) == next(places)

    def distance(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
        """How many sentences lie between the beginnings of two rows of one seed."""
        return abs(self._ranks[one["sentence_id"]] - self._ranks[other["sentence_id"]])

    def around(
        self, row: Mapping[str, Any], own: frozenset[str], speakers: frozenset[str]
    ) -> frozenset[str]:
        """The names that a row is about: its own, else those of its sentence, paragraph, title.

        Those of its `speakers`, and of the seed's publisher, do not count: a row is not about
        whoever says it.
        """
        publisher = self._publishers[row["doc_id"]]
        near = self._sentences[row["sentence_id"]] - speakers - publisher
        return own or near or self.about(row) - publisher

    def lands(self, names: frozenset[str]) -> frozenset[str]:
        """The states that the places among some names lie in, as far as a seed says so."""
        return frozenset[str]().union(*(self._lands.get(name, ()) for name in names))

    def about(self, row: Mapping[str, Any]) -> frozenset[str]:
        """All names of the row's paragraph and of its seed's title, and what the seed is about."""
        doc_id, paragraph, _ = self._sentence_place[row["sentence_id"]]
        return self._paragraphs[doc_id, paragraph] | self.titles[doc_id] | self._topics[doc_id]


def _most(counts: Counter[str]) -> frozenset[str]:
    """The names that most sentences of a seed hold: what it is about."""
    return frozenset(sorted(counts, key=lambda name: (-counts[name], name))[:_TOPICS])
