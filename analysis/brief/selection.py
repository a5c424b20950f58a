"""What a brief is about: the rows that its parameters leave."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.brief.profile import load
from analysis.model import CERTAINTIES
from analysis.parameters import Parameters
from analysis.tables import Tables
from analysis.tables.schema import rows

__all__ = ["CITING", "COMPACT", "EVERY", "FULL", "Lengths", "View", "brief", "view"]

CITING = ("key-points", "disputed", "figures", "claims", "questions", "warnings", "timeline")
"""The sections of a brief that cite rows."""

EVERY = 10**9
"""More rows than any table holds."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many rows each section shows; it counts the rest. By default all."""

    points: int = EVERY
    disputes: int = EVERY
    things: int = EVERY
    speakers: int = EVERY
    claims: int = EVERY
    questions: int = EVERY
    happenings: int = EVERY


FULL = Lengths(points=2, disputes=3, things=5, speakers=5, claims=5, questions=6, happenings=4)
COMPACT = Lengths(points=1, disputes=3, things=3, speakers=4, claims=4, questions=3, happenings=4)
"""What fits the four pages of a full brief, and one page."""


@dataclass(frozen=True, eq=False)
class View:
    """The tables of a brief, cut to its parameters.

    `tables` are the rows within scope, in the order of date, seed and place; `everything` are
    all rows, for what has to be looked up (sources, sentences, texts).
    """

    tables: Tables
    everything: Tables
    settings: Parameters
    texts: Mapping[str, str]
    documents: Mapping[str, Mapping[str, Any]]
    sources: Mapping[str, Mapping[str, Any]]
    cites: tuple[str, ...] = CITING
    lengths: Lengths = Lengths()


def brief(tables: Tables, settings: Parameters) -> View:
    """The `view` of a brief: cited are the sections of its profile, each as long as that allows."""
    profile = load(settings.profile)
    cites = [name for name in CITING if profile.annex and profile.shows(name)]
    return view(tables, settings, cites, COMPACT if profile.compact else FULL)


def view(
    tables: Tables,
    settings: Parameters,
    cites: Sequence[str] = CITING,
    lengths: Lengths = Lengths(),
) -> View:
    """The rows of `tables` within the scope that `settings` give.

    Parameters
    ----------
    tables : Tables
        Assessed tables.
    settings : Parameters
        `since` and `until` choose seeds by the date of publication (an undated seed is left out
        once either is given); `focus` chooses rows whose sentence or section matches;
        `min_certainty` chooses claims.
    cites : sequence of str
        The sections whose rows the notebook's evidence annex holds; see `CITING`.
    lengths : Lengths
        How many rows its sections show.

    Returns
    -------
    View
    """
    dated = _dated(tables.documents, settings)
    order = {doc_id: place for place, doc_id in enumerate(dated["doc_id"])}
    about = _about(tables, settings.pattern)
    claims = _within(tables.claims, order, about)
    allowed = CERTAINTIES[: CERTAINTIES.index(settings.min_certainty) + 1]
    claims = claims[claims["certainty"].isin(allowed)]
    figures = _within(tables.figures, order, about)
    kept = set(claims["claim_id"]) | {""}
    flags = tables.flags[tables.flags["doc_id"].isin(order) & tables.flags["claim_id"].isin(kept)]
    links = tables.links[tables.links["from_id"].isin(kept) & tables.links["to_id"].isin(kept)]
    chosen = tables.with_tables(
        documents=dated,
        sentences=_within(tables.sentences, order, about),
        attributions=tables.attributions[tables.attributions["doc_id"].isin(order)],
        claims=claims.reset_index(drop=True),
        figures=figures[figures["claim_id"].isin(kept)].reset_index(drop=True),
        questions=_within(tables.questions, order, about),
        links=links.reset_index(drop=True),
        merges=tables.merges[tables.merges["doc_id"].isin(order)].reset_index(drop=True),
        flags=flags.reset_index(drop=True),
    )
    return View(
        chosen,
        tables,
        settings,
        dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True)),
        {row["doc_id"]: row for row in rows(tables.documents)},
        {row["source_id"]: row for row in rows(tables.sources)},
        tuple(cites),
        lengths,
    )


def _dated(documents: pd.DataFrame, settings: Parameters) -> pd.DataFrame:
    first, last = settings.first_day, settings.last_day
    published = documents["published"]
    keep = pd.Series(data=True, index=documents.index)
    if first is not None:
        keep &= (published != "") & (published.map(_last_day) >= first.isoformat())
    if last is not None:
        keep &= (published != "") & (published.map(_first_day) <= last.isoformat())
    return documents[keep].sort_values(["published", "doc_id"]).reset_index(drop=True)


def _first_day(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :] if date else ""


def _last_day(date: str) -> str:
    return date + "-12-31"[len(date) - 4 :] if date else ""


def _about(tables: Tables, pattern: re.Pattern[str] | None) -> set[str] | None:
    """The ids of sentences that match in their words or their section; None: all of them."""
    if pattern is None:
        return None
    rows = tables.sentences[["sentence_id", "text", "section"]].itertuples(index=False)
    return {row[0] for row in rows if pattern.search(row[1]) or pattern.search(row[2])}


def _within(table: pd.DataFrame, order: Mapping[str, int], about: set[str] | None) -> pd.DataFrame:
    keep = table["doc_id"].isin(order)
    if about is not None:
        keep &= table["sentence_id"].isin(about)
    chosen = table[keep]
    place = chosen["doc_id"].map(order)
    ordered = chosen.assign(_place=place).sort_values(["_place", "start"], kind="stable")
    return ordered.drop(columns="_place").reset_index(drop=True)
