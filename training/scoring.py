"""Scores predicted attributions against annotated ones (standard library only).

Spans become sets of word tokens, so that punctuation at the edges never counts. Predictions and
gold are matched one to one, best overlap (Jaccard) first. Metrics:

- ``attributed_claim``: content tokens overlap by at least half, and the source is right: the two
  share a token that is no stop word, or neither side has a source
- ``attribution``: the content alone
- ``cue``: the cues share a token
- ``exact_content``: the same content tokens

Views: ``all``; ``sourced`` (gold with source and cue) and ``quoted`` (gold whose content holds or
touches a double quotation mark). A prediction that fits gold outside a view does not count in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["METRICS", "VIEWS", "Rates", "right_claims", "score"]

METRICS = ("attributed_claim", "attribution", "cue", "exact_content")
VIEWS = ("all", "sourced", "quoted")

Parts = Mapping[str, Sequence[Sequence[int]]]
"""The spans of ``content``, ``source`` and ``cue``."""

_WORD = re.compile(r"\w+(?:['’.\-]\w+)*")
_QUOTES = frozenset('"“”„‟«»')
_STOP_WORD_LIST = (
    "a an the this that these those some any no of in on at by to for from with about as into over"
    " after and or but nor s 's ’s is are was were be been being am has have had do does did will"
    " would can could may might must shall should not also it's its"
)
_STOP_WORDS = frozenset(_STOP_WORD_LIST.split())


@dataclass(frozen=True)
class Rates:
    """Counts of a metric, and precision, recall and F1 from them."""

    hits: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the predictions that are right."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.predicted + self.gold
        return 2 * self.hits / both if both else 0.0


@dataclass(frozen=True)
class _Claim:
    content: frozenset[int]
    source: frozenset[int]
    telling_source: frozenset[int]
    cue: frozenset[int]
    quoted: bool


Key = Callable[[_Claim], frozenset[int]]
Pairs = dict[int, int]


def score(
    documents: Iterable[tuple[str, Sequence[Parts], Sequence[Parts]]],
) -> dict[tuple[str, str], Rates]:
    """Rates by (view, metric) over documents, each a text, its gold and its predictions."""
    totals: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for text, gold, predicted in documents:
        for key, counts in _document_counts(text, gold, predicted).items():
            totals[key] = [a + b for a, b in zip(totals[key], counts, strict=True)]
    return {key: Rates(*counts) for key, counts in totals.items()}


def right_claims(text: str, gold: Sequence[Parts], predicted: Sequence[Parts]) -> list[bool]:
    """Which predictions fit an annotated attribution, each one on its own."""
    ours, theirs = _claims(text, predicted), _claims(text, gold)
    return [
        any(_overlap(p.content, g.content) >= 0.5 and _same_source(p, g) for g in theirs)
        for p in ours
    ]


def _document_counts(
    text: str, gold_parts: Sequence[Parts], predicted_parts: Sequence[Parts]
) -> dict[tuple[str, str], tuple[int, int, int]]:
    gold = [claim for claim in _claims(text, gold_parts) if claim.content]
    predicted = [claim for claim in _claims(text, predicted_parts) if claim.content]
    pairs = {
        "attributed_claim": _match(predicted, gold, _content, 0.5, _same_source),
        "attribution": _match(predicted, gold, _content, 0.5),
        "cue": _match(predicted, gold, lambda claim: claim.cue, 0.0),
        "exact_content": _match(predicted, gold, _content, 1.0),
    }
    views = {
        "all": set(range(len(gold))),
        "sourced": {k for k, claim in enumerate(gold) if claim.source and claim.cue},
        "quoted": {k for k, claim in enumerate(gold) if claim.quoted},
    }
    counts = {}
    for view, kept in views.items():
        scope = _Scope(view, kept, predicted, gold, pairs["attribution"])
        for metric, found in pairs.items():
            count = scope.cue_counts if metric == "cue" else scope.content_counts
            counts[view, metric] = count(found)
    return counts


@dataclass(frozen=True)
class _Scope:
    """What counts in a view: the gold in it, and the predictions that do not fit other gold."""

    view: str
    kept: set[int]
    predicted: Sequence[_Claim]
    gold: Sequence[_Claim]
    by_content: Pairs

    def content_counts(self, found: Pairs) -> tuple[int, int, int]:
        """Hits, predictions and gold of a metric that compares contents."""
        asked = self._asked()
        outside = {k for k in asked if self._fits_outside(found, k)}
        outside |= {k for k in asked if k not in found and self._fits_outside(self.by_content, k)}
        right = self._right(found)
        return len(right), len((asked | right) - outside), len(self.kept)

    def cue_counts(self, found: Pairs) -> tuple[int, int, int]:
        """Hits, predictions and gold of the cues."""
        pool = self._asked() if self.view == "quoted" else set(range(len(self.predicted)))
        pool = {k for k in pool if self.predicted[k].cue}
        outside = {k for k in pool if self._fits_outside(found, k)}
        right = self._right(found)
        wanted = sum(1 for g in self.kept if self.gold[g].cue)
        return len(right), len((pool | right) - outside), wanted

    def _asked(self) -> set[int]:
        if self.view != "quoted":
            return set(range(len(self.predicted)))
        fits = {k for k, g in self.by_content.items() if g in self.kept}
        return fits | {k for k, claim in enumerate(self.predicted) if claim.quoted}

    def _right(self, found: Pairs) -> set[int]:
        return {k for k, g in found.items() if g in self.kept}

    def _fits_outside(self, pairs: Pairs, number: int) -> bool:
        return number in pairs and pairs[number] not in self.kept


def _claims(text: str, parts: Sequence[Parts]) -> list[_Claim]:
    words = [match.span() for match in _WORD.finditer(text)]
    starts, ends = [start for start, _ in words], [end for _, end in words]

    def tokens(spans: Sequence[Sequence[int]]) -> frozenset[int]:
        ranges = (range(bisect_right(ends, s), bisect_left(starts, e)) for s, e in spans)
        return frozenset(number for part in ranges for number in part)

    def claim(part: Parts) -> _Claim:
        content, source, cue = (tokens(part.get(k) or ()) for k in ("content", "source", "cue"))
        telling = frozenset(k for k in source if text[slice(*words[k])].lower() not in _STOP_WORDS)
        quoted = any(_QUOTES & set(text[max(0, s - 1) : e + 1]) for s, e in part["content"])
        return _Claim(content, source, telling, cue, quoted)

    return [claim(part) for part in parts]


def _content(claim: _Claim) -> frozenset[int]:
    return claim.content


def _same_source(predicted: _Claim, gold: _Claim) -> bool:
    if not gold.source or not predicted.source:
        return not gold.source and not predicted.source
    return bool(predicted.source & (gold.telling_source or gold.source))


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other) if one & other else 0.0


def _match(
    predicted: Sequence[_Claim],
    gold: Sequence[_Claim],
    key: Key,
    least: float,
    allowed: Callable[[_Claim, _Claim], bool] = lambda predicted, gold: True,
) -> Pairs:
    """One-to-one pairs of numbers, predicted to gold; ties go to the earlier pair."""
    candidates = []
    for i, p in enumerate(predicted):
        for j, g in enumerate(gold):
            value = _overlap(key(p), key(g))
            if value > 0 and value >= least and allowed(p, g):
                candidates.append((-value, i, j))
    pairs: Pairs = {}
    taken: Counter[int] = Counter()
    for _, i, j in sorted(candidates):
        if i not in pairs and not taken[j]:
            pairs[i] = j
            taken[j] += 1
    return pairs
