"""The head of a brief and its key points, written from values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.brief.blocks import (
    Block,
    Bullets,
    Run,
    Text,
    TitleBlock,
)
from analysis.brief.evidence import (
    MOST_QUOTED,
    Citations,
    attributed_to,
    citations,
    denied,
    unverified,
)
from analysis.brief.profile import load
from analysis.brief.sections.colophon import SCALE_NAMES
from analysis.brief.sections.numbers import figure_rows
from analysis.brief.selection import View
from analysis.brief.wording import (
    MONTHS,
    be,
    capital,
    count,
    day,
    listed,
    number,
    period,
    shortened,
)
from analysis.model import quote
from analysis.tables.schema import rows as table_rows

__all__ = ["key_points", "title"]

_NAME = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*", re.MULTILINE)


def title(view: View, what: str = "") -> Block:
    """The head: title, what the notebook shows, scope and period."""
    settings, documents = view.settings, view.tables.documents
    facts: list[tuple[str, Text]] = [
        ("Seeds", count(len(documents), "seed")),
        ("Period", period(list(documents["published"]))),
        ("Scope", _scope(view)),
        ("Likelihood scale", SCALE_NAMES[settings.scale]),
    ]
    profile = load(settings.profile)
    heading = settings.title or profile.title or _subject(view)
    return TitleBlock(heading, what, settings.tlp, facts, profile.to_json())


def _scope(view: View) -> str:
    settings = view.settings
    parts = [
        f"matching “{settings.focus}”" if settings.focus else "",
        f"since {day(settings.since)}" if settings.since else "",
        f"until {day(settings.until)}" if settings.until else "",
        f"at least {settings.min_certainty}" if settings.min_certainty != "possible" else "",
    ]
    return listed([part for part in parts if part]) or "everything in the seeds"


def _subject(view: View) -> str:
    """The two names that most seeds hold, or a neutral title."""
    seen: Counter[str] = Counter()
    for doc_id in view.tables.documents["doc_id"]:
        names = {re.sub(r"[’']s?$", "", name) for name in _NAME.findall(view.texts[doc_id])}
        names |= {name.removesuffix("n") for name in names}  # "North Korean" speaks of North Korea
        seen.update(name for name in names if len(name) > 3 and name not in MONTHS)
    ranked = sorted((name for name in seen if seen[name] > 1), key=lambda x: (-seen[x], x))
    about = listed(ranked[:2])
    return f"{about}: what is claimed, and by whom" if about else "What is claimed, and by whom"


def key_points(view: View) -> Block:
    """The brief in a few sentences: scope, numbers, doubts, denials, open questions."""
    points = [_scope_point(view), *_number_points(view), *_doubt_points(view)]
    points += [*_question_point(view), *_warning_point(view)]
    return Bullets([point for point in points if point], empty="The seeds hold no claims in scope.")


def _scope_point(view: View) -> Text:
    claims, documents = view.tables.claims, view.tables.documents
    if claims.empty:
        return ""
    own = int((claims["attribution"] == "none").sum())
    speakers = {source for ids in claims["source_ids"] for source in ids}
    named = [s for s in speakers if view.sources[s]["sourcing"] == "on_record"]
    named = [s for s in named if view.sources[s]["kind"] != "author"]
    firm = int((claims["certainty"] == "certain").sum())
    return (
        f"{capital(count(len(documents), 'seed'))} of {period(list(documents['published']))} "
        f"{'holds' if len(documents) == 1 else 'hold'} {count(len(claims), 'claim')} in scope: "
        f"{number(len(claims) - own)} attributed, {number(own)} the authors’ own; "
        f"{number(firm)} {be(firm)} put without a hedge. "
        f"{capital(count(len(named), 'named source'))} {'speaks' if len(named) == 1 else 'speak'}."
    )


def _number_points(view: View) -> Iterator[Text]:
    """For each thing counted in two seeds or more: its first and its latest figure."""
    found = citations(view)
    for unit, group in figure_rows(view).groupby("unit", sort=False):
        seeds, figures = group["doc_id"].nunique(), table_rows(group)
        if unit and seeds > 1:
            yield (
                Run(capital(f"{unit!s}: "), "strong"),
                f"{count(len(figures), 'figure')} in {count(seeds, 'seed')}, the first ",
                *_figure_words(figures[0], found),
                ", the latest ",
                *_figure_words(figures[-1], found),
                ". They need not count the same thing.",
            )


def _figure_words(row: Mapping[str, Any], found: Citations) -> list[str | Run]:
    said = Run(f"“{row['text']}”", "quote")
    return [said, f" ({row['who']}, {day(row['when'])}) ", found.cite(row["claim_id"])]


def _doubt_points(view: View) -> Iterator[Text]:
    yield from _quoted_point(
        view,
        unverified(view),
        "claim is marked as not verified",
        "claims are marked as not verified",
    )
    yield from _quoted_point(view, denied(view), "claim is a denial", "claims are denials")


def _quoted_point(view: View, rows: pd.DataFrame, one: str, several: str) -> Iterator[Text]:
    """A sentence that counts `rows`, with the words of the first of them."""
    found, shown = citations(view), table_rows(rows.head(MOST_QUOTED))
    parts: list[str | Run] = []
    for row in shown:
        words = shortened(quote(view.texts[row["doc_id"]], row["spans"]), 110)
        voice = attributed_to(view, row["source_ids"])
        cite = found.cite(row["claim_id"], "points")
        parts += [f"{voice}, ", Run(f"“{words}”", "quote"), " ", cite, "; "]
    if shown:
        rest = len(rows) - len(shown)
        end = f"; and {number(rest)} more." if rest else "."
        yield (Run(capital(count(len(rows), one, several)), "strong"), ": ", *parts[:-1], end)


def _question_point(view: View) -> Iterator[Text]:
    """How many questions are open, with one from each of the first seeds that ask one."""
    questions, found = view.tables.questions, citations(view)
    still = questions[questions["status"] != "addressed"]
    asked = still[still["as_question"] != ""].drop_duplicates("doc_id").head(MOST_QUOTED)
    parts: list[str | Run] = []
    for row in table_rows(asked):
        parts += [row["as_question"], " ", found.cite(row["question_id"]), " "]
    if len(still):
        words = f"{count(len(still), 'question')} {be(len(still))} open"
        tail = [", among them: ", *parts[:-1]] if parts else ["."]
        yield (Run(capital(words), "strong"), *tail)


def _warning_point(view: View) -> Iterator[Text]:
    flags, found = view.tables.flags, citations(view)
    high = flags[flags["severity"] == "high"]
    if len(high):
        cites = [found.cite(name) for name in dict.fromkeys(high["claim_id"]) if name]
        spaced = [part for cite in cites for part in (cite, " ")][:-1]
        kinds = [count(int(n), str(rule).replace("_", " ")) for rule, n in _by_rule(high)]
        words = capital(count(len(high), "warning") + " of high severity")
        yield (Run(words, "strong"), f": {listed(kinds)} ", *spaced, ".")


def _by_rule(flags: pd.DataFrame) -> list[tuple[str, int]]:
    return sorted(Counter(flags["rule"]).items())
