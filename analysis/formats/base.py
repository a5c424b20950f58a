"""What all readers share: the parts that a file can yield, and checks of text and metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from analysis.errors import SeedError, not_utf8
from analysis.settings import METADATA, Settings
from analysis.wording import is_date

__all__ = [
    "Content",
    "Entry",
    "Part",
    "Refusal",
    "Source",
    "converter",
    "decode",
    "found",
    "tidy",
]

MAX_VALUE = 1_000
"""Characters; what a file says of itself at greater length is no title and no name."""

_LINK = re.compile(r"https?://\S", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its `name` for messages, its bytes, and how it is to be read.

    A reader that takes its file piece by piece uses `open`; only for others are there bytes where
    there is a `path`.
    """

    name: str
    data: bytes
    settings: Settings = field(default_factory=Settings)
    path: Path | None = None

    def open(self) -> BinaryIO:
        """The file, from its beginning."""
        return BytesIO(self.data) if self.path is None else self.path.open("rb")

    def refuse(self, reason: str, message: str) -> SeedError:
        """The error that says why this file is not read."""
        return SeedError(self.name, reason, message)


@dataclass(frozen=True, slots=True)
class Content:
    """A document: its text, what the file says of it, and where the text begins in the file.

    `name` tells the documents of one file apart. `converter` is empty where the text is the file's
    own; `pages` are the offsets at which the pages begin; `faults` say what of its front matter
    was left out.
    """

    text: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    text_start: int = 0
    name: str = ""
    converter: str = ""
    pages: tuple[int, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A file inside a file, to be read by the reader of its `suffix`."""

    name: str
    data: bytes
    suffix: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part of a file that cannot be read; it stops no other part."""

    name: str
    reason: str
    message: str


Part = Content | Entry | Refusal


@cache
def converter(package: str = "seedbrief") -> str:
    """Who made the text, as ``documents.converter`` names it."""
    return f"{package} {version(package)}"


def decode(source: Source, data: bytes | None = None, place: int = 0) -> str:
    """The file as UTF-8, or some bytes of it, those from `place` on.

    Raises
    ------
    SeedError
        If they are not UTF-8.
    """
    try:
        return (source.data if data is None else data).decode("utf-8")
    except UnicodeDecodeError as error:
        message = not_utf8(error.object, place + error.start)
        raise source.refuse("encoding", message) from None


def tidy(text: str) -> str:
    """What a converter made, with one kind of line end and without characters that no text has."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # joins pairs
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n")
    return _CONTROLS.sub("", text).strip()


def found(**values: object) -> dict[str, str]:
    """What a file says of itself, as metadata; what has no clear form is left out."""
    kept = {name: " ".join(tidy(str(value)).split()) for name, value in values.items() if value}
    return {
        name: value
        for name, value in kept.items()
        if name in METADATA
        and 0 < len(value) <= MAX_VALUE
        and not (name == "published" and not is_date(value))
        and not (name == "url" and not is_link(value))
        and name != "reliability"  # only a human sets it
    }


def is_link(text: str) -> bool:
    """Whether `text` is an address on the web."""
    return _LINK.match(text) is not None
