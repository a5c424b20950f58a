"""Fits the score's calibration and the threshold on documents that training did not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analysis.extract.attribution_model import AttributionModel, Decoding, RawAttribution
from analysis.extract.attribution_units import Array
from training.corpus import Document
from training.evaluate import as_parts
from training.scoring import Rates, right_claims, score

_RIDGE = 1.0
_NEWTON_STEPS = 30
_THRESHOLDS = tuple(round(0.20 + 0.02 * step, 2) for step in range(26))
_LEAST_PRECISION = 0.76
_SMOOTHED = 5

Candidates = list[tuple[RawAttribution, Array]]


def calibrated(model: AttributionModel, documents: Sequence[Document]) -> Decoding:
    """The model's decoding with a fitted calibration and threshold.

    The calibration is a logistic regression (as Platt 1999, with several parts of evidence) of
    whether content and source are right.
    """
    found = [model.candidates(document.text) for document in documents]
    evidence = np.stack([part for candidates in found for _, part in candidates])
    right = [
        value
        for document, candidates in zip(documents, found, strict=True)
        for value in right_claims(
            document.text, document.attributions, [as_parts(raw) for raw, _ in candidates]
        )
    ]
    weights = _logistic_regression(evidence, np.array(right, float))
    decoding = replace(model.decoding, calibration=tuple(round(float(w), 4) for w in weights))
    return replace(decoding, threshold=_threshold(model.with_decoding(decoding), documents))


def _logistic_regression(evidence: Array, right: Array) -> Array:
    """Intercept and weights, by Newton's method, with a slight pull towards zero."""
    design = np.column_stack([np.ones(len(evidence)), evidence])
    pull = np.diag([0.0] + [_RIDGE] * evidence.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(_NEWTON_STEPS):
        expected = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (expected - right) + pull @ weights
        curvature = (design * (expected * (1 - expected))[:, None]).T @ design + pull
        weights = weights - np.linalg.solve(curvature, gradient)
    return weights


def _threshold(model: AttributionModel, documents: Sequence[Document]) -> float:
    """The threshold with the best claim F1 among those that are precise enough.

    F1 is averaged over neighbouring thresholds first: on this few documents its peaks are chance.
    """
    found = [model.candidates(document.text) for document in documents]
    rates = [_claim_rates(documents, found, threshold) for threshold in _THRESHOLDS]
    kernel = np.ones(_SMOOTHED)
    f1 = np.convolve([r.f1 for r in rates], kernel, "same")
    f1 /= np.convolve(np.ones(len(rates)), kernel, "same")
    precise = np.array([r.precision >= _LEAST_PRECISION for r in rates])
    return _THRESHOLDS[int(np.where(precise, f1, 0).argmax())]


def _claim_rates(
    documents: Sequence[Document], found: Sequence[Candidates], threshold: float
) -> Rates:
    rows = []
    for document, candidates in zip(documents, found, strict=True):
        kept = [as_parts(raw) for raw, _ in candidates if raw.score >= threshold]
        rows.append((document.text, document.attributions, kept))
    return score(rows)["all", "attributed_claim"]
