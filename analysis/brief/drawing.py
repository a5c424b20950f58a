"""Draws rows of ranges or bars as SVG, laid out in points so that nothing collides or is cut."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.brief.lettering import lines_of, width_of
from analysis.brief.svg import clean_svg
from analysis.brief.theme import ACCENT, INK, PAPER, SERIES, SIZE, chart_settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["NARROW", "WIDE", "Layout", "Row", "draw", "pages_of"]

# Sizes in points.
_LINE, _GAP, _LEFT, _RIGHT, _PAD, _ARROW = 11.0, 7.0, 3.0, 4.0, 6.0, 26.0
_AXIS, _BETWEEN = 17.0, 13.0
_RAISE = 0.33 * SIZE  # from a line's middle down to its baseline
_CLEAR = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.0}  # no grid line runs through words
_PAGE = 610.0  # what a page holds below a title and above a source line
_ON_LIGHT = (1, 2)  # the series that take dark figures


@dataclass(frozen=True, slots=True)
class Layout:
    """The width of a drawing, and of its column of labels; 0 puts each label above its mark."""

    width: float
    labels: float
    values: float


WIDE = Layout(453.5, 150.0, 120.0)  # the text width of the PDF, 160 mm
NARROW = Layout(244.0, 0.0, 110.0)  # what a phone shows at full size


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its label, the words at its end, its panel, and its bounds or its parts."""

    label: str
    value: str
    panel: str = ""
    low: float | None = None
    high: float | None = None
    parts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class _Lines:
    """The words of a row, broken into lines for a layout."""

    label: tuple[str, ...]
    value: tuple[str, ...]
    above: bool

    @property
    def height(self) -> float:
        label, value = len(self.label) * _LINE, len(self.value) * _LINE
        return (label + value if self.above else max(label, value)) + _GAP

    @property
    def middle(self) -> float:
        """Where the mark is, from the top of the row."""
        if not self.above:
            return self.height / 2
        return len(self.label) * _LINE + len(self.value) * _LINE / 2 + 3


def _row_lines(row: Row, layout: Layout) -> _Lines:
    label = lines_of(row.label, (layout.labels or layout.width) - 8)
    return _Lines(label, lines_of(row.value, layout.values), above=not layout.labels)


def _head_lines(panel: Sequence[Row], layout: Layout) -> tuple[str, ...]:
    return lines_of(panel[0].panel, layout.width, 600) if panel[0].panel else ()


def _height(panel: Sequence[Row], layout: Layout) -> float:
    head = len(_head_lines(panel, layout)) * _LINE
    rows = sum(_row_lines(row, layout).height for row in panel)
    return head + (6.0 if head else 0.0) + rows + _AXIS


def pages_of(rows: Sequence[Row]) -> Iterator[list[list[Row]]]:
    """Give drawings that each fit a page: lists of panels, each the rows that count one thing."""
    panels = dict.fromkeys(row.panel for row in rows)
    page: list[list[Row]] = []
    used = 0.0
    for row in (row for panel in panels for row in rows if row.panel == panel):
        alone = _height([row], WIDE) + _BETWEEN
        new = not page or page[-1][0].panel != row.panel
        needed = alone if new else _row_lines(row, WIDE).height
        if page and used + needed > _PAGE:
            yield page
            page, used, new, needed = [], 0.0, True, alone
        if new:
            page.append([])
        page[-1].append(row)
        used += needed
    yield page


def draw(page: list[list[Row]], names: tuple[str, ...], layout: Layout) -> str:
    """Return one drawing as SVG, the same bytes for the same rows; `names` are the bars' parts."""
    import seaborn as sns
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    settings: Any = sns.axes_style("whitegrid") | chart_settings()
    with rc_context(settings):
        key = _key(names, layout) if len(names) > 1 else []
        top = (key[-1][1] + 1) * (_LINE + 2) + _GAP if key else 0.0
        heights = [_height(panel, layout) for panel in page]
        total = top + sum(heights) + _BETWEEN * (len(page) - 1)
        figure = Figure(figsize=(layout.width / 72, total / 72))
        for (x, line), name, colour in zip(key, names, SERIES, strict=False):
            y = line * (_LINE + 2) + SIZE
            _words(figure, (x, y), "■", color=colour, size=SIZE + 2)
            _words(figure, (x + 12, y), name)
        for panel, height in zip(page, heights, strict=True):
            _draw_panel(figure, panel, top, layout)
            top += height + _BETWEEN
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return clean_svg(out.getvalue())


def _words(figure: Figure, place: tuple[float, float], text: str, **changed: object) -> None:
    """Write a line at a place given in points from the left and the top."""
    width, height = figure.get_size_inches() * 72
    looks: dict[str, Any] = {"color": INK, "size": SIZE, "va": "baseline"} | changed
    figure.text(place[0] / width, 1 - place[1] / height, text, **looks)


def _key(names: tuple[str, ...], layout: Layout) -> list[tuple[float, int]]:
    """Return where each name of the key stands: its x in points and its line."""
    places: list[tuple[float, int]] = []
    x, line = layout.labels, 0
    for name in names:
        width = width_of(name) + 28
        if x > layout.labels and x + width > layout.width:
            x, line = layout.labels, line + 1
        places.append((x, line))
        x += width
    return places


def _draw_panel(figure: Figure, panel: list[Row], top: float, layout: Layout) -> None:
    from matplotlib.ticker import MaxNLocator

    head = _head_lines(panel, layout)
    for line in head:
        _words(figure, (0, top + SIZE), line, weight=600)
        top += _LINE
    top += 6.0 if head else 0.0
    broken = [_row_lines(row, layout) for row in panel]
    left = max(layout.labels, _LEFT)
    rows, width = sum(lines.height for lines in broken), layout.width - left - _RIGHT
    axes = _axes(figure, left, top, width, rows)
    axes.set(ylim=(rows, 0), xlim=(0, _limit(panel, broken, width)), yticks=[])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:,.10g}")
    axes.tick_params(axis="x", labelsize=SIZE - 1, pad=3)
    point, y = axes.get_xlim()[1] / width, 0.0
    for row, lines in zip(panel, broken, strict=True):
        label_y = y + (len(lines.label) * _LINE / 2 + 1 if lines.above else lines.middle)
        _write(axes, -left * point, label_y, lines.label)
        draw_mark = _draw_parts if row.parts else _draw_range
        end = draw_mark(axes, row, y + lines.middle, point)
        _write(axes, end + _PAD * point, y + lines.middle, lines.value)
        y += lines.height


def _axes(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    across, down = figure.get_size_inches() * 72
    bottom = (down - top - height) / down
    return figure.add_axes((left / across, bottom, width / across, height / down))


def _limit(panel: list[Row], broken: list[_Lines], width: float) -> float:
    """Return the end of the axis that leaves room for the words behind every mark."""
    limit = 1e-9
    for row, lines in zip(panel, broken, strict=True):
        end = row.high if row.high is not None else row.low or 0.0
        words = max(width_of(line) for line in lines.value) + 2 * _PAD
        words += _ARROW if row.high is None else 0.0
        limit = max(limit, end * width / max(width - words, 0.2 * width))
    return limit * 1.005


def _write(axes: Axes, x: float, y: float, lines: tuple[str, ...]) -> None:
    first = y - (len(lines) - 1) * _LINE / 2 + _RAISE
    for number, line in enumerate(lines):
        # A second line's box would hide what hangs below the first.
        box = _CLEAR if len(lines) == 1 else None
        axes.text(x, first + number * _LINE, line, size=SIZE, color=INK, bbox=box)


def _draw_range(axes: Axes, row: Row, y: float, point: float) -> float:
    """Draw a dot, a line between bounds, or an arrow to the open side; return where it ends."""
    low, high = row.low, row.high
    if low is not None and high is not None:
        line: dict[str, Any] = {"color": ACCENT, "clip_on": False}
        axes.plot([low, high], [y, y], linewidth=4.2, solid_capstyle="round", **line)
        if low == high:
            axes.plot([low], [y], "o", markersize=6.4, **line)
        return high + 3 * point
    start = low if low is not None else high or 0.0
    tip = start + _ARROW * point if low is not None else max(start - _ARROW * point, -6 * point)
    arrow = {"arrowstyle": "-|>,head_width=0.24,head_length=0.42", "color": ACCENT, "lw": 1.8}
    arrow |= {"shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=(tip, y), xytext=(start, y), arrowprops=arrow)
    axes.plot([start], [y], "|", color=ACCENT, markersize=8, markeredgewidth=2, clip_on=False)
    return max(start, tip) + 3 * point


def _draw_parts(axes: Axes, row: Row, y: float, point: float) -> float:
    """Draw a bar of one or several parts, with a part's number inside where there is room."""
    left = 0.0
    for number, (part, colour) in enumerate(zip(row.parts, SERIES, strict=False)):
        if not part:
            continue
        axes.barh(y, part, height=_LINE + 1, left=left, color=colour, lw=0.8, edgecolor=PAPER)
        words = f"{part:,.10g}"
        if len(row.parts) > 1 and width_of(words) + 6 < part / point:
            on, middle = INK if number in _ON_LIGHT else PAPER, left + part / 2
            axes.text(middle, y + _RAISE, words, color=on, size=SIZE, ha="center")
        left += part
    return left
