"""Claims and open questions as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.brief.blocks import Block, Row, Run, Text
from analysis.brief.choices import contested, main_claims, questions
from analysis.brief.evidence import CITED_EVIDENCE, citations, origins, raised_by, whose
from analysis.brief.sections.words import decided, said, table, voiced
from analysis.brief.selection import View
from analysis.brief.wording import answer, capital, count, counted, day, likelihood
from analysis.model import QUESTION_FORMS
from analysis.tables.schema import rows as table_rows

__all__ = [
    "answered_questions_table",
    "claims_table",
    "main_claims_table",
    "open_questions_table",
    "questions_table",
]


def main_claims_table(view: View) -> Block:
    """The attributed claims that weigh most: how firmly they are held, how well supported."""
    found, every = citations(view), main_claims(view)
    chosen = every[: view.lengths.claims]
    against = contested(view)
    rows = [
        (
            (*said(view, row, 240), " ", found.cite(row["claim_id"], "claims")),
            voiced(view, row),
            (_firmness(row), *decided(view, row["claim_id"])),
            _support(view, row, disputed=row["claim_id"] in against),
        )
        for row in chosen
    ]
    rest = len(every) - len(chosen)
    note = (
        f"{capital(count(len(chosen), 'claim'))} of {len(every)} attributed ones. Those of known "
        "sources in signed and dated seeds come first; of these the ones with independent support, "
        "then those of named sources on which other claims bear. The claims notebook lists all."
    )
    return table("main_claims", rows, note if rest else "")


def _support(view: View, row: Mapping[str, Any], *, disputed: bool) -> str:
    """How many independent origins stand behind a claim, by name where there are several."""
    if pd.isna(row["n_origins"]):
        return "Not assessed"
    words = capital(count(int(row["n_origins"]), "origin"))
    words += f": {origins(view, row)}" if row["n_origins"] > 1 else ""
    return f"{words}; disputed" if disputed else words


_CHECKED = {
    "unverified": "not verified",
    "confirmed": "said to be confirmed",
    "denied": "said to be denied",
}
"""What the text says of a claim's verification, in words that do not read as a finding."""


def _firmness(row: Mapping[str, Any]) -> str:
    parts = [row["certainty"], row["kind"]]
    parts += [_CHECKED[row["verification"]]] if row["verification"] in _CHECKED else []
    parts += ["author endorses"] if row["stance"] == "endorses" else []
    parts += ["author keeps a distance"] if row["stance"] == "distances" else []
    return capital(", ".join(parts))


def claims_table(view: View, certainty: str = "") -> Block:
    """Every claim in scope, or those of one certainty, with what the kit found out about it."""
    claims = view.tables.claims
    chosen = claims[claims["certainty"] == certainty] if certainty else claims
    rows = [
        Row(
            (
                said(view, row, 320),
                capital(whose(view, row)),
                _origins(row),
                (_firmness(row), *_hedges(row), *decided(view, row["claim_id"])),
                (
                    f"{day(view.documents[row['doc_id']]['published'])}, ",
                    Run(f"{row['doc_id']} {row['start']}–{row['end']}", "mono"),
                ),
            ),
            anchor=row["claim_id"],
        )
        for row in table_rows(chosen)
    ]
    caption = f"Claims held as {certainty}" if certainty else "Claims"
    empty = f"No claim in scope is held as {certainty}." if certainty else "No claim is in scope."
    return table("claims", rows, caption=caption, empty=empty)


def _origins(row: Mapping[str, Any]) -> str:
    """How many independent origins stand behind a claim; nothing where it was not assessed."""
    return "" if pd.isna(row["n_origins"]) else str(row["n_origins"])


def _hedges(row: Mapping[str, Any]) -> list[str | Run]:
    words = [f"“{marker}”" for marker in row["markers"]]
    band = likelihood(row).rpartition(": ")[2]
    told = "; ".join(filter(None, (", ".join(words), band)))
    return [Run(f" ({told})", "muted")] if words else []


_READING = "In quotation marks: the seed’s words. Without: the same question as a sentence."


def questions_table(view: View, forms: Sequence[str] = QUESTION_FORMS) -> Block:
    """Every question of the given forms: who raises it, its status, what would answer it."""
    rows = [
        (*_asked(view, row), _why(view, row), answer(row["form"], row["as_question"]))
        for row in questions(view, forms)
    ]
    return table("questions", rows, _READING if rows else "")


def open_questions_table(view: View) -> Block:
    """The questions that no later claim speaks to, and what would answer each."""
    every = [row for row in questions(view) if row["status"] == "open"]
    shown = every[: view.lengths.questions]
    rows = [(*_asked(view, row), answer(row["form"], row["as_question"])) for row in shown]
    note = f"{_READING} {counted('questions_more', len(every) - len(shown))}".strip()
    return table("open_questions", rows, note if rows else "")


def answered_questions_table(view: View) -> Block:
    """The questions to which later claims speak, in part or in full, with that evidence."""
    every = [row for row in questions(view) if row["status"] != "open"]
    shown = every[: view.lengths.questions]
    rows = [(*_asked(view, row), _answers(view, row)) for row in shown]
    return table("answered_questions", rows, counted("questions_more", len(every) - len(shown)))


def _asked(view: View, row: Mapping[str, Any]) -> tuple[Text, Text]:
    """A question with its citation, and who raises it when."""
    cite = citations(view).cite(row["question_id"], "questions")
    raiser = capital(raised_by(view, row))
    published = day(view.documents[row["doc_id"]]["published"])
    return (*_question_words(view, row), " ", cite), f"{raiser}, {published}"


def _question_words(view: View, row: Mapping[str, Any]) -> list[str | Run]:
    return [row["as_question"]] if row["as_question"] else said(view, row, 260)


def _why(view: View, row: Mapping[str, Any]) -> list[str | Run]:
    """The status with its claims and the reason."""
    return [*_answers(view, row), f" {row['why']}"] if row["why"] else _answers(view, row)


def _answers(view: View, row: Mapping[str, Any]) -> list[str | Run]:
    """The status of a question, with the first claims that it rests on; its card gives the why."""
    found = citations(view)
    shown: list[str | Run] = [Run(capital(row["status"].replace("_", " ")), "strong")]
    shown += decided(view, row["question_id"])
    claims = view.everything.claims
    for claim in table_rows(claims[claims["claim_id"].isin(row["evidence"][:CITED_EVIDENCE])]):
        cite = found.cite(claim["claim_id"], "questions")
        shown += [" ", *said(view, claim, 200), f" — {voiced(view, claim)} ", cite]
    rest = len(row["evidence"]) - CITED_EVIDENCE
    return [*shown, f" and {count(rest, 'more claim')}."] if rest > 0 else shown
