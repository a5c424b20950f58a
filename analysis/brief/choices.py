"""Which rows a brief shows: what is best supported, disputed, changed, open.

Each function takes a `View` and gives rows in the order in which a reader should meet them. The
sections show these rows and `evidence` numbers them, so that no section cites what another chose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from analysis.brief.selection import View
from analysis.brief.things import Figure, counted_things
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
    claims = view.claims
    groups: dict[tuple[str, str], list[RowData]] = {}
    for link in links:
        groups.setdefault((link["from_id"], link["relation"]), []).append(link)
    found = [
        Standing(claims[claim_id], relation, [claims[link["to_id"]] for link in some])
        for (claim_id, relation), some in groups.items()
    ]
    return sorted(found, key=lambda each: each.claim["reported_at"], reverse=True)


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
    """The attributed claims, those that weigh most first.

    Weight: independent origins, a figure, what the text says of its verification, a denial, the
    author's endorsement, firmness. Rows of equal weight stand in the order of the seeds. A claim
    that nobody can trace, since its seed is unsigned or undated or one of its voices is not
    resolved, weighs less than any that can be traced.
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
    return sorted(table_rows(attributed.loc[order]), key=partial(_untraced, view))


def _untraced(view: View, row: RowData) -> bool:
    return not (
        _signed(view, row) and all(view.sources[name]["resolved"] for name in row["source_ids"])
    )


def _signed(view: View, row: RowData) -> bool:
    """Whether the seed of a row says who stands behind it, and since when."""
    seed = view.documents[row["doc_id"]]
    return bool((seed["author"] or seed["publisher"]) and seed["published"])


def denies(cue: str) -> bool:
    """Whether a reporting word as written is a form of a verb of denial."""
    stems = {word.rstrip("ey") for word in load("cues").words(denies=True)}
    return any(cue.lower().startswith(stem) for stem in stems)


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

    Where there are more than `most`, those that weigh most.
    """
    claims = view.tables.claims
    rows = table_rows(claims[claims["event_precision"] != ""])
    if len(rows) > most:
        rank = {row["claim_id"]: n for n, row in enumerate(main_claims(view))}
        rows = sorted(rows, key=lambda row: rank.get(row["claim_id"], len(claims)))[:most]
    return sorted(
        rows, key=lambda row: (row["event_start"] or row["event_end"], row["reported_at"])
    )
