"""The things that figures count, as a reader meets them: their names and the figures of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from analysis.brief.selection import View
from analysis.brief.wording import capital
from analysis.tables.schema import rows as table_rows

__all__ = ["Figure", "counted_things", "quotes_both", "thing_name"]

Figure: TypeAlias = Mapping[str, Any]

_NOUN = re.compile(r"[^\W\d_]|%")
_BESIDE_NUMBER = re.compile(r".*\d\S*\s*(?:(?:thousand|million|billion|trillion)\b\s*)?(.*)")


def counted_things(view: View) -> list[tuple[str, list[Figure]]]:
    """Each thing that is counted with its figures, in the order of the first.

    Figures count one thing if the tables call it by the same words, or if a link between their
    claims rests on both of them. What neither a noun nor a unit names is no thing.
    """
    things: dict[str, list[Figure]] = {}
    for row in table_rows(view.tables.figures):
        if row["thing"]:
            things.setdefault(row["thing"], []).append(row)
    groups: list[dict[str, list[Figure]]] = []
    joined = _joined(view)
    for thing, figures in things.items():
        ids = {row["figure_id"] for row in figures}
        same = [group for group in groups if any(ids & joined.get(x, set()) for x in _ids(group))]
        groups = [group for group in groups if group not in same]
        groups.append({name: rows for group in same for name, rows in group.items()})
        groups[-1][thing] = figures
    named = [(_label(group), [row for rows in group.values() for row in rows]) for group in groups]
    order = {row["figure_id"]: n for n, row in enumerate(table_rows(view.tables.figures))}
    for _, figures in named:
        figures.sort(key=lambda row: order[row["figure_id"]])
    found = [(name, figures) for name, figures in named if name]
    return sorted(found, key=lambda item: order[item[1][0]["figure_id"]])


def _ids(group: Mapping[str, Sequence[Figure]]) -> list[str]:
    return [row["figure_id"] for figures in group.values() for row in figures]


def _joined(view: View) -> dict[str, set[str]]:
    """The figures that a link holds to count the same as another, by the ids of both."""
    told: dict[str, list[Figure]] = {}
    for row in table_rows(view.tables.figures):
        told.setdefault(row["claim_id"], []).append(row)
    found: dict[str, set[str]] = {}
    links = view.tables.links
    for link in table_rows(links[links["relation"] != "related"]):
        for one in told.get(link["from_id"], ()):
            for other in told.get(link["to_id"], ()):
                if quotes_both(link["why"], one, other):
                    found.setdefault(one["figure_id"], set()).add(other["figure_id"])
                    found.setdefault(other["figure_id"], set()).add(one["figure_id"])
    return found


def quotes_both(why: str, one: Figure, other: Figure) -> bool:
    """Whether the reason for a link quotes two figures: it is they that are held together."""
    return all(f"“{row['text']}”" in why for row in (one, other))


def _label(group: Mapping[str, Sequence[Figure]]) -> str:
    """What to call a thing: the words of most of its figures, with the names that all share."""
    names = [set(thing.partition(" · ")[2].split(", ")) for thing in group]
    heads = [thing.partition(" · ")[0] for thing in group]
    sizes = [len(figures) for figures in group.values()]
    ranked = sorted(zip(heads, sizes, strict=True), key=lambda item: (-item[1], len(item[0])))
    head = next((head for head, _ in ranked if _NOUN.search(head.partition("(")[0])), "")
    return f"{head} · {', '.join(sorted(set.intersection(*names)))}" if head else ""


def thing_name(thing: str, figures: Sequence[Figure]) -> tuple[str, list[str]]:
    """A thing's name, its unit as the seeds write it, and the names that it is about."""
    head, _, names = thing.partition(" · ")
    symbols = {row["unit"].partition("/")[0] for row in figures if not _is_noun(row)}
    written = {row["unit"].partition("/")[0]: _unit_words(row) for row in reversed(figures)}
    for unit, words in written.items():
        if words:
            head = re.sub(rf"(^|, in ){re.escape(unit)}(?= \(|,|$)", rf"\g<1>{words}", head)
    named = [name for name in names.split(", ") if name]
    return head if head.partition(" ")[0] in symbols else capital(head), named


def _is_noun(row: Figure) -> bool:
    """Whether the unit is a noun that is counted, and no measure of it."""
    return bool(row["counted"]) and row["unit"] in row["counted"]


def _unit_words(row: Figure) -> str:
    """The unit of a measure as its text writes it behind the number: "cubic metres"."""
    if _is_noun(row) or not row["unit"]:
        return ""
    match = _BESIDE_NUMBER.fullmatch(row["text"])
    words = match[1].partition(" of ")[0] if match else ""
    return words if words.replace(" ", "").isalpha() and len(words) > len(row["unit"]) else ""
