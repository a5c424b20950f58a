"""Puts numbers together with what bounds and measures them: ranges, ratios, units, money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from analysis.extract.moments import not_counts
from analysis.extract.numbers import Number, read_numbers, scaled
from analysis.extract.wording import alternatives
from analysis.lexicon import load

__all__ = ["Quantity", "bounded_behind", "quantities", "role"]

_REACH = 80
"""Characters before a number that are read for words that bound it."""

_LEXICONS = ("figures", "labels", "compounds")
_RATIO = re.compile(r"\s+(?:in|out\s+of|of)\s+(?:every\s+)?")
_HYPHEN = re.compile(r"\s*[-–—]\s*")
_SPREAD = re.compile(r"\s*(?:\bto\b|\band\b|\bor\b|\bthrough\b)\s*", re.I)
_BLANK = re.compile(r"[\s(]*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An expression ``text[start:end]`` with its bounds; `end` is before any counted noun."""

    start: int
    end: int
    low: float | None
    high: float | None
    rule: str
    approximator: str = ""
    unit: str = ""
    kind: str = ""
    style: str = "digits"
    bare: str = ""
    """The number itself as written, without unit and approximators."""


@cache
def role(name: str) -> frozenset[str]:
    """The words of the figure lexicons that play the part `name`."""
    return frozenset().union(*(load(lexicon).words(role=name) for lexicon in _LEXICONS))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    units = load("units")
    near = load("approximators")
    money = [word for word in units.words(kind="money") if not word.islower() or len(word) < 4]
    times = alternatives(near.words(place="times"))
    either = near.words(place="either")
    before = alternatives(near.words(place="before") | either)
    after = alternatives(near.words(place="after") | either)
    return {
        "before": re.compile(
            rf"(?:(?<![\w-])|(?=[~≈<>≤≥]))"
            rf"(?P<near>(?:(?:{before}|{times})\s*(?:a\s+total\s+of\s+)?)+)\Z",
            re.I,
        ),
        "times": re.compile(rf"\b(?:{times})\s+\Z", re.I),
        "after": re.compile(
            rf"\s*,?\s*(?P<near>{after})(?!\w)(?!\s+than)",
            re.I,
        ),
        "money": re.compile(rf"(?:(?<![A-Za-z])(?:{alternatives(money)})\s?)\Z", re.I),
        "unit": re.compile(rf"[\s-]?[\s-]?(?P<unit>{alternatives(units.index)})(?![\w])", re.I),
    }


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
            yield _bounded(text, found)


def _joined(text: str, one: Number, two: Number) -> Quantity | None:
    """Two numbers that make one quantity: a range or a ratio; None where they are two."""
    gap_start = _unit_end(text, one)
    gap_end = _money_start(text, two.start)
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
    first, second = (_own_unit(text, number) for number in (one, two))
    return bool(first) and bool(second) and first != second


def _own_unit(text: str, number: Number) -> str:
    sign = text[_money_start(text, number.start) : number.start].strip()
    word = sign or text[number.end : _unit_end(text, number)].strip(" -\u00a0")
    return str(load("units").value(" ".join(word.lower().split()), "symbol", ""))


def _is_ratio(text: str, one: Number, two: Number) -> bool:
    small = one.value < two.value <= 1e6 and one.value == int(one.value)
    year = 1500 <= two.value <= 2100 and "," not in text[two.start : two.end]
    measured = _patterns()["unit"].match(text, two.end)
    return small and not year and not measured and one.factor == two.factor == 1


def _hyphenated(text: str, one: Number, two: Number) -> Quantity | None:
    unit = _patterns()["unit"].match(text, two.end) or re.match(
        r"\s+(?!win|victory|defeat|loss|draw|lead|vote|in\b|on\b|at\b|to\b|over\b|against\b)[a-z]{3}",
        text[two.end :],
    )
    money = _money_start(text, one.start) < one.start
    if one.value * (two.factor if one.factor == 1 else 1) < two.value and (
        unit or money or two.value >= 100
    ):
        return _range(text, one, two)
    return Quantity(one.start, two.end, None, None, "score")


def _is_range(text: str, one: Number, two: Number, word: str) -> bool:
    before = text[max(0, one.start - 60) : _money_start(text, one.start)].lower()
    low, high = _same_scale(one, two)
    if low.value >= high.value:
        return False
    if word == "and":
        return bool(re.search(r"\bbetween\s+(?:\w+\s+){0,2}$", before))
    if word == "or":
        return high.value <= 3 * low.value + 1 and one.style == two.style
    far = high.value > 3 * low.value and _unit_end(text, two) == two.end
    if re.search(r"\bfrom\s+(?:\w+\s+){0,2}$", before) or (far and " by " in before):
        return not any(_is_change(verb) for verb in re.findall(r"[a-z]+", before))
    return True


def _is_change(word: str) -> bool:
    stems = {
        word,
        word.removesuffix("ed"),
        word.removesuffix("d"),
        word.removesuffix("ing"),
        word.removesuffix("s"),
        word.removesuffix("es"),
    }
    return bool(stems & role("change")) or word in {
        "fell",
        "grew",
        "shrank",
        "lost",
        "went",
        "slid",
        "rising",
        "rose",
        "risen",
        "fallen",
        "grown",
    }


def _same_scale(one: Number, two: Number) -> tuple[Number, Number]:
    if one.factor == 1 and two.factor > 1 and one.value < 1000 and one.style == two.style:
        return scaled(one, two.factor), two
    return one, two


def _range(text: str, one: Number, two: Number) -> Quantity:
    low, high = _same_scale(one, two)
    start = _money_start(text, one.start)
    between = re.search(r"\b(?:between|from|anywhere\s+between)\s+$", text[:start], re.I)
    inner = _patterns()["before"].search(text, max(0, start - _REACH), start)
    if inner:
        between = re.search(r"\b(?:between|from)\s+$", text[: inner.start()], re.I)
        start = inner.start() if between else start
    start = between.start() if between else start
    return _measured(
        text,
        Quantity(start, two.end, low.value, high.value, "range", style=two.style),
        one.start,
        two,
    )


def _single(text: str, number: Number) -> Quantity | None:
    value = number.value
    start = _money_start(text, number.start)
    quantity = Quantity(start, number.end, value, value, number.style, style=number.style)
    if number.style == "vague":
        quantity = replace(quantity, high=None)
    return _measured(text, quantity, number.start, number)


def _measured(text: str, quantity: Quantity, start: int, last: Number) -> Quantity:
    """`quantity` with the money sign before or the unit behind its numbers."""
    bare = text[start : last.end]
    symbol = (
        text[_money_start(text, start) : start].strip().lower()
        or text[_money_start(text, last.start) : last.start].strip().lower()
    )
    if symbol:
        code = load("units").value(symbol, "symbol", symbol)
        return replace(quantity, unit=code, kind="money", bare=bare)
    end = _unit_end(text, last)
    if quantity.style == "fraction" and not quantity.unit:
        quantity = replace(quantity, unit="ratio", kind="ratio")
    if end == last.end:
        return replace(quantity, bare=bare)
    word = re.sub(r"\s+", " ", text[last.end : end].strip(" -\u00a0").lower())
    word = word.removeprefix("of ")
    entry = load("units").get(word)
    unit, kind = (entry.effect["symbol"], entry.effect["kind"]) if entry else ("", "")
    if unit == "lb" and _is_money(text):
        unit, kind = "GBP", "money"
    return replace(quantity, end=end, unit=unit, kind=kind, bare=bare)


def _is_money(text: str) -> bool:
    words = set(re.findall(r"[a-z]+", text.lower()))
    words |= {word.removesuffix(end) for word in words for end in ("s", "d", "ed", "ing")}
    return bool(words & (role("pays") | {"paid", "spent", "lent", "sold", "bought"}))


def _unit_end(text: str, number: Number) -> int:
    of = re.match(r"\s+of(?=\s)", text[number.end :]) if number.style == "vague" else None
    match = _patterns()["unit"].match(text, number.end + (of.end() if of else 0))
    if not match:
        return number.end
    word, glue = match["unit"], text[number.end : match.start("unit")]
    if len(word) == 1 and word.isalpha() and (word.isupper() or number.style != "digits"):
        return number.end
    if "-" in glue and word.lower() in {"second", "degree", "m", "g", "l", "t"}:
        return number.end
    return match.end()


def _money_start(text: str, start: int) -> int:
    match = _patterns()["money"].search(text[max(0, start - 8) : start])
    return max(0, start - 8) + match.start() if match else start


def _bounded(text: str, quantity: Quantity) -> Quantity:
    """`quantity` with the words before and behind it that bound or blur it."""
    start = quantity.start
    before = _patterns()["before"].search(text, max(0, start - _REACH), start)
    if before and _really_near(before["near"], text, before.start()):
        words = before["near"].strip()
        quantity = replace(_apply(quantity, words), start=before.start())
    return bounded_behind(text, quantity, quantity.end)


def bounded_behind(text: str, quantity: Quantity, end: int) -> Quantity:
    """`quantity` with a word that bounds it at `end`, behind its numbers or its noun."""
    after = _patterns()["after"].match(text, end)
    if after is None or (end > quantity.end and after["near"].lower() in {"plus", "+", "odd"}):
        return quantity
    return replace(_apply(quantity, after["near"]), end=after.end())


def _really_near(words: str, text: str, start: int) -> bool:
    """Not the over of 'handed over 12 ships' nor the near of a place."""
    return not (
        re.fullmatch(r"(?:over|above|below|under|near|beyond)\s+", words, re.I)
        and re.search(
            r"\b(?:took|take|taken|hand|handed|turned|turn|win|won|victory|come|came|get|flew|flying)\s+\Z",
            text[:start],
            re.I,
        )
    )


def _apply(quantity: Quantity, words: str) -> Quantity:
    """The effect of approximators: a range keeps its bounds, a single number may lose one."""
    near = load("approximators")
    plain = re.sub(r"\s+", " ", words.lower())
    inner = re.compile(rf"(?<!\w)(?:{alternatives(near.index)})(?!\w)")
    found = [near.index[re.sub(r"\s+", " ", match[0])] for match in inner.finditer(plain)]
    bounds = {entry.effect["bound"] for entry in found}
    written = f"{quantity.approximator} … {words}" if quantity.approximator else words
    quantity = replace(quantity, approximator=re.sub(r"\s+", " ", written))
    times = next((entry for entry in found if entry.effect["place"] == "times"), None)
    if times is not None and "value" in times.effect and quantity.low:
        factor = times.effect["value"]
        quantity = replace(quantity, low=quantity.low * factor, high=quantity.low * factor)
    if quantity.rule == "range":
        return quantity
    if "high" in bounds:
        return replace(quantity, high=quantity.high or quantity.low, low=None, rule="at_most")
    if "low" in bounds:
        return replace(quantity, high=None, rule="at_least")
    return replace(
        quantity, rule="about" if quantity.rule in {"digits", "words"} else quantity.rule
    )
