"""The records that the extractors make: frozen dataclasses, offsets in Unicode code points.

A *span* is ``(start, end)`` with the end exclusive, into the ``text`` of its document; *spans*
are several of them in reading order, because the content of a claim can be discontinuous
("The agency, Lee said, attributes ...").
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b

__all__ = [
    "ATTRIBUTION_TYPES",
    "CERTAINTIES",
    "KINDS",
    "NAMELESS",
    "QUESTION_FORMS",
    "QUESTION_STATUSES",
    "SOURCE_KINDS",
    "SOURCINGS",
    "STANCES",
    "VERIFICATIONS",
    "Attribution",
    "Claim",
    "Document",
    "Figure",
    "Ids",
    "Problem",
    "Question",
    "Review",
    "Sentence",
    "Source",
    "Span",
    "Spans",
    "author_name",
    "bound",
    "hull",
    "quote",
]

Span = tuple[int, int]
Spans = tuple[Span, ...]

ATTRIBUTION_TYPES = (
    "direct_quote", "indirect", "mixed", "according_to", "adjectival", "noun", "none",
)  # fmt: skip
KINDS = ("factual", "forecast", "evaluation", "recommendation")
CERTAINTIES = ("certain", "probable", "possible")
STANCES = ("asserts", "reports", "endorses", "distances")
VERIFICATIONS = ("not_stated", "unverified", "confirmed", "denied")
SOURCE_KINDS = (
    "person", "government", "intelligence", "military", "media", "organisation", "analyst",
    "vague_group", "author",
)  # fmt: skip
SOURCINGS = ("on_record", "background", "unnamed", "unstated")
QUESTION_FORMS = (
    "direct", "embedded", "concealed", "stated_gap", "verification_gap", "conditional",
)  # fmt: skip
QUESTION_STATUSES = ("open", "partly_addressed", "addressed")

GAP = " … "


def quote(text: str, spans: Spans) -> str:
    """The words that `spans` cover, the pieces joined by an ellipsis."""
    return GAP.join(text[start:end] for start, end in spans)


def hull(spans: Spans) -> Span:
    """The smallest span that holds all of `spans`."""
    return min(start for start, _ in spans), max(end for _, end in spans)


NAMELESS = "\x1f"
"""The name of a document that has none yet; no seed can be called so."""


class Ids:
    """Makes the row ids of one document.

    An id comes from the seed's name and the quoted words alone, so that an edit elsewhere in the
    seed changes no id. Words that occur twice are told apart by their rank in reading order.
    Those of a `NAMELESS` document are what is hashed with its name to an id (`bound`).
    """

    def __init__(self, doc_id: str) -> None:
        self._doc_id = doc_id
        self._seen: Counter[str] = Counter()

    def make(self, prefix: str, *parts: str) -> str:
        """An id such as ``c-9f86d081884c`` for the words in `parts`."""
        key = "\x1f".join((prefix, *(" ".join(part.split()) for part in parts)))
        self._seen[key] += 1
        rank = self._seen[key]
        words = f"{key}\x1f{rank if rank > 1 else ''}"
        return words if self._doc_id == NAMELESS else bound(words, self._doc_id)


def bound(words: str, doc_id: str) -> str:
    """The id, in the document `doc_id`, of a row that `Ids` named without one."""
    digest = blake2b(f"{doc_id}\x1f{words}".encode("utf-8", "surrogatepass"), digest_size=6)
    return f"{words.partition(NAMELESS)[0]}-{digest.hexdigest()}"


def author_name(author: str, doc_id: str) -> str:
    """What the author of a document is called, who may be unnamed."""
    return author or f"Author of {re.sub(r'[.][a-z]+$', '', doc_id)}"


@dataclass(frozen=True, slots=True)
class Document:
    """A seed as it was read.

    `text_start` counts the file's characters before `text`. Where a `converter` made the text,
    `sha256` is that of what it was made from; `pages` are the offsets at which pages begin.
    """

    doc_id: str
    text: str
    path: str = ""
    sha256: str = ""
    media_type: str = "text/plain"
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    restates: str = ""
    language: str = ""
    kind: str = ""
    reliability: str = ""
    text_start: int = 0
    converter: str = ""
    same_as: str = ""
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A seed, metadata or a decision that could not be used, and what to do about it."""

    path: str
    reason: str
    message: str

    @property
    def refused(self) -> bool:
        """Whether a seed was not read, not only a line about one."""
        return self.faulty and self.reason not in {"front_matter", "metadata", "review"}

    @property
    def faulty(self) -> bool:
        """Whether something cannot be used as it stands; False for what is only said."""
        return self.reason not in {"not_prose", "orphaned", "contradiction", "unused", "chosen"}


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decided on a row: the `value` of one `field`, by whom, when and why.

    `about` are the row's words at that time, for people: the row is found by its id.
    """

    row_id: str
    field: str
    value: str
    reviewer: str = ""
    date: str = ""
    note: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the heading it stands under, the number of its paragraph, and its page."""

    sentence_id: str
    start: int
    end: int
    section: str
    paragraph: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content as written; `source_ids` are resolved within the document."""

    attribution_id: str
    sentence_id: str
    spans: Spans
    cue_spans: Spans
    source_spans: Spans
    type: str
    score: float
    rule: str
    parent_id: str = ""
    source_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """The smallest proposition with one source set, one kind and one certainty."""

    claim_id: str
    sentence_id: str
    spans: Spans
    kind: str
    attribution: str
    rule: str
    attribution_id: str = ""
    source_ids: tuple[str, ...] = ()
    source_spans: Spans = ()
    cue_spans: Spans = ()
    certainty: str = "certain"
    markers: tuple[str, ...] = ()
    likelihood_term: str = ""
    likelihood_low: float | None = None
    likelihood_high: float | None = None
    condition: str = ""
    negated: bool = False
    stance: str = "asserts"
    verification: str = "not_stated"
    event_start: str = ""
    event_end: str = ""
    event_precision: str = ""
    reported_at: str = ""
    origin_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Whoever the text says stands behind a claim; `mentions` are spans of the document.

    `resolved` is false where a pronoun or description found no antecedent: its name is then
    what the text says ("he", "the agency").
    """

    source_id: str
    name: str
    kind: str
    role: str = ""
    affiliation: str = ""
    sourcing: str = "on_record"
    resolved: bool = True
    mentions: Spans = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with bounds. A bound that the text does not give is None."""

    figure_id: str
    sentence_id: str
    start: int
    end: int
    low: float | None
    high: float | None
    unit: str
    counted: str
    rule: str
    approximator: str = ""
    as_of: str = ""
    claim_id: str = ""
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the text presents as not known or not settled.

    `raised_by` is a source id, or ``author``. `as_question` is the question as a sentence of
    its own, or empty where grammar cannot make one.
    """

    question_id: str
    sentence_id: str
    spans: Spans
    form: str
    rule: str
    raised_by: str = "author"
    as_question: str = ""
    status: str = "open"
    evidence: tuple[str, ...] = field(default=())
    why: str = ""
