"""Numbers that count nothing: labels, years, calibres, moments; and numbers that are ages."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import Parse
from analysis.extract.counted import Counted
from analysis.extract.quantity import Quantity, role
from analysis.extract.wording import tail

__all__ = ["age", "is_idle"]

_AGED = re.compile(
    r"(?:\b(?P<age>(?i:aged?\s+(?:(?:about|of|is|was)\s+)?|turn(?:s|ed|ing)?\s+|as\s+(?:old|young)\s+as\s+"
    r"|(?:he|she|who|I|you|they)(?:\s+(?:is|am|was|turned|turns|are)|['’]\w+)\s+))"
    r"|[A-Za-z][\w.’'-]+,\s)\Z"
)
_CLOSED = re.compile(r"[,;.)’”\"]|\s+(?:and|or|who|from|was|is|in|on|when|this|next)\b")
_GROUPS = re.compile(
    r"\b(?:people|m[ae]n|wom[ae]n|adults?|children|girls|boys|those|anyone|everyone|patients|voters)"
    r"(?:\s+aged)?\s+\Z",
    re.I,
)
_OLDER = re.compile(r"\b(?:old|young)|and (?:over|under|above)")
_PLACES = frozenset(("DATE", "GPE", "NORP"))


def age(text: str, quantity: Quantity) -> Quantity | None:
    """`quantity` as an age: a 45-year-old, aged 45, women over 50, Smith, 45, said."""
    old = re.match(r"[\s-]+olds?\b", text[quantity.end :])
    if quantity.kind == "time" and old:
        return replace(quantity, end=quantity.end + old.end(), rule="age")
    young = re.fullmatch(r"\d{1,3}(?:\D{1,5}\d{1,3})?", quantity.bare)
    if not young or quantity.unit or (quantity.low or quantity.high or 0) > 120:
        return None
    named = _AGED.search(tail(text, quantity.start))
    if quantity.low == quantity.high:
        closed = _CLOSED.match(text, quantity.end)
        aged = named and closed and (named["age"] or closed[0] in {",", ";", "."})
    else:
        word = quantity.approximator.lower()
        over = word in {"over", "under"} and _GROUPS.search(tail(text, quantity.start))
        aged = over or (named and named["age"]) or _OLDER.search(word)
    return replace(quantity, unit="years", kind="time", rule="age") if aged else None


def is_idle(parse: Parse, text: str, quantity: Quantity, noun: Counted) -> bool:
    """Whether the number counts nothing: a label, a year, a calibre, a moment, an idle one."""
    return (
        _is_label(parse, text, quantity, noun)
        or _is_year(text, quantity, noun)
        or _is_calibre(text, quantity)
        or _is_moment(text, quantity)
        or _is_small_talk(text, quantity, noun)
        or _is_compound(parse, text, quantity)
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
    single = noun.noun is not None and noun.noun.tag_ in {"NN", "NNP"}
    if single and (quantity.low or 0) > 1 and _names_one(noun.noun, token):
        return True
    name = token is not None and token.pos_ == "PROPN" and token.ent_type_ not in _PLACES
    if word == "The" and noun.end < 0 and _is_one(parse, quantity):
        return True
    return name and word != word.lower() and noun.end < 0 and noun.rule == "none"


def _names_one(noun: Token | None, before: Token | None) -> bool:
    """Whether a number above one with a single thing is its name (787 Dreamliner, A 14 chip)."""
    if noun is None or noun.ent_type_ == "NORP":
        return False
    name = before is not None and before.pos_ == "PROPN" and before.ent_type_ not in _PLACES
    return noun.tag_ == "NNP" or (name and noun.tag_ == "NN")


def _is_one(parse: Parse, quantity: Quantity) -> bool:
    """Whether a number is the subject of a verb in the singular (The 911 has been on sale)."""
    number = parse.token_at(parse.sentence.start + quantity.start)
    if number is None or number.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    return any(t.tag_ == "VBZ" or t.lower_ == "was" for t in (number.head, *number.head.lefts))


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
    if quantity.kind or (quantity.low or 0) > 10 or noun.end >= 0:
        return False
    before = tail(text, quantity.start)
    if re.search(r"\b(?!one\b|out\b|all\b)[a-z]+\s+of\s+\Z", before):
        return False  # a crew of nine
    the = re.search(r"\b(?:the|these|those)\s+\Z", before, re.I)
    return bool(the) or noun.rule != "ellipsis"


def _is_compound(parse: Parse, text: str, quantity: Quantity) -> bool:
    """A number that a hyphen ties to a word which it does not count (two-state solution)."""
    tied = re.match(r"-([A-Za-z]+)", text[quantity.end :])
    if tied is None or quantity.kind:
        return False
    token = parse.token_at(parse.sentence.start + quantity.end + 1)
    noun = token is not None and token.pos_ in {"NOUN", "PROPN"} and len(tied[1]) > 1
    return tied[1].lower() != "strong" and (not noun or tied[1].lower() in role("uncounted"))
