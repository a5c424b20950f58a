"""Decisions win over the machine: rows are added, dropped and corrected, frame to frame.

What the machine had found stays in the table ``reviews`` (``machine_value``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.model import SOURCE_KINDS, Ids
from analysis.reviews.decisions import Decisions
from analysis.reviews.fields import ADDED, FIELDS
from analysis.tables import Tables
from analysis.tables.choice import CHOSEN
from analysis.tables.schema import SCHEMA, frame, rows
from analysis.wording import shortened

__all__ = ["find_words", "review_assessment", "review_parse", "review_sources", "with_values"]

Row = Mapping[str, Any]

ABOUT = 160
"""Characters of a row that a decision keeps, to know it by."""

VALUES = tuple(field.name for field in FIELDS.values() if field.how == "value")


def review_parse(tables: Tables, decisions: Decisions) -> Tables:
    """Tables as the parse made them, with rows added, dropped and corrected as people decided."""
    tables = _without_rejected(_with_added(tables, decisions), decisions)
    corrected = {
        name: with_values(getattr(tables, name), name, decisions)
        for name in ("claims", "documents")
    }
    return tables.with_tables(**corrected)


def review_sources(tables: Tables, decisions: Decisions) -> Tables:
    """Tables with merged sources, where claims have the sources that people named."""
    claims = {row["claim_id"]: row for row in rows(tables.claims)}
    book = _SourceBook(tables)
    changed = False
    for number, review in decisions.holding("source"):
        claim = claims.get(review["row_id"])
        if claim is None:
            continue
        ids = book.ids(review["value"], claim["doc_id"])
        if not ids:
            decisions.failed(number, f"{review['value']!r} names no source of these seeds")
            continue
        same = ids == claim["source_ids"]
        before = review["value"] if same else book.names(claim["source_ids"])
        decisions.applied(number, before, _words(claim))
        if not same:
            claims[review["row_id"]] = {**claim, **book.voices(claim, ids)}
            changed = True
    if not changed:
        return tables
    told = frame("claims", list(claims.values()))
    return tables.with_tables(claims=told, sources=book.counted(told))


def review_assessment(tables: Tables, decisions: Decisions) -> Tables:
    """Assessed tables with people's word on questions and flags, and what became of each."""
    questions = with_values(tables.questions, "questions", decisions)
    told = {row["row_id"]: row for _, row in decisions.holding("status")}
    why = [
        f"{told[name]['reviewer'] or 'A reviewer'} decided so" if name in told else before
        for name, before in zip(questions["question_id"], questions["why"], strict=True)
    ]
    flags = _kept(tables.flags, "flag_id", decisions, lambda row: str(row["message"]))
    if CHOSEN in set(tables.problems["reason"]):
        decisions.leave_out("w-")  # warnings of other documents of a store are not known
    reviewed = tables.with_tables(
        questions=questions.assign(why=pd.Series(why, index=questions.index, dtype="str")),
        flags=flags,
    )
    return reviewed.with_tables(
        reviews=decisions.reviews(), problems=decisions.problems(tables.problems)
    )


def with_values(table: pd.DataFrame, name: str, decisions: Decisions) -> pd.DataFrame:
    """Table `name` with the values that people decided."""
    found = [row for row in decisions.holding(*VALUES) if name in FIELDS[row[1]["field"]].tables]
    if not found:
        return table
    key = SCHEMA[name].key
    held = {row[key]: dict(row) for row in rows(table)}
    for number, review in found:
        row = held.get(review["row_id"])
        if row is None:
            continue
        before = row[review["field"]]
        decisions.applied(number, "" if pd.isna(before) else str(before), _words(row))
        number_wanted = review["field"] == "credibility"
        row[review["field"]] = int(review["value"]) if number_wanted else review["value"]
    return frame(name, [_without_gaps(row) for row in held.values()])


def _without_gaps(row: Row) -> dict[str, Any]:
    """A row as `frame` takes it: what is missing is None."""
    return {key: None if value is pd.NA else value for key, value in row.items()}


def _words(row: Row) -> str:
    """The first words of a row, to know it by."""
    return shortened(str(row.get("title") or row.get("text", "")), ABOUT)


def _without_rejected(tables: Tables, decisions: Decisions) -> Tables:
    claims = _kept(tables.claims, "claim_id", decisions, _words)
    questions = _kept(tables.questions, "question_id", decisions, _words)
    if claims is tables.claims:
        return tables.with_tables(questions=questions)
    gone = set(tables.claims["claim_id"]) - set(claims["claim_id"])
    figures = tables.figures[~tables.figures["claim_id"].isin(gone)].reset_index(drop=True)
    return tables.with_tables(claims=claims, questions=questions, figures=figures)


def _kept(
    table: pd.DataFrame, key: str, decisions: Decisions, words: Callable[[Row], str]
) -> pd.DataFrame:
    """The rows that nobody rejected."""
    places = {name: place for place, name in enumerate(table[key])}
    rejected = set()
    for number, review in decisions.holding("verdict"):
        if review["row_id"] in places:
            [row] = rows(table.iloc[[places[review["row_id"]]]])
            decisions.applied(number, "", words(row))
            rejected |= {review["row_id"]} if review["value"] == "rejected" else set()
    return table[~table[key].isin(rejected)].reset_index(drop=True) if rejected else table


def _with_added(tables: Tables, decisions: Decisions) -> Tables:
    """Tables with the claims and questions that people marked in the text."""
    added: dict[str, list[dict[str, Any]]] = {"claims": [], "questions": []}
    texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    for number, review in decisions.holding("added"):
        name = "questions" if review["row_id"].startswith("q-") else "claims"
        place, why = _place(review["value"], texts)
        sentence_id = _sentence(tables.sentences, *place[:2]) if place else ""
        if place is None or not sentence_id:
            decisions.failed(number, why or "the words stand in no sentence of the seed")
            continue
        doc_id, start, end = place
        decisions.applied(number, "", texts[doc_id][start:end])
        known = _row_at(getattr(tables, name), doc_id, start, end)
        if known:  # the machine finds it by itself now
            decisions.move(review["row_id"], known)
            continue
        row = {"doc_id": doc_id, "sentence_id": sentence_id, "start": start, "end": end}
        row |= {"text": texts[doc_id][start:end], "spans": [[start, end]], "rule": "review"}
        make = _new_question if name == "questions" else _new_claim
        added[name].append(make(tables, row, review["row_id"]))
    frames = {name: _extended(tables, name, new) for name, new in added.items() if new}
    if added["claims"]:
        frames["figures"] = _figures_held(tables.figures, added["claims"])
    return tables.with_tables(**frames) if frames else tables


def find_words(text: str, words: str, start: int) -> tuple[int, int] | str:
    """Where `words` stand: at `start`, else where they stand once; or why they cannot be found."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    here = pattern.match(text, start)
    found = [here] if here else list(pattern.finditer(text))
    if len(found) == 1:
        return found[0].span()
    if not found:
        return f"the words “{words}” no longer stand in the seed"
    return f"the words “{words}” stand {len(found)} times in the seed, none at the old place"


def _place(value: str, texts: Mapping[str, str]) -> tuple[tuple[str, int, int] | None, str]:
    """The seed and the characters that an added row is made of, or why there are none."""
    match = ADDED.fullmatch(value)
    if match is None:
        return None, f"{value!r} is not of the form DOC_ID#START-END WORDS"
    if match["doc_id"] not in texts:
        return None, f"there is no seed {match['doc_id']}"
    found = find_words(texts[match["doc_id"]], match["words"], int(match["start"]))
    return (None, found) if isinstance(found, str) else ((match["doc_id"], *found), "")


def _sentence(sentences: pd.DataFrame, doc_id: str, start: int) -> str:
    inside = (sentences["start"] <= start) & (sentences["end"] > start)
    found = sentences.loc[(sentences["doc_id"] == doc_id) & inside, "sentence_id"]
    return str(found.iloc[0]) if len(found) else ""


def _row_at(table: pd.DataFrame, doc_id: str, start: int, end: int) -> str:
    here = (table["doc_id"] == doc_id) & (table["start"] == start) & (table["end"] == end)
    return str(table.loc[here].iloc[0, 0]) if here.any() else ""


def _new_claim(tables: Tables, row: dict[str, Any], row_id: str) -> dict[str, Any]:
    """A claim of the seed's author: whose it is else, and how firm, the reviewer says apart."""
    texts = ("attribution_id", "cue", "likelihood_term", "condition", "event_start", "event_end")
    lists = ("source_spans", "cue_spans", "markers", "origin_ids")
    blank = dict.fromkeys((*texts, "event_precision", "reported_at"), "")
    return {
        **row,
        **blank,
        **{name: [] for name in lists},
        "claim_id": row_id,
        "kind": "factual",
        "attribution": "none",
        "source_ids": _author(tables, row["doc_id"]),
        "certainty": "certain",
        "negated": False,
        "stance": "asserts",
        "verification": "not_stated",
    }


def _new_question(tables: Tables, row: dict[str, Any], row_id: str) -> dict[str, Any]:
    asked = row["text"].strip().endswith("?")
    return {
        **row,
        "question_id": row_id,
        "form": "direct" if asked else "stated_gap",
        "raised_by": "author",
        "as_question": row["text"] if asked else "",
        "status": "open",
        "evidence": [],
        "why": "",
    }


def _author(tables: Tables, doc_id: str) -> list[str]:
    claims = tables.claims
    own = claims[(claims["doc_id"] == doc_id) & (claims["attribution"] == "none")]
    if len(own):
        return list(own["source_ids"].iloc[0])
    authors = tables.sources[tables.sources["kind"] == "author"]  # whose seed claims nothing itself
    named = zip(authors["source_id"], authors["name"], strict=True)
    return [key for key, name in named if key == Ids(doc_id).make("o", "author", name)]


def _extended(tables: Tables, name: str, new: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """A table with new rows, in the order of the seeds and their text."""
    order = {doc_id: place for place, doc_id in enumerate(tables.documents["doc_id"])}
    old = [_without_gaps(row) for row in rows(getattr(tables, name))]
    found = {row[SCHEMA[name].key]: row for row in [*new, *old]}  # assessed again: there already
    placed = sorted(found.values(), key=lambda row: (order[row["doc_id"]], row["start"]))
    return frame(name, placed)


def _figures_held(figures: pd.DataFrame, claims: Iterable[Row]) -> pd.DataFrame:
    """Figures that stood in no claim belong to the added one that holds them."""
    held = figures["claim_id"].copy()
    for claim in claims:
        inside = (figures["start"] >= claim["start"]) & (figures["end"] <= claim["end"])
        held[(figures["doc_id"] == claim["doc_id"]) & inside & (held == "")] = claim["claim_id"]
    return figures.assign(claim_id=held)


class _SourceBook:
    """The sources of some tables by id, by former id and by name; new ones are entered."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._sources = {row["source_id"]: dict(row) for row in rows(tables.sources)}
        self._former = dict(
            zip(tables.merges["member_id"], tables.merges["source_id"], strict=True)
        )
        self._named = {
            (row["kind"], row["name"].casefold()): key for key, row in self._sources.items()
        }

    def ids(self, value: str, doc_id: str) -> list[str]:
        """The sources that a decision names; [] if one of them is unknown."""
        found = [self._ids(part.strip(), doc_id) for part in value.split(";")]
        return [key for keys in found for key in keys] if all(found) else []

    def _ids(self, part: str, doc_id: str) -> list[str]:
        if part == "author":
            return _author(self._tables, doc_id)
        if part in self._sources:
            return [part]
        if part in self._former:
            return [self._former[part]]
        kind, colon, name = (piece.strip() for piece in part.partition(":"))
        if not colon or kind not in SOURCE_KINDS or not name:
            return []
        return [self._entered(kind, name)]

    def _entered(self, kind: str, name: str) -> str:
        key = (kind, name.casefold())
        if key not in self._named:
            source_id = Ids("").make("o", "review", *key)
            blank = {"role": "", "affiliation": "", "sourcing": "on_record", "resolved": True}
            new = {"source_id": source_id, "name": name, "kind": kind, **blank, "mentions": []}
            self._sources[source_id] = new | {"n_claims": 0, "n_documents": 1}
            self._named[key] = source_id
        return str(self._named[key])

    def names(self, ids: Iterable[str]) -> str:
        return "; ".join(str(self._sources[key]["name"]) for key in ids) or "nobody"

    def voices(self, claim: Row, ids: list[str]) -> dict[str, Any]:
        """What changes in a claim when others say it: the old source's words are not theirs."""
        own = all(self._sources[key]["kind"] == "author" for key in ids)
        attribution, stance = claim["attribution"], claim["stance"]
        if own:
            attribution, stance = "none", "asserts"
        elif attribution == "none":
            attribution, stance = "indirect", "reports"
        return {
            "source_ids": ids,
            "source_spans": [],
            "attribution": attribution,
            "stance": stance if claim["stance"] in {"asserts", "reports"} else claim["stance"],
        }

    def counted(self, claims: pd.DataFrame) -> pd.DataFrame:
        """All sources with the number of their claims and seeds."""
        held = claims[["doc_id", "source_ids"]].explode("source_ids")
        seeds = held.groupby("source_ids")["doc_id"].agg(list).to_dict()
        for key, row in self._sources.items():
            named_in = {mention.rpartition("#")[0] for mention in row["mentions"]}
            row["n_claims"] = len(seeds.get(key, ()))
            row["n_documents"] = max(1, len(named_in.union(seeds.get(key, ()))))
        return frame("sources", list(self._sources.values()))
