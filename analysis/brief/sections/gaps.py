"""How well the sources carry the brief, what is missing, and what is taken for granted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from analysis.brief.blocks import Block, Bullets, Prose, Text
from analysis.brief.sections.words import point
from analysis.brief.selection import View
from analysis.brief.wording import be, capital, count, listed, number
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
    whose = [
        f"{number(named) if named else 'none'} {_come(named)} from named sources on the record",
        f"{number(hidden)} from sources whom the seeds do not name" if hidden else "",
        f"{number(rest)} from others" if rest else "",
    ]
    how = [
        f"{number(vague)} {'rests' if vague == 1 else 'rest'} on a vague group" if vague else "",
        f"{number(passed_on)} {_come(passed_on)} through another voice" if passed_on else "",
        f"{number(shared)} {be(shared)} shared by independent origins" if shared else "",
    ]
    flags, graded = view.tables.flags, int((view.tables.documents["reliability"] != "").sum())
    silent = Counter(flags.loc[flags["rule"] == "missing_voice", "message"])
    ranked = sorted(silent.items(), key=lambda item: (-item[1], item[0]))
    missing = [f"{message.rstrip('.')} ({count(n, 'seed')})." for message, n in ranked]
    told = listed([*filter(None, how)])
    paragraphs: list[Text] = [
        f"Of {count(total, 'attributed claim')}, {listed([*filter(None, whose)])}. "
        f"{capital(told)}{'. ' if told else ''}{capital(count(graded, 'seed'))} {be(graded)} "
        "graded for reliability, which only people do."
    ]
    return Prose([*paragraphs, point("Not heard", *missing)] if missing else paragraphs)


def _come(number: int) -> str:
    return "comes" if number < 2 else "come"  # none comes, one comes, two come


def gaps(view: View) -> Block:
    """What is missing, and the assumptions under which the rest was worked out."""
    return Bullets([*_missing(view), *_assumed(view)])


def _missing(view: View) -> Iterator[Text]:
    flags, claims, documents = view.tables.flags, view.tables.claims, view.tables.documents
    known = claims[claims["n_origins"].notna()]
    single = int((known["n_origins"] == 1).sum())
    if single:
        yield point(
            "Support",
            f"{capital(number(single))} of {count(len(known), 'claim')} "
            f"{'rests' if single == 1 else 'rest'} on one origin. A second, independent one would "
            f"strengthen or refute {'it' if single == 1 else 'them'}.",
        )
    sourceless = int((flags["rule"] == "unattributed_figure").sum())
    if sourceless:
        yield point(
            "Figures",
            f"{capital(count(sourceless, 'figure'))} {'has' if sourceless == 1 else 'have'} no "
            "source in the text. The seeds’ authors could name it.",
        )
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
    bare += [f"{count(refused, 'seed')} that could not be read"] if refused else []
    if bare:
        yield point("Seeds", f"{capital(listed(bare))}.")


def _assumed(view: View) -> Iterator[Text]:
    merged = {row["source_id"] for row in table_rows(view.tables.merges)}
    several = sum(view.sources[name]["n_documents"] > 1 for name in merged if name in view.sources)
    told = [
        f"{count(several, 'source')} named by more than one seed {be(several)} taken for one each "
        "(the sources notebook gives the evidence)"
        if several
        else "",
        "relative dates are reckoned from the date of their seed",
        "two origins are independent unless the seeds tell otherwise or they belong to one state "
        "or body",
    ]
    yield point("Assumptions", f"{capital('; '.join(filter(None, told)))}.")
