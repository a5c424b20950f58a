"""Warnings that a seed, a figure or a claim calls for by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from analysis.assessment.flags import Found
from analysis.tables import Tables
from analysis.tables.schema import rows

__all__ = ["row_flags"]


_ALONE = {"government", "opposition", "parliament", "cabinet"}
"""What a country has one of: it is clear who is meant, though no name stands before it."""


def row_flags(tables: Tables, own: Set[str]) -> Iterator[Found]:
    """Warnings for which no other row is needed; `own` are the claims of the seeds' own authors.

    What a body says in a statement of its own is not among them: the figures there are its own.
    """
    yield from _seed_flags(tables)
    yield from _figure_flags(tables, own)
    yield from _claim_flags(tables)


def _seed_flags(tables: Tables) -> Iterator[Found]:
    for row in rows(tables.documents):
        wanted = {
            "who wrote or published it": row["author"] or row["publisher"],
            "when it was published": row["published"],
            "where it comes from": row["url"] or row["restates"],
        }
        missing = [what for what, value in wanted.items() if not value]
        if missing:
            words = {"missing": " nor ".join(missing)}
            yield Found("no_provenance", row["doc_id"], "", [], words)
    for row in rows(tables.documents[tables.documents["same_as"] != ""]):
        for one, other in ((row["doc_id"], row["same_as"]), (row["same_as"], row["doc_id"])):
            yield Found("copied_seed", one, "", [], {"other": other})


def _figure_flags(tables: Tables, own: Set[str]) -> Iterator[Found]:
    said_by_none = tables.claims["source_ids"].map(len) == 0
    sourceless = own | set(tables.claims.loc[said_by_none, "claim_id"])
    for row in rows(tables.figures):
        if row["claim_id"] in sourceless:
            span = [[row["start"], row["end"]]]
            words = {"figure": row["text"]}
            yield Found("unattributed_figure", row["doc_id"], row["claim_id"], span, words)


def _claim_flags(tables: Tables) -> Iterator[Found]:
    sources = {row["source_id"]: row for row in rows(tables.sources)}
    told: set[tuple[str, str, str]] = set()
    for claim in rows(tables.claims):
        if claim["verification"] == "unverified":
            place = claim["doc_id"], claim["claim_id"], claim["spans"]
            yield Found("unverified_report", *place, {})
        for source_id in claim["source_ids"]:
            rule = _source_rule(sources[source_id], claim)
            if rule and (claim["doc_id"], source_id, rule) not in told:
                told.add((claim["doc_id"], source_id, rule))
                words = {"source": sources[source_id]["name"]}
                place = claim["doc_id"], claim["claim_id"], claim["source_spans"]
                yield Found(rule, *place, words)


def _source_rule(source: Mapping[str, Any], claim: Mapping[str, Any]) -> str:
    """The warning that a claim's source calls for, or ""."""
    if not source["resolved"]:
        return "" if source["name"].casefold() in _ALONE else "unresolved_source"
    if source["sourcing"] in {"unnamed", "background"}:
        return "unnamed_source"
    if source["kind"] == "vague_group":
        return "vague_source" if claim["certainty"] == "certain" else ""
    if source["kind"] == "analyst" and not source["affiliation"]:
        return "missing_affiliation"
    nameless = source["kind"] == "person" and not source["role"] and not source["affiliation"]
    return "missing_role" if nameless else ""
