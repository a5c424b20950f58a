"""CSV, a file a table, and JSON, all tables in one file."""

from __future__ import annotations

from analysis.exchange.base import PRODUCER, Files, as_json, records
from analysis.tables import Tables
from analysis.tables.schema import SCHEMA_VERSION
from analysis.tables.store import to_csv

__all__ = ["csv", "json"]


def csv(tables: Tables) -> Files:
    """``NAME.csv`` for each table, in UTF-8, lists as JSON.

    Text that a spreadsheet would run as a formula has an apostrophe before it; JSON has the bare
    text.
    """
    return {f"{name}.csv": to_csv(table) for name, table in tables.items()}


def json(tables: Tables) -> Files:
    """All tables as lists of records by column; null is what the text does not give.

    Offsets count Unicode code points of the document's ``text``, which is in the table
    ``documents``: a reader can check every quotation with this file alone.
    """
    whole = {
        "format": "seedbrief-tables",
        "schema_version": SCHEMA_VERSION,
        "generator": PRODUCER,
        "offsets": "Unicode code points",
        "tables": {name: records(table) for name, table in tables.items()},
    }
    return {"tables.json": as_json(whole)}
