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

from analysis.extract.base import Parse, by_sentence, is_verb, length, overlap
from analysis.extract.bounds import bounded_behind
from analysis.extract.counted import Counted, counted, goes_on
from analysis.extract.idle import age, is_idle
from analysis.extract.moments import dates
from analysis.extract.quantities import quantities
from analysis.extract.quantity import Quantity, tail
from analysis.extract.units import Unit, named, rate
from analysis.lexicon import load
from analysis.model import Claim, Figure, Ids, Span

__all__ = ["extract"]

_RATE = re.compile(
    r"(?:(?:\s+of(?:\s+\w+){1,2}(?=\s+(?:an?|per)\s))?[\s-]+(?P<per>per|an?|each|every)[\s-]+|/\s?)"
    r"(?P<times>\d[\d,]*\s+)?(?P<noun>(?:(?:square|cubic)\s+)?[a-z]+)\b(?!['’]s)"
    r"(?!\s+(?:ago|earlier|later|before|after)\b)",
    re.I,
)
_NO_CLAUSES = {"aux", "auxpass", "amod", "acl"}
_COMPARED = re.compile(
    r"\s*,?\s*(?:to|and|or|versus|vs\.?|against|compared\s+(?:with|to)|up\s+from|down\s+from|from)\s+"
)


def extract(parses: Sequence[Parse], claims: Sequence[Claim], ids: Ids) -> list[Figure]:
    """The figures of a document in reading order.

    `claim_id` names the smallest claim whose spans hold the figure's numbers.
    """
    holders = by_sentence(claims)
    found: list[Figure] = []
    last: Counted | None = None
    paragraph = -1
    for parse in parses:
        last = last if parse.sentence.paragraph == paragraph else None
        paragraph = parse.sentence.paragraph
        held = holders.get(parse.sentence.sentence_id, [])
        figures, last = _in_sentence(parse, held, ids, last)
        found += figures
    return found


def _in_sentence(
    parse: Parse, claims: Sequence[Claim], ids: Ids, carried: Counted | None
) -> tuple[list[Figure], Counted | None]:
    """The figures of a sentence, and what the last of them counted.

    `carried` is what the sentence before counted: "there could be closer to 11,000" goes on
    counting it.
    """
    text = parse.own_text
    found: list[Figure] = []
    previous: Counted | None = None
    for plain in quantities(text):
        if re.search(r"(?:\bper\s+|/\s?)\Z", tail(text, plain.start)):
            continue  # it stands in a rate (12 deaths per 1,000 births)
        aged = age(text, plain)
        quantity = aged or plain
        noun = counted(parse, quantity, previous)
        if not aged and is_idle(parse, text, quantity, noun):
            continue
        bare = not quantity.unit and noun.noun is None and quantity.approximator
        if bare and _continues(parse, quantity) and noun.end < 0:
            noun = goes_on(previous or carried)
        if noun.end > 0:
            quantity = bounded_behind(text, quantity, noun.end - parse.sentence.start)
        figure = _figure(parse, text, quantity, noun)
        claim_id = _claim(claims, (figure.start, figure.end))
        figure = replace(figure, as_of=_as_of(parse, text, figure), claim_id=claim_id)
        if found and not found[-1].unit:
            found[-1] = _compared(parse.text, found[-1], figure)
        elif found and not figure.unit:
            figure = _compared(parse.text, figure, found[-1])
        found.append(figure)
        if noun.noun is not None and quantity.kind == "":
            previous = noun
    words = [parse.text[figure.start : figure.end] for figure in found]
    found = [replace(f, figure_id=ids.make("f", w)) for f, w in zip(found, words, strict=True)]
    return found, previous or (None if found else carried)


def _continues(parse: Parse, quantity: Quantity) -> bool:
    """Whether a bare number stands where its noun is left out and no other noun claims it."""
    before = parse.token_at(parse.sentence.start + max(0, quantity.start - 2))
    return before is None or before.pos_ not in {"NOUN", "PROPN", "ADP"}


def _figure(parse: Parse, text: str, quantity: Quantity, noun: Counted) -> Figure:
    base = parse.sentence.start
    unit, words = Unit(quantity.unit, quantity.kind), noun.words
    if not unit.symbol and noun.noun is not None:
        unit = Unit(noun.words if noun.rule == "outcome" else noun.noun.text)
    end = max(quantity.end, noun.end - base)
    while (per := _RATE.match(text, end)) and _is_rate(parse, per, unit.kind):
        unit = replace(unit, symbol=rate(unit, per["noun"], (per["times"] or "").replace(",", "")))
        per_one = text[max(per.start("per"), per.start()) : per.end()].strip()
        words = words if quantity.kind else f"{words} {per_one}"
        end = per.end()
    place = (parse.sentence.sentence_id, base + quantity.start, base + end)
    low, high, near = quantity.low, quantity.high, quantity.approximator
    rule = f"{quantity.rule}:{quantity.kind or noun.rule}"
    return Figure("", *place, low, high, unit.symbol, words, rule, near)


def _compared(text: str, bare: Figure, other: Figure) -> Figure:
    """A bare number takes the unit of the one that it is compared with (from 12 to 9 ships)."""
    first, second = sorted((bare, other), key=lambda figure: figure.start)
    if not other.unit or not _COMPARED.fullmatch(text[first.end : second.start]):
        return bare
    if other.unit == "%" and (bare.low or bare.high or 0) > 100:
        return bare
    return replace(bare, unit=other.unit, counted=other.counted)


def _is_rate(parse: Parse, per: re.Match[str], kind: str) -> bool:
    """Whether it is so much for each: any noun behind money ($3 a dose), else listed ones."""
    noun = per["noun"].lower()
    if per["per"] is None or per["per"].lower() == "per":
        return noun != "cent"
    token = parse.token_at(parse.sentence.start + per.start("noun"))
    goes_on = token is not None and token.doc[token.i + 1 : token.i + 2].text.isalpha()
    plain = token is not None and token.tag_ == "NN" and (token.dep_ == "npadvmod" or not goes_on)
    sold = kind == "money" and plain
    if kind == "share" and per[0].lstrip().startswith("of"):
        return False  # 40% of carers have a household
    away = re.match(r"\s+(?:from|away|off)\b", per.string[per.end() :])
    if away and named(noun).kind == "measure":
        return False  # 5,000 gallons of oil a mile from the coast
    listed = load("units").value(noun, "rate", False)
    return sold or bool(listed) or named(noun).kind in {"time", "measure"}


def _as_of(parse: Parse, text: str, figure: Figure) -> str:
    """The date in the sentence that belongs to the figure's own clause."""
    token = parse.token_at(figure.start)
    if token is None or figure.rule.endswith(":time"):
        return ""
    home = _clause(token)
    base = parse.sentence.start
    for (start, _), iso in dates(text):
        dated = parse.token_at(base + start)
        near = re.search(r"\bas\s+of\s+\Z", tail(text, start))
        if near or (dated is not None and _clause(dated) == home):
            return iso
    return ""


def _clause(token: Token) -> Token:
    """The verb that heads the clause of `token`, or the head of the sentence."""
    for ancestor in (token, *token.ancestors):
        if is_verb(ancestor) and ancestor.dep_ not in _NO_CLAUSES:
            return ancestor
    return token.sent.root


def _claim(claims: Sequence[Claim], span: Span) -> str:
    """The smallest claim that overlaps `span`."""
    holding = [claim for claim in claims if overlap(claim.spans, (span,))]
    return min(holding, key=lambda claim: length(claim.spans)).claim_id if holding else ""
