"""What happened when, and when it was said: a row for each event on one axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.brief.charts.axes import Axis, day_axis
from analysis.brief.charts.canvas import NARROW, WIDE, Canvas, pages
from analysis.brief.charts.lettering import LINE, lines_of, width_of
from analysis.brief.theme import GRID, INK, MUTED, SERIES

__all__ = ["Event", "draw_timeline", "leaves_out"]

_KEY, _AXIS, _GAP, _RAISE, _ARROW = 16.0, 24.0, 6.0, 3.0, 14.0
_LINES = 2  # of the words of an event; two more for whose they are would fill the page
_KEY_WORDS = ("happened", "about then", "said")


@dataclass(frozen=True, slots=True)
class Event:
    """An event: what is told, whose word it is, when it was and when it was said, as ordinals.

    An end that the text leaves open is None; so is a report without a date. `vague` says that the
    date is only about right.
    """

    label: str
    source: str
    first: float | None
    last: float | None
    said: tuple[float, float] | None
    vague: bool

    @property
    def spans(self) -> list[tuple[float, float]]:
        """The first and last days of what the row shows: when it happened, when it was said."""
        happened = [day for day in (self.first, self.last) if day is not None]
        spans = [(happened[0], happened[-1])] if happened else []
        return [*spans, self.said] if self.said else spans


def _axis(events: Sequence[Event], start: float, end: float) -> Axis:
    return day_axis([span for event in events for span in event.spans], start, end)


def leaves_out(events: Sequence[Event]) -> bool:
    """Whether the axis of these events leaves out times of which none tells."""
    return bool(events) and len(_axis(events, 0.0, 1.0).parts) > 1


def draw_timeline(events: Sequence[Event], *, narrow: bool) -> list[tuple[range, str]]:
    """Return drawings of at most a page: which events each holds, and its SVG."""
    whole = NARROW if narrow else WIDE
    room = whole if narrow else 216.0
    start = 8.0 if narrow else room + 12.0
    axis = _axis(events, start + _ARROW, whole - _ARROW)
    labels = [_lines(event, room) for event in events]
    heights = [_height(lines, narrow=narrow) for lines in labels]
    drawings = []
    for page in pages(heights, narrow=narrow):
        below = _KEY + sum(heights[n] for n in page)
        canvas = Canvas(whole, below + _AXIS)
        ticks = axis.ticks(3 if narrow else 5)
        for x, _, _ in ticks:
            canvas.rule((x, _KEY), (x, below))
        _draw_line(canvas, axis, (start, whole), below)
        canvas.dates(ticks, below)
        _draw_key(canvas, start)
        top = _KEY
        for n in page:
            said, whose = labels[n]
            canvas.lines((0.0, top + LINE - 2), said)
            canvas.lines((0.0, top + (len(said) + 1) * LINE - 2), whose, colour=MUTED)
            words = (len(said) + len(whose)) * LINE
            _draw_event(canvas, events[n], axis, top + (words + 5 if narrow else words / 2))
            top += heights[n]
        drawings.append((page, canvas.svg()))
    return drawings


def _draw_line(canvas: Canvas, axis: Axis, ends: tuple[float, float], y: float) -> None:
    """Draw the line of an axis, with two strokes where it leaves out a time."""
    left = ends[0]
    for x in axis.breaks:
        canvas.rule((left, y), (x - 2, y), MUTED)
        for stroke in (x - 2, x + 2):
            canvas.line([(stroke - 1.5, y + 3.5), (stroke + 1.5, y - 3.5)], MUTED, 0.8)
        left = x + 2
    canvas.rule((left, y), (ends[1], y), MUTED)


def _lines(event: Event, room: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return lines_of(event.label, room, most=_LINES), lines_of(event.source, room, most=1)


def _height(lines: tuple[tuple[str, ...], tuple[str, ...]], *, narrow: bool) -> float:
    return sum(map(len, lines)) * LINE + _GAP + (8.0 if narrow else 0.0)


def _draw_key(canvas: Canvas, x: float) -> None:
    for name in _KEY_WORDS:
        if name == "said":
            canvas.marks([(x + 4, 6)], "D", 5.4, colour=INK, hollow=True)
        else:
            canvas.marks([(x + 4, 6)], "o", 6.0, hollow=name != "happened")
        canvas.words((x + 12, 9), name, colour=MUTED)
        x += width_of(name) + 24


def _draw_event(canvas: Canvas, event: Event, axis: Axis, y: float) -> None:
    first, last = event.first, event.last
    start = axis.at(first if first is not None else last or 0.0)
    end = axis.at(last if last is not None else first or 0.0)
    if event.said:
        said = axis.at(sum(event.said) / 2)
        canvas.line([(end, y), (said, y)], GRID, 1.0)
        if event.said[1] - event.said[0] > 1:
            canvas.line([(axis.at(event.said[0]), y), (axis.at(event.said[1]), y)], INK, 0.8)
    if first is None:
        canvas.arrow((end, y), (end - _ARROW, y))
    if last is None:
        canvas.arrow((start, y), (start + _ARROW, y))
    if end - start > 5:
        canvas.line([(start, y), (end, y)], SERIES[1] if event.vague else SERIES[0], 4.0)
    else:
        canvas.marks([((start + end) / 2, y)], "o", 6.0, hollow=event.vague)
    if event.said:
        canvas.marks([(said, y)], "D", 5.4, colour=INK, hollow=True)
