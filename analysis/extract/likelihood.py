"""Yardstick words and their bands, on one scale at a time.

The band is that of the claim's own hedge. A term that a scale does not have ("highly likely" on
ICD 203), a comparison ("more likely than") and a denied term ("not very likely") have none, but
for "not likely" and "not probable", which mean unlikely.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def likelihood(spine: Sequence[Token], scale: str) -> Likelihood | None:
    """The first yardstick term among the predicate's own words, or None."""
    terms = load("likelihood")
    for token in spine:
        term = _term(token)
        band = terms.value(term, scale)
        if band:
            low, high = map(float, band)
            return Likelihood(term, token, low, high, terms.value(term, "certainty", ""))
    return None


def _term(token: Token) -> str:
    """The longest term that ends with `token`; a denied one only where it is a term itself."""
    terms = load("likelihood")
    for size in range(min(_LONGEST, token.i + 1), 0, -1):
        words = token.doc[token.i + 1 - size : token.i + 1]
        if terms.get(words.text.lower()) is not None and words[0].lower_ != "not":
            before = words[0].nbor(-1) if words[0].i else None
            compared = before is not None and (
                before.lower_ in _COMPARING or _modifies(before, token)
            )
            remote = token.lower_ == "remote" and not _of_a_chance(token)
            if compared or remote:
                return ""  # "more likely", "quite likely", "a remote village": no term
            return f"not {words.text.lower()}" if _denied(words[0], token) else words.text.lower()
    return ""


def _denied(first: Token, token: Token) -> bool:
    """Whether a negation stands before a term: "not likely", but not "likely not"."""
    near = [child for word in (token, token.head) for child in word.children if child.i < first.i]
    no = [child for word in near if word.dep_ == "nsubj" for child in word.lefts]
    return any(t.dep_ == "neg" or t.lower_ == "neither" for t in near) or any(
        t.lower_ == "no" for t in no
    )


def _modifies(word: Token, token: Token) -> bool:
    return word.dep_ == "advmod" and word.head == token


def _of_a_chance(token: Token) -> bool:
    if load("likelihood").get(f"remote {token.nbor().lower_}") is not None:
        return False  # the longer term counts
    subjects = (child for child in token.head.children if child.dep_ == "nsubj")
    return any(word.lemma_.lower() in _CHANCES for word in (token.head, *subjects))
