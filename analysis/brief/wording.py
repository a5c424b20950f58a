"""Words from values: counts, lists, dates, names. Nothing here says more than its arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.wording import MONTHS, day, listed

__all__ = [
    "MONTHS",
    "be",
    "capital",
    "count",
    "day",
    "described",
    "listed",
    "number",
    "period",
    "shortened",
]

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(value: int) -> str:
    """A whole number: in words up to ten, in figures beyond."""
    return _SMALL[value] if 0 <= value < len(_SMALL) else f"{value:,}"


def count(value: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "one claim", "no seeds", "12 inquiries"."""
    return f"{number(value)} {noun if value == 1 else plural or noun + 's'}"


def be(value: int) -> str:
    """Return "is" or "are", as the number demands."""
    return "is" if value == 1 else "are"


def capital(text: str) -> str:
    """`text` with a capital at the start of the sentence."""
    return text[:1].upper() + text[1:]


def period(dates: Sequence[str]) -> str:
    """The span of some partial ISO dates in words; "undated" where there are none."""
    known = sorted(date for date in dates if date)
    if not known:
        return "undated"
    first, last = known[0], known[-1]
    return day(first) if last.startswith(first) else f"{day(first)} to {day(last)}"


def described(source: Mapping[str, Any]) -> str:
    """A source with its role and affiliation, as far as the text gives them."""
    name = source["name"] if source["resolved"] else f"“{source['name']}” (not resolved)"
    role, affiliation = source["role"], source["affiliation"]
    if affiliation and source["name"].startswith(affiliation):
        affiliation = ""
    return ", ".join(part for part in (name, role, affiliation) if part)


def shortened(text: str, most: int) -> str:
    """`text`, cut at a word with an ellipsis where it is longer than `most` characters."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
