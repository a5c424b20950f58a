"""PDF: text in reading order, without page furniture, with the places where pages begin.

pdfium gives the characters and their boxes; `analysis.formats.layout` makes paragraphs of them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from math import isfinite, pi
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from analysis.formats.base import Content, Source, converter, found
from analysis.formats.layout import Fragment, Page, running_text

__all__ = ["read"]

BOLD = 600
"""The weight from which on a font is bold, where ordinary is 400."""

MAX_CHARACTERS = 200_000
"""Characters of one page; a page with more is no page of a text."""


class _Placed(NamedTuple):
    """A character and its box."""

    character: str
    left: float
    bottom: float
    right: float
    top: float


def read(source: Source) -> Iterator[Content]:
    """The text of all pages. Title and author are those that the file names."""
    try:
        document = pdfium.PdfDocument(source.data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).casefold():
            message = "is encrypted; save it anew without a password"
            raise source.refuse("encrypted", message) from None
        raise source.refuse(
            "broken", f"is no PDF that can be read ({error}); save it anew"
        ) from None
    limits = source.settings.limits
    if len(document) > limits.pages:
        message = f"has more than {limits.pages:,} pages; split it, or raise limits.pages"
        raise source.refuse("too_large", message)
    text, pages = running_text(_pages(source, document))
    if not text.strip():
        message = "holds no text, perhaps only pictures of it; run OCR on it, such as ocrmypdf"
        raise source.refuse("empty", message)
    said = document.get_metadata_dict(skip_empty=True)
    metadata = found(title=_title(said.get("Title", "")), author=said.get("Author", ""))
    yield Content(text, metadata, converter=converter("pypdfium2"), pages=pages)


def _title(title: str) -> str:
    """A title, not the name of the file that the PDF was made from."""
    name = title.casefold()
    made = name.endswith((".doc", ".docx", ".odt", ".indd", ".pdf", ".rtf", ".tex", ".dvi"))
    return "" if made or name.startswith(("microsoft word", "untitled")) else title


def _pages(source: Source, document: Any) -> Iterator[Page]:
    read = 0
    for number in range(len(document)):
        try:
            page = document[number]
            characters = page.get_textpage()
        except pdfium.PdfiumError:
            yield Page(0, ())  # a page that is broken counts and holds no text
            continue
        count = characters.count_chars()
        read += count
        if count > MAX_CHARACTERS or read > source.settings.limits.characters:
            most = min(MAX_CHARACTERS, source.settings.limits.characters)
            message = f"page {number + 1} has more than {most:,} characters; split it"
            raise source.refuse("too_large", message)
        yield Page(page.get_height(), tuple(_fragments(characters, count)))
        characters.close()
        page.close()


def _fragments(characters: Any, count: int) -> Iterator[Fragment]:
    """Runs of characters on one line without a wide gap, upright ones only."""
    box = raw.FS_RECTF()
    run: list[_Placed] = []
    bold = False
    for index in range(count):
        code = raw.FPDFText_GetUnicode(characters, index)
        if code in {0x0D, 0x0A}:
            yield from _fragment(run, bold=bold)
            run = []
            continue
        if not raw.FPDFText_GetLooseCharBox(characters, index, ctypes.byref(box)):
            continue
        if not _upright(raw.FPDFText_GetCharAngle(characters, index)):
            continue
        placed = _Placed(_character(code), box.left, box.bottom, box.right, box.top)
        if not all(map(isfinite, placed[1:])):
            continue
        blank = placed.character.isspace()  # may be of another font, and lie elsewhere
        if run and not blank and _apart(_last(run), placed):
            yield from _fragment(run, bold=bold)
            run = []
        if len(run) < 2:
            bold = raw.FPDFText_GetFontWeight(characters, index) >= BOLD
        run.append(placed)
    yield from _fragment(run, bold=bold)


def _upright(angle: float) -> bool:
    return angle < 0.1 or abs(angle - 2 * pi) < 0.1


def _character(code: int) -> str:
    """The character of a code; U+FFFD where the file does not say what a glyph means."""
    if code in {0x02, 0xFFFE}:  # a hyphen at the end of a line
        return "-"
    return chr(code) if 0 < code < 0x110000 else "\ufffd"


def _last(run: list[_Placed]) -> _Placed:
    """The last character of a run that is not blank, if there is one."""
    return next((placed for placed in reversed(run) if not placed.character.isspace()), run[-1])


def _apart(last: _Placed, placed: _Placed) -> bool:
    """Whether a character stands on another line, or after a gap as between columns."""
    height = max(last.top - last.bottom, 1.0)
    gap = placed.left - last.right
    lines = abs(placed.bottom - last.bottom) > 0.6 * height
    return lines or gap > 1.2 * height or gap < -3 * height


def _fragment(run: list[_Placed], *, bold: bool) -> Iterator[Fragment]:
    inked = [placed for placed in run if not placed.character.isspace()]
    if inked:
        sizes = sorted(placed.top - placed.bottom for placed in inked)
        yield Fragment(
            " ".join("".join(placed.character for placed in run).split()),
            left=min(placed.left for placed in inked),
            bottom=min(placed.bottom for placed in inked),
            right=max(placed.right for placed in inked),
            top=max(placed.top for placed in inked),
            size=sizes[len(sizes) // 2],
            bold=bold,
        )
