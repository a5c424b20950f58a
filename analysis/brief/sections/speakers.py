"""Who speaks: a chart and a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.brief.blocks import (
    Block,
    Chart,
    Column,
    Row,
    Run,
    Table,
)
from analysis.brief.charts import Bar, bars
from analysis.brief.selection import View
from analysis.brief.wording import capital, count, listed
from analysis.model import CERTAINTIES
from analysis.tables.schema import rows as table_rows

__all__ = ["sources_chart", "sources_table"]

_NAMED = 3
"""Sources that a title names if they are heard equally often."""


def sources_chart(view: View, most: int = 8) -> Block:
    """Claims of each source by certainty, the `most` heard first."""
    rows = _speaker_rows(view)
    shown = table_rows(rows.head(most))
    bars_ = [
        Bar(capital(row["label"]), tuple(float(row[level]) for level in CERTAINTIES))
        for row in shown
    ]
    rest = len(rows) - len(shown)
    source = f"Not drawn: {count(rest, 'source')} with fewer claims or as many." if rest else ""
    title = _most_heard(table_rows(rows))
    words = Chart("", title, "", "Claims by the certainty of the source.", source)
    return bars(bars_, CERTAINTIES, words, "No source speaks in scope.")


def _most_heard(rows: Sequence[Mapping[str, Any]]) -> str:
    """Who is heard most, all of them where several are heard as often."""
    if not rows:
        return ""
    most = int(rows[0]["n"])
    first = [row["label"] for row in rows if row["n"] == most]
    claims = count(most, "claim")
    if len(first) == 1:
        return f"{capital(first[0])} is heard most, with {claims}"
    if len(first) > _NAMED:
        return f"{capital(count(len(first), 'source'))} are heard most, with {claims} each"
    return f"{capital(listed(first))} are heard most, with {claims} each"


def _speaker_rows(view: View) -> pd.DataFrame:
    held: dict[str, Counter[str]] = {}
    for row in table_rows(view.tables.claims):
        for source_id in row["source_ids"]:
            if view.sources[source_id]["kind"] != "author":
                held.setdefault(source_id, Counter())[row["certainty"]] += 1
    rows = [
        {
            "source_id": source_id,
            "label": view.sources[source_id]["name"],
            "n": sum(counts.values()),
            **{level: counts[level] for level in CERTAINTIES},
        }
        for source_id, counts in held.items()
    ]
    frame = pd.DataFrame(rows, columns=["source_id", "label", "n", *CERTAINTIES])
    return frame.sort_values(["n", "label"], ascending=[False, True]).reset_index(drop=True)


def sources_table(view: View) -> Block:
    """Who speaks: name, role, kind, how openly, and how much; those heard most first."""
    rows = _speaker_rows(view)
    shown = rows.head(view.lengths.speakers)
    columns = [
        Column("Source", width=2),
        Column("Role and affiliation", width=2.4),
        Column("Kind", width=1.2),
        Column("Sourcing", width=1.1),
        Column("Claims", "right", 0.7),
        Column("Seeds", "right", 0.7),
    ]
    cells = [_source_cells(view, row) for row in table_rows(shown)]
    rest = len(rows) - len(shown)
    note = f"{capital(count(rest, 'more source'))}: see the sources notebook." if rest else ""
    own = int((view.tables.claims["attribution"] == "none").sum())
    told = f" The seeds’ authors make {count(own, 'claim')} of their own." if own else ""
    return Table(
        "Who speaks", columns, cells, (note + told).strip(), empty="No source speaks in scope."
    )


def _source_cells(view: View, row: Mapping[str, Any]) -> Row:
    source = view.sources[row["source_id"]]
    known = ", ".join(part for part in (source["role"], source["affiliation"]) if part)
    name = source["name"] if source["resolved"] else f"“{source['name']}” (not resolved)"
    return Row(
        (
            Run(name, "strong"),
            known or Run("not given", "muted"),
            source["kind"].replace("_", " "),
            source["sourcing"].replace("_", " "),
            str(row["n"]),
            str(source["n_documents"]),
        )
    )
