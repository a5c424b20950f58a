"""Draws rows of ranges or bars as SVG, laid out in points so that nothing collides or is cut."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.brief.cleaning import clean_text
from analysis.brief.glyphs import drawable
from analysis.brief.svg import clean_svg
from analysis.brief.theme import ACCENT, INK, PAPER, SERIES, chart_settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Bar", "draw", "pages_of"]

# Sizes in points; the width is the text width of the PDF (160 mm).
_WIDTH, _SIZE, _LINE, _GAP = 453.5, 8.8, 11.0, 7.0
_LABELS, _RIGHT, _PAD, _ARROW = 150.0, 4.0, 6.0, 26.0
_HEAD, _AXIS, _BETWEEN = 17.0, 17.0, 13.0
_RAISE = 0.33 * _SIZE  # from a line's middle down to its baseline
_CLEAR = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}  # no grid line runs through words
_PAGE = 610.0  # what a page holds below a title and above a source line
_ON_LIGHT = (1, 2, 4)  # the series that take dark figures


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its label, the words at its end, its panel, and its bounds or its parts."""

    label: str
    value: str
    panel: str = ""
    low: float | None = None
    high: float | None = None
    parts: tuple[float, ...] = ()
    label_lines: tuple[str, ...] = ()
    value_lines: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Height in points, with the space below."""
        return max(len(self.label_lines), len(self.value_lines), 1) * _LINE + _GAP


Panel = list[Bar]


def pages_of(rows: list[Bar]) -> list[list[Panel]]:
    """Return drawings that each fit a page: lists of panels, which are rows counting one thing."""
    return list(_pages([_wrapped(row) for row in rows]))


def _pages(rows: list[Bar]) -> Iterator[list[Panel]]:
    """Give drawings, each a list of panels that share what is counted, each a list of rows."""
    panels = dict.fromkeys(row.panel for row in rows)
    ordered = [row for panel in panels for row in rows if row.panel == panel]
    page: list[Panel] = []
    used = 0.0
    for row in ordered:
        new = not page or page[-1][0].panel != row.panel
        needed = row.height + (_HEAD + _AXIS + _BETWEEN if new else 0.0)
        if page and used + needed > _PAGE:
            yield page
            page, used, new = [], 0.0, True
            needed = row.height + _HEAD + _AXIS + _BETWEEN
        if new:
            page.append([])
        page[-1].append(row)
        used += needed
    yield page


def _wrapped(row: Bar) -> Bar:
    def words(text: str) -> str:
        return drawable(clean_text(text), set())

    return replace(
        row,
        panel=words(row.panel),
        label_lines=_lines(words(row.label), _LABELS - 8),
        value_lines=_lines(words(row.value), 120),
    )


def _text_width(text: str, weight: str = "normal") -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=chart_settings()["font.family"], size=_SIZE, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def _lines(text: str, width: float) -> tuple[str, ...]:
    """Break text into lines no wider than `width` points, inside a word if it must be."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if _text_width(joined) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for char in word:
            if lines[-1] and _text_width(lines[-1] + char) > width:
                lines.append("")
            lines[-1] += char
    return tuple(lines)


def draw(page: list[Panel], names: tuple[str, ...]) -> str:
    """Return one drawing as SVG, the same bytes for the same rows; `names` are the bars' parts."""
    import seaborn as sns
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    settings: Any = sns.axes_style("whitegrid") | chart_settings()
    with rc_context(settings):
        key = _key(names) if len(names) > 1 else []
        top = (key[-1][1] + 1) * (_LINE + 2) + _GAP if key else 0.0
        total = top + sum(map(_height, page)) + _BETWEEN * (len(page) - 1)
        figure = Figure(figsize=(_WIDTH / 72, total / 72))
        for (x, line), name, colour in zip(key, names, SERIES, strict=False):
            y = 1 - (line * (_LINE + 2) + _SIZE) / total
            figure.text(x / _WIDTH, y, "■", color=colour, size=_SIZE + 2, va="baseline")
            figure.text((x + 12) / _WIDTH, y, name, color=INK, size=_SIZE, va="baseline")
        for panel in page:
            _draw_panel(figure, panel, total - top, total)
            top += _height(panel) + _BETWEEN
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return clean_svg(out.getvalue())


def _height(panel: Panel) -> float:
    return (_HEAD if panel[0].panel else 0.0) + sum(row.height for row in panel) + _AXIS


def _key(names: tuple[str, ...]) -> list[tuple[float, int]]:
    """Return where each name of the key stands: its x in points and its line."""
    places: list[tuple[float, int]] = []
    x, line = _LABELS, 0
    for name in names:
        width = _text_width(name) + 28
        if x > _LABELS and x + width > _WIDTH:
            x, line = _LABELS, line + 1
        places.append((x, line))
        x += width
    return places


def _draw_panel(figure: Figure, panel: Panel, top: float, total: float) -> None:
    from matplotlib.ticker import MaxNLocator

    rows_height = sum(row.height for row in panel)
    if panel[0].panel:
        y = (top - _SIZE) / total
        figure.text(0, y, panel[0].panel, weight=600, color=INK, va="baseline", size=_SIZE)
        top -= _HEAD
    width = _WIDTH - _LABELS - _RIGHT
    box = (_LABELS / _WIDTH, (top - rows_height) / total, width / _WIDTH, rows_height / total)
    axes = figure.add_axes(box)
    axes.set_ylim(rows_height, 0)
    axes.set_xlim(0, _limit(panel, width))
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:,.10g}")
    axes.tick_params(axis="x", labelsize=_SIZE - 1, pad=3)
    y = 0.0
    for row in panel:
        _draw_row(axes, row, y + row.height / 2, axes.get_xlim()[1] / width)
        y += row.height


def _limit(panel: Panel, width: float) -> float:
    """Return the end of the axis that leaves room for the words behind every mark."""
    limit = 1e-9
    for row in panel:
        end = row.high if row.high is not None else row.low or 0.0
        words = max(_text_width(line) for line in row.value_lines) + 2 * _PAD
        words += _ARROW if row.high is None else 0.0
        limit = max(limit, end * width / max(width - words, 0.2 * width))
    return limit * 1.005


def _draw_row(axes: Axes, row: Bar, y: float, point: float) -> None:
    """Draw one row; `point` is the length of a point on the x axis."""
    x = axes.get_xlim()[0]
    _text(axes, x - _LABELS * point, y, row.label_lines)
    end = _draw_parts(axes, row, y, point) if row.parts else _draw_range(axes, row, y, point)
    _text(axes, end + _PAD * point, y, row.value_lines)


def _text(axes: Axes, x: float, y: float, lines: tuple[str, ...]) -> None:
    first = y - (len(lines) - 1) * _LINE / 2 + _RAISE
    for number, line in enumerate(lines):
        # A second line's box would hide what hangs below the first.
        box = _CLEAR if len(lines) == 1 else None
        axes.text(x, first + number * _LINE, line, size=_SIZE, color=INK, bbox=box)


def _draw_range(axes: Axes, row: Bar, y: float, point: float) -> float:
    """Draw a dot, a line between bounds, or an arrow to the open side; return where it ends."""
    low, high = row.low, row.high
    length = _ARROW * point
    if low is not None and high is not None:
        axes.plot([low, high], [y, y], color=ACCENT, linewidth=4.2, solid_capstyle="round")
        if low == high:
            axes.plot([low], [y], "o", color=ACCENT, markersize=6.4)
        return high + 3 * point
    start = low if low is not None else high or 0.0
    tip = start + length if low is not None else max(start - length, 0.0)
    arrow = {"arrowstyle": "-|>,head_width=0.24,head_length=0.42", "color": ACCENT, "lw": 1.8}
    arrow |= {"shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=(tip, y), xytext=(start, y), arrowprops=arrow)
    axes.plot([start], [y], "|", color=ACCENT, markersize=8, markeredgewidth=2)
    return max(start, tip) + 3 * point


def _draw_parts(axes: Axes, row: Bar, y: float, point: float) -> float:
    """Draw a bar of one or several parts, with a part's number inside where there is room."""
    left = 0.0
    for number, (part, colour) in enumerate(zip(row.parts, SERIES, strict=False)):
        if not part:
            continue
        axes.barh(
            y, part, left=left, height=_LINE + 1, color=colour, linewidth=0.8, edgecolor=PAPER
        )
        words = f"{part:,.10g}"
        if len(row.parts) > 1 and _text_width(words) + 6 < part / point:
            on, middle = INK if number in _ON_LIGHT else PAPER, left + part / 2
            axes.text(middle, y + _RAISE, words, color=on, size=_SIZE, ha="center")
        left += part
    return left
