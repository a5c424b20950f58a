"""What the sections share: the heads of tables, a claim in a seed's own words, lists of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from analysis.brief.blocks import Chart, Column, Row, Run, Table, Text
from analysis.brief.evidence import reviews_of, whose
from analysis.brief.selection import View
from analysis.brief.wording import capital, day, phrases, shortened, span
from analysis.model import quote
from analysis.wording import quotable

__all__ = [
    "chart_words",
    "decided",
    "happened",
    "joined",
    "point",
    "said",
    "table",
    "versions",
    "voiced",
]


def table(name: str, rows: Sequence[Row | Sequence[Text]], note: Text = "", **words: str) -> Table:
    """A table with its head and what it says without rows from ``wording.toml``, or as given."""
    look = {**phrases("tables")[name], **words}
    columns = [Column(**each) for each in look.pop("columns")]
    return Table(columns=columns, rows=rows, note=note, **look)


def chart_words(name: str, title: str, source: str = "", more: str = "") -> tuple[Chart, str]:
    """A chart's words: its title, how to read it, its data; and what is said without any."""
    fixed = phrases("charts")[name]
    return Chart("", title, "", fixed["reading"] + more, source), fixed["empty"]


def versions(*names: str) -> str:
    """Packages with their versions."""
    return ", ".join(f"{name} {version(name)}" for name in names)


def point(lead: str, *sentences: str) -> Text:
    """A point under a word in bold: what is said of it, one sentence after the other; or none."""
    told = " ".join(filter(None, sentences))
    return (Run(f"{lead}. ", "strong"), told) if told else ""


def said(view: View, row: Mapping[str, Any], most: int = 160) -> list[str | Run]:
    """The words of a claim or question in quotation marks, cut to `most` characters."""
    words = shortened(quotable(quote(view.texts[row["doc_id"]], row["spans"])), most)
    return ["“", Run(words, "quote"), "”"]


def voiced(view: View, row: Mapping[str, Any]) -> str:
    """Who makes a claim, and when: "Pat Ryder, 4 November 2024"."""
    return f"{capital(whose(view, row))}, {day(row['reported_at'])}"


def happened(row: Mapping[str, Any], *, short: bool = False) -> str:
    """When a claim says that it happened: "since about October 2024", "8 to 13 October 2024"."""
    first, last = row["event_start"], row["event_end"]
    about = "about " if row["event_precision"] == "vague" else ""
    if first and last and not short:
        return about + span(first, last)
    first, last = (day(each, short=short) if each else "" for each in (first, last))
    if first and last:
        return about + (first if first == last else f"{first} to {last}")
    return f"since {about}{first}" if first else f"until {about}{last}"


def joined(items: Sequence[Sequence[str | Run]]) -> list[str | Run]:
    """Items in a sentence: A and B; A; B; and C."""
    parts: list[str | Run] = []
    last = len(items) - 1
    for place, item in enumerate(items):
        between = " and " if last == 1 else "; and " if place == last else "; "
        parts += [between, *item] if place else item
    return parts


def decided(view: View, row_id: str) -> list[str | Run]:
    """What people decided on a row, to stand beside the machine's values; empty if nothing."""
    words = reviews_of(view).get(row_id, [])
    return [" ", Run(f"Reviewed: {'; '.join(words)}.", "strong")] if words else []
