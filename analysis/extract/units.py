"""Units and money beside a number: what pint and Babel know, and what the lexicon adds.

Both libraries are imported when the first unit is looked up: their start-up takes a while.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from analysis.lexicon import load

__all__ = [
    "NO_UNIT",
    "Unit",
    "in_base",
    "in_smaller",
    "money_before",
    "named",
    "rate",
    "unit_behind",
]

_WORD = re.compile(
    r"[\s-]{0,2}((?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[²³]|[23](?![\w,.]))?(?!\w)(?:\.(?=\s[a-z]))?"
    r"|[%¢°](?:\s?[CF])?(?!\w)|[€£¥₹$](?![\w]))"
)
_SIGNS = (
    re.compile(r"(?<![A-Za-z])((?:[A-Z]{1,3}|U\.S\.)[^\w\s])\s?\Z"),
    re.compile(r"([^\w\s])\s?\Z"),
    re.compile(r"\b([A-Z][A-Za-z]{1,2}\.?)\s?\Z"),
)
_DECIMAL = re.compile(r"\.\d+\Z")
_POWERS = {"square": "²", "sq": "²", "sq.": "²", "cubic": "³", "cu": "³", "2": "²", "3": "³"}
_JOINED = frozenset(("p", "x", "h", "in", "mp", "pc", "pp", "C", "F", "W", "V", "L"))
"""Short units that are read only where they are joined to digits (30p, 6.1in, 240W)."""
_SINGLE = _JOINED | {"m", "g", "l", "t", "%", "°", "¢", "€", "£", "¥", "₹", "$"}

_SMALL = 0.01
"""Of the base unit: what is measured in less (a dose, a crack) is hardly told in larger units."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its symbol, its kind (money, share, measure or time) and the offset where it ends."""

    symbol: str = ""
    kind: str = ""
    end: int = -1
    name: str = ""
    """pint's name, where pint knows it."""


NO_UNIT = Unit()


@cache
def _pint() -> Any:
    import pint

    return pint.UnitRegistry()


@cache
def _currencies() -> dict[str, str]:
    """Today's currencies by sign, code, full name and, where only one has it, last word."""
    from babel import Locale
    from babel.numbers import get_currency_name

    signs = {str(code): str(sign) for code, sign in Locale.parse("en").currency_symbols.items()}
    found = {sign: code for code, sign in signs.items()}
    nouns: dict[str, set[str]] = {}
    for code in signs:
        plural = get_currency_name(code, 2, "en")
        for name in (get_currency_name(code, 1, "en"), plural):
            found |= {code: code, name.lower(): code}
            nouns.setdefault(name.lower().split()[-1], set()).add(code)
    return found | {
        noun: min(codes) if len(codes) == 1 else noun.removesuffix("s") + "s"
        for noun, codes in nouns.items()
    }


@lru_cache(maxsize=4096)
def named(words: str) -> Unit:
    """The unit that `words` name, or NO_UNIT."""
    for entry in (load("units").get(words), load("units").get(words.lower())):
        if entry is not None and "kind" in entry.effect:
            codes = dict(zip(entry.words, entry.effect.get("codes", ()), strict=False))
            symbol = codes.get(words.lower()) or entry.effect.get("symbol", "")
            return Unit(symbol, entry.effect["kind"])
    code = _currencies().get(words if words.isupper() else words.lower())
    return Unit(code, "money") if code else _measure(words)


def _measure(words: str) -> Unit:
    """What pint knows: a unit with its prefix, squared or cubed."""
    first, _, rest = words.partition(" ")
    power = _POWERS.get(first.lower(), "") if rest else ""
    name = (rest if power else words).replace(" ", "_").replace("-", "_")
    if name[-1] in "²³23":
        name, power = name[:-1], _POWERS.get(name[-1], name[-1])
    for prefix, base in _parsed(name):
        unit = _pint().Unit(prefix + base)
        plain = dict(unit.dimensionality)
        if plain == {"[time]": 1} and not (prefix or power):
            return Unit("centuries" if base == "century" else f"{base}s", "time", name=base)
        if not power or plain == {"[length]": 1}:
            symbol = f"{unit:~P}".replace("Bd", "bit/s")
            return Unit(symbol + power, "measure", name=prefix + base if not power else "")
    return NO_UNIT


def _parsed(name: str) -> Iterator[tuple[str, str]]:
    """The admitted units that `name` can mean as prefix and base, as written first."""
    units = load("units")
    prefixes, metric = units.words(prefix=True), units.words(metric=True)
    for form, strict in ((name, True), (name.lower(), True), (name.upper(), True), (name, False)):
        for prefix, base, _ in _pint().parse_unit_name(form, case_sensitive=strict):
            admitted = base in metric if prefix else units.value(base, "admitted", False)
            if not admitted or (prefix and prefix not in prefixes):
                continue
            if strict or f"{_pint().Unit(prefix + base):~P}".lower() == name.lower():
                yield prefix, base


def unit_behind(text: str, end: int, style: str = "digits") -> Unit:
    """The unit behind a number that ends at `end`; `style` says how the number is written."""
    words: list[tuple[str, int]] = []
    place = end
    while len(words) < 3 and (match := _WORD.match(text, place)):
        words.append((match[1], match.end()))
        place = match.end()
    for size in range(len(words), 0, -1):
        phrase, stop = " ".join(word for word, _ in words[:size]), words[size - 1][1]
        glue = text[end : stop - len(words[0][0])] if size == 1 else " "
        timed = phrase == "s" and not glue and _DECIMAL.search(text, max(0, end - 4), end)
        unit = named(phrase.rstrip(".")) if timed or _fits(phrase, glue, style) else NO_UNIT
        if unit.kind:
            return replace(unit, end=stop - (phrase != phrase.rstrip(".")))
    return NO_UNIT


def _fits(word: str, glue: str, style: str) -> bool:
    """Whether a short word may be a unit: no second after number words, no letters but joined."""
    if len(word) == 1 and word not in _SINGLE:
        return False
    if word.lower() in {"second", "degree"}:
        return style == "digits" or "-" not in glue
    if len(word) == 1 and word.isalpha() and ("-" in glue or style != "digits"):
        return False
    return not glue if word in _JOINED or word.lower() in {"mp", "in"} else True


def money_before(text: str, start: int) -> tuple[int, Unit]:
    """Where the money sign before a number at `start` begins, and its unit."""
    for pattern in _SIGNS:
        match = pattern.search(text, max(0, start - 6), start)
        unit = named(match[1]) if match else NO_UNIT
        if match and unit.kind == "money":
            return match.start(1), unit
    return start, NO_UNIT


def rate(unit: Unit, noun: str, times: str = "") -> str:
    """The symbol of so much `unit` for each `noun` (km/h, USD/barrel, l/100 km)."""
    below = named(noun)
    short = below.kind == "measure" or below.name in {"hour", "second"}
    if unit.kind == "measure" and short:
        noun = below.symbol if below.kind == "measure" else below.name[0]
    symbol = f"{unit.symbol}/{times}{noun.lower() if below.kind != 'measure' else noun}"
    return str(load("units").value(symbol, "symbol", symbol))


def in_smaller(value: float, unit: Unit, other: Unit) -> float | None:
    """`value` of `unit` in the smaller unit `other`; None where it is not a smaller one."""
    if not (unit.name and other.name) or not _pint().is_compatible_with(unit.name, other.name):
        return None
    factor = _pint().convert(1, unit.name, other.name)
    return round(value * factor, 6) if factor > 1 else None


@cache
def in_base(symbol: str) -> tuple[str, float]:
    """The base unit of a length, an area or a mass, and how many of it one of `symbol` are.

    "t" is 1,000 kg, "mi" 1,609.344 m; of other units and of very small ones it is the unit itself.
    """
    bare = not symbol or symbol == "%" or symbol.isupper()
    unit = NO_UNIT if bare else named(symbol)  # pint takes a while to start
    if unit.kind != "measure" or not unit.name:
        return symbol, 1.0
    base = _pint().Quantity(1, unit.name).to_base_units()
    if f"{base.units:~P}" not in {"m", "kg", "m²"} or base.magnitude < _SMALL:
        return symbol, 1.0
    return f"{base.units:~P}", float(base.magnitude)
