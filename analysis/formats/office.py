"""Word (``.docx``) and OpenDocument (``.odt``) texts: the words, read from their XML.

Deleted text of tracked changes, comments and what lies outside the body (heads, feet) are left out;
foot- and endnotes follow the text. Nothing that such a file refers to is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from analysis.formats.archive import open_zip, unpack
from analysis.formats.base import Content, Source, converter, found, tidy

__all__ = ["read_docx", "read_odt"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DC = "{http://purl.org/dc/elements/1.1/}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"

_OLE = b"\xd0\xcf\x11\xe0"
"""How encrypted Office files begin, and those of before 2007."""

MAX_REPEATED = 1_000
"""Spaces that one element of an OpenDocument text may stand for."""

Blocks = Callable[[Any], Iterator[str]]


def read_docx(source: Source) -> Iterator[Content]:
    """Paragraphs, headings marked as in Markdown, list items and rows of tables."""
    roots = _roots(source, "word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
    core = _roots(source, "docProps/core.xml", needed=False)[0]
    metadata = found(title=_said(core, f"{DC}title"), author=_said(core, f"{DC}creator"))
    yield _content(roots, _docx_blocks, metadata)


def read_odt(source: Source) -> Iterator[Content]:
    """Paragraphs, headings marked as in Markdown, list items and rows of tables."""
    content = _roots(source, "content.xml")[0]
    meta = _roots(source, "meta.xml", needed=False)[0]
    author = _said(meta, f"{META}initial-creator") or _said(meta, f"{DC}creator")
    body = content.find(f"{OFFICE}body")
    roots = [body, *content.iter(f"{TEXT}note-body")] if body is not None else []
    yield _content(roots, _odt_blocks, found(title=_said(meta, f"{DC}title"), author=author))


def _content(roots: list[Any], blocks: Blocks, metadata: dict[str, str]) -> Content:
    lines = [line for root in roots if root is not None for line in blocks(root)]
    text = "\n\n".join(line.strip() for line in lines if line.strip())
    return Content(tidy(text), metadata, converter=converter())


def _roots(source: Source, *names: str, needed: bool = True) -> list[Any]:
    """The XML files of these names; the first must be there if `needed`, others can be None."""
    if source.data.startswith(_OLE):
        message = (
            "is encrypted, or of an old kind of Word; save it anew as .docx without a password"
        )
        raise source.refuse("encrypted", message)
    archive = open_zip(source)
    known = {info.filename: info for info in archive.infolist()}
    if needed and names[0] not in known:
        message = f"holds no {names[0]}; save it anew as .docx, .odt or .txt"
        raise source.refuse("broken", message)
    roots = []
    for name in names:
        data = unpack(source, archive, known[name]) if name in known else b""
        try:
            roots.append(fromstring(data) if data else None)
        except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
            message = f"{name} is not XML that can be read ({type(error).__name__}); save it anew"
            raise source.refuse("broken", message) from None
    return roots


def _said(root: Any, name: str) -> str:
    return "" if root is None else root.findtext(f".//{name}") or ""


def _docx_blocks(root: Any) -> Iterator[str]:
    for child in root:
        if child.tag == f"{W}p":
            yield from _docx_paragraph(child)
        elif child.tag == f"{W}tbl":
            for row in child.iter(f"{W}tr"):
                cells = [" ".join(_docx_blocks(cell)) for cell in row.findall(f"{W}tc")]
                yield " | ".join(cell for cell in cells if cell.strip())
        elif child.tag not in {f"{W}sectPr", f"{W}del", f"{MC}Fallback"}:
            yield from _docx_blocks(child)  # a content control, a note


def _docx_paragraph(paragraph: Any) -> Iterator[str]:
    words = "".join(_docx_words(paragraph)).strip()
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = "" if style is None else style.get(f"{W}val", "").casefold()
    listed = paragraph.find(f"{W}pPr/{W}numPr") is not None
    if words:
        heading = name.startswith("heading") or name == "title"
        yield f"## {words}" if heading else f"- {words}" if listed else words
    for box in paragraph.iter(f"{W}txbxContent"):
        yield from _docx_blocks(box)


def _docx_words(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in {f"{W}tab", f"{W}br", f"{W}cr"}:
            yield " "
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag not in {f"{W}del", f"{W}pPr", f"{W}txbxContent", f"{MC}Fallback"}:
            yield from _docx_words(child)


def _odt_blocks(root: Any) -> Iterator[str]:
    for child in root:
        if child.tag == f"{TEXT}h":
            yield f"## {''.join(_odt_words(child)).strip()}"
        elif child.tag == f"{TEXT}p":
            yield "".join(_odt_words(child))
        elif child.tag == f"{TEXT}list-item":
            yield f"- {' '.join(_odt_blocks(child))}"
        elif child.tag == f"{TABLE}table-row":
            cells = [" ".join(_odt_blocks(cell)) for cell in child]
            yield " | ".join(cell for cell in cells if cell.strip())
        elif child.tag not in {f"{TEXT}tracked-changes", f"{OFFICE}annotation"}:
            yield from _odt_blocks(child)


def _odt_words(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            yield " " * min(int(count) if count.isdecimal() else 1, MAX_REPEATED)
        elif child.tag in {f"{TEXT}tab", f"{TEXT}line-break"}:
            yield " "
        elif child.tag not in {f"{TEXT}note", f"{OFFICE}annotation"}:
            yield from _odt_words(child)
        yield child.tail or ""
