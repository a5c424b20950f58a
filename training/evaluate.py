"""Measures a finished model: scores, calibration and speed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from analysis.extract.attribution_model import AttributionModel, RawAttribution
from training.corpus import Document
from training.scoring import METRICS, VIEWS, Parts, right_claims, score

_BINS = 10


@dataclass(frozen=True)
class Bin:
    """Predictions with scores in one tenth: how many, their mean score, the share that is right."""

    count: int
    mean_score: float
    share_right: float


def as_parts(attribution: RawAttribution) -> Parts:
    """An attribution in the form that the scorer takes."""
    return {
        "content": attribution.content,
        "source": attribution.source,
        "cue": attribution.cue,
    }


def evaluate(model: AttributionModel, documents: Sequence[Document]) -> dict[str, Any]:
    """Per cent by view and metric, the reliability of scores, and words a second."""
    texts = [document.text for document in documents]
    start = time.perf_counter()
    found = [[raw for raw, _ in candidates] for candidates in model.candidates(texts)]
    seconds = time.perf_counter() - start
    bins, error = reliability(documents, found)
    return {
        "documents": len(documents),
        "threshold": model.decoding.threshold,
        "scores": _scores(documents, found, model.decoding.threshold),
        "calibration_error": round(error, 4),
        "reliability": [asdict(part) for part in bins],
        "words_per_second": round(sum(len(text.split()) for text in texts) / seconds),
    }


def _scores(
    documents: Sequence[Document], found: Sequence[Sequence[RawAttribution]], threshold: float
) -> dict[str, dict[str, dict[str, float]]]:
    rows = []
    for document, raws in zip(documents, found, strict=True):
        kept = [as_parts(raw) for raw in raws if raw.score >= threshold]
        rows.append((document.text, document.attributions, kept))
    rates = score(rows)
    return {
        view: {
            metric: {
                name: round(100 * getattr(rates[view, metric], name), 1)
                for name in ("precision", "recall", "f1")
            }
            for metric in METRICS
        }
        for view in VIEWS
    }


def reliability(
    documents: Sequence[Document], found: Sequence[Sequence[RawAttribution]]
) -> tuple[list[Bin], float]:
    """Candidates of every score in ten bins, and the expected calibration error (Guo 2017)."""
    scores: list[float] = []
    right: list[bool] = []
    for document, raws in zip(documents, found, strict=True):
        scores += [raw.score for raw in raws]
        right += right_claims(document.text, document.attributions, [as_parts(raw) for raw in raws])
    values, truth = np.array(scores), np.array(right, float)
    tenth = np.minimum((values * _BINS).astype(int), _BINS - 1)
    bins = []
    error = 0.0
    for number in range(_BINS):
        inside = tenth == number
        if inside.any():
            mean, share = float(values[inside].mean()), float(truth[inside].mean())
            bins.append(Bin(int(inside.sum()), round(mean, 3), round(share, 3)))
            error += abs(mean - share) * float(inside.mean())
    return bins, error


def table(report: dict[str, Any]) -> str:
    """The report's scores as lines of text."""
    lines = [f"{'view':8} {'metric':17} {'P':>6} {'R':>6} {'F1':>6}"]
    for view, metrics in report["scores"].items():
        for metric, rate in metrics.items():
            figures = "".join(f" {rate[name]:6.1f}" for name in ("precision", "recall", "f1"))
            lines.append(f"{view:8} {metric:17}{figures}")
    lines.append(f"threshold {report['threshold']}")
    lines.append(f"calibration error {report['calibration_error']}")
    lines.append(f"{report['words_per_second']} words a second")
    return "\n".join(lines)
