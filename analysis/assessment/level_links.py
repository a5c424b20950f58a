"""Links of levels: a rate, a price or those in a camp, which change with time."""

from __future__ import annotations

import re

from analysis.assessment.alignment import in_words, name_in_common, own_places
from analysis.assessment.dates import days_between, is_later
from analysis.assessment.link import ONE_TIME, Link, one_side, who
from analysis.assessment.matter import Matter
from analysis.assessment.quantities import Quantity, totals
from analysis.assessment.words import sense_effect

__all__ = ["by_level"]

_REACHED = re.compile(r"\b(?:to|at)\s+$")
"""Before the value at which a level stands, or which it has reached."""


def by_level(later: Matter, earlier: Matter) -> Link | None:
    """The later value of a level in place of the earlier one, whoever gives it."""
    if later.claim["negated"] or earlier.claim["negated"] or later.planned or earlier.planned:
        return None
    for mine in later.quantities:
        for theirs in earlier.quantities:
            what = _one_level(later, mine, earlier, theirs)
            if what and _of_one(later, earlier) and _after(later, mine, earlier, theirs):
                pair = f"“{mine.text}” ({who(later)}) and “{theirs.text}” ({who(earlier)})"
                why = f"{pair} are levels of one thing ({in_words(what)}) at two times."
                return Link(later, earlier, "updates", why)
    return None


def _of_one(later: Matter, earlier: Matter) -> bool:
    """Whether both claims are meant, and about one name or place."""
    if not (later.meant and earlier.meant) or own_places(later, earlier):
        return False
    return name_in_common(later, earlier)


def _one_level(later: Matter, mine: Quantity, earlier: Matter, theirs: Quantity) -> frozenset[str]:
    """What both figures are levels of, in the words that both claims have for it."""
    if mine.noun != theirs.noun or mine.rate != theirs.rate or mine.only != theirs.only:
        return frozenset()
    if mine.meets(theirs):
        return frozenset()
    if not (_is_level(later, mine) and _is_level(earlier, theirs)):
        return frozenset()
    shared = (mine.said & theirs.said) - mine.terms - theirs.terms - totals() - {mine.noun}
    shared -= later.deeds | earlier.deeds
    if not mine.measure and not (mine.senses & theirs.senses and one_side(later, earlier)):
        return frozenset()
    return shared


def _is_level(matter: Matter, quantity: Quantity) -> bool:
    if quantity.circumstance:
        return False
    reached = _REACHED.search(matter.said[: matter.said.find(quantity.text)])
    if quantity.measure:
        return bool(quantity.level or reached)
    days = [int(sense_effect(sense, "lasting") or 0) for sense in quantity.senses]
    return 0 < max(days, default=0) <= ONE_TIME


def _after(later: Matter, mine: Quantity, earlier: Matter, theirs: Quantity) -> bool:
    if any(mine.period) and any(theirs.period):
        return is_later(mine.period[0] or mine.period[1], theirs.period[0] or theirs.period[1])
    days = days_between(later.when, earlier.when)
    return is_later(later.when, earlier.when) and days > ONE_TIME
