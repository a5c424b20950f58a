"""`Tables`: the data frames of a run together, to Parquet and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from csv import QUOTE_NONNUMERIC, reader
from dataclasses import dataclass, fields
from itertools import chain
from json import dumps
from pathlib import Path

import pandas as pd
import pyarrow as arrow
from pyarrow import parquet

from analysis.atomic import replacing
from analysis.errors import ParameterError, TableError
from analysis.spreadsheet import neutral
from analysis.tables.integrity import displaced, misquoted
from analysis.tables.schema import SCHEMA, arrow_schema, check
from analysis.tables.stored import stored

__all__ = ["Tables", "check_place", "expect_tables", "find_tables", "to_arrow", "to_csv"]

OF_PEOPLE = ("reviews", "sources")
"""Tables whose CSV files are called as files beside seeds that people write."""

MAX_HEADER = 10_000
"""Characters of a file that are read for the names of its columns."""


@dataclass(frozen=True)
class Tables:
    """What the kit knows of some seeds, one data frame a kind of row.

    ``SCHEMA["claims"].columns`` says what each column of `claims` means, and so of all others; so
    does docs/data-dictionary.md. Offsets are characters of the document's ``text``.

    Every frame is checked against the declared schema when a `Tables` is made, and every
    quotation against the text that it is taken from.

    Raises
    ------
    TableError
        If a frame breaks its schema or a quotation does not stand where its row says.
    """

    documents: pd.DataFrame
    sentences: pd.DataFrame
    attributions: pd.DataFrame
    claims: pd.DataFrame
    sources: pd.DataFrame
    merges: pd.DataFrame
    figures: pd.DataFrame
    questions: pd.DataFrame
    links: pd.DataFrame
    flags: pd.DataFrame
    reviews: pd.DataFrame
    problems: pd.DataFrame

    def __post_init__(self) -> None:
        self._check(dict(self.items()))

    def _check(self, frames: Mapping[str, pd.DataFrame]) -> None:
        for name, table in frames.items():
            check(name, table)
        quoting = dict(self.items()) if "documents" in frames else frames
        _check_quotes({**quoting, "documents": self.documents})

    def items(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Each table's name and frame."""
        for field in fields(self):
            yield field.name, getattr(self, field.name)

    def __repr__(self) -> str:
        """How much there is of what; all rows would fill a page."""
        counted = ", ".join(f"{name}: {len(table):,}" for name, table in self.items())
        return f"<Tables, rows in each data frame: {counted}>"

    def with_tables(self, **frames: pd.DataFrame) -> Tables:
        """The same tables with some of them replaced; those that are new are checked."""
        new = {name: table for name, table in frames.items() if table is not getattr(self, name)}
        made = copy(self)
        for name, table in new.items():
            object.__setattr__(made, name, table)
        made._check(new)
        return made

    def save(self, folder: str | Path, *, csv: bool = False) -> list[Path]:
        """Write each table to ``FOLDER/NAME.parquet``, and to ``NAME.csv`` if `csv`.

        Returns
        -------
        list of Path
            The files written.

        Raises
        ------
        TableError
            If a CSV file would replace one that people wrote.
        """
        folder = Path(folder)
        if csv:
            check_place(folder)
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for name, table in self.items():
            path = folder / f"{name}.parquet"
            with replacing(path) as new:
                parquet.write_table(to_arrow(name, table), new, compression="zstd")
            written.append(path)
            if csv:
                written.append(folder / f"{name}.csv")
                with replacing(written[-1]) as new:
                    new.write_bytes(to_csv(table))
        return written

    @classmethod
    def load(cls, folder: str | Path) -> Tables:
        """The tables that `save` wrote to `folder`.

        Raises
        ------
        TableError
            If a table is missing or cannot be read.
        """
        return cls(**{name: stored(Path(folder, f"{name}.parquet"), name) for name in SCHEMA})


def find_tables(folder: str | Path) -> Tables:
    """The tables in the folder of a report, or in a folder of tables.

    Raises
    ------
    TableError
        If there are none, or one is missing or cannot be read.
    """
    for place in (Path(folder, "tables"), Path(folder)):
        if any((place / f"{name}.parquet").is_file() for name in SCHEMA):
            return Tables.load(place)
    message = "name the folder of a report, or of tables that seedbrief parse made"
    raise TableError(f"{folder} holds no tables; {message}")


def to_arrow(name: str, table: pd.DataFrame) -> arrow.Table:
    """Table `name` as it is stored."""
    schema = arrow_schema(name)
    whole = arrow.Table.from_pandas(table, schema=schema, preserve_index=False)
    return whole.replace_schema_metadata(None)


def to_csv(table: pd.DataFrame) -> bytes:
    """The table as CSV in UTF-8: lists as JSON, no text that a spreadsheet would run."""
    text = table.map(_cell).to_csv(index=False, lineterminator="\n", quoting=QUOTE_NONNUMERIC)
    return text.encode("utf-8")


def expect_tables(given: object) -> Tables:
    """`given` itself, if it is what `analysis.parse` or `analysis.load` gives.

    Raises
    ------
    ParameterError
        If it is one of the tables, a folder of seeds or anything else.
    """
    if isinstance(given, Tables):
        return given
    wanted = "the tables that analysis.load(seeds) gives, not one of them"
    raise ParameterError("tables", type(given).__name__, wanted)


def check_place(folder: Path) -> None:
    """Refuse to write CSV files to a folder where people's own would be replaced.

    Decisions and metadata beside seeds lie in files called as tables are, with other columns.

    Raises
    ------
    TableError
        If there is such a file.
    """
    for name in OF_PEOPLE:
        path = folder / f"{name}.csv"
        if path.exists() and _header(path) != SCHEMA[name].names:
            raise TableError(f"{path} is not a table that the kit wrote; name another folder")


def _header(path: Path) -> list[str]:
    """The cells of a CSV file's first line."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        return next(reader([lines.readline(MAX_HEADER)]), [])


def _cell(value: object) -> object:
    plain = dumps(value, ensure_ascii=False) if isinstance(value, list) else value
    return neutral(plain) if isinstance(plain, str) else plain


def _check_quotes(frames: Mapping[str, pd.DataFrame]) -> None:
    """Every row's words stand where the row says: exact offsets or no row."""
    known = set(frames["documents"]["doc_id"])
    for name, table in frames.items():
        if name != "documents" and "doc_id" in SCHEMA[name].names:
            odd = set(table["doc_id"].unique()) - known
            if odd:
                raise TableError(f"{name}: {min(odd)!r} is no seed of these tables")
    for fault in chain(displaced(frames), misquoted(frames)):
        said = f"expected {fault.expected}; got {fault.found}"
        raise TableError(f"{fault.table}: {fault.row}: {said}")
