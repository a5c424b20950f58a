"""The tables' schema, declared in ``schema.toml``: columns, types, keys and what each column means.

By these declarations every table is checked when it is made; from them come the Arrow schemas it is
stored with, and the data dictionary.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as arrow

from analysis.errors import TableError

__all__ = [
    "SCHEMA",
    "SCHEMA_VERSION",
    "Column",
    "TableSchema",
    "arrow_schema",
    "check",
    "empty",
    "frame",
    "frame_of",
    "referred",
    "rows",
]

SCHEMA_VERSION = 1
"""Rises when a column goes or changes its meaning; a new column leaves it as it is."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `kind` is one of the keys of `KINDS_OF_COLUMN`, `allowed` its closed list."""

    name: str
    kind: str
    meaning: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table: its key (unique, never empty) or "" where rows have none, and its columns."""

    name: str
    key: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]


@dataclass(frozen=True, slots=True)
class _Type:
    dtype: str
    arrow: arrow.DataType
    valid: Callable[[Any], bool] | None = None
    nullable: bool = False


def _is_spans(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(span, list)
        and len(span) == 2
        and all(isinstance(edge, int) for edge in span)
        and 0 <= span[0] < span[1]
        for span in value
    )


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


KINDS_OF_COLUMN: Mapping[str, _Type] = {
    "text": _Type("str", arrow.string()),
    "offset": _Type("int64", arrow.int64()),
    "count": _Type("Int64", arrow.int64(), nullable=True),
    "number": _Type("float64", arrow.float64(), nullable=True),
    "yes_no": _Type("bool", arrow.bool_()),
    "spans": _Type("object", arrow.list_(arrow.list_(arrow.int64())), _is_spans),
    "texts": _Type("object", arrow.list_(arrow.string()), _is_texts),
}
"""Text is never missing: empty means that the seed says nothing. Offsets are code points."""


def _schema() -> Iterator[TableSchema]:
    """The declarations of ``schema.toml``."""
    text = files("analysis.tables").joinpath("schema.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)
    for name, table in declared["tables"].items():
        columns = (
            (each, *declared["columns"][each]) if isinstance(each, str) else each
            for each in table["columns"]
        )
        made = tuple(_column(*column) for column in columns)
        yield TableSchema(name, table["key"], table["meaning"], made)


def _column(name: str, kind: str, meaning: str, allowed: str | Sequence[str] = ()) -> Column:
    if isinstance(allowed, str):
        allowed = getattr(import_module("analysis.model"), allowed)
    return Column(name, kind, meaning, tuple(allowed))


SCHEMA: Mapping[str, TableSchema] = {table.name: table for table in _schema()}


def referred(table: TableSchema) -> dict[str, str]:
    """Columns of `table` that hold the key of a row, and the table where that row stands."""
    keys = {each.key: each.name for each in SCHEMA.values() if each.key}
    keys |= {"from_id": "claims", "to_id": "claims", "parent_id": "attributions"}
    return {name: keys[name] for name in table.names if name in keys and name != table.key}


@cache
def arrow_schema(name: str) -> arrow.Schema:
    """The Arrow schema that table `name` is stored with."""
    columns = SCHEMA[name].columns
    return arrow.schema([(c.name, KINDS_OF_COLUMN[c.kind].arrow) for c in columns])


def check(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """`table` itself, once it holds what the schema declares.

    Raises
    ------
    TableError
        Naming the table, the column, what was expected and the first value that came.
    """
    schema = SCHEMA[name]
    _check_shape(schema, table)
    for column in schema.columns:
        values, wanted = table[column.name], KINDS_OF_COLUMN[column.kind].dtype
        if str(values.dtype) != wanted:
            raise TableError(f"{name}: {column.name} must be {wanted}; got {values.dtype}")
        for rule, wrong in _broken(column, values, schema.key) if len(values) else ():
            if wrong.any():
                value = values[wrong].iloc[0]
                raise TableError(f"{name}: {column.name} must {rule}; got {value!r}")
    return table


def _broken(
    column: Column, values: pd.Series[Any], key: str
) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    """What each value must do, and which of them do not."""
    kind = KINDS_OF_COLUMN[column.kind]
    if kind.valid is not None:
        yield f"be {column.kind}", np.array([not kind.valid(value) for value in values])
        return
    if not kind.nullable:
        yield "have a value", values.isna().to_numpy()
    if column.allowed:
        allowed = ", ".join(map(repr, column.allowed))
        yield f"be one of {allowed}", ~values.isin(column.allowed).to_numpy(dtype=bool)
    if column.kind == "offset":
        yield "be 0 or more", (values < 0).to_numpy()
    if column.name == key:
        yield "not be empty", (values == "").to_numpy(dtype=bool)


def _check_shape(schema: TableSchema, table: pd.DataFrame) -> None:
    """Columns, their order and keys."""
    came = list(table.columns)
    odd = sorted(set(schema.names) ^ set(map(str, came)))
    if odd:
        raise TableError(f"{schema.name}: has not the declared columns; look at {', '.join(odd)}")
    if came != schema.names:
        raise TableError(f"{schema.name}: the order of columns must be {', '.join(schema.names)}")
    twice = table[schema.key][table[schema.key].duplicated()] if schema.key else table[:0]
    if len(twice):
        raise TableError(f"{schema.name}: {schema.key} must be unique; {twice.iloc[0]!r} is not")


def frame(name: str, records: list[dict[str, Any]]) -> pd.DataFrame:
    """A table with the declared columns and types from one dictionary a row.

    A key that is left out is a missing value. Other rules are checked when the frame becomes a
    part of `Tables`.

    Raises
    ------
    TableError
        If a value is missing that may not be, or has another type than its column.
    """
    values = {key: [record.get(key) for record in records] for key in SCHEMA[name].names}
    return frame_of(name, values)


def frame_of(name: str, values: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """The same from the values of each column."""
    columns = SCHEMA[name].columns
    return pd.DataFrame({each.name: _series(name, values[each.name], each) for each in columns})


def _series(table: str, values: Sequence[Any], column: Column) -> pd.Series[Any]:
    kind = KINDS_OF_COLUMN[column.kind]
    if not kind.nullable and any(value is None for value in values):
        row = next(row for row, value in enumerate(values) if value is None)
        raise TableError(f"{table}: {column.name} must have a value; row {row} has none")
    if kind.dtype == "object":
        cells = np.empty(len(values), dtype=object)
        for row, value in enumerate(values):  # at once, lists of one length would make a matrix
            cells[row] = value
        return pd.Series(cells, dtype="object")
    try:
        return pd.Series(values, dtype=kind.dtype)
    except (TypeError, ValueError, OverflowError) as error:
        message = f"{table}: {column.name} must be of type {kind.dtype} ({error})"
        raise TableError(message) from None


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries by column."""
    # What pandas offers (``to_dict``) boxes strings one by one, at five times the cost.
    names = [str(name) for name in table.columns]
    columns = [
        column.to_numpy(dtype=object).tolist() if column.dtype == "str" else column.tolist()
        for _, column in table.items()
    ]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


@cache
def empty(name: str) -> pd.DataFrame:
    """Table `name` without rows, with its columns and types."""
    return frame(name, [])
