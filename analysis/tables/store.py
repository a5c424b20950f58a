"""`Tables`: the data frames of a run together, to Parquet and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from csv import QUOTE_NONNUMERIC
from dataclasses import dataclass, fields, replace
from json import dumps
from pathlib import Path

import pandas as pd
import pyarrow as arrow
from pyarrow import parquet

from analysis.atomic import replacing
from analysis.errors import TableError
from analysis.model import quote
from analysis.spreadsheet import neutral
from analysis.tables.schema import SCHEMA, arrow_schema, check, frame

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
        return cls(**{name: _load(Path(folder), name) for name in SCHEMA})


def _to_arrow(name: str, table: pd.DataFrame) -> arrow.Table:
    schema = arrow_schema(name)
    whole = arrow.Table.from_pandas(table, schema=schema, preserve_index=False)
    return whole.replace_schema_metadata(None)


def _load(folder: Path, name: str) -> pd.DataFrame:
    path = folder / f"{name}.parquet"
    try:
        stored = parquet.read_table(path)
    except FileNotFoundError:
        message = f"{path} is missing; make the tables anew with seedbrief parse"
        raise TableError(message) from None
    except (OSError, arrow.ArrowInvalid) as error:
        raise TableError(f"{path} cannot be read ({error}); make the tables anew") from None
    odd = sorted(set(stored.column_names) ^ set(SCHEMA[name].names))
    if odd:
        message = f"{path} has other columns than this version; look at {', '.join(odd)}"
        raise TableError(f"{message}; make the tables anew")
    return frame(name, stored.to_pylist())


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
    texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    _check_places(tables, texts)
    for name in ("sentences", "claims", "figures", "questions"):
        table = getattr(tables, name)
        rows = zip(table["doc_id"], table["start"], table["end"], table["text"], strict=True)
        for doc_id, start, end, words in rows:
            if texts[doc_id][start:end] != words or not words:
                _misquoted(name, doc_id, f"{start}-{end}", words)
    for name, spans, words in (
        ("attributions", "spans", "text"),
        ("attributions", "cue_spans", "cue"),
        ("attributions", "source_spans", "source_text"),
        ("claims", "cue_spans", "cue"),
    ):
        table = getattr(tables, name)
        for doc_id, where, said in zip(table["doc_id"], table[spans], table[words], strict=True):
            if quote(texts[doc_id], where) != said:
                _misquoted(name, doc_id, str(where), said)


def _check_places(tables: Tables, texts: Mapping[str, str]) -> None:
    """Every row is of a seed that the tables hold, and every span lies inside its text."""
    for schema in SCHEMA.values():
        if schema.name == "documents" or "doc_id" not in schema.names:
            continue
        table = getattr(tables, schema.name)
        for doc_id in table["doc_id"].unique():
            if doc_id not in texts:
                raise TableError(f"{schema.name}: {doc_id!r} is no seed of these tables")
        for column in schema.columns:
            if column.kind != "spans":
                continue
            for doc_id, spans in zip(table["doc_id"], table[column.name], strict=True):
                if any(end > len(texts[doc_id]) for _, end in spans):
                    message = f"{column.name} {spans} leave the text of {doc_id}"
                    raise TableError(f"{schema.name}: {message}")


def _misquoted(table: str, doc_id: str, where: str, words: str) -> None:
    raise TableError(f"{table}: {words!r} does not stand at {where} of {doc_id}")
