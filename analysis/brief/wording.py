"""Words from values: counts, lists, dates, names. Nothing here says more than its arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.wording import MONTHS, day, listed, shortened, verb

__all__ = [
    "MONTHS",
    "answer",
    "be",
    "capital",
    "count",
    "day",
    "described",
    "listed",
    "number",
    "period",
    "shortened",
    "span",
    "verb",
]

_ANSWERS = {
    "how many": "A figure, with its source and date",
    "how much": "A figure, with its source and date",
    "how far": "A figure, with its source and date",
    "how long": "A time, with its source",
    "how": "An account by someone placed to know",
    "why": "The reasons, from who acted or is placed to know",
    "who": "A name, from a source placed to know",
    "whom": "A name, from a source placed to know",
    "whose": "A name, from a source placed to know",
    "when": "A date, with its source",
    "where": "A place, with its source",
    "what": "A description by someone placed to know",
    "which": "A choice named by a source placed to know",
}
"""What a question of each kind asks for (the wh-words of any grammar of English)."""

_FORMS = {
    "verification_gap": "Confirmation or refutation by an independent origin",
    "conditional": "Whether the condition comes about, and what follows",
    "stated_gap": "The missing information, from a source placed to know",
}

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


def answer(form: str, question: str) -> str:
    """What would answer a question, by its form and its first words."""
    if form in _FORMS:
        return _FORMS[form]
    first, second, *_ = [*question.lower().split(), "", ""]
    otherwise = "A firm statement or evidence, either way" if question else _FORMS["stated_gap"]
    return _ANSWERS.get(f"{first} {second}", _ANSWERS.get(first, otherwise))


def period(dates: Sequence[str]) -> str:
    """The span of some partial ISO dates in words; "undated" where there are none."""
    known = sorted(date for date in dates if date)
    return span(known[0], known[-1]) if known else "undated"


def span(first: str, last: str) -> str:
    """Two partial ISO dates in words: "8 to 13 October 2024", "October 2024 to March 2025"."""
    if last.startswith(first):
        return day(first)
    alike = 8 if first[:7] == last[:7] else 5 if first[:4] == last[:4] else 0
    if alike and len(first) == len(last) == 10:
        words = day(first).split()
        return f"{' '.join(words[: 1 if alike == 8 else 2])} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def described(source: Mapping[str, Any]) -> str:
    """A source with its role and affiliation, as far as the text gives them."""
    name = source["name"] if source["resolved"] else f"“{source['name']}” (not resolved)"
    role, affiliation = source["role"], source["affiliation"]
    if affiliation and source["name"].startswith(affiliation):
        affiliation = ""
    return ", ".join(part for part in (name, role, affiliation) if part)
