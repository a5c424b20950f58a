"""Dates and lists in words, for whatever writes a sentence from values; and words for a shell."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["MONTHS", "day", "listed", "printable"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def listed(words: Sequence[str], most: int = 0) -> str:
    """A list in words: "A, B and C"; beyond `most`, "A, B and 7 more"."""
    words = list(words)
    if most and len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def day(date: str) -> str:
    """A partial ISO date in words: "18 October 2024", "October 2024", "2024"; "undated"."""
    parts = [int(part) for part in date.split("-")] if date else []
    if len(parts) == 3:
        return f"{parts[2]} {MONTHS[parts[1] - 1]} {parts[0]}"
    if len(parts) == 2:
        return f"{MONTHS[parts[1] - 1]} {parts[0]}"
    return str(parts[0]) if parts else "undated"


def printable(text: str) -> str:
    """Words of a stranger as a stretch of one line, without what a terminal would act on."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
