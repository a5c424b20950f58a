"""An attempt at links by what is learned from readers, in place of rules; the kit does not use it.

    python benchmarks/likeness.py

A first logistic regression tells pairs of claims that a reader links from others, by six traits
that hold for any topic; a second one tells which relation linked pairs have, by what the kit knows
of figures, denials, origins and dates. Each set of ``assessment.py`` that may be read is scored
with weights fitted to the others: precision and recall of pairs, and of pairs with the right
relation, among those that are surest. Pairs that a reader only allows are left out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from assessment import READ, Golden

import analysis.assessment
from analysis.assessment.alignment import at_other_times
from analysis.assessment.dates import is_later
from analysis.assessment.matter import Matter, matters

RELATIONS = ("repeats", "corroborates", "conflicts", "updates", "related")
SUREST = (10, 20, 30, 40, 60)
PENALTIES = 3.0, 10.0
ROUNDS = 40
SMOOTHING = 3.0

_LONG = re.compile(r"[a-z]{4,}")
_NO = re.compile(r"\b(?:no|not|never|none|nobody|nothing|without|neither|nor|untrue|false)\b|n't\b")

Numbers = npt.NDArray[np.float64]


@dataclass
class Pairs:
    """Pairs of claims of a set: traits of the pair and of its relation, and what a reader says.

    `linked` is 1 for pairs that must be linked, 0 for others, -1 for those that may be; `relations`
    are those that a reader accepts, `expected` how many links the set expects.
    """

    likeness: Numbers
    standing: Numbers
    linked: Numbers
    relations: list[frozenset[str]]
    expected: int


def pairs_of(name: str) -> Pairs:
    """All pairs of a set whose seeds share a name."""
    held: list[Matter] = []

    def seen(*given: object) -> list[Matter]:
        held[:] = matters(*given)  # type: ignore[arg-type]
        return held

    analysis.assessment.matters = seen  # type: ignore[assignment]
    try:
        golden = Golden(name)
    finally:
        analysis.assessment.matters = matters
    told: dict[frozenset[str], tuple[int, frozenset[str]]] = {}
    for kind, value in (("allowed", -1), ("expected", 1)):
        for one, relation, other in golden.data["links"][kind]:
            accepted = frozenset(relation.replace("denies", "conflicts").split())
            for claim in golden.meant[one]:
                told |= {
                    frozenset((claim, each)): (value, accepted) for each in golden.meant[other]
                }
    lemmas = _Weighed([each.terms.lemmas for each in held])
    stems = _Weighed([frozenset(w[:5] for w in _LONG.findall(each.said.lower())) for each in held])
    likeness, standing, linked, relations = [], [], [], []
    for a, b in combinations(range(len(held)), 2):
        one, other = held[a], held[b]
        if _one_breath(one, other) or not (one.known & other.known or one.story & other.story):
            continue
        alike = stems.alike(a, b)
        likeness.append(_likeness(one, other, alike, alike * lemmas.alike(a, b)))
        standing.append(_standing(one, other))
        value, accepted = told.get(frozenset((one.claim_id, other.claim_id)), (0, frozenset()))
        linked.append(value)
        relations.append(accepted)
    expected = len(golden.data["links"]["expected"])
    return Pairs(
        np.array(likeness), np.array(standing, float), np.array(linked), relations, expected
    )


def _one_breath(one: Matter, other: Matter) -> bool:
    same = one.claim["sentence_id"] == other.claim["sentence_id"]
    return same and one.origin.ids == other.origin.ids


def _likeness(one: Matter, other: Matter, stems: float, wording: float) -> list[float]:
    pairs = [(q, r) for q in one.quantities for r in other.quantities]
    return [
        wording,
        stems,
        float(any(q.senses & r.senses for q, r in pairs)),
        float(any((q.low, q.high) == (r.low, r.high) for q, r in pairs)),
        float(len(one.context & other.context)),
        float(one.origin.own + other.origin.own),
    ]


def _standing(one: Matter, other: Matter) -> list[bool]:
    mine, theirs = one.origin, other.origin
    pairs = [
        (q, r)
        for q in one.quantities
        for r in other.quantities
        if not (q.circumstance or r.circumstance)
    ]
    agree = any(q.agrees(r) and q.measure == r.measure for q, r in pairs)
    differ = bool(pairs) and not agree
    later = is_later(one.when, other.when) or is_later(other.when, one.when)
    side = mine.same_side(theirs)
    nos = [bool(each.claim["negated"] or _NO.search(each.said.lower())) for each in (one, other)]
    return [
        *(agree, differ, later, side, mine.same(theirs), mine.independent(theirs)),
        *(later and side, differ and side, differ and not side, agree and mine.same(theirs)),
        *(nos[0] != nos[1], one.claim["negated"] != other.claim["negated"]),
        *(bool(one.denial) != bool(other.denial), one.doc_id == other.doc_id),
        *(mine.own, theirs.own, bool(mine.media | theirs.media)),
        *(mine.vague_media or theirs.vague_media, mine.known and theirs.known),
        *(one.firm and other.firm, one.planned != other.planned, at_other_times(one, other)),
    ]


class _Weighed:
    """Sets of terms, compared by the cosine of their inverse document frequencies."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        self._sets = sets
        held = Counter(term for each in sets for term in each)
        self._weight = {term: math.log((len(sets) + 1) / (n + 0.5)) for term, n in held.items()}
        self._lengths = [math.sqrt(self._sum(each) + SMOOTHING) for each in sets]

    def alike(self, one: int, other: int) -> float:
        shared = self._sets[one] & self._sets[other]
        return self._sum(shared) / (self._lengths[one] * self._lengths[other]) if shared else 0.0

    def _sum(self, terms: Iterable[str]) -> float:
        return math.fsum(self._weight[term] for term in terms)


class Regression:
    """A logistic regression with a ridge penalty on standardised traits, by Newton's method."""

    def __init__(self, traits: Numbers, truth: Numbers, penalty: float) -> None:
        self._middle, self._spread = traits.mean(0), traits.std(0) + 1e-9
        given = self._given(traits)
        ridge = np.diag([1e-6, *[penalty] * traits.shape[1]])
        self._weights = np.zeros(given.shape[1])
        for _ in range(ROUNDS):
            told = 1 / (1 + np.exp(-given @ self._weights))
            slope = given.T @ (told - truth) + ridge @ self._weights
            curve = (given * (told * (1 - told))[:, None]).T @ given + ridge
            self._weights -= np.linalg.solve(curve, slope)

    def of(self, traits: Numbers) -> Numbers:
        """How likely each row is."""
        return np.asarray(1 / (1 + np.exp(-self._given(traits) @ self._weights)))

    def _given(self, traits: Numbers) -> Numbers:
        return np.column_stack([np.ones(len(traits)), (traits - self._middle) / self._spread])


def told(name: str, held: Pairs, others: Sequence[Pairs]) -> None:
    """Score a set with what is learned from the others."""
    sure = [each.linked >= 0 for each in others]
    likeness = Regression(
        np.concatenate([each.likeness[k] for each, k in zip(others, sure, strict=True)]),
        np.concatenate([each.linked[k] for each, k in zip(others, sure, strict=True)]),
        PENALTIES[0],
    )
    standing = np.concatenate([each.standing[each.linked == 1] for each in others])
    accepted = [
        r for each in others for r, k in zip(each.relations, each.linked, strict=True) if k == 1
    ]
    by_relation = [
        Regression(standing, np.array([float(name in r) for r in accepted]), PENALTIES[1]).of(
            held.standing
        )
        for name in RELATIONS
    ]
    chosen = np.argmax(by_relation, axis=0)
    right = np.array(
        [RELATIONS[k] in accepts for k, accepts in zip(chosen, held.relations, strict=True)]
    )
    is_linked = held.linked == 1
    order = [
        n for n in np.argsort(-likeness.of(held.likeness), kind="stable") if held.linked[n] >= 0
    ]
    named = f"{right[is_linked].mean():.0%}"
    print(f"{name}: {held.expected} links expected; relation of them right: {named}")
    print("  surest   pairs right   found   with their relation right   found")
    for most in SUREST:
        top = order[:most]
        pairs, typed = is_linked[top].sum(), (is_linked & right)[top].sum()
        shares = pairs / most, pairs / held.expected, typed / most, typed / held.expected
        columns = zip(shares, (14, 8, 28, 8), strict=True)
        print(f"{most:8}" + "".join(f"{share:{width}.0%}" for share, width in columns))


def main() -> None:
    """Score each set with what is learned from the others."""
    given = {name: pairs_of(name) for name in READ}
    for name in READ:
        told(name, given[name], [each for other, each in given.items() if other != name])


if __name__ == "__main__":
    main()
