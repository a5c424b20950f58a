"""Who speaks: a chart and a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.brief.blocks import Block, Run, Text
from analysis.brief.charts import Bar, bars
from analysis.brief.sections.words import chart_words, table
from analysis.brief.selection import View
from analysis.brief.wording import capital, count, counted, listed
from analysis.model import CERTAINTIES

__all__ = ["sources_chart", "sources_table"]

_NAMED = 3
"""Sources that a title names if they are heard equally often."""


def sources_chart(view: View, most: int = 8) -> Block:
    """Claims of each source by certainty, the `most` heard first."""
    heard = _heard(view)
    shown = heard[:most]
    bars_ = [
        Bar(capital(view.sources[name]["name"]), tuple(float(held[x]) for x in CERTAINTIES))
        for name, held in shown
    ]
    rest = len(heard) - len(shown)
    source = counted("not_drawn_sources", rest)
    title = _most_heard([(view.sources[name]["name"], held.total()) for name, held in heard])
    return bars(bars_, CERTAINTIES, *chart_words("sources", title, source))


def _most_heard(voices: Sequence[tuple[str, int]]) -> str:
    """Who is heard most, all of them where several are heard as often."""
    if not voices:
        return ""
    most = voices[0][1]
    first = [name for name, claims in voices if claims == most]
    claims = count(most, "claim")
    if len(first) == 1:
        return f"{capital(first[0])} is heard most, with {claims}"
    if len(first) > _NAMED:
        return f"{capital(count(len(first), 'source'))} are heard most, with {claims} each"
    return f"{capital(listed(first))} are heard most, with {claims} each"


def _heard(view: View) -> list[tuple[str, Counter[str]]]:
    """The sources that speak in scope, with their claims by certainty; those heard most first."""
    held: dict[str, Counter[str]] = {}
    for row in view.claims.values():
        for name in row["source_ids"]:
            if view.sources[name]["kind"] != "author":
                held.setdefault(name, Counter())[row["certainty"]] += 1
    named = {name: view.sources[name]["name"] for name in held}
    return sorted(
        held.items(), key=lambda item: (-item[1].total(), named[item[0]].lower(), named[item[0]])
    )


def sources_table(view: View) -> Block:
    """Who speaks: name, role, kind, how openly, and how much; those heard most first."""
    heard = _heard(view)
    shown = heard[: view.lengths.speakers]
    cells = [_source_cells(view.sources[name], held.total()) for name, held in shown]
    note = counted("sources_more", len(heard) - len(shown))
    own = int((view.tables.claims["attribution"] == "none").sum())
    return table("sources", cells, (note + counted("own_claims", own)).strip())


def _source_cells(source: Mapping[str, Any], claims: int) -> tuple[Text, ...]:
    known = ", ".join(part for part in (source["role"], source["affiliation"]) if part)
    name = source["name"] if source["resolved"] else f"“{source['name']}” (not resolved)"
    return (
        Run(capital(name), "strong"),
        known or Run("not given", "muted"),
        source["kind"].replace("_", " "),
        source["sourcing"].replace("_", " "),
        str(claims),
        str(source["n_documents"]),
    )
