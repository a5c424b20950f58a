"""Answers that differ: one source says yes, another no, or denies what the first has said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from analysis.assessment.asked import Asked
from analysis.assessment.dates import is_later
from analysis.assessment.link import Link, one_side
from analysis.assessment.matter import Matter
from analysis.assessment.words import contrary

__all__ = ["Contested"]


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
        ways = {matter.claim_id: asked.polar and _denies(asked, matter) for matter in told}
        answers = list(told)
        for matter in told:
            for other in self._against.get(matter.claim_id, ()):
                if other.meant and is_later(other.when, date) and other.claim_id not in ways:
                    ways[other.claim_id] = not ways[matter.claim_id]
                    answers.append(other)
        for matter in doubted if asked.polar else ():
            if matter.firm and _tells(matter) and matter.claim_id not in ways:
                ways[matter.claim_id] = _denies(asked, matter)
                answers.append(matter)
        answers.sort(key=lambda matter: (matter.when, matter.place))
        kept = [each for each in answers if not _turned(each, answers, ways)]
        firm = {matter.claim_id for matter in told}
        for place, one in enumerate(kept):
            for other in kept[place + 1 :]:
                settled = not firm.isdisjoint((one.claim_id, other.claim_id))
                apart = ways[one.claim_id] is not ways[other.claim_id]
                if settled and apart and not one_side(one, other):
                    return [one, other]
        return []


def taken_back(asked: Asked, matter: Matter, told: Sequence[Matter]) -> bool:
    """Whether the same side later answers a question that asks for yes or no the other way."""
    ways = {each.claim_id: _denies(asked, each) for each in (matter, *told)}
    return asked.polar and _turned(matter, told, ways)


def _turned(matter: Matter, answers: Iterable[Matter], ways: Mapping[str, bool]) -> bool:
    return any(
        ways[matter.claim_id] is not ways[other.claim_id]
        and is_later(other.when, matter.when)
        and one_side(matter, other)
        for other in answers
    )


def _tells(matter: Matter) -> bool:
    return matter.claim["kind"] == "factual" and not matter.planned and matter.origin.speaks


def _denies(asked: Asked, matter: Matter) -> bool:
    """Whether a claim answers no: by a negation, or by the contrary of a word of the question."""
    return bool(matter.claim["negated"]) is not _is_contrary(asked, matter)


def _is_contrary(asked: Asked, matter: Matter) -> bool:
    told, lemmas = matter.terms.lemmas, asked.terms.lemmas
    ended = any(not told.isdisjoint(ends) for state, ends, _ in asked.endings if state not in told)
    opposed = any(contrary(term) in lemmas for term in told - lemmas)
    opposed = opposed or any(contrary(term) in told for term in lemmas - told)
    said = f" {matter.said.lower()} "
    return bool(ended or opposed or any(f" {words} " in said for words in asked.undone))
