"""Claims and open questions as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.brief.blocks import (
    Block,
    Column,
    Row,
    Run,
    Table,
)
from analysis.brief.evidence import attributed_to, citations, denies, main_claims
from analysis.brief.selection import View
from analysis.brief.wording import capital, count, day, shortened
from analysis.model import QUESTION_FORMS, quote
from analysis.tables.schema import rows as table_rows

__all__ = ["claims_table", "denies", "main_claims_table", "questions_table"]

_EVIDENCE = 3
"""Claims that are quoted for the status of a question; the rest are counted."""


def main_claims_table(view: View) -> Block:
    """The attributed claims that weigh most, with their citations."""
    found, rows = citations(view), main_claims(view)
    attributed = int((view.tables.claims["attribution"] != "none").sum())
    cells = [
        Row(
            (
                (Run(_said(view, row), "quote"), " ", found.cite(row["claim_id"], "claims")),
                capital(attributed_to(view, row["source_ids"])),
                _firmness(row),
                day(view.documents[row["doc_id"]]["published"]),
            )
        )
        for row in table_rows(rows)
    ]
    columns = [
        Column("Claim, in the seed’s words", width=4),
        Column("Source", width=1.8),
        Column("Held as", width=1.4),
        Column("Seed’s date", width=1.1),
    ]
    note = (
        f"{capital(count(len(rows), 'claim'))} of {attributed} attributed ones: those with "
        "figures, doubts, denials or firm statements. The claims notebook lists all."
    )
    return Table("Claims that weigh most", columns, cells, note, empty="Nobody is cited in scope.")


def _said(view: View, row: Mapping[str, Any]) -> str:
    return shortened(quote(view.texts[row["doc_id"]], row["spans"]), 320)


def _firmness(row: Mapping[str, Any]) -> str:
    parts = [row["certainty"], row["kind"]]
    parts += ["denied by the source"] if row["negated"] and denies(row["cue"]) else []
    parts += [row["verification"]] if row["verification"] != "not_stated" else []
    parts += ["author endorses"] if row["stance"] == "endorses" else []
    parts += ["author keeps a distance"] if row["stance"] == "distances" else []
    return ", ".join(parts)


def claims_table(view: View, certainty: str = "") -> Block:
    """Every claim in scope, or those of one certainty, with what the kit found out about it."""
    claims = view.tables.claims
    chosen = claims[claims["certainty"] == certainty] if certainty else claims
    columns = [
        Column("Claim, in the seed’s words", width=3.2),
        Column("Source", width=1.4),
        Column("Origins", "right", 0.7),
        Column("Held as", width=1.3),
        Column("Found in", width=2.4),
    ]
    rows = [
        Row(
            (
                Run(_said(view, row), "quote"),
                capital(attributed_to(view, row["source_ids"])),
                _origins(row),
                (_firmness(row), *_hedges(row)),
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
    return Table(
        caption, columns, rows, empty=f"No claim in scope is held as {certainty or 'any'}."
    )


def _origins(row: Mapping[str, Any]) -> str:
    """How many independent origins stand behind a claim; nothing where it was not assessed."""
    return "" if pd.isna(row["n_origins"]) else str(row["n_origins"])


def _hedges(row: Mapping[str, Any]) -> list[str | Run]:
    words = [f"“{marker}”" for marker in row["markers"]]
    band = ""
    if row["likelihood_term"]:
        band = f"; {row['likelihood_low']:g}–{row['likelihood_high']:g} per cent"
    return [Run(f" ({', '.join(words)}{band})", "muted")] if words else []


def questions_table(view: View, forms: Sequence[str] = QUESTION_FORMS) -> Block:
    """What the seeds present as not known: the question, how it is put, who raises it, status."""
    found, questions = citations(view), view.tables.questions
    chosen = questions[questions["form"].isin(list(forms))]
    columns = [
        Column("Question", width=3.2),
        Column("How it is put", width=1.1),
        Column("Raised by, seed’s date", width=1.4),
        Column("Status, and what later claims say of it", width=3),
    ]
    rows = [
        Row(
            (
                (*_question_words(view, row), " ", found.cite(row["question_id"], "questions")),
                row["form"].replace("_", " "),
                f"{_raiser(view, row['raised_by'])}, "
                f"{day(view.documents[row['doc_id']]['published'])}",
                _answers(view, row),
            )
        )
        for row in table_rows(chosen)
    ]
    note = "In quotation marks: the seed’s words. Without: the same question as a sentence."
    return Table(
        "Open questions",
        columns,
        rows,
        note if rows else "",
        empty="No seed in scope leaves a question open.",
    )


def _question_words(view: View, row: Mapping[str, Any]) -> list[str | Run]:
    if row["as_question"]:
        return [row["as_question"]]
    return [Run(f"“{shortened(quote(view.texts[row['doc_id']], row['spans']), 260)}”", "quote")]


def _answers(view: View, row: Mapping[str, Any]) -> list[str | Run]:
    """The status, its reason, and the first claims that it rests on, in their words."""
    shown: list[str | Run] = [Run(capital(row["status"].replace("_", " ")), "strong")]
    if not row["evidence"]:
        return shown
    shown += [f". {row['why']}"]
    claims = view.everything.claims
    for claim in table_rows(claims[claims["claim_id"].isin(row["evidence"][:_EVIDENCE])]):
        shown += [" ", Run(f"“{_said(view, claim)}”", "quote")]
    rest = len(row["evidence"]) - _EVIDENCE
    return [*shown, f" and {count(rest, 'more claim')}."] if rest > 0 else shown


def _raiser(view: View, raised_by: str) -> str:
    if raised_by not in view.sources or view.sources[raised_by]["kind"] == "author":
        return "The seed itself"
    return str(view.sources[raised_by]["name"])
