"""How likely it is that a reader links two claims, whatever the relation.

Learned from what readers of invented seeds link: a logistic regression over six traits that hold
for any topic. Its weights are data, fitted by ``benchmarks/likeness.py --write``.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from analysis.assessment.matter import Matter
from analysis.assessment.words import stems

__all__ = ["Likeness", "Traits"]

_SMOOTHING = 3.0
"""Added to the squared length of a claim, so that two short claims are not alike by one word."""


_FEWEST = 100
"""Claims from which rarity shows: of two claims, all words would be common."""


class Traits(NamedTuple):
    """What two claims have in common.

    `stems` is the cosine of their stems, weighed by rarity, and `wording` its product with that of
    their lemmas; `counted` and `value` say whether figures of both count one thing, or have one
    value; `names` is the number of names that both are about, and `own` how many of the two are
    the seed's own word.
    """

    wording: float
    stems: float
    counted: float
    value: float
    names: float
    own: float


class Likeness:
    """Likeness of claims, in which a word says the more the fewer of them have it."""

    def __init__(self, matters: Sequence[Matter]) -> None:
        self._place = {each.claim_id: place for place, each in enumerate(matters)}
        self._lemmas = _Weighed([each.terms.lemmas for each in matters])
        self._held = [stems(each.said) for each in matters]
        self._stems = _Weighed(self._held)

    def stems(self, matter: Matter) -> frozenset[str]:
        """The stems of a claim's longer words."""
        return self._held[self._place[matter.claim_id]]

    def of(self, one: Matter, other: Matter) -> float:
        """The probability, between 0 and 1, that a reader links the two."""
        weights, bias = _model()
        traits = self.traits(one, other)
        total = math.fsum(weight * trait for weight, trait in zip(weights, traits, strict=True))
        return 1 / (1 + math.exp(-bias - total))

    def traits(self, one: Matter, other: Matter) -> Traits:
        """What the two have in common."""
        places = self._place[one.claim_id], self._place[other.claim_id]
        stems = self._stems.alike(*places)
        pairs = [(q, r) for q in one.quantities for r in other.quantities]
        return Traits(
            wording=stems * self._lemmas.alike(*places) if stems else 0.0,
            stems=stems,
            counted=float(any(q.senses & r.senses for q, r in pairs)),
            value=float(any((q.low, q.high) == (r.low, r.high) for q, r in pairs)),
            names=float(len(one.context & other.context)),
            own=float(one.origin.own + other.origin.own),
        )


class _Weighed:
    """Sets of terms, compared by the cosine of their inverse document frequencies."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        self._sets = sets
        held = Counter(term for each in sets for term in each)
        size = max(len(sets), _FEWEST)
        self._weight = {term: math.log((size + 1) / (n + 0.5)) for term, n in held.items()}
        self._lengths = [math.sqrt(self._sum(each) + _SMOOTHING) for each in sets]

    def alike(self, one: int, other: int) -> float:
        shared = self._sets[one] & self._sets[other]
        return self._sum(shared) / (self._lengths[one] * self._lengths[other]) if shared else 0.0

    def _sum(self, terms: Iterable[str]) -> float:
        return math.fsum(self._weight[term] for term in terms)


@cache
def _model() -> tuple[tuple[float, ...], float]:
    """The weights of the traits, in their order, and the bias."""
    text = files("analysis").joinpath("models", "likeness.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    return tuple(told["weights"][name] for name in Traits._fields), told["bias"]
