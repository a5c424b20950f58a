"""A document as a PDF, through Typst: one fixed template lays out data, no text is ever markup."""

from __future__ import annotations

import base64
import json
import os
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.resources import files

import typst

from analysis.brief.cleaning import map_strings
from analysis.brief.document import Document
from analysis.brief.fonts import font_dir
from analysis.brief.glyphs import drawable, spelled_list
from analysis.brief.svg import clean_svg
from analysis.errors import NotebookError

__all__ = ["typeset"]

# Without a date of its own a brief gets one that is the same everywhere: the wall clock would make
# two builds of the same notebook differ.
_NO_DATE = date(2000, 1, 1)


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
        If Typst refuses the document, such as for a broken picture.
    """
    missing: set[str] = set()
    content = map_strings(document.to_json(), lambda text, keep: drawable(text, missing))
    for block in content["blocks"]:  # a copy by now
        if block["type"] == "chart":
            block["svg"] = clean_svg(block["svg"])
        elif block["type"] == "image":  # the template cannot decode base64
            block["png"] = list(base64.b64decode(block["png"]))
    content["missing"] = spelled_list(missing)
    template = (files("analysis.brief") / "templates" / "brief.typ").read_bytes()
    compiler = typst.Compiler(template, font_paths=_fonts(), ignore_system_fonts=True)
    try:
        pdf = compiler.compile(
            format="pdf",
            sys_inputs={"document": json.dumps(content, ensure_ascii=False)},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=_timestamp(document),
        )
    except typst.TypstError as error:
        raise NotebookError(f"the notebook cannot be laid out as a PDF: {error.message}") from error
    assert isinstance(pdf, bytes)  # noqa: S101  (one PDF has one part; narrows the type)
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
