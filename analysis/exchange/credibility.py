"""What people decided on the credibility of claims; a machine never sets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.exchange.base import records
from analysis.tables import Tables

__all__ = ["MEANINGS", "Decision", "decisions"]

MEANINGS = {
    1: "Confirmed by other sources",
    2: "Probably true",
    3: "Possibly true",
    4: "Doubtful",
    5: "Improbable",
    6: "Truth cannot be judged",
}
"""Credibility of information, as STANAG 2511 and its successors word it (Admiralty code)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A claim's credibility, 1 to 6, and what is known of whoever set it."""

    credibility: int
    reviewer: str = ""
    date: str = ""
    note: str = ""


def decisions(tables: Tables) -> Mapping[str, Decision]:
    """The decision on each claim that has a credibility, by the claim's id.

    The column ``credibility`` says what holds; of the reviews that hold, the last that decided
    the same value says who, when and why.
    """
    who = {
        (row["row_id"], row["value"]): row
        for row in records(tables.reviews)
        if row["field"] == "credibility" and row["status"] in {"", "applied"}
    }
    found = {}
    for claim in records(tables.claims):
        value = claim["credibility"]
        if value in MEANINGS:
            row = who.get((claim["claim_id"], str(value)), {})
            said = (row.get(name, "") for name in ("reviewer", "date", "note"))
            found[claim["claim_id"]] = Decision(value, *said)
    return found
