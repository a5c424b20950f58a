"""Puts numbers together with what bounds and measures them: ranges, ratios, units, money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.extract.bounds import bounded, words_before
from analysis.extract.measures import has_unit, measured, money_start, own_unit, unit_end
from analysis.extract.moments import not_counts
from analysis.extract.numbers import Number, read_numbers, scaled
from analysis.extract.quantity import Quantity, role

__all__ = ["quantities"]

_RATIO = re.compile(r"\s+(?:in|out\s+of|of)\s+(?:every\s+)?")
_HYPHEN = re.compile(r"\s*[-–—]\s*")
_BETWEEN = re.compile(r"\b(?:anywhere\s+)?(?:between|from)\s+\Z", re.I)
_SPREAD = re.compile(r"\s*(?:\bto\b|\band\b|\bor\b|\bthrough\b)\s*", re.I)


def quantities(text: str) -> list[Quantity]:
    """The quantities in a sentence, in reading order; dates, years and labels are left out."""
    numbers = read_numbers(text)
    if not numbers:
        return []
    hidden = not_counts(text)
    usable = [
        number for number in numbers if not any(_hides(start, end, number) for start, end in hidden)
    ]
    return list(_grouped(text, usable))


def _hides(start: int, end: int, number: Number) -> bool:
    """Whether a date or the like covers `number`; 'one of' does not cover 'two hundred and one'."""
    if number.style == "words":
        return start <= number.start and number.end <= end
    return start < number.end and number.start < end


def _grouped(text: str, numbers: Sequence[Number]) -> Iterator[Quantity]:
    place = 0
    while place < len(numbers):
        pair = None
        if place + 1 < len(numbers):
            pair = _joined(text, numbers[place], numbers[place + 1])
        place += 1 if pair is None else 2
        found = _single(text, numbers[place - 1]) if pair is None else pair
        if found is not None and found.rule != "score":
            yield bounded(text, found)


def _joined(text: str, one: Number, two: Number) -> Quantity | None:
    """Two numbers that make one quantity: a range or a ratio; None where they are two."""
    gap_start = unit_end(text, one)
    gap_end = money_start(text, two.start)
    gap = text[gap_start:gap_end]
    if _RATIO.fullmatch(gap) and gap_start == one.end and _is_ratio(text, one, two):
        share = one.value / two.value
        return Quantity(
            one.start, two.end, share, share, "ratio", unit="ratio", kind="ratio", style="fraction"
        )
    if _unlike(text, one, two):
        return None
    if _HYPHEN.fullmatch(gap):
        return _hyphenated(text, one, two)
    word = _SPREAD.fullmatch(gap)
    if not word or not _is_range(text, one, two, gap.strip().lower()):
        return None
    return _range(text, one, two)


def _unlike(text: str, one: Number, two: Number) -> bool:
    """Whether two numbers name different units (3.5% to $82)."""
    first, second = (own_unit(text, number) for number in (one, two))
    return bool(first) and bool(second) and first != second


def _is_ratio(text: str, one: Number, two: Number) -> bool:
    small = one.value < two.value <= 1e6 and one.value == int(one.value)
    year = 1500 <= two.value <= 2100 and "," not in text[two.start : two.end]
    measured = has_unit(text, two.end)
    return small and not year and not measured and one.factor == two.factor == 1


def _hyphenated(text: str, one: Number, two: Number) -> Quantity | None:
    unit = has_unit(text, two.end) or re.match(
        r"\s+(?!win|victory|defeat|loss|draw|lead|vote|in\b|on\b|at\b|to\b|over\b|against\b)[a-z]{3}",
        text[two.end :],
    )
    money = money_start(text, one.start) < one.start
    if one.value * (two.factor if one.factor == 1 else 1) < two.value and (
        unit or money or two.value >= 100
    ):
        return _range(text, one, two)
    return Quantity(one.start, two.end, None, None, "score")


def _is_range(text: str, one: Number, two: Number, word: str) -> bool:
    before = text[max(0, one.start - 60) : money_start(text, one.start)].lower()
    low, high = _same_scale(one, two)
    if low.value >= high.value:
        return False
    if word == "and":
        return bool(re.search(r"\bbetween\s+(?:\w+\s+){0,2}$", before))
    if word == "or":
        return high.value <= 3 * low.value + 1 and one.style == two.style
    far = high.value > 3 * low.value and unit_end(text, two) == two.end
    if re.search(r"\bfrom\s+(?:\w+\s+){0,2}$", before) or (far and " by " in before):
        return not any(_is_change(verb) for verb in re.findall(r"[a-z]+", before))
    return True


def _is_change(word: str) -> bool:
    stems = {word, *(word.removesuffix(end) for end in ("s", "es", "d", "ed", "ing"))}
    return bool(stems & role("change"))


def _same_scale(one: Number, two: Number) -> tuple[Number, Number]:
    if one.factor == 1 and two.factor > 1 and one.value < 1000 and one.style == two.style:
        return scaled(one, two.factor), two
    return one, two


def _range(text: str, one: Number, two: Number) -> Quantity:
    low, high = _same_scale(one, two)
    start = money_start(text, one.start)
    inner = words_before(text, start)
    from_here = inner.start() if inner else start
    between = _BETWEEN.search(text, max(0, from_here - 40), from_here)
    start = between.start() if between else start
    return measured(
        text,
        Quantity(start, two.end, low.value, high.value, "range", style=two.style),
        one.start,
        two,
    )


def _single(text: str, number: Number) -> Quantity | None:
    value = number.value
    start = money_start(text, number.start)
    quantity = Quantity(start, number.end, value, value, number.style, style=number.style)
    if number.style == "vague":
        quantity = replace(quantity, high=None)
    return measured(text, quantity, number.start, number)
