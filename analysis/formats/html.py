"""Web pages: the main text without menus and advertisements, and what the page says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trafilatura import bare_extraction

from analysis.formats.base import Content, Source, converter, found, tidy

__all__ = ["page_text", "read"]

_BLOCKS = {"body", "div", "list", "quote", "table", "figure"}
_DATES = {"max_date": "2200-01-01", "original_date": True, "extensive_search": False}
"""No date is guessed from the text, and none is refused because of today's date."""


def read(source: Source) -> Iterator[Content]:
    """The main text as trafilatura finds it."""
    page = _extracted(source.data)
    if page is None:
        raise source.refuse("empty", "holds no main text; save the text itself as a .txt file")
    metadata = found(
        title=page.title,
        author=", ".join(dict.fromkeys((page.author or "").split("; "))),
        published=page.date,
        publisher=page.sitename,
        url=page.url,
    )
    yield Content(_text(page.body), metadata, converter=converter("trafilatura"))


def page_text(markup: str) -> str:
    """The text of a message that is written in HTML."""
    page = _extracted(markup)
    return "" if page is None else _text(page.body)


def _extracted(markup: bytes | str) -> Any:
    return bare_extraction(
        markup, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATES)
    )


def _text(body: Any) -> str:
    return tidy("\n\n".join(block for block in _blocks(body) if block.strip()))


def _blocks(element: Any) -> Iterator[str]:
    """Paragraphs, headings marked as in Markdown, and items; a row of a table is one paragraph."""
    yield from [_line(element.text)] if element.text and element.text.strip() else []
    for child in element:
        if child.tag in _BLOCKS:
            yield from _blocks(child)
        elif child.tag == "head":
            yield f"## {_inline(child)}"
        elif child.tag == "item":
            yield f"- {_inline(child)}"
        elif child.tag == "row":
            yield " | ".join(_inline(cell) for cell in child)
        else:
            yield _inline(child)
        if child.tail and child.tail.strip():
            yield _line(child.tail)


def _inline(element: Any) -> str:
    return _line("".join(_words(element)))


def _words(element: Any) -> Iterator[str]:
    """Text in reading order; what stands on a line of its own is kept apart."""
    yield element.text or ""
    for child in element:
        apart = " " if child.tag in {"lb", "p", "item", "cell", "row", "list"} else ""
        yield apart
        yield from _words(child)
        yield apart
        yield child.tail or ""


def _line(text: str) -> str:
    return " ".join(text.split())
