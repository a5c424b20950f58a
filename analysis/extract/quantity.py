"""The record of a quantity while it is put together, and the words that it is read by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from analysis.lexicon import load

__all__ = ["Quantity", "alternatives", "role", "tail"]

_TAIL = 80
"""Characters; reading more would make long texts slow and find nothing new."""
_LEXICONS = ("figures", "labels", "compounds")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An expression ``text[start:end]`` with its bounds; `end` is before any counted noun."""

    start: int
    end: int
    low: float | None
    high: float | None
    rule: str
    approximator: str = ""
    unit: str = ""
    kind: str = ""
    bare: str = ""
    """The number itself as written, without unit and approximators."""


@cache
def role(name: str) -> frozenset[str]:
    """The words of the figure lexicons that play the part `name`."""
    return frozenset().union(*(load(lexicon).words(role=name) for lexicon in _LEXICONS))


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of `words`, longest first, blanks matching any white space."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


def tail(text: str, end: int) -> str:
    """The last characters of ``text[:end]``: what stands before a number can be read in them."""
    return text[max(0, end - _TAIL) : end]
