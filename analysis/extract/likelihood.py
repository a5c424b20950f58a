"""Yardstick words and their bands, on one scale at a time.

The band is that of the claim's own hedge. A term that a scale does not have ("highly likely" on
ICD 203), a comparison ("more likely than") and a denied term ("not very likely") have none, but
for "not likely" and "not probable", which mean unlikely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from analysis.lexicon import load

__all__ = ["CHANCES", "Likelihood", "likelihood"]

_LONGEST = 3
_COMPARING = {"more", "less", "as", "how", "equally", "so", "too"}
CHANCES = {"chance", "odds", "likelihood", "possibility", "probability", "prospect", "risk"}


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
    for size in range(min(_LONGEST, token.i + 1), 0, -1):
        words = token.doc[token.i + 1 - size : token.i + 1]
        term = words.text.lower()
        if load("likelihood").get(term) is not None and words[0].lower_ != "not":
            plain = _stands_alone(words[0], token) and (term != "remote" or _of_a_chance(token))
            return "" if not plain else f"not {term}" if _denied(words[0], token) else term
    return ""


def _stands_alone(first: Token, token: Token) -> bool:
    """Not the likely of "more likely" and "quite likely": those are no terms of a scale."""
    before = first.nbor(-1) if first.i else first
    return before.lower_ not in _COMPARING and (before.dep_ != "advmod" or before.head != token)


def _denied(first: Token, token: Token) -> bool:
    """Whether a negation stands before a term: "not likely", but not "likely not"."""
    near = [child for word in (token, token.head) for child in word.children if child.i < first.i]
    near += [child for word in near if word.dep_ == "nsubj" for child in word.lefts]
    return any(t.dep_ == "neg" or t.lower_ in {"neither", "no"} for t in near)


def _of_a_chance(token: Token) -> bool:
    """Not a remote village; nor "remote chance", which is a term of its own."""
    subjects = (child for child in token.head.children if child.dep_ == "nsubj")
    longer = load("likelihood").get(token.doc[token.i : token.i + 2].text.lower())
    chance = any(word.lemma_.lower() in CHANCES for word in (token.head, *subjects))
    return chance and longer is None
