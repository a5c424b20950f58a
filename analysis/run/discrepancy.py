"""One fault of a report, in one line that is safe to print."""

from __future__ import annotations

from dataclasses import dataclass, fields

from analysis.wording import printable

__all__ = ["Discrepancy", "apart", "shown"]

MAX_SHOWN = 160
"""Characters of a value in a line."""

AROUND = 30
"""Characters before and after a difference that are shown."""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One fault of a report: the file, what of it, what it should be and what it is."""

    file: str
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        file, what, expected, found = (shown(getattr(self, each.name)) for each in fields(self))
        return f"{file}: {what}: expected {expected}, found {found}"


def shown(value: str) -> str:
    """A value of a stranger as a stretch of one line that no terminal can mistake."""
    plain = printable(value)
    return plain if len(plain) <= MAX_SHOWN else f"{plain[: MAX_SHOWN - 1]}…"


def apart(one: str, other: str) -> tuple[int, str, str]:
    """Where two texts first differ, and what stands there in each."""
    pairs = enumerate(zip(one, other, strict=False))
    where = next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
    start, end = max(0, where - AROUND), where + AROUND
    return where, one[start:end], other[start:end]
