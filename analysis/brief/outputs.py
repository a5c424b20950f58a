"""Cell outputs as blocks: our own data, and what other libraries show in its common forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.brief.blocks import MIME, Chart, Column, Table
from analysis.errors import NotebookError

__all__ = ["output_blocks"]

Json = dict[str, Any]

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


def output_blocks(cell: Json, where: str) -> Iterator[Json]:
    """Give the blocks that a code cell shows; messages on stderr are no part of a brief.

    Raises
    ------
    NotebookError
        If the cell ended in an error: a brief with a hole in it must not be made.
    """
    for output in cell.get("outputs", []):
        kind = output["output_type"]
        if kind == "error":
            raise NotebookError(
                f"{where} ended in {output['ename']}: {output['evalue']}; "
                "mend it and run the notebook again before exporting"
            )
        if kind == "stream" and output["name"] == "stdout":
            yield from _verbatim(_joined(output["text"]))
        elif kind in ("display_data", "execute_result"):
            yield from _bundle(output["data"], output.get("metadata", {}))


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _verbatim(text: str) -> Iterator[Json]:
    shown = _ANSI.sub("", text).strip("\n")
    if shown.strip():
        yield {"type": "verbatim", "verbatim": shown}


def _bundle(data: Json, metadata: Json) -> Iterator[Json]:
    if MIME in data:
        yield data[MIME]
        return
    alt = str(metadata.get("alt", "")) or _alt(_joined(data.get("text/plain", "")))
    if "image/svg+xml" in data:
        svg = _joined(data["image/svg+xml"])
        yield Chart(svg, "", alt).to_json()
    elif "image/png" in data:
        png = "".join(_joined(data["image/png"]).split())
        yield {"type": "image", "png": png, "alt": alt}
    else:
        table = _html_table(_joined(data.get("text/html", "")))
        if table is not None:
            yield table
        else:
            yield from _verbatim(_joined(data.get("text/plain", "")))


def _alt(plain: str) -> str:
    # "<Figure size 640x480 with 1 Axes>" is what a kernel says of a picture without words.
    return "" if plain.startswith("<") else plain


def _html_table(markup: str) -> Json | None:
    """Return the first table of a data frame's HTML as plain cells; its markup is left behind."""
    from bs4 import BeautifulSoup

    if "<table" not in markup:
        return None
    table = BeautifulSoup(markup, "html.parser").find("table")
    if table is None:
        return None
    rows = [
        [" ".join(cell.get_text().split()) for cell in row.find_all(["th", "td"])]
        for row in table.find_all("tr")
    ]
    width = max(map(len, rows), default=0)
    if not width:
        return None
    head, *body = ([""] * (width - len(row)) + row for row in rows)
    shape = table.find_next("p")
    note = " ".join(shape.get_text().split()) if shape is not None else ""
    return _table(head, body, note)


def _table(head: list[str], body: list[list[str]], note: str) -> Json:
    columns = []
    for index, label in enumerate(head):
        cells = [row[index] for row in body]
        numeric = bool(cells) and all(re.fullmatch(r"[-−+]?[\d.,]+%?|NaN|", cell) for cell in cells)
        longest = max(map(len, [label, *cells]))
        # The square root keeps a long column from starving the short ones beside it.
        width = max(4, min(longest, 120)) ** 0.5
        columns.append(Column(label, "right" if numeric else "left", width))
    return Table("", columns, body, note).to_json()
