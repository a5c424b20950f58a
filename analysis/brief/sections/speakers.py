"""Who speaks: a chart and a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.brief.blocks import Block, Chart, Run, Text
from analysis.brief.charts import Bar, bars
from analysis.brief.sections.words import more, table
from analysis.brief.selection import View
from analysis.brief.wording import capital, count, listed, phrases
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
    fixed = phrases("charts")["sources"]
    words = Chart("", title, "", fixed["reading"], source)
    return bars(bars_, CERTAINTIES, words, fixed["empty"])


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
    cells = [_source_cells(view, row) for row in table_rows(shown)]
    note = more(len(rows) - len(shown), "source", "sources")
    own = int((view.tables.claims["attribution"] == "none").sum())
    told = f" The seeds’ authors make {count(own, 'claim')} of their own." if own else ""
    return table("sources", cells, (note + told).strip())


def _source_cells(view: View, row: Mapping[str, Any]) -> tuple[Text, ...]:
    source = view.sources[row["source_id"]]
    known = ", ".join(part for part in (source["role"], source["affiliation"]) if part)
    name = source["name"] if source["resolved"] else f"“{source['name']}” (not resolved)"
    return (
        Run(name, "strong"),
        known or Run("not given", "muted"),
        source["kind"].replace("_", " "),
        source["sourcing"].replace("_", " "),
        str(row["n"]),
        str(source["n_documents"]),
    )
