"""Charts in one style, drawn through seaborn: each function takes plain values and gives a block.

Figures over time (`contention`), bars that count (`bars`), events and when they were told
(`timeline`), counts in a grid (`matrix`). A chart is as tall as what it shows; what does not fit
on half a page goes on in further drawings. Without anything to draw a notice says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from analysis.brief.blocks import Block, Chart, Notice, Stack
from analysis.brief.charts.bars import Bar, draw_bars
from analysis.brief.charts.matrix import draw_matrix
from analysis.brief.charts.panels import LABELLED, Mark, Panel, draw_panels
from analysis.brief.charts.scales import compact, ordinals
from analysis.brief.charts.timeline import Event, draw_timeline, leaves_out

__all__ = [
    "LABELLED",
    "Bar",
    "Event",
    "Mark",
    "Panel",
    "bars",
    "compact",
    "contention",
    "leaves_out",
    "matrix",
    "ordinals",
    "timeline",
]

_SPOKEN = 30
"""Rows that the words for those who cannot see a chart spell out; they count the rest."""

_NARROW_PAGES = 8
"""Beyond this a phone scrolls the wide drawing: a second set would double the size of a page."""

Item = TypeVar("Item")


def contention(panels: Sequence[Panel], words: Chart, empty: str) -> Block:
    """Figures over time, one panel for each thing counted, marks labelled with their source.

    Parameters
    ----------
    panels : sequence of Panel
        Each with one mark or more, and every mark with one bound or more.
    words : Chart
        Title, caption and source of the chart; an empty `alt` is written from the marks.
    empty : str
        What to say if there is no panel.
    """
    return _block(panels, words, empty, _spoken(panels), draw_panels)


def bars(rows: Sequence[Bar], names: Sequence[str], words: Chart, empty: str) -> Block:
    """Bars in the order given, split into three parts whose names a key above them shows."""

    def spoken(bar: Bar) -> str:
        parts = ", ".join(
            f"{name} {compact(part)}" for name, part in zip(names, bar.parts, strict=True) if part
        )
        split = f" ({parts})" if parts else ""
        return f"{bar.label}: {compact(sum(bar.parts))}{split}"

    return _block(
        rows, words, empty, [spoken(bar) for bar in rows], partial(draw_bars, names=names)
    )


def timeline(events: Sequence[Event], spoken: Sequence[str], words: Chart, empty: str) -> Block:
    """Events in the order given on one axis of time; `spoken` says each in words."""
    return _block(events, words, empty, spoken, draw_timeline)


def matrix(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Sequence[Sequence[int]],
    words: Chart,
    empty: str,
) -> Block:
    """Counts in a grid, each in a disc of its size."""
    if not any(map(any, counts)):
        return Notice(empty)
    spoken = [
        f"{name}: "
        + ", ".join(f"{column} {count:,}" for column, count in zip(columns, row, strict=True))
        for name, row in zip(rows, counts, strict=True)
    ]
    return _block(rows, words, empty, spoken, partial(draw_matrix, columns=columns, counts=counts))


def _spoken(panels: Sequence[Panel]) -> list[str]:
    """Each panel in words: its marks from the first to the last, and which of them conflict."""
    found = []
    for panel in panels:
        marks = sorted(panel.marks, key=lambda mark: (mark.first, mark.last))
        said = "; ".join(f"{mark.value} ({mark.label}, {mark.when})" for mark in marks[:_SPOKEN])
        rest = f"; and {len(marks) - _SPOKEN} more" if len(marks) > _SPOKEN else ""
        pairs = ", ".join(
            f"{panel.marks[a].label} with {panel.marks[b].label}"
            for a, b in panel.conflicts[:_SPOKEN]
        )
        conflict = f"; in conflict: {pairs}" if pairs else ""
        found.append(
            f"{panel.head}{f' ({panel.about})' if panel.about else ''}: {said}{rest}{conflict}"
        )
    return found


def _block(
    items: Sequence[Item],
    words: Chart,
    empty: str,
    spoken: Sequence[str],
    draw: Callable[..., list[tuple[range, str]]],
) -> Block:
    """One chart for each part of the wide drawing, its rows in words unless `words` has them."""
    if not items:
        return Notice(empty)
    wide = draw(items, narrow=False)
    charts = []
    for number, (shown, svg) in enumerate(wide, start=1):
        alt = words.alt or _sentences([spoken[n] for n in shown])
        few = len(wide) <= _NARROW_PAGES
        narrow = draw(items[shown.start : shown.stop], narrow=True)[0][1] if few else ""
        part = replace(words, svg=svg, narrow=narrow, alt=alt)
        if number > 1:
            part = replace(part, title=f"Continued, part {number} of {len(wide)}", caption="")
        charts.append(part if number == len(wide) else replace(part, source=""))
    return charts[0] if len(charts) == 1 else Stack(charts)


def _sentences(spoken: Sequence[str]) -> str:
    more = f" And {len(spoken) - _SPOKEN} more." if len(spoken) > _SPOKEN else ""
    return " ".join(f"{words}." for words in spoken[:_SPOKEN]) + more
