"""A document as one HTML page."""

from __future__ import annotations

import json

from analysis.brief.document import Document
from analysis.brief.fonts import web_fonts
from analysis.brief.glyphs import drawable, spelled_list
from analysis.brief.markup import environment
from analysis.brief.svg import clean_svg
from analysis.brief.theme import PAGE_COLOURS

__all__ = ["render_page"]


def render_page(document: Document) -> str:
    """Return the page: its style, fonts and drawings inside, no script, nothing to load."""
    for number, block in enumerate(document.blocks, start=1):
        if block["type"] == "chart":
            block["inline"] = _themed(clean_svg(block["svg"], f"d{number}-"))
    content = document.to_json()
    words = json.dumps(content, ensure_ascii=False)
    missing: set[str] = set()
    drawable(words, missing)
    mono = '"mono"' in words or '"verbatim"' in words
    fonts = web_fonts(words, italic='"emphasis"' in words, mono=mono)
    page = environment().get_template("page.html.j2")
    return page.render(content, fonts=fonts, missing=spelled_list(missing))


def _themed(svg: str) -> str:
    """Let the page's light and dark colours reach the drawing."""
    for colour, name in PAGE_COLOURS.items():
        svg = svg.replace(colour, f"var(--{name},{colour})")
    return svg
