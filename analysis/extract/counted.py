"""What a quantity counts: the noun behind it, its restriction, and what happened to it."""

from __future__ import annotations

import re

from analysis.extract.base import Parse
from analysis.extract.measured import measured
from analysis.extract.nouns import Before, Counted, core, noun_behind, phrase_of
from analysis.extract.omitted import omitted
from analysis.extract.outcomes import is_rest, outcome_behind, outcome_of
from analysis.extract.quantity import Quantity, role

__all__ = ["counted"]

_OPEN = re.compile(r"[\s,;-]*[\w“\"(]")
"""Nothing but blanks or a comma between a number and the words that may belong to it."""


def counted(parse: Parse, quantity: Quantity, before: Before) -> Counted:
    """What `quantity` counts; `before` is what the figures before it counted."""
    base = parse.sentence.start
    start = parse.token_at(base + quantity.end - 1)
    if start is None:
        return Counted()
    tokens = list(parse.tokens)
    place = start.i - tokens[0].i + 1
    if not _OPEN.match(parse.text, base + quantity.end):
        tokens = tokens[:place]
    if quantity.kind in {"money", "share", "measure", "time", "ratio"}:
        return measured(parse, tokens, place, quantity, before)
    pair = tokens[place : place + 2]
    if len(pair) == 2 and pair[0].text == "-" and pair[1].pos_ in {"NOUN", "PROPN"}:
        noun, first = noun_behind(tokens, place + 2)  # a nine-member panel
        words = phrase_of(parse, tokens[first], noun) if noun is not None else ""
        return Counted(pair[1], words, parse.end(pair[1]), "noun", words)
    noun, first = noun_behind(tokens, place)
    if noun is None and start.dep_ == "nummod" and start.head in tokens[place : place + 9]:
        between = tokens[place : tokens.index(start.head)]
        apart = any(t.pos_ in {"CCONJ", "DET"} for t in between)
        apart = apart or start.head.lower_ in role("outcome") or start.head.pos_ == "ADJ"
        them = [t.lower_ for t in between[:2]] in (["of", "them"], ["of", "whom"])
        noun, first = (None if apart else start.head), place + (2 if them else 0)
    if noun is None:
        return omitted(parse, tokens, place, quantity, before)
    words = phrase_of(parse, tokens[first], noun)
    behind = outcome_behind(tokens, noun.i - tokens[0].i + 1) if not is_rest(noun, start) else []
    outcome = " ".join(token.text for token in behind) or outcome_of(noun, start)
    outcome = "" if outcome in words else outcome
    said = f"{words} {outcome}".strip()
    return Counted(noun, said, parse.end(noun), "noun", core(parse, noun))
