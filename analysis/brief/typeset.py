"""A document as a PDF, through Typst: one fixed template lays out data, no text is ever markup."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.resources import files
from typing import Any

import typst

from analysis.brief.cleaning import clean_text, dicts_with, map_strings
from analysis.brief.document import Document
from analysis.brief.fitting import body_of, cut_sections, shortened
from analysis.brief.fonts import font_dir
from analysis.brief.glyphs import drawable, spelled_list
from analysis.brief.svg import clean_svg
from analysis.brief.theme import TLP_COLOURS
from analysis.errors import NotebookError

__all__ = ["typeset"]

# Without a date of its own a brief gets one that is the same everywhere: the wall clock would make
# two builds of the same notebook differ.
_NO_DATE = date(2000, 1, 1)

# What is tried for a body of one page: the size of its type, the rows of each list and table (None:
# all), and how many charts stay (None: all); the others give way to their message.
_FITTINGS = (
    (1.0, None, None),
    (0.92, None, None),
    *((0.92, most, None) for most in (8, 5, 3)),
    *((0.92, most, 1) for most in (8, 5, 4, 3, 2)),
    *((0.92, most, 0) for most in (8, 6, 5, 4, 3, 2, 1)),
)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_dir())]
    )


def typeset(document: Document) -> bytes:
    """Return the PDF: PDF/UA-1 and PDF/A-2a, tagged, with bookmarks and metadata.

    Characters that no bundled font holds are spelled out, and a note at the end lists them.

    Raises
    ------
    NotebookError
        If Typst refuses the document, such as for a broken picture, or if its profile wants a body
        of one page and not even the first section fits on it.
    """
    if document.profile.one_page and {"type": "annex"} in document.blocks:
        return _typeset_on_one_page(document)
    return _pdf(_inputs(document), document)


def _typeset_on_one_page(document: Document) -> bytes:
    """Try smaller type, ever fewer rows, fewer sections; what is left out is said in its place."""
    for scale, fitted in _shorter(document):
        if _body_pages(_inputs(body_of(fitted), scale)) == 1:
            return _pdf(_inputs(fitted, scale), fitted)
    raise NotebookError(
        "the first section of this profile does not fit on one page, not even with a row of each "
        "table; begin the line 'sections' of its profile.toml with another, or set one_page = false"
    )


def _shorter(document: Document) -> Iterator[tuple[float, Document]]:
    """Give the sizes of type and the ever shorter documents that are tried, in order."""
    scale, fitted = 1.0, document
    for scale, most, charts in _FITTINGS:
        fitted = document if most is None else shortened(document, most, charts=charts)
        yield scale, fitted
    for without in cut_sections(fitted):
        yield scale, without


def _inputs(document: Document, scale: float = 1.0) -> str:
    missing: set[str] = set()
    content = map_strings(document.to_json(), lambda text, keep: drawable(text, missing))
    for block in content["blocks"]:  # a copy by now
        if block["type"] == "chart":
            block["svg"] = clean_svg(block["svg"])
        elif block["type"] == "image":  # the template cannot decode base64
            block["png"] = list(base64.b64decode(block["png"]))
    for run in dicts_with("depth", content["blocks"]):
        run["svg"] = clean_svg(run["svg"])
    profile = content["profile"]
    profile["organisation"] = drawable(clean_text(profile["organisation"]), missing)
    if "png" in profile["logo"]:
        profile["logo"]["png"] = list(base64.b64decode(profile["logo"]["png"]))
    return json.dumps(
        content | {"missing": spelled_list(missing), "scale": scale, "tlp": TLP_COLOURS},
        ensure_ascii=False,
    )


def _run(inputs: str, step: Callable[[typst.Compiler], Any]) -> Any:
    # A new compiler each time: after a query the same one does not find its own input again.
    template = (files("analysis.brief") / "templates" / "brief.typ").read_bytes()
    compiler = typst.Compiler(
        template, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"document": inputs}
    )
    try:
        return step(compiler)
    except typst.TypstError as error:
        message = f"the notebook cannot be laid out as a PDF: {error.message}"
        raise NotebookError(message) from error


def _body_pages(inputs: str) -> int:
    return int(json.loads(_run(inputs, lambda c: c.query("<body-end>", field="value", one=True))))


def _pdf(inputs: str, document: Document) -> bytes:
    pdf: bytes = _run(
        inputs,
        lambda compiler: compiler.compile(
            format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=_timestamp(document)
        ),
    )
    return pdf


def _timestamp(document: Document) -> datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    try:
        day = date.fromisoformat(document.date)
    except ValueError:
        day = _NO_DATE
    return datetime.combine(day, time(), UTC)
