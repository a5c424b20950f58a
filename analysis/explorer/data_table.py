"""The widget for a data frame: DataTables, through itables, whose head keeps to its columns.

DataTables can scroll by itself, but then head and body are two tables, and widths are measured
once. In JupyterLab a table often is out of sight when it is made, where nothing can be measured,
and its head would stand beside its columns. So the page scrolls here, and widths are fixed.
"""

from __future__ import annotations

from pathlib import Path

from itables import widget

__all__ = ["CLASS", "DataTable"]

CLASS = "seedbrief-frame"
"""The class of the table, for its style."""

_STYLES = (
    Path(widget.__file__).with_name("static") / "widget.css",
    Path(__file__).with_name("static") / "frame.css",
)


class DataTable(widget.ITable):
    """A table of `itables`, in a box that scrolls."""

    _css = "\n".join(path.read_text(encoding="utf-8") for path in _STYLES)  # type: ignore[assignment]
