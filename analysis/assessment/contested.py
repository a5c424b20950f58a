"""Answers that differ: one source says yes, another no, or denies what the first has said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from analysis.assessment.asked import Asked
from analysis.assessment.dates import is_later
from analysis.assessment.link import Link, one_side
from analysis.assessment.matter import Matter
from analysis.assessment.words import contrary

__all__ = ["Contested", "taken_back"]

_MOST = 30
"""Answers to one question that are held against each other: the first that settle it, and the first
that bear on it. A text that asks and answers one thing a hundred times takes no longer for it."""


class Contested:
    """The claims that contradict or deny each claim, by the links between them."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._against: dict[str, list[Matter]] = defaultdict(list)
        for link in links:
            one, other = link.later, link.earlier
            figures = one.quantities and other.quantities  # two tolls, and not what happened
            if link.relation == "denies" or (link.relation == "conflicts" and not figures):
                self._against[one.claim_id].append(other)
                self._against[other.claim_id].append(one)

    def pair(
        self, asked: Asked, told: Sequence[Matter], doubted: Sequence[Matter], date: str
    ) -> list[Matter]:
        """The first two answers of different sides that differ, in order of time, if any do.

        `told` are the answers that settle the question, `doubted` others that bear on it. What one
        side has taken back by a later answer no longer speaks against another.
        """
        told, doubted = told[:_MOST], doubted[:_MOST]
        pairs = [*self._linked(told, date)]
        answers = [*told, *(m for m in doubted if m.firm and _is_told(m))] if asked.polar else []
        ways = {matter.claim_id: _way(asked, matter) for matter in answers}
        kept = [matter for matter in answers if not _turned(matter, answers, ways)]
        firm = {matter.claim_id for matter in told}
        for one in (matter for matter in kept if matter.claim_id in firm):
            for other in kept:
                way, against = ways[one.claim_id], ways[other.claim_id]
                if way and against and way != against and not one_side(one, other):
                    pairs.append((one, other))
        ordered = [sorted(pair, key=_order) for pair in pairs]
        return min(ordered, key=lambda pair: [_order(matter) for matter in pair], default=[])

    def _linked(self, told: Sequence[Matter], date: str) -> Iterator[tuple[Matter, Matter]]:
        """Answers with what contradicts them, unless its own side has answered since."""
        for matter in told:
            for other in self._against.get(matter.claim_id, ()):
                apart = other.meant and is_later(other.when, date) and not one_side(matter, other)
                since = any(is_later(m.when, other.when) and one_side(m, other) for m in told)
                if apart and not since:
                    yield matter, other


def taken_back(asked: Asked, matter: Matter, told: Sequence[Matter]) -> bool:
    """Whether the same side later answers a question that asks for yes or no the other way."""
    if not asked.polar:
        return False
    told = told[-_MOST:]
    ways = {each.claim_id: _way(asked, each) for each in (matter, *told)}
    return _turned(matter, told, ways)


def _turned(matter: Matter, answers: Iterable[Matter], ways: Mapping[str, str]) -> bool:
    way = ways[matter.claim_id]
    later = (m for m in answers if is_later(m.when, matter.when) and one_side(matter, m))
    return bool(way) and any(ways[other.claim_id] not in {way, ""} for other in later)


def _order(matter: Matter) -> tuple[str, str, int, int]:
    return matter.when, *matter.place


def _is_told(matter: Matter) -> bool:
    return matter.claim["kind"] == "factual" and not matter.planned


def _way(asked: Asked, matter: Matter) -> str:
    """How a claim answers: "yes", "no", or "" where it leaves the deed asked after unsaid."""
    contrary_said = _is_contrary(asked, matter)
    said = asked.deeds & matter.terms.lemmas or asked.terms.lemmas <= matter.terms.lemmas
    if not contrary_said and not said:
        return ""
    return "no" if bool(matter.claim["negated"]) is not contrary_said else "yes"


def _is_contrary(asked: Asked, matter: Matter) -> bool:
    told, lemmas = matter.terms.lemmas, asked.terms.lemmas
    ended = any(not told.isdisjoint(ends) for state, ends, _ in asked.endings if state not in told)
    opposed = any(contrary(term) in lemmas for term in told - lemmas)
    opposed = opposed or any(contrary(term) in told for term in lemmas - told)
    said = f" {matter.said.lower()} "
    return bool(ended or opposed or any(f" {words} " in said for words in asked.undone))
