"""Dates in a text, resolved, with the precision that the text gives.

Where a date stands and how precise it is are read here; `analysis.extract.moments` reads absolute
dates and dateutil does the arithmetic. "Mid-October" is the month and vague, never the 15th; "two
days earlier" counts from the date before it in the text; "on Friday" is the last Friday up to
publication, and "will open on Friday" the next one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dateutil.relativedelta import relativedelta, weekday

from analysis.extract.moments import dates as absolute_dates

__all__ = ["Moment", "days_between", "first_day", "is_later", "last_day", "moments"]

_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
} | {"a": 1, "an": 1}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNT = rf"(?P<n>\d{{1,3}}|{'|'.join(_NUMBERS)})"
_UNIT = r"(?P<unit>day|week|month|year)s?"
_RELATIVE = re.compile(
    rf"\b(?:{_COUNT}\s+{_UNIT}\s+(?P<way>ago|(?:earlier|later)(?!\s+than\b)|before|after)"
    rf"|(?P<named>yesterday|today|tomorrow|tonight|this\s+(?:morning|afternoon|evening)|last\s+night)"
    r"|(?:on|by|until|since)\s+the\s+(?P<of_month>[1-3]?\d)(?:st|nd|rd|th)"
    r"(?=[^\w\s-]|\s*$|\s+(?:and|but|when|that|at|he|she|it|they|we|I|the|an?)\b)"
    rf"|(?P<shift>last|this|next|previous|same|that)\s+(?P<what>day|week|month|year)"
    rf"|(?:(?P<lead>on|last|next|this|by|since|until|before|from)\s+)?"
    rf"(?P<weekday>{'|'.join(_DAYS)}))\b(?!\s+(?:morning|afternoon|evening|night)s)",
    re.IGNORECASE,
)
_MONTH_NAME = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DATED = re.compile(
    rf",?\s+\(?(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_NAME}|{_MONTH_NAME}\s+\d{{1,2}})\b"
)
_DAY_OF = re.compile(rf"\b(?:{'|'.join(_DAYS)}),?\s+\(?(?:the\s+)?$", re.IGNORECASE)
"""A day of the week and the date that it belongs to are one: "on Sunday, 3 September"."""

_FROM_TO = re.compile(
    rf"\b(?:[Bb]etween|[Ff]rom)\s+(?P<from>{_MONTH_NAME})(?:\s+(?P<year>(?:19|20)\d\d))?"
    rf"\s+(?:and|to|until|till|through)\s+(?P<to>{_MONTH_NAME})\b(?!\s+\d{{1,2}}\b)"
    r"(?:,?\s+(?:of\s+)?(?:(?P<last_year>(?:19|20)\d\d)|(?P<shift>last|this|next)\s+year)\b)?"
)
"""A stretch of months: "between May and October last year"."""

_YEARS = re.compile(
    r"\b(?:[Bb]etween|[Ff]rom)\s+((?:19|20)\d\d)\s+(?:and|to|until|till|through)\s+((?:19|20)\d\d)\b"
)
"""A stretch of years: "between 2015 and 2019"."""

_HANGING = ("before", "after")
_NEXT_WORD = re.compile(r"\s+\w")
_BEFORE_BARE = re.compile(r"\b(?:(?:an?|the|every|each|most|any|some)|[A-Z][\w’']*)\s+$")
_AFTER_BARE = re.compile(r"['’]s\b|\s+[A-Z]")
"""Beside these a day of the week without a preposition is a habit, a name or another thing's."""

_SHORT = frozenset(("may", "june", "july"))
_AMBIGUOUS = re.compile(
    r"\b(?:in|since|until|till|by|during|of|from|last|early|mid|late)[\s-]+(March|May)\b"
    r"(?!,?\s+\d)"
)
"""Months that are also other words, where a preposition shows that they are meant."""

_VAGUE = re.compile(
    r"\b(?:early|mid|late|beginning of|start of|middle of|end of|around|about|circa)[\s-]+"
    r"(?:and\s+\w+[\s-]+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\b(?:early|late)\s+$", re.IGNORECASE)
"""Before "on Thursday", or "yesterday", it tells the hour and leaves the day as it is."""

_CLAUSE = re.compile(
    r"[.,;:?!\n]|\b(?:that|which|who|and|but|after|before|when|while|because|since)\b",
    re.IGNORECASE,
)
"""Where a clause may begin or end: what is to come is told within one."""

_COMING = re.compile(
    r"\b(?:(?P<sure>will|shall|(?:is|are)\s+(?:to|due|set|scheduled|expected|planned))|would"
    r"|(?:was|were)\s+(?:to|due|set|scheduled|expected|planned)"
    r"|(?:planned|scheduled|slated|due|expected|forecast)\s+(?:for|on|in)|due\s+to\s+\w+|set\s+for)\b|\w['’]ll\b",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r"\s*(?:on|onwards?)\b", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_TO = re.compile(r"\s*(?:to|until|till|through|-|–|—)\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:earlier|later)\s+$", re.IGNORECASE)
_SINCE = re.compile(
    r"\b(?:since|(?:beginning|starting|effective)(?:\s+(?:on|from|in))?|with\s+effect\s+from)\s+"
    r"(?:early |mid-?|late |the (?:start|end|beginning) of )?$",
    re.IGNORECASE,
)
_NIGHT_TO = re.compile(r"\bnight\s+to\s+$", re.IGNORECASE)
"""Before a date a night that began on the day before."""

_UNTIL = re.compile(r"\b(?:until|till|by|up to|before)\s+$", re.IGNORECASE)


def first_day(date: str) -> str:
    """The first day of a partial ISO date."""
    return date + "-01-01"[len(date) - 4 :] if date else ""


def last_day(date: str) -> str:
    """The last day of a partial ISO date (31 stands for the end of any month)."""
    return date + "-12-31"[len(date) - 4 :] if date else ""


def is_later(one: str, other: str) -> bool:
    """Whether partial date `one` is surely after `other`."""
    return bool(one and other) and first_day(one) > last_day(other)


def days_between(one: str, other: str) -> int:
    """The fewest days between two partial dates; 0 if they may be one, or one is not known."""
    first, second = sorted((one, other), key=first_day)
    if not is_later(second, first):
        return 0
    length = monthrange(int(first[:4]), int(first[5:7] or 12))[1]
    end = date.fromisoformat(first if len(first) == 10 else f"{(first + '-12')[:7]}-{length}")
    return (date.fromisoformat(first_day(second)) - end).days


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of time in a text: partial ISO dates, "" where that end is open."""

    start: int
    end: int
    first: str
    last: str
    precision: str


def moments(text: str, published: str) -> list[Moment]:
    """The dates in `text` that can be resolved, in reading order.

    Parameters
    ----------
    text : str
        A whole document, so that "the same day" finds the day it means.
    published : str
        Partial ISO date from which years and relative dates are counted; "" if not known.
    """
    found: list[Moment] = []
    for start, end, read in sorted([*_absolute(text), *_relative(text)], key=lambda x: x[:2]):
        if found and start < found[-1].end:
            continue
        anchor = next((m.last or m.first for m in reversed(found)), "")
        coming = _coming(text, start, end)
        value, precision = _resolved(read, published, anchor, coming)
        if value:
            before = text[max(0, start - _REACH) : start]
            first, _, last = value.partition("/")
            if _is_vague(before, precision, text[start:end]):
                precision = "vague"
            moment = Moment(start, end, first, last or first, precision)
            found.append(_bounded(moment, text, coming))
    return found


_REACH = 40
"""Characters before a date that may say how it is meant."""


def _is_vague(before: str, precision: str, words: str) -> bool:
    if _EARLIER.search(before):
        return True
    hour = precision == "day" and _HOUR.search(before) and not words[:1].isdigit()
    return bool(_VAGUE.search(before)) and not hour


def _coming(text: str, start: int, end: int) -> str:
    """Whether the clause of a date tells of what is to come: "sure", "would" or "" not at all.

    "Said on Thursday he would go" is of the day on which he said so: what tells it stands before
    the date, or the date before all of its clause.
    """
    opening = max((m.end() for m in _CLAUSE.finditer(text, max(0, start - 120), start)), default=0)
    before = text[max(opening, start - 120) : start]
    found = _COMING.search(before)
    if found is None and len(before.split()) <= 1:
        closing = _CLAUSE.search(text, end)
        found = _COMING.search(text, end, closing.start() if closing else len(text))
    if found is None:
        return ""
    return "sure" if found["sure"] or "ll" in found[0][-2:] else "would"


def _bounded(moment: Moment, text: str, coming: str) -> Moment:
    """One end is open: "since August 2023" has no last day, "until May" no first one."""
    before = text[max(0, moment.start - _REACH) : moment.start]
    own = text[moment.start : moment.end].rpartition(" ")[0] + " "  # "since" of "since 2015"
    if any(way.fullmatch(text, moment.start, moment.end) for way in (_FROM_TO, _YEARS)):
        return moment
    if _NIGHT_TO.search(before) and moment.first == moment.last and (day := _as_date(moment.first)):
        return replace(moment, first=_iso(day, "day", -1))
    until = _UNTIL.search(before) or _UNTIL.search(own)
    onwards = _ONWARDS.match(text, moment.end) or (coming and not _TO.match(text, moment.end))
    point = onwards and moment.first == moment.last
    since = _SINCE.search(before) or _SINCE.search(own) or (_FROM.search(before) and point)
    return Moment(
        moment.start,
        moment.end,
        "" if until else moment.first,
        "" if since else moment.last,
        moment.precision,
    )


_Read = tuple[int, int, str | re.Match[str]]


def _absolute(text: str) -> Iterator[_Read]:
    for (start, end), value in absolute_dates(text):
        words = text[start:end].removesuffix(".")  # it may end the sentence
        if len(words) > 4 or words.lower() in _SHORT:  # "Jan Pohl" is no month
            day = _DAY_OF.search(text, max(0, start - _REACH), start)
            yield day.start() if day else start, start + len(words), value
    for match in _FROM_TO.finditer(text):
        yield match.start(), match.end(), match
    for match in _YEARS.finditer(text):
        yield match.start(), match.end(), f"{match[1]}/{match[2]}"
    for match in _AMBIGUOUS.finditer(text):
        yield *match.span(1), {"March": "--03", "May": "--05"}[match[1]]


def _relative(text: str) -> Iterator[_Read]:
    for match in _RELATIVE.finditer(text):
        if match["way"] in _HANGING and _NEXT_WORD.match(text, match.end()):
            continue  # "two days after the battle" hangs on the story
        if match["weekday"] and _DATED.match(text, match.end()):
            continue
        if not match["weekday"] or match["lead"] or _is_bare_day(match, text):
            yield match.start(), match.end(), match


def _is_bare_day(match: re.Match[str], text: str) -> bool:
    """Whether a day of the week without a preposition is a date: "said Thursday"."""
    before = text[max(0, match.start() - _REACH) : match.start()]
    named = _BEFORE_BARE.search(before) or _AFTER_BARE.match(text, match.end())
    return match["weekday"][0].isupper() and not named


def _resolved(
    read: str | re.Match[str], published: str, anchor: str, coming: str
) -> tuple[str, str]:
    """A partial ISO date, or two joined by a slash, and its precision; "" if unresolved."""
    if isinstance(read, str):
        parts = [_with_year(part, published, coming) for part in read.split("/")]
        known = all(parts) and all(map(_is_date, parts))
        return ("/".join(parts), _precision(parts[-1])) if known else ("", "")
    if read.re is _FROM_TO:
        return _months(read, published, coming)
    return _moved(read, published, anchor, ahead=bool(coming))


def _months(match: re.Match[str], published: str, coming: str) -> tuple[str, str]:
    """The months of a stretch; one that has no year has that of the other, or the one before."""
    names = _MONTH_NAME[3:-1].split("|")
    first, last = (names.index(match[end]) + 1 for end in ("from", "to"))
    shift = {"last": -1, "this": 0, "next": 1}.get(match["shift"] or "")
    year = int(match["last_year"] or 0)
    if shift is not None and published:
        year = int(published[:4]) + shift
    before = int(match["year"] or 0) or (year and year - (first > last))
    year = year or (before and before + (first > last))
    if not year:
        return _resolved(f"--{first:02}/--{last:02}", published, "", coming)
    return f"{before:04}-{first:02}/{year:04}-{last:02}", "month"


def _with_year(value: str, published: str, coming: str) -> str:
    """A date without a year is the last one up to the month of publication.

    What will be is the next from that month on, and what "would be" the nearer of the two.
    """
    if not value.startswith("--"):
        return value
    if not published:
        return ""
    year, month = int(published[:4]), int(published[5:7] or 0)
    if not month:
        return f"{year:04}-{value[2:]}"
    ahead = (int(value[2:4]) - month) % _MONTHS
    next_one = coming == "sure" or (coming == "would" and ahead <= _MONTHS - ahead)
    year += (month - 1 + ahead - (0 if next_one or not ahead else _MONTHS)) // _MONTHS
    return f"{year:04}-{value[2:]}"


_MONTHS = 12


def _moved(match: re.Match[str], published: str, anchor: str, *, ahead: bool) -> tuple[str, str]:
    base = _as_date(published)
    if match["weekday"]:
        return _weekday(match, base, ahead=ahead), "day"
    if match["named"]:
        named = match["named"].lower().split()[0]
        shift = {"yesterday": -1, "last": -1, "tomorrow": 1}.get(named, 0)
        return (_iso(base, "day", shift), "day") if base else ("", "")
    if match["of_month"]:
        value = f"{(anchor or published)[:7]}-{match['of_month']:0>2}"
        return (value, "day") if _as_date(value) else ("", "")
    if match["n"]:
        word = match["n"].lower()
        number = _NUMBERS.get(word) or int(word)
        way, unit = match["way"].lower(), match["unit"].lower()
        base = base if way == "ago" else _as_date(anchor or published)
        value = _iso(base, unit, number if way in {"later", "after"} else -number) if base else ""
        return value, "vague" if unit == "week" else unit
    shift_word, unit = match["shift"].lower(), match["what"].lower()
    if shift_word in {"same", "that"}:
        wanted = {"day": 10, "month": 7, "year": 4}.get(unit, 10)
        whole = len(anchor) >= wanted
        return (anchor[:wanted], unit) if whole and unit != "week" else ("", "")
    shift = {"last": -1, "previous": -1, "this": 0, "next": 1}[shift_word]
    base = _as_date(anchor or published) if shift_word == "previous" else _rough(published, unit)
    return (_iso(base, unit, shift), "vague" if unit == "week" else unit) if base else ("", "")


def _weekday(match: re.Match[str], base: date | None, *, ahead: bool) -> str:
    if base is None:
        return ""
    lead = (match["lead"] or "").lower()
    number = _DAYS.index(match["weekday"].lower())
    way = 1 if lead == "next" or ahead else -1
    skipped = {"next": 1, "last": -2}.get(lead, 0)  # nobody calls yesterday "last Monday"
    day: date = base + relativedelta(days=skipped, weekday=weekday(number, way))
    return day.isoformat()


def _iso(base: date | None, unit: str, shift: int) -> str:
    """`base` moved, as precise as the unit: a week is given as the month it lies in."""
    if base is None:
        return ""
    try:
        moved: date = base + relativedelta(**{f"{unit}s": shift})
    except (ValueError, OverflowError):  # before the first year, after the last
        return ""
    length = {"day": 10, "week": 7, "month": 7, "year": 4}[unit]
    return moved.isoformat()[:length]


def _as_date(value: str) -> date | None:
    """A whole date; None if the day is not given."""
    return date.fromisoformat(value) if len(value) == 10 and _is_date(value) else None


def _rough(value: str, unit: str) -> date | None:
    """A partial date that is precise enough to count `unit` from."""
    if not value or (unit == "day" and len(value) < 10) or (unit == "week" and len(value) < 10):
        return None
    if unit == "month" and len(value) < 7:
        return None
    return date.fromisoformat((value + "-01-01")[:10] if len(value) == 4 else (value + "-01")[:10])


def _precision(value: str) -> str:
    return {4: "year", 7: "month", 10: "day"}[len(value)]


def _is_date(value: str) -> bool:
    parts = [int(part) for part in value.split("-")]
    if not 1 <= parts[0] <= 9999 or (len(parts) > 1 and not 1 <= parts[1] <= 12):
        return False
    return len(parts) < 3 or 1 <= parts[2] <= monthrange(parts[0], parts[1])[1]
