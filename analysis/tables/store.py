"""`Tables`: the data frames of a run together, to Parquet and back."""

from __future__ import annotations

from collections.abc import Iterator
from csv import QUOTE_NONNUMERIC
from dataclasses import dataclass, fields, replace
from itertools import chain
from json import dumps
from pathlib import Path

import pandas as pd
import pyarrow as arrow
from pyarrow import parquet

from analysis.atomic import replacing
from analysis.errors import TableError
from analysis.spreadsheet import neutral
from analysis.tables.integrity import displaced, misquoted
from analysis.tables.schema import SCHEMA, arrow_schema, check
from analysis.tables.stored import stored

__all__ = ["Tables", "to_csv"]


@dataclass(frozen=True)
class Tables:
    """What the kit knows of some seeds, one data frame a kind of row.

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
        for name, table in self.items():
            check(name, table)
        _check_quotes(self)

    def items(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Each table's name and frame."""
        for field in fields(self):
            yield field.name, getattr(self, field.name)

    def with_tables(self, **frames: pd.DataFrame) -> Tables:
        """The same tables with some of them replaced."""
        return replace(self, **frames)

    def save(self, folder: str | Path, *, csv: bool = False) -> list[Path]:
        """Write each table to ``FOLDER/NAME.parquet``, and to ``NAME.csv`` if `csv`.

        Returns
        -------
        list of Path
            The files written.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for name, table in self.items():
            path = folder / f"{name}.parquet"
            with replacing(path) as new:
                parquet.write_table(_to_arrow(name, table), new, compression="zstd")
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


def _to_arrow(name: str, table: pd.DataFrame) -> arrow.Table:
    schema = arrow_schema(name)
    whole = arrow.Table.from_pandas(table, schema=schema, preserve_index=False)
    return whole.replace_schema_metadata(None)


def to_csv(table: pd.DataFrame) -> bytes:
    """The table as CSV in UTF-8: lists as JSON, no text that a spreadsheet would run."""
    cells = _neutral(table.map(_listed))
    text = cells.to_csv(index=False, lineterminator="\n", quoting=QUOTE_NONNUMERIC)
    return text.encode("utf-8")


def _listed(value: object) -> object:
    return dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _neutral(table: pd.DataFrame) -> pd.DataFrame:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return table.map(lambda cell: neutral(cell) if isinstance(cell, str) else cell)


def _check_quotes(tables: Tables) -> None:
    """Every row's words stand where the row says: exact offsets or no row."""
    frames = dict(tables.items())
    for name, table in frames.items():
        if name != "documents" and "doc_id" in SCHEMA[name].names:
            odd = set(table["doc_id"].unique()) - set(tables.documents["doc_id"])
            if odd:
                raise TableError(f"{name}: {min(odd)!r} is no seed of these tables")
    for fault in chain(displaced(frames), misquoted(frames)):
        said = f"expected {fault.expected}; got {fault.found}"
        raise TableError(f"{fault.table}: {fault.row}: {said}")
