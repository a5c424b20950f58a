"""How well the sources carry the brief, what is missing, and what is taken for granted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from analysis.brief.blocks import Block, Bullets, Prose, Text
from analysis.brief.sections.words import point
from analysis.brief.selection import View
from analysis.brief.wording import capital, count, counted, listed
from analysis.lexicon import load
from analysis.model import Problem
from analysis.tables.schema import rows as table_rows

__all__ = ["gaps", "sourcing"]


def sourcing(view: View) -> Block:
    """A summary of the sourcing (ICD 206): who is named, how near, how independent."""
    claims = view.tables.claims
    attributed = claims[claims["attribution"] != "none"]
    total = len(attributed)
    if not total:
        return Prose(["Nobody is cited in scope: every claim is the authors’ own."])
    nearest = [ids[0] if ids else "" for ids in attributed["source_ids"]]
    kinds = Counter(view.sources[name]["sourcing"] if name else "" for name in nearest)
    vague = sum(bool(name) and view.sources[name]["kind"] == "vague_group" for name in nearest)
    passed_on = int((attributed["source_ids"].map(len) > 1).sum())
    shared = int((attributed["n_origins"].fillna(0) > 1).sum())
    named, hidden = kinds["on_record"], kinds["unnamed"] + kinds["background"]
    rest = total - named - hidden
    whose = [counted("named", named), counted("unnamed", hidden), counted("other_voices", rest)]
    how = [counted("vague", vague), counted("passed_on", passed_on), counted("shared", shared)]
    flags, graded = view.tables.flags, int((view.tables.documents["reliability"] != "").sum())
    missing = _silent(flags.loc[flags["rule"] == "missing_voice", "message"])
    told = listed(how)
    paragraphs: list[Text] = [
        f"Of {count(total, 'attributed claim')}, {listed(whose)}. "
        f"{capital(told)}{'. ' if told else ''}{counted('graded', graded)}"
    ]
    return Prose([*paragraphs, point("Not heard", missing)] if missing else paragraphs)


def _silent(messages: Iterable[str]) -> str:
    """For which states nobody speaks, in how many seeds, those of most seeds first."""
    before = str(load("flags").entry("missing_voice").effect["message"]).partition("{")[0]
    told = Counter(message.removeprefix(before).rstrip(".") for message in messages)
    ranked = sorted(told.items(), key=lambda item: (-item[1], item[0]))
    places = [f"for {states} in {count(n, 'seed')}" for states, n in ranked]
    return f"Nobody speaks {'; '.join(places)}." if places else ""


def gaps(view: View) -> Block:
    """What is missing, and the assumptions under which the rest was worked out."""
    return Bullets([point for point in (*_missing(view), *_assumed(view)) if point])


def _missing(view: View) -> Iterator[Text]:
    flags, claims, documents = view.tables.flags, view.tables.claims, view.tables.documents
    known = claims[claims["n_origins"].notna()]
    single = int((known["n_origins"] == 1).sum())
    sourceless = int((flags["rule"] == "unattributed_figure").sum())
    if single == len(known):
        yield point("Support", counted("single_origin_all", single))
    else:
        yield point("Support", counted("single_origin", single, claims=count(len(known), "claim")))
    yield point("Figures", counted("sourceless", sourceless))
    lacking = {
        "a date": documents["published"] == "",
        "author or publisher": (documents["author"] == "") & (documents["publisher"] == ""),
    }
    bare = [
        f"{count(int(lack.sum()), 'seed')} without {what}"
        for what, lack in lacking.items()
        if lack.any()
    ]
    refused = sum(
        Problem(row["path"], row["reason"], row["message"]).refused
        for row in table_rows(view.everything.problems)
        if row["reason"] not in {"review", "unused"}
    )
    told = listed([*bare, counted("unreadable", refused)])
    yield point("Seeds", f"{capital(told)}." if told else "")


def _assumed(view: View) -> Iterator[Text]:
    merged = {row["source_id"] for row in table_rows(view.tables.merges)}
    several = sum(view.sources[name]["n_documents"] > 1 for name in merged if name in view.sources)
    told = [
        counted("merged", several),
        "relative dates are reckoned from the date of their seed",
        "two origins are independent unless the seeds tell otherwise or they belong to one state "
        "or body",
    ]
    yield point("Assumptions", f"{capital('; '.join(filter(None, told)))}.")
