"""What the formats share: rows without pandas' types, JSON, times and identifiers."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

import pandas as pd

from analysis.errors import ParameterError
from analysis.model import Span
from analysis.tables import Tables
from analysis.tables.schema import rows

__all__ = [
    "PRODUCER",
    "Files",
    "address",
    "as_json",
    "headed",
    "identifier",
    "instant",
    "issued",
    "newest",
    "portable",
    "present",
    "records",
    "spans",
    "statements",
]

Files = dict[str, bytes]
PRODUCER = f"Seedbrief {version('seedbrief')}"
_NAMESPACE = UUID("6f2b8a52-0c1e-4d0b-9d5c-3a7f4be1c9d4")
_OLDEST = "1980"
"""The first year that a ZIP archive, and so a workbook, can name."""


def portable(tables: Tables) -> Tables:
    """The tables without paths of the machine: a seed is called by its name below its folder."""
    documents = tables.documents.assign(
        path=[
            row["doc_id"] if _is_of_the_machine(row["path"]) else row["path"]
            for row in rows(tables.documents)
        ]
    )
    problems = tables.problems.map(_bare)
    return tables.with_tables(
        documents=documents.astype(tables.documents.dtypes.to_dict()),
        problems=problems.astype(tables.problems.dtypes.to_dict()),
    )


def _is_of_the_machine(path: str) -> bool:
    absolute = path.startswith(("/", "~")) or PureWindowsPath(path).is_absolute()
    return absolute or ".." in PurePosixPath(path).parts


def _bare(cell: str) -> str:
    return PureWindowsPath(cell).name if _is_of_the_machine(cell) else cell


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, with None for what is missing."""
    return [{key: _plain(value) for key, value in row.items()} for row in rows(table)]


def _plain(value: Any) -> Any:
    return None if not isinstance(value, list) and pd.isna(value) else value


def present(said: Mapping[str, Any]) -> dict[str, Any]:
    """`said` without what is empty: an absent property says no more than is known."""
    return {key: value for key, value in said.items() if value}


def spans(row: Mapping[str, Any]) -> list[Span]:
    """The places of a row: its spans, or its one start and end."""
    return [(start, end) for start, end in row.get("spans", [(row.get("start"), row.get("end"))])]


def headed(row: Mapping[str, Any]) -> tuple[str, str]:
    """What a list of references calls a seed, and its note.

    Without a title it is called by its file, in brackets as what does not stand on a work: an
    entry that has neither could not be told from another.
    """
    notes = [
        f"Restates: {row['restates']}" if row["restates"] else "",
        "" if row["title"] else "No title is stated; the name in brackets is the file's",
    ]
    return row["title"] or f"[{row['doc_id']}]", ". ".join(filter(None, notes))


def statements(tables: Tables) -> Mapping[str, str]:
    """Each claim, by its id, in words that can stand alone.

    They are the claim's own, but of one that is negated or hangs on a condition the whole
    sentence: "there were troops" is not what somebody says who denies it.
    """
    sentences = dict(zip(tables.sentences["sentence_id"], tables.sentences["text"], strict=True))
    return {
        row["claim_id"]: sentences.get(row["sentence_id"], row["text"])
        if row["negated"] or row["condition"]
        else row["text"]
        for row in rows(tables.claims)
    }


def as_json(value: Any, *, embeddable: bool = False) -> bytes:
    """JSON in UTF-8; `embeddable`: without a character that could end a script in a page."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    if embeddable:
        text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return f"{text}\n".encode()


def address(url: str) -> str:
    """`url` with what RFC 3986 does not let stand in it, such as a brace, percent-encoded."""
    return quote(url, safe="%:/?#[]@!$&'()*+,;=-._~")


def identifier(*parts: str) -> UUID:
    """A UUID made from `parts` alone (version 5, RFC 9562): the same parts, the same UUID."""
    return uuid5(_NAMESPACE, json.dumps(parts))


def newest(dates: Iterable[str]) -> datetime:
    """SOURCE_DATE_EPOCH as the user set it, else the first moment of the latest partial date.

    Raises
    ------
    ParameterError
        If SOURCE_DATE_EPOCH is set to something else than seconds.
    """
    chosen = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not chosen:
        return instant(max(dates, default=""))
    try:
        return datetime.fromtimestamp(int(chosen), UTC)
    except (ValueError, OverflowError, OSError):
        raise ParameterError("SOURCE_DATE_EPOCH", chosen, "seconds since 1970, or unset") from None


def instant(partial: str) -> datetime:
    """The first moment, in UTC, of a day, month or year."""
    year, month, day = (*map(int, (partial or _OLDEST).split("-")), 1, 1)[:3]
    return datetime(year, month, day, tzinfo=UTC)


def issued(tables: Tables) -> datetime:
    """When an export as a whole is dated: never the clock's time."""
    return newest(tables.documents["published"])
