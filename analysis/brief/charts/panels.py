"""Small panels of figures over time: one for each thing counted, marks labelled with their source.

Time runs across, values upwards. Labels stand in a column of their own beside the marks, in the
order of their values, so that none hides another; a fine line leads from each to its mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.brief.charts.canvas import NARROW, PAGE, SMALL, WIDE, Canvas, pages
from analysis.brief.charts.lettering import LINE, lines_of, width_of
from analysis.brief.charts.scales import Scale, compact, end_ticks, value_scale
from analysis.brief.theme import DISPUTE, GRID, MUTED, SERIES

__all__ = ["LABELLED", "Mark", "Panel", "draw_panels"]

LABELLED = 8
"""Marks of a panel that are labelled; a note under it counts the others."""

_BETWEEN, _BELOW = 20.0, 11.0  # from panel to panel, across and down
_GAP, _LEAD, _ARROW, _LEAST = 4.0, 16.0, 11.0, 62.0
_WORD = 4.0  # between the value and the date of a label
_AXIS = 24.0  # what dates need below a panel
_RAISE = 3.0  # from the middle of a line of words down to its baseline


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure: who gives it, its value and date in words, its bounds, its first and last day."""

    label: str
    value: str
    when: str
    first: float
    last: float
    low: float | None
    high: float | None

    @property
    def bounds(self) -> list[float]:
        """The bounds that are known: one or two."""
        return [bound for bound in (self.low, self.high) if bound is not None]

    @property
    def middle(self) -> float:
        """The value that the label points to."""
        return sum(self.bounds) / len(self.bounds)


@dataclass(frozen=True, slots=True)
class Panel:
    """One thing counted: its name, what its figures have in common, marks, pairs in conflict."""

    head: str
    about: str
    marks: Sequence[Mark]
    conflicts: Sequence[tuple[int, int]] = ()

    @property
    def labelled(self) -> list[int]:
        """Marks with a label: those in conflict, the ends of both axes, then from the first on."""
        places = range(len(self.marks))
        by_value = sorted(places, key=lambda n: self.marks[n].middle)
        order = [n for pair in self.conflicts for n in pair]
        order += [by_value[0], by_value[-1], places[-1]]
        return list(dict.fromkeys([*order, *places]))[:LABELLED]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label as it is drawn: value and, if there is room, date on its first line; the source."""

    place: int
    value: str
    when: str
    lines: tuple[str, ...]
    below: str = ""

    @property
    def height(self) -> float:
        return (1 + len(self.lines) + bool(self.below)) * LINE + _GAP


@dataclass(frozen=True, slots=True)
class _Layout:
    """A panel broken into lines for a width, and how high each part is."""

    panel: Panel
    plot: tuple[float, float]
    head: tuple[str, ...]
    about: tuple[str, ...]
    labels: tuple[_Label, ...]
    note: tuple[str, ...]

    @property
    def top(self) -> float:
        return (len(self.head) + len(self.about)) * LINE + 8.0

    @property
    def body(self) -> float:
        return max(_LEAST, sum(label.height for label in self.labels) + len(self.note) * LINE)

    @property
    def height(self) -> float:
        return self.top + self.body + _AXIS


def draw_panels(panels: Sequence[Panel], *, narrow: bool) -> list[tuple[range, str]]:
    """Return drawings that leave little of a page empty: the panels of each, its SVG."""
    columns = 1 if narrow or len(panels) == 1 else 2
    whole = NARROW if narrow else WIDE
    width = (whole - _BETWEEN * (columns - 1)) / columns if columns > 1 else min(whole, 330.0)
    laid = [_laid(panel, width) for panel in panels]
    rows = [laid[n : n + columns] for n in range(0, len(laid), columns)]
    heights = [max(layout.height for layout in row) + _BELOW for row in rows]
    drawings = []
    for page in pages(heights, narrow=narrow, height=PAGE * 2 / 3):
        canvas = Canvas(whole, sum(heights[n] for n in page) - _BELOW + 4)
        top = 0.0
        for n in page:
            for column, layout in enumerate(rows[n]):
                _draw(canvas, layout, column * (width + _BETWEEN), top)
            top += heights[n]
        shown = range(page.start * columns, min(page.stop * columns, len(panels)))
        drawings.append((shown, canvas.svg()))
    return drawings


def _laid(panel: Panel, width: float) -> _Layout:
    values = _values(panel, 1, 0)
    margin = max(width_of(compact(tick), size=SMALL) for tick in values.ticks)
    about = "; ".join(filter(None, (panel.about, "scale in powers of ten" * values.powers)))
    left, right = margin + 6.0, width * 0.48
    room = width - right - _LEAD
    labels = [_label(panel, n, room) for n in panel.labelled]
    rest = len(panel.marks) - len(labels)
    note = lines_of(f"and {rest:,} more without a label", room) if rest else ()
    return _Layout(
        panel,
        (left, right),
        lines_of(panel.head, width, 600, most=3),
        lines_of(about, width, most=2) if about else (),
        tuple(sorted(labels, key=lambda label: (-panel.marks[label.place].middle, label.place))),
        note,
    )


def _label(panel: Panel, place: int, room: float) -> _Label:
    mark = panel.marks[place]
    value = lines_of(mark.value, room, 600, most=1)[0]
    lines = lines_of(mark.label, room, most=3)
    if width_of(value, 600) + _WORD + width_of(mark.when) <= room:
        return _Label(place, value, mark.when, lines)
    return _Label(place, value, "", lines, lines_of(mark.when, room, most=1)[0])


def _values(panel: Panel, start: float, end: float) -> Scale:
    return value_scale([bound for mark in panel.marks for bound in mark.bounds], start, end)


def _draw(canvas: Canvas, layout: _Layout, left: float, top: float) -> None:
    panel, first = layout.panel, top + LINE - 2
    canvas.lines((left, first), layout.head, weight=600)
    canvas.lines((left, first + len(layout.head) * LINE), layout.about, colour=MUTED)
    top += layout.top
    bottom = top + layout.body
    up = any(mark.high is None for mark in panel.marks)
    down = any(mark.low is None for mark in panel.marks)
    values = _values(panel, bottom - 4 - _ARROW * down, top + 6 + _ARROW * up)
    start, end = left + layout.plot[0], left + layout.plot[1]
    days = Scale(
        min(mark.first for mark in panel.marks), max(mark.last for mark in panel.marks), start, end
    )
    _axes(canvas, values, days, (start - 4, end + 4), bottom)
    for pair in panel.conflicts:  # a broken line between figures that no value reconciles
        ends = [_place(panel.marks[n], values, days) for n in pair]
        canvas.line(ends, DISPUTE, 1.2, broken=True)
    for mark in panel.marks:
        _mark(canvas, mark, values, days)
    disputed = sorted({n for pair in panel.conflicts for n in pair})
    places = [_place(panel.marks[n], values, days) for n in disputed]
    canvas.marks(places, "D", 6.6, colour=DISPUTE)
    _labels(canvas, layout, values, days, (end, left + layout.plot[1] + _LEAD, top, bottom))


def _axes(
    canvas: Canvas, values: Scale, days: Scale, ends: tuple[float, float], bottom: float
) -> None:
    shown: list[float] = []
    for tick in sorted(values.ticks, key=abs, reverse=True):
        y = values.at(tick)
        if all(abs(y - other) > LINE for other in shown):
            shown.append(y)
            canvas.rule((ends[0], y), (ends[1], y))
            words = compact(tick)
            place = (ends[0] - 2, y + _RAISE - 0.4)
            canvas.words(place, words, colour=MUTED, size=SMALL, align="right")
    canvas.rule((ends[0], bottom), (ends[1], bottom), MUTED)
    canvas.dates(end_ticks(days), bottom)


def _place(mark: Mark, values: Scale, days: Scale) -> tuple[float, float]:
    return days.at((mark.first + mark.last) / 2), values.at(mark.middle)


def _mark(canvas: Canvas, mark: Mark, values: Scale, days: Scale) -> None:
    x, y = _place(mark, values, days)
    if mark.last - mark.first > 1:
        canvas.line([(days.at(mark.first), y), (days.at(mark.last), y)], SERIES[1], 2.0)
    if mark.low is not None and mark.high is not None:
        if mark.low != mark.high:
            canvas.line([(x, values.at(mark.low)), (x, values.at(mark.high))], SERIES[0], 4.0)
        else:
            canvas.marks([(x, y)], "o", 5.6)
        return
    canvas.arrow((x, y), (x, y - _ARROW if mark.high is None else y + _ARROW))
    canvas.line([(x - 3.6, y), (x + 3.6, y)], SERIES[0], 1.8)


def _labels(
    canvas: Canvas,
    layout: _Layout,
    values: Scale,
    days: Scale,
    frame: tuple[float, float, float, float],
) -> None:
    right, x, top, bottom = frame
    marks, bottom = layout.panel.marks, bottom - len(layout.note) * LINE
    wanted = [_place(marks[label.place], values, days) for label in layout.labels]
    heights = [label.height for label in layout.labels]
    tops = _spread([y for _, y in wanted], heights, top, bottom)
    for label, (mark_x, mark_y), y in zip(layout.labels, wanted, tops, strict=True):
        base = y + LINE - 2
        start, elbow, middle = mark_x + 5, right + 5, base - _RAISE
        canvas.line([(start, mark_y), (max(start, elbow), mark_y), (x - 2.5, middle)], GRID, 0.8)
        canvas.words((x, base), label.value, weight=600)
        if label.when:
            place = (x + width_of(label.value, 600) + _WORD, base)
            canvas.words(place, label.when, colour=MUTED)
        canvas.lines((x, base + LINE), label.lines)
        if label.below:
            place = (x, base + (len(label.lines) + 1) * LINE)
            canvas.words(place, label.below, colour=MUTED)
    canvas.lines((x, bottom + LINE - 2), layout.note, colour=MUTED)


def _spread(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float
) -> list[float]:
    """The upper ends of labels as near to what they point at as leaves each its own room."""
    tops: list[float] = []
    floor = top
    for y, height in zip(wanted, heights, strict=True):
        tops.append(max(floor, y - LINE / 2 - 2))
        floor = tops[-1] + height
    ceiling = bottom
    for n in range(len(tops) - 1, -1, -1):
        tops[n] = min(tops[n], ceiling - heights[n])
        ceiling = tops[n]
    return tops
