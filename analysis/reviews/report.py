"""What people decided, in words and figures, for whatever shows assessed tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.reviews.fields import FIELDS, LINKS, OPPOSITES
from analysis.tables import Tables
from analysis.tables.schema import rows
from analysis.wording import day, listed, shortened

__all__ = ["agreement", "by", "marks", "names", "reviewers", "said", "said_value"]

Row = Mapping[str, Any]

_JUDGED = ("verdict", "source", "certainty", "kind", "stance", "verification", "status")
"""The fields in which a person can agree with the machine; credibility only a person sets."""

_ACCEPTED = ("verdict", "accepted")


def agreement(tables: Tables) -> pd.DataFrame:
    """How often people agree with the machine, field by field.

    A row counts for a field if somebody decided that field of it, or accepted the row as it
    stands. It agrees unless the decided value is another than the machine's; for ``verdict``,
    unless the row was rejected.

    Returns
    -------
    DataFrame
        ``field``, ``n`` (rows judged) and ``agreed`` (rows in which people agree); fields that
        nobody judged are left out. A last row ``missed`` has the number of rows that people
        added, none of which the machine had found.
    """
    held = [row for row in rows(tables.reviews) if row["status"] == "applied"]
    added = {row["row_id"] for row in held if row["field"] == "added"}
    judged = [row for row in held if row["row_id"] not in added]
    accepted = {row["row_id"] for row in judged if (row["field"], row["value"]) == _ACCEPTED}
    found = []
    for field in _JUDGED:
        on_field = {row["row_id"]: row for row in judged if row["field"] == field}
        by_accepting = {name for name in accepted if _kind(name, field)} - set(on_field)
        agreed = sum(_agrees(row) for row in on_field.values()) + len(by_accepting)
        found.append((field, len(on_field) + len(by_accepting), agreed))
    found.append(("missed", len(added), 0))
    table = pd.DataFrame(found, columns=["field", "n", "agreed"])
    return table[table["n"] > 0].reset_index(drop=True)


def _kind(row_id: str, field: str) -> bool:
    """Whether a row, known by the first letter of its id, has the field."""
    table = {"c": "claims", "q": "questions", "w": "flags"}.get(row_id.partition("-")[0], "")
    return table in FIELDS[field].tables


def _agrees(row: Row) -> bool:
    if row["field"] == "verdict":
        return bool(row["value"] == "accepted")
    return bool(row["value"] == row["machine_value"])


def reviewers(tables: Tables) -> dict[str, tuple[int, str]]:
    """By the name of each reviewer, how many decisions hold and the date of the last; "" if none.

    Decisions of nobody named count under "unnamed".
    """
    held: dict[str, list[str]] = {}
    for row in rows(tables.reviews):
        if row["status"] == "applied":
            held.setdefault(row["reviewer"] or "unnamed", []).append(str(row["date"] or ""))
    return {name: (len(dates), max(dates)) for name, dates in sorted(held.items())}


def marks(tables: Tables) -> dict[str, list[str]]:
    """What people decided on each row, by its id: "certainty: probable, not certain (KL, ...)"."""
    called = names(tables)
    found: dict[str, list[str]] = {}
    for row in rows(tables.reviews):
        if row["status"] == "applied":
            found.setdefault(row["row_id"], []).append(said(row, called))
    return found


def names(tables: Tables) -> dict[str, str]:
    """What to call the rows that decisions name, by id: sources, and claims that are linked."""
    called = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
    told = tables.reviews.loc[tables.reviews["field"].isin(LINKS), "value"]
    linked = tables.claims[tables.claims["claim_id"].isin(told)]
    for claim_id, text in zip(linked["claim_id"], linked["text"], strict=True):
        called[claim_id] = f"“{shortened(text, 60)}”"
    return called


def said(row: Row, called: Mapping[str, str]) -> str:
    """A decision in words; `called` is what `names` gives."""
    end = f" ({by(row)})" if by(row) else ""
    note = f": {row['note']}" if row["note"] else ""
    return f"{_what(row, called)}{end}{note}"


def by(row: Row) -> str:
    """Who decided, and when, as far as it is known."""
    return ", ".join(filter(None, (row["reviewer"], day(row["date"]) if row["date"] else "")))


def _what(row: Row, called: Mapping[str, str]) -> str:
    field, value, before = row["field"], said_value(row, called), row["machine_value"]
    if field == "verdict":
        return f"{value} by a reviewer"
    if field == "added":
        return "added by a reviewer"
    if field in OPPOSITES:
        to = " to" if field in LINKS else ""
        return f"{field.replace('_', ' ')}{to} {value}"
    if before == row["value"]:
        return f"{field} confirmed: {value}"
    if before:
        return f"{field} corrected: {value}, the machine had {before.replace('_', ' ')}"
    return f"{field} set: {value}"


def said_value(row: Row, called: Mapping[str, str]) -> str:
    """The value of a decision as a person reads it: what rows are called in the place of ids."""
    if row["field"] in ("source", *OPPOSITES):
        parts = [part.strip() for part in row["value"].split(";")]
        return listed([called.get(part, part.partition(":")[2].strip() or part) for part in parts])
    return str(row["value"]).replace("_", " ")
