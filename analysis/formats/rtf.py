"""Rich Text Format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from striprtf.striprtf import rtf_to_text

from analysis.formats.base import Content, Source, converter, found, tidy

__all__ = ["read"]

_INFO = re.compile(r"\{\\(title|author)\s((?:[^{}\\]|\\'[0-9a-fA-F]{2}|\\u-?\d+ ?\??){0,2000})\}")


def read(source: Source) -> Iterator[Content]:
    """The text without formatting, and the title and author that the file names."""
    if not source.data.lstrip().startswith(b"{\\rtf"):
        raise source.refuse("broken", "is no RTF file; save it as .rtf or .txt anew")
    markup = source.data.decode("latin-1")
    words: Callable[..., str] = rtf_to_text
    text = tidy(words(markup, errors="replace"))
    said = {key: words(f"{{\\rtf1 {value}}}", errors="replace") for key, value in _info(markup)}
    yield Content(_spaced(text), found(**said), converter=converter("striprtf"))


def _info(markup: str) -> Iterator[tuple[str, str]]:
    """Title and author, from the group that describes the file."""
    start = markup.find("{\\info")
    for match in _INFO.finditer(markup, start, start + 10_000) if start >= 0 else ():
        yield match[1], match[2]


def _spaced(text: str) -> str:
    """An RTF paragraph is one line: a blank line between them keeps them apart."""
    return re.sub(r"[ \t]*\n\s*", "\n\n", text)
