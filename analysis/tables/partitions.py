"""A store: the tables of a corpus that is too large for one assessment, each in many parts.

Table ``claims`` is the folder ``claims`` with the files ``part-00000.parquet`` and so on, which
DuckDB, pandas and pyarrow read as one. The parts of one number hold the rows of the same documents,
in the order of their ids. Sources are those of single documents, and nothing is assessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as arrow
from pyarrow import compute, parquet

from analysis.errors import TableError
from analysis.model import Ids
from analysis.place import Place
from analysis.tables.schema import SCHEMA, arrow_schema
from analysis.tables.store import Tables
from analysis.tables.stored import from_arrow, stored_arrow

__all__ = [
    "PARTED",
    "WHOLE",
    "count_rows",
    "is_store",
    "load_parts",
    "load_whole",
    "part_name",
    "part_numbers",
]

PARTED = (*("documents", "sentences", "attributions", "claims", "sources", "figures", "questions"),)
"""Tables with a part for each group of documents."""

WHOLE = tuple(name for name in SCHEMA if name not in PARTED)
"""Tables with one part, about the whole corpus; those that an assessment makes are empty."""


def part_name(table: str, number: int) -> str:
    """The file of a part, from the folder of the store."""
    return f"{table}/part-{number:05}.parquet"


def is_store(place: Place) -> bool:
    """Whether tables lie there in parts."""
    return place.has(part_name("documents", 0))


def part_numbers(place: Place) -> list[int]:
    """The numbers of the parts, in order."""
    names = place.below("documents").names()
    return [int(name[5:10]) for name in names if name.startswith("part-")]


def count_rows(folder: Path) -> tuple[int, int]:
    """How many documents and claims a store in a folder holds.

    Raises
    ------
    TableError
        If a part is missing or cannot be read.
    """
    numbers = part_numbers(Place(str(folder)))
    counts = dict.fromkeys(PARTED, 0)
    for name in PARTED:
        for number in range(len(numbers)):
            path = folder / part_name(name, number)
            try:
                counts[name] += parquet.read_metadata(path).num_rows
            except (OSError, arrow.ArrowException) as error:
                raise TableError(f"{path} cannot be read ({error}); make the store anew") from None
    return counts["documents"], counts["claims"]


def load_whole(place: Place, name: str) -> list[dict[str, Any]]:
    """The rows of a table about the whole corpus.

    Raises
    ------
    TableError
        If it is missing or cannot be read.
    """
    rows: list[dict[str, Any]] = _part(place, name, 0).to_pylist()
    return rows


def load_parts(place: Place, numbers: Iterable[int], keep: Collection[str] | None = None) -> Tables:
    """Some parts of a store as tables, not assessed.

    Parameters
    ----------
    place : Place
        The folder of the store.
    numbers : iterable of int
        The parts, in order.
    keep : collection of str, optional
        The documents whose rows are wanted; by default all.

    Raises
    ------
    TableError
        If a part is missing or cannot be read.
    """
    found = {name: [arrow_schema(name).empty_table()] for name in SCHEMA}
    for number in numbers:
        part = {name: _part(place, name, number, keep) for name in PARTED}
        if keep is not None:
            part["sources"] = _without_others(part)
        for name, table in part.items():
            found[name].append(table)
    for name in WHOLE:
        if place.has(part_name(name, 0)):
            found[name].append(_part(place, name, 0))
    whole = {name: from_arrow(name, arrow.concat_tables(some)) for name, some in found.items()}
    return Tables(**whole)


def _part(place: Place, name: str, number: int, keep: Collection[str] | None = None) -> arrow.Table:
    shown = part_name(name, number)
    try:
        source = arrow.BufferReader(place.read(shown))
    except FileNotFoundError:
        message = f"{place.address}/{shown} is missing; make the store anew with seedbrief parse"
        raise TableError(message) from None
    table = stored_arrow(shown, source, name)
    if keep is not None and "doc_id" in table.column_names:
        table = table.filter(compute.is_in(table["doc_id"], arrow.array(keep, arrow.string())))
    return table


def _without_others(part: Mapping[str, arrow.Table]) -> arrow.Table:
    """The sources of the documents of a part, which name theirs only by mentions and claims."""
    names = part["documents"]["doc_id"].to_pylist()
    ids = {*part["questions"]["raised_by"].to_pylist()}
    for name in ("claims", "attributions"):
        ids.update(*part[name]["source_ids"].to_pylist())
    sources = part["sources"]
    kept = [row["source_id"] in ids or _is_silent(row, names) for row in sources.to_pylist()]
    return sources.filter(arrow.array(kept, arrow.bool_()))


def _is_silent(source: dict[str, Any], names: Iterable[str]) -> bool:
    """Whether a source is the author of one of some documents, where he says nothing himself."""
    made = (Ids(doc_id).make("o", "author", source["name"]) for doc_id in names)
    return source["kind"] == "author" and source["source_id"] in made
