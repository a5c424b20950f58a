"""Yardstick words and their bands, on one scale at a time.

The band is that of the claim's own hedge. A term that a scale does not have ("highly likely" on
ICD 203) and a comparison ("more likely than") have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from analysis.errors import ParameterError
from analysis.lexicon import load
from analysis.parameters import SCALES

__all__ = ["Likelihood", "check_scale", "likelihood"]

_LONGEST = 3
_COMPARING = {"more", "less", "as", "how", "equally", "so", "too"}
_CHANCES = {"chance", "odds", "likelihood", "possibility", "probability", "prospect", "risk"}


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A yardstick term, its last word, its band in per cent, and the certainty it stands for.

    `certainty` is empty where the word itself is a hedge already (certainty.toml).
    """

    term: str
    token: Token
    low: float
    high: float
    certainty: str = ""


def check_scale(scale: str) -> str:
    """`scale` itself; ParameterError if it is no known yardstick."""
    if scale not in SCALES:
        raise ParameterError("scale", scale, SCALES)
    return scale


def likelihood(spine: Sequence[Token], scale: str, *, negated: bool) -> Likelihood | None:
    """The first yardstick term among the predicate's own words, or None."""
    terms = load("likelihood")
    for token in spine:
        for term in _terms(token, negated=negated):
            band = terms.value(term, scale)
            if band:
                low, high = map(float, band)
                return Likelihood(term, token, low, high, terms.value(term, "certainty", ""))
    return None


def _terms(token: Token, *, negated: bool) -> Iterator[str]:
    """What `token` could end as a term, the longest first."""
    for size in range(_LONGEST, 1, -1):
        if token.i + 1 >= size:
            yield " ".join(word.lower_ for word in token.doc[token.i + 1 - size : token.i + 1])
    before = token.nbor(-1) if token.i else None
    if before is not None and (before.lower_ in _COMPARING or _modifies(before, token)):
        return  # "more likely", "quite likely": no term of the scale
    if token.lower_ == "remote" and not _of_a_chance(token):
        return  # a remote village
    if negated:
        yield f"not {token.lower_}"
    yield token.lower_


def _modifies(word: Token, token: Token) -> bool:
    return word.dep_ == "advmod" and word.head == token


def _of_a_chance(token: Token) -> bool:
    return any(c.dep_ == "nsubj" and c.lemma_.lower() in _CHANCES for c in token.head.children)
