"""W3C Web Annotations, JSON-LD: what stands where in the seeds, for Hypothesis and its like."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from analysis.exchange.base import PRODUCER, Files, as_json, identifier, present, records, spans
from analysis.model import Span
from analysis.tables import Tables

__all__ = ["webannotation"]

Row = Mapping[str, Any]

CONTEXT, MOST_CONTEXT = 32, 512
"""Characters before and after a quotation: as many as Hypothesis takes, more where words repeat."""
LABEL = (
    "Positions count Unicode code points from 0, the end excluded, in the seed decoded as UTF-8, "
    "its front matter and byte order mark included; where a seed was converted, in the text that "
    "the conversion made."
)


def webannotation(tables: Tables) -> Files:
    """A collection of annotations: attributions, claims, figures, questions and flags.

    The source of a target is the seed, as an address relative to the seeds' folder. Each target
    has a position and a quotation; the quotation's prefix and suffix are long enough to name one
    place of the text, unless hundreds of characters repeat. What a row says stands in bodies of
    their own, one a column, so that certainty, stance and verification stay apart. Words in
    several pieces have a target for each.
    """
    documents = {row["doc_id"]: row for row in records(tables.documents)}
    items = list(_annotations(tables, documents))
    collection: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": _id("collection", *(row["sha256"] for row in documents.values())),
        "type": "AnnotationCollection",
        "label": LABEL,
        "total": len(items),
    }
    if items:
        page = _id("page", *(item["id"] for item in items))
        first = {"id": page, "type": "AnnotationPage", "startIndex": 0, "items": items}
        collection["first"] = first
    return {"annotations.jsonld": as_json(collection)}


def _annotations(tables: Tables, documents: Mapping[str, Row]) -> Iterator[dict[str, Any]]:
    sources = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
    for name, (key, motivation, bodies) in _KINDS.items():
        for row in records(getattr(tables, name)):
            document = documents[row["doc_id"]]
            targets = [_target(document, span) for span in spans(row)]
            said_by = [_tag("source", sources.get(each)) for each in row.get("source_ids", [])]
            yield {
                "id": _id(row[key], document["sha256"]),
                "type": "Annotation",
                "motivation": motivation,
                "generator": {"type": "Software", "name": PRODUCER},
                "body": [body for body in (*bodies(row), *said_by) if body],
                "target": targets or document_source(document),
            }


def _id(*parts: str) -> str:
    return identifier("annotation", *parts).urn


def _tag(column: str, value: Any) -> dict[str, str] | None:
    if value in (None, "", False):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return {"type": "TextualBody", "purpose": "tagging", "value": f"{column}: {value}"}


def _says(purpose: str, text: str) -> dict[str, str] | None:
    if not text:
        return None
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": text}


def _tags(kind: str, *columns: str) -> Callable[[Row], list[dict[str, str] | None]]:
    return lambda row: [_tag("row", kind), *(_tag(column, row[column]) for column in columns)]


def _question(row: Row) -> list[dict[str, str] | None]:
    return [*_tags("question", "form", "status")(row), _says("questioning", row["as_question"])]


def _flag(row: Row) -> list[dict[str, str] | None]:
    return [*_tags("flag", "rule", "severity")(row), _says("assessing", row["message"])]


_CLAIM = _tags(
    "claim",
    "kind",
    "negated",
    "condition",
    "certainty",
    "likelihood_low",
    "likelihood_high",
    "stance",
    "verification",
    "credibility",
)
_KINDS: Mapping[str, tuple[str, str, Callable[[Row], list[dict[str, str] | None]]]] = {
    "attributions": ("attribution_id", "identifying", _tags("attribution", "type", "cue")),
    "claims": ("claim_id", "describing", _CLAIM),
    "figures": ("figure_id", "identifying", _tags("figure", "low", "high", "unit", "counted")),
    "questions": ("question_id", "questioning", _question),
    "flags": ("flag_id", "assessing", _flag),
}
"""By table: the key, the motivation (a word of the model's own list) and what makes bodies."""


def document_source(document: Row) -> dict[str, Any]:
    """The seed as a resource: its address from the seeds' folder, its format and language."""
    source = {"id": quote(document["doc_id"], safe="/"), "type": "Text"}
    named = {"format": document["media_type"], "language": document["language"]}
    return source | present(named)


def _target(document: Row, span: Span) -> dict[str, Any]:
    (start, end), offset = span, document["text_start"]
    return {
        "type": "SpecificResource",
        "source": document_source(document),
        "selector": [
            {"type": "TextPositionSelector", "start": start + offset, "end": end + offset},
            _quotation(document["text"], start, end),
        ],
    }


def _quotation(text: str, start: int, end: int) -> dict[str, str]:
    size = CONTEXT
    while True:
        left, right = max(0, start - size), end + size
        around = text[left:right]
        first = text.find(around)
        unique = text.find(around, first + 1) < 0
        if unique or size >= MOST_CONTEXT:
            break
        size *= 2
    return {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[left:start],
        "suffix": text[end:right],
    }
