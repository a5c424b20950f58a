"""Plain text and Markdown, with front matter: the text is the file's own, unaltered.

``file[text_start + i] == text[i]``, counted in code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.formats.base import Content, Source, decode
from analysis.formats.metadata import Said, from_yaml, is_mapping
from analysis.settings import METADATA

__all__ = ["read"]

_OPEN = re.compile(r"---[ \t]*\r?\n")
_CLOSE = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_FOLLOWING = r"[ \t]+\S.*"
_ANY_LINE = re.compile(rf"(?:[^\W\d][\w-]*[ \t]*:(?=\s).*|{_FOLLOWING}|-[ \t].*|#.*)?\r?\n")
_KEY = rf"(?:{'|'.join(METADATA)})[ \t]*:"
_OWN_LINE = re.compile(rf"(?:{_KEY}(?=\s).*|{_FOLLOWING})(?:\n|\Z)")
_HAS_KEY = re.compile(rf"^[ \t]*{_KEY}", re.MULTILINE)


def read(source: Source) -> Iterator[Content]:
    """The text after the front matter, if there is any."""
    whole = decode(source)
    start, said = _front(source, whole, len(whole) - len(whole.removeprefix("\ufeff")))
    yield Content(whole[start:], said.values, text_start=start, faults=said.faults)


def _front(source: Source, whole: str, mark: int) -> tuple[int, Said]:
    """Where the text begins, and what the front matter before it says.

    It is what stands between two lines of dashes if that is YAML with keys, or lines of that kind
    of which some cannot be read; if it is never closed, the lines with keys known here. All else
    is text: a file can begin with a rule.
    """
    opened = _OPEN.match(whole, mark)
    if opened is None:
        return mark, Said({})
    begin = opened.end()
    closed = _CLOSE.search(whole, begin)
    if closed is not None:
        block = whole[begin : closed.start()]
        lines = _end(_ANY_LINE, whole, begin) == closed.start()
        if (lines and _HAS_KEY.search(block)) or is_mapping(source, block):
            return closed.end(), from_yaml(source, block)
    end = _end(_OWN_LINE, whole, begin)
    block = whole[begin:end]
    if not _HAS_KEY.match(block):
        return mark, Said({})
    said = from_yaml(source, block)
    last = block.count("\n") + 1
    fault = f"the front matter is never closed; put a line of --- behind line {last}, where it is"
    fault = f"{fault} taken to end"
    return end, Said(said.values, (fault, *said.faults))


def _end(line: re.Pattern[str], whole: str, start: int) -> int:
    """Where the lines of one kind end that begin at `start`."""
    while (match := line.match(whole, start)) and match.end() > start:
        start = match.end()
    return start
