"""Figures: a chart and a table, each figure as one source gives it."""

from __future__ import annotations

import pandas as pd

from analysis.brief.blocks import (
    Block,
    Column,
    Notice,
    Row,
    Run,
    Stack,
    Table,
)
from analysis.brief.charts import ranges
from analysis.brief.evidence import attributed_to, citations
from analysis.brief.selection import View
from analysis.brief.wording import capital, count, day
from analysis.tables.schema import rows as table_rows

__all__ = ["figure_rows", "figures_chart", "figures_table"]


def figure_rows(view: View) -> pd.DataFrame:
    """The figures in scope, each with who gives it and when."""
    figures = view.tables.figures
    claims = view.tables.claims.set_index("claim_id")
    who, when = [], []
    for row in table_rows(figures):
        claim = claims.loc[row["claim_id"]] if row["claim_id"] in claims.index else None
        who.append(attributed_to(view, claim["source_ids"]) if claim is not None else "not stated")
        when.append(view.documents[row["doc_id"]]["published"])
    return figures.assign(who=who, when=when)


def figures_chart(view: View) -> Block:
    """Ranges by source and date: a chart for each thing that two figures or more count."""
    rows = figure_rows(view)
    bounded = rows[rows[["low", "high"]].notna().any(axis=1) & (rows["unit"] != "")]
    groups = [(str(unit), group) for unit, group in bounded.groupby("unit") if len(group) > 1]
    if not groups:
        return Notice("No two figures count the same thing, so there is nothing to compare.")
    groups.sort(key=lambda pair: (-len(pair[1]), pair[0]))
    return Stack([_chart(unit, group) for unit, group in groups])


def _chart(unit: str, group: pd.DataFrame) -> Block:
    """One thing counted: each figure as its source gives it, in the order of the seeds."""
    figures = table_rows(group)
    bounds = group[["low", "high"]].max(axis=1).to_numpy()
    largest = figures[int(bounds.argmax())]
    seeds = group["doc_id"].nunique()
    words = (
        f"{capital(unit)}: {count(len(figures), 'figure')} in {count(seeds, 'seed')}, "
        f"the largest “{largest['text']}” ({largest['who']})"
    )
    frame = pd.DataFrame(
        {
            "label": [f"{capital(row['who'])}, {day(row['when'])}" for row in figures],
            "low": [row["low"] for row in figures],
            "high": [row["high"] for row in figures],
            "counted": "",
            "unit": unit,
            "value": [row["text"] for row in figures],
        }
    )
    return ranges(
        frame, title=words, source="As the seeds give them; not all count the same thing."
    )


def figures_table(view: View) -> Block:
    """Every figure in scope as written, with bounds, what it counts, whose it is and its claim."""
    found = citations(view)
    columns = [
        Column("As written", width=2.2),
        Column("Low", "right", 0.9),
        Column("High", "right", 0.9),
        Column("Counts", width=1.8),
        Column("Source", width=1.8),
        Column("Seed’s date", width=1.2),
        Column("", "right", 0.5),
    ]
    rows = [
        Row(
            (
                Run(row["text"], "quote"),
                _bound(row["low"]),
                _bound(row["high"]),
                row["counted"] or row["unit"] or "not stated",
                capital(row["who"]),
                day(row["when"]),
                found.cite(row["claim_id"], "figures"),
            )
        )
        for row in table_rows(figure_rows(view))
    ]
    note = "An empty bound is one that the text does not give. Ranges and words are the seeds’ own."
    return Table(
        "Figures in scope", columns, rows, note, empty="The seeds give no figures in scope."
    )


def _bound(value: float) -> str:
    if pd.isna(value):
        return ""
    return f"{value:,.0f}" if value == round(value) else f"{value:,g}"
