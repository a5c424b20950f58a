"""Figures as they can be held against each other: what is counted, and between which bounds.

What happened to those counted is a part of what is counted: a figure of the killed is none of the
wounded, though both are losses. Bounds take in what words such as "about" or "nearly" mean.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from analysis.assessment.dates import is_later
from analysis.assessment.words import Vocabulary, role_words, sense_effect
from analysis.extract.units import in_base, named
from analysis.lexicon import load

__all__ = ["Quantity", "losses", "read_quantity", "totals"]

_ABOUT = 0.1
"""How far from "about N" a figure may lie and still agree with it, as a part of N."""

_SMALL = 20
"""A value up to which two counts of one story may agree by chance."""

_EXCLUDED = re.compile(r"\b(?:more|greater|larger) than\b|\bover\b|\bexceed", re.IGNORECASE)
_PLAIN = re.compile(r"\b(?:no )?more than\b|\bonly(?= \d)")
_OWN = re.compile(
    r"\bown(?= (?!list|figure|count|estimate|data|record|tally)\w)"
    r"|(?<=\w )(?<!\ball )(?<!\beach )(?<!\bsome )(?<!\bmost )(?<!\bfirst )(?<!\blast )"
    r"of (?=(?:these|those|them|the [\w,]+ (?:has|have|had|is|are|was|were))\b)",
    re.IGNORECASE,
)
"""Its own men, five of these, two of the nineteen have: not all.

But "all of them" and "our own list" leave out nobody.
"""

_SEVERAL = re.compile(r"\b(?:several|some|a few|few)\s+(?:hundred|thousand|million)s?\b", re.I)
_BETTER = re.compile(r"\b(?:nearly|almost|nearing|approaching|close to|up to)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: its words, bounds, noun ("" where the noun is left out) and senses.

    `measure` says that its unit is one of measure or money, `terms` are then those of its words;
    `only` are the words that pick out some of those counted: "confirmed", "new"; `said` are the
    lemmas of the part of the claim that holds it, `deeds` its verbs; a `level` has none ("is 11 per
    cent"); a `circumstance` is no result: "after 300 cycles"; `period`
    is the time that it counts, its first and last partial date, "" at an open end ("since June"),
    both "" where none is told; `head` is the noun whose size it gives: "a fine of".
    """

    figure_id: str
    text: str
    low: float
    high: float
    noun: str
    senses: frozenset[str]
    rate: str
    terms: frozenset[str]
    measure: bool
    only: frozenset[str]
    stuff: frozenset[str]
    said: frozenset[str] = frozenset()
    deeds: frozenset[str] = frozenset()
    level: bool = False
    circumstance: bool = False
    period: tuple[str, str] = ("", "")
    head: str = ""

    def overlaps(self, other: Quantity) -> bool:
        """Whether one of those counted could be in both: killed, and killed or wounded."""
        wider = [
            each.senses | {f"#{sense_effect(sense, 'part_of')}" for sense in each.senses}
            for each in (self, other)
        ]
        return bool(self.senses & wider[1] or other.senses & wider[0])

    def apart(self, other: Quantity) -> bool:
        """Whether they surely count different times, "in June" and "in July", or things.

        A fine is no fund, and a convoy of ships no fleet.
        """
        if self.head != other.head and self.head and other.head:
            return True
        (first, last), (from_day, until) = self.period, other.period
        return is_later(first, until) or is_later(from_day, last)

    @property
    def is_money(self) -> bool:
        """Whether it is a sum of money."""
        return self.measure and self.noun == ""

    @property
    def is_time(self) -> bool:
        """Whether it is a length of time."""
        return named(self.noun).kind == "time"

    @property
    def exact(self) -> bool:
        """Whether it gives one value, neither small nor round (44, not 3,000)."""
        one = self.low == self.high and self.low > _SMALL
        return one and len(f"{self.low:.0f}".rstrip("0")) > 1

    @property
    def families(self) -> frozenset[str]:
        """The matters that the senses belong to."""
        return _families(self.senses)

    def same_noun(self, other: Quantity) -> bool:
        """Whether the nouns agree; one that is left out or says "people" is no restriction."""
        families = self.families | other.families
        loose = {"", "#people", "case"} if families == {"infection"} else {"", "#people"}
        if families <= {"losses", "whereabouts", "infection"} and loose & {self.noun, other.noun}:
            return {self.noun, other.noun} <= loose | {"#forces"}
        return self.noun == other.noun

    def same_value(self, other: Quantity) -> bool:
        """Whether both give one value that is not round (18, not 3,000): hardly by chance."""
        middle = (self.low + self.high) / 2
        if math.isinf(middle) or not math.isclose(middle, (other.low + other.high) / 2):
            return False
        return len(f"{middle:.0f}".rstrip("0")) > 1

    def meets(self, other: Quantity) -> bool:
        """Whether some value lies within the bounds of both."""
        return max(self.low, other.low) <= min(self.high, other.high)

    def agrees(self, other: Quantity) -> bool:
        """Whether both give about the same value: most of what either allows."""
        shared = min(self.high, other.high) - max(self.low, other.low)
        whole = max(self.high, other.high) - min(self.low, other.low)
        if math.isinf(whole):
            bounds = {self.low, self.high} & {other.low, other.high}
            return any(map(math.isfinite, bounds))
        return shared >= 0 and (whole == 0 or shared / whole >= 0.3 or self._centre(other))

    def _centre(self, other: Quantity) -> bool:
        return math.isclose(self.low + self.high, other.low + other.high, rel_tol=_ABOUT / 2)


@cache
def _families(senses: frozenset[str]) -> frozenset[str]:
    return frozenset(sense_effect(sense, "family") for sense in senses)


def read_quantity(figure: Mapping[str, Any], said: str, vocabulary: Vocabulary) -> Quantity:
    """A row of the figures table as a quantity; `said` may pick out some of those counted."""
    low, high = _bounds(figure)
    unit, _, rate = figure["unit"].partition("/")
    terms = vocabulary.terms(f"{figure['counted']} {unit}")
    senses = terms.senses
    measure = unit.isupper() or len(unit) <= 2 or not unit.replace(" ", "").isalpha()
    base, factor = in_base(unit) if measure else (unit, 1.0)
    return Quantity(
        figure["figure_id"],
        figure["text"],
        low * factor,
        high * factor,
        base if factor != 1 else _noun(unit, vocabulary),
        losses(senses) or senses,
        rate,
        vocabulary.terms(figure["text"]).lemmas if unit and measure else frozenset(),
        bool(unit) and measure,
        _restrictions(said),
        _stuff(unit, figure["counted"], vocabulary) if measure else frozenset(),
    )


def _stuff(unit: str, counted: str, vocabulary: Vocabulary) -> frozenset[str]:
    """What is weighed or measured: phenol of "tonnes of phenol"."""
    if not unit or unit == "%" or unit.isupper() or named(unit).kind != "measure":
        return frozenset()
    return vocabulary.terms(counted).lemmas - vocabulary.terms(unit).lemmas - totals()


def _restrictions(said: str) -> frozenset[str]:
    """The words that pick out some of those counted: "confirmed", "its own", "five of these"."""
    own = frozenset(match[0].lower() for match in _OWN.finditer(said))
    return own | role_words("restricting") & frozenset(_PLAIN.sub("", said.lower()).split())


@cache
def totals() -> frozenset[str]:
    """The nouns for an amount: "number", "toll"."""
    return load("figures").words(role="totals")


def losses(senses: frozenset[str]) -> frozenset[str]:
    """The losses among some senses, the narrowest of them: a toll of deaths counts the dead."""
    found = frozenset(s for s in senses if sense_effect(s, "family") == "losses")
    return found - {f"#{sense_effect(sense, 'part_of')}" for sense in found}


def _noun(unit: str, vocabulary: Vocabulary) -> str:
    """The sense or lemma of the noun that is counted; "" for outcomes and peoples."""
    words = unit.split()
    terms = vocabulary.terms(words[-1]) if words else None
    if terms is None or terms.names or terms.senses:
        return ""
    if load("units").get(unit.lower()):
        return unit
    return next(iter(sorted(terms.lemmas)), unit if len(words) == 1 else "")


def _bounds(figure: Mapping[str, Any]) -> tuple[float, float]:
    """The bounds with what the words around them mean: "about", "more than", "several hundred"."""
    low, high = figure["low"], figure["high"]
    low = -math.inf if math.isnan(low) else low
    high = math.inf if math.isnan(high) else high
    text = figure["text"]
    if _SEVERAL.search(text) and math.isinf(high):
        return low * 2, low * 10 - 1
    if math.isinf(high) and _EXCLUDED.search(text):
        return math.nextafter(low, math.inf), high
    if math.isinf(low) and _BETTER.search(text) and "up to" not in text.lower():
        return high * (1 - _ABOUT), high
    if figure["approximator"] and low == high:
        return low * (1 - _ABOUT), high * (1 if _BETTER.search(text) else 1 + _ABOUT)
    return low, high
