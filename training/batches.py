"""Turns examples into the arrays of one training step."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.extract.attribution_model import CUE
from analysis.extract.attribution_units import (
    Array,
    TrunkInput,
    anchor_distances,
    anchor_flags,
    pack_windows,
    trunk_input,
)
from training.corpus import Document, Example
from training.recipe import Recipe

IGNORED = -100
"""The label of pieces that count for no loss: padding, and all but a word's first piece."""

_MASK_ID, _FIRST_WORD_ID = 103, 999
_LENGTH_JITTER = 25


@dataclass(frozen=True)
class Candidate:
    """An anchor for the branch: where its unit lies in the batch, and what is to be learned."""

    row: int
    column: int
    anchor: int
    others: tuple[int, ...]
    labels: Array
    valid: bool


@dataclass(frozen=True)
class BranchBatch:
    """Arrays of shape (candidates, pieces); ``places`` are flat positions in the trunk's states."""

    places: Array
    flags: Array
    distances: Array
    mask: Array
    labels: Array
    anchors: Array
    valid: Array


@dataclass(frozen=True)
class TrunkBatch:
    """A batch of windows, its targets per piece (as ``Trunk.outputs``) and its examples."""

    inputs: TrunkInput
    targets: Array
    examples: list[Example]


def epoch(
    documents: Sequence[Document], recipe: Recipe, rng: random.Random
) -> list[list[list[Example]]]:
    """All windows of all documents, their edges moved at random, in batches of like length."""
    windows = []
    for document in documents:
        first_limit = rng.randint(20, recipe.window_pieces)
        for numbers in pack_windows(document.units, recipe.window_pieces, first_limit):
            windows.append([document.examples[number] for number in numbers])
    windows.sort(key=lambda window: _pieces(window) + rng.random() * _LENGTH_JITTER)
    size = recipe.windows_per_batch
    batches = [windows[start : start + size] for start in range(0, len(windows), size)]
    rng.shuffle(batches)
    return batches


def _pieces(window: Sequence[Example]) -> int:
    return sum(len(example.unit) + 1 for example in window)


def trunk_batch(
    windows: Sequence[Sequence[Example]], masked_share: float, rng: np.random.Generator
) -> TrunkBatch:
    """Inputs with some pieces masked, and targets."""
    inputs = trunk_input([[example.unit for example in window] for window in windows])
    examples = [example for window in windows for example in window]
    targets = np.zeros((*inputs.ids.shape, 4), np.float32)
    for (row, column, unit), example in zip(inputs.places, examples, strict=True):
        block = targets[row, column : column + len(unit)]
        for gold in example.gold:
            block[gold.anchor, 0] = 1
            for label in range(1, CUE + 1):
                block[:, label] = np.maximum(block[:, label], gold.labels == label)
    masked = (rng.random(inputs.ids.shape) < masked_share) & (inputs.ids >= _FIRST_WORD_ID)
    inputs.ids[masked] = _MASK_ID
    return TrunkBatch(inputs, targets, examples)


def candidates(
    batch: TrunkBatch, anchor_probability: Array, recipe: Recipe, rng: random.Random
) -> list[Candidate]:
    """Every gold anchor, and some that the trunk takes for one: those teach validity."""
    right: list[Candidate] = []
    wrong: list[Candidate] = []
    for (row, column, unit), example in zip(batch.inputs.places, batch.examples, strict=True):
        probability = anchor_probability[row, column : column + len(unit)]
        anchors = [gold.anchor for gold in example.gold]
        doubtful = _doubtful(example, probability, recipe.doubtful_probability)
        known = [k for k in anchors if rng.random() >= recipe.other_anchor_dropout]
        known += [k for k in doubtful if probability[k] > rng.random()]
        for gold in example.gold:
            right.append(Candidate(row, column, gold.anchor, tuple(known), gold.labels, True))
        ignored = np.full(len(unit), IGNORED, np.int64)
        wrong += [Candidate(row, column, k, tuple(known), ignored, False) for k in doubtful]
    limit = 1 + round(recipe.doubtful_share * len(right))
    return right + rng.sample(wrong, min(limit, len(wrong)))


def _doubtful(example: Example, probability: Array, least: float) -> list[int]:
    """Likely anchors outside every gold cue."""
    likely = (probability >= least) & example.unit.word_starts
    for gold in example.gold:
        likely &= gold.labels != CUE
    return [int(k) for k in np.flatnonzero(likely)]


def branch_batches(
    found: Sequence[Candidate], batch: TrunkBatch, parts: int = 3
) -> Iterator[BranchBatch]:
    """The candidates in a few parts of like length, padded."""
    units = {(row, column): unit for row, column, unit in batch.inputs.places}
    ordered = sorted(found, key=lambda candidate: len(candidate.labels))
    size = max(4, -(-len(ordered) // parts))
    for start in range(0, len(ordered), size):
        part = ordered[start : start + size]
        starts = [units[candidate.row, candidate.column].word_starts for candidate in part]
        yield _branch_batch(part, starts, batch.inputs.ids.shape[1])


def _branch_batch(
    part: Sequence[Candidate], word_starts: Sequence[Array], window_width: int
) -> BranchBatch:
    shape = (len(part), max(len(candidate.labels) for candidate in part))
    places, flags, distances, mask = np.zeros((4, *shape), np.int64)
    labels = np.full(shape, IGNORED, np.int64)
    for row, candidate in enumerate(part):
        length = len(candidate.labels)
        cut = slice(0, length)
        places[row, cut] = candidate.row * window_width + candidate.column + np.arange(length)
        flags[row, cut] = anchor_flags(length, candidate.anchor, candidate.others)
        distances[row, cut] = anchor_distances(length, candidate.anchor)
        mask[row, cut] = 1
        labels[row, cut] = np.where(word_starts[row], candidate.labels, IGNORED)
    anchors = np.array([candidate.anchor for candidate in part], np.int64)
    valid = np.array([candidate.valid for candidate in part], np.float32)
    return BranchBatch(places, flags, distances, mask, labels, anchors, valid)
