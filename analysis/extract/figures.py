"""Figures: every quantity that counts or measures something, with its bounds.

The span of a figure holds its approximator, its numbers and its unit or the noun it counts
where that noun follows at once (``around 3,000 North Korean fighters``, ``up to 8 million
artillery shells``), but not the noun's restriction. Stretches of time are measures (``within
three months``); with ``ago``, ``earlier`` or ``later`` they point to a date and are left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import Parse, by_sentence, is_verb, length, overlap
from analysis.extract.bounds import bounded_behind
from analysis.extract.compared import compared, gapped
from analysis.extract.counted import counted
from analysis.extract.idle import age, is_idle
from analysis.extract.measured import is_vote
from analysis.extract.moments import dates
from analysis.extract.nouns import Before, Counted
from analysis.extract.omitted import carries_on, goes_on, is_sum, is_told, repeated
from analysis.extract.quantities import quantities
from analysis.extract.quantity import Quantity, tail
from analysis.extract.units import Unit, named, rate
from analysis.lexicon import load
from analysis.model import Claim, Figure, Ids, Span

__all__ = ["extract"]

_RATE = re.compile(
    r"(?:(?:\s+of(?:\s+\w+){1,2}(?=\s+(?:an?|per)\s))?[\s-]+(?P<per>per|an?|(?:for\s+)?(?:each|every))[\s-]+|/\s?)"
    r"(?P<times>\d[\d,]*\s+)?(?P<noun>(?:(?:square|cubic)\s+)?[a-z]+)\b(?!['’]s)"
    r"(?!\s+(?:ago|earlier|later|before|after)\b)",
    re.I,
)
_NO_CLAUSES = {"aux", "auxpass", "amod", "acl"}


def extract(parses: Sequence[Parse], claims: Sequence[Claim], ids: Ids) -> list[Figure]:
    """The figures of a document in reading order.

    `claim_id` names the smallest claim whose spans hold the figure's numbers.
    """
    holders = by_sentence(claims)
    found: list[Figure] = []
    above: Counted | None = None
    before = Before()
    paragraph = -1
    for parse in parses:
        above = above if parse.sentence.paragraph == paragraph else None
        paragraph = parse.sentence.paragraph
        held = holders.get(parse.sentence.sentence_id, [])
        figures, told, after = _in_sentence(parse, held, ids, replace(before, above=above))
        above = told or (None if figures else above)
        before = replace(after, here=None, last=told, met=())
        found += figures
    return found


def _in_sentence(
    parse: Parse, claims: Sequence[Claim], ids: Ids, before: Before
) -> tuple[list[Figure], Counted | None, Before]:
    """The figures of a sentence, what the last of those that it is about counts, and all that.

    `before` is what the sentences before counted: "there could be closer to 11,000" goes on
    counting it.
    """
    text = parse.own_text
    found: list[Figure] = []
    told: Counted | None = None
    for plain in quantities(text):
        if re.search(r"(?:\bper\s+|/\s?)\Z", tail(text, plain.start)):
            continue  # it stands in a rate (12 deaths per 1,000 births)
        aged = age(parse, plain)
        quantity = aged or plain
        noun = counted(parse, quantity, before)
        like = gapped(parse, quantity, found) if not aged and noun.end < 0 else None
        if not aged and not like and is_idle(parse, text, quantity, noun):
            continue
        if not quantity.unit and noun.noun is None:
            noun = repeated(text, quantity, before) or noun
        if not quantity.unit and noun.noun is None and carries_on(parse, quantity, before):
            noun = goes_on(before.here or before.above)
        if noun.rule == "ellipsis" and is_sum(quantity, noun, before):
            noun = Counted()
        if noun.end > 0:
            quantity = bounded_behind(text, quantity, noun.end - parse.sentence.start)
        figure = _figure(parse, text, quantity, noun)
        if like:
            figure = replace(figure, unit=like.unit, counted=like.counted, rule=like.rule)
        claim_id = _claim(claims, (figure.start, figure.end))
        figure = replace(figure, as_of=_as_of(parse, text, figure), claim_id=claim_id)
        if found:
            found[-1] = compared(parse.text, found[-1], figure)
        if found and not figure.unit:
            figure = compared(parse.text, figure, found[-1])
        found.append(figure)
        if noun.noun is not None and noun.rule != "level" and not (quantity.kind or like):
            before.known[figure.low, figure.high] = noun
            most = math.inf if figure.high is None else figure.high
            before = replace(before, here=noun, met=(*before.met, (most, noun)))
            told = noun if told is None or is_told(noun.noun) else told
        elif is_vote(quantity, noun):
            before = replace(before, vote=noun)
    words = [parse.text[figure.start : figure.end] for figure in found]
    found = [replace(f, figure_id=ids.make("f", w)) for f, w in zip(found, words, strict=True)]
    return found, told, before


def _figure(parse: Parse, text: str, quantity: Quantity, noun: Counted) -> Figure:
    base = parse.sentence.start
    unit, words = Unit(quantity.unit, quantity.kind), noun.words
    if not unit.symbol and noun.noun is not None:
        unit = Unit(_noun(noun))
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


def _noun(noun: Counted) -> str:
    """What stands for a unit where a noun is counted; a level (the magnitude) has none."""
    if noun.rule == "level" or noun.noun is None:
        return ""
    return noun.words if noun.rule in {"outcome", "toll"} else noun.noun.text


def _is_rate(parse: Parse, per: re.Match[str], kind: str) -> bool:
    """Whether it is so much for each: any noun behind money ($3 a dose), else listed ones."""
    noun = per["noun"].lower()
    if per["per"] is None or per["per"].lower() == "per":
        return noun != "cent"
    token = parse.token_at(parse.sentence.start + per.start("noun"))
    goes_on = token is not None and token.doc[token.i + 1 : token.i + 2].text.isalpha()
    plain = token is not None and token.tag_ == "NN" and (token.dep_ == "npadvmod" or not goes_on)
    sold = kind == "money" and plain
    if kind in {"share", "ratio"} and per[0].lstrip().startswith("of"):
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
