"""Horizontal bars in parts, each named on its left and counted at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.brief.charts.canvas import NARROW, WIDE, Canvas, pages
from analysis.brief.charts.lettering import LINE, lines_of, width_of
from analysis.brief.charts.scales import compact
from analysis.brief.theme import INK, MUTED, PAPER, SERIES

__all__ = ["Bar", "draw_bars"]

_GAP, _PAD, _TALL, _RAISE, _KEY = 4.0, 5.0, 10.0, 3.0, 16.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, and the lengths of its parts."""

    label: str
    parts: tuple[float, ...]


def draw_bars(
    bars: Sequence[Bar], names: Sequence[str], *, narrow: bool
) -> list[tuple[range, str]]:
    """Return drawings of at most a page: which bars each holds, and its SVG."""
    whole = NARROW if narrow else WIDE
    room = 100.0 if narrow else 150.0
    labels = [lines_of(bar.label, room - 8, most=3) for bar in bars]
    heights = [len(lines) * LINE + _GAP for lines in labels]
    places = _key(names, room, whole)
    key = places[-1][1] + _KEY
    most = max(sum(bar.parts) for bar in bars)
    words = max(width_of(compact(sum(bar.parts))) for bar in bars)
    point = (whole - room - words - 2 * _PAD) / (most or 1.0)
    drawings = []
    for page in pages(heights, narrow=narrow):
        canvas = Canvas(whole, key + sum(heights[n] for n in page))
        for (x, top), name, colour in zip(places, names, SERIES, strict=True):
            canvas.box(x, top + 2, 8, 8, fill=colour, edge=SERIES[0])
            canvas.words((x + 12, top + 9), name, colour=MUTED)
        y = key
        for n in page:
            middle = y + heights[n] / 2
            first = middle - (len(labels[n]) - 1) * LINE / 2 + _RAISE
            canvas.lines((room - 8, first), labels[n], align="right")
            _draw_bar(canvas, bars[n], (room, middle), point)
            y += heights[n]
        drawings.append((page, canvas.svg()))
    return drawings


def _key(names: Sequence[str], room: float, whole: float) -> list[tuple[float, float]]:
    """Where the name of each part stands: above the bars, or from the left where they are many."""
    widths = [width_of(name) + 26 for name in names]
    start = room if room + sum(widths) - 12 <= whole else 0.0
    places, x, y = [], start, 0.0
    for width in widths:
        if x > start and x + width - 12 > whole:
            x, y = start, y + _KEY
        places.append((x, y))
        x += width
    return places


def _draw_bar(canvas: Canvas, bar: Bar, start: tuple[float, float], point: float) -> None:
    x, middle = start
    for number, (part, colour) in enumerate(zip(bar.parts, SERIES, strict=True)):
        if not part:
            continue
        length = part * point
        canvas.box(x, middle - _TALL / 2, length, _TALL, fill=colour, edge=SERIES[0])
        words = compact(part)
        if part != sum(bar.parts) and width_of(words) + 4 < length:
            on = INK if number else PAPER
            canvas.words((x + length / 2, middle + _RAISE), words, colour=on, align="center")
        x += length
    canvas.words((x + _PAD, middle + _RAISE), compact(sum(bar.parts)), weight=600)
