"""From seeds to tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.corpus import gather
from analysis.extract.document import Extraction, extract
from analysis.extract.likelihood import check_scale
from analysis.model import Claim, Document, Figure, Question, Sentence, Spans, hull, quote
from analysis.prose import unread
from analysis.read import Seeds
from analysis.reviews.file import read_reviews
from analysis.segment import Segmented
from analysis.tables.schema import SCHEMA, frame
from analysis.tables.store import Tables

__all__ = ["parse"]

Rows = dict[str, list[dict[str, Any]]]


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
    found = extract(documents, scale=scale, min_score=min_score)
    for done, (segmented, extraction) in enumerate(found, 1):
        _add(rows, segmented, extraction)
        rows["problems"] += map(asdict, unread(segmented.document, segmented.unread))
        if progress is not None:
            progress(done, len(documents))
    return Tables(**{name: frame(name, records) for name, records in rows.items()})


def _add(rows: Rows, segmented: Segmented, extraction: Extraction) -> None:
    document = segmented.document
    rows["documents"].append(_document(document, len(segmented.sentences)))
    rows["sentences"].extend(_placed(document, sentence) for sentence in segmented.sentences)
    rows["attributions"].extend(_attribution(document, a) for a in extraction.attributions)
    rows["claims"].extend(_claim(document, claim) for claim in extraction.claims)
    rows["figures"].extend(_placed(document, figure) for figure in extraction.figures)
    rows["questions"].extend(_question(document, question) for question in extraction.questions)
    rows["sources"].extend(_sources(document, extraction))


def _document(document: Document, n_sentences: int) -> dict[str, Any]:
    return asdict(document) | {"n_sentences": n_sentences}  # `pages` live on in sentences


def _placed(document: Document, record: Sentence | Figure) -> dict[str, Any]:
    words = document.text[record.start : record.end]
    return asdict(record) | {"doc_id": document.doc_id, "text": words}


def _spanned(document: Document, record: Claim | Question) -> dict[str, Any]:
    start, end = hull(record.spans)
    words = {"start": start, "end": end, "text": document.text[start:end]}
    return _lists(asdict(record)) | words | {"doc_id": document.doc_id}


def _claim(document: Document, claim: Claim) -> dict[str, Any]:
    return _spanned(document, claim) | {"cue": quote(document.text, claim.cue_spans)}


def _question(document: Document, question: Question) -> dict[str, Any]:
    return _spanned(document, question)


def _attribution(document: Document, attribution: Any) -> dict[str, Any]:
    return _lists(asdict(attribution)) | {
        "doc_id": document.doc_id,
        "text": quote(document.text, attribution.spans),
        "cue": quote(document.text, attribution.cue_spans),
        "source_text": quote(document.text, attribution.source_spans),
    }


def _sources(document: Document, extraction: Extraction) -> Iterable[dict[str, Any]]:
    for source in extraction.sources:
        yield asdict(source) | {
            "mentions": _mentions(document, source.mentions),
            "n_claims": sum(source.source_id in claim.source_ids for claim in extraction.claims),
            "n_documents": 1,
        }


def _mentions(document: Document, spans: Spans) -> list[str]:
    return [f"{document.doc_id}#{start}-{end}" for start, end in spans]


def _lists(record: dict[str, Any]) -> dict[str, Any]:
    """Tuples as the lists that tables hold."""
    return {key: _listed(value) for key, value in record.items()}


def _listed(value: Any) -> Any:
    return [_listed(item) for item in value] if isinstance(value, tuple) else value
