"""Sentences on changes, from values: rows by their words, and what a shell prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pandas as pd

from analysis.comparison.pairs import Row, Side
from analysis.denials import denial
from analysis.wording import printable, quotable, shortened, verb

__all__ = [
    "GROUPS",
    "Count",
    "about",
    "as_json",
    "as_lines",
    "asked",
    "counts",
    "named",
    "quoted",
    "related",
]

GROUPS = {
    "documents": "Seeds",
    "problems": "Problems",
    "claims": "Claims",
    "reviews": "Reviews",
    "figures": "Figures",
    "questions": "Questions",
    "sources": "Sources",
    "links": "Links",
    "flags": "Flags",
}
"""The heading of each table, in the order in which changes are told."""

MAX_QUOTED = 160
"""Characters of a row's words in a sentence."""


def quoted(text: str) -> str:
    """Words in quotation marks on one line, cut at a word where they are long."""
    return f"“{shortened(quotable(text), MAX_QUOTED)}”"


def named(row: Row) -> str:
    """A seed by its name, and its title where it has one."""
    return f"{row['doc_id']}, {quoted(row['title'])}" if row["title"] else str(row["doc_id"])


def about(side: Side, table: str, row: Row) -> str:
    """A row by its words, whose they are, and its seed."""
    if table == "documents":
        return f"Seed {row['doc_id']}"
    if table == "sources":
        return f"Source {side.source(row['source_id'])}"
    if table == "questions":
        words = row["as_question"] or side.words(row)
        return f"{quoted(words)} ({side.source(row['raised_by'])}, {row['doc_id']})"
    if table == "figures":
        claim = side["claims"].get(row["claim_id"])
        who = _whose(side, claim) if claim else "nobody named"
        return f"{quoted(row['text'])} ({who}, {row['doc_id']})"
    return f"{quoted(side.words(row))} ({_whose(side, row)}, {row['doc_id']})"


def _whose(side: Side, claim: Row) -> str:
    """Who says what a claim says, or who denies it: its words are then not those of its source."""
    against, who = denial(claim), side.who(claim["source_ids"])
    return f"{against} by {who}" if against else who


def asked(row: Row) -> str:
    """The status of a question in words."""
    return str(row["status"]).replace("_", " ")


def related(side: Side, link: Row) -> str:
    """Two claims and how the one stands to the other."""
    claims = [side["claims"][link[end]] for end in ("from_id", "to_id")]
    one, other = (f"{quoted(side.words(row))} ({_whose(side, row)})" for row in claims)
    return f"{one} {verb(link['relation'])} {other}"


class Count(NamedTuple):
    """How many rows of a table changed in one way, and in how many fields where it is their own."""

    kind: str
    rows: int
    fields: int

    def told(self, number: Callable[[int], str] = "{:,}".format, kind: str = "") -> str:
        """In words, such as "2 changed in 5 fields"; `kind` says it otherwise."""
        told = f"{number(self.rows)} {kind or self.kind}"
        return f"{told} in {number(self.fields)} fields" if self.fields > self.rows else told


def counts(changes: pd.DataFrame) -> list[tuple[str, list[Count]]]:
    """How many rows of each table changed, by kind."""
    return [
        (table, [_count(str(kind), rows) for kind, rows in group.groupby("change", sort=False)])
        for table in GROUPS
        if len(group := changes[changes["table"] == table])
    ]


def _count(kind: str, found: pd.DataFrame) -> Count:
    """A changed row has a line for each field; each other line is about a row or a pair of them."""
    rows = found["row_id"].nunique() if kind == "changed" else len(found)
    return Count(kind, rows, len(found))


def as_lines(changes: pd.DataFrame) -> str:
    """For a shell: the counts, then each change on a line, by table."""
    if changes.empty:
        return "Nothing changed."
    return "\n".join(_lines(changes))


def _lines(changes: pd.DataFrame) -> Iterator[str]:
    yield f"{len(changes):,} {'change' if len(changes) == 1 else 'changes'}"
    for table, kinds in counts(changes):
        yield f"  {GROUPS[table]}: {', '.join(each.told() for each in kinds)}"
    for table, _ in counts(changes):
        yield f"\n{GROUPS[table]}"
        group = changes[changes["table"] == table]
        yield from (f"  {printable(' '.join(words.split()))}" for words in group["words"])


def as_json(changes: pd.DataFrame) -> str:
    """For a program: a list of objects with the columns of the table."""
    return json.dumps(changes.to_dict("records"), ensure_ascii=False, indent=1)
