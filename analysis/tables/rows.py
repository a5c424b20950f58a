"""All rows of each document, as plain values: kept from the last time, else found anew.

What is found in a document depends on nothing but its text, its author and where its pages begin;
these alone are handed to the extractors. A change of other metadata, of other seeds, of a seed's
name or of where the seeds lie costs no parse, and a copy is parsed once. The document's name, and
the ids that are made of it, are put into the rows at the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from analysis.cache import Cache, fingerprint, key_of, open_cache
from analysis.model import (
    NAMELESS,
    Claim,
    Document,
    Figure,
    Ids,
    Question,
    Sentence,
    author_name,
    bound,
    hull,
    quote,
)
from analysis.prose import unread

if TYPE_CHECKING:
    from analysis.extract.document import Extraction
    from analysis.segment import Segmented

__all__ = ["PARTS", "Rows", "rows_of"]

Rows = dict[str, list[dict[str, Any]]]
"""By table: a dictionary a row, of values that JSON has."""

PARTS = (
    *("errors", "extract", "lexicon", "lexicons", "model", "models", "page", "parser", "pattern"),
    *("prose", "segment", "tables/rows", "wording"),
)
"""The modules and folders of the kit on which rows depend."""

_KIND = "seed"

_IDS = frozenset((
    *("sentence_id", "attribution_id", "claim_id", "source_id", "figure_id", "question_id"),
    *("parent_id", "source_ids", "origin_ids", "raised_by", "evidence"),
))  # fmt: skip
"""Columns with ids of rows of the same document."""

_AT_ONCE = 32
"""Documents; the attribution model reads ahead within so many."""


def rows_of(
    documents: Iterable[Document],
    *,
    scale: str = "icd203",
    min_score: float | None = None,
    threads: int | None = None,
) -> Iterator[Rows]:
    """The rows of one document after another, in their order.

    Those of a document are the same whichever others are read with it.

    Parameters
    ----------
    documents : iterable of Document
        As `analysis.corpus.gather` yields them.
    scale : {"icd203", "phia"}
        The yardstick for likelihood words.
    min_score : float, optional
        The least score of an attribution; by default the model's own threshold.
    threads : int, optional
        Threads of the attribution model; by default one for each processor.

    Returns
    -------
    iterator of Rows
        One row of ``documents``, and those of ``sentences``, ``attributions``, ``claims``,
        ``sources``, ``figures``, ``questions`` and ``problems``.
    """
    cache, rest = open_cache(), iter(documents)
    while some := list(islice(rest, _AT_ONCE)):
        keys = [_key(document, scale, min_score) for document in some]
        stored = {key: cache.get(_KIND, key) for key in keys}
        unknown = {k: each for k, each in zip(keys, some, strict=True) if stored[k] is None}
        found = _extracted([*unknown.values()], scale, min_score, threads)
        for document, key in zip(some, keys, strict=True):
            data = stored[key] = stored[key] or _kept(cache, key, next(found))
            yield _complete(document, data)


def _key(document: Document, scale: str, min_score: float | None) -> str:
    settings = json.dumps([scale, min_score, document.pages])
    told = document.author, document.publisher, document.text
    return key_of(fingerprint(*PARTS), settings, *told)


def _extracted(
    documents: Sequence[Document], scale: str, min_score: float | None, threads: int | None
) -> Iterator[Rows]:
    if not documents:
        return
    from analysis.extract.document import extract  # and with it the models, if they are needed

    bare = [_bare(document) for document in documents]
    for segmented, extraction in extract(bare, scale=scale, min_score=min_score, threads=threads):
        yield _rows(segmented, extraction)


def _bare(document: Document) -> Document:
    """The parts of a document of which what is extracted depends."""
    return Document(
        NAMELESS,
        document.text,
        publisher=document.publisher,
        author=document.author,
        pages=document.pages,
    )


def _kept(cache: Cache, key: str, found: Any) -> bytes:
    data = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    cache.put(_KIND, key, data)
    return data


def _complete(document: Document, data: bytes) -> Rows:
    """Add what depends on more of the document than is handed to the extractors."""
    found = json.loads(data)
    doc_id, author = document.doc_id, found["sources"][-1]
    names = [bound(name, doc_id) if NAMELESS in name else name for name in found.pop("names")]
    if author["kind"] == "author" and not document.author:
        author["name"] = author_name("", doc_id)
        names[author["source_id"]] = Ids(doc_id).make("o", "author", author["name"])
    for row in chain(*(rows for table, rows in found.items() if table != "unread")):
        row["doc_id"] = doc_id
        for column in _IDS & row.keys():
            at = row[column]
            row[column] = [names[each] for each in at] if isinstance(at, list) else names[at]
    for row in found["sources"]:
        row["mentions"] = [f"{doc_id}#{start}-{end}" for start, end in row["mentions"]]
    row = asdict(document) | {"n_sentences": len(found["sentences"])}  # `pages` are in sentences
    problems = unread(document, found.pop("unread"))
    return {**found, "documents": [row], "problems": [asdict(each) for each in problems]}


def _rows(segmented: Segmented, extraction: Extraction) -> dict[str, Any]:
    document = segmented.document
    found = {
        "sentences": [_placed(document, sentence) for sentence in segmented.sentences],
        "attributions": [_attribution(document, each) for each in extraction.attributions],
        "claims": [_claim(document, claim) for claim in extraction.claims],
        "sources": list(_sources(extraction)),
        "figures": [_placed(document, figure) for figure in extraction.figures],
        "questions": [_spanned(document, question) for question in extraction.questions],
    }
    names: dict[str, int] = {}
    for row in chain(*found.values()):
        for column in _IDS & row.keys():
            row[column] = _numbered(row[column], names)
    return {**found, "names": list(names), "unread": segmented.unread}


def _numbered(ids: str | Sequence[str], names: dict[str, int]) -> int | list[int]:
    """The places of ids in a list of all names, which grows by those that are new."""
    if isinstance(ids, str):
        return names.setdefault(ids, len(names))
    return [names.setdefault(each, len(names)) for each in ids]


def _placed(document: Document, record: Sentence | Figure) -> dict[str, Any]:
    words = document.text[record.start : record.end]
    return asdict(record) | {"text": words}


def _spanned(document: Document, record: Claim | Question) -> dict[str, Any]:
    start, end = hull(record.spans)
    words = {"start": start, "end": end, "text": document.text[start:end]}
    return asdict(record) | words


def _claim(document: Document, claim: Claim) -> dict[str, Any]:
    return _spanned(document, claim) | {"cue": quote(document.text, claim.cue_spans)}


def _attribution(document: Document, attribution: Any) -> dict[str, Any]:
    return asdict(attribution) | {
        "text": quote(document.text, attribution.spans),
        "cue": quote(document.text, attribution.cue_spans),
        "source_text": quote(document.text, attribution.source_spans),
    }


def _sources(extraction: Extraction) -> Iterator[dict[str, Any]]:
    for source in extraction.sources:
        yield asdict(source) | {
            "n_claims": sum(source.source_id in claim.source_ids for claim in extraction.claims),
            "n_documents": 1,
        }
