"""The sections of the notebook on changes: each takes a `Comparison` and returns a block."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.brief.blocks import Block, Bullets, Facts, Notice, Prose, Run, Stack, Text, TitleBlock
from analysis.brief.changes import Comparison
from analysis.brief.profile import load
from analysis.brief.sections.front import scope
from analysis.brief.sections.words import point, table, versions
from analysis.brief.wording import capital, count, listed, number, period, phrases
from analysis.comparison.wording import GROUPS, counts

__all__ = ["changes_table", "provenance", "summary", "title"]

NOTHING = "There is nothing to compare: name two reports with the parameters old and new."

_LEADING = ("new", "gone", "opened", "raised", "cleared")
"""Changes whose sentence names them before a colon."""

_KINDS = {"changed its word": "with another word than before"}

_FIRST = 3
"""So many changes of one kind stand among the key points."""


def title(found: Comparison) -> Block:
    """The head: what is compared, how much it holds, and the scope."""
    settings, profile = found.settings, load(found.settings.profile)
    heading = settings.title or profile.title or "What changed between two reports"
    facts: list[tuple[str, Text]] = [("Scope", scope(settings))]
    if found.old is not None and found.new is not None:
        old, new = found.old, found.new
        facts = [
            ("Seeds", f"{len(old.documents):,} before, {len(new.documents):,} now"),
            ("Claims", f"{len(old.claims):,} before, {len(new.claims):,} now"),
            ("Period now", period(list(new.documents["published"]))),
            *facts,
        ]
    what = "Claims, figures, questions, sources, links and warnings, before and now"
    return TitleBlock(heading, what, settings.tlp, facts, profile.to_json())


def summary(found: Comparison) -> Block:
    """How much changed, and what matters most of it."""
    if found.old is None:
        return Notice(NOTHING)
    if found.changes.empty:
        return Prose([f"Nothing changed{_in_scope(found)}."])
    told = [
        f"{GROUPS[name].lower()} "
        f"({listed([each.told(number, _KINDS.get(each.kind, '')) for each in kinds])})"
        for name, kinds in counts(found.changes)
    ]
    total = capital(count(len(found.changes), "change"))
    lead = f"{total}{_in_scope(found)}: {listed(told)}."
    return Stack([Prose([lead]), Bullets(list(_points(found.changes)))])


def _in_scope(found: Comparison) -> str:
    whole = scope(found.settings) == scope(type(found.settings)())
    return "" if whole else " in scope"


def _points(changes: pd.DataFrame) -> Iterator[Text]:
    for heading, wanted in phrases("changes").items():
        chosen = changes[(changes[[*wanted]] == [*wanted.values()]).all(axis=1)]
        for words in chosen["words"][:_FIRST]:
            leads = wanted.get("change") in _LEADING
            yield point(heading, words.partition(": ")[2] if leads else words)
        if len(chosen) > _FIRST:
            yield point(heading, f"{capital(number(len(chosen) - _FIRST))} more.")


def changes_table(found: Comparison, *tables: str) -> Block:
    """The changes of some tables, each in words.

    Parameters
    ----------
    found : Comparison
    *tables : str
        Such as ``"claims"``; see `GROUPS`. Links of claims that are merely related are counted.
    """
    changes = found.changes[found.changes["table"].isin(tables)]
    related = (changes["table"] == "links") & (changes[["before", "after"]] == "related").any(
        axis=1
    )
    rows = [
        _row(change, words)
        for change, words in changes.loc[~related, ["change", "words"]].itertuples(index=False)
    ]
    names = listed([GROUPS[name].lower() for name in tables])
    hidden = int(related.sum())
    more = f"{capital(count(hidden, 'link'))} between claims that are merely related came or went."
    empty = "" if found.old is None else f"Nothing changed in {names}."
    return table("changes", rows, more if hidden else "", caption=f"Changed {names}", empty=empty)


def _row(change: str, words: str) -> tuple[Text, Text]:
    lead, _, rest = words.partition(": ")
    if change in _LEADING and rest:
        return Run(lead, "strong"), rest
    return Run(capital(change), "strong"), words


def provenance(found: Comparison) -> Block:
    """The seeds of both reports with their hashes, and what it takes to compare them again."""
    facts = Facts(
        [
            ("Command", Run("seedbrief diff OLD NEW --out FOLDER", "mono")),
            ("Versions", versions("seedbrief", "pandas", "pyarrow")),
        ]
    )
    if found.old is None or found.new is None:
        return facts
    before, after = (
        set(zip(tables.documents["doc_id"], tables.documents["sha256"], strict=True))
        for tables in (found.old, found.new)
    )
    rows = [
        (
            Run(each[0], "mono"),
            "both" if each in before & after else "before" if each in before else "now",
            Run(each[1], "mono"),
        )
        for each in sorted(before | after)
    ]
    return Stack([facts, table("both_hashes", rows)])
