"""PDF: text in reading order, without page furniture, with the places where pages begin.

pdfium gives the characters and their boxes; `analysis.formats.layout` makes paragraphs of them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from math import isfinite, pi
from typing import Any

from analysis.formats.base import Content, Source, converter, found
from analysis.formats.layout import Fragment, Page, running_text

__all__ = ["read"]

MAX_CHARACTERS = 200_000
"""Characters of one page; a page with more is no page of a text."""


def read(source: Source) -> Iterator[Content]:
    """The text of all pages. Title and author are those that the file names."""
    import pypdfium2 as pdfium

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
    import pypdfium2 as pdfium

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
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    run: list[tuple[str, float, float, float, float]] = []
    for index in range(count):
        code = raw.FPDFText_GetUnicode(characters, index)
        if code in {0x0D, 0x0A}:
            yield from _fragment(run)
            run = []
            continue
        if not raw.FPDFText_GetLooseCharBox(characters, index, ctypes.byref(box)):
            continue
        if not _upright(raw.FPDFText_GetCharAngle(characters, index)):
            continue
        character = "-" if code in {0x02, 0xFFFE} else chr(code) if 0 < code < 0x110000 else ""
        placed = (character, box.left, box.bottom, box.right, box.top)
        if not character or not all(map(isfinite, placed[1:])):
            continue
        if run and _apart(run[-1], placed):
            yield from _fragment(run)
            run = []
        run.append(placed)
    yield from _fragment(run)


def _upright(angle: float) -> bool:
    return angle < 0.1 or abs(angle - 2 * pi) < 0.1


def _apart(
    last: tuple[str, float, float, float, float], placed: tuple[str, float, float, float, float]
) -> bool:
    """Whether a character stands on another line, or after a gap as between columns."""
    _, _, bottom, right, top = last
    height = max(top - bottom, 1.0)
    gap = placed[1] - right
    return abs(placed[2] - bottom) > 0.6 * height or gap > 1.2 * height or gap < -3 * height


def _fragment(run: list[tuple[str, float, float, float, float]]) -> Iterator[Fragment]:
    text = "".join(character for character, *_ in run)
    inked = [placed for placed in run if not placed[0].isspace()]
    if inked:
        sizes = sorted(top - bottom for _, _, bottom, _, top in inked)
        yield Fragment(
            " ".join(text.split()),
            left=min(placed[1] for placed in inked),
            bottom=min(placed[2] for placed in inked),
            right=max(placed[3] for placed in inked),
            top=max(placed[4] for placed in inked),
            size=sizes[len(sizes) // 2],
        )
