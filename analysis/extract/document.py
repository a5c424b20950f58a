"""Everything the kit finds in one document, in the order in which the steps need each other."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.extract import attributions, claims, figures, questions, sources
from analysis.extract.base import parses
from analysis.model import Attribution, Claim, Figure, Ids, Question, Source
from analysis.segment import Segmented

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
    segmented: Segmented, *, scale: str = "icd203", min_score: float | None = None
) -> Extraction:
    """Everything the kit finds in one document.

    Parameters
    ----------
    segmented : Segmented
    scale : {"icd203", "phia"}
        The yardstick for likelihood words.
    min_score : float, optional
        The least score of an attribution; by default the model's own threshold.
    """
    document = segmented.document
    sentences = parses(segmented)
    ids = Ids(document.doc_id)
    said_by = attributions.extract(sentences, document.text, ids, min_score)
    found, cast = sources.resolve(sentences, said_by, document)
    asked = questions.extract(sentences, found, ids)
    author = cast[-1]
    said = claims.extract(sentences, found, asked, author.source_id, ids, scale=scale)
    counted = figures.extract(sentences, said, ids)
    return Extraction(tuple(found), tuple(said), tuple(cast), tuple(counted), tuple(asked))
