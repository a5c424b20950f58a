"""Where a value or a date stands on an axis, and what is written there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from analysis.brief.charts.canvas import SMALL
from analysis.brief.charts.lettering import width_of
from analysis.wording import MONTHS, day, days

__all__ = ["Scale", "compact", "date_ticks", "end_ticks", "ordinals", "value_scale"]

_LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_WIDE_RANGE = 1000.0  # beyond this ratio an axis counts in powers of ten
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000)  # months between dates of an axis
_LAST_MONTH = 9999 * 12 + 11


def compact(number: float) -> str:
    """A number as short as it can be without loss of what matters: "12,000", "8 million", "0.1"."""
    if number < 0:
        return f"−{compact(-number)}"
    for size, word in _LARGE:
        if number >= size:
            return f"{number / size:,.4g} {word}"
    if number == round(number):
        return f"{number:,.0f}"
    return f"{number:,.2f}".rstrip("0") if number >= 0.1 else f"{number:.3g}"


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` at `start` to `high` at `end`, in points; `powers` of ten or even."""

    low: float
    high: float
    start: float
    end: float
    powers: bool = False

    def at(self, value: float) -> float:
        """Where `value` stands, in points."""
        measure = math.log10 if self.powers else float
        low, high, value = map(measure, (self.low, self.high, value))
        part = (value - low) / (high - low) if high > low else 0.5
        return self.start + part * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """The values to write: the ends that are round, and nought if it lies between."""
        if self.powers:
            first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
            return [10.0**first, 10.0**last] if last > first else [10.0**first]
        return sorted({_round_below(self.low), 0.0, _round_below(self.high)})


def value_scale(values: Sequence[float], start: float, end: float) -> Scale:
    """An axis for some values. It holds nought, unless the values differ a thousandfold."""
    least, most = min(values), max(values)
    if least > 0 and most / least >= _WIDE_RANGE:
        return Scale(least, most, start, end, powers=True)
    low, high = min(0.0, least), max(0.0, most)
    return Scale(low, high if high > low else low + 1.0, start, end)


def _round_below(value: float) -> float:
    """The number next to `value` towards nought that is 1, 2, 2.5 or 5 times a power of ten."""
    if value == 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(abs(value)))
    step = max(step for step in (1, 2, 2.5, 5) if step * power <= abs(value) * (1 + 1e-9))
    return math.copysign(step * power, value)


def ordinals(partial: str) -> tuple[float, float] | None:
    """The first day of a partial ISO date and the day after its last; None if it is no date."""
    found = days(partial)
    return (float(found[0].toordinal()), float(found[1].toordinal() + 1)) if found else None


def date_ticks(scale: Scale, most: int = 5) -> list[tuple[float, str, str]]:
    """Months or years that divide an axis of days: where, the words, how they are aligned."""
    first, last = (_month(day) for day in (scale.low, scale.high))
    for step in _STEPS:
        months = range(-(-first // step) * step, min(last, _LAST_MONTH) + 1, step)
        ticks = [
            (scale.at(float(date(month // 12, month % 12 + 1, 1).toordinal())), month)
            for month in months
            if month >= 12
        ]
        ticks = [(x, m) for x, m in ticks if scale.start - 0.1 <= x <= scale.end + 0.1]
        words = [(x, _tick_words(month, step)) for x, month in ticks]
        if len(words) > 1 and len(words) <= most and _apart(words):
            return [(x, text, _align(x, text, scale)) for x, text in words]
    return end_ticks(scale)


def end_ticks(scale: Scale) -> list[tuple[float, str, str]]:
    """The first and the last day of an axis, which is only one day if they are the same."""
    first, last = (
        date.fromordinal(int(day)).isoformat()
        for day in (scale.low, max(scale.low, scale.high - 1))
    )
    if first == last:
        return [((scale.start + scale.end) / 2, _day_words(first), "center")]
    return [(scale.start, _day_words(first), "left"), (scale.end, _day_words(last), "right")]


def _day_words(when: str) -> str:
    head, _, year = day(when, short=True).rpartition(" ")
    return f"{head}\n{year}"


def _month(day: float) -> int:
    found = date.fromordinal(max(1, min(int(day), date.max.toordinal())))
    return found.year * 12 + found.month - 1


def _tick_words(month: int, step: int) -> str:
    year = f"{month // 12}"
    return year if step % 12 == 0 else f"{MONTHS[month % 12][:3]}\n{year}"


def _apart(words: Sequence[tuple[float, str]]) -> bool:
    return all(b[0] - a[0] > 42 for a, b in pairwise(words))


def _align(x: float, text: str, scale: Scale) -> str:
    half = max(width_of(line, size=SMALL) for line in text.split("\n")) / 2
    if x - half < scale.start:
        return "left"
    return "right" if x + half > scale.end else "center"
