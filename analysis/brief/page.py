"""A document as one HTML page."""

from __future__ import annotations

import json
from typing import Any

from analysis.brief.cleaning import all_text
from analysis.brief.document import Document
from analysis.brief.fonts import web_fonts
from analysis.brief.glyphs import drawable, spelled_list
from analysis.brief.markup import environment
from analysis.brief.svg import clean_svg, words_of
from analysis.brief.theme import PAGE_COLOURS

__all__ = ["render_page"]


def render_page(document: Document) -> str:
    """Return the page: its style, fonts and drawings inside, no script, nothing to load."""
    content = document.to_json()
    content["blocks"] = [_with_drawing(b, f"d{n}-") for n, b in enumerate(document.blocks, start=1)]
    drawn = (words_of(b["svg"]) for b in document.blocks if b["type"] == "chart")
    words, looks = " ".join((all_text(content), *drawn)), json.dumps(content)
    missing: set[str] = set()
    drawable(words, missing)
    mono = '"mono"' in looks or '"verbatim"' in looks
    fonts = web_fonts(words, italic='"emphasis"' in looks, mono=mono)
    page = environment().get_template("page.html.j2")
    return page.render(content, fonts=fonts, missing=spelled_list(missing))


def _with_drawing(block: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Return a block with its drawing ready to stand inside the page, whoever made it."""
    if block["type"] != "chart":
        return block
    narrow = block.get("narrow", "")
    return block | {
        "inline": _themed(clean_svg(block["svg"], prefix)),
        "inline_narrow": _themed(clean_svg(narrow, f"{prefix}n-")) if narrow else "",
    }


def _themed(svg: str) -> str:
    """Let the page's light and dark colours reach the drawing."""
    for colour, name in PAGE_COLOURS.items():
        svg = svg.replace(colour, f"var(--{name},{colour})")
    return svg
