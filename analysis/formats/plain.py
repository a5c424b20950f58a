"""Plain text and Markdown, with front matter: the text is the file's own, unaltered.

``file[text_start + i] == text[i]``, counted in code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.formats.base import Content, Source, decode
from analysis.formats.metadata import from_yaml

__all__ = ["read"]

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)(?:^---[ \t]*(?:\r?\n|\Z))", re.DOTALL | re.MULTILINE)


def read(source: Source) -> Iterator[Content]:
    """The text after the front matter, if there is any."""
    whole = decode(source)
    mark = len(whole) - len(whole.removeprefix("\ufeff"))
    match = _FRONT.match(whole[mark:])
    if match is None:
        yield Content(whole[mark:], text_start=mark)
        return
    start = mark + match.end()
    yield Content(whole[start:], from_yaml(source, match[1]), text_start=start)
