"""Numbers that count nothing: labels, years, calibres, moments; and numbers that are ages."""

from __future__ import annotations

import re
from dataclasses import replace

from analysis.extract.base import Parse
from analysis.extract.counted import Counted
from analysis.extract.quantity import Quantity, role
from analysis.extract.wording import tail

__all__ = ["age", "is_idle"]

_AGED = re.compile(
    r"(?:\b(?P<age>(?i:aged?\s+(?:about\s+|of\s+)?|turn(?:s|ed|ing)?\s+|as\s+(?:old|young)\s+as\s+"
    r"|(?:he|she|who|I|they)(?:\s+(?:is|am|was|turned|turns|are)|['’]\w+)\s+))"
    r"|[A-Za-z][\w’'-]+,\s)\Z"
)
_PLACES = frozenset(("DATE", "GPE", "NORP"))


def age(text: str, quantity: Quantity) -> Quantity | None:
    """`quantity` as an age: a 45-year-old, aged 45, Smith, 45, said."""
    old = re.match(r"[\s-]+olds?\b", text[quantity.end :])
    if quantity.kind == "time" and old:
        return replace(quantity, end=quantity.end + old.end(), rule="age")
    named = _AGED.search(tail(text, quantity.start))
    closed = re.match(
        r"[,.)]|\s+(?:and|who|from|was|is|in|on|when|this|next)\b", text[quantity.end :]
    )
    young = quantity.low == quantity.high and (quantity.low or 0) <= 120
    plain = quantity.bare.isdigit() and not quantity.unit
    if (
        plain
        and young
        and named
        and ((named["age"] and closed) or text[quantity.end : quantity.end + 1] == ",")
    ):
        return replace(quantity, unit="years", kind="time", rule="age")
    return None


def is_idle(parse: Parse, text: str, quantity: Quantity, noun: Counted) -> bool:
    """Whether the number counts nothing: a label, a year, a calibre, a moment, an idle one."""
    return (
        _is_label(parse, text, quantity, noun)
        or _is_year(text, quantity, noun)
        or _is_calibre(text, quantity)
        or _is_moment(text, quantity)
        or _is_small_talk(text, quantity, noun)
        or _is_compound(text, quantity)
    )


def _is_label(parse: Parse, text: str, quantity: Quantity, noun: Counted) -> bool:
    """Whether a number names one thing (Article 4, Brigade 810, Apollo 11)."""
    if quantity.unit or quantity.approximator or not re.fullmatch(r"[\d.–-]+", quantity.bare):
        return False
    before = re.search(r"([\w.]+)[\s-]+(?:\w+\s+(?:and|or|to)\s+)?\Z", tail(text, quantity.start))
    if before is None:
        return False
    word = before[1]
    alone = noun.end < 0 or text[quantity.end : quantity.end + 4] == " of "
    if word.lower() in role("label"):
        return alone or word != word.lower()
    token = parse.token_at(parse.sentence.start + quantity.start - 2)
    name = token is not None and token.pos_ == "PROPN" and token.ent_type_ not in _PLACES
    return name and word[0].isupper() and noun.end < 0 and noun.rule == "none"


def _is_year(text: str, quantity: Quantity, noun: Counted) -> bool:
    bare = quantity.bare
    if quantity.unit or not re.fullmatch(r"(?:1[5-9]|20)\d\d", bare):
        return False
    if noun.end < 0 or noun.noun is None:
        return True
    definite = re.search(
        r"\b(?:the|this|that|his|her|its|their|our|a|an|[A-Z]\w+|['’]s?|in|since)\s+\Z",
        tail(text, quantity.start),
    )
    return noun.noun.tag_ not in {"NNS", "NNPS"} or bool(definite)


def _is_calibre(text: str, quantity: Quantity) -> bool:
    if quantity.unit not in {"mm", "in", "lb", "cm"}:
        return False
    behind = re.findall(r"[a-z]+", text[quantity.end : quantity.end + 40].lower())[:3]
    return bool(set(behind) & role("calibre"))


def _is_moment(text: str, quantity: Quantity) -> bool:
    if quantity.kind != "time":
        return False
    behind = re.match(rf"\s+(?:{'|'.join(sorted(role('moment')))})\b", text[quantity.end :], re.I)
    return bool(behind)


def _is_small_talk(text: str, quantity: Quantity, noun: Counted) -> bool:
    """A bare one that counts no victim, and numbers of nothing (two sides, the two)."""
    head = noun.noun.lemma_.lower() if noun.noun is not None else ""
    if quantity.style == "words" and not quantity.kind and head in role("idle"):
        return (quantity.low or quantity.high or 0) <= 10
    if quantity.style == "digits" or quantity.rule not in {"words", "fraction"}:
        return False
    if quantity.kind == "ratio":
        return False
    if quantity.bare.lower() == "one" and not quantity.unit:
        outcome = any(word in role("outcome") for word in noun.words.lower().split())
        return not (outcome and (head in role("people") or noun.rule in {"ellipsis", "outcome"}))
    if quantity.kind:
        return False
    return (quantity.low or 0) <= 10 and noun.end < 0 and noun.rule != "ellipsis"


def _is_compound(text: str, quantity: Quantity) -> bool:
    """A number that a hyphen ties to a noun which it does not count (two-state solution)."""
    tied = re.match(r"-([A-Za-z]+)", text[quantity.end :])
    if tied is None or quantity.kind:
        return False
    exact = quantity.style == "digits" and "." in quantity.bare
    return not exact and tied[1].lower() not in role("compound")
