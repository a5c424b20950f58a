"""Units and money beside a number: symbols before it, units behind it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from analysis.extract.numbers import Number
from analysis.extract.quantity import Quantity, role
from analysis.extract.wording import alternatives
from analysis.lexicon import load

__all__ = ["has_unit", "measured", "money_start", "own_unit", "unit_end"]


_OF = re.compile(r"\s+of(?=\s)")
_OF_A = re.compile(r"\s+(?:of\s+)?an?(?=\s)")


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"[\s-]?[\s-]?(?P<unit>{alternatives(load('units').index)})(?![\w])", re.I)


@cache
def _money() -> re.Pattern[str]:
    money = load("units").words(kind="money")
    short = alternatives(word for word in money if not word.islower() or len(word) < 4)
    return re.compile(rf"(?:(?<![A-Za-z])(?:{short})\s?)\Z", re.I)


def has_unit(text: str, end: int) -> bool:
    """Whether a unit follows at `end`."""
    return bool(_unit().match(text, end))


def own_unit(text: str, number: Number) -> str:
    """The symbol of the unit that stands at `number` itself, or an empty string."""
    sign = text[money_start(text, number.start) : number.start].strip()
    word = sign or text[number.end : unit_end(text, number)].strip(" -\u00a0")
    return str(load("units").value(" ".join(word.lower().split()), "symbol", ""))


def measured(text: str, quantity: Quantity, start: int, last: Number) -> Quantity:
    """`quantity` with the money sign before or the unit behind its numbers."""
    bare = text[start : last.end]
    symbol = (
        text[money_start(text, start) : start].strip().lower()
        or text[money_start(text, last.start) : last.start].strip().lower()
    )
    if symbol:
        code = load("units").value(symbol, "symbol", symbol)
        return replace(quantity, unit=code, kind="money", bare=bare)
    end = unit_end(text, last)
    if quantity.style == "fraction" and not quantity.unit:
        quantity = replace(quantity, unit="ratio", kind="ratio")
    if end == last.end:
        return replace(quantity, bare=bare)
    word = re.sub(r"\s+", " ", text[last.end : end].strip(" -\u00a0").lower())
    word = re.sub(r"^(?:of )?(?:an? )?", "", word)
    entry = load("units").get(word)
    unit, kind = (entry.effect["symbol"], entry.effect["kind"]) if entry else ("", "")
    if unit == "lb" and _is_money(text):
        unit, kind = "GBP", "money"
    return replace(quantity, end=end, unit=unit, kind=kind, bare=bare)


def _is_money(text: str) -> bool:
    words = set(re.findall(r"[a-z]+", text.lower()))
    words |= {word.removesuffix(end) for word in words for end in ("s", "d", "ed", "ing")}
    return bool(words & (role("pays") | {"paid", "spent", "lent", "sold", "bought"}))


def unit_end(text: str, number: Number) -> int:
    """Where the unit behind `number` ends, or where the number does."""
    linked = {"vague": _OF, "fraction": _OF_A}.get(number.style)
    of = linked.match(text, number.end) if linked is not None else None
    match = _unit().match(text, of.end() if of else number.end)
    if not match:
        return number.end
    word, glue = match["unit"], text[number.end : match.start("unit")]
    heat = word in {"C", "F"} and not glue
    if (
        len(word) == 1
        and word.isalpha()
        and not heat
        and (word.isupper() or number.style != "digits")
    ):
        return number.end
    if "-" in glue and word.lower() in {"second", "degree", "m", "g", "l", "t"}:
        return number.end
    return match.end()


def money_start(text: str, start: int) -> int:
    """Where the money sign before a number at `start` begins, or `start`."""
    match = _money().search(text[max(0, start - 8) : start])
    return max(0, start - 8) + match.start() if match else start
