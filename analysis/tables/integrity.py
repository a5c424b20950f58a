"""What must hold between rows: words stand where a row says, and an id names a row.

`Tables` refuses to be made with the first misquotation; whoever looks through tables of others
wants all faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.model import quote
from analysis.tables.schema import SCHEMA, referred

__all__ = ["QUOTED", "REFERENCES", "Fault", "dangling", "displaced", "mislaid", "misquoted"]

QUOTED = (
    ("sentences", "", "text"),
    ("claims", "", "text"),
    ("figures", "", "text"),
    ("questions", "", "text"),
    ("attributions", "spans", "text"),
    ("attributions", "cue_spans", "cue"),
    ("attributions", "source_spans", "source_text"),
    ("claims", "cue_spans", "cue"),
)
"""Table, the column of spans ("": from `start` to `end`), and the column of the words there."""

_NAMING = {
    "source_ids": "sources",
    "origin_ids": "sources",
    "raised_by": "sources",
    "evidence": "claims",
}
"""Columns that name rows beside those that hold one key."""

REFERENCES = tuple(
    (table.name, column, target)
    for table in SCHEMA.values()
    for column in table.names
    if (target := (_NAMING | referred(table)).get(column))
)
"""Table, the column of ids (or of lists of them), and the table whose rows they name."""

NO_ROW = frozenset({"", "author"})
"""Instead of an id: nothing, or the seed's own author."""

_MENTION = re.compile(r"(.+)#(\d{1,15})-(\d{1,15})", re.ASCII | re.DOTALL)

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of which something does not hold."""

    table: str
    row: str
    expected: str
    found: str


def misquoted(tables: Frames) -> Iterator[Fault]:
    """Rows whose words do not stand where the row says; a row of no seed is passed over."""
    texts = _texts(tables)
    for name, spans, words in QUOTED:
        where = [spans] if spans else ["start", "end"]
        for key, doc_id, said, *edges in _cells(tables, name, ["doc_id", words, *where]):
            text = texts.get(doc_id)
            if text is None:
                continue
            there = quote(text, edges[0] if spans else ((edges[0], edges[1]),))
            if there != said or not (there or spans):
                at = str(edges[0]) if spans else f"{edges[0]}-{edges[1]}"
                expected = f"“{there}”, the words at {at} of {doc_id}"
                yield Fault(name, key, expected, f"“{said}”, which does not stand at that place")


def displaced(tables: Frames) -> Iterator[Fault]:
    """Rows with a span that leaves the text of their seed."""
    texts = _texts(tables)
    for name, schema in SCHEMA.items():
        for column in (column.name for column in schema.columns if column.kind == "spans"):
            for key, doc_id, spans in _cells(tables, name, ["doc_id", column]):
                length = len(texts.get(doc_id, ""))
                if doc_id in texts and any(end > length for _, end in spans):
                    expected = f"{column} within the {length:,} characters of {doc_id}"
                    yield Fault(name, key, expected, str(spans))


def mislaid(tables: Frames) -> Iterator[Fault]:
    """Sources with a mention that is not at whole words of a seed."""
    texts = _texts(tables)
    for key, mentions in _cells(tables, "sources", ["mentions"]):
        for mention in mentions:
            wrong = _misplaced(mention, texts)
            if wrong:
                yield Fault("sources", key, wrong, mention)


def _misplaced(mention: str, texts: Mapping[str, str]) -> str:
    """What a mention should be; "" if it is so."""
    match = _MENTION.fullmatch(mention)
    if match is None:
        return "a mention of the form DOC_ID#START-END"
    text, start, end = texts.get(match[1]), int(match[2]), int(match[3])
    if text is None:
        return "a mention in a seed of these tables"
    words = text[start:end]
    if end > len(text) or not words or words != words.strip():
        return f"a mention of whole words within the {len(text):,} characters of {match[1]}"
    return ""


def dangling(tables: Frames) -> Iterator[Fault]:
    """Rows with an id that names no row."""
    ids = {name: set(table[SCHEMA[name].key]) for name, table in tables.items() if SCHEMA[name].key}
    for name, column, target in REFERENCES:
        for key, value in _cells(tables, name, [column]) if target in ids else ():
            for one in _each(value):
                if one not in ids[target] and not (one in NO_ROW and column != "doc_id"):
                    yield Fault(name, key, f"{column} to name a row of {target}", one or "nothing")


def _each(value: Any) -> Iterable[str]:
    return value if isinstance(value, list) else (value,)


def _texts(tables: Frames) -> dict[str, str]:
    documents = tables.get("documents")
    return (
        {} if documents is None else dict(zip(documents["doc_id"], documents["text"], strict=True))
    )


def _cells(tables: Frames, name: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The name of each row of a table with its values in `columns`; nothing without the table."""
    if name not in tables:
        return
    table, key = tables[name], SCHEMA[name].key
    named = table[key] if key else (f"row {number}" for number in range(len(table)))
    yield from zip(named, *(table[column] for column in columns), strict=True)
