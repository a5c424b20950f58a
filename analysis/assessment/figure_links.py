"""Links from figures: what two of one thing, or of one matter, are to each other."""

from __future__ import annotations

import math
import re

from analysis.assessment.alignment import (
    akin,
    at_other_times,
    comparable,
    near,
    other_enemy,
    otherwise,
)
from analysis.assessment.dates import days_between, is_later
from analysis.assessment.link import ONE_TIME, Link, agreement, one_side, passes_on, who
from analysis.assessment.matter import Matter
from analysis.assessment.quantities import Quantity, totals
from analysis.assessment.words import is_state, role_words, sense_effect

__all__ = ["beside", "by_amount", "by_figures"]

_LEVEL = 14
"""Days within which two reports of a level ("the reservoir is 11 per cent full") may conflict."""

_BESIDE, _FEW = 250, 2
"""Characters between two figures of which the second answers the first, and how many words the
second claim has if it does not say what it counts."""

_FRESH, _LITTLE = 31, 3
"""Days within which, and how many times at most, a toll rises by another's independent count."""

_DAY = len("2025-01-31")
_STILL = re.compile(r"\b(?:still|remain(?:s|ing|ed)?)\b")


def by_figures(later: Matter, earlier: Matter) -> Link | None:
    """A link from two figures of one thing, else from two figures of one matter."""
    if not (later.quantities and earlier.quantities):
        return None
    reason = ""
    counted = [[q for q in each.quantities if not q.circumstance] for each in (later, earlier)]
    for mine in counted[0]:
        for theirs in counted[1]:
            if comparable(later, mine, earlier, theirs):
                link = _compared(later, mine, earlier, theirs)
                if link is not None:
                    return link
            else:
                reason = reason or akin(later, mine, earlier, theirs)
    return Link(later, earlier, "related", reason) if reason else None


def by_amount(later: Matter, earlier: Matter) -> Link | None:
    """One exact amount of money, or count, in two seeds of one story: hardly by chance."""
    if not (later.quantities and earlier.quantities) or later.doc_id == earlier.doc_id:
        return None
    if later.claim["negated"] != earlier.claim["negated"]:
        return None
    for mine in later.quantities:
        for theirs in earlier.quantities:
            if mine.low != theirs.low or not (_one_amount(mine, theirs) and near(later, earlier)):
                continue
            if not (_denied(later, mine) or _denied(earlier, theirs)):
                pair = f"“{mine.text}” ({who(later)}) and “{theirs.text}” ({who(earlier)})"
                if one_side(later, earlier) or passes_on(later, earlier):
                    return agreement(later, earlier, f"{pair} are one amount")
                return Link(later, earlier, "related", f"{pair} are one amount.")
    return None


def _one_amount(mine: Quantity, theirs: Quantity) -> bool:
    if mine.circumstance or theirs.circumstance or mine.rate != theirs.rate:
        return False
    exact = mine.low == mine.high and theirs.low == theirs.high
    alike = mine.measure == theirs.measure and mine.noun == theirs.noun
    counted = mine.measure or (mine.noun and mine.exact and not mine.is_time)
    return exact and bool(alike and counted) and mine.same_value(theirs)


def _denied(matter: Matter, quantity: Quantity) -> bool:
    """Whether a claim says that it is another figure: "412 coins, not 340 as first reported"."""
    return matter.said[: matter.said.find(quantity.text)].endswith("not ")


def beside(later: Matter, earlier: Matter) -> Link | None:
    """Two figures that a text sets side by side, the second often without what it counts.

    "5,000 workers walked out, the union said. The company counted 3,200."
    """
    if later.doc_id != earlier.doc_id:
        return None
    first, second = sorted((later, earlier), key=lambda matter: matter.place)
    between = second.claim["start"] - first.claim["end"]
    if not 0 <= between <= _BESIDE or other_enemy(first, second):
        return None
    if not (first.origin.speaks and second.origin.speaks) or one_side(first, second):
        return None
    counted = [[q for q in each.quantities if not q.circumstance] for each in (first, second)]
    if len(counted[1]) != 1 or first.planned != second.planned or at_other_times(first, second):
        return None
    answer = counted[1][0]
    for asked in counted[0]:
        if _answers(second, answer, first, asked):
            pair = (answer, asked) if second is later else (asked, answer)
            return _compared(later, pair[0], earlier, pair[1])
    return None


def _answers(second: Matter, answer: Quantity, first: Matter, asked: Quantity) -> bool:
    """Whether a figure is another one for what the first counts: of the same noun, or without one.

    Without a noun it must be all that the claim says, or share a word with the first claim.
    """
    if answer.rate != asked.rate or answer.measure != asked.measure or answer.apart(asked):
        return False
    if answer.only != asked.only:
        return False
    told = second.terms.lemmas - {answer.noun, "count"} - role_words("plan")
    told -= answer.terms | totals()
    shared = told & first.terms.lemmas
    if not answer.noun and not answer.measure:
        return bool(shared and len(told) <= _FEW) or (
            len(told) <= 1
            and ("count" in second.terms.lemmas or second.claim["cue"].startswith("count"))
        )
    alike = answer.noun == asked.noun and answer.senses in {frozenset(), asked.senses}
    done = answer.deeds & asked.deeds or not (answer.deeds or asked.deeds)
    return alike and bool(answer.rate or not told or (shared and done))


def _compared(later: Matter, mine: Quantity, earlier: Matter, theirs: Quantity) -> Link | None:
    pair = f"“{mine.text}” ({who(later)}) and “{theirs.text}” ({who(earlier)}) count the same"
    one, other = later.origin, earlier.origin
    if later.claim["negated"] or earlier.claim["negated"]:
        return None
    if otherwise(later, earlier):
        return Link(later, earlier, "related", f"{pair}, but not under one condition.")
    if mine.agrees(theirs):
        return agreement(later, earlier, f"{pair} and agree")
    replaced = one.same(other) or (one_side(later, earlier) and not mine.meets(theirs))
    if replaced:
        why = f"{pair}; the later word of the same side replaces the earlier."
        surely = is_later(later.when, earlier.when)
        return Link(later, earlier, "updates", why) if surely else None
    if _counted_on(later, mine, earlier, theirs):
        return Link(later, earlier, "updates", f"{pair}; the count went on.", goes_on=True)
    return _difference(later, mine, earlier, theirs, pair)


def _difference(
    later: Matter, mine: Quantity, earlier: Matter, theirs: Quantity, pair: str
) -> Link | None:
    """What two figures of one thing are to each other if they come from two sides."""
    if mine.meets(theirs):
        return Link(later, earlier, "related", f"{pair}; their bounds overlap.")
    if not (later.origin.speaks and earlier.origin.speaks):
        return _unsourced(later, earlier, pair)
    if bool(_STILL.search(later.said)) != bool(_STILL.search(earlier.said)):
        return None
    if all(mine.period) and all(theirs.period) and mine.period != theirs.period:
        return None  # "this year" holds more than "in July"
    held = min(_lasts(later, mine), _lasts(earlier, theirs))
    if days_between(later.when, earlier.when) > held:
        return None
    return Link(later, earlier, "conflicts", f"{pair}, and no value lies within both.")


def _unsourced(later: Matter, earlier: Matter, pair: str) -> Link | None:
    """Of two seeds, the later value in place of the earlier: nobody is there to contradict."""
    if later.doc_id == earlier.doc_id:
        return None
    days = days_between(later.when, earlier.when)
    newer = is_later(later.when, earlier.when) and days > ONE_TIME
    why = f"{pair}; of one of them the text names no source."
    return Link(later, earlier, "updates" if newer else "related", why)


def _counted_on(later: Matter, mine: Quantity, earlier: Matter, theirs: Quantity) -> bool:
    """Whether a toll, counted and not estimated, has risen by the day of the later claim.

    Two origins that are independent contradict each other instead, but for what only mounts, such
    as arrests, and for a toll that rises a little within days, unless each is a state's. Those
    missing are found, so that their number may fall as well.
    """
    counted = theirs.low == theirs.high and mine.high in {mine.low, math.inf}
    mounts = any(sense_effect(sense, "mounts") for sense in mine.senses)
    days = days_between(later.when, earlier.when)
    mounts = mounts and days > ONE_TIME
    rises = mine.low <= _LITTLE * theirs.low and days <= _FRESH and not _states(later, earlier)
    if not counted or not (mounts or rises or not later.origin.independent(earlier.origin)):
        return False
    if _of_a_time(mine) or _of_a_time(theirs) or not is_later(later.when, earlier.when):
        return False
    risen = ("losses" in mine.families or mounts) and mine.low > theirs.low
    return later.meant and not later.planned and (risen or "#missing" in mine.senses)


def _states(later: Matter, earlier: Matter) -> bool:
    """Whether each speaks for a state: then a higher toll is another claim, no later count."""
    return all(any(map(is_state, each.origin.sides)) for each in (later, earlier))


def _of_a_time(quantity: Quantity) -> bool:
    """Whether it counts what happened in a month or a year, not what a day has brought.

    "Up to 23 September" is no such time.
    """
    first, last = quantity.period
    return bool(first and last) and not (first == last and len(last) == _DAY)


def _lasts(matter: Matter, quantity: Quantity) -> float:
    """The days for which a claim's figure holds: few for a state that changes, else no limit."""
    if matter.planned or "losses" in quantity.families:
        return math.inf
    if matter.terms.lemmas & role_words("lasting"):
        return ONE_TIME
    days = [int(sense_effect(sense, "lasting") or 0) for sense in quantity.senses]
    return min(filter(None, days), default=_LEVEL if quantity.level else math.inf)
