"""A document as one HTML page."""

from __future__ import annotations

import json
from typing import Any

from analysis.brief.cleaning import all_text, dicts_with, map_strings
from analysis.brief.document import Document
from analysis.brief.fonts import web_fonts
from analysis.brief.glyphs import drawable, spelled_list
from analysis.brief.markup import environment, svg_data_uri
from analysis.brief.svg import clean_svg, words_of
from analysis.brief.theme import PAGE_COLOURS, TLP_COLOURS

__all__ = ["render_page"]


def render_page(document: Document) -> str:
    """Return the page: its style, fonts and drawings inside, no script, nothing to load."""
    content = document.to_json()
    content["blocks"] = [_with_drawing(b, f"d{n}-") for n, b in enumerate(document.blocks, start=1)]
    content["title"] = document.title | _logo(document)
    drawn = [words_of(b["svg"]) for b in document.blocks if b["type"] == "chart"]
    words = " ".join((all_text(content), document.profile.organisation, *drawn))
    looks = json.dumps(content)
    missing: set[str] = set()
    map_strings(content | {"drawn": drawn}, lambda text, keep: drawable(text, missing))
    mono = '"mono"' in looks or '"verbatim"' in looks
    fonts = web_fonts(words, italic='"emphasis"' in looks, mono=mono)
    page = environment().get_template("page.html.j2")
    cards = _cited_cards(document)
    return page.render(
        content,
        fonts=fonts,
        missing=spelled_list(missing),
        cards=cards,
        popups={card["anchor"] for card in cards},
        marking_colour=TLP_COLOURS.get(document.title["marking"], ""),
    )


def _cited_cards(document: Document) -> list[dict[str, Any]]:
    """The cards that some link leads to: each also opens where it is cited."""
    targets = {run["link"] for run in dicts_with("link", [document.title, *document.blocks])}
    cards = [card for each in document.blocks if each["type"] == "cards" for card in each["cards"]]
    return [card for card in cards if f"#{card['anchor']}" in targets]


def _logo(document: Document) -> dict[str, str]:
    profile = document.profile
    if not profile.logo:
        return {}
    kind, data = next(iter(profile.logo.items()))
    logo = svg_data_uri(data) if kind == "svg" else f"data:image/png;base64,{data}"
    alt = f"{profile.organisation}, logo" if profile.organisation else "Logo"
    return {"logo": logo, "logo_alt": alt}


def _with_drawing(block: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Return a block with its drawings ready to stand inside the page, whoever made them."""
    for number, run in enumerate(dicts_with("depth", block)):
        run["inline"] = _themed(clean_svg(str(run["svg"]), f"{prefix}m{number}-"))
        for key in ("width", "height", "depth"):
            run[key] = float(run[key])
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
