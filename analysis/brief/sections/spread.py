"""How claims spread: over time, and over certainty and support. Charts only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.brief.blocks import Block, Column, Table
from analysis.brief.charts import Event, leaves_out, matrix, ordinals, timeline
from analysis.brief.evidence import whose
from analysis.brief.sections.words import chart_words, happened
from analysis.brief.selection import View
from analysis.brief.wording import capital, count, counted, day, number, phrases
from analysis.model import CERTAINTIES, quote
from analysis.tables.schema import rows as table_rows
from analysis.wording import quotable

__all__ = ["support_chart", "support_table", "timeline_chart"]

_ORIGINS = ("none known", "one origin", "two", "three or more")


def support_chart(view: View) -> Block:
    """Claims by certainty and by the number of independent origins that stand behind them."""
    counts, unknown = _support(view)
    words = chart_words("support", _support_message(counts), unknown)
    return matrix(CERTAINTIES, _ORIGINS, counts, *words)


def support_table(view: View) -> Block:
    """The numbers of `support_chart`, for where space is short."""
    counts, unknown = _support(view)
    if not any(map(any, counts)):
        return Table("", [Column("Certainty")], [], empty="No claim in scope was assessed.")
    columns = [Column("Certainty", width=1.6), *(Column(capital(x), "right") for x in _ORIGINS)]
    rows = [(capital(x), *map(str, some)) for x, some in zip(CERTAINTIES, counts, strict=True)]
    note = f"{phrases('charts')['support']['reading']} {unknown}".strip()
    return Table(_support_message(counts), columns, rows, note)


def _support(view: View) -> tuple[list[list[int]], str]:
    """Claims by certainty and number of origins, and what to say of those not assessed."""
    claims = view.tables.claims
    known = claims[claims["n_origins"].notna()]
    found = Counter(
        (row["certainty"], min(int(row["n_origins"]), len(_ORIGINS) - 1))
        for row in table_rows(known)
    )
    counts = [[found[level, n] for n in range(len(_ORIGINS))] for level in CERTAINTIES]
    return counts, counted("unknown_origins", len(claims) - len(known))


def _support_message(counts: Sequence[Sequence[int]]) -> str:
    several = sum(sum(row[2:]) for row in counts)
    total = sum(map(sum, counts))
    if not several:
        return f"No claim in scope has more than one origin, of {number(total)}"
    return counted("several_origins", several, claims=count(total, "claim"))


def timeline_chart(view: View, most: int = 10) -> Block:
    """The claims that date what they tell: when it happened, and when it was said.

    Where there are more than `most`, those with most independent origins are drawn, of equal ones
    the firmest, then the first; 0 draws all.
    """
    claims = view.tables.claims
    dated = [row for row in table_rows(claims) if row["event_precision"]]
    events = [(row, _event(view, row)) for row in dated]
    drawable = [(row, event) for row, event in events if event is not None]
    chosen = sorted(drawable, key=lambda pair: _weight(pair[0]))[:most] if most else drawable
    chosen.sort(key=lambda pair: (_start(pair[1]), pair[0]["reported_at"], pair[0]["claim_id"]))
    note = counted("not_drawn_events", len(dated) - len(chosen))
    left_out = phrases("charts")["timeline"]["broken"] if leaves_out([x for _, x in chosen]) else ""
    message = _timeline_message([row for row, _ in drawable])
    words = chart_words("timeline", message, note, left_out)
    spoken = [_spoken(row, event) for row, event in chosen]
    return timeline([event for _, event in chosen], spoken, *words)


def _weight(row: Mapping[str, Any]) -> tuple[int, int]:
    origins = 0 if pd.isna(row["n_origins"]) else int(row["n_origins"])
    return -origins, CERTAINTIES.index(row["certainty"])


def _start(event: Event) -> float:
    return event.first if event.first is not None else event.last or 0.0


def _event(view: View, row: Mapping[str, Any]) -> Event | None:
    first, last, said = (ordinals(row[n]) for n in ("event_start", "event_end", "reported_at"))
    if first is None and last is None:
        return None
    words = f"“{quotable(quote(view.texts[row['doc_id']], row['spans']))}”"
    source = capital(whose(view, row))
    vague = row["event_precision"] == "vague"
    begin = first[0] if first else None
    return Event(words, source, begin, last[1] if last else None, said, vague)


def _spoken(row: Mapping[str, Any], event: Event) -> str:
    when, said = capital(happened(row, short=True)), day(row["reported_at"], short=True)
    return f"{when}: {event.label} ({event.source}, said {said})"


def _timeline_message(rows: Sequence[Mapping[str, Any]]) -> str:
    """How many claims are dated, and between which days what they tell lies."""
    if not rows:
        return ""
    days = [row[name] for row in rows for name in ("event_start", "event_end") if row[name]]
    # A year ends after each of its days, but tells less of when the last thing happened.
    first, last = (some(days, key=lambda when: ordinals(when) or (0, 0)) for some in (min, max))
    tell = f"{capital(count(len(rows), 'claim'))} {'tells' if len(rows) == 1 else 'tell'}"
    if first == last:
        return f"{tell} of {day(first, short=True)}"
    between = " and ".join(day(when, short=True) for when in (first, last))
    return f"{tell} of what happened between {between}"
