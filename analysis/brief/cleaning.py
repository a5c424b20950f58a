"""Makes text safe to print: characters that no page may hold, before any layout sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["all_text", "clean_block", "clean_text", "dicts_with", "map_strings"]

# Fields whose line breaks are part of what is shown; everywhere else a break counts as a space.
_KEEPS_LINES = frozenset({"verbatim"})
# Fields that are not prose: drawings are cleaned by `svg`, profiles read by `profile`, anchors and
# links settled by `document`.
_NOT_TEXT = frozenset(
    {"svg", "narrow", "png", "type", "style", "align", "severity", "anchor", "link", "profile"}
)

_LINE_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Embeddings, overrides and isolates reorder the text around them, which lets a seed make a
# sentence of the brief read differently from what it says (CVE-2021-42574).
_INVISIBLE = re.compile(r"[\xad\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr((plane << 16) + low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
    + "]"
)


def clean_text(text: str, *, keep_lines: bool = False) -> str:
    """Return `text` without control characters, which become U+FFFD, and bidi controls.

    XML and Typst refuse control characters and lone surrogates; the replacement shows that
    something stood there.
    """
    text = _LINE_BREAKS.sub("\n" if keep_lines else " ", text).replace("\t", "    ")
    return _FORBIDDEN.sub("\ufffd", _INVISIBLE.sub("", text))


def clean_block(data: dict[str, Any]) -> dict[str, Any]:
    """Return a block's JSON data with all its text cleaned."""
    return map_strings(data, lambda text, keep: clean_text(text, keep_lines=keep))


def map_strings(data: dict[str, Any], change: Callable[[str, bool], str]) -> dict[str, Any]:
    """Return a copy of JSON data with `change` applied to every piece of readable text.

    `change` gets the text and whether its line breaks count.
    """

    def walk(value: object, field: str) -> object:
        if isinstance(value, str):
            return value if field in _NOT_TEXT else change(value, field in _KEEPS_LINES)
        if field == "profile":
            return value
        if isinstance(value, dict):
            return {key: walk(item, key) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [walk(item, field) for item in value]
        return value

    return {key: walk(item, key) for key, item in data.items()}


def all_text(data: dict[str, Any]) -> str:
    """Return every piece of readable text of JSON data, joined."""
    texts: list[str] = []

    def collect(text: str, keep: bool) -> str:
        texts.append(text)
        return text

    map_strings(data, collect)
    return " ".join(texts)


def dicts_with(key: str, value: object) -> Iterator[dict[str, Any]]:
    """Find the mappings with a key, wherever they are in JSON data."""
    if isinstance(value, dict):
        if key in value:
            yield value
        for item in list(value.values()):
            yield from dicts_with(key, item)
    elif isinstance(value, list):
        for item in value:
            yield from dicts_with(key, item)
