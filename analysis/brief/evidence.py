"""Citations: which rows a brief rests on, their numbers, and the cards of its evidence annex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.brief.blocks import Card, Cards, Run, Text
from analysis.brief.selection import View
from analysis.brief.wording import day, described
from analysis.lexicon import load
from analysis.reviews.report import marks
from analysis.tables.schema import rows as table_rows

__all__ = [
    "MOST_QUOTED",
    "Citations",
    "attributed_to",
    "citations",
    "denied",
    "denies",
    "evidence",
    "main_claims",
    "seed_link",
    "unverified",
]

MOST_CLAIMS = 12
"""Claims that the body of a brief shows; the claims notebook shows all."""

MOST_QUOTED = 4
"""Rows that one key point quotes; it counts the rest."""

_SECTIONS = {
    "points": "key points",
    "figures": "numbers",
    "claims": "claims",
    "questions": "questions",
    "flags": "warnings",
}


@dataclass(frozen=True)
class Citations:
    """The number of each cited row, and the sections that cite it."""

    numbers: Mapping[str, int]
    places: Mapping[str, Sequence[str]]

    def cite(self, row_id: str, section: str = "") -> Run:
        """A link to the card of a row; within a section also the place to come back to."""
        number = self.numbers.get(row_id)
        if number is None:
            return Run("")
        back = f"{section}-{number}" if section in self.places.get(row_id, ()) else ""
        return Run(f"[{number}]", link=f"#e-{number}", anchor=back)


def main_claims(view: View) -> pd.DataFrame:
    """The attributed claims that weigh most, at most `MOST_CLAIMS`, in reading order.

    Weight: it holds a figure, the text says something of its verification, it is denied or
    endorsed, it is held firmly. Rows of equal weight are taken in order of date.
    """
    claims = view.tables.claims
    figured = set(view.tables.figures["claim_id"])
    attributed = claims[(claims["attribution"] != "none") & (claims["source_ids"].map(len) > 0)]
    weight = (
        attributed["claim_id"].isin(figured) * 4
        + (attributed["verification"] != "not_stated") * 3
        + attributed["negated"] * 2
        + (attributed["stance"] == "endorses") * 2
        + (attributed["certainty"] == "certain") * 1
        + (attributed["kind"] == "factual") * 1
    )
    chosen = weight.sort_values(ascending=False, kind="stable").index[:MOST_CLAIMS]
    return attributed.loc[sorted(chosen)]


def unverified(view: View) -> pd.DataFrame:
    """The claims that the text marks as not verified."""
    claims = view.tables.claims
    return claims[claims["verification"] == "unverified"]


def denied(view: View) -> pd.DataFrame:
    """The claims whose source denies them."""
    claims = view.tables.claims
    return claims[claims["negated"] & claims["cue"].map(denies).astype(bool)]


def denies(cue: str) -> bool:
    """Whether a reporting word as written is a form of a verb of denial."""
    stems = {word.rstrip("ey") for word in load("cues").words(denies=True)}
    return any(cue.lower().startswith(stem) for stem in stems)


def citations(view: View) -> Citations:
    """The citations of a brief: rows are numbered in the order of date, seed and place."""
    tables = view.tables
    cited = {
        "points": [
            *unverified(view)["claim_id"].head(MOST_QUOTED),
            *denied(view)["claim_id"].head(MOST_QUOTED),
        ],
        "figures": [name for name in tables.figures["claim_id"] if name],
        "claims": list(main_claims(view)["claim_id"]),
        "questions": list(tables.questions["question_id"]),
        "flags": [name for name in tables.flags["claim_id"] if name],
    }
    places: dict[str, list[str]] = {}
    for section in view.cites:
        for name in dict.fromkeys(cited[section]):
            places.setdefault(name, []).append(section)
    numbers = {name: n for n, name in enumerate((x for x in _in_order(view) if x in places), 1)}
    return Citations(numbers, places)


def _in_order(view: View) -> list[str]:
    """The ids of claims and questions as a reader of the seeds would meet them."""
    order = {doc_id: place for place, doc_id in enumerate(view.tables.documents["doc_id"])}
    rows = [
        (order[row.doc_id], row.start, row.end, name)
        for table, key in ((view.tables.claims, "claim_id"), (view.tables.questions, "question_id"))
        for row, name in zip(table.itertuples(), table[key], strict=True)
    ]
    return [name for *_, name in sorted(rows)]


def attributed_to(view: View, source_ids: Sequence[str], *, full: bool = False) -> str:
    """Who stands behind a claim: the innermost voice, then through whom it comes."""
    names = []
    for source_id in source_ids:
        source = view.sources[source_id]
        if source["kind"] == "author":
            names.append(source["name"] if source["sourcing"] == "on_record" else "the seed itself")
        else:
            names.append(
                described(source) if full else described({**source, "role": "", "affiliation": ""})
            )
    if not names:
        return "not stated"
    first, *through = names
    return first + "".join(f", through {name}" for name in through)


def seed_link(view: View, doc_id: str) -> Run:
    """The title of a seed, linked to where it or what it restates was published."""
    document = view.documents[doc_id]
    address = document["url"] or document["restates"]
    return Run(document["title"] or doc_id, link=address if "://" in address else "")


def evidence(view: View) -> Cards:
    """One card for each cited row: the exact words, their neighbours, where they stand."""
    found = citations(view)
    rows = {**_rows(view.tables.claims, "claim_id"), **_rows(view.tables.questions, "question_id")}
    cards = [_card(view, found, name, rows[name]) for name in found.numbers]
    return Cards(cards, empty="No row of this brief is cited.")


def _rows(table: pd.DataFrame, key: str) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in table_rows(table)}


def _card(view: View, found: Citations, name: str, row: Mapping[str, Any]) -> Card:
    number = found.numbers[name]
    text = view.texts[row["doc_id"]]
    start, end = row["start"], row["end"]
    first, last = _sentence(view, row)
    back = [Run(_SECTIONS[place], link=f"#{place}-{number}") for place in found.places[name]]
    spaced = [run for link in back for run in (link, Run(" "))][:-1]
    return Card(
        anchor=f"e-{number}",
        heading=(Run(f"[{number}] ", "muted"), _voice(view, row)),
        quote=text[start:end],
        before=text[first:start],
        after=text[end : max(last, end)],
        facts=(*_reviewed(view, name), *_facts(row), *_place(view, row)),
        back=spaced,
    )


def _reviewed(view: View, row_id: str) -> list[tuple[str, Text]]:
    """What people decided on a row, beside what the machine had found."""
    return [("Review", Run(said, "strong")) for said in marks(view.everything).get(row_id, ())]


def _sentence(view: View, row: Mapping[str, Any]) -> tuple[int, int]:
    sentences = view.everything.sentences
    mine = sentences[sentences["sentence_id"] == row["sentence_id"]]
    return (
        (int(mine["start"].iloc[0]), int(mine["end"].iloc[0]))
        if len(mine)
        else (row["start"], row["end"])
    )


def _voice(view: View, row: Mapping[str, Any]) -> str:
    if "form" in row:
        raised = row["raised_by"]
        voice = "the seed itself" if raised not in view.sources else described(view.sources[raised])
        return f"Open question, raised by {voice}"
    return attributed_to(view, row["source_ids"], full=True)


def _facts(row: Mapping[str, Any]) -> list[tuple[str, Text]]:
    if "form" in row:
        asked = [("Asked as", row["as_question"])] if row["as_question"] else []
        return [("Form", row["form"].replace("_", " ")), *asked]
    markers = f" ({', '.join(row['markers'])})" if row["markers"] else ""
    facts = [("Certainty", row["certainty"] + markers), ("Stance", row["stance"])]
    if row["verification"] != "not_stated":
        facts.append(("Verification", row["verification"]))
    if row["negated"]:
        facts.append(("Negated", "yes"))
    if row["likelihood_term"]:
        band = f"{row['likelihood_low']:g}–{row['likelihood_high']:g} per cent"
        facts.append(("Likelihood", f"{row['likelihood_term']}: {band}"))
    return facts


def _place(view: View, row: Mapping[str, Any]) -> list[tuple[str, Text]]:
    document = view.documents[row["doc_id"]]
    sentences = view.everything.sentences
    section = sentences.loc[sentences["sentence_id"] == row["sentence_id"], "section"]
    under = f", under “{section.iloc[0]}”" if len(section) and section.iloc[0] else ""
    where = f"{row['doc_id']}, characters {row['start']}–{row['end']}{under}"
    return [
        ("Seed", (seed_link(view, row["doc_id"]), f", {day(document['published'])}")),
        ("Place", Run(where, "mono")),
    ]
