"""What the text says of the verification of a claim; nothing is filled in that it does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from analysis.lexicon import load
from analysis.model import Span

__all__ = ["Remark", "remarks"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Words that say something of verification, and what they say."""

    span: Span
    verification: str
    rule: str


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple(
        (re.compile(rf"\b(?:{word})\b", re.IGNORECASE), entry.effect["verification"], entry.name)
        for entry in load("verification")
        for word in entry.words
    )


def remarks(text: str, start: int, end: int) -> Iterator[Remark]:
    """The remarks on verification in ``text[start:end]``."""
    for pattern, verification, rule in _patterns():
        for match in pattern.finditer(text, start, end):
            yield Remark(match.span(), verification, rule)
