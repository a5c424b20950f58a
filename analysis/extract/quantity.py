"""The record of a quantity while it is put together, and the words that it is read by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from analysis.lexicon import load

__all__ = ["REACH", "Quantity", "role", "tail"]

REACH = 80
"""Characters read before a number: more would make long texts slow and find nothing new."""
_LEXICONS = ("figures", "totals", "persons", "labels", "compounds")


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


def tail(text: str, end: int) -> str:
    """The last characters of ``text[:end]``: what stands before a number can be read in them."""
    return text[max(0, end - REACH) : end]
