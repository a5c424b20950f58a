"""Puts numbers together with what bounds and measures them: ranges, ratios, units, money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from analysis.extract.bounds import bounded, words_before
from analysis.extract.moments import not_counts
from analysis.extract.numbers import Number, read_numbers
from analysis.extract.quantity import Quantity, role, tail
from analysis.extract.units import Unit, in_smaller, money_before, unit_behind

__all__ = ["quantities"]

_RATIO = re.compile(r"\s+(?:in|out\s+of|of)\s+(?:every\s+)?")
_EACH = re.compile(r"\s+[a-z]+\s+(?:in|out\s+of)\s+(?:every\s+)?")
_HYPHEN = re.compile(r"\s*[-–—]\s*")
_BETWEEN = re.compile(r"\b(?:anywhere\s+)?(?:between|from)\s+\Z", re.I)
_SPREAD = re.compile(r"\s*\b(?:to|and|or|through)\b\s*", re.I)
_PARTS = re.compile(r"\s*(?:,|,?\s+and)?\s*")
_LINKS = {"vague": re.compile(r"\s+of(?=\s)"), "fraction": re.compile(r"\s+of\s+an?(?=\s)")}
_HALF = re.compile(r"\s+and\s+a\s+(?:half|(quarter))\b")
_TIMES = re.compile(r"\s*[x×]\s*|\s+by\s+")
_SINGLE = re.compile(r"\ban?(?=\s)", re.I)
_RESULT = re.compile(
    r"\s+(?:win|victory|defeat|loss|draw|lead|vote|in|on|at|to|over|against)\b|\s+(?![a-z]{3})|\S|$"
)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with its unit; `start` is before a money sign, `end` behind a unit."""

    number: Number
    start: int
    end: int
    unit: Unit


def quantities(text: str) -> list[Quantity]:
    """The quantities in a sentence, in reading order; dates, years and labels are left out."""
    hidden = not_counts(text)
    usable = [n for n in read_numbers(text) if not any(_hides(*span, n) for span in hidden)]
    amounts = _sized(text, [_amount(text, number) for number in usable])
    amounts += [
        one
        for one in _singles(text)
        if not any(one.start < two.end and two.start < one.end for two in amounts)
    ]
    return [bounded(text, one) for one in _grouped(text, sorted(amounts, key=lambda a: a.start))]


def _sized(text: str, amounts: list[_Amount]) -> list[_Amount]:
    """`amounts`, those of a size (163 x 75 x 8 mm) with the unit of the last."""
    for place in range(len(amounts) - 2, -1, -1):
        one, two = amounts[place : place + 2]
        if not one.unit.kind and _TIMES.fullmatch(text, one.end, two.start):
            amounts[place] = replace(one, unit=two.unit)
    return amounts


def _hides(start: int, end: int, number: Number) -> bool:
    """Whether a date or the like covers `number`; 'one of' does not cover 'two hundred and one'."""
    if number.style == "words":
        return start <= number.start and number.end <= end
    return start < number.end and number.start < end


def _amount(text: str, number: Number) -> _Amount:
    start, money = money_before(text, number.start)
    if money.kind:
        return _Amount(number, start, number.end, money)
    link = _LINKS[number.style].match(text, number.end) if number.style in _LINKS else None
    unit = unit_behind(text, link.end() if link else number.end, number.style)
    if unit.symbol == "lb" and _words(text) & role("pays"):
        unit = replace(unit, symbol="GBP", kind="money")
    half = _HALF.match(text, unit.end) if unit.kind else None
    if half:
        number = replace(number, value=number.value + (0.25 if half[1] else 0.5))
    end = half.end() if half else unit.end if unit.kind else number.end
    return _Amount(number, number.start, end, unit)


@lru_cache(maxsize=4)
def _words(text: str) -> frozenset[str]:
    """The words of a sentence in small letters, with and without their endings."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    return frozenset(words.union(w.removesuffix(e) for w in words for e in ("s", "d", "ed", "ing")))


def _singles(text: str) -> Iterator[_Amount]:
    """The one of 'less than an hour' and 'a year and a half'."""
    for match in _SINGLE.finditer(text):
        one = _amount(text, Number(*match.span(), 1.0, "words"))
        if one.unit.kind and (one.number.value > 1 or words_before(text, match.start())):
            yield one


def _grouped(text: str, amounts: list[_Amount]) -> Iterator[Quantity]:
    place = 0
    while place < len(amounts):
        one, two = amounts[place], amounts[place + 1] if place + 1 < len(amounts) else None
        pair = _joined(text, one, two) if two is not None else None
        place += 1 if pair is None else 2
        yield from [_single(text, one)] if pair is None else pair


def _joined(text: str, one: _Amount, two: _Amount) -> list[Quantity] | None:
    """What two numbers make together: a range, a ratio, a vote, nothing; None if they are apart."""
    gap = text[one.end : two.start]
    rated = _RATIO.fullmatch(gap) or _is_each(text, one, two)
    if rated and not one.unit.kind and _is_ratio(text, one.number, two):
        share = one.number.value / two.number.value
        unit = Unit("ratio", "ratio", two.end)
        return [_quantity(text, one, replace(two, unit=unit), (share, share), "ratio")]
    if one.unit.kind and two.unit.kind and one.unit.symbol != two.unit.symbol:
        return _added(text, one, two) if _PARTS.fullmatch(gap) else None
    if _HYPHEN.fullmatch(gap):
        made = _hyphenated(text, one, two)
        return made if made or not gap.startswith(" ") else None  # a dash between two clauses
    word = _SPREAD.fullmatch(gap)
    if not word or not _is_range(text, one, two, gap.strip().lower()):
        return None
    return [_range(text, one, two)]


def _is_each(text: str, one: _Amount, two: _Amount) -> bool:
    """Whether it is one person in three, not one goal in 20 games."""
    single = one.number.value == 1 and _EACH.fullmatch(text, one.end, two.start)
    return bool(single) and not re.match(r"\s+\w{3,}s\b", text[two.end :])


def _added(text: str, one: _Amount, two: _Amount) -> list[Quantity] | None:
    """One minute 12 seconds, five feet 10 inches: one quantity in the smaller unit."""
    more = in_smaller(one.number.value, one.unit, two.unit)
    if more is None:
        return None
    value = more + two.number.value
    return [_quantity(text, one, two, (value, value), two.number.style)]


def _is_ratio(text: str, one: Number, two: _Amount) -> bool:
    of = two.number
    small = one.value < of.value <= 1e6 and one.value == int(one.value)
    year = 1500 <= of.value <= 2100 and "," not in text[of.start : of.end]
    return small and not year and not two.unit.kind and one.factor == of.factor == 1


def _hyphenated(text: str, one: _Amount, two: _Amount) -> list[Quantity]:
    low, high = _same_scale(one.number, two.number)
    named = one.unit.kind or two.unit.kind or not _RESULT.match(text, two.end)
    if low.value < high.value and (named or high.value >= 100):
        return [_range(text, one, two)]
    if _words(text) & role("votes"):
        return [replace(_single(text, each), unit="votes") for each in (one, two)]
    return []


def _is_range(text: str, one: _Amount, two: _Amount, word: str) -> bool:
    before = tail(text, one.start).lower()
    low, high = _same_scale(one.number, two.number)
    mixed = (one.unit.kind not in {"", "money"} and not two.unit.kind) or (
        "fraction" in {low.style, high.style} and low.style != high.style
    )
    by = word == "to" and " by " in before
    if low.value >= high.value or mixed or (by and one.unit.kind and two.unit.kind):
        return False
    if word == "and":
        return bool(re.search(r"\bbetween\s+(?:\w+\s+){0,2}$", before))
    if word == "or":
        return high.value <= 3 * low.value + 1 and low.style == high.style
    far = high.value > 3 * low.value and not two.unit.kind
    verbs = re.findall(r"[a-z]+", before)
    if re.search(r"\bfrom\s+(?:\w+\s+){0,2}$", before) or (far and by):
        return not any(map(_is_change, verbs))
    return not (far and verbs and _is_change(verbs[-1]))


def _is_change(word: str) -> bool:
    stems = {word, *(word.removesuffix(end) for end in ("s", "es", "d", "ed", "ing"))}
    return bool(stems & role("change"))


def _same_scale(one: Number, two: Number) -> tuple[Number, Number]:
    """The numbers of a range, the first in the magnitude of the second (5 to 10 million).

    But "two to one hundred" begins with two.
    """
    small = one.value < min(1000, two.value / two.factor)
    if one.factor == 1 and two.factor > 1 and small and one.style == two.style:
        one = replace(one, value=one.value * two.factor, factor=two.factor)
    return one, two


def _range(text: str, one: _Amount, two: _Amount) -> Quantity:
    low, high = _same_scale(one.number, two.number)
    found = _quantity(text, one, two, (low.value, high.value), "range")
    inner = words_before(text, found.start)
    start = inner.start() if inner else found.start
    between = _BETWEEN.search(text, max(0, start - 40), start)
    return replace(found, start=between.start()) if between else found


def _single(text: str, one: _Amount) -> Quantity:
    value, style = one.number.value, one.number.style
    return _quantity(text, one, one, (value, None if style == "vague" else value), style)


def _quantity(
    text: str, first: _Amount, last: _Amount, bounds: tuple[float, float | None], rule: str
) -> Quantity:
    unit = last.unit if last.unit.kind else first.unit
    if last.number.style == "fraction" and not unit.kind:
        unit = Unit("ratio", "ratio")
    bare = text[first.number.start : last.number.end]
    return Quantity(first.start, last.end, *bounds, rule, "", unit.symbol, unit.kind, bare)
