"""Patterns made of word lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["alternatives", "tail"]

_TAIL = 80
"""Characters; reading more would make long texts slow and find nothing new."""


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of `words`, longest first, blanks matching any white space."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


def tail(text: str, end: int) -> str:
    """The last characters of ``text[:end]``: what stands before a number can be read in them."""
    return text[max(0, end - _TAIL) : end]
