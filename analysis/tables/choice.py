"""Which documents of a store a brief is about: found by DuckDB, without loading the store.

Dates are compared in SQL; `focus` is the same regular expression that chooses rows of a brief, run
by Python on each sentence and section as DuckDB streams them. All values are bound to the
statement, none is written into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from typing import Any

import pandas as pd
import pyarrow as arrow

from analysis.errors import TableError
from analysis.parameters import Parameters
from analysis.place import Place, file_system
from analysis.reviews.fields import ADDED, OPPOSITES
from analysis.tables.partitions import PARTED, load_parts
from analysis.tables.schema import SCHEMA, frame, rows
from analysis.tables.store import Tables

__all__ = ["Choice", "choose", "load_choice"]

MEMORY = "512MB"
"""What DuckDB may take: it streams."""

CHOSEN = "chosen"
"""The reason in ``problems`` that says of which documents tables are a choice."""

_FIRST_DAY = "published || substr('-01-01', length(published) - 3)"
_LAST_DAY = "published || substr('-12-31', length(published) - 3)"
"""A partial date with its first or last day: what `published` lacks of ``YYYY-MM-DD``."""

_DOCUMENTS = f"""
    SELECT doc_id, filename AS file FROM read_parquet($documents, filename = true)
    WHERE ($first IS NULL OR (published <> '' AND {_LAST_DAY} >= $first))
      AND ($last IS NULL OR (published <> '' AND {_FIRST_DAY} <= $last))
"""  # noqa: S608 - of constants

_ABOUT = """
    SELECT DISTINCT doc_id FROM read_parquet($sentences)
    WHERE doc_id IN (SELECT doc_id FROM dated) AND (about(text) OR about(section))
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """Documents of a store by the number of their part, how many there are, and their claims."""

    parts: Mapping[int, tuple[str, ...]]
    documents: int
    of: int
    claims: int
    of_claims: int

    @property
    def ids(self) -> list[str]:
        """The documents' ids, in order."""
        return [doc_id for number in sorted(self.parts) for doc_id in self.parts[number]]


def choose(place: Place, settings: Parameters) -> Choice:
    """The documents within `since` and `until` that have a sentence or section on `focus`.

    Raises
    ------
    ParameterError
        If `focus` is no regular expression that can be run.
    TableError
        If the store cannot be read.
    """
    duckdb = import_module("duckdb")
    first, last, pattern = settings.first_day, settings.last_day, settings.pattern
    try:
        with _connected(duckdb, place) as database:
            values = {
                "documents": _files(place, "documents"),
                "first": first.isoformat() if first else None,
                "last": last.isoformat() if last else None,
            }
            database.execute(f"CREATE TEMP TABLE dated AS {_DOCUMENTS}", values)
            if pattern is not None:
                found = pattern.search

                def about(texts: arrow.ChunkedArray) -> arrow.Array:
                    return arrow.array([found(text) is not None for text in texts.to_pylist()])

                database.create_function("about", about, ["VARCHAR"], "BOOLEAN", type="arrow")
                database.execute(
                    f"CREATE TEMP TABLE matched AS {_ABOUT}",
                    {"sentences": _files(place, "sentences")},
                )
                database.execute(
                    "DELETE FROM dated WHERE doc_id NOT IN (SELECT doc_id FROM matched)"
                )
            return _counted(database, place)
    except duckdb.Error as error:
        message = " ".join(str(error).split())[:200]
        raise TableError(f"{place.address} cannot be read ({message}); make it anew") from None


def _counted(database: Any, place: Place) -> Choice:
    parts: dict[int, list[str]] = {}
    dated = database.execute("SELECT doc_id, file FROM dated ORDER BY doc_id")
    for doc_id, file in dated.fetchall():
        parts.setdefault(int(file[-13:-8]), []).append(doc_id)
    of = _one(database, "SELECT count(*) FROM read_parquet($files)", place, "documents")
    of_claims = _one(database, "SELECT count(*) FROM read_parquet($files)", place, "claims")
    chosen = "SELECT count(*) FROM read_parquet($files) WHERE doc_id IN (SELECT doc_id FROM dated)"
    claims = _one(database, chosen, place, "claims")
    documents = sum(map(len, parts.values()))
    return Choice({n: tuple(ids) for n, ids in parts.items()}, documents, of, claims, of_claims)


def _one(database: Any, statement: str, place: Place, table: str) -> int:
    [count] = database.execute(statement, {"files": _files(place, table)}).fetchone()
    return int(count)


@contextmanager
def _connected(duckdb: Any, place: Place) -> Iterator[Any]:
    """A database in memory that fetches no extension and looks for no settings."""
    settings = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": MEMORY,
        "temp_directory": "",
        "preserve_insertion_order": False,
    }
    database = duckdb.connect(":memory:", config=settings)
    try:
        if place.folder is None:
            database.register_filesystem(file_system(place.address)[0])
        yield database
    finally:
        database.close()


def _files(place: Place, table: str) -> list[str]:
    if place.folder is not None:
        return [f"{place.address}/{table}/{name}" for name in place.below(table).names()]
    files, root = file_system(place.address)
    scheme = files.protocol if isinstance(files.protocol, str) else files.protocol[0]
    return [f"{scheme}://{root}/{table}/{name}" for name in place.below(table).names()]


def load_choice(
    place: Place, choice: Choice, settings: Parameters, most: int, seeds: str
) -> Tables:
    """The rows of the chosen documents, not assessed; ``problems`` says that they are a choice.

    Decisions about rows of other documents are left out.

    Raises
    ------
    TableError
        If nothing is chosen, or more than `most` claims are.
    """
    asked = _asked(settings)
    if not choice.documents:
        raise TableError(f"none of the {choice.of:,} documents is within {asked}; widen it")
    if choice.claims > most:
        chosen = f"{asked} leaves {choice.documents:,} of {choice.of:,} documents"
        many = f"with {choice.claims:,} claims, and {most:,} can be held against each other"
        advice = "narrow focus, since or until, or raise limits.assessed_claims in seedbrief.toml"
        raise TableError(f"{chosen} {many}; {advice}")
    keep = set(choice.ids)
    tables = load_parts(place, sorted(choice.parts), keep)
    message = (
        f"{choice.documents:,} of the {choice.of:,} documents were chosen by {asked}; "
        "they were held against each other alone"
    )
    chosen_row = {"path": seeds, "reason": CHOSEN, "message": message}
    problems = [*rows(tables.problems), chosen_row]
    return tables.with_tables(
        documents=tables.documents.assign(same_as=_originals(tables.documents)),
        problems=frame("problems", problems),
        reviews=_reviews_of(tables, place),
    )


def _originals(documents: pd.DataFrame) -> pd.Series[str]:
    """What each document is a copy of: of copies without their original, the first published."""
    order = documents.sort_values("doc_id").sort_values(
        "published", key=lambda days: days.where(days != "", "9999"), kind="stable"
    )
    names = {doc_id: doc_id for doc_id in documents["doc_id"]}
    for doc_id, same_as in zip(order["doc_id"], order["same_as"], strict=True):
        if same_as:
            names.setdefault(same_as, doc_id)
    told = zip(documents["doc_id"], documents["same_as"], strict=True)
    found = [names[same_as] if same_as and names[same_as] != me else "" for me, same_as in told]
    return pd.Series(found, index=documents.index, dtype="str")


def _subjects(review: Mapping[str, Any]) -> Iterator[str]:
    """The rows that a decision is about: two where it says how they go together."""
    added = ADDED.fullmatch(review["value"])
    yield added["doc_id"] if added else review["row_id"]
    if review["field"] in OPPOSITES:
        yield review["value"]


def _asked(settings: Parameters) -> str:
    given = {name: getattr(settings, name) for name in ("focus", "since", "until")}
    return ", ".join(f"{name} {value!r}" for name, value in given.items() if value) or "no choice"


def _reviews_of(tables: Tables, place: Place) -> pd.DataFrame:
    """The decisions but for those on rows that the store has and `tables` has not.

    Warnings are no rows of a store: `analysis.reviews.applying` leaves those decisions out.
    """
    reviews = tables.reviews
    subjects = [tuple(_subjects(row)) for row in rows(reviews)]
    keys = {name: SCHEMA[name].key for name in PARTED}
    here = {key for name, column in keys.items() for key in getattr(tables, name)[column]}
    asked = sorted({*chain(*subjects)} - here)
    elsewhere: set[str] = set()
    with _connected(import_module("duckdb"), place) as database:
        for name, column in keys.items() if asked else ():
            statement = (
                f"SELECT {column} FROM read_parquet($files) WHERE list_contains($ids, {column})"  # noqa: S608 - a name of the schema
            )
            values = {"files": _files(place, name), "ids": asked}
            elsewhere |= {key for [key] in database.execute(statement, values).fetchall()}
    kept = [elsewhere.isdisjoint(each) for each in subjects]
    return reviews[pd.Series(kept, index=reviews.index, dtype="bool")].reset_index(drop=True)
