"""Everything the kit finds in documents, in the order in which the steps need each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.extract import attributions, claims, figures, minutes, questions, sources
from analysis.extract.attribution_model import RawAttribution
from analysis.extract.base import parses
from analysis.model import Attribution, Claim, Document, Figure, Ids, Question, Source
from analysis.prose import masked
from analysis.segment import Segmented, segment

__all__ = ["Extraction", "extract"]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All rows of one document, in reading order."""

    attributions: tuple[Attribution, ...]
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    figures: tuple[Figure, ...]
    questions: tuple[Question, ...]


def extract(
    documents: Sequence[Document],
    *,
    scale: str = "icd203",
    min_score: float | None = None,
    threads: int | None = None,
) -> Iterator[tuple[Segmented, Extraction]]:
    """Everything the kit finds in each document, one after another.

    The attribution model reads in the background what is parsed next.

    Parameters
    ----------
    documents : sequence of Document
    scale : {"icd203", "phia"}
        The yardstick for likelihood words.
    min_score : float, optional
        The least score of an attribution; by default the model's own threshold.
    threads : int, optional
        Threads of the attribution model; by default one for each processor. With 1 it reads
        nothing in the background.
    """
    told = attributions.model().predict(
        (masked(document.text)[0] for document in documents), min_score, threads
    )
    for raws, segmented in zip(told, segment(documents), strict=True):
        yield segmented, _extract(segmented, raws, scale)


def _extract(segmented: Segmented, raws: Sequence[RawAttribution], scale: str) -> Extraction:
    document = segmented.document
    sentences = parses(segmented)
    ids = Ids(document.doc_id)
    said_by = attributions.extract(sentences, document.text, raws, ids)
    said_by = minutes.going_on(sentences, said_by, document)
    found, cast = sources.resolve(sentences, said_by, document)
    asked = questions.extract(sentences, found, ids)
    author = cast[-1]
    said = claims.extract(sentences, found, asked, author.source_id, ids, scale=scale)
    counted = figures.extract(sentences, said, ids)
    return Extraction(tuple(found), tuple(said), tuple(cast), tuple(counted), tuple(asked))
