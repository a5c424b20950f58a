"""Fits the score's calibration and the threshold on documents that training did not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analysis.extract.attribution_model import AttributionModel, Decoding
from analysis.extract.attribution_units import Array
from training.corpus import Document
from training.evaluate import as_parts
from training.scoring import Parts, right_claims, score

_RIDGE = 1.0
_NEWTON_STEPS = 30
_THRESHOLDS = tuple(round(0.20 + 0.02 * step, 2) for step in range(26))
_SMOOTHED = 5
_EVIDENCE = 5


def calibrated(model: AttributionModel, documents: Sequence[Document]) -> Decoding:
    """The model's decoding with a fitted calibration and threshold.

    The calibration is a logistic regression (as Platt 1999, with several parts of evidence) of
    whether content and source are right.
    """
    found = list(model.candidates(document.text for document in documents))
    claims = [[as_parts(raw) for raw, _ in candidates] for candidates in found]
    evidence = [
        np.array([part for _, part in candidates]).reshape(-1, _EVIDENCE) for candidates in found
    ]
    right = [
        right_claims(document.text, document.attributions, parts)
        for document, parts in zip(documents, claims, strict=True)
    ]
    weights = _logistic_regression(np.concatenate(evidence), np.concatenate(right).astype(float))
    decoding = replace(model.decoding, calibration=tuple(round(float(w), 4) for w in weights))
    scores = [[decoding.score(row) for row in rows] for rows in evidence]
    return replace(decoding, threshold=_threshold(documents, claims, scores))


def _logistic_regression(evidence: Array, right: Array) -> Array:
    """Intercept and weights, by Newton's method, with a slight pull towards zero."""
    design = np.column_stack([np.ones(len(evidence)), evidence])
    pull = np.diag([_RIDGE / 100] + [_RIDGE] * evidence.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(_NEWTON_STEPS):
        expected = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (expected - right) + pull @ weights
        curvature = (design * (expected * (1 - expected))[:, None]).T @ design + pull
        weights = weights - np.linalg.solve(curvature, gradient)
    return weights


def _threshold(
    documents: Sequence[Document],
    claims: Sequence[Sequence[Parts]],
    scores: Sequence[Sequence[float]],
) -> float:
    """The threshold with the best mean of claim F1 and cue F1.

    Claim F1 alone is level over a wide range, in which only recall of cues gets lost. The mean is
    averaged over neighbouring thresholds: on this few documents its peaks are chance.
    """
    f1 = []
    for threshold in _THRESHOLDS:
        rows = []
        for document, parts, values in zip(documents, claims, scores, strict=True):
            kept = [part for part, value in zip(parts, values, strict=True) if value >= threshold]
            rows.append((document.text, document.attributions, kept))
        rates = score(rows)
        f1.append(rates["all", "attributed_claim"].f1 + rates["all", "cue"].f1)
    kernel = np.ones(_SMOOTHED)
    smooth = np.convolve(f1, kernel, "same") / np.convolve(np.ones(len(f1)), kernel, "same")
    return _THRESHOLDS[int(smooth.argmax())]
