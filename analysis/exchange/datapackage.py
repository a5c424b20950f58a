"""A Frictionless tabular data package: CSV files and a data dictionary that machines read."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from analysis.exchange import plain
from analysis.exchange.base import PRODUCER, Files, as_json, issued, present, records
from analysis.tables import SCHEMA, Tables
from analysis.tables.dictionary import data_dictionary
from analysis.tables.schema import SCHEMA_VERSION, Column, TableSchema, referred

__all__ = ["datapackage"]

_TYPES = {
    "text": "string",
    "offset": "integer",
    "count": "integer",
    "number": "number",
    "yes_no": "boolean",
    "spans": "array",
    "texts": "array",
}
DESCRIPTION = (
    "Who claims what, how firmly, on whose word, in which numbers, and what is not known. Offsets "
    "count Unicode code points of the column text in documents. Text that begins like a formula, "
    "after any apostrophes, has one apostrophe more before it, which is none of its characters."
)


def datapackage(tables: Tables) -> Files:
    """``datapackage.json``, ``data/NAME.csv`` and ``data-dictionary.md``.

    Every resource has its size, its SHA-256, and a Table Schema made from the kit's own, with
    types, keys, closed lists of values and what each column means.
    """
    files = {f"data/{name}": data for name, data in plain.csv(tables).items()}
    package = {
        "profile": "tabular-data-package",
        "name": "seedbrief-tables",
        "title": "Seedbrief tables",
        "description": DESCRIPTION,
        "version": f"{SCHEMA_VERSION}.0.0",
        "created": issued(tables).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "contributors": [{"title": PRODUCER, "role": "wrangler"}],
        "sources": _sources(tables),
        "resources": [
            _resource(SCHEMA[name], f"data/{name}.csv", files[f"data/{name}.csv"])
            for name, _ in tables.items()
        ],
    }
    return {
        "datapackage.json": as_json(present(package)),
        "data-dictionary.md": data_dictionary().encode(),
        **files,
    }


def _sources(tables: Tables) -> list[dict[str, str]]:
    return [
        present({"title": row["title"] or row["doc_id"], "path": row["url"]})
        for row in records(tables.documents)
    ]


def _resource(table: TableSchema, path: str, data: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.name.capitalize(),
        "description": table.meaning,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{sha256(data).hexdigest()}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": _schema(table),
    }


def _schema(table: TableSchema) -> dict[str, Any]:
    foreign = [
        {
            "fields": column,
            "reference": {
                "resource": "" if other == table.name else other,
                "fields": SCHEMA[other].key,
            },
        }
        for column, other in referred(table).items()
    ]
    return {
        "fields": [_field(column, table.key) for column in table.columns],
        "missingValues": [""],
        **present({"primaryKey": table.key, "foreignKeys": foreign}),
    }


def _field(column: Column, key: str) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    if column.name == key:
        limits |= {"required": True, "unique": True}
    if column.kind == "offset":
        limits |= {"required": True, "minimum": 0}
    if column.allowed:
        limits["enum"] = [value for value in column.allowed if value]  # "" is a missing value
    return {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.meaning,
        **present({"constraints": limits}),
    }
