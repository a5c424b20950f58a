"""Dates, lists and short pieces of text, for whatever writes or checks words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

__all__ = ["MONTHS", "day", "is_date", "is_whole", "listed", "printable", "shortened", "verb"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

_VERBS = {
    "conflicts": "conflicts with",
    "updates": "takes the place of",
    "related": "is related to",
}
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def listed(words: Sequence[str], most: int = 0) -> str:
    """A list in words: "A, B and C"; beyond `most`, "A, B and 7 more"."""
    words = list(words)
    if most and len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def day(when: str) -> str:
    """A partial ISO date in words: "18 October 2024", "October 2024", "2024"; "undated"."""
    parts = [int(part) for part in when.split("-")] if when else []
    if len(parts) == 3:
        return f"{parts[2]} {MONTHS[parts[1] - 1]} {parts[0]}"
    if len(parts) == 2:
        return f"{MONTHS[parts[1] - 1]} {parts[0]}"
    return str(parts[0]) if parts else "undated"


def is_date(text: str) -> bool:
    """Whether `text` is YYYY, YYYY-MM or YYYY-MM-DD, and such a day exists."""
    match = _PARTIAL_DATE.fullmatch(text)
    try:
        return match is not None and bool(date(*(int(part or 1) for part in match.groups())))
    except ValueError:
        return False


def is_whole(text: str) -> bool:
    """Whether `text` can be written as UTF-8 and holds no NUL."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def shortened(text: str, most: int) -> str:
    """`text`, cut at a word with an ellipsis where it is longer than `most` characters."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def verb(relation: str) -> str:
    """What a claim does to another of the given relation: "conflicts with", "denies"."""
    return _VERBS.get(relation, relation)


def printable(text: str) -> str:
    """Words of a stranger as a stretch of one line, without what a terminal would act on."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
