"""Words from values: counts, lists, dates, names. Nothing here says more than its arguments.

What is said without values stands in ``wording.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analysis.wording import MONTHS, day, listed, shortened, verb

__all__ = [
    "MONTHS",
    "answer",
    "capital",
    "count",
    "counted",
    "day",
    "described",
    "likelihood",
    "listed",
    "number",
    "period",
    "phrases",
    "shortened",
    "span",
    "verb",
]


@cache
def phrases(part: str) -> Mapping[str, Any]:
    """A part of ``wording.toml``: what a brief says in the same words whatever its values."""
    path = Path(__file__).with_name("wording.toml")
    found: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))[part]
    return found


_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(value: int) -> str:
    """A whole number: in words up to ten, in figures beyond."""
    return _SMALL[value] if 0 <= value < len(_SMALL) else f"{value:,}"


def count(value: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "one claim", "no seeds", "12 inquiries"."""
    return f"{number(value)} {noun if value == 1 else plural or noun + 's'}"


def counted(name: str, value: int, **words: str) -> str:
    """What ``wording.toml`` says of so many things; `words` stand in it as given."""
    forms = phrases("counted")[name]
    none = forms[0] if len(forms) > 2 else ""
    form = none if not value else forms[-2] if value == 1 else forms[-1]
    return str(form).format(n=number(value), N=capital(number(value)), **words)


def capital(text: str) -> str:
    """`text` with a capital at the start of the sentence."""
    return text[:1].upper() + text[1:]


def answer(form: str, question: str) -> str:
    """What would answer a question, by its form and its first words."""
    forms, words = phrases("answers")["forms"], phrases("answers")["words"]
    first, second, *_ = [*question.lower().split(), "", ""]
    otherwise = "A firm statement or evidence, either way" if question else forms["stated_gap"]
    return str(forms.get(form) or words.get(f"{first} {second}") or words.get(first, otherwise))


def likelihood(row: Mapping[str, Any]) -> str:
    """A claim's word of likelihood with its band, "likely: 55–80 per cent"; empty without one."""
    if not row["likelihood_term"]:
        return ""
    band = f"{row['likelihood_low']:g}–{row['likelihood_high']:g} per cent"
    return f"{row['likelihood_term']}: {band}"


def period(dates: Sequence[str]) -> str:
    """The span of some partial ISO dates in words, and how many are none.

    >>> period(["2024-11", "", "2024-10-08"])
    '8 October 2024 to November 2024 and one undated'
    """
    known = sorted(date for date in dates if date)
    bare = len(dates) - len(known)
    if not known:
        return "undated"
    return span(known[0], known[-1]) + (f" and {number(bare)} undated" if bare else "")


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
    if affiliation and affiliation in source["name"]:
        affiliation = ""
    return ", ".join(part for part in (name, role, affiliation) if part)
