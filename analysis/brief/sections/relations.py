"""How claims stand to each other, when they were made, and which sources are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.brief.blocks import Block, Run, Text
from analysis.brief.choices import Standing, changed, disputed, happenings
from analysis.brief.evidence import CITED_OTHERS, citations
from analysis.brief.sections.words import happened, joined, said, table, voiced
from analysis.brief.selection import View
from analysis.brief.wording import capital, count, counted, verb
from analysis.tables.schema import rows as table_rows

__all__ = ["AGAINST", "FOR", "disputes_table", "links_table", "merges_table", "timeline_table"]

AGAINST = ("conflicts", "denies", "updates")
FOR = ("corroborates", "repeats", "related")
_ORDER = (*AGAINST, *FOR)
_CHAINS = ("updates", "repeats")
"""Relations in which a claim that leads to a second one, and so to a third, leads to that too."""


def disputes_table(view: View) -> Block:
    """Claims that conflict with others, deny them or take their place, the latest first."""
    most = view.lengths.disputes
    every = disputed(view), changed(view)
    shown = [each for some in every for each in some[:most]]
    rows = [
        (_cited(view, each.claim), Run(verb(each.relation), "strong"), _others(view, each))
        for each in shown
    ]
    rest = sum(map(len, every)) - len(shown)
    note = (
        "The evidence annex gives the reason for each; the claims notebook lists more, "
        "the table of links all."
    )
    return table("disputes", rows, counted("disputes_more", rest) + note if rows else "")


def _others(view: View, each: Standing) -> Text:
    others = [_cited(view, row) for row in each.others[:CITED_OTHERS]]
    rest = len(each.others) - len(others)
    return joined([*others, [f"{count(rest, 'more claim')}"]] if rest else others)


def _cited(view: View, row: Mapping[str, Any]) -> list[str | Run]:
    who = Run(f" — {voiced(view, row)} ", "muted")
    return [*said(view, row), who, citations(view).cite(row["claim_id"], "disputed")]


def links_table(view: View, relations: Sequence[str] = _ORDER) -> Block:
    """Every pair of claims of the given relations, with the reason.

    What a claim takes the place of had often itself taken that of others: those are only counted.
    """
    claims, links = view.claims, view.tables.links
    every = {
        name: table_rows(links[links["relation"] == name]) for name in _ORDER if name in relations
    }
    shown = {name: _nearest(rows) if name in _CHAINS else rows for name, rows in every.items()}
    rows = [
        (
            _claim(view, claims[row["from_id"]]),
            Run(verb(row["relation"]), "strong"),
            _claim(view, claims[row["to_id"]]),
            row["why"],
        )
        for found in shown.values()
        for row in found
    ]
    left = sum(len(every[name]) - len(shown[name]) for name in every)
    return table("links", rows, counted("links_more", left))


def _nearest(links: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The links of one relation without those that lead through another claim as well."""
    to = defaultdict[str, set[str]](set)
    for row in links:
        to[row["from_id"]].add(row["to_id"])
    return [
        row
        for row in links
        if not any(row["to_id"] in to[other] for other in to[row["from_id"]] - {row["to_id"]})
    ]


def _claim(view: View, row: Mapping[str, Any]) -> Text:
    return (*said(view, row), Run(f" — {voiced(view, row)}", "muted"))


def timeline_table(view: View) -> Block:
    """The claims that give a date of their own: when it happened, when it was said."""
    found, dated = citations(view), view.tables.claims["event_precision"] != ""
    shown = happenings(view, view.lengths.happenings)
    rows = [
        (
            happened(row),
            (*said(view, row, 200), " ", found.cite(row["claim_id"], "timeline")),
            voiced(view, row),
        )
        for row in shown
    ]
    left, undated = int(dated.sum()) - len(rows), int((~dated).sum())
    notes = counted("claims_more", left), counted("undated", undated)
    return table("timeline", rows, " ".join(filter(None, notes)) if rows else "")


def merges_table(view: View) -> Block:
    """Sources that several seeds name, and the evidence that they are one."""
    named = {row["source_id"]: row["name"] for row in table_rows(view.everything.sources)}
    merged = [row for row in table_rows(view.tables.merges) if row["source_id"] in named]
    merged.sort(key=lambda row: (named[row["source_id"]], row["doc_id"]))
    rows = [
        (
            capital(named[row["source_id"]]),
            f"“{row['name']}”",
            Run(row["doc_id"], "mono"),
            capital(row["why"]),
        )
        for row in merged
    ]
    return table("merges", rows)
