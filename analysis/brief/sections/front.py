"""The head of a brief and its key points, written from values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.brief.blocks import Block, Bullets, Run, Text, TitleBlock
from analysis.brief.choices import (
    Standing,
    best_supported,
    changed,
    contested,
    disputed,
    still_open,
)
from analysis.brief.evidence import citations, origins, whose
from analysis.brief.profile import load
from analysis.brief.sections.words import joined, point, said
from analysis.brief.selection import View
from analysis.brief.wording import (
    MONTHS,
    capital,
    count,
    counted,
    day,
    listed,
    number,
    period,
    phrases,
    verb,
)
from analysis.parameters import Parameters

__all__ = ["key_points", "scope", "title"]

_NAME = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*", re.MULTILINE)


def title(view: View, what: str = "") -> Block:
    """The head: title, what the notebook shows, scope and period."""
    settings, documents = view.settings, view.tables.documents
    facts: list[tuple[str, Text]] = [
        ("Seeds", count(len(documents), "seed")),
        ("Period", period(list(documents["published"]))),
        ("Scope", scope(settings)),
        ("Likelihood scale", phrases("scales")[settings.scale]),
    ]
    profile = load(settings.profile)
    heading = settings.title or profile.title or _subject(view)
    return TitleBlock(heading, what, settings.tlp, facts, profile.to_json())


def scope(settings: Parameters) -> str:
    """The parameters that restrict what is shown, in words."""
    parts = [
        f"matching “{settings.focus}”" if settings.focus else "",
        f"since {day(settings.since)}" if settings.since else "",
        f"until {day(settings.until)}" if settings.until else "",
        f"at least {settings.min_certainty}" if settings.min_certainty != "possible" else "",
    ]
    return listed(parts) or "everything in the seeds"


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
    """The brief in a few sentences: scope, what is best supported, disputed, changed, open."""
    points = [
        _scope_point(view),
        _supported_point(view),
        _standings_point(view, "Disputed. ", disputed(view)),
        _standings_point(view, "Changed. ", changed(view)),
        _question_point(view),
        _care_point(view),
    ]
    return Bullets([point for point in points if point], empty="The seeds hold no claims in scope.")


def _scope_point(view: View) -> Text:
    claims, documents = view.tables.claims, view.tables.documents
    if claims.empty:
        return ""
    own = int((claims["attribution"] == "none").sum())
    heard = {source for ids in claims["source_ids"] for source in ids}
    heard = {source for source in heard if view.sources[source]["kind"] != "author"}
    hold = "holds" if len(documents) == 1 else "hold"
    told = f"{number(len(claims) - own)} from {count(len(heard), 'source')}" if heard else ""
    authors = f"{number(own)} of the authors’ own" if own else ""
    return point(
        "Basis",
        f"{capital(count(len(documents), 'seed'))}, {period(list(documents['published']))}, "
        f"{hold} {count(len(claims), 'claim')} in scope: "
        f"{listed((told, authors))}.",
    )


def _supported_point(view: View) -> Text:
    """The claims with most independent origins, or that there is none."""
    found, shown = citations(view), best_supported(view)[: view.lengths.points]
    if view.tables.claims["n_origins"].notna().sum() == 0:
        return ""
    if not shown:
        return point("Best supported", "No claim in scope has two independent origins.")
    parts: list[str | Run] = [Run("Best supported. ", "strong")]
    against = contested(view)
    for row in shown:
        behind = f"{count(int(row['n_origins']), 'independent origin')}: {origins(view, row)}"
        behind += "; disputed" if row["claim_id"] in against else ""
        parts += [*said(view, row), " ", found.cite(row["claim_id"], "key-points")]
        parts += [f" ({behind}). "]
    return parts


def _standings_point(view: View, lead: str, every: Sequence[Standing]) -> Text:
    """The latest of some claims that stand against earlier ones, with the first of those."""
    shown = every[: view.lengths.points]
    if not shown:
        return ""
    parts: list[str | Run] = [Run(lead, "strong")]
    for each in shown:
        parts += [*_told(view, each.claim), f" {verb(each.relation)} "]
        others = [_told(view, row) for row in each.others[:1]]
        rest = len(each.others) - len(others)
        others += [[count(rest, "more claim")]] if rest else []
        parts += [*joined(others), ". "]
    rest = len(every) - len(shown)
    return [*parts, counted("such_claims", rest)] if rest else parts


def _told(view: View, row: Mapping[str, Any]) -> list[str | Run]:
    """A claim within a sentence: its words, whose, when, its citation."""
    who = f" ({whose(view, row)}, {day(row['reported_at'])}) "
    return [*said(view, row), who, citations(view).cite(row["claim_id"], "key-points")]


def _question_point(view: View) -> Text:
    """How many questions are open and how many moved, with some that are open."""
    questions, found = view.tables.questions, citations(view)
    if questions.empty:
        return ""
    left = questions["status"].value_counts()
    still, partly, done = (
        int(left.get(name, 0)) for name in ("open", "partly_addressed", "addressed")
    )
    parts: list[str | Run] = [Run("Not known. ", "strong")]
    parts += [counted("open_questions", still)]
    asked = still_open(view)[: view.lengths.points + 1]
    for row in asked:
        cite = found.cite(row["question_id"], "key-points")
        lead = ":" if len(asked) == still else ", among them:"
        parts += [lead if row is asked[0] else "", f" {row['as_question']} ", cite]
    parts += [] if asked else ["."]
    more = "" if done else " more"
    moved = [
        f"{number(done)} more" if done else "",
        f"{number(partly)}{more} in part" if partly else "",
    ]
    return [*parts, f" Later claims address {listed(moved)}."] if any(moved) else parts


def _care_point(view: View) -> Text:
    """What a reader should be careful with: voices that are missing, warnings, doubts."""
    flags, claims = view.tables.flags, view.tables.claims
    high = list(flags.loc[flags["severity"] == "high", "rule"])
    kinds = [count(n, str(rule).replace("_", " ")) for rule, n in sorted(Counter(high).items())]
    silent = flags.loc[flags["rule"] == "missing_voice", "doc_id"].nunique()
    return point(
        "Take care",
        counted("severe", len(high), kinds=listed(kinds)),
        counted("missing_voice", silent),
        counted("unverified", int((claims["verification"] == "unverified").sum())),
    )
