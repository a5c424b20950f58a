"""A workbook for Excel and LibreOffice, a sheet a table, through XlsxWriter."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

from analysis.errors import ExportError
from analysis.exchange.base import PRODUCER, Files, issued, records
from analysis.spreadsheet import neutral
from analysis.tables import SCHEMA, Tables
from analysis.tables.schema import Column

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["xlsx"]

MOST_ROWS = 1_048_576
MOST_UNITS = 32_767
"""Of a sheet and, in UTF-16, of a cell: Excel's specifications and limits."""
CUT = " … [cut: a cell holds no more; the other formats have the whole text]"
_WIDTHS = {"offset": 9, "count": 10, "number": 12, "yes_no": 9, "spans": 16, "texts": 24}
_WIDE = {"text": 60, "message": 60, "why": 50, "note": 40, "as_question": 50, "title": 40}


def xlsx(tables: Tables) -> Files:
    """A workbook in which no cell is a formula, a link or a macro.

    The heads are frozen and filter their columns. A text that begins like a formula is a text
    cell that also stays one when somebody edits it (``quotePrefix``). Lists are JSON. A text
    longer than a cell can hold ends with a note that says so.

    Raises
    ------
    ExportError
        If a table has more rows than a sheet.
    """
    from xlsxwriter import Workbook

    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties(
            {"title": "Seedbrief tables", "comments": PRODUCER, "created": _naive(tables)}
        )
        head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        cell = book.add_format({"valign": "top"})
        quoted = book.add_format({"valign": "top", "quote_prefix": True})
        for name, table in tables.items():
            if len(table) >= MOST_ROWS:
                message = f"{name} has {len(table):,} rows, more than a sheet can hold"
                raise ExportError(f"{message}; export to csv or json")
            _fill(book.add_worksheet(name), name, records(table), (head, cell, quoted))
    return {"tables.xlsx": stream.getvalue()}


def _naive(tables: Tables) -> Any:
    """In UTC without saying so, as XlsxWriter wants it."""
    return issued(tables).replace(tzinfo=None)


def _fill(
    sheet: Worksheet, name: str, rows: list[dict[str, Any]], formats: tuple[Format, Format, Format]
) -> None:
    head, plain, quoted = formats
    columns = SCHEMA[name].columns
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name, head)
        sheet.set_column(place, place, _width(column))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row.values()):
            _put(sheet, (number, place), value, (plain, quoted))


def _width(column: Column) -> int:
    least = len(column.name) + 4  # the filter's button covers the end of the name
    return max(least, _WIDE.get(column.name, 0) or _WIDTHS.get(column.kind, 20))


def _put(
    sheet: Worksheet, place: tuple[int, int], value: Any, formats: tuple[Format, Format]
) -> None:
    plain, quoted = formats
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, bool):
        sheet.write_boolean(*place, value, plain)
    elif isinstance(value, int | float):
        sheet.write_number(*place, value, plain)
    elif value:
        sheet.write_string(*place, _cut(value), plain if neutral(value) == value else quoted)


def _cut(text: str) -> str:
    """`text`, or as much of it as a cell can hold with a note that it is cut."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST_UNITS:
        return text
    kept = units[: 2 * (MOST_UNITS - len(CUT))]
    return kept.decode("utf-16-le", "ignore") + CUT  # half a surrogate pair at the end goes
