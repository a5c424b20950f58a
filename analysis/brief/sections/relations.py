"""How claims stand to each other, when they were made, and which sources are one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.brief.blocks import Block, Column, Row, Run, Table, Text
from analysis.brief.choices import Standing, changed, disputed, happenings
from analysis.brief.evidence import CITED_OTHERS, citations
from analysis.brief.sections.words import joined, said, voiced
from analysis.brief.selection import View
from analysis.brief.wording import capital, count, day, span, verb
from analysis.tables.schema import rows as table_rows

__all__ = ["AGAINST", "FOR", "disputes_table", "links_table", "merges_table", "timeline_table"]

AGAINST = ("conflicts", "denies", "updates")
FOR = ("corroborates", "repeats", "related")
_ORDER = (*AGAINST, *FOR)

_DATED = {"vague": "about ", "": ""}


def disputes_table(view: View) -> Block:
    """Claims that conflict with others, deny them or take their place, the latest first."""
    most = view.lengths.disputes
    every = disputed(view), changed(view)
    shown = [each for some in every for each in some[:most]]
    rows = [
        Row(
            (
                _cited(view, each.claim),
                Run(verb(each.relation), "strong"),
                _others(view, each),
            )
        )
        for each in shown
    ]
    columns = [
        Column("Claim", width=3),
        Column("Relation", width=1),
        Column("Earlier claims", width=3.6),
    ]
    rest = sum(map(len, every)) - len(shown)
    note = "The evidence annex gives the reason for each; the claims notebook lists every link."
    stand = "stands" if rest == 1 else "stand"
    note = f"{capital(count(rest, 'more claim'))} {stand} so to others. {note}" if rest else note
    empty = "No two claims in scope conflict, and none denies or replaces another."
    return Table("Disputed or changed", columns, rows, note if rows else "", empty=empty)


def _others(view: View, each: Standing) -> Text:
    others = [_cited(view, row) for row in each.others[:CITED_OTHERS]]
    rest = len(each.others) - len(others)
    return joined([*others, [f"{count(rest, 'more claim')}"]] if rest else others)


def _cited(view: View, row: Mapping[str, Any]) -> list[str | Run]:
    who = Run(f" {voiced(view, row)} ", "muted")
    return [*said(view, row), who, citations(view).cite(row["claim_id"], "disputed")]


def links_table(view: View, relations: Sequence[str] = _ORDER) -> Block:
    """Every pair of claims of the given relations, with the reason."""
    claims = {row["claim_id"]: row for row in table_rows(view.tables.claims)}
    links = view.tables.links
    rows = [
        Row(
            (
                _claim(view, claims[row["from_id"]]),
                Run(verb(row["relation"]), "strong"),
                _claim(view, claims[row["to_id"]]),
                row["why"],
            )
        )
        for name in _ORDER
        if name in relations
        for row in table_rows(links[links["relation"] == name])
    ]
    columns = [
        Column("Claim", width=2.7),
        Column("Relation", width=1.1),
        Column("Other claim", width=2.7),
        Column("Why", width=2.7),
    ]
    empty = "No two claims in scope stand so to each other."
    return Table("Claims held against each other", columns, rows, empty=empty)


def _claim(view: View, row: Mapping[str, Any]) -> Text:
    return (*said(view, row), Run(f" {voiced(view, row)}", "muted"))


def timeline_table(view: View) -> Block:
    """The claims that give a date of their own: when it happened, when it was said."""
    found, dated = citations(view), view.tables.claims["event_precision"] != ""
    shown = happenings(view, view.lengths.happenings)
    rows = [
        Row(
            (
                _happened(row),
                (*said(view, row, 200), " ", found.cite(row["claim_id"], "timeline")),
                voiced(view, row),
            )
        )
        for row in shown
    ]
    columns = [
        Column("Happened", width=1.6),
        Column("Claim, in the seed’s words", width=4.4),
        Column("Source, and when it was said", width=2),
    ]
    left, undated = int(dated.sum()) - len(rows), int((~dated).sum())
    notes = [
        f"{capital(count(left, 'more dated claim'))}: see the claims notebook." if left else "",
        f"{capital(count(undated, 'claim'))} in scope "
        f"{'tells' if undated == 1 else 'tell'} no date of what happened."
        if undated
        else "",
    ]
    empty = "No claim in scope tells when something happened."
    return Table(
        "What happened when",
        columns,
        rows,
        " ".join(filter(None, notes)) if rows else "",
        empty=empty,
    )


def _happened(row: Mapping[str, Any]) -> str:
    first, last = row["event_start"], row["event_end"]
    about = _DATED.get(row["event_precision"], "")
    if not last:
        return f"since {about}{day(first)}"
    if not first:
        return f"until {about}{day(last)}"
    return about + span(first, last)


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
