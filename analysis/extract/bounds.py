"""Words that bound a quantity or blur it: at least, up to, about, or more."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from analysis.extract.quantity import REACH, Quantity, role, tail
from analysis.lexicon import alternatives, load

__all__ = ["bounded", "bounded_behind", "words_before"]

_BEING = {"is", "are", "was", "were", "be", "been", "being"}
_PLACES = re.compile(r"(?:over|above|below|under|near|beyond)\s+", re.I)


@cache
def _before() -> re.Pattern[str]:
    near = load("approximators")
    words = near.words(place="before") | near.words(place="either") | near.words(place="times")
    return re.compile(
        r"(?:(?<![\w-])|(?=[~≈<>≤≥]))"
        rf"(?P<near>(?:(?:{alternatives(words)})\s*(?:a\s+total\s+of\s+)?)+)\Z",
        re.I,
    )


@cache
def _after() -> re.Pattern[str]:
    near = load("approximators")
    words = alternatives(near.words(place="after") | near.words(place="either"))
    return re.compile(
        rf"\s{{0,3}},?\s{{0,3}}(?P<near>{words})(?!\w)(?!\s+(?:than\b|[\d$£€]))", re.I
    )


@cache
def _any() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(load('approximators').index)})(?!\w)")


def words_before(text: str, start: int) -> re.Match[str] | None:
    """The words that bound the number at `start`, as a match that ends there."""
    return _before().search(text, max(0, start - REACH), start)


def bounded(text: str, quantity: Quantity) -> Quantity:
    """`quantity` with the words before and behind it that bound or blur it."""
    start = quantity.start
    before = words_before(text, start)
    if before and _really_near(before, text, quantity.kind):
        words = before["near"].strip()
        quantity = replace(_apply(quantity, words), start=before.start())
    return bounded_behind(text, quantity, quantity.end)


def bounded_behind(text: str, quantity: Quantity, end: int) -> Quantity:
    """`quantity` with a word that bounds it at `end`, behind its numbers or its noun."""
    after = _after().match(text, end)
    if after is None or (end > quantity.end and after["near"].lower() in {"plus", "+", "odd"}):
        return quantity
    return replace(_apply(quantity, after["near"]), end=after.end())


def _really_near(before: re.Match[str], text: str, kind: str) -> bool:
    """Not the over of 'handed over 12 ships' or 'cut over two years', nor the near of a place."""
    verb = re.search(r"(\w+)\s+\Z", tail(text, before.start()))
    word = verb[1].lower() if verb else ""
    if before["near"].strip().lower() == "short of" and word in _BEING:
        return False  # a hospital that is short of 65 nurses
    if kind == "time" and before["near"].strip().lower() == "over":
        return not word or word in role("lasts") | {"took", "spent"}
    return not (word in role("moves") and _PLACES.fullmatch(before["near"]))


def _apply(quantity: Quantity, words: str) -> Quantity:
    """The effect of approximators: a range keeps its bounds, a single number may lose one."""
    near = load("approximators")
    plain = re.sub(r"\s+", " ", words.lower())
    found = [near.index[match[0]] for match in _any().finditer(plain)]
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
        vague = quantity.rule == "vague" or "low" in bounds  # up to several hundred
        high = 10 * (quantity.low or 0) if vague else quantity.high or quantity.low
        return replace(quantity, high=high, low=None, rule="at_most")
    if "low" in bounds:
        return replace(quantity, high=None, rule="at_least")
    return replace(
        quantity, rule="about" if quantity.rule in {"digits", "words"} else quantity.rule
    )
