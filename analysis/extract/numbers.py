"""Reads number expressions: digits, number words, magnitudes and fractions, with their places.

Nothing here knows what a number counts; that is for the modules that read figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from analysis.extract.units import NO_UNIT, money_before, unit_behind
from analysis.extract.wording import alternatives, tail
from analysis.lexicon import load

__all__ = ["Number", "read_numbers", "scaled"]

_SIGNS = "½¼¾⅓⅔⅕⅖⅗⅘⅙⅛⅜⅝⅞"
_THIN = "\u00a0\u202f\u2009"
_DIGITS = (
    rf"\d{{1,3}}(?:[,{_THIN}’']\d{{3}})+(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?: \d{3})+(?![\d,.]*\d)"
    rf"|\d+(?:\.\d+|,\d{{1,2}}(?!\d))?(?: ?[{_SIGNS}])?|\.\d+|[{_SIGNS}]"
)
_LETTERS = ("k", "m", "b", "bn", "tn", "mn", "trn", "mln", "bln")
_SHORT_LENGTHS = re.compile(
    r"[\s-]*(?:tall|long|wide|deep|high|away|above|below|from|race|freestyle|sprint|hurdles|relay"
    r"|butterfly|backstroke|breaststroke|final|world|record|of\s+water|run)\b",
    re.I,
)


_WHOLE = re.compile(r"\s+(?:of|the|its|their|his|her|an?|more|less|fewer|higher|lower)\b", re.I)
_MOVABLE = {"half", "quarter", "quarters"}
_HALF_A = re.compile(
    r"\s+an?(?=\s)|(?=[\s-](?:percentage[\s-])?(?:point|mile|hour|minute|second|century|inch|pound)\b)"
)
_RACES = {50, 60, 100, 200, 400, 800, 1500, 3000, 5000, 10000}
_MINUS = re.compile(r"(?<![\w%)])(?:(?<!or )minus\s+|(?:(?<=[\s(])|(?<!.))[-−–])\Z", re.I)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: ``text[start:end]``, its value and how it is written.

    `style` is ``digits``, ``words``, ``vague`` (hundreds of) or ``fraction`` (a third).
    `factor` is the magnitude that the text gives (million: 1e6), 1 without one.
    """

    start: int
    end: int
    value: float
    style: str
    factor: float = 1.0


@cache
def _values() -> dict[str, float]:
    found: dict[str, float] = {}
    for entry in load("numbers"):
        if "step" in entry.effect:
            first, step = entry.effect["first"], entry.effect["step"]
            found |= {word: first + step * place for place, word in enumerate(entry.words)}
    return found


@cache
def _factors() -> dict[str, float]:
    entries = [entry for entry in load("numbers") if "factor" in entry.effect]
    return {word: float(entry.effect["factor"]) for entry in entries for word in entry.words}


@cache
def _divisors() -> dict[str, float]:
    parts = load("numbers").entry("parts")
    return dict(zip(parts.words, parts.effect["divisors"], strict=True))


def _scales() -> list[str]:
    """Magnitude words that may follow a number (twelve million, 3 dozen)."""
    return [word for word in _factors() if word not in {*_LETTERS, "tens", "scores"}]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    small = [word for word, value in _values().items() if value < 20]
    tens = [word for word, value in _values().items() if value >= 20]
    scale = alternatives(word for word in _scales() if not word.endswith("s"))
    plural = alternatives(word for word in _factors() if word.endswith("s"))
    parts = alternatives(_divisors())
    hundred = rf"(?:{alternatives(tens)})(?:[-\s](?:{alternatives(small)}))?|{alternatives(small)}"
    group = rf"(?:(?:{hundred}|a|an)[-\s]hundred(?:\s+(?:and\s+)?(?:{hundred}))?|{hundred})"
    piece = rf"(?:(?:{group}|an?)(?:[-\s](?:{scale}))+|{group})"
    times = alternatives(load("approximators").words(place="times"))
    half = r"(?:[\s-]+and[\s-]+(?:a[\s-]+half|a[\s-]+quarter|three[\s-]+quarters))?"
    return {
        "digits": re.compile(
            rf"(?P<digits>{_DIGITS})(?P<half>{half})"
            rf"(?:(?P<scale>(?:[\s-]+(?:{scale}))+)(?![\w])"
            rf"|[{_THIN}\s]?(?P<letter>{alternatives(_LETTERS)})(?![\w&'’]))?",
            re.I,
        ),
        "words": re.compile(
            rf"\b(?:(?:{piece}\s+(?:and\s+)?)*{piece}(?:{half})(?:\s+(?:{scale}))?)(?![\w’'])(?!-(?:first|second|third|\w+th)\b)",
            re.I,
        ),
        "vague": re.compile(
            rf"\b(?:{plural})(?:\s+of\s+(?:{plural}))?(?=\s+of\b|\s+(?!of\b)\w|\W|$)", re.I
        ),
        "fraction": re.compile(
            rf"\b(?:(?P<top>an?|{alternatives(small)}|\d+)[-\s]+)?(?P<part>{parts})"
            rf"(?:\s+of)?(?P<scale>\s+an?\s+(?:{scale})|[\s-]+(?:{scale}))?\b",
            re.I,
        ),
        "slash": re.compile(r"(?<![\w/.])(?:(\d+)\s)?([1-9])[/⁄]([2-9]|10)(?![\w/])"),
        "scale": re.compile(rf"\b(?:{scale})\b", re.I),
        "times": re.compile(rf"\b(?:{times})\s+\Z", re.I),
        "word": re.compile(rf"\b(?:{hundred}|{scale})\b", re.I),
        "any": re.compile(
            rf"[\d{_SIGNS}]|\b(?:{hundred}|{plural}|{parts}|{scale})\b",
            re.I,
        ),
    }


def read_numbers(text: str) -> list[Number]:
    """The numbers in `text` in reading order, none overlapping another.

    Ordinals (11th, third), words glued to letters (F-16, 5G) and list marks are left out.
    """
    if not _patterns()["any"].search(text):
        return []
    found = [*_fractions(text), *_vague(text), *_words(text), *_digits(text)]
    kept: list[Number] = []
    for number in sorted(found, key=lambda number: (number.start, -number.end)):
        if not kept or number.start >= kept[-1].end:
            kept.append(_signed(text, number))
    return kept


def _signed(text: str, number: Number) -> Number:
    """`number` below zero, where a minus stands before it: minus 5 degrees, -0.3%."""
    minus = _MINUS.search(text, max(0, number.start - 9), number.start)
    return replace(number, start=minus.start(), value=-number.value) if minus else number


def _digits(text: str) -> Iterator[Number]:
    for match in _patterns()["digits"].finditer(text):
        start, end = match.span()
        if _glued(text, start, match.end("digits"), match):
            continue
        value = _digit_value(match["digits"]) + _half(match["half"])
        factor = _product(match["scale"] or "")
        if match["letter"]:
            factor = _letter_factor(text, match)
            end = end if factor > 1 else match.end("half")
        yield Number(start, end, round(value * factor, 6), "digits", factor)


def _glued(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether letters or further digits belong to the number: F-16, 5G, 11th, 4.2.1, 24/7."""
    before = tail(text, start)
    if re.search(r"[A-Za-zÀ-ÿ_#]$|[A-Za-z][-–/.:'’]$|\d[.:/]$|(?<![\d])[-–]?\d[,]$|[/@#]$", before):
        return not money_before(text, start)[1].kind
    if re.match(r"(?:st|nd|rd|th|ers)\b|[:/]\d|\.\d|['’]s\b", text[end : end + 4]):
        return True
    return text[end : end + 1].isalpha() and not match["letter"] and not unit_behind(text, end).kind


def _letter_factor(text: str, match: re.Match[str]) -> float:
    """The factor of a letter: the m of £4m or 4.1m, but not of 100m or a 3 m wall."""
    letter = match["letter"].lower()
    factor, joined = _factors()[letter], match.start("letter") == match.end("half")
    if letter != "m":
        return factor if joined or len(letter) > 1 else 1.0
    money = money_before(text, match.start())[1] if match["letter"] == "m" else NO_UNIT
    if money.kind or unit_behind(text, match.end()).kind == "money":
        return factor
    track = _digit_value(match["digits"]) in _RACES
    return 1.0 if not joined or track or _SHORT_LENGTHS.match(text, match.end()) else factor


def _digit_value(digits: str) -> float:
    sign = unicodedata.numeric(digits[-1]) if digits[-1] in _SIGNS else 0.0
    whole = digits[:-1] if sign else digits
    if not whole:
        return sign
    if re.fullmatch(r"\d+,\d{1,2}", whole):
        return float(whole.replace(",", ".")) + sign
    return float(re.sub(rf"[,\s{_THIN}’']", "", whole)) + sign


def _half(words: str) -> float:
    return 0.0 if not words else {"half": 0.5, "ters": 0.75}.get(words[-4:].lower(), 0.25)


def _product(words: str) -> float:
    factor = 1.0
    for match in _patterns()["scale"].finditer(words):
        factor *= _factors()[match[0].lower()]
    return factor


def _words(text: str) -> Iterator[Number]:
    if not _patterns()["word"].search(text):
        return
    for match in _patterns()["words"].finditer(text):
        words = re.findall(r"[a-z]+", match[0].lower())
        if not re.search(r"[A-Za-z][-–]$", tail(text, match.start())):
            value, factor = _word_value(words)
            yield Number(match.start(), match.end(), value, "words", factor)
    for match in _patterns()["scale"].finditer(text):
        if _patterns()["times"].search(text, max(0, match.start() - 20), match.start()):
            factor = _factors()[match[0].lower()]
            yield Number(match.start(), match.end(), factor, "words", factor)


def _word_value(words: list[str]) -> tuple[float, float]:
    """Value and last magnitude of number words: two hundred and fifty thousand."""
    total, current, factor = 0.0, 0.0, 1.0
    for place, word in enumerate(words):
        if word in _values():
            current += _values()[word]
        elif word in {"a", "an"} and place + 1 < len(words) and words[place + 1] in _factors():
            current += 1
        elif word in _divisors():
            current += 0.75 if words[place - 1] == "three" else 1 / _divisors()[word]
        elif word in _factors():
            factor = _factors()[word]
            if factor == 100:
                current = (current or 1) * factor
            else:
                total, current = total + (current or 1) * factor, 0.0
    return total + current, factor


def _vague(text: str) -> Iterator[Number]:
    for match in _patterns()["vague"].finditer(text):
        words = re.findall(r"[a-z]+", match[0].lower())
        named = [word for word in words if word != "of"]
        if named == ["tens"] or re.search(
            r"[\d]\s*$|\b(?:the|in|by)\s+$", tail(text, match.start())
        ):
            continue
        if named == ["scores"] and not re.match(
            r"\s+(?:of|more|were|are|have)\b", text[match.end() :]
        ):
            continue
        value = 1.0
        for word in named:
            value *= _factors()[word]
        yield Number(match.start(), match.end(), value, "vague", value)


def _fractions(text: str) -> Iterator[Number]:
    for match in _patterns()["fraction"].finditer(text):
        top, part = (match["top"] or "").lower(), match["part"].lower()
        count = float(top) if top.isdigit() else _values().get(top, 1.0)
        value = count / _divisors()[part]
        if match["scale"]:
            factor = _product(match["scale"])
            yield Number(match.start(), match.end("scale"), value * factor, "words", factor)
        elif single := _HALF_A.match(text, match.end("part")) if part in _MOVABLE else None:
            yield Number(match.start(), single.end(), value, "words")
        elif value < 1 and _is_part(text, match, top, part):
            yield Number(match.start(), match.end("part"), value, "fraction")
    for match in _patterns()["slash"].finditer(text):
        if int(match[2]) < int(match[3]):
            value = int(match[1] or 0) + int(match[2]) / int(match[3])
            yield Number(*match.span(), value, "fraction")


def _is_part(text: str, match: re.Match[str], top: str, part: str) -> bool:
    """Whether a fraction is meant and not an ordinal, a season or half of a game."""
    if top not in {"", "a", "an"}:
        return True
    alone = part == "half" if not top else True
    by = re.search(r"\b(?:by|than)\s+\Z", tail(text, match.start()))
    return alone and bool(by or _WHOLE.match(text, match.end("part")))


def scaled(number: Number, factor: float) -> Number:
    """`number` with a magnitude that a later number of the same range names (5 to 10 million)."""
    return replace(number, value=number.value * factor, factor=factor)
