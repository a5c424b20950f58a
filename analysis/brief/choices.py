"""Which rows a brief shows: what is best supported, disputed, changed, open.

Each function takes a `View` and gives rows in the order in which a reader should meet them. The
sections show these rows and `evidence` numbers them, so that no section cites what another chose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from analysis.brief.selection import View
from analysis.brief.things import Figure, counted_things
from analysis.model import QUESTION_FORMS
from analysis.tables.schema import rows as table_rows

__all__ = [
    "Standing",
    "best_supported",
    "changed",
    "contended",
    "contested",
    "disputed",
    "happenings",
    "main_claims",
    "questions",
    "still_open",
]

RowData = dict[str, Any]

_STATUS = ("partly_addressed", "open", "addressed")
"""The order in which a reader meets questions: those that moved and are not settled first."""


@dataclass(frozen=True)
class Standing:
    """A claim, how it stands to earlier ones, and those claims."""

    claim: Mapping[str, Any]
    relation: str
    others: Sequence[Mapping[str, Any]]


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
    """Claims that conflict with others or deny them, the latest first, untraced ones last.

    A denial that its own side has taken back is not among them: see `changed`.
    """
    taken_back = {row["to_id"] for row in _linked(view, ("updates",))}
    against = [
        row
        for row in _linked(view, ("conflicts", "denies"))
        if row["relation"] == "conflicts" or row["from_id"] not in taken_back
    ]
    return _standings(view, against)


def contested(view: View) -> set[str]:
    """The ids of claims that another one in scope conflicts with or denies, and of those others."""
    return set(_neighbours(view, ("conflicts", "denies")))


def changed(view: View) -> list[Standing]:
    """Claims that replace earlier ones of the same side, the latest first, untraced ones last."""
    return _standings(view, _linked(view, ("updates",)))


def _standings(view: View, links: Iterable[RowData]) -> list[Standing]:
    claims = view.claims
    groups: dict[tuple[str, str], list[RowData]] = {}
    for link in links:
        groups.setdefault((link["from_id"], link["relation"]), []).append(link)
    found = [
        Standing(claims[claim_id], relation, [claims[link["to_id"]] for link in some])
        for (claim_id, relation), some in groups.items()
    ]
    found.sort(key=lambda each: each.claim["reported_at"], reverse=True)
    return sorted(found, key=lambda each: not _traced(view, each.claim))


def contended(view: View) -> list[tuple[str, list[Figure]]]:
    """The things that two sources or more count, with their figures: those in conflict first."""
    voices = {name: tuple(row["source_ids"]) for name, row in view.claims.items()}
    against = {frozenset((x["from_id"], x["to_id"])) for x in _linked(view, ("conflicts",))}
    shared = [
        (thing, rows)
        for thing, rows in counted_things(view)
        if len({voices[row["claim_id"]] for row in rows if voices.get(row["claim_id"])}) > 1
    ]

    def rank(item: tuple[str, list[Figure]]) -> tuple[bool, int]:
        told = {row["claim_id"] for row in item[1]}
        return not any(pair <= told for pair in against), -len(item[1])

    return sorted(shared, key=rank)


def main_claims(view: View) -> list[RowData]:
    """The attributed claims, those that weigh most first; one of each matter before the rest.

    Among the rest is what later words of the same side replace. What `_weight` holds alike stands
    in the order of the seeds.
    """
    claims = view.tables.claims
    rows = table_rows(claims[claims["attribution"] != "none"])
    answered = _neighbours(view, ("conflicts", "denies", "updates", "corroborates"))
    figured = set(view.tables.figures["claim_id"])
    replaced = {row["to_id"] for row in _linked(view, ("updates",))}
    same = _neighbours(view, ("corroborates", "repeats"))
    first: list[RowData] = []
    again: list[RowData] = []
    told: set[str] = set()
    for row in sorted(rows, key=partial(_weight, view, answered, figured)):
        (again if row["claim_id"] in told | replaced else first).append(row)
        told |= {row["claim_id"], *same.get(row["claim_id"], ())}
    return first + again


def _weight(
    view: View, answered: Mapping[str, set[str]], figured: set[str], row: RowData
) -> tuple[int, ...]:
    """How a claim ranks, the least first, by what a reader can rely on before what it tells of.

    In this order: whether it can be traced (its seed is signed and dated, all its voices are
    resolved), its independent origins, whether the text marks it as not verified, whether somebody
    with a name says it on the record, whether what others say bears on it; then that it is a fact,
    has a figure, is firm, and comes at first hand.
    """
    voices = [view.sources[name] for name in row["source_ids"]]
    named = bool(voices) and voices[0]["sourcing"] == "on_record"
    origins: int = 1 if pd.isna(row["n_origins"]) else max(1, int(row["n_origins"]))
    return (
        not (voices and _traced(view, row)),
        -origins,
        row["verification"] == "unverified",
        not named,
        row["claim_id"] not in answered,
        row["kind"] != "factual",
        row["claim_id"] not in figured,
        row["certainty"] != "certain",
        len(voices),
    )


def _traced(view: View, row: Mapping[str, Any]) -> bool:
    """Whether a claim leads to somebody: its seed is signed and dated, its voices are resolved."""
    return _signed(view, row) and all(view.sources[name]["resolved"] for name in row["source_ids"])


def _signed(view: View, row: Mapping[str, Any]) -> bool:
    """Whether the seed of a row says who stands behind it, and since when."""
    seed = view.documents[row["doc_id"]]
    return bool((seed["author"] or seed["publisher"]) and seed["published"])


def questions(view: View, forms: Sequence[str] = QUESTION_FORMS) -> list[RowData]:
    """The questions of the given forms: by status, then by form, the latest seed first.

    Those of seeds that are unsigned or undated end their status.
    """
    chosen = [row for row in table_rows(view.tables.questions) if row["form"] in forms]
    chosen.sort(key=partial(_published, view), reverse=True)
    chosen.sort(
        key=lambda row: (
            _STATUS.index(row["status"]),
            not _signed(view, row),
            QUESTION_FORMS.index(row["form"]),
        )
    )
    return chosen


def _published(view: View, row: RowData) -> str:
    return str(view.documents[row["doc_id"]]["published"])


def still_open(view: View) -> list[RowData]:
    """The open questions that can be read as one, one a seed, the latest first."""
    asked = [row for row in questions(view) if row["as_question"] and row["status"] == "open"]
    first = {row["doc_id"]: row for row in reversed(asked)}
    return sorted(first.values(), key=partial(_published, view), reverse=True)


def happenings(view: View, most: int) -> list[RowData]:
    """The claims that give a date of their own, in the order of what happened.

    Where there are more than `most`, those dated by more than a word such as "recently", and of
    these the ones that weigh most.
    """
    claims = view.tables.claims
    rows = table_rows(claims[claims["event_precision"] != ""])
    if len(rows) > most:
        rank = {row["claim_id"]: n for n, row in enumerate(main_claims(view))}
        rows.sort(key=lambda row: rank.get(row["claim_id"], len(claims)))
        rows = sorted(rows, key=lambda row: row["event_precision"] == "vague")[:most]
    return sorted(
        rows, key=lambda row: (row["event_start"] or row["event_end"], row["reported_at"])
    )
