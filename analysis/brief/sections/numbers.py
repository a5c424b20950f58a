"""Figures: a chart and a table, each figure as one source gives it."""

from __future__ import annotations

import pandas as pd

from analysis.brief.blocks import (
    Block,
    Column,
    Notice,
    Row,
    Run,
    Table,
)
from analysis.brief.charts import ranges
from analysis.brief.evidence import attributed_to, citations
from analysis.brief.selection import View
from analysis.brief.wording import capital, day, listed
from analysis.tables.schema import rows as table_rows

__all__ = ["figure_rows", "figures_chart", "figures_table"]

_CHART_ROWS = 24


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
    """Ranges by source and date, one panel for each thing counted in two figures or more."""
    rows = figure_rows(view)
    counts = rows["unit"].value_counts()
    drawn = rows[rows["unit"].map(counts).fillna(0).ge(2) & (rows["unit"] != "")]
    drawn = drawn[drawn[["low", "high"]].notna().any(axis=1)].head(_CHART_ROWS)
    if drawn.empty:
        return Notice("No two figures count the same thing, so there is nothing to compare.")
    frame = pd.DataFrame(
        {
            "label": [
                f"{capital(w)}, {day(d)}" for w, d in zip(drawn["who"], drawn["when"], strict=True)
            ],
            "low": drawn["low"],
            "high": drawn["high"],
            "counted": drawn["unit"].map(capital),
            "unit": drawn["unit"],
            "value": drawn["text"],
        }
    ).sort_values("counted", kind="stable")
    bounds = drawn[["low", "high"]].max(axis=1)
    largest = table_rows(drawn)[int(bounds.to_numpy().argmax())]
    words = (
        f"The figures speak of {listed(sorted(set(drawn['unit'])), most=4)}; "
        f"the largest is “{largest['text']}” ({largest['who']})"
    )
    return ranges(frame, title=words, source="As given in the seeds; not all count the same thing.")


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
