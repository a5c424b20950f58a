"""One table from its Parquet file, which may be anybody's: it is data, of a limited size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as arrow
from pyarrow import parquet

from analysis.errors import TableError
from analysis.tables.schema import SCHEMA, arrow_schema, frame_of

__all__ = ["MAX_BYTES", "from_arrow", "stored", "stored_arrow"]

MAX_BYTES = 4_000_000_000
"""A table that takes more memory is refused; a million claims take a quarter of it."""

_BATCH = 256
"""Rows at once: a file of a few bytes can hold one long word any number of times."""


def stored(path: Path, name: str) -> pd.DataFrame:
    """Table `name` as stored at `path`, its columns and types checked, its values not.

    Raises
    ------
    TableError
        If the file is missing, is no Parquet, has other columns, or is too large.
    """
    return from_arrow(name, stored_arrow(path, path, name))


def from_arrow(name: str, table: arrow.Table) -> pd.DataFrame:
    """Table `name` from how Arrow has it."""
    return frame_of(name, {key: table[key].to_pylist() for key in table.column_names})


def stored_arrow(path: object, source: Any, name: str) -> arrow.Table:
    """The same as Arrow has it, from `source`, which is called `path` in messages."""
    try:
        with parquet.ParquetFile(source) as file:
            _check_columns(path, name, file.schema_arrow)
            return _read(path, file).cast(arrow_schema(name))
    except FileNotFoundError:
        message = f"{path} is missing; make the tables anew with seedbrief parse"
        raise TableError(message) from None
    except (OSError, ValueError, TypeError, OverflowError, MemoryError, arrow.ArrowException) as e:
        # What a broken file leads to depends on where it is broken.
        message = " ".join(str(e).split())[:200] or type(e).__name__
        raise TableError(f"{path} cannot be read ({message}); make the tables anew") from None


def _check_columns(path: object, name: str, schema: arrow.Schema) -> None:
    odd = sorted(set(schema.names) ^ set(SCHEMA[name].names))
    if odd:
        message = f"{path} has other columns than this version; look at {', '.join(odd)[:200]}"
        raise TableError(f"{message}; make the tables anew")
    if len(schema.names) != len(set(schema.names)):
        raise TableError(f"{path} has a column twice; make the tables anew")


def _read(path: object, file: parquet.ParquetFile) -> arrow.Table:
    groups = (file.metadata.row_group(number) for number in range(file.metadata.num_row_groups))
    size = sum(group.total_byte_size for group in groups)
    batches = []
    if size <= MAX_BYTES:
        size = 0
        for batch in file.iter_batches(_BATCH):
            batches.append(batch)
            size += batch.nbytes
            if size > MAX_BYTES:
                break
    if size > MAX_BYTES:
        raise TableError(f"{path} takes more than {MAX_BYTES:,} bytes of memory; split the seeds")
    return arrow.Table.from_batches(batches, file.schema_arrow)
