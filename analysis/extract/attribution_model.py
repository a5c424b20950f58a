"""Finds attributions (source, cue, content) with a small trained network.

A *trunk* reads a window of paragraphs once and marks the *anchor* of every cue, its first telling
word. A *branch* reads the trunk's states of that paragraph once per anchor and labels each word as
source, content, cue or none of them. `training/` makes the network; nothing here needs torch.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from analysis.errors import SeedbriefError
from analysis.extract.attribution_units import (
    Array,
    Unit,
    anchor_distances,
    anchor_flags,
    pack_windows,
    read_units,
    trunk_input,
)

__all__ = ["AttributionModel", "Decoding", "ModelError", "RawAttribution"]

Spans = tuple[tuple[int, int], ...]

NONE, SOURCE, CONTENT, CUE, VALID = range(5)
"""The branch's outputs for a piece: four labels, and whether the anchor is one at all."""


MAX_ANCHORS = 50
"""So many cues of a unit are looked at, the likeliest; prose has hardly 25 in its 250 pieces."""

_AHEAD = 4
"""How many texts are read before the first of them is asked for."""


class ModelError(SeedbriefError):
    """The model's files are not what they should be."""


@dataclass(frozen=True, slots=True)
class RawAttribution:
    """One attribution as found; spans are ``(start, end)`` code points of the text."""

    content: Spans
    source: Spans
    cue: Spans
    score: float


Candidate = tuple[RawAttribution, Array]
"""An attribution of whatever score, and the evidence for it."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """How the network's outputs become attributions; the manifest holds the values.

    The branch is asked about anchors of at least ``candidate_probability``; those of at least
    ``other_probability`` it sees as the unit's other anchors. Labels are weighed in natural
    logarithms: ``source_bias`` favours the source, and each edge of the content costs
    ``edge_penalty``. Of two contents that share ``duplicate_overlap`` of their words the better
    stands. ``calibration`` turns evidence into the score: an intercept, then one weight for each
    part of the evidence.
    """

    candidate_probability: float = 0.1
    other_probability: float = 0.4
    source_bias: float = 0.5
    edge_penalty: float = 1.0
    duplicate_overlap: float = 0.7
    threshold: float = 0.5
    calibration: tuple[float, ...] = (0.0, 1.0, 1.0, 0.0, 0.0, 0.0)

    def score(self, evidence: Array) -> float:
        """The probability that content and source are right."""
        weights = np.array(self.calibration)
        return float(_sigmoid(weights[0] + evidence @ weights[1:]))


@dataclass(frozen=True, slots=True)
class _Finding:
    """A candidate before scores decide: word numbers within the unit, and what speaks for it.

    ``evidence``: the logit of the anchor's validity; the mean log probabilities of the content's
    and of the source's labels (of the words outside, without a source); the logarithm of the
    content's length in words; whether there is no source.
    """

    unit: Unit
    anchor: int
    content: frozenset[int]
    source: frozenset[int]
    cue: frozenset[int]
    evidence: Array

    def repeats(self, other: _Finding, overlap: float) -> bool:
        """The same content again, or much of it from another word of the same cue.

        A find whose cue stands in the other's content is none: somebody is told to have said it.
        """
        if self.cue <= other.content or other.cue <= self.content:
            return False
        shared = len(self.content & other.content) / len(self.content | other.content)
        return shared > overlap or (shared > 0.3 and self.anchor in other.cue)


def best_labels(log_probabilities: Array, edge_penalty: float) -> Array:
    """The best label of each word (Viterbi).

    From shape (candidates, words, labels) to (candidates, words). Only the content's edges cost
    something: contents are long, while sources and cues are often a single word.
    """
    candidates, words, labels = log_probabilities.shape
    penalty = np.zeros((labels, labels))
    penalty[CONTENT, :] = penalty[:, CONTENT] = edge_penalty
    penalty[CONTENT, CONTENT] = 0
    best = log_probabilities[:, 0]
    came_from = np.zeros((words, candidates, labels), np.int64)
    for word in range(1, words):
        ways = best[:, :, None] - penalty
        came_from[word] = ways.argmax(1)
        best = ways.max(1) + log_probabilities[:, word]
    path = np.zeros((candidates, words), np.int64)
    path[:, -1] = best.argmax(1)
    for word in range(words - 1, 0, -1):
        path[:, word - 1] = came_from[word, np.arange(candidates), path[:, word]]
    return path


class AttributionModel:
    """Trunk, branch and tokenizer, ready to read texts."""

    def __init__(
        self,
        trunk: onnxruntime.InferenceSession,
        branch: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        decoding: Decoding,
    ) -> None:
        self._trunk, self._branch, self._tokenizer = trunk, branch, tokenizer
        self.decoding = decoding

    @classmethod
    def load(cls, folder: Path) -> AttributionModel:
        """Load the files that the folder's ``manifest.json`` lists, if their hashes are right.

        Raises
        ------
        ModelError
            If a file is missing, cannot be read or is not the one that the manifest names.
        """
        manifest = _verified_manifest(folder)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        settings = manifest["decoding"]
        decoding = Decoding(**settings | {"calibration": tuple(settings["calibration"])})
        trunk, branch = (_session(folder / name) for name in ("trunk.onnx", "branch.onnx"))
        return cls(trunk, branch, tokenizer, decoding)

    def with_decoding(self, decoding: Decoding) -> AttributionModel:
        """The same network, read in another way."""
        return AttributionModel(self._trunk, self._branch, self._tokenizer, decoding)

    def predict(
        self, texts: Iterable[str], min_score: float | None = None, threads: int | None = None
    ) -> Iterator[list[RawAttribution]]:
        """The attributions of each text, in order of their content.

        `min_score` is a calibrated probability; left out, it is the manifest's threshold. A few
        texts ahead are read in the background, so that other work can go on beside it; with one
        of `threads`, all is done in the caller's own.
        """
        least = self.decoding.threshold if min_score is None else min_score
        for candidates in self.candidates(texts, threads):
            kept = [raw for raw, _ in candidates if raw.score >= least]
            yield sorted(kept, key=lambda raw: (raw.content, raw.cue))

    def candidates(
        self, texts: Iterable[str], threads: int | None = None
    ) -> Iterator[list[Candidate]]:
        """The attributions of each text of whatever score, best first, each with its evidence.

        The evidence has the five parts that `Decoding.calibration` weighs.
        """
        if threads == 1:
            for text in texts:
                yield _best_first([self._read(text, window) for window in self._windows(text)])
            return
        with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
            begun: deque[list[Future[list[Candidate]]]] = deque()
            for text in texts:
                begun.append([pool.submit(self._read, text, each) for each in self._windows(text)])
                if len(begun) > _AHEAD:
                    yield _best_first([window.result() for window in begun.popleft()])
            yield from (_best_first([window.result() for window in each]) for each in begun)

    def _windows(self, text: str) -> list[list[Unit]]:
        units = read_units(text, self._tokenizer)
        return [[units[k] for k in numbers] for numbers in pack_windows(units)]

    def _read(self, text: str, window: Sequence[Unit]) -> list[Candidate]:
        pairs = [(self._raw(text, f), f.evidence) for f in self._findings(window)]
        return [(raw, evidence) for raw, evidence in pairs if raw.content]

    def _findings(self, window: Sequence[Unit]) -> list[_Finding]:
        """What the units of a window hold, near-duplicates left out.

        One window a call: int8 scales depend on all that is read together, so that a larger batch,
        no faster here, would let one text change the scores of another.
        """
        found = []
        inputs = trunk_input([window])
        states, marks = self._trunk.run(None, {"ids": inputs.ids, "features": inputs.features})
        for _, column, unit in inputs.places:
            cut = slice(column, column + len(unit))
            found += self._distinct(self._branch_findings(unit, states[0, cut], marks[0, cut, 0]))
        return found

    def _distinct(self, findings: list[_Finding]) -> list[_Finding]:
        kept: list[_Finding] = []
        for finding in sorted(findings, key=lambda f: -self.decoding.score(f.evidence)):
            if not any(finding.repeats(k, self.decoding.duplicate_overlap) for k in kept):
                kept.append(finding)
        return kept

    def _branch_findings(self, unit: Unit, states: Array, anchor_logits: Array) -> list[_Finding]:
        probability = np.where(unit.word_starts, _sigmoid(anchor_logits), 0)
        anchors = np.flatnonzero(probability >= self.decoding.candidate_probability).tolist()
        if not anchors:
            return []
        if len(anchors) > MAX_ANCHORS:
            anchors = sorted(sorted(anchors, key=lambda k: -probability[k])[:MAX_ANCHORS])
        others = np.flatnonzero(probability >= self.decoding.other_probability)
        outputs = self._branch.run(
            None,
            {
                "states": np.repeat(states[None], len(anchors), 0),
                "flags": np.stack([anchor_flags(len(unit), k, others) for k in anchors]),
                "distances": np.stack([anchor_distances(len(unit), k) for k in anchors]),
            },
        )[0]
        words = np.flatnonzero(unit.word_starts)
        labels = outputs[:, words, :VALID].astype(np.float64)
        labels[..., SOURCE] += self.decoding.source_bias
        logs = _log_softmax(labels)
        paths = best_labels(logs, self.decoding.edge_penalty)
        rows = zip(anchors, paths, logs, outputs, strict=True)
        return [
            _finding(unit, k, path, log, float(output[k, VALID]))
            for k, path, log, output in rows
            if (path == CONTENT).any()
        ]

    def _raw(self, text: str, finding: _Finding) -> RawAttribution:
        parts = (finding.content, finding.source, finding.cue)
        content, source, cue = (_spans(text, finding.unit, words) for words in parts)
        return RawAttribution(content, source, cue, self.decoding.score(finding.evidence))


def _best_first(windows: Iterable[list[Candidate]]) -> list[Candidate]:
    pairs = [pair for window in windows for pair in window]
    return sorted(pairs, key=lambda pair: -pair[0].score)


def _finding(unit: Unit, anchor: int, path: Array, log: Array, validity: float) -> _Finding:
    parts = [frozenset(np.flatnonzero(path == label).tolist()) for label in range(VALID)]
    best = np.take_along_axis(log, path[:, None], 1)[:, 0]
    source = best[path == SOURCE] if parts[SOURCE] else best[path == NONE]
    own_word = int(np.flatnonzero(unit.word_starts).searchsorted(anchor))
    cue = (parts[CUE] | {own_word}) - parts[CONTENT] - parts[SOURCE] | {own_word}
    evidence = [
        validity,
        best[path == CONTENT].mean(),
        source.mean() if source.size else 0.0,
        np.log(len(parts[CONTENT])),
        not parts[SOURCE],
    ]
    return _Finding(
        unit, own_word, parts[CONTENT], parts[SOURCE], cue, np.array(evidence, np.float64)
    )


def _spans(text: str, unit: Unit, words: Iterable[int]) -> Spans:
    """The words' spans; those with nothing but punctuation and space between them are joined."""
    firsts = np.flatnonzero(unit.word_starts)
    lasts = np.append(firsts[1:], len(unit)) - 1
    spans: list[tuple[int, int]] = []
    for word in sorted(words):
        start, end = int(unit.starts[firsts[word]]), int(unit.ends[lasts[word]])
        if spans and not _tells(text[spans[-1][1] : start]):
            start = spans.pop()[0]
        spans.append((start, end))
    return tuple(span for span in spans if _tells(text[slice(*span)]))


def _tells(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _sigmoid(logits: Array | float) -> Array:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * np.asarray(logits))))


def _log_softmax(logits: Array) -> Array:
    shifted = logits - logits.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)))


def _verified_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        for name, expected in manifest["files"].items():
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if found != expected:
                raise ModelError(f"{folder / name} is not the file its manifest names: reinstall")
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the attribution model in {folder} cannot be read: {error}") from error
    return manifest


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # windows run side by side; sums keep their order anywhere
    options.log_severity_level = 3  # its warnings tell a user nothing
    return onnxruntime.InferenceSession(
        str(path),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],  # slower than the sum and the norm apart
    )
