"""Readers: from the bytes of a file to the documents in it, one module a family of formats.

A reader is a function from a `Source` to its parts: documents, files to be read in turn, refusals.
Its module, and with it its libraries, are imported when it is first needed. Readers of formats that
can crash a library or unpack to more than they seem run in processes of their own (`sandbox`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

from analysis.formats.base import Content, Entry, Part, Refusal, Source

__all__ = ["FORMATS", "Content", "Entry", "Format", "Part", "Refusal", "Source"]


@dataclass(frozen=True, slots=True)
class Format:
    """A file type: who reads it, and how carefully.

    `reader` is ``module.function`` in this package; `apart` says whether it runs in a process of
    its own, `container` whether a file holds many documents, `streamed` whether it is read piece
    by piece and can be of any size.
    """

    name: str
    media_type: str
    reader: str
    apart: bool = True
    container: bool = False
    streamed: bool = False

    def load(self) -> Callable[[Source], Iterator[Part]]:
        """The reader, its module imported now."""
        module, _, function = self.reader.partition(".")
        reader: Callable[[Source], Iterator[Part]]
        reader = getattr(import_module(f"{__name__}.{module}"), function)
        return reader


_TEXT = Format("plain text", "text/plain", "plain.read", apart=False)
_MARKDOWN = Format("Markdown", "text/markdown", "plain.read", apart=False)
_HTML = Format("HTML", "text/html", "html.read")
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LINES = Format(
    "JSON Lines", "application/jsonl", "records.read_lines", container=True, streamed=True
)

FORMATS: Mapping[str, Format] = {
    ".txt": _TEXT,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".pdf": Format("PDF", "application/pdf", "pdf.read"),
    ".docx": Format("Word", _OFFICE, "office.read_docx"),
    ".odt": Format("OpenDocument", "application/vnd.oasis.opendocument.text", "office.read_odt"),
    ".rtf": Format("RTF", "application/rtf", "rtf.read"),
    ".eml": Format("e-mail", "message/rfc822", "mail.read"),
    ".mbox": Format(
        "mailbox", "application/mbox", "mail.read_mailbox", container=True, streamed=True
    ),
    ".json": Format("JSON", "application/json", "records.read", container=True),
    ".jsonl": _LINES,
    ".ndjson": _LINES,
    ".zip": Format("archive", "application/zip", "archive.read", container=True, streamed=True),
}
