"""Figures: every quantity that counts or measures something, with its bounds.

The span of a figure holds its approximator, its numbers and its unit or the noun it counts
where that noun follows at once (``around 3,000 North Korean fighters``, ``up to 8 million
artillery shells``), but not the noun's restriction. Stretches of time are measures (``within
three months``); with ``ago``, ``earlier`` or ``later`` they point to a date and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import Parse
from analysis.extract.counted import Counted, counted
from analysis.extract.moments import dates
from analysis.extract.quantities import Quantity, quantities, role
from analysis.lexicon import load
from analysis.model import Claim, Figure, Ids, Span

__all__ = ["extract"]

_RATE = re.compile(r"(?:,?[\s-]*(?P<per>per|an?|each|every)[\s-]+|/)(?P<noun>[a-z]+)\b", re.I)
_COMPARED = re.compile(
    r"\s*,?\s*(?:to|and|or|versus|vs\.?|against|compared\s+(?:with|to)|up\s+from|down\s+from|from)\s+"
)
_AGED = re.compile(
    r"(?:\b(?P<age>(?i:aged?\s+(?:about\s+)?|(?:he|she|who|I|they)(?:\s+(?:is|was|turned|turns|are)|['’]\w+)\s+))"
    r"|[A-Z][\w’'-]+,\s)\Z"
)
_RATE_NOUNS = {
    "person",
    "head",
    "capita",
    "barrel",
    "share",
    "household",
    "vote",
    "unit",
    "game",
    "match",
    "seat",
}


def extract(parses: Sequence[Parse], claims: Sequence[Claim], ids: Ids) -> list[Figure]:
    """The figures of a document in reading order.

    `claim_id` names the smallest claim whose spans hold the figure's numbers.
    """
    holders: dict[str, list[Claim]] = {}
    for claim in claims:
        holders.setdefault(claim.sentence_id, []).append(claim)
    found: list[Figure] = []
    for parse in parses:
        found += _in_sentence(parse, holders.get(parse.sentence.sentence_id, []), ids)
    return found


def _in_sentence(parse: Parse, claims: Sequence[Claim], ids: Ids) -> list[Figure]:
    base = parse.sentence.start
    text = parse.text[base : parse.sentence.end]
    found: list[Figure] = []
    previous: Counted | None = None
    for plain in quantities(text):
        aged = _age(text, plain)
        quantity = aged or plain
        noun = counted(parse, quantity, previous)
        if not aged and _idle(parse, text, quantity, noun):
            continue
        figure = _figure(parse, text, quantity, noun)
        figure = replace(
            figure,
            as_of=_as_of(parse, text, figure),
            claim_id=_claim(claims, (figure.start, figure.end)),
            figure_id=ids.make("f", parse.text[figure.start : figure.end]),
        )
        if found and not found[-1].unit:
            found[-1] = _compared(parse.text, found[-1], figure)
        elif found and not figure.unit:
            figure = _compared(parse.text, figure, found[-1])
        found.append(figure)
        if noun.noun is not None and quantity.kind == "" and not aged:
            previous = noun
    return found


def _figure(parse: Parse, text: str, quantity: Quantity, noun: Counted) -> Figure:
    base = parse.sentence.start
    end = max(base + quantity.end, noun.end)
    unit, words = quantity.unit, noun.words
    if not unit and noun.noun is not None:
        unit = noun.noun.text if noun.rule != "outcome" else noun.words
    rate = _RATE.match(text, end - base)
    if rate and _is_rate(rate, quantity):
        end = base + rate.end()
        unit = f"{unit}/{rate['noun'].lower()}" if unit else f"/{rate['noun'].lower()}"
        words = words if quantity.kind else f"{words} {rate[0].strip()}"
    rule = f"{quantity.rule}:{quantity.kind or noun.rule}"
    return Figure(
        "",
        parse.sentence.sentence_id,
        base + quantity.start,
        end,
        quantity.low,
        quantity.high,
        unit,
        words,
        rule,
        quantity.approximator,
    )


def _compared(text: str, bare: Figure, other: Figure) -> Figure:
    """A bare number takes the unit of the one that it is compared with (from 12 to 9 ships)."""
    first, second = sorted((bare, other), key=lambda figure: figure.start)
    if not other.unit or not _COMPARED.fullmatch(text[first.end : second.start]):
        return bare
    if other.unit == "%" and (bare.low or bare.high or 0) > 100:
        return bare
    return replace(bare, unit=other.unit, counted=other.counted)


def _is_rate(rate: re.Match[str], quantity: Quantity) -> bool:
    noun = rate["noun"].lower()
    kind = load("units").value(noun, "kind")
    if rate["per"] is None or rate["per"].lower() == "per":
        return kind != "share" and noun != "cent"
    return kind in {"time", "measure"} or noun in _RATE_NOUNS


def _age(text: str, quantity: Quantity) -> Quantity | None:
    """`quantity` as an age: a 45-year-old, aged 45, Smith, 45, said."""
    old = re.match(r"[\s-]+olds?\b", text[quantity.end :])
    if quantity.kind == "time" and old:
        return replace(quantity, end=quantity.end + old.end(), rule="age")
    named = _AGED.search(text[: quantity.start])
    closed = re.match(r"[,.)]|\s+(?:and|who|from|was|is)\b", text[quantity.end :])
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


def _idle(parse: Parse, text: str, quantity: Quantity, noun: Counted) -> bool:
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
    if quantity.unit or quantity.approximator or not quantity.bare.isdigit():
        return False
    before = re.search(r"([\w.]+)[\s-]+(?:[\w]+\s+(?:and|or|to)\s+)?\Z", text[: quantity.start])
    if before is None:
        return False
    word = before[1]
    if word.lower() in role("label") and noun.end < 0:
        return True
    token = parse.token_at(parse.sentence.start + quantity.start - 2)
    name = (
        token is not None
        and token.pos_ == "PROPN"
        and token.ent_type_ not in {"DATE", "GPE", "NORP"}
    )
    return name and word[0].isupper() and noun.end < 0 and noun.rule == "none"


def _is_year(text: str, quantity: Quantity, noun: Counted) -> bool:
    bare = quantity.bare
    if quantity.unit or not re.fullmatch(r"(?:1[5-9]|20)\d\d", bare):
        return False
    if noun.end < 0 or noun.noun is None:
        return True
    definite = re.search(
        r"\b(?:the|this|that|his|her|its|their|our|a|an|[A-Z]\w+|['’]s?|in|since)\s+\Z",
        text[: quantity.start],
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
    return (quantity.low or 0) <= 10 and noun.end < 0


def _is_compound(text: str, quantity: Quantity) -> bool:
    """A number that a hyphen ties to a noun which it does not count (two-state solution)."""
    tied = re.match(r"-([A-Za-z]+)", text[quantity.end :])
    if tied is None or quantity.kind:
        return False
    return tied[1].lower() not in role("compound")


def _as_of(parse: Parse, text: str, figure: Figure) -> str:
    """The date in the sentence that belongs to the figure's own clause."""
    token = parse.token_at(figure.start)
    if token is None or figure.rule.endswith(":time"):
        return ""
    home = _clause(token)
    base = parse.sentence.start
    for (start, _), iso in dates(text):
        dated = parse.token_at(base + start)
        near = re.search(r"\bas\s+of\s+\Z", text[:start])
        if near or (dated is not None and _clause(dated) == home):
            return iso
    return ""


def _clause(token: Token) -> Token:
    """The verb that heads the clause of `token`, or the head of the sentence."""
    for ancestor in (token, *token.ancestors):
        if ancestor.pos_ in {"VERB", "AUX"} and ancestor.dep_ not in {
            "aux",
            "auxpass",
            "amod",
            "acl",
        }:
            return ancestor
    return token.sent.root


def _claim(claims: Sequence[Claim], span: Span) -> str:
    """The smallest claim that overlaps `span`."""
    start, end = span
    holding = [claim for claim in claims if any(a < end and start < b for a, b in claim.spans)]
    if not holding:
        return ""
    return min(holding, key=lambda claim: sum(b - a for a, b in claim.spans)).claim_id
