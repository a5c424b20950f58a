"""From seeds to tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from analysis.corpus import gather
from analysis.parameters import check_scale
from analysis.read import Seeds
from analysis.reviews.file import read_reviews
from analysis.tables.rows import Rows, rows_of
from analysis.tables.schema import SCHEMA, frame
from analysis.tables.store import Tables

__all__ = ["parse"]


def parse(
    seeds: Seeds,
    *,
    scale: str = "icd203",
    min_score: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Tables:
    """Read seeds and extract sentences, attributions, claims, sources, figures and questions.

    Parameters
    ----------
    seeds : path, list of paths, or mapping of doc_id to text
    scale : {"icd203", "phia"}
        The yardstick for likelihood words.
    min_score : float, optional
        The least calibrated probability, 0 to 1, at which an attribution counts; by default the
        model's own threshold. Lower finds more, higher is surer.
    progress : callable, optional
        Called with (documents done, documents in all) after each document.

    Returns
    -------
    Tables
        Seeds that could not be read are rows of ``problems``.

    Raises
    ------
    SeedError
        If a path that was named does not exist.
    ParameterError
        If `scale` is unknown.
    """
    check_scale(scale)
    seeds = seeds if isinstance(seeds, str | Path | Mapping) else list(seeds)
    documents, problems = gather(seeds)
    rows: Rows = {name: [] for name in SCHEMA}
    reviews, unclear = read_reviews(seeds)
    rows["reviews"] = [asdict(review) | {"machine_value": "", "status": ""} for review in reviews]
    rows["problems"] = [asdict(problem) for problem in (*problems, *unclear)]
    for done, found in enumerate(rows_of(documents, scale=scale, min_score=min_score), 1):
        for name, records in found.items():
            rows[name] += records
        if progress is not None:
            progress(done, len(documents))
    return Tables(**{name: frame(name, records) for name, records in rows.items()})
