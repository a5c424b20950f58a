"""Which claims are worth holding against each other: an index, never all pairs.

A claim is filed under what it counts (noun, matter, each name), under what it denies, and under pairs
of its rarest terms. Within one file, which is in order of time, a claim meets only the `_NEAREST`
claims before it; so the number of pairs grows with the number of claims, whatever they are about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from analysis.assessment.matter import Matter, first_day
from analysis.assessment.words import states

__all__ = ["candidates"]

_NEAREST = 16
_RAREST = 6
_NAMES = 8


def candidates(matters: Sequence[Matter]) -> list[tuple[int, int]]:
    """Pairs of places in `matters` that share a file of the index, each pair once, in order.

    The first of a pair is the later claim: by date, then by seed and place.
    """
    order = sorted(
        range(len(matters)), key=lambda n: (first_day(matters[n].when), matters[n].place)
    )
    keys, holders = _filed([matters[n] for n in order])
    if not len(keys):
        return []
    place = np.lexsort((holders, keys))
    keys, holders = keys[place], holders[place]
    found = []
    for step in range(1, _NEAREST + 1):
        same = keys[step:] == keys[:-step]
        if not same.any():
            break
        found.append(holders[step:][same] * len(matters) + holders[:-step][same])
    codes = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
    later, earlier = np.divmod(codes, len(matters))
    ranks = np.array(order)
    return list(zip(ranks[later].tolist(), ranks[earlier].tolist(), strict=True))


def _filed(matters: Sequence[Matter]) -> tuple[np.ndarray, np.ndarray]:
    """Keys of the index as numbers, and the claims filed under them."""
    frequency = Counter(term for matter in matters for term in matter.terms.all)
    frequency.update(name for matter in matters for name in matter.context - matter.terms.names)
    numbers: dict[tuple[str, ...], int] = {}
    keys: list[int] = []
    holders: list[int] = []
    for place, matter in enumerate(matters):
        for key in dict.fromkeys(_keys(matter, frequency)):
            keys.append(numbers.setdefault(key, len(numbers)))
            holders.append(place)
    return np.array(keys, dtype=np.int64), np.array(holders, dtype=np.int64)


def _keys(matter: Matter, frequency: Counter[str]) -> Iterator[tuple[str, ...]]:
    rare = sorted(matter.context, key=lambda name: (frequency[name], name))
    context = [*rare[:_NAMES], *(name for name in rare[_NAMES:] if states(name))]
    for quantity in matter.quantities:
        for family in sorted(quantity.families) or [""]:
            noun = "" if family == "losses" else quantity.noun
            yield from (("counted", noun, family, name) for name in context)
    for sense in sorted(matter.terms.senses | matter.topic):
        yield from (("sense", sense, name) for name in context)
    rarest = sorted(matter.terms.all, key=lambda term: (frequency[term], term))[:_RAREST]
    yield from (("terms", *pair) for pair in combinations(sorted(rarest), 2))
