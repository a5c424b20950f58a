"""Cuts the body of a brief to a page: lists and tables say how many of their rows are left out."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

from analysis.brief.document import Document, anchors_of, settle_links

__all__ = ["body_of", "shortened"]

Json = dict[str, Any]

_POINTS = 3  # points of a list say more than rows of a table: so many more of them stay


def shortened(document: Document, most: int, *, charts: bool = True) -> Document:
    """Return a document whose body shows at most `most` rows a table, a few points more a list.

    The annex stays whole, so that nothing that is cited is lost; a link to a row that is no longer
    shown becomes plain text.
    """
    blocks = deepcopy(document.blocks)
    kinds = [block["type"] for block in blocks]
    end = kinds.index("annex") if "annex" in kinds else len(blocks)
    for block in blocks[:end]:
        _cut(block, most)
    kept = [b if charts or n >= end else _in_words(b) for n, b in enumerate(blocks)]
    settle_links(kept, anchors_of([document.title, *kept]))
    return replace(document, blocks=kept)


def body_of(document: Document) -> Document:
    """Return a document without its annex."""
    kinds = [block["type"] for block in document.blocks]
    end = kinds.index("annex") if "annex" in kinds else len(kinds)
    blocks = deepcopy(document.blocks[:end])
    settle_links(blocks, anchors_of([document.title, *blocks]))
    return replace(document, blocks=blocks)


def _in_words(block: Json) -> Json:
    """A chart's title says its message."""
    if block["type"] != "chart" or not block["title"]:
        return block
    run = {"text": block["title"] + ".", "style": "plain", "link": "", "anchor": ""}
    return {"type": "prose", "paragraphs": [[run]]}


def _cut(block: Json, most: int) -> None:
    key = {"bullets": "items", "table": "rows"}.get(block["type"], "")
    most += _POINTS if key == "items" else 0
    if not key or len(block[key]) <= most:
        return
    more = len(block[key]) - most
    said = f"{more} more {'is' if more == 1 else 'are'} in the full brief."
    run = {"text": said, "style": "muted", "link": "", "anchor": ""}
    block[key] = block[key][:most]
    if key == "items":
        block[key].append({"text": [run], "inside": []})
    else:
        space = [run | {"text": " "}] if block["note"] else []
        block["note"] = [*block["note"], *space, run]
