"""Cuts the body of a brief to a page: lists and tables say how many of their rows are left out."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

from analysis.brief.blocks import Bullets, Prose, Run
from analysis.brief.document import Document, anchors_of, settle_links
from analysis.brief.plaintext import plain_runs

__all__ = ["body_of", "cut_sections", "shortened"]

Json = dict[str, Any]

_POINTS = 6  # points of a list say more than rows of a table: so many more of them stay


def shortened(document: Document, most: int, *, charts: int | None = None) -> Document:
    """Return a document with a shorter body.

    It shows at most `most` rows a table, a few points more a list, and the first `charts` (None:
    all). The annex stays whole, so that nothing that is cited is lost; a link to a row that is no
    longer shown becomes plain text.
    """
    blocks = deepcopy(document.blocks)
    end = _end_of_body(blocks)
    for block in blocks[:end]:
        _cut(block, most)
    kept = [*_with_charts(blocks[:end], charts), *blocks[end:]]
    return _with_blocks(document, kept)


def cut_sections(document: Document) -> Iterator[Document]:
    """Give documents with ever fewer sections in their body; a last line names those left out."""
    end = _end_of_body(document.blocks)
    starts = [n for n in range(end) if document.blocks[n].get("level") == 2]  # headings
    for start in reversed(starts[1:]):
        blocks = deepcopy(document.blocks)
        gone = [plain_runs(blocks[n]["text"]) for n in starts if n >= start]
        said = Run(f"Left out for want of room, and in the full brief: {'; '.join(gone)}", "muted")
        last = Prose([said]).to_json()
        kept = [*blocks[:start], last, *blocks[end:]]
        yield _with_blocks(document, kept)


def body_of(document: Document) -> Document:
    """Return a document without its annex."""
    return _with_blocks(document, deepcopy(document.blocks[: _end_of_body(document.blocks)]))


def _with_blocks(document: Document, blocks: list[Json]) -> Document:
    settle_links(blocks, anchors_of([document.title, *blocks]))
    return replace(document, blocks=blocks)


def _end_of_body(blocks: list[Json]) -> int:
    kinds = [block["type"] for block in blocks]
    return kinds.index("annex") if "annex" in kinds else len(blocks)


def _with_charts(blocks: list[Json], most: int | None) -> Iterator[Json]:
    """Keep some charts; in a section without any the title of its first one says the message."""
    shown, told = 0, False
    for block in blocks:
        is_chart = block["type"] == "chart"
        if block["type"] == "heading":
            told = False
        if not is_chart or most is None or shown < most:
            yield block
            shown += is_chart
            told = told or is_chart
        elif block["title"] and not told:
            told = True
            yield Prose([block["title"].rstrip(".") + "."]).to_json()


def _cut(block: Json, most: int) -> None:
    key = {"bullets": "items", "table": "rows"}.get(block["type"], "")
    most += _POINTS if key == "items" else 0
    if not key or len(block[key]) <= most:
        return
    more = len(block[key]) - most
    said = Run(f"{more} more {'is' if more == 1 else 'are'} in the full brief.", "muted")
    block[key] = block[key][:most]
    if key == "items":
        block[key] += Bullets([said]).to_json()["items"]
    else:
        between = [Run(" ")] if block["note"] else []
        block["note"] = [*block["note"], *(run.to_json() for run in (*between, said))]
