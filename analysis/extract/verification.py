"""What the text says of the verification of a claim; nothing is filled in that it does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from analysis.extract.base import Parse, has, overlap, subtree
from analysis.extract.quantities import quantities
from analysis.lexicon import load
from analysis.model import Claim, Span, hull, quote

__all__ = ["Remark", "remarks", "summed_up", "verified", "without_remarks"]

_OBJECT = re.compile(
    r"\s(?:this|that|these|it|as much|the (?:number|figure|account|toll)s?)"
    r"\b(?=\s*(?:[,.;)]|$|and\b|but\b))"
)
_BARE = 9
"""Words of a sentence, its full stop among them, that only says that nothing was confirmed."""
_ALL = re.compile(r"[Nn]one of (?:these|those|the) (?P<what>\w+)")
"""What a remark on all that a paragraph has reported begins with."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Words that say something of verification, and what they say."""

    span: Span
    verification: str
    rule: str


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple(
        (re.compile(rf"\b(?:{word})\b", re.IGNORECASE), entry.effect["verification"], entry.name)
        for entry in load("verification")
        for word in entry.words
    )


def remarks(text: str, start: int, end: int) -> Iterator[Remark]:
    """The remarks on verification in ``text[start:end]``."""
    for pattern, verification, rule in _patterns():
        for match in pattern.finditer(text, start, end):
            yield Remark(match.span(), verification, rule)


def verified(
    parse: Parse, claims: list[Claim], before: list[Claim], said: Sequence[Remark]
) -> tuple[list[Claim], list[Claim]]:
    """The claims of this sentence and the one before, with what is said of their verification."""
    for remark in said:
        near = [i for i, claim in enumerate(claims) if _concerns(parse, remark, claim)]
        if near:
            claims = _marked(claims, near, remark)
        elif _takes_up(parse, remark):
            before = _marked(before, range(len(before)), remark)
        elif _points_back(parse, remark):
            before = [_mark(c, remark) if c.attribution != "none" else c for c in before]
    return claims, before


def summed_up(parse: Parse, earlier: list[Claim], said: Sequence[Remark]) -> list[Claim]:
    """The claims of a paragraph with a remark on them all: "None of these could be checked".

    Of figures it says so of the claims that hold one.
    """
    for remark in said:
        every = _ALL.match(parse.text, remark.span[0])
        for place, claim in enumerate(earlier if every else ()):
            told = claim.attribution != "none"
            counts = every and every["what"].startswith(("figure", "number"))
            if told and (not counts or any(quantities(quote(parse.text, claim.spans)))):
                earlier = [*earlier[:place], _mark(claim, remark), *earlier[place + 1 :]]
    return earlier


def _marked(claims: list[Claim], near: Iterable[int], remark: Remark) -> list[Claim]:
    """`claims` with the remark on those of `near` that somebody is said to say, or else on all."""
    spoken = [i for i in near if claims[i].attribution != "none"] or list(near)
    return [_mark(claim, remark) if i in spoken else claim for i, claim in enumerate(claims)]


def _concerns(parse: Parse, remark: Remark, claim: Claim) -> bool:
    """Whether the remark is about `claim`: it follows it, or governs it ("... confirm that")."""
    if overlap(claim.spans, (remark.span,)):
        return False
    if overlap(claim.source_spans, (remark.span,)):
        return True  # "unconfirmed reports speak of ..."
    start, end = hull(claim.spans)
    governed = parse.text[remark.span[1] : start] if start >= remark.span[1] else ""
    noun = claim.attribution == "noun" and ";" not in governed
    return end <= remark.span[0] or noun or governed.startswith(":")


def _mark(claim: Claim, remark: Remark) -> Claim:
    stance = "distances" if remark.verification == "unverified" else claim.stance
    return replace(claim, verification=remark.verification, stance=stance)


def _takes_up(parse: Parse, remark: Remark) -> bool:
    """Whether a pronoun takes up the sentence before: "This could not be ...", "denied that"."""
    behind = _OBJECT.search(parse.text, *remark.span) or _OBJECT.match(parse.text, remark.span[1])
    first = load("grammar").value(parse.words[0].lower_, "pointing")
    return behind is not None or bool(first)


def _points_back(parse: Parse, remark: Remark) -> bool:
    """Whether the sentence speaks of a report in the one before: "The claim could not be ...".

    So does one that says no more than "There is no independent confirmation".
    """
    first = parse.words[0]
    if first.lower_ in {"there", "no", "independent"} and len(parse.words) <= _BARE:
        rest = parse.text[remark.span[1] : parse.sentence.end]
        return not re.match(r"\s*(?:of|that|whether|from|by)\b", rest)
    definite = first.lower_ in {"the", "its", "their", "neither", "none"}
    nouns = load("cue_forms").words(form="noun")
    named = any(t.lemma_.lower() in nouns or t.lemma_ == "figure" for t in parse.words[:4])
    root = parse.tokens.root
    passive = has(root, "nsubjpass")
    spoken_of = passive and remark.span[0] <= parse.start(root) < remark.span[1]
    return definite and (named or spoken_of)


def without_remarks(
    parse: Parse, head: Token, tokens: Sequence[Token], said: Sequence[Remark]
) -> list[Token]:
    """The proposition without a clause or apposition that only speaks of its verification."""
    tokens = list(tokens)
    for remark in said:
        inside = [t for t in tokens if remark.span[0] <= parse.start(t) < remark.span[1]]
        holder = _holder(inside[0], head) if inside else None
        if holder is not None:
            tokens = [t for t in tokens if t not in set(subtree(holder))]
    return tokens


def _holder(token: Token, head: Token) -> Token | None:
    """The outermost clause or apposition above `token` and below `head`, set off by a comma."""
    found = None
    while token not in {head, token.head}:
        if token.dep_ in {"appos", "advcl", "relcl", "acl"}:
            found = token
        token = token.head
    if token == head and head.dep_ in {"advcl", "relcl"} and found is None:
        return head
    return found
