"""Dates, lists and short pieces of text, for whatever writes or checks words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import cache

__all__ = [
    "MONTHS",
    "day",
    "days",
    "is_date",
    "is_whole",
    "listed",
    "printable",
    "quotable",
    "shortened",
    "verb",
    "with_article",
]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

_VERBS = {
    "conflicts": "conflicts with",
    "updates": "takes the place of",
    "related": "is related to",
}
_ARTICLE = re.compile(
    r"(?:United|Central African|Dominican|Czech|Soviet) (?:\w+ ?)+|(?:Democratic )?Republic of .+"
    r"|.+ (?:Islands|Emirates|Republic)|European Union|Netherlands|Philippines|Bahamas|Maldives"
    r"|Comoros|Gambia|Vatican|Congo"
)
_DOUBLE = re.compile('[“”„"]')
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def listed(words: Sequence[str], most: int = 0) -> str:
    """A list in words, without empty ones: "A, B and C"; beyond `most`, "A, B and 7 more"."""
    words = [word for word in words if word]
    if most and len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


@cache
def day(when: str, *, short: bool = False) -> str:
    """A partial ISO date in words: "18 October 2024", "Oct 2024" if `short`, "2024"; "undated"."""
    if not when:
        return "undated"
    year, *parts = (int(part) for part in when.split("-"))
    month = [MONTHS[parts[0] - 1][: 3 if short else None]] if parts else []
    return " ".join([*map(str, parts[1:]), *month, str(year)])


def is_date(text: str) -> bool:
    """Whether `text` is YYYY, YYYY-MM or YYYY-MM-DD, and such a day exists."""
    return days(text) is not None


def days(partial: str) -> tuple[date, date] | None:
    """The first and last day of YYYY, YYYY-MM or YYYY-MM-DD; None where `partial` is no date."""
    match = _PARTIAL_DATE.fullmatch(partial)
    try:
        first = date(*(int(part or 1) for part in match.groups())) if match else None
    except ValueError:
        return None
    if match is None or first is None:
        return None
    if match[3]:
        return first, first
    month = first.month if match[2] else 12
    return first, date(first.year, month, monthrange(first.year, month)[1])


def is_whole(text: str) -> bool:
    """Whether `text` can be written as UTF-8 and holds no NUL."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def shortened(text: str, most: int) -> str:
    """`text`, cut at a word with an ellipsis where it is longer than `most` characters."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def quotable(text: str) -> str:
    """`text` as it stands between double quotation marks.

    Marks around all of it go, as does one at an end whose other half lies outside, with the comma
    that a reporting clause left; marks within become single ones.
    """
    marks = _paired(text)
    first, last = len(text) - len(text.lstrip()), len(text.rstrip(" \t\n,;:"))
    while first < last:
        if text[last - 1] in " \t\n,;:":
            last -= 1
        elif last - 1 in marks and marks[last - 1] in (None, first):
            first += marks[last - 1] == first
            last -= 1
        elif text[first].isspace() or (first in marks and marks[first] in (None, last)):
            first += 1
        else:
            break
    return "".join(
        _single(text[n], marks[n], n) if n in marks else text[n] for n in range(first, last)
    )


def _paired(text: str) -> dict[int, int | None]:
    """The places of double quotation marks, each with that of its other half, or None."""
    found: dict[int, int | None] = {}
    still: list[int] = []
    for match in _DOUBLE.finditer(text):
        place, mark = match.start(), match[0]
        found[place] = None
        opens = place == 0 or text[place - 1].isspace() or text[place - 1] in "([–—-"
        if still and (mark in '”"' or text[still[-1]] == "„") and not (mark == '"' and opens):
            other = still.pop()
            found[place], found[other] = other, place
        elif mark in "“„" or (mark == '"' and opens):
            still.append(place)
    return found


def _single(mark: str, other: int | None, place: int) -> str:
    """The single mark for a double one; a straight one without its half may be an inch."""
    if other is None:
        return {"“": "‘", "”": "’", "„": "‚"}.get(mark, mark)
    return "’" if other < place else "‚" if mark == "„" else "‘"


def with_article(state: str) -> str:
    """The name of a state as a sentence has it: "the United Kingdom", "Wales"."""
    return f"the {state}" if _ARTICLE.fullmatch(state) else state


def verb(relation: str) -> str:
    """What a claim does to another of the given relation: "conflicts with", "denies"."""
    return _VERBS.get(relation, relation)


def printable(text: str) -> str:
    """Words of a stranger as a stretch of one line, without what a terminal would act on."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
