"""Charts in one style: ranges that sources give, and bars that count, each row labelled directly.

Both functions take a data frame and return a block. The drawing is as tall as its rows need; what
does not fit on one page goes on in a second drawing under the same title. Without rows there is
nothing to draw, and a notice says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import pandas as pd

from analysis.brief.blocks import Block, Chart, Notice, Stack, Text
from analysis.brief.drawing import NARROW, WIDE, Row, draw, pages_of
from analysis.brief.theme import SERIES

__all__ = ["bars", "ranges"]

_HOW_TO_READ = "A line spans the bounds given, a dot is one number, an arrow is an open end."
_NARROW_PAGES = 2


def ranges(  # noqa: PLR0913  (a figure's words, all by keyword)
    frame: pd.DataFrame,
    *,
    title: str,
    alt: str = "",
    caption: str = _HOW_TO_READ,
    source: Text = "",
    empty: str = "No figures to draw.",
) -> Block:
    """Draw the range that each row gives, one panel for each thing counted, in the frame's order.

    Parameters
    ----------
    frame : DataFrame
        One row a figure. Columns: `label` (whose figure it is and from when), `low` and `high`
        (bounds, missing where open), `counted` (what is counted: the panel), `unit` (may be
        empty), and optionally `value` (the words at the mark, such as the figure as the seed has
        it; otherwise they are made from bounds and unit). A row without any bound cannot be
        drawn: the caption says how many were left out.
    title : str
        The message, as a sentence.
    alt : str
        What a reader who cannot see the chart should hear; if empty, the rows in words.
    """
    known = frame[frame["low"].notna() | frame["high"].notna()]
    rows = []
    for row in known.to_dict("records"):
        low, high = _number(row["low"]), _number(row["high"])
        value = row.get("value") or _bounds(low, high, row["unit"])
        rows.append(Row(str(row["label"]), str(value), str(row["counted"]), low, high))
    left_out = len(frame) - len(known)
    if left_out:
        caption = f"{caption} Without a number and left out: {left_out}.".strip()
    return _charts(rows, (), Chart("", title, alt, caption, source), empty)


def bars(  # noqa: PLR0913  (a figure's words, all by keyword)
    frame: pd.DataFrame,
    values: str | Sequence[str],
    *,
    title: str,
    alt: str = "",
    caption: Text = "",
    source: Text = "",
    empty: str = "Nothing to count.",
) -> Block:
    """Draw one horizontal bar a row, in the frame's order, stacked if several columns are given.

    Parameters
    ----------
    frame : DataFrame
        One row a bar. Column `label` names it; the columns `values` are the lengths of its parts,
        none below 0; a missing one counts as 0.
    values : str or sequence of str
        The column of the bars' length, or up to six columns, whose names the key shows.
    title, alt
        As for `ranges`.
    """
    names = (values,) if isinstance(values, str) else tuple(values)
    if len(names) > len(SERIES):
        raise ValueError(f"values: up to {len(SERIES)} columns can be told apart, got {len(names)}")
    rows = []
    for row in frame.to_dict("records"):
        parts = tuple(_number(row[name]) or 0.0 for name in names)
        rows.append(Row(str(row["label"]), _format(sum(parts)), "", 0.0, sum(parts), parts))
    return _charts(rows, names, Chart("", title, alt, caption, source), empty)


def _number(value: object) -> float | None:
    number = pd.to_numeric(cast("Any", value), errors="coerce")
    return None if pd.isna(number) else float(number)


def _format(number: float) -> str:
    return f"{number:,.0f}" if number == round(number) else f"{number:,.2f}".rstrip("0")


def _bounds(low: float | None, high: float | None, unit: object) -> str:
    if low is not None and high is not None:
        words = _format(low) if low == high else f"{_format(low)}–{_format(high)}"
    else:
        words = f"{_format(low)} or more" if low is not None else f"up to {_format(high or 0.0)}"
    name = unit if isinstance(unit, str) else ""
    return f"{words}{'' if name == '%' else ' '}{name}".strip()


def _alt(rows: Sequence[Row], names: Sequence[str]) -> str:
    shown = []
    for row in rows[:30]:
        split = ", ".join(f"{n} {_format(p)}" for n, p in zip(names, row.parts, strict=False))
        panel = f"{row.panel}, " if row.panel else ""
        shown.append(f"{panel}{row.label}: {row.value}{f' ({split})' if len(names) > 1 else ''}")
    more = f"; and {len(rows) - 30} more" if len(rows) > 30 else ""
    return "; ".join(shown) + more + "."


def _charts(rows: list[Row], names: tuple[str, ...], words: Chart, empty: str) -> Block:
    if not rows:
        return Notice(empty)
    pages = list(pages_of(rows))
    charts = []
    for number, page in enumerate(pages, start=1):
        part = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
        alt = (
            words.alt + part if words.alt else _alt([row for panel in page for row in panel], names)
        )
        # A phone's drawing doubles the size of a brief; where charts fill pages it has to scroll.
        narrow = draw(page, names, NARROW) if len(pages) <= _NARROW_PAGES else ""
        svg = draw(page, names, WIDE)
        charts.append(replace(words, svg=svg, narrow=narrow, title=words.title + part, alt=alt))
    return charts[0] if len(charts) == 1 else Stack(charts)
