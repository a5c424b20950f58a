"""Counts in a grid: a disc for each, as large as its number, which stands in it."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.brief.charts.canvas import NARROW, WIDE, Canvas
from analysis.brief.charts.lettering import LINE, lines_of
from analysis.brief.theme import MUTED, SERIES

__all__ = ["draw_matrix"]

_RAISE, _ROW, _LEAST, _MOST = 3.0, 32.0, 11.0, 29.0


def draw_matrix(
    rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]], *, narrow: bool
) -> list[tuple[range, str]]:
    """Return one drawing of all `rows`; `counts` has a row for each. The area is the number."""
    whole = NARROW if narrow else WIDE
    room = 52.0 if narrow else 64.0
    step = min((whole - room) / len(columns), 84.0)
    heads = [lines_of(name, step - 6) for name in columns]
    head = max(map(len, heads)) * LINE + 6
    most = max(count for row in counts for count in row)
    canvas = Canvas(whole, head + len(rows) * _ROW)
    for n, lines in enumerate(heads):
        place = (room + (n + 0.5) * step, head - 6 - (len(lines) - 1) * LINE)
        canvas.lines(place, lines, colour=MUTED, align="center")
    for number, (name, row) in enumerate(zip(rows, counts, strict=True)):
        y = head + (number + 0.5) * _ROW
        canvas.rule((0, y - _ROW / 2), (room + len(columns) * step, y - _ROW / 2))
        canvas.words((0, y + _RAISE), name, weight=600)
        for n, count in enumerate(row):
            x = room + (n + 0.5) * step
            if count:
                size = max(_LEAST, _MOST * (count / most) ** 0.5)
                canvas.marks([(x, y)], "o", size + 1.2, colour=SERIES[0])
                canvas.marks([(x, y)], "o", size, colour=SERIES[2])
            look = {"weight": 600} if count else {"colour": MUTED}
            canvas.words((x, y + _RAISE), f"{count:,}", align="center", **look)
    return [(range(len(rows)), canvas.svg())]
