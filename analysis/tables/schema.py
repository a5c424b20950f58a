"""The one home of the tables' schema: columns, types, keys and what each column means.

By these declarations every table is checked when it is made; from them come the Arrow schemas it is
stored with, and the data dictionary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as arrow

from analysis.errors import TableError
from analysis.model import (
    ATTRIBUTION_TYPES,
    CERTAINTIES,
    KINDS,
    QUESTION_FORMS,
    QUESTION_STATUSES,
    SOURCE_KINDS,
    SOURCINGS,
    STANCES,
    VERIFICATIONS,
)

__all__ = [
    "SCHEMA",
    "SCHEMA_VERSION",
    "Column",
    "TableSchema",
    "arrow_schema",
    "check",
    "empty",
    "frame",
    "frame_of",
    "referred",
    "rows",
]

SCHEMA_VERSION = 1
"""Rises when a column goes or changes its meaning; a new column leaves it as it is."""

RELATIONS = ("repeats", "corroborates", "conflicts", "denies", "updates", "related")
SEVERITIES = ("high", "medium", "low")
REVIEW_STATUSES = ("", "applied", "overruled", "withdrawn", "orphaned")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `kind` is one of the keys of `KINDS_OF_COLUMN`, `allowed` its closed list."""

    name: str
    kind: str
    meaning: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table: its key (unique, never empty) or "" where rows have none, and its columns."""

    name: str
    key: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]


@dataclass(frozen=True, slots=True)
class _Type:
    dtype: str
    arrow: arrow.DataType
    valid: Callable[[Any], bool] | None = None
    nullable: bool = False


def _is_spans(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(span, list)
        and len(span) == 2
        and all(isinstance(edge, int) for edge in span)
        and 0 <= span[0] < span[1]
        for span in value
    )


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


KINDS_OF_COLUMN: Mapping[str, _Type] = {
    "text": _Type("str", arrow.string()),
    "offset": _Type("int64", arrow.int64()),
    "count": _Type("Int64", arrow.int64(), nullable=True),
    "number": _Type("float64", arrow.float64(), nullable=True),
    "yes_no": _Type("bool", arrow.bool_()),
    "spans": _Type("object", arrow.list_(arrow.list_(arrow.int64())), _is_spans),
    "texts": _Type("object", arrow.list_(arrow.string()), _is_texts),
}
"""Text is never missing: empty means that the seed says nothing. Offsets are code points."""


def _columns(*rows: tuple[Any, ...]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


_DOC_ID = ("doc_id", "text", "The seed: its file name below the seeds folder.")
_SENTENCE_ID = ("sentence_id", "text", "The sentence in which the row begins.")
_START = ("start", "offset", "First character, counted in code points of the document's text.")
_END = ("end", "offset", "Character after the last one.")
_TEXT = ("text", "text", "The words as written: text[start:end] of the document.")
_RULE = ("rule", "text", "The rule or model that made the row.")
_SOURCE_IDS = ("source_ids", "texts", "Whoever stands behind it, resolved: ids in sources.")
_SOURCE_SPANS = ("source_spans", "spans", "The source as written there.")
_CUE = ("cue", "text", "The reporting word as written.")
_CUE_SPANS = ("cue_spans", "spans", "Where the cue stands.")

SCHEMA: Mapping[str, TableSchema] = {
    table.name: table
    for table in (
        TableSchema(
            "documents",
            "doc_id",
            "The seeds that were read.",
            _columns(
                _DOC_ID,
                ("path", "text", "The file, as named when it was read; a file inside after it."),
                ("sha256", "text", "SHA-256 of the bytes that the text was made from."),
                ("media_type", "text", "The type of the file."),
                ("converter", "text", "What made the text, with version; empty: the file's own."),
                ("same_as", "text", "The seed that has the same words, or nearly; else empty."),
                ("title", "text", "Title, as the file or somebody beside it says."),
                ("publisher", "text", "Who published it."),
                ("author", "text", "Who wrote it."),
                ("published", "text", "ISO 8601 date, as precise as given: YYYY[-MM[-DD]]."),
                ("url", "text", "Where it was published."),
                ("restates", "text", "What the seed restates: an address or another seed."),
                ("language", "text", "BCP 47 tag."),
                ("kind", "text", "Kind of document, as its metadata say."),
                (
                    "reliability",
                    "text",
                    "Reliability of the seed, A-F (Admiralty code); only a human sets it.",
                    ("", *"ABCDEF"),
                ),
                ("text_start", "offset", "Characters of the file before the text."),
                ("text", "text", "The text, unaltered, or as the converter made it."),
                ("n_sentences", "offset", "Number of sentences."),
            ),
        ),
        TableSchema(
            "sentences",
            "sentence_id",
            "Every sentence; headings are no sentences but name the section.",
            _columns(
                ("sentence_id", "text", "Id of the sentence."),
                _DOC_ID,
                _START,
                _END,
                _TEXT,
                ("section", "text", "The heading above it."),
                ("paragraph", "offset", "Number of its paragraph, from 0."),
                ("page", "count", "The page on which it begins, from 1, where there are pages."),
            ),
        ),
        TableSchema(
            "attributions",
            "attribution_id",
            "Who is said to say what: source, cue and content.",
            _columns(
                ("attribution_id", "text", "Id of the attribution."),
                _DOC_ID,
                _SENTENCE_ID,
                ("spans", "spans", "The content; several spans where the cue interrupts it."),
                ("text", "text", "The content's words, its pieces joined by an ellipsis."),
                _CUE,
                _CUE_SPANS,
                ("source_text", "text", "The source as written there."),
                _SOURCE_SPANS,
                _SOURCE_IDS,
                ("type", "text", "How it is attributed.", ATTRIBUTION_TYPES),
                ("parent_id", "text", "The attribution that this one stands in, or empty."),
                ("score", "number", "How sure the extractor is, 0 to 1."),
                _RULE,
            ),
        ),
        TableSchema(
            "claims",
            "claim_id",
            "Every proposition put forward, the author's own included.",
            _columns(
                ("claim_id", "text", "Id of the claim."),
                _DOC_ID,
                _SENTENCE_ID,
                ("attribution_id", "text", "The attribution that holds it; empty: the author's."),
                _START,
                _END,
                ("spans", "spans", "The claim's own words within start and end."),
                _TEXT,
                ("kind", "text", "What kind of proposition it is.", KINDS),
                ("attribution", "text", "How it is attributed.", ATTRIBUTION_TYPES),
                _SOURCE_IDS,
                _SOURCE_SPANS,
                _CUE,
                _CUE_SPANS,
                ("certainty", "text", "The source's commitment.", CERTAINTIES),
                ("markers", "texts", "The words that weaken it."),
                ("likelihood_term", "text", "The yardstick word, where the text uses one."),
                ("likelihood_low", "number", "Lower bound in per cent, by the chosen scale."),
                ("likelihood_high", "number", "Upper bound in per cent, by the chosen scale."),
                ("condition", "text", "The if or should clause it depends on."),
                ("negated", "yes_no", "Whether the proposition is negated."),
                ("stance", "text", "The author's commitment to what is reported.", STANCES),
                ("verification", "text", "What the text says of its verification.", VERIFICATIONS),
                ("event_start", "text", "When it happened, first day; ISO 8601, partial."),
                ("event_end", "text", "When it happened, last day; ISO 8601, partial."),
                (
                    "event_precision",
                    "text",
                    "How precise the date is.",
                    ("", "day", "month", "year", "vague"),
                ),
                ("reported_at", "text", "When it was said; ISO 8601, partial."),
                ("n_origins", "count", "Independent origins behind it; set by assess."),
                ("origin_ids", "texts", "Those origins: ids in sources; set by assess."),
                ("credibility", "count", "1-6 (Admiralty code); only a human sets it."),
                _RULE,
            ),
        ),
        TableSchema(
            "sources",
            "source_id",
            "Whoever the seeds say stands behind a claim.",
            _columns(
                ("source_id", "text", "Id of the source."),
                ("name", "text", "The fullest name that the text gives."),
                ("kind", "text", "What kind of source it is.", SOURCE_KINDS),
                ("role", "text", "Role, only where the text gives one."),
                ("affiliation", "text", "Affiliation, only where the text gives one."),
                ("sourcing", "text", "How openly it speaks.", SOURCINGS),
                ("resolved", "yes_no", "False: a pronoun or description without antecedent."),
                ("mentions", "texts", "Where it is named: DOC_ID#START-END."),
                ("n_claims", "offset", "Number of claims."),
                ("n_documents", "offset", "Number of seeds."),
            ),
        ),
        TableSchema(
            "merges",
            "member_id",
            "Sources of several seeds that are one: a row for each that was merged with another.",
            _columns(
                ("source_id", "text", "The source they became: an id in sources."),
                ("member_id", "text", "The id of the one seed's source; reviews can name it."),
                _DOC_ID,
                ("name", "text", "What that seed calls it."),
                ("why", "text", "The evidence that they are one."),
            ),
        ),
        TableSchema(
            "figures",
            "figure_id",
            "Quantities with bounds.",
            _columns(
                ("figure_id", "text", "Id of the figure."),
                _DOC_ID,
                _SENTENCE_ID,
                ("claim_id", "text", "The claim that holds it, or empty."),
                _START,
                _END,
                _TEXT,
                ("low", "number", "Lower bound; empty where the text gives none."),
                ("high", "number", "Upper bound; empty where the text gives none."),
                ("unit", "text", "The plain noun or symbol."),
                ("counted", "text", "What is counted, with its restriction."),
                ("approximator", "text", "The word that makes it approximate."),
                ("as_of", "text", "The date the text gives it for; ISO 8601, partial."),
                ("thing", "text", "What it counts, equal where two count the same; by assess."),
                _RULE,
            ),
        ),
        TableSchema(
            "questions",
            "question_id",
            "What the seeds present as not known or not settled.",
            _columns(
                ("question_id", "text", "Id of the question."),
                _DOC_ID,
                _SENTENCE_ID,
                _START,
                _END,
                ("spans", "spans", "The question's own words within start and end."),
                _TEXT,
                ("form", "text", "How the text puts it.", QUESTION_FORMS),
                ("raised_by", "text", "A source id, or 'author'."),
                ("as_question", "text", "The question as a sentence, where grammar can make one."),
                ("status", "text", "Whether later claims bear on it.", QUESTION_STATUSES),
                ("evidence", "texts", "The claims that bear on it."),
                ("why", "text", "Why it has this status; empty while it is open."),
                _RULE,
            ),
        ),
        TableSchema(
            "links",
            "",
            "Relations between two claims.",
            _columns(
                ("from_id", "text", "The later or dependent claim."),
                ("to_id", "text", "The claim it relates to."),
                ("relation", "text", "The relation.", RELATIONS),
                ("why", "text", "The reason, for a reader to check."),
            ),
        ),
        TableSchema(
            "flags",
            "flag_id",
            "Editorial warnings.",
            _columns(
                ("flag_id", "text", "Id of the flag."),
                _DOC_ID,
                ("rule", "text", "The rule that raised it."),
                ("severity", "text", "How much it matters.", SEVERITIES),
                ("claim_id", "text", "The claim it concerns, or empty."),
                ("spans", "spans", "The words it concerns."),
                ("message", "text", "What is the matter, in a sentence."),
            ),
        ),
        TableSchema(
            "reviews",
            "",
            "Human decisions on rows.",
            _columns(
                ("row_id", "text", "The row that the decision is about."),
                ("field", "text", "The column decided on."),
                ("value", "text", "The value decided."),
                ("reviewer", "text", "Who decided."),
                ("date", "text", "When; ISO 8601."),
                ("note", "text", "Why."),
                ("about", "text", "The row's words, for people."),
                ("machine_value", "text", "What the machine had found; set by assess."),
                (
                    "status",
                    "text",
                    "What became of it; set by assess. Empty: not applied yet.",
                    REVIEW_STATUSES,
                ),
            ),
        ),
        TableSchema(
            "problems",
            "",
            "The seeds and decisions that could not be used.",
            _columns(
                ("path", "text", "The file as named."),
                ("reason", "text", "A short key of the reason."),
                ("message", "text", "What is wrong and what to do."),
            ),
        ),
    )
}


def referred(table: TableSchema) -> dict[str, str]:
    """Columns of `table` that hold the key of a row, and the table where that row stands."""
    keys = {each.key: each.name for each in SCHEMA.values() if each.key}
    keys |= {"from_id": "claims", "to_id": "claims", "parent_id": "attributions"}
    return {name: keys[name] for name in table.names if name in keys and name != table.key}


@cache
def arrow_schema(name: str) -> arrow.Schema:
    """The Arrow schema that table `name` is stored with."""
    columns = SCHEMA[name].columns
    return arrow.schema([(c.name, KINDS_OF_COLUMN[c.kind].arrow) for c in columns])


def check(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """`table` itself, once it holds what the schema declares.

    Raises
    ------
    TableError
        Naming the table, the column, what was expected and the first value that came.
    """
    schema = SCHEMA[name]
    _check_shape(schema, table)
    for column in schema.columns:
        values, wanted = table[column.name], KINDS_OF_COLUMN[column.kind].dtype
        if str(values.dtype) != wanted:
            raise TableError(f"{name}: {column.name} must be {wanted}; got {values.dtype}")
        for rule, wrong in _broken(column, values, schema.key) if len(values) else ():
            if wrong.any():
                value = values[wrong].iloc[0]
                raise TableError(f"{name}: {column.name} must {rule}; got {value!r}")
    return table


def _broken(
    column: Column, values: pd.Series[Any], key: str
) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    """What each value must do, and which of them do not."""
    kind = KINDS_OF_COLUMN[column.kind]
    if kind.valid is not None:
        yield f"be {column.kind}", np.array([not kind.valid(value) for value in values])
        return
    if not kind.nullable:
        yield "have a value", values.isna().to_numpy()
    if column.allowed:
        allowed = ", ".join(map(repr, column.allowed))
        yield f"be one of {allowed}", ~values.isin(column.allowed).to_numpy(dtype=bool)
    if column.kind == "offset":
        yield "be 0 or more", (values < 0).to_numpy()
    if column.name == key:
        yield "not be empty", (values == "").to_numpy(dtype=bool)


def _check_shape(schema: TableSchema, table: pd.DataFrame) -> None:
    """Columns, their order and keys."""
    came = list(table.columns)
    odd = sorted(set(schema.names) ^ set(map(str, came)))
    if odd:
        raise TableError(f"{schema.name}: has not the declared columns; look at {', '.join(odd)}")
    if came != schema.names:
        raise TableError(f"{schema.name}: the order of columns must be {', '.join(schema.names)}")
    twice = table[schema.key][table[schema.key].duplicated()] if schema.key else table[:0]
    if len(twice):
        raise TableError(f"{schema.name}: {schema.key} must be unique; {twice.iloc[0]!r} is not")


def frame(name: str, records: list[dict[str, Any]]) -> pd.DataFrame:
    """A table with the declared columns and types from one dictionary a row.

    A key that is left out is a missing value. Other rules are checked when the frame becomes a
    part of `Tables`.

    Raises
    ------
    TableError
        If a value is missing that may not be, or has another type than its column.
    """
    values = {key: [record.get(key) for record in records] for key in SCHEMA[name].names}
    return frame_of(name, values)


def frame_of(name: str, values: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """The same from the values of each column."""
    columns = SCHEMA[name].columns
    return pd.DataFrame({each.name: _series(name, values[each.name], each) for each in columns})


def _series(table: str, values: Sequence[Any], column: Column) -> pd.Series[Any]:
    kind = KINDS_OF_COLUMN[column.kind]
    if not kind.nullable and any(value is None for value in values):
        row = next(row for row, value in enumerate(values) if value is None)
        raise TableError(f"{table}: {column.name} must have a value; row {row} has none")
    if kind.dtype == "object":
        cells = np.empty(len(values), dtype=object)
        for row, value in enumerate(values):  # at once, lists of one length would make a matrix
            cells[row] = value
        return pd.Series(cells, dtype="object")
    try:
        return pd.Series(values, dtype=kind.dtype)
    except (TypeError, ValueError, OverflowError) as error:
        message = f"{table}: {column.name} must be of type {kind.dtype} ({error})"
        raise TableError(message) from None


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries by column."""
    # What pandas offers (``to_dict``) boxes strings one by one, at five times the cost.
    names = [str(name) for name in table.columns]
    columns = [
        column.to_numpy(dtype=object).tolist() if column.dtype == "str" else column.tolist()
        for _, column in table.items()
    ]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


@cache
def empty(name: str) -> pd.DataFrame:
    """Table `name` without rows, with its columns and types."""
    return frame(name, [])
