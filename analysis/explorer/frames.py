"""The kit's tables as JupyterLab shows them: wrapped text, a head that stays, filters.

`install` registers this for data frames whose columns are those of one of the kit's tables, whole
or in part; every other data frame looks as ever. `analysis` calls it where it is used in a
notebook of JupyterLab. Nothing is loaded from the network.
"""

from __future__ import annotations

import sys
import warnings
from typing import Any

import pandas as pd

from analysis.brief.blocks import Column, Table
from analysis.brief.wording import capital, count
from analysis.tables.schema import SCHEMA

__all__ = ["install", "interactive", "table_block", "table_name"]

_STATIC_ROWS = 60
"""Rows of a table outside of JupyterLab; the rest are counted."""

_LONG = {"text", "message", "why", "as_question", "value", "note", "about", "path", "markers"}
_HIDDEN = {"text_start", "sha256"}


def install() -> None:
    """Let the IPython that runs this show the kit's tables well; in plain Python, nothing."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        shell.display_formatter.mimebundle_formatter.for_type_by_name(
            "pandas", "DataFrame", _bundle
        )


def table_name(frame: pd.DataFrame) -> str:
    """The table of the kit that a data frame is, or is a part of; "" if it is none."""
    columns = list(frame.columns)
    unnamed = frame.index.names == [None]
    homes = [name for name, schema in SCHEMA.items() if set(columns) <= set(schema.names)]
    return homes[0] if homes and len(columns) > 1 and unnamed else ""


def interactive(frame: pd.DataFrame, name: str) -> Any:
    """The widget for a table: DataTables, through itables."""
    from analysis.explorer.data_table import CLASS, DataTable

    shown = _readable(frame, name)
    widths = [_width(column, shown[column]) for column in shown.columns]
    columns = [{"targets": place, "width": f"{width}em"} for place, width in enumerate(widths)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of itables, on options that it does not check
        return DataTable(
            shown,
            classes=f"display compact cell-border {CLASS}",
            style=f"table-layout:fixed;width:max(100%, {sum(widths)}em);margin:0;"
            "white-space:normal;overflow-wrap:anywhere",
            paging=len(shown) > 500,
            pageLength=500,
            maxBytes=0,
            autoWidth=False,
            showIndex=False,
            column_filters="header",
            columnDefs=columns,
            layout={"topStart": "search", "topEnd": None, "bottomStart": "info"},
        )


def table_block(frame: pd.DataFrame, name: str) -> Table:
    """The table as a brief shows it: the columns that fit a page, the first rows."""
    shown = _readable(frame.head(_STATIC_ROWS), name)
    first = [column for column in shown.columns if column in _LONG]
    narrow = [column for column in shown.columns if column not in _LONG and shown[column].any()]
    fitting = [*first[:2], *narrow][:6]
    chosen = [column for column in shown.columns if column in fitting]
    columns = [
        Column(capital(str(column).replace("_", " ")), width=3 if column in _LONG else 1)
        for column in chosen
    ]
    rest, hidden = len(frame) - len(shown), len(frame.columns) - len(chosen)
    told = [count(rest, "more row")] if rest > 0 else []
    told += [count(hidden, "more column")] if hidden else []
    cells = [tuple(row) for row in shown[chosen].itertuples(index=False, name=None)]
    return Table(capital(name), columns, cells, f"{capital(', '.join(told))}." if told else "")


def _bundle(frame: pd.DataFrame, **_: Any) -> Any:
    """All forms of a table; None, and so the usual ones, for any other data frame."""
    name = table_name(frame)
    if not name:
        return None
    bundle = interactive(frame, name)._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    return {**(data or {}), **table_block(frame, name).forms()}, metadata


def _readable(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Every cell as the text that a person reads.

    Of a whole table words come first, ids and offsets last; columns that somebody chose stay as
    they were chosen.
    """
    kept = list(frame.columns)
    if kept == SCHEMA[name].names:
        kept = sorted((column for column in kept if column not in _HIDDEN), key=_rank)
    return frame[kept].map(_cell).reset_index(drop=True)


def _width(column: str, cells: pd.Series[str]) -> int:
    """How wide a column of a data frame is, in em: its filter and its words must have room."""
    longest = max(map(len, cells), default=0)
    wanted = max(7, len(column) * 2 // 3 + 3, longest * 3 // 5 + 2)
    return min(wanted, 30 if column in _LONG else 13)


def _rank(column: str) -> int:
    if column in ("text", "name", "title", "as_question"):
        return 0
    apart = column.endswith(("_id", "_ids", "spans")) or column in ("start", "end", "mentions")
    return 2 if apart else 1


def _cell(value: Any) -> str:
    if isinstance(value, list):
        spans = [f"{item[0]}–{item[1]}" if isinstance(item, list) else str(item) for item in value]
        return ", ".join(spans)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "" if value != value else f"{value:,.12g}"  # noqa: PLR0124 - so is NaN known
    return "" if value is None or value is pd.NA else str(value)
