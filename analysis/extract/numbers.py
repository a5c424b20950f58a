"""Reads number expressions: digits, number words, magnitudes and fractions, with their places.

A sentence becomes a string of letters, one for each piece of a number (numbers.toml names them;
besides, d is digits, a the article, & and, o of), in which patterns find the numbers: "two and a
half million" is ``s&avx``. Nothing here knows what a number counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from math import prod

from analysis.extract.quantity import tail
from analysis.extract.units import money_before, unit_behind
from analysis.lexicon import alternatives, load

__all__ = ["Number", "read_numbers"]

_SIGNS = "½¼¾⅓⅔⅕⅖⅗⅘⅙⅛⅜⅝⅞"
_THIN = "\u00a0\u202f\u2009"
_DIGITS = (
    r"(?:\d+\s)?[1-9][/⁄](?:[2-9]|10)(?![\w/])"
    rf"|(?:\d{{1,3}}(?:[,{_THIN}’']\d{{3}})+(?!\d)(?:\.\d+)?|\d{{1,3}}(?: \d{{3}})+(?![\d,.]*\d)"
    rf"|\d+(?:\.\d+|,\d{{1,2}}(?!\d))?)(?: ?[{_SIGNS}])?|\.\d+|[{_SIGNS}]"
)
_HUNDRED = "(?>(?:ts?|s|a)h(?:&?(?>ts?|s)(?!h))?|ts?|s)"
_LAST = _HUNDRED.replace("(?!h)", "(?![hxy])")
_FORMS = re.compile(
    "(?P<vague>p(?:op)*)|(?P<digits>d(?:&[as][fv])?(?:[hxyp]+|l)?)"
    "|(?P<part>(?:[as][fv]|v)(?:o?a?[hxy]+)?)|(?P<times>[hxy]+)"
    f"|(?P<words>(?:(?:(?:(?:{_HUNDRED}|a)[xy]*x)+(?:{_HUNDRED}y)?|(?:{_HUNDRED}|a)y)"
    f"(?:(?:{_LAST}|&(?>ts?|s))(?![hxy]))?|{_HUNDRED}p*)(?:&[as][fv])?[xy]*)"
)
_MINUS = re.compile(r"(?<![\w%)])(?:(?<!or )minus\s+|(?:(?<=[\s(])|(?<!.))[-−–])\Z", re.I)
_LETTERED = re.compile(r"[A-Za-zÀ-ÿ_#]\Z|[A-Za-z][-–/.:'’]\Z|\d[.:/]\Z|(?<!\d)[-–]?\d,\Z|[/@#]\Z")
_SPAN = re.compile(r"\d\s?(?:[A-Za-z]{1,3}|[a-z]+illion|thousand|lakh|crore|dozen)[-–]\Z")
_NUMBERED = re.compile(r"(?:st|nd|rd|th|ers)\b|[:/]\d|\.\d|['’]s\b")
_ORDINAL = re.compile(r"-(?:first|second|(?:thi|fou|fif|six|seven|eigh|nin)r?th|third)\b", re.I)
_RACES = {50, 60, 100, 200, 400, 800, 1500, 3000, 5000, 10000}
_LENGTHS = re.compile(
    r"[\s-]*(?:tall|long|wide|deep|high|away|above|below|from|race|freestyle|sprint|hurdles|relay"
    r"|butterfly|backstroke|breaststroke|final|world|record|of\s+water|run)\b",
    re.I,
)
_WHOLE = re.compile(r"\s+(?:of|the|its|their|his|her|an?|more|less|fewer|higher|lower)\b", re.I)
_SINGLE = re.compile(
    r"\s+an?(?=\s)|(?=[\s-](?:percentage[\s-])?(?:point|mile|hour|minute|second|century|inch|pound)\b)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: ``text[start:end]``, its value and how it is written.

    `style` is ``digits``, ``words``, ``vague`` (hundreds of) or ``fraction`` (a third).
    `factor` is the magnitude that it ends with (million: 1e6), 1 without one.
    """

    start: int
    end: int
    value: float
    style: str
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a number: its letter, its value and where it stands."""

    kind: str
    value: float
    start: int
    end: int


@cache
def _vocabulary() -> dict[str, tuple[str, float]]:
    found = {"a": ("a", 1.0), "an": ("a", 1.0), "and": ("&", 0.0), "of": ("o", 0.0)}
    for entry in load("numbers"):
        for word, value in zip(entry.words, entry.effect["values"], strict=True):
            found[word] = (entry.effect["kind"], float(value))
    return found


@cache
def _pieces() -> re.Pattern[str]:
    letters = {word for word, (kind, _) in _vocabulary().items() if kind == "l"}
    words = alternatives(_vocabulary().keys() - letters)
    return re.compile(
        rf"(?P<d>{_DIGITS})|(?<=[\d{_SIGNS}])[\s{_THIN}]?(?P<l>{alternatives(letters)})(?![\w&'’])"
        rf"|\b(?P<w>{words})\b(?!['’])",
        re.I,
    )


def read_numbers(text: str) -> list[Number]:
    """The numbers in `text` in reading order, none overlapping another.

    Ordinals (11th, third), words glued to letters (F-16, 5G) and list marks are left out.
    """
    found = []
    for run in _runs(text):
        for match in _FORMS.finditer("".join(piece.kind for piece in run)):
            number = _number(text, run[match.start() : match.end()], str(match.lastgroup))
            if number is not None:
                found.append(_signed(text, number))
    return found


def _runs(text: str) -> Iterator[list[_Piece]]:
    """The pieces of `text`, those together between which nothing but blanks and hyphens stands."""
    run: list[_Piece] = []
    for match in _pieces().finditer(text):
        word = (match["l"] or match["w"] or "").lower()
        kind, value = _vocabulary()[word] if word else ("d", _digits(match[0]))
        if run and text[run[-1].end : match.start()].strip(" \n\t-"):
            yield run
            run = []
        run.append(_Piece(kind, value, *match.span()))
    if run:
        yield run


def _digits(digits: str) -> float:
    """The value of digits: 1,200 or 3,5 or 2½ or 1 1/2."""
    if "/" in digits or "⁄" in digits:
        *whole, top, part = map(int, re.findall(r"\d+", digits))
        return sum(whole) + top / part
    sign = unicodedata.numeric(digits[-1]) if digits[-1] in _SIGNS else 0.0
    plain = digits[:-1].strip() if sign else digits
    plain = plain.replace(",", ".") if re.fullmatch(r"\d+,\d{1,2}", plain) else plain
    return float(re.sub(rf"[,\s{_THIN}’']", "", plain) or 0) + sign


def _value(pieces: list[_Piece]) -> float:
    """The value of the pieces of a number: two hundred and fifty thousand."""
    total, current, before = 0.0, 0.0, pieces[0]
    for piece in pieces:
        if piece.kind in "dst":
            current += piece.value
        elif piece.kind in "fv":
            top = before.value if before.kind in "as" else 1.0
            current = current - (top if before.kind == "s" else 0.0) + top / piece.value
        elif piece.kind == "h":
            current = (current or 1.0) * piece.value
        elif piece.kind in "xylp":
            if not current or piece.value > total:  # a thousand million, two thousand one million
                total = (total + current or 1.0) * piece.value
            else:
                total += current * piece.value
            current = 0.0
        before = piece
    return round(total + current, 6) if total else current


def _number(text: str, pieces: list[_Piece], form: str) -> Number | None:
    """The number that `pieces` of a form make, or None where they only look like one."""
    start, last = pieces[0].start, pieces[-1]
    if last.kind == "l" and not _is_magnitude(text, pieces[0], last):
        pieces, last = pieces[:-1], pieces[-2]
    value, end = _value(pieces), last.end
    factor = prod(p.value for p in takewhile(lambda p: p.kind in "hxylp", reversed(pieces)))
    if form == "part":
        single = _SINGLE.match(text, end) if last.value in {2, 4} else None
        if last.kind in "fv" and not single:
            meant = value < 1 and (pieces[0].kind == "s" or _is_part(text, start, end))
            return Number(start, end, value, "fraction") if meant else None
        end = single.end() if single else end
    meant = _MEANT.get(form, _is_words)(text, pieces)
    style = {"part": "words", "times": "words"}.get(form, form)
    slash = last.kind == "d" and re.search("[/⁄]", text[start:end])
    return Number(start, end, value, "fraction" if slash else style, factor) if meant else None


def _signed(text: str, number: Number) -> Number:
    """`number` below zero, where a minus stands before it: minus 5 degrees, -0.3%."""
    minus = _MINUS.search(text, max(0, number.start - 9), number.start)
    return replace(number, start=minus.start(), value=-number.value) if minus else number


def _is_magnitude(text: str, digits: _Piece, letter: _Piece) -> bool:
    """Whether a letter is one: the m of £4m or 4.1m, but not of 100m or a 3 m wall."""
    name, joined = text[letter.start : letter.end].strip(), text[letter.start].isalpha()
    if name.lower() != "m":
        return joined or len(name) > 1
    if unit_behind(text, letter.end).kind or money_before(text, digits.start)[1].kind:
        return True
    return joined and digits.value not in _RACES and not _LENGTHS.match(text, letter.end)


def _is_digits(text: str, pieces: list[_Piece]) -> bool:
    """Whether no letters or further digits belong to the number: F-16, 5G, 11th, 4.2.1, 24/7."""
    digits = pieces[0]
    before = tail(text, digits.start)
    if _LETTERED.search(before) and not _SPAN.search(before):
        return bool(money_before(text, digits.start)[1].kind)
    if _NUMBERED.match(text, digits.end):
        return False
    joined = text[digits.end : digits.end + 1].isalpha() and pieces[-1].kind != "l"
    return not joined or bool(unit_behind(text, digits.end).kind)


def _is_words(text: str, pieces: list[_Piece]) -> bool:
    """Whether the words are no part of a longer word or ordinal (twenty-first)."""
    joined = re.search(r"[A-Za-z][-–]\Z", tail(text, pieces[0].start))
    return not joined and not (pieces[-1].kind == "t" and _ORDINAL.match(text, pieces[-1].end))


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether a fraction is meant and not an ordinal, a season or half of a game."""
    by = re.search(r"\b(?:by|than)\s+\Z", tail(text, start))
    return bool(by or _WHOLE.match(text, end))


def _is_vague(text: str, pieces: list[_Piece]) -> bool:
    """Whether it is hundreds or scores of something, not the hundreds nor the final scores."""
    start, end = pieces[0].start, pieces[-1].end
    if re.search(r"\d\s*\Z|\b(?:the|in|by)\s+\Z", tail(text, start)):
        return False
    scores = re.match(r"\s+(?:of|more|were|are|have)\b", text[end:])
    return bool({"tens": False, "scores": scores}.get(text[start:end].lower(), True))


def _is_times(text: str, pieces: list[_Piece]) -> bool:
    """Whether several, many or a couple of them are meant."""
    times = alternatives(load("approximators").words(place="times"))
    return re.search(rf"\b(?:{times})\s+\Z", tail(text, pieces[0].start), re.I) is not None


_MEANT = {"vague": _is_vague, "digits": _is_digits, "times": _is_times}
