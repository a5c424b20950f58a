"""Patterns made of word lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["alternatives"]


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of `words`, longest first, blanks matching any white space."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)
