"""Seeds that have the same words: copies, and near-copies such as two versions of one wire report.

Each text is reduced to the hashes of its runs of five words. Texts that share a band of their
smallest hashes (MinHash, Broder 1997) are compared in full, each with the first of its band only:
the work grows with the number of texts and not with its square.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.model import Document

__all__ = ["with_copies"]

Hashes: TypeAlias = NDArray[np.uint64]

RUN = 5
"""Words that are hashed together."""

BANDS, ROWS = 24, 3
"""Texts of which a third is the same share a band of three out of 24 in six of ten cases, texts of
which two thirds are in all but one of a thousand."""

SHARED = 0.65
"""The share of the shorter text's runs that must stand in the longer: a copy can be cut, but not
rewritten."""

FEWEST = 30
"""Runs; a shorter text is a copy only of the same words."""

_WORD = re.compile(r"\w+")
_MERSENNE = np.uint64((1 << 61) - 1)


def with_copies(documents: Sequence[Document]) -> list[Document]:
    """The documents, in their order, each copy naming its original in ``same_as``.

    The original is the one that was published first; of those with one date or none, the first id.
    """
    order = sorted(documents, key=lambda each: (each.published or "9999", each.doc_id))
    originals: dict[str, str] = {}
    whole: dict[bytes, str] = {}
    filed: dict[tuple[Any, ...], str] = {}
    runs: dict[str, Hashes] = {}
    for document in order:
        hashes = _runs(document.text)
        key = hashes.tobytes()
        if key in whole:
            originals[document.doc_id] = whole[key]
            continue
        whole[key] = document.doc_id
        if len(hashes) < FEWEST:
            continue
        distinct = np.unique(hashes)
        bands = _bands(distinct)
        near = dict.fromkeys(filed[band] for band in bands if band in filed)
        same = next((name for name in near if _share(distinct, runs[name]) >= SHARED), "")
        if same:
            originals[document.doc_id] = same
            continue
        runs[document.doc_id] = distinct
        for band in bands:
            filed.setdefault(band, document.doc_id)
    return [replace(each, same_as=originals.get(each.doc_id, "")) for each in documents]


def _runs(text: str) -> Hashes:
    """A hash for each run of words, in their order; case, marks and space do not count."""
    words = [zlib.crc32(word.encode("utf-8")) for word in _WORD.findall(text.casefold())]
    codes = np.array(words, np.uint64)
    count = max(1, len(codes) - RUN + 1)
    mixed = np.zeros(count, np.uint64)
    for step in range(min(RUN, len(codes))):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + codes[step : step + count]
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _bands(runs: Hashes) -> list[tuple[Any, ...]]:
    """The smallest values under several hash functions, a few at a time."""
    lowest = np.concatenate(
        [((_FACTORS * each + _SHIFTS) & _MERSENNE).min(0) for each in _blocks(runs)]
    ).reshape(-1, BANDS * ROWS)
    smallest = lowest.min(0)
    return [(band, *smallest[band * ROWS : (band + 1) * ROWS].tolist()) for band in range(BANDS)]


def _blocks(runs: Hashes) -> list[Hashes]:
    """Some hundred runs at a time, so that a long text takes no more memory."""
    column = runs.reshape(-1, 1)
    return [column[start : start + 4096] for start in range(0, len(column), 4096)]


def _constants(seed: int) -> Hashes:
    """Numbers that are the same everywhere and look like none."""
    state = np.arange(1, BANDS * ROWS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    state += np.uint64(seed)
    for multiplier in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):  # splitmix64
        state = (state ^ (state >> np.uint64(30))) * np.uint64(multiplier)
    return state | np.uint64(1)


_FACTORS, _SHIFTS = _constants(1), _constants(2)


def _share(one: Hashes, other: Hashes) -> float:
    """How much of the shorter text stands in the longer."""
    common = np.intersect1d(one, other, assume_unique=True).size
    return float(common / min(one.size, other.size))
