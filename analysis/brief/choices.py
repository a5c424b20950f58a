"""Which rows a brief shows: what is best supported, disputed, changed, open.

Each function takes a `View` and gives rows in the order in which a reader should meet them. The
sections show these rows and `evidence` numbers them, so that no section cites what another chose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.brief.selection import View
from analysis.lexicon import load
from analysis.model import QUESTION_FORMS
from analysis.tables.schema import rows as table_rows

__all__ = [
    "Standing",
    "best_supported",
    "changed",
    "contended",
    "denies",
    "disputed",
    "happenings",
    "main_claims",
    "questions",
    "still_open",
    "unverified",
]

RowData = dict[str, Any]

_STATUS = ("partly_addressed", "open", "addressed")
"""The order in which a reader meets questions: those that moved and are not settled first."""


@dataclass(frozen=True)
class Standing:
    """A claim, how it stands to earlier ones, those claims, and the reason for each."""

    claim: RowData
    relation: str
    others: Sequence[RowData]
    whys: Sequence[str]


def best_supported(view: View) -> list[RowData]:
    """The claims that independent origins share, most origins first, one of each matter."""
    claims = view.tables.claims
    shared = claims[claims["n_origins"].fillna(0) > 1].sort_values(
        ["n_origins", "reported_at"], ascending=[False, False], kind="stable"
    )
    same = _neighbours(view, ("corroborates", "repeats"))
    chosen: list[RowData] = []
    told: set[str] = set()
    for row in table_rows(shared):
        if row["claim_id"] not in told:
            chosen.append(row)
            told |= {row["claim_id"], *same.get(row["claim_id"], ())}
    return chosen


def _neighbours(view: View, relations: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in _linked(view, relations):
        found.setdefault(row["from_id"], set()).add(row["to_id"])
        found.setdefault(row["to_id"], set()).add(row["from_id"])
    return found


def _linked(view: View, relations: Sequence[str]) -> list[RowData]:
    links = view.tables.links
    return table_rows(links[links["relation"].isin(list(relations))])


def disputed(view: View) -> list[Standing]:
    """Claims that conflict with others or deny them, the latest first.

    A denial that its own side has taken back is not among them: see `changed`.
    """
    taken_back = {row["to_id"] for row in _linked(view, ("updates",))}
    against = [
        row
        for row in _linked(view, ("conflicts", "denies"))
        if row["relation"] == "conflicts" or row["from_id"] not in taken_back
    ]
    return _standings(view, against)


def changed(view: View) -> list[Standing]:
    """Claims that replace earlier ones of the same side, the latest first."""
    return _standings(view, _linked(view, ("updates",)))


def _standings(view: View, links: Iterable[RowData]) -> list[Standing]:
    claims = {row["claim_id"]: row for row in table_rows(view.tables.claims)}
    groups: dict[tuple[str, str], list[RowData]] = {}
    for link in links:
        groups.setdefault((link["from_id"], link["relation"]), []).append(link)
    found = [
        Standing(
            claims[claim_id],
            relation,
            [claims[link["to_id"]] for link in some],
            [link["why"] for link in some],
        )
        for (claim_id, relation), some in groups.items()
    ]
    return sorted(found, key=lambda each: each.claim["reported_at"], reverse=True)


def contended(view: View) -> list[tuple[str, list[RowData]]]:
    """The things that two sources or more count, with their figures: those in conflict first."""
    voices = {row["claim_id"]: tuple(row["source_ids"]) for row in table_rows(view.tables.claims)}
    against = {frozenset((x["from_id"], x["to_id"])) for x in _linked(view, ("conflicts",))}
    things: dict[str, list[RowData]] = {}
    for row in table_rows(view.tables.figures):
        if row["thing"]:
            things.setdefault(row["thing"], []).append(row)
    shared = [
        (thing, rows)
        for thing, rows in things.items()
        if len({voices[row["claim_id"]] for row in rows if voices.get(row["claim_id"])}) > 1
    ]
    told = [{row["claim_id"] for row in rows} for _, rows in shared]
    order = [not any(pair <= names for pair in against) for names in told]
    ranked = sorted(zip(order, shared, strict=True), key=lambda item: (item[0], -len(item[1][1])))
    return [item for _, item in ranked]


def main_claims(view: View) -> list[RowData]:
    """The attributed claims, those that weigh most first.

    Weight: independent origins, a figure, what the text says of its verification, a denial, the
    author's endorsement, firmness. Rows of equal weight stand in the order of the seeds.
    """
    claims = view.tables.claims
    figured = set(view.tables.figures["claim_id"])
    attributed = claims[(claims["attribution"] != "none") & (claims["source_ids"].map(len) > 0)]
    weight = (
        (attributed["n_origins"].fillna(0) > 1) * 5
        + attributed["claim_id"].isin(figured) * 4
        + (attributed["verification"] != "not_stated") * 3
        + attributed["negated"] * 2
        + (attributed["stance"] == "endorses") * 2
        + (attributed["certainty"] == "certain") * 1
        + (attributed["kind"] == "factual") * 1
    )
    order = weight.sort_values(ascending=False, kind="stable").index
    return table_rows(attributed.loc[order])


def unverified(view: View) -> pd.DataFrame:
    """The claims that the text marks as not verified."""
    claims = view.tables.claims
    return claims[claims["verification"] == "unverified"]


def denies(cue: str) -> bool:
    """Whether a reporting word as written is a form of a verb of denial."""
    stems = {word.rstrip("ey") for word in load("cues").words(denies=True)}
    return any(cue.lower().startswith(stem) for stem in stems)


def questions(view: View, forms: Sequence[str] = QUESTION_FORMS) -> list[RowData]:
    """The questions of the given forms: by status, then by form, the latest seed first."""
    table = view.tables.questions
    dates = table["doc_id"].map({key: row["published"] for key, row in view.documents.items()})
    chosen = table.assign(
        _status=table["status"].map(_STATUS.index),
        _form=table["form"].map(QUESTION_FORMS.index),
        _date=dates,
    )[table["form"].isin(list(forms))]
    ordered = chosen.sort_values(
        ["_status", "_form", "_date"], ascending=[True, True, False], kind="stable"
    )
    return table_rows(ordered.drop(columns=["_status", "_form", "_date"]))


def still_open(view: View) -> list[RowData]:
    """The open questions that can be read as one, one a seed, the latest first."""
    asked = [row for row in questions(view) if row["as_question"] and row["status"] == "open"]
    first = {row["doc_id"]: row for row in reversed(asked)}
    return sorted(
        first.values(), key=lambda row: view.documents[row["doc_id"]]["published"], reverse=True
    )


def happenings(view: View, most: int) -> list[RowData]:
    """The claims that give a date of their own, in the order of what happened.

    Where there are more than `most`, those that weigh most.
    """
    claims = view.tables.claims
    dated = claims[claims["event_precision"] != ""]
    rows = table_rows(dated)
    if len(rows) > most:
        weight = {row["claim_id"]: -n for n, row in enumerate(main_claims(view))}
        lightest = -len(claims) - 1
        rows.sort(key=lambda row: weight.get(row["claim_id"], lightest), reverse=True)
        rows = rows[:most]
    return sorted(
        rows, key=lambda row: (row["event_start"] or row["event_end"], row["reported_at"])
    )
