"""Which claims are worth holding against each other: an index, never all pairs.

A claim is filed under what it counts (noun, matter, each name), under what happened to whom, under
pairs of its rarest terms and under its rarest stems. Within one file, which is in order of time, a
claim meets only the nearest claims before it: so the number of pairs grows with the number of
claims, whatever they say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.assessment.dates import first_day
from analysis.assessment.matter import Matter
from analysis.assessment.words import contrary, is_state

__all__ = ["candidates"]

_RAREST = 5
"""Terms of a claim of which pairs are filed."""

_NAMES = 8
"""Names, the rarest, under which a claim is filed; states come on top of them."""

_STEMS = 4
"""Stems of a claim, the rarest, under which it is filed."""

_NEAREST_FIGURES, _NEAREST_WORDS, _NEAREST_STEMS = 18, 10, 2
"""Claims before it that a claim meets in one file."""

_TOLLS = frozenset(("#death", "#injury", "#missing", "#infection"))
"""What is counted again and again in one story, often where no name stands near."""

_Key = tuple[str, ...]
_Numbers = npt.NDArray[np.int64]


def candidates(
    matters: Sequence[Matter], stems: Callable[[Matter], frozenset[str]]
) -> Iterable[tuple[int, int]]:
    """Pairs of places in `matters` that share a file of the index, each pair once, in order.

    The first of a pair is the later claim: by date, then by seed and place. `stems` tells those of
    a claim's words.
    """
    order = sorted(
        range(len(matters)), key=lambda n: (first_day(matters[n].when), matters[n].place)
    )
    ordered = [matters[n] for n in order]
    frequency = Counter(term for each in ordered for term in each.terms.all | each.context)
    common = Counter(stem for each in ordered for stem in stems(each))
    found = [
        *_reports_denied(ordered),
        *_meetings(ordered, lambda each: _figure_keys(each, frequency), _NEAREST_FIGURES),
        *_meetings(ordered, lambda each: _word_keys(each, frequency), _NEAREST_WORDS),
        *_meetings(ordered, lambda each: _stem_keys(stems(each), common), _NEAREST_STEMS),
        *_meetings(ordered, _value_keys, _NEAREST_STEMS),
        *_neighbours(ordered),
    ]
    if not found:
        return []
    later, earlier = np.divmod(np.unique(np.concatenate(found)), len(matters))
    places = np.array(order)
    return zip(places[later].data, places[earlier].data, strict=True)


def _reports_denied(matters: Sequence[Matter]) -> Iterator[_Numbers]:
    """A denial of "the reports" with the claims before it in its seed, whatever their words."""
    seeds: dict[str, list[int]] = defaultdict(list)
    for place in sorted(range(len(matters)), key=lambda n: matters[n].place):
        seed = seeds[matters[place].doc_id]
        if matters[place].topic:
            pairs = [(max(n, place), min(n, place)) for n in seed[-_NEAREST_WORDS:]]
            yield np.array([a * len(matters) + b for a, b in pairs], dtype=np.int64)
        seed.append(place)


def _neighbours(matters: Sequence[Matter]) -> Iterator[_Numbers]:
    """Claims with figures and those next to them in their seed, whatever their words."""
    places = sorted(range(len(matters)), key=lambda n: matters[n].place)
    places = [n for n in places if matters[n].quantities]
    pairs = [
        (max(one, other), min(one, other))
        for step in (1, 2)
        for one, other in zip(places, places[step:], strict=False)
        if matters[one].doc_id == matters[other].doc_id
    ]
    yield np.array([a * len(matters) + b for a, b in pairs], dtype=np.int64)


def _meetings(
    matters: Sequence[Matter], keys_of: Callable[[Matter], Iterator[_Key]], nearest: int
) -> Iterator[_Numbers]:
    """Pairs of one file as ``later * len(matters) + earlier``."""
    numbers: dict[_Key, int] = {}
    filed: list[int] = []
    holders: list[int] = []
    for place, matter in enumerate(matters):
        for key in dict.fromkeys(keys_of(matter)):
            filed.append(numbers.setdefault(key, len(numbers)))
            holders.append(place)
    keys, held = np.array(filed, dtype=np.int64), np.array(holders, dtype=np.int64)
    by_key = np.lexsort((held, keys))
    keys, held = keys[by_key], held[by_key]
    for step in range(1, nearest + 1):
        same = keys[step:] == keys[:-step]
        if not same.any():
            return
        yield held[step:][same] * len(matters) + held[:-step][same]


def _figure_keys(matter: Matter, frequency: Counter[str]) -> Iterator[_Key]:
    for quantity in matter.quantities:
        anybody = quantity.noun in {"", "#people", "#forces"}
        noun = "anybody" if anybody else quantity.noun
        lost = "losses" in quantity.families
        for name in _names(matter, frequency):
            yield noun, "losses" if lost else "", name
        if quantity.senses & _TOLLS:
            places = (name for name in sorted(matter.title) if not is_state(name))
            yield from ((noun, "losses" if lost else "", name) for name in places)
        for sense in quantity.senses:
            yield noun, sense, "by", matter.origin.voice


def _value_keys(matter: Matter) -> Iterator[_Key]:
    """One value that is not round, of one noun, is hardly met by chance."""
    exact = (quantity for quantity in matter.quantities if quantity.exact)
    return (("value", quantity.noun, repr(quantity.low)) for quantity in exact)


def _word_keys(matter: Matter, frequency: Counter[str]) -> Iterator[_Key]:
    for sense in sorted(matter.terms.senses | matter.topic):
        yield from ((sense, name) for name in _names(matter, frequency))
    told = matter.topic | matter.terms.names if matter.topic else matter.terms.all
    told = frozenset(contrary(term) or term for term in told)
    rarest = sorted(told, key=_rarity(frequency))[:_RAREST]
    yield from combinations(sorted(rarest), 2)
    for deed in sorted(matter.deeds & told):
        yield from (("deed", deed, term) for term in sorted(told - {deed}))


def _stem_keys(held: frozenset[str], frequency: Counter[str]) -> Iterator[_Key]:
    shared = (stem for stem in held if frequency[stem] > 1)
    return (("stem", stem) for stem in sorted(shared, key=_rarity(frequency))[:_STEMS])


def _names(matter: Matter, frequency: Counter[str]) -> list[str]:
    rare = sorted(matter.context, key=_rarity(frequency))
    return [*rare[:_NAMES], *(name for name in rare[_NAMES:] if is_state(name))]


def _rarity(frequency: Counter[str]) -> Callable[[str], Any]:
    return lambda term: (frequency[term], term)
