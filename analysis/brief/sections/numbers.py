"""Figures: a chart and a table, each figure as one source gives it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.brief.blocks import Block, Run
from analysis.brief.charts import Mark, Panel, compact, contention, ordinals
from analysis.brief.choices import contended
from analysis.brief.evidence import attributed_to, citations, whose
from analysis.brief.sections.words import chart_words, joined, table
from analysis.brief.selection import View
from analysis.brief.things import counted_things, quotes_both, thing_name
from analysis.brief.wording import capital, count, counted, day, listed, number, phrases
from analysis.tables.schema import rows as table_rows

__all__ = ["contention_chart", "contention_table", "figure_rows", "figures_table"]


def figure_rows(view: View) -> list[Mapping[str, Any]]:
    """The figures in scope, each with who gives it and when."""
    return [
        {
            **row,
            "who": whose(view, claim) if claim else attributed_to(view, ()),
            "when": view.documents[row["doc_id"]]["published"],
            "said": claim["reported_at"] if claim else view.documents[row["doc_id"]]["published"],
        }
        for row in table_rows(view.tables.figures)
        for claim in (view.claims.get(row["claim_id"]),)
    ]


def contention_chart(view: View, most: int = 6, least: int = 2) -> Block:
    """Figures over time by source, one panel for each thing that is counted.

    Parameters
    ----------
    view : View
    most : int
        So many panels, those in dispute and with most sources first; 0 for all.
    least : int
        How often a thing must be told of to be drawn: by several sources, in several seeds or of
        several days. All that one source says of one day, such as in a table, is told once.
    """
    given = {row["figure_id"]: row for row in figure_rows(view)}
    placed: dict[str, list[tuple[Mapping[str, Any], Mark]]] = {}
    for thing, figures in counted_things(view):
        marks = [(given[x["figure_id"]], _mark(given[x["figure_id"]], view)) for x in figures]
        group = [(row, mark) for row, mark in marks if mark is not None]
        if group:
            placed[thing] = group
    drawn = sum(map(len, placed.values()))
    disputed = _conflicts(view)
    found = [
        _panel(thing, group, disputed) for thing, group in placed.items() if _told(group) >= least
    ]
    found.sort(key=_weight)
    shown = found[:most] if most else found
    left_out = [
        counted("not_drawn_things", len(found) - len(shown)),
        counted("not_drawn_once", len(placed) - len(found)),
        counted("not_drawn_figures", len(view.tables.figures) - drawn),
    ]
    note = f" Not drawn: {listed(left_out)}." if any(left_out) else ""
    fixed = phrases("charts")["contention"]
    conflict = fixed["conflict"] if any(panel.conflicts for panel in shown) else ""
    title = _message(shown[0]) if shown else ""
    return contention(shown, *chart_words("contention", title, fixed["data"] + note, conflict))


def _told(group: Sequence[tuple[Mapping[str, Any], Mark]]) -> int:
    return len({(row["who"], row["when"], mark.when) for row, mark in group})


def _mark(row: Mapping[str, Any], view: View) -> Mark | None:
    """A figure at its date; None if it has no bound or nothing dates it."""
    claim = view.claims.get(row["claim_id"])
    low, high = (None if pd.isna(row[name]) else float(row[name]) for name in ("low", "high"))
    first, last = _dated(row, claim)
    days = ordinals(first), ordinals(last)
    if days[0] is None or days[1] is None or (low is None and high is None):
        return None
    when = " to ".join(day(each, short=True) for each in dict.fromkeys((first, last)))
    start, end = min(days[0][0], days[1][0]), max(days[0][1], days[1][1])
    return Mark(capital(row["who"]), _value(row, low, high), when, start, end, low, high)


def _dated(row: Mapping[str, Any], claim: Mapping[str, Any] | None) -> tuple[str, str]:
    """The first and last day that a figure is given for, else those when it was said."""
    own, _, until = row["as_of"].partition("/")
    if own and not row["as_of"].startswith("--") and not until.startswith("--"):
        return own, until or own
    if claim is not None and (claim["event_start"] or claim["event_end"]):
        first, last = claim["event_start"], claim["event_end"] or claim["reported_at"]
        return first or last, last or first
    said = claim["reported_at"] if claim is not None else ""
    return (said or row["when"],) * 2


def _value(row: Mapping[str, Any], low: float | None, high: float | None) -> str:
    """The number in words: what the text says around it; of words the number, else the text."""
    if not any(char.isdigit() for char in row["text"]):
        whole = low is not None and low == high and low.is_integer() and not row["approximator"]
        return number(int(low)) if whole and low is not None else str(row["text"])
    about = row["approximator"].lower()
    if low is not None and high is not None:
        if low != high:
            return _range(compact(low), compact(high))
        return f"{about} {compact(low)}".strip()
    bound = low if low is not None else high or 0.0
    return f"{about or ('up to' if low is None else 'at least')} {compact(bound)}"


def _range(low: str, high: str) -> str:
    """Two bounds; a word that both end in stands once: "40–60 million"."""
    first, _, word = low.partition(" ")
    return f"{first}–{high}" if word and high.endswith(f" {word}") else f"{low}–{high}"


def _panel(
    thing: str,
    group: Sequence[tuple[Mapping[str, Any], Mark]],
    disputed: Mapping[frozenset[str], str],
) -> Panel:
    head, names = thing_name(thing, [row for row, _ in group])
    marks = [mark for _, mark in group]
    pairs = [
        (a, b)
        for b in range(len(group))
        for a in range(b)
        if _disputed(group[a][0], group[b][0], disputed)
    ]
    return Panel(head, listed(names, most=5), marks, pairs)


def _conflicts(view: View) -> dict[frozenset[str], str]:
    """The pairs of claims in conflict, each with the reason, which quotes the figures."""
    links = view.tables.links
    chosen = table_rows(links[links["relation"] == "conflicts"])
    return {frozenset((row["from_id"], row["to_id"])): row["why"] for row in chosen}


def _disputed(
    one: Mapping[str, Any], other: Mapping[str, Any], conflicts: Mapping[frozenset[str], str]
) -> bool:
    why = conflicts.get(frozenset((one["claim_id"], other["claim_id"])), "")
    return quotes_both(why, one, other)


def _weight(panel: Panel) -> tuple[bool, bool, float, int, str]:
    """What is disputed first, then what several sources count, the widest apart before others."""
    bounds = [abs(bound) for mark in panel.marks for bound in mark.bounds]
    apart = max(bounds) / min(bounds) if min(bounds) else max(bounds)
    alone = len({mark.label for mark in panel.marks}) == 1
    return not panel.conflicts, alone, -apart, -len(panel.marks), panel.head


def _message(panel: Panel) -> str:
    """The lowest and the highest figure of a panel, each with whose it is and when."""
    lowest = min(panel.marks, key=lambda mark: (min(mark.bounds), max(mark.bounds)))
    highest = max(panel.marks, key=lambda mark: (max(mark.bounds), mark.high is None))
    if len(panel.marks) == 1 or all(mark.value == lowest.value for mark in panel.marks):
        told = "" if len(panel.marks) == 1 else f" in all {count(len(panel.marks), 'figure')}"
        who = f" ({lowest.label}, {lowest.when})" if len(panel.marks) == 1 else ""
        return f"{panel.head}: {lowest.value}{told}{who}"
    said = [f"{mark.value} ({mark.label}, {mark.when})" for mark in (lowest, highest)]
    joined = f"from {said[0]} to {said[1]}" if lowest.low is not None else " and ".join(said)
    return f"{panel.head}: {joined}"


def contention_table(view: View) -> Block:
    """The things that two sources or more count, each figure with its source, date and citation."""
    found, every = citations(view), contended(view)
    given = {row["figure_id"]: row for row in figure_rows(view)}
    shown = every[: view.lengths.things]
    rows = []
    for thing, figures in shown:
        told = [
            (
                Run(row["text"], "quote"),
                f", {given[row['figure_id']]['who']}, {day(given[row['figure_id']]['said'])} ",
                found.cite(row["claim_id"], "figures"),
            )
            for row in sorted(figures, key=_least)
        ]
        head, names = thing_name(thing, figures)
        counts = (Run(head, "strong"), Run(f" {listed(names, most=3)}", "muted"))
        rows.append((counts, joined(told)))
    return table("contention", rows, counted("figures_more", len(every) - len(shown)))


def _least(row: Mapping[str, Any]) -> tuple[float, float]:
    """The order of figures from the lowest: by the lower bound where the text gives one."""
    known = [float(row[name]) for name in ("low", "high") if not pd.isna(row[name])] or [math.inf]
    return known[0], math.inf if pd.isna(row["high"]) else known[-1]


def figures_table(view: View) -> Block:
    """Every figure in scope as written, with bounds, what it counts, whose it is and its claim."""
    found = citations(view)
    rows = [
        (
            Run(row["text"], "quote"),
            _bound(row["low"]),
            _bound(row["high"]),
            row["counted"] or row["unit"] or "not stated",
            capital(row["who"]),
            day(row["when"]),
            found.cite(row["claim_id"], "figures"),
        )
        for row in figure_rows(view)
    ]
    note = "An empty bound is one that the text does not give. Ranges and words are the seeds’ own."
    return table("figures", rows, note)


def _bound(value: float) -> str:
    if pd.isna(value):
        return ""
    return f"{value:,.0f}" if value == round(value) else f"{value:,g}"
