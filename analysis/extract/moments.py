"""Dates, times and other digits that count nothing, and the dates that a figure holds for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.model import Span

__all__ = ["MONTHS", "dates", "not_counts"]

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
_MONTH += r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_DAYS = rf"{_DAY}(?:\s*(?:-|–|—|to|and|or|,)\s*{_DAY}){{0,4}}"
_YEAR = r"(?:1[0-9]|20)\d\d"
_WORDS = r"(?:mid|early|late|in|since|by|of|until|till|from|during|before|after|year|to|between)"

_NOT_COUNTS = [
    re.compile(pattern, flags)
    for pattern, flags in (
        (rf"\b{_DAYS}\s+(?:of\s+)?{_MONTH}(?![a-z])(?:,?\s+{_YEAR}\b)?", 0),
        (
            rf"(?<![A-Za-z]){_MONTH}\s+{_DAYS}(?![\w,]*\d)(?:,?\s+{_YEAR}\b)?(?!\s*(?:%|per\b|million))",
            0,
        ),
        (rf"(?<![A-Za-z]){_MONTH},?\s+(?:of\s+)?{_YEAR}\b", 0),
        (r"\b\d{4}-\d\d?-\d\d?\b|\b\d{1,2}[/.]\d{1,2}[/.](?:\d\d){1,2}\b", 0),
        (r"\b\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\b\.?|GMT|UTC|hrs|hours\b|local)", re.I),
        (
            r"\b\d{1,2}:\d\d(?::\d\d)?\b|\b\d{1,2}\s*[ap]\.?m\b\.?|\b\d{4}\s*(?:GMT|UTC|hours\b)",
            re.I,
        ),
        (r"\b(?:\d{1,2}|[a-z]+)\s+o['’]clock\b", re.I),
        (r"https?://\S+|www\.\S+|\S+@\S+\.\S+|\b[\w-]+\.(?:com|org|net|gov|edu)\S*", re.I),
        (
            r"(?<![\d.,])0\d{2,4}(?:[\s-]\d{3,4}){1,3}\b|\+?\d{1,4}[\s-]\(?\d{2,4}\)?[\s-]\d{3,4}[\s-]\d{3,4}\b|\b\d{3}-\d{3}-\d{4}\b",
            0,
        ),
        (rf"\b{_YEAR}\s*[-–—/]\s*(?:{_YEAR}|\d\d)\b", 0),
        (
            rf"\b{_WORDS}[\s-]+(?:the\s+year\s+)?(?:early\s+|late\s+|mid-?)?{_YEAR}\b(?!\s*(?:%|per\s?cent|and\s+\d{{3}}\b))(?!,\d)",
            re.I,
        ),
        (rf"\({_YEAR}\)|\b{_YEAR}['’]s\b|\b(?:{_YEAR}|\d\d)s\b", 0),
        (
            r"\b(?:24/7|9/11|7/7|50[-/]50|20/20|(?:480|720|1080|1440|2160)[pi]|[48]K)\b|\[\d+\]|§\s*\d+|#\d+",
            0,
        ),
        (r"\b(?:AD|BC|CE)\s\d+\b|\b\d+\s?(?:AD|BC|BCE|CE|B\.C\.|A\.D\.)(?!\w)", 0),
        (
            r"\b(?:one|two)\s+(?:another|by\s+(?:one|two))\b|\bno\s+one\b|\b(?:this|that|which|any|every|the|each)\s+one\b|\bone['’]s\b|\b(?:day|night|morning)\s+one\b|\bone\s+day\b|\bat\s+one\s+point\b|(?<!-)\bone\s+of\b",
            re.I,
        ),
        (
            r"\b(?:first|second|latter|other|the|this|that|every|either|both)\s+half\b|\d{13,}|\bgroup\s+of\s+(?:7|8|20|77|seven|eight|twenty)\b|\ban?\s+\w+\s+or\s+two\b|\bclass\s+of\s+['’]?\d+",
            re.I,
        ),
        (r"\bsquare\s+one\b|\bone-(?:time|off|way|sided|on-one)\b|\bsecond-hand\b", re.I),
    )
]
_DATE = re.compile(
    rf"(?:(?:(?P<d0>[0-3]?\d)\s*(?:and|to|-|–)\s*)?(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_MONTH})|(?P<m2>{_MONTH})(?:\s+(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?\b(?!,\d))?)"
    rf"(?![a-z])(?:,?\s+(?P<y>{_YEAR})\b)?"
    rf"|\b(?i:in|since|by|during|of|for|until)\s+(?:early\s+|late\s+|mid-?|the\s+end\s+of\s+)?(?P<y2>{_YEAR})\b(?!,\d)"
)


def not_counts(text: str) -> list[Span]:
    """Spans of `text` whose digits are dates, times, years, links or telephone numbers."""
    return [match.span() for pattern in _NOT_COUNTS for match in pattern.finditer(text)]


def dates(text: str) -> Iterator[tuple[Span, str]]:
    """The dates in `text` as spans and as ISO 8601, without the parts that the text omits.

    A missing year is written as ``--`` (``--12-23``: 23 December of a year not given), a span
    of days as an interval (``2024-10-08/2024-10-13``).
    """
    for match in _DATE.finditer(text):
        month = match["m"] or match["m2"]
        year = match["y"] or match["y2"] or ""
        if match[0] in {"may", "march", "May", "March"}:
            continue
        parts = [year or "-"]
        if month:
            parts.append(f"{_month(month):02d}")
        days = [day for day in (match["d0"], match["d"] or match["d2"]) if day]
        isos = ["-".join([*parts, f"{int(day):02d}"]) for day in days if 1 <= int(day) <= 31]
        yield match.span(), "/".join(isos) or "-".join(parts)


def _month(name: str) -> int:
    key = name.lower()[:3]
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(key))
