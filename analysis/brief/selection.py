"""What a brief is about: the rows that its parameters leave."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.brief.profile import load
from analysis.model import CERTAINTIES
from analysis.parameters import Parameters
from analysis.tables import Tables
from analysis.tables.schema import rows
from analysis.wording import days

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

    `tables` are the rows within scope, in the order of date (undated ones at the end), seed and
    place; `everything` are all rows, for what has to be looked up: `texts`, `documents` and
    `sources` by their ids.
    """

    tables: Tables
    everything: Tables
    settings: Parameters
    cites: Sequence[str] = CITING
    lengths: Lengths = Lengths()

    @cached_property
    def claims(self) -> Mapping[str, Mapping[str, Any]]:
        """The claims within scope by their ids, in order."""
        return {row["claim_id"]: row for row in rows(self.tables.claims)}

    @cached_property
    def documents(self) -> Mapping[str, Mapping[str, Any]]:
        """All seeds by their ids."""
        return {row["doc_id"]: row for row in rows(self.everything.documents)}

    @cached_property
    def sources(self) -> Mapping[str, Mapping[str, Any]]:
        """All sources by their ids."""
        return {row["source_id"]: row for row in rows(self.everything.sources)}

    @cached_property
    def authored(self) -> Mapping[str, Mapping[str, Any]]:
        """The seed of each author, by the author's id."""
        return {
            name: self.documents[doc_id]
            for doc_id, names in self.everything.claims[["doc_id", "source_ids"]].to_numpy()
            for name in names
            if self.sources[name]["kind"] == "author"
        }

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts of all seeds by their ids."""
        return {doc_id: row["text"] for doc_id, row in self.documents.items()}


def brief(tables: Tables, settings: Parameters) -> View:
    """The `view` of a brief: cited are the sections of its profile, each as long as that allows."""
    profile = load(settings.profile)
    cites = [name for name in CITING if profile.shows("evidence") and profile.shows(name)]
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
    return View(_cut(tables, settings), tables, settings, tuple(cites), lengths)


def _cut(tables: Tables, settings: Parameters) -> Tables:
    """The rows of each table that are in scope, or belong to a claim that is."""
    dated = _dated(tables.documents, settings)
    order = {doc_id: place for place, doc_id in enumerate(dated["doc_id"])}
    about = _about(tables, settings.pattern)
    claims, figures = (_within(table, order, about) for table in (tables.claims, tables.figures))
    allowed = CERTAINTIES[: CERTAINTIES.index(settings.min_certainty) + 1]
    claims = claims[claims["certainty"].isin(allowed)]
    kept = {*claims["claim_id"], ""}
    sentences = _within(tables.sentences, order, about)
    heard = order if about is None else set(sentences["doc_id"])
    flags, links = tables.flags, tables.links
    chosen = {
        "documents": dated,
        "sentences": sentences,
        "attributions": tables.attributions[tables.attributions["doc_id"].isin(order)],
        "claims": claims,
        "figures": figures[figures["claim_id"].isin(kept)],
        "questions": _within(tables.questions, order, about),
        "links": links[links["from_id"].isin(kept) & links["to_id"].isin(kept)],
        "merges": tables.merges[tables.merges["doc_id"].isin(order)],
        "flags": flags[flags["doc_id"].isin(heard) & flags["claim_id"].isin(kept)],
    }
    return tables.with_tables(
        **{name: table.reset_index(drop=True) for name, table in chosen.items()}
    )


def _dated(documents: pd.DataFrame, settings: Parameters) -> pd.DataFrame:
    since, until = settings.first_day, settings.last_day

    def keeps(published: str) -> bool:
        known = days(published)
        if known is None:
            return since is None and until is None
        return known[1] >= (since or date.min) and known[0] <= (until or date.max)

    keep = documents["published"].map(keeps).astype(bool)
    dated = documents[keep].sort_values(["published", "doc_id"])
    return pd.concat([dated[dated["published"] != ""], dated[dated["published"] == ""]])


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
    return ordered.drop(columns="_place")
