"""An axis of days that leaves out long times of which nothing is told.

One event of six years ago would otherwise press a fortnight's story into one spot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

from analysis.brief.charts.scales import Scale, date_ticks
from analysis.wording import MONTHS

__all__ = ["Axis", "day_axis"]

_LONG = 1 / 3  # of all the time without an event that an axis shows: more in one piece is left out
_UNUSUAL = 3.0  # times the usual piece: where all are alike, each belongs to the picture
_MOST = 3  # breaks
_BREAK, _LEAST, _WIDE = 12.0, 26.0, 72.0  # widths: of a break, of a part, of one with two dates


@dataclass(frozen=True, slots=True)
class Axis:
    """Parts of an axis from left to right, each with a scale of its own."""

    parts: tuple[Scale, ...]

    def at(self, day: float) -> float:
        """Where `day` stands, in points; one that is left out stands in its break."""
        for before, after in pairwise(self.parts):
            if day <= before.high:
                return before.at(day)
            if day < after.low:
                return Scale(before.high, after.low, before.end, after.start).at(day)
        return self.parts[-1].at(day)

    @property
    def breaks(self) -> list[float]:
        """The middles of the breaks."""
        return [(before.end + after.start) / 2 for before, after in pairwise(self.parts)]

    def ticks(self, most: int) -> list[tuple[float, str, str]]:
        """Dates to write: where, the words, how they are aligned."""
        if len(self.parts) == 1:
            return date_ticks(self.parts[0], most)
        return [tick for part in self.parts for tick in _ticks(part, most)]


def day_axis(spans: Sequence[tuple[float, float]], start: float, end: float) -> Axis:
    """An axis for stretches of days. Parts beside a break share the room by how many they hold."""
    parts = _parts(_merged(spans))
    room = end - start - _BREAK * (len(parts) - 1)
    least = min(_LEAST, room / len(parts))
    more = (room - least * len(parts)) / len(spans)
    scales: list[Scale] = []
    for low, high in parts:
        held = sum(low <= min(span) <= high for span in spans)
        left = scales[-1].end + _BREAK if scales else start
        scales.append(Scale(low, high, left, left + least + more * held))
    return Axis(tuple(scales))


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The stretches of time of which something is told, apart from each other, in order."""
    found: list[tuple[float, float]] = []
    for low, high in sorted((min(span), max(span)) for span in spans):
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found


def _parts(stretches: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The first and last day of each part: a gap parts two that is long beside all that stay."""
    gaps = [(b[0] - a[1], n) for n, (a, b) in enumerate(pairwise(stretches), start=1)]
    usual = median_low([gap for gap, _ in gaps]) if gaps else 0.0
    left, cuts = sum(gap for gap, _ in gaps), [0, len(stretches)]
    for gap, place in sorted(gaps, reverse=True)[:_MOST]:
        if gap <= max(left * _LONG, usual * _UNUSUAL):
            break
        left -= gap
        cuts.append(place)
    return [(stretches[a][0], stretches[b - 1][1]) for a, b in pairwise(sorted(cuts))]


def _ticks(part: Scale, most: int) -> list[tuple[float, str, str]]:
    """The dates of a part: both its ends, or in one word what there is room for."""
    if part.end - part.start >= _WIDE:
        return date_ticks(part, most)
    first, last = (date.fromordinal(int(day)) for day in (part.low, max(part.low, part.high - 1)))
    words = f"{first.year}–{last.year}"
    if first.year == last.year:
        months = dict.fromkeys(MONTHS[day.month - 1][:3] for day in (first, last))
        words = f"{'–'.join(months)}\n{first.year}"
        words = f"{first.year}" if last - first > timedelta(360) else words
        words = f"{first.day} {words}" if first == last else words
    return [((part.start + part.end) / 2, words, "center")]
