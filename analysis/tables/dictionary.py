"""The data dictionary and glossary, in Markdown, written from the tables' schema.

``python -m analysis.tables.dictionary`` prints it; ``make dictionary`` stores it in ``docs/``.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from analysis.tables.schema import SCHEMA, SCHEMA_VERSION, Column, TableSchema, referred

__all__ = ["data_dictionary", "meaning_of"]

KINDS = {
    "text": "text, never missing: empty means that the seed says nothing",
    "offset": "whole number, from 0, never missing",
    "count": "whole number, or missing",
    "number": "number, or missing",
    "yes_no": "true or false",
    "spans": "list of `[start, end]`",
    "texts": "list of texts",
}
HEAD = f"""\
# Data dictionary

Version {SCHEMA_VERSION} of the tables. Made of the TOML files in `analysis/tables/` by
`make dictionary`; do not edit it by hand.

`text[start:end]` of a document's `text` is the row's own text, exactly. A date is as precise as
the seed gives it: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

| type | what it holds |
|---|---|
"""


@cache
def _glossary() -> Mapping[str, Any]:
    text = files("analysis.tables").joinpath("glossary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def meaning_of(column: Column, value: str) -> str:
    """What `value`, one of the closed list of `column`, means.

    Raises
    ------
    KeyError
        If the glossary does not say.
    """
    # "attribution" is the same list as "type" of the table that it comes from
    name = "type" if column.name == "attribution" else column.name
    meaning: str = _glossary()["values"][name][value]
    return meaning


def data_dictionary() -> str:
    """Every table, column and value, and the glossary, as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield HEAD + "\n".join(f"| {kind} | {says} |" for kind, says in KINDS.items())
    for table in SCHEMA.values():
        yield from _table(table)
    yield from ("", "## Glossary", "")
    for word, meaning in sorted(_glossary()["words"].items()):
        yield f"- **{word}**: {meaning}"
    yield ""


def _table(table: TableSchema) -> Iterator[str]:
    yield from ("", f"## {table.name}", "", table.meaning)
    yield f"Key: `{table.key}`." if table.key else "Rows have no key."
    yield from ("", "| column | type | meaning |", "|---|---|---|")
    for column in table.columns:
        elsewhere = referred(table).get(column.name)
        reference = f" Row of `{elsewhere}`." if elsewhere else ""
        yield f"| `{column.name}` | {column.kind} | {column.meaning}{reference} |"
    for column in table.columns:
        if column.allowed:
            yield from _values(column)


def _values(column: Column) -> Iterator[str]:
    yield from ("", f"Values of `{column.name}`:", "")
    for value in column.allowed:
        yield f"- `{value}`: {meaning_of(column, value)}" if value else "- empty: not given."


if __name__ == "__main__":
    sys.stdout.buffer.write(data_dictionary().encode())
