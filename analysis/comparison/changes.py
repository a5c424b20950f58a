"""Each kind of change between two reports whose rows are matched, in the order that is told."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.comparison.pairs import Change, Pairs, Row, Side
from analysis.comparison.relations import flags, links, moved_by_update, words_changed
from analysis.comparison.wording import about, asked, named, quoted
from analysis.model import QUESTION_STATUSES, Problem
from analysis.tables.schema import SCHEMA
from analysis.tables.schema import rows as table_rows

__all__ = ["CHANGES", "changes"]

CHANGES = (
    "new",
    "gone",
    "changed",
    "reviewed",
    "re-reviewed",
    "withdrawn",
    "moved",
    "opened",
    "answered",
    "reopened",
    "changed its word",
    "merged",
    "parted",
    "raised",
    "cleared",
)
"""What can have happened: to any row; to a review; to a figure, a question, a source; to a link
or a flag."""

_IDS = ("source_ids", "evidence", "raised_by")


def changes(pairs: Pairs) -> list[Change]:
    """All changes, by table: seeds, claims, reviews, figures, questions, sources, links, flags."""
    return [
        *_documents(pairs),
        *_problems(pairs),
        *_claims(pairs),
        *_reviews(pairs),
        *_figures(pairs),
        *moved_by_update(pairs),
        *_questions(pairs),
        *_sources(pairs),
        *words_changed(pairs),
        *links(pairs),
        *flags(pairs),
    ]


@cache
def _fields() -> Mapping[str, Mapping[str, str]]:
    """How a sentence names each column that is compared, by table."""
    return tomllib.loads(Path(__file__).with_name("fields.toml").read_text(encoding="utf-8"))


def _edited(pairs: Pairs, table: str, before: Row, after: Row) -> Iterator[Change]:
    """A change for each compared column that differs."""
    for name, label in _fields()[table].items():
        was, now = before[name], after[name]
        if name == "evidence":
            was, now = _in_scope(pairs.old, was), _in_scope(pairs.new, now)
        if _equal(pairs.translated(was) if name in _IDS else was, now):
            continue
        if name in _IDS:
            told = _told_ids(pairs.old, name, was), _told_ids(pairs.new, name, now)
        else:
            told = _told(was), _told(now)
        who = about(pairs.new, table, after)
        words = f"{who}: {label} is now {told[1] or 'empty'}, before {told[0] or 'empty'}."
        if name == "evidence":
            words = f"{who}: {_gained(pairs, was, now)}."
        if name == "text":
            words = f"{who}: the wording was {quoted(before['text'])}."
        yield Change("changed", table, after[SCHEMA[table].key], name, *told, words)


def _gained(pairs: Pairs, was: list[str], now: list[str]) -> str:
    """Which claims a question is now answered with, and which not any more."""
    before = set(pairs.translated(was))
    more = [each for each in now if each not in before]
    less = [each for each in was if pairs.translated(each) not in now]
    told = [
        f"evidence {verb} {_told_ids(side, 'evidence', some)}"
        for verb, side, some in (("gained", pairs.new, more), ("lost", pairs.old, less))
        if some
    ]
    return "; ".join(told) or "evidence in another order"


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, list):
        return bool(one == other)
    if pd.isna(one) or pd.isna(other):  # what is missing equals nothing, not even false
        return bool(pd.isna(one) and pd.isna(other))
    return bool(one == other)


def _told(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if pd.isna(value):
        return ""
    return f"{value:,g}" if isinstance(value, float) else str(value).replace("_", " ")


def _in_scope(side: Side, claim_ids: list[str]) -> list[str]:
    """The claims that are there: the parameters of a brief can leave some out."""
    return [each for each in claim_ids if each in side["claims"]]


def _told_ids(side: Side, name: str, value: Any) -> str:
    if name == "evidence":
        return "; ".join(quoted(side["claims"][each]["text"]) for each in value)
    return side.who([value] if isinstance(value, str) else value)


# Seeds


def _documents(pairs: Pairs) -> Iterator[Change]:
    for row in pairs.added("documents"):
        yield Change(
            "new", "documents", row["doc_id"], "", "", row["doc_id"], f"New seed: {named(row)}."
        )
    for row in pairs.gone("documents"):
        words = f"Seed that is gone: {named(row)}."
        yield Change("gone", "documents", row["doc_id"], "", row["doc_id"], "", words)
    for before, after in pairs.matched("documents"):
        key = after["doc_id"]
        if before["doc_id"] != key:
            words = f"Seed {key} was called {before['doc_id']}."
            yield Change("changed", "documents", key, "doc_id", before["doc_id"], key, words)
        if before["text"] != after["text"]:
            hashes = before["sha256"], after["sha256"]
            yield Change("changed", "documents", key, "text", *hashes, f"Seed {key} was edited.")
        yield from _edited(pairs, "documents", before, after)


def _problems(pairs: Pairs) -> Iterator[Change]:
    before, after = (
        {(row["path"], row["message"]): row for row in table_rows(side.tables.problems)}
        for side in (pairs.old, pairs.new)
    )
    for key, row in after.items():
        if key not in before:
            refused = Problem(row["path"], row["reason"], row["message"]).refused
            what = f"{row['path']} cannot be used" if refused else f"Note on {row['path']}"
            words = f"{what}: {row['message']}."
            yield Change("new", "problems", row["path"], "", "", row["message"], words)
    for key, row in before.items():
        if key not in after:
            words = f"No longer a problem: {row['path']} ({row['message']})."
            yield Change("gone", "problems", row["path"], "", row["message"], "", words)


# Claims


def _claims(pairs: Pairs) -> Iterator[Change]:
    for row in pairs.added("claims"):
        words = f"New claim: {about(pairs.new, 'claims', row)}."
        yield Change("new", "claims", row["claim_id"], "", "", row["text"], words)
    for row in pairs.gone("claims"):
        words = f"Claim that is gone: {about(pairs.old, 'claims', row)}."
        yield Change("gone", "claims", row["claim_id"], "", row["text"], "", words)
    for before, after in pairs.matched("claims"):
        yield from _edited(pairs, "claims", before, after)


def _reviews(pairs: Pairs) -> Iterator[Change]:
    """Decisions of people, by row, field and reviewer; a later line counts."""
    before = {
        (pairs.translated(row["row_id"]), row["field"], row["reviewer"]): row
        for row in table_rows(pairs.old.tables.reviews)
    }
    after = {
        (row["row_id"], row["field"], row["reviewer"]): row
        for row in table_rows(pairs.new.tables.reviews)
    }
    for key in (*after, *(key for key in before if key not in after)):
        values = [side[key]["value"] if key in side else "" for side in (before, after)]
        if values[0] == values[1]:
            continue
        change = "reviewed" if key not in before else "re-reviewed" if key in after else "withdrawn"
        row_id, field, reviewer = key
        what = _row_named(pairs, row_id)
        who = reviewer or "A reviewer"
        words = {
            "reviewed": f"{who} decided on {what}: {field} {values[1]}.",
            "re-reviewed": f"{who} decided anew on {what}: {field} {values[1]}, not {values[0]}.",
            "withdrawn": f"{who} no longer decides on {what}: {field} {values[0]}.",
        }[change]
        yield Change(change, "reviews", row_id, field, values[0], values[1], words)


def _row_named(pairs: Pairs, row_id: str) -> str:
    """The row that a decision is about, by its words or its name."""
    for side in (pairs.new, pairs.old):
        for name in ("claims", "questions", "figures"):
            if row_id in side[name]:
                return quoted(side[name][row_id]["text"])
        if row_id in side["sources"]:
            return side.source(row_id)
    return row_id


# Figures


def _figures(pairs: Pairs) -> Iterator[Change]:
    """A figure of a claim that is new or gone itself is not told again."""
    fresh = {row["claim_id"] for row in pairs.added("claims")}
    lost = {row["claim_id"] for row in pairs.gone("claims")}
    for row in pairs.added("figures"):
        if row["claim_id"] not in fresh:
            words = f"New figure: {about(pairs.new, 'figures', row)}."
            yield Change("new", "figures", row["figure_id"], "", "", row["text"], words)
    for row in pairs.gone("figures"):
        if row["claim_id"] not in lost:
            words = f"Figure that is gone: {about(pairs.old, 'figures', row)}."
            yield Change("gone", "figures", row["figure_id"], "", row["text"], "", words)
    for before, after in pairs.matched("figures"):
        if not all(_equal(before[bound], after[bound]) for bound in ("low", "high")):
            who = about(pairs.new, "figures", after)
            words = f"{who}: before {quoted(before['text'])}."
            told = before["text"], after["text"]
            yield Change("moved", "figures", after["figure_id"], "low, high", *told, words)
        yield from _edited(pairs, "figures", before, after)


# Questions


def _questions(pairs: Pairs) -> Iterator[Change]:
    for row in pairs.added("questions"):
        status = "" if row["status"] == "open" else f", {asked(row)}"
        words = f"New question{status}: {about(pairs.new, 'questions', row)}."
        yield Change("opened", "questions", row["question_id"], "", "", row["text"], words)
    for row in pairs.gone("questions"):
        words = f"No longer asked: {about(pairs.old, 'questions', row)}."
        yield Change("gone", "questions", row["question_id"], "", row["text"], "", words)
    for before, after in pairs.matched("questions"):
        one, other = (QUESTION_STATUSES.index(row["status"]) for row in (before, after))
        if one != other:
            why = f" {after['why'].rstrip('.')}." if after["why"] else ""
            told = asked(before), asked(after)
            question = about(pairs.new, "questions", after)
            words = f"{question}: now {told[1]}, before {told[0]}.{why}"
            change = "answered" if other > one else "reopened"
            yield Change(change, "questions", after["question_id"], "status", *told, words)
        for each in _edited(pairs, "questions", before, after):
            if one == other or each.field != "evidence":
                yield each


# Sources


def _sources(pairs: Pairs) -> Iterator[Change]:
    """Authors come and go with their seeds, which are told of."""
    homes: dict[str, list[Row]] = defaultdict(list)
    for before, after in pairs.matched("sources"):
        homes[after["source_id"]].append(before)
    for row in _voices(pairs.added("sources")):
        words = f"New source: {_described(row)}."
        yield Change("new", "sources", row["source_id"], "", "", row["name"], words)
    for row in _voices(pairs.gone("sources")):
        words = f"Source that is gone: {_described(row)}."
        yield Change("gone", "sources", row["source_id"], "", row["name"], "", words)
    for key, olds in homes.items():
        after = pairs.new["sources"][key]
        if len(olds) > 1:
            names = " and ".join(row["name"] for row in olds)
            words = f"Now taken for one source, {after['name']}: {names}."
            yield Change("merged", "sources", key, "", names, after["name"], words)
        else:
            yield from _edited(pairs, "sources", olds[0], after)


def _voices(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row["kind"] != "author")


def _described(row: Row) -> str:
    parts = (row["name"], row["role"], row["affiliation"])
    kind = row["kind"].replace("_", " ")
    return f"{', '.join(filter(None, parts))} ({kind})"
