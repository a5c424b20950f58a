"""Seeds that have the same words: copies, and near-copies such as two versions of one wire report.

Each text is reduced to the hashes of its runs of five words. Texts that share a band of their
smallest hashes (MinHash, Broder 1997) are compared in full, each with the first of its band only:
the work grows with the number of texts and not with its square. Of a text only its `fingerprint` is
kept (208 bytes); the few that are compared in full are read again.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.model import Document

__all__ = ["by_publication", "find_copies", "fingerprint", "with_copies"]

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

_WHOLE = 16
"""Bytes of the hash of all words."""

_HELD = 64
"""Texts whose runs are kept, while others are compared with them."""

_WORD = re.compile(r"\w+")
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MERSENNE = np.uint64((1 << 61) - 1)


def with_copies(documents: Sequence[Document]) -> list[Document]:
    """The documents, in their order, each copy naming its original in ``same_as``."""
    order = sorted(documents, key=lambda each: by_publication(each.published, each.doc_id))
    texts = {document.doc_id: document.text for document in documents}
    marks = ((each.doc_id, fingerprint(each.text)) for each in order)
    originals = find_copies(marks, texts.__getitem__)
    return [replace(each, same_as=originals.get(each.doc_id, "")) for each in documents]


def by_publication(published: str, doc_id: str) -> tuple[str, str]:
    """What texts are sorted by, so that an original comes before its copies.

    That is the one published first; of those with one date or none, the first id.
    """
    return published or "9999", doc_id


def fingerprint(text: str) -> bytes:
    """What tells whether two texts can be copies: the hash of all words, then one for each band.

    A text of fewer than `FEWEST` runs has no bands.
    """
    hashes = _runs(text)
    whole = blake2b(hashes.tobytes(), digest_size=_WHOLE).digest()
    return whole if len(hashes) < FEWEST else whole + _bands(np.unique(hashes)).tobytes()


def find_copies(
    marks: Iterable[tuple[str, bytes]], text_of: Callable[[str], str]
) -> dict[str, str]:
    """The original of each text that is a copy.

    Parameters
    ----------
    marks : iterable of (str, bytes)
        Name and `fingerprint` of each text, in the order `by_publication`.
    text_of : callable
        The text of a name; asked for where fingerprints are alike.
    """
    told = list(marks)
    shared = _shared([mark[_WHOLE:] for _, mark in told])
    originals: dict[str, str] = {}
    wholes: dict[bytes, str] = {}
    filed: dict[int, str] = {}
    distinct = lru_cache(_HELD)(lambda name: np.unique(_runs(text_of(name))))
    for name, mark in told:
        original = wholes.setdefault(mark[:_WHOLE], name)
        if original != name:
            originals[name] = original
            continue
        bands = _among(np.frombuffer(mark[_WHOLE:], np.uint64), shared)
        near = dict.fromkeys(filed[band] for band in bands if band in filed)
        same = next((each for each in near if _share(distinct(name), distinct(each)) >= SHARED), "")
        if same:
            originals[name] = same
            continue
        for band in bands:
            filed.setdefault(band, name)
    return originals


def _shared(bands: Sequence[bytes]) -> Hashes:
    """The bands that several texts have, in order: few of all, so that few need be kept."""
    values, counts = np.unique(np.frombuffer(b"".join(bands), np.uint64), return_counts=True)
    return np.asarray(values[counts > 1])


def _among(values: Hashes, known: Hashes) -> list[int]:
    """Those of some values that stand in `known`, which is sorted."""
    if not len(known):
        return []
    places = np.minimum(known.searchsorted(values), len(known) - 1)
    found: list[int] = values[known[places] == values].tolist()
    return found


def _runs(text: str) -> Hashes:
    """A hash for each run of words, in their order; case, marks and space do not count."""
    words = [zlib.crc32(word.encode("utf-8")) for word in _WORD.findall(text.casefold())]
    codes = np.array(words, np.uint64)
    count = max(1, len(codes) - RUN + 1)
    mixed = np.zeros(count, np.uint64)
    for step in range(min(RUN, len(codes))):
        mixed = mixed * _GOLDEN + codes[step : step + count]
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _bands(runs: Hashes) -> Hashes:
    """A hash for each band: of its number and the smallest values under its hash functions."""
    lowest = np.concatenate(
        [((_FACTORS * each + _SHIFTS) & _MERSENNE).min(0) for each in _blocks(runs)]
    ).reshape(-1, BANDS * ROWS)
    smallest = lowest.min(0).reshape(BANDS, ROWS)
    mixed = np.arange(1, BANDS + 1, dtype=np.uint64)
    for row in range(ROWS):
        mixed = mixed * _GOLDEN + smallest[:, row]
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _blocks(runs: Hashes) -> list[Hashes]:
    """Some hundred runs at a time, so that a long text takes no more memory."""
    column = runs.reshape(-1, 1)
    return [column[start : start + 4096] for start in range(0, len(column), 4096)]


def _constants(seed: int) -> Hashes:
    """Numbers that are the same everywhere and look like none."""
    state = np.arange(1, BANDS * ROWS + 1, dtype=np.uint64) * _GOLDEN
    state += np.uint64(seed)
    for multiplier in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):  # splitmix64
        state = (state ^ (state >> np.uint64(30))) * np.uint64(multiplier)
    return state | np.uint64(1)


_FACTORS, _SHIFTS = _constants(1), _constants(2)


def _share(one: Hashes, other: Hashes) -> float:
    """How much of the shorter text stands in the longer."""
    common = np.intersect1d(one, other, assume_unique=True).size
    return float(common / min(one.size, other.size))
