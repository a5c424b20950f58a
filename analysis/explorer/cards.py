"""The card of a claim or question: everything known of it, for a cell and for a brief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.brief.blocks import Block, Card, Cards, Column, Row, Run, Table, Text, anchor
from analysis.brief.wording import capital, count, day, described, likelihood, shortened
from analysis.denials import denial
from analysis.errors import ParameterError
from analysis.loading import latest
from analysis.model import quote
from analysis.reviews.report import marks
from analysis.tables import Tables
from analysis.tables.schema import rows
from analysis.wording import quotable

__all__ = ["card", "listing", "show"]

_LISTED = 40
"""Rows that a listing shows; it counts the rest."""


def show(row_id: str, tables: Tables | None = None) -> Block:
    """The card of a claim or a question: its words, who stands behind it, links, flags, reviews.

    Parameters
    ----------
    row_id : str
        A ``claim_id`` or ``question_id``.
    tables : Tables, optional
        By default the tables that were loaded last.

    Raises
    ------
    ParameterError
        If no row has this id.
    """
    return Cards([card(row_id, latest() if tables is None else tables)])


def card(row_id: str, tables: Tables) -> Card:
    """One row as a card."""
    if not isinstance(row_id, str):
        wanted = "an id, such as one of tables.claims['claim_id']; explorer.show(rows) takes more"
        raise ParameterError("row_id", type(row_id).__name__, wanted)
    for table, key in ((tables.claims, "claim_id"), (tables.questions, "question_id")):
        found = table[table[key] == row_id]
        if len(found):
            [row] = rows(found)
            return _card(row_id, row, tables)
    ids = [*tables.claims["claim_id"], *tables.questions["question_id"]]
    few = f"a claim_id or question_id of these tables, such as {ids[0]}" if ids else "in the tables"
    raise ParameterError("row_id", row_id, few)


def _card(row_id: str, row: Mapping[str, Any], tables: Tables) -> Card:
    named = {source["source_id"]: source for source in rows(tables.sources)}
    documents = {each["doc_id"]: each for each in rows(tables.documents)}
    document = documents[row["doc_id"]]
    first, last = _around(tables.sentences, row)
    text = document["text"]
    question = "question_id" in row
    facts = _question_facts(row, named, tables) if question else _claim_facts(row, named, tables)
    place = f"{row['doc_id']}, characters {row['start']}–{row['end']}"
    reviewed = [("Review", Run(each, "strong")) for each in marks(tables).get(row_id, ())]
    return Card(
        anchor=anchor(row_id),
        heading="Open question" if question else capital(_voices(row["source_ids"], named)),
        quote=text[row["start"] : row["end"]],
        before=text[first : row["start"]],
        after=text[row["end"] : last],
        facts=[
            *reviewed,
            *facts,
            ("Seed", f"{document['title'] or row['doc_id']}, {day(document['published'])}"),
            ("Place", Run(place, "mono")),
            ("Made by", Run(f"{row['rule']} ({row_id})", "mono")),
        ],
    )


def _around(sentences: pd.DataFrame, row: Mapping[str, Any]) -> tuple[int, int]:
    mine = sentences[sentences["sentence_id"] == row["sentence_id"]]
    start = min([row["start"], *mine["start"]])
    return int(start), int(max([row["end"], *mine["end"]]))


def _voices(ids: Sequence[str], named: Mapping[str, Mapping[str, Any]]) -> str:
    return ", through ".join(described(named[key]) for key in ids) or "nobody named"


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _claim_facts(
    row: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]], tables: Tables
) -> list[tuple[str, Text]]:
    cue = f", by “{row['cue']}”" if row["cue"] else ""
    markers = ", ".join(f"“{marker}”" for marker in row["markers"])
    facts: list[tuple[str, Text]] = [
        ("Attribution", _plain(row["attribution"]) + cue),
        ("Certainty", row["certainty"] + (f" ({markers})" if markers else "")),
        ("Kind", row["kind"]),
        ("Stance", f"the author {row['stance']}"),
        ("Verification", _plain(row["verification"])),
    ]
    if row["likelihood_term"]:
        facts.append(("Likelihood", likelihood(row)))
    if not pd.isna(row["credibility"]):
        facts.append(("Credibility", str(row["credibility"])))
    if row["origin_ids"]:
        names = ", ".join(named[key]["name"] for key in row["origin_ids"] if key in named)
        facts.append(("Origins", f"{count(len(row['origin_ids']), 'independent origin')}: {names}"))
    return [*facts, *_hanging(row["claim_id"], tables)]


def _hanging(claim_id: str, tables: Tables) -> list[tuple[str, Text]]:
    """Figures, links and flags of a claim."""
    figures, flags, links = tables.figures, tables.flags, tables.links
    words = {row["claim_id"]: row["text"] for row in rows(tables.claims)}
    facts: list[tuple[str, Text]] = [
        ("Figure", f"“{row['text']}”, {row['counted'] or row['unit'] or 'unit not given'}")
        for row in rows(figures[figures["claim_id"] == claim_id])
    ]
    for row in rows(links[(links["from_id"] == claim_id) | (links["to_id"] == claim_id)]):
        mine = row["from_id"] == claim_id
        other = row["to_id"] if mine else row["from_id"]
        how = "Link" if mine else "Linked from"
        said = Run(f"“{shortened(quotable(words.get(other, '')), 160)}”", "quote")
        facts.append((how, (Run(f"{row['relation']} ", "strong"), said, f" {row['why']}")))
    for row in rows(flags[flags["claim_id"] == claim_id]):
        facts.append(("Flag", f"{_plain(row['rule'])}, {row['severity']}: {row['message']}"))
    return facts


def _question_facts(
    row: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]], tables: Tables
) -> list[tuple[str, Text]]:
    words = {each["claim_id"]: each["text"] for each in rows(tables.claims)}
    raiser = named.get(row["raised_by"])
    facts: list[tuple[str, Text]] = [
        ("Asked as", row["as_question"] or "not as a sentence of its own"),
        ("Form", _plain(row["form"])),
        ("Raised by", described(raiser) if raiser else "the text itself"),
        ("Status", f"{_plain(row['status'])}{': ' if row['why'] else ''}{row['why']}"),
    ]
    evidence = [words[name] for name in row["evidence"] if name in words]
    return facts + [
        ("Evidence", Run(f"“{shortened(quotable(said), 200)}”", "quote")) for said in evidence
    ]


def listing(name: str, table: pd.DataFrame, tables: Tables) -> Table:
    """Rows of claims, questions or sources as a plain table: the explorer on paper."""
    shown = rows(table.head(_LISTED))
    texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    named = {source["source_id"]: source for source in rows(tables.sources)}
    if name == "sources":
        columns = [Column("Source", width=3), Column("Kind"), Column("Claims", "right", 0.6)]
        cells = [Row((described(r), _plain(r["kind"]), str(r["n_claims"]))) for r in shown]
    else:
        columns = [Column("Words of the seed", width=4), Column("Whose", width=1.6)]
        columns += [Column("Status" if name == "questions" else "Certainty"), Column("Seed")]
        cells = [Row(_cells(name, row, texts, named)) for row in shown]
    rest = len(table) - len(shown)
    note = f"{capital(count(rest, 'more row'))}." if rest > 0 else ""
    return Table(f"{capital(name)} in the explorer", columns, cells, note, empty="No row is shown.")


def _cells(
    name: str,
    row: Mapping[str, Any],
    texts: Mapping[str, str],
    named: Mapping[str, Mapping[str, Any]],
) -> tuple[Text, ...]:
    words = Run(f"“{shortened(quotable(quote(texts[row['doc_id']], row['spans'])), 240)}”", "quote")
    seed = Run(row["doc_id"], "mono")
    if name == "questions":
        raiser = named.get(row["raised_by"])
        who = raiser["name"] if raiser else "the text itself"
        return words, who, _plain(row["status"]), seed
    names = [named[key]["name"] for key in row["source_ids"]]
    against = f"{denial(row)} by " if denial(row) else ""
    return words, against + (", through ".join(names) or "nobody named"), row["certainty"], seed
