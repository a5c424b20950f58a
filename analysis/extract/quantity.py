"""The record of a quantity while it is put together, and the words that play a part in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from analysis.lexicon import load

__all__ = ["Quantity", "role"]

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
    style: str = "digits"
    bare: str = ""
    """The number itself as written, without unit and approximators."""


@cache
def role(name: str) -> frozenset[str]:
    """The words of the figure lexicons that play the part `name`."""
    return frozenset().union(*(load(lexicon).words(role=name) for lexicon in _LEXICONS))
