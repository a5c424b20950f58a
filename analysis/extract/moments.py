"""Dates, times and other digits that count nothing, and the dates that a figure holds for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.model import Span

__all__ = ["dates", "not_counts"]

_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
_MONTH += r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_DAYS = rf"{_DAY}(?:\s*(?:-|–|—|to|and|or|,)\s*{_DAY}){{0,4}}"
_YEAR = r"(?:1[0-9]|20)\d\d"
_WORDS = r"(?:mid|early|late|in|since|by|of|until|till|from|during|before|after|year|between"
_WORDS += r"|(?<!up\s)(?<!close\s)(?<!\d\s)to)"

_NOT_COUNTS = [
    re.compile(pattern)
    for pattern in (
        # dates and years
        rf"\b{_DAYS}\s+(?:of\s+)?{_MONTH}(?![a-z])(?:,?\s+{_YEAR}\b)?",
        rf"(?<![A-Za-z]){_MONTH}\s+{_DAYS}(?![\w,]*\d)(?:,?\s+{_YEAR}\b)?(?!\s*(?:%|per\b|million))",
        rf"(?<![A-Za-z]){_MONTH},?\s+(?:of\s+)?{_YEAR}\b",
        r"\b\d{4}-\d\d?-\d\d?\b|\b\d{1,2}[/.]\d{1,2}[/.](?:\d\d){1,2}\b",
        rf"\b{_YEAR}\s*[-–—/]\s*(?:{_YEAR}|\d\d)\b|\({_YEAR}\)|\b{_YEAR}['’]s\b|\b(?:{_YEAR}|\d\d)s\b",
        rf"(?i)\b{_WORDS}[\s-]+(?:the\s+year\s+)?(?:early\s+|late\s+|mid-?)?{_YEAR}\b(?!\s*(?:%|per\s?cent|and\s+\d{{3}}\b))(?![,.]\d)",
        r"\b(?:1[89]|20)\d\d\s+to\s+(?:1[89]|20)\d\d\b(?!\s+[a-z]+s\b)(?![,.]?\d|\s*[$€£%])",
        r"\b(?:AD|BC|CE)\s\d+\b|\b\d+\s?(?:AD|BC|BCE|CE|B\.C\.|A\.D\.)(?!\w)",
        # times of day
        r"(?i)\b\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\b\.?|GMT|UTC|hrs|hours\b|local)",
        r"(?i)\b\d{1,2}:\d\d(?::\d\d)?\b|\b\d{1,2}\s*[ap]\.?m\b\.?|\b\d{4}\s*(?:GMT|UTC|hours\b)",
        r"(?i)\b(?:\d{1,2}|[a-z]+)\s+o['’]clock\b",
        # links, telephones, marks, names made of numbers
        r"(?i)https?://\S+|www\.\S+|\b[\w.+-]{1,64}@\S+|\b[\w-]{1,64}\.(?:com|org|net|gov|edu)\S*",
        r"(?<![\d.,])0\d{2,4}(?:[\s-]\d{3,4}){1,3}\b|\b\d{3}-\d{3}-\d{4}\b|\d{13,}",
        r"\+?\d{1,4}[\s-]\(?\d{2,4}\)?[\s-]\d{3,4}[\s-]\d{3,4}\b",
        r"\b(?:24/7|9/11|7/7|50[-/]50|20/20|(?:480|720|1080|1440|2160)[pi]|[48]K|7-Eleven)\b|(?<![$£€])\b3M\b|\[\d+\]|\(\d+\.\)|§\s*\d+|#\d+",
        r"(?i)\bgroup\s+of\s+(?:7|8|20|77|seven|eight|twenty)\b|\bclass\s+of\s+['’]?\d+",
        # one and half where they count nothing
        r"(?i)\b(?:one|two)\s+(?:another|by\s+(?:one|two))\b",
        r"(?i)(?<!-)(?<!only )(?<!just )\bone\s+of\b",
        r"(?i)\b(?:this|that|which|any|every|the|each|day|night|morning)\s+one\b|\bone['’]s\b",
        r"(?i)\b(?:no|square)\s+one\b|\bone\s+day\b|\bat\s+one\s+point\b|\bone-(?:time|off|way|sided|on-one)\b",
        r"(?i)\b(?:first|second|latter|other|the|this|that|every|either|both)\s+half\b|\bsecond-hand\b",
        r"(?i)\ban?\s+\w+\s+or\s+two\b",
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
        if match[0].lower() in {"may", "march"}:
            continue
        parts = [match["y"] or match["y2"] or "-"]
        if month := match["m"] or match["m2"]:
            parts.append(f"{_MONTHS.index(month[:3].lower()) // 3 + 1:02d}")
        days = [int(day) for day in (match["d0"], match["d"] or match["d2"]) if day]
        isos = ["-".join([*parts, f"{day:02d}"]) for day in days if 1 <= day <= 31]
        yield match.span(), "/".join(isos) or "-".join(parts)
