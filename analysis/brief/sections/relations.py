"""How claims stand to each other, when they were made, and which sources are one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.brief.blocks import Block, Column, Row, Run, Table, Text
from analysis.brief.evidence import attributed_to
from analysis.brief.selection import View
from analysis.brief.wording import capital, count, day, shortened
from analysis.model import quote
from analysis.tables.schema import rows as table_rows

__all__ = ["AGAINST", "FOR", "links_table", "merges_table", "timeline_table"]

AGAINST = ("conflicts", "denies", "updates")
FOR = ("corroborates", "repeats", "related")
_ORDER = (*AGAINST, *FOR)
_VERBS = {"conflicts": "conflicts with", "related": "is related to"}

_DATED = {"vague": "about ", "": ""}


def links_table(view: View, relations: Sequence[str] = _ORDER, each: int = 0) -> Block:
    """Pairs of claims of the given relations with the reason; `each`: so many of each, or all."""
    claims = {row["claim_id"]: row for row in table_rows(view.tables.claims)}
    links = view.tables.links
    chosen = [table_rows(links[links["relation"] == name]) for name in _ORDER if name in relations]
    shown = [row for some in chosen for row in (some[:each] if each else some)]
    rows = [
        Row(
            (
                _claim(view, claims[row["from_id"]]),
                Run(_VERBS.get(row["relation"], row["relation"]), "strong"),
                _claim(view, claims[row["to_id"]]),
                row["why"],
            )
        )
        for row in shown
    ]
    columns = [
        Column("Claim", width=2.7),
        Column("Relation", width=1.1),
        Column("Other claim", width=2.7),
        Column("Why", width=2.7),
    ]
    rest = sum(map(len, chosen)) - len(shown)
    note = f"{capital(count(rest, 'more link'))}: see the claims notebook." if rest else ""
    empty = "No two claims in scope stand so to each other."
    return Table("Claims held against each other", columns, rows, note, empty=empty)


def _claim(view: View, row: Mapping[str, Any]) -> Text:
    words = shortened(quote(view.texts[row["doc_id"]], row["spans"]), 160)
    said = f" {capital(attributed_to(view, row['source_ids']))}, {day(row['reported_at'])}"
    return (Run(f"“{words}”", "quote"), Run(said, "muted"))


def timeline_table(view: View) -> Block:
    """The claims that give a date of their own: when it happened, when it was said."""
    claims = view.tables.claims
    dated = [row for row in table_rows(claims) if row["event_precision"]]
    dated.sort(key=lambda row: (row["event_start"] or row["event_end"], row["reported_at"]))
    rows = [
        Row(
            (
                _happened(row),
                day(row["reported_at"]),
                Run(f"“{shortened(quote(view.texts[row['doc_id']], row['spans']), 220)}”", "quote"),
                capital(attributed_to(view, row["source_ids"])),
            )
        )
        for row in dated
    ]
    columns = [
        Column("Happened", width=1.5),
        Column("Said", width=1.2),
        Column("Claim, in the seed’s words", width=4),
        Column("Source", width=1.6),
    ]
    note = (
        f"{count(len(claims) - len(rows), 'other claim')} in scope tell no date of what happened."
    )
    empty = "No claim in scope tells when something happened."
    return Table("What happened when", columns, rows, capital(note) if rows else "", empty=empty)


def _happened(row: Mapping[str, Any]) -> str:
    first, last = row["event_start"], row["event_end"]
    about = _DATED.get(row["event_precision"], "")
    if not last:
        return f"since {about}{day(first)}"
    if not first:
        return f"until {about}{day(last)}"
    return about + (day(first) if first == last else f"{day(first)} to {day(last)}")


def merges_table(view: View) -> Block:
    """Sources that several seeds name, and the evidence that they are one."""
    named = {row["source_id"]: row["name"] for row in table_rows(view.everything.sources)}
    merged = [row for row in table_rows(view.tables.merges) if row["source_id"] in named]
    merged.sort(key=lambda row: (named[row["source_id"]], row["doc_id"]))
    rows = [
        Row(
            (
                named[row["source_id"]],
                f"“{row['name']}”",
                Run(row["doc_id"], "mono"),
                capital(row["why"]),
            )
        )
        for row in merged
    ]
    columns = [
        Column("Source", width=1.6),
        Column("Called", width=1.6),
        Column("In the seed", width=2.2),
        Column("Why it is the same", width=3),
    ]
    empty = "No source in scope is named by two seeds."
    return Table("Sources that are one", columns, rows, empty=empty)
