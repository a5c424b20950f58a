"""A drawing laid out in points from the left and the top, so that nothing collides or is cut."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from analysis.brief.charts.lettering import LINE, runs_of, width_of
from analysis.brief.svg import clean_svg
from analysis.brief.theme import GRID, INK, MUTED, PAPER, SERIES, SIZE, chart_settings

__all__ = ["NARROW", "PAGE", "SMALL", "WIDE", "Canvas", "pages"]

WIDE = 453.5  # the text width of the PDF, 160 mm
NARROW = 244.0  # what a phone shows at full size
PAGE = 460.0  # a drawing cannot break; taller ones would leave half pages empty before them
SMALL = SIZE - 1.0  # the figures of an axis

Place = tuple[float, float]
_TEXT = re.compile(
    r'<text style="(?:font-weight: (\d+); )?font-size: ([\d.]+)px; font-family: '
    r"'([^']+)';([^\"]*)\" x=\"([^\"]*)\" y=\"([^\"]*)\"[^>]*>([^<]*)<"
)
# A page embeds the same faces under names of its own.
_FAMILIES = {
    "Source Sans 3": "'Brief Sans', 'Source Sans 3', sans-serif",
    "Noto Sans KR": "'Brief CJK', 'Noto Sans KR', sans-serif",
    "DejaVu Sans": "'Brief Symbols', 'DejaVu Sans', sans-serif",
}


class Canvas:
    """One drawing of a width and a height in points; y counts from the top down."""

    def __init__(self, width: float, height: float) -> None:
        import seaborn as sns
        from matplotlib import rc_context
        from matplotlib.figure import Figure

        self.width, self.height = width, height
        self._settings: Any = sns.axes_style("white") | chart_settings()
        with rc_context(self._settings):
            self._figure = Figure(figsize=(width / 72, height / 72))
            self._axes = self._figure.add_axes((0, 0, 1, 1))
            self._axes.set(xlim=(0, width), ylim=(height, 0))
            self._axes.set_axis_off()

    def words(  # noqa: PLR0913  (where, what and how, by name)
        self,
        place: Place,
        text: str,
        *,
        weight: int = 400,
        colour: str = INK,
        size: float = SIZE,
        align: str = "left",
    ) -> None:
        """Write a line; `place` is its left end, middle or right end, on its baseline."""
        look: Any = {"weight": weight, "color": colour, "size": size, "va": "baseline"}
        part = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        x = place[0] - part * width_of(text, weight, size)
        for piece, family in runs_of(text):
            bare = piece.strip()  # SVG drops spaces at the ends, and would stretch the rest
            before = width_of(piece[: piece.find(bare)], weight, size) if bare else 0.0
            if bare:
                self._axes.text(x + before, place[1], bare, family=family, **look)
            x += width_of(piece, weight, size)

    def lines(self, place: Place, lines: Sequence[str], **look: Any) -> None:
        """Write lines under one another; `place` is where `words` puts the first one."""
        for number, line in enumerate(lines):
            self.words((place[0], place[1] + number * LINE), line, **look)

    def line(
        self, points: Sequence[Place], colour: str, width: float = 1.0, *, broken: bool = False
    ) -> None:
        """Draw a line through some points."""
        look: Any = {"linestyle": (0, (2.2, 2.2)) if broken else "-", "solid_capstyle": "butt"}
        xs, ys = zip(*points, strict=True)
        self._axes.plot(xs, ys, color=colour, linewidth=width, **look)

    def box(  # noqa: PLR0913  (two sides, two sizes, two looks)
        self, x: float, y: float, width: float, height: float, *, fill: str, edge: str = PAPER
    ) -> None:
        """Draw a rectangle from its upper left corner."""
        from matplotlib.patches import Rectangle

        patch = Rectangle((x, y), width, height, facecolor=fill, edgecolor=edge, linewidth=0.8)
        self._axes.add_patch(patch)

    def marks(
        self,
        places: Sequence[Place],
        shape: str = "o",
        size: float = 6.0,
        *,
        colour: str = SERIES[0],
        hollow: bool = False,
    ) -> None:
        """Draw a mark at each place; `size` is its width, a hollow one is filled with paper."""
        import seaborn as sns

        if not places:
            return
        xs, ys = zip(*places, strict=True)
        look: Any = {"edgecolor": colour, "linewidth": 1.2} if hollow else {"linewidth": 0}
        sns.scatterplot(
            x=list(xs), y=list(ys), marker=shape, s=size**2, color=PAPER if hollow else colour,
            legend=False, zorder=3, ax=self._axes, **look,
        )  # fmt: skip
        self._axes.set(xlabel="", ylabel="")

    def arrow(self, start: Place, tip: Place, colour: str = SERIES[0]) -> None:
        """Draw an arrow: an end that is open."""
        style = "-|>,head_width=0.2,head_length=0.36"
        look = {"arrowstyle": style, "color": colour, "lw": 1.5, "shrinkA": 0, "shrinkB": 0}
        self._axes.annotate("", xy=tip, xytext=start, arrowprops=look)

    def dates(self, ticks: Sequence[tuple[float, str, str]], y: float) -> None:
        """Write dates below an axis at height `y`: where, in two lines at most, and how aligned."""
        for x, words, align in ticks:
            self.line([(x, y), (x, y + 2.5)], MUTED, 0.7)
            for number, part in enumerate(words.split("\n")):
                place = (x, y + 10 + number * 8.8)
                self.words(place, part, colour=MUTED, size=SMALL, align=align)

    def rule(self, start: Place, end: Place, colour: str = GRID) -> None:
        """Draw a fine line of the grid."""
        self.line([start, end], colour, 0.6)

    def svg(self) -> str:
        """Return the drawing as SVG, the same bytes for the same marks; words stay text."""
        from matplotlib import rc_context

        out = io.StringIO()
        with rc_context(self._settings):
            self._figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        drawn = _TEXT.sub(_fixed, out.getvalue())
        family = _FAMILIES["Source Sans 3"]
        return clean_svg(drawn.replace("<svg ", f'<svg font-family="{family}" ', 1))


def _fixed(match: re.Match[str]) -> str:
    """A text with its width, so that it fits even where a reader lacks the face."""
    weight, size, family, style, x, y, words = match.groups()
    width = width_of(unescape(words), int(weight or 400), float(size))
    heavy = f' font-weight="{weight}"' if weight else ""
    face = f' font-family="{_FAMILIES[family]}"' if family != "Source Sans 3" else ""
    length = f' textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs"' if width > 0 else ""
    look = f'<text x="{x}" y="{y}" font-size="{size}"{heavy}{face}{length}'
    return f'{look} style="{style.strip()}">{words}<'


def pages(
    heights: Sequence[float], *, narrow: bool = False, height: float = PAGE
) -> Iterator[range]:
    """Split things that stand under one another into parts of a `height`; a phone has no end."""
    first, used = 0, 0.0
    most = float("inf") if narrow else height
    for place, each in enumerate(heights):
        if place > first and used + each > most:
            yield range(first, place)
            first, used = place, 0.0
        used += each
    if heights:
        yield range(first, len(heights))
