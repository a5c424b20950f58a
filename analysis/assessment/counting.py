"""Which figures count the same thing: the same deed, noun and time frame, about a common name.

`links` holds two claims against each other and asks more (the same place, overlapping time); here
figures are only put side by side, so that a reader sees how they differ and when each was given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pandas as pd

from analysis.assessment.matter import Matter
from analysis.assessment.quantities import Quantity
from analysis.assessment.words import Vocabulary, sense_effect
from analysis.tables.schema import rows

__all__ = ["counted_things"]

_LOOSE = frozenset(("", "#people", "#forces"))
_RESTRICTING = frozenset(("losses", "whereabouts"))

Key: TypeAlias = tuple[Any, ...]


@dataclass(slots=True)
class _Thing:
    """Figures that share `names`; those that are all about other names are another thing."""

    names: frozenset[str]
    members: list[tuple[Matter, Quantity]] = field(default_factory=list)


def counted_things(
    figures: pd.DataFrame, matters: Sequence[Matter], vocabulary: Vocabulary
) -> pd.Series[str]:
    """What each figure counts, in words that are equal where two figures count the same.

    The words say the noun, what happened to those counted, whether it is only planned, and after a
    dot the names that all these figures are about: "soldiers sent · North Korea, Russia". A figure
    whose claim is about no name counts nothing that another does.
    """
    table = {row["figure_id"]: row for row in rows(figures)}
    things: dict[Key, list[_Thing]] = defaultdict(list)
    for matter in sorted(matters, key=lambda matter: (matter.when, matter.place)):
        for quantity in matter.quantities:
            if matter.context:
                key = _key(matter, quantity, table[quantity.figure_id], vocabulary)
                _join(things[key], matter, quantity)
    words = {
        quantity.figure_id: _words(thing, table, vocabulary)
        for group in things.values()
        for thing in group
        for _, quantity in thing.members
    }
    found = [words.get(figure_id, "") for figure_id in figures["figure_id"]]
    return pd.Series(found, index=figures.index, dtype="str")


def _key(
    matter: Matter, quantity: Quantity, figure: Mapping[str, Any], vocabulary: Vocabulary
) -> Key:
    """What two figures must share; where no deed is told of them, all their words."""
    noun, told = quantity.noun, _told(quantity, figure)
    if told and quantity.families <= _RESTRICTING and noun in _LOOSE:
        noun = ""
    phrase = frozenset() if told else vocabulary.terms(figure["counted"]).all
    return noun, told, phrase, quantity.rate, matter.planned


def _told(quantity: Quantity, figure: Mapping[str, Any]) -> frozenset[str]:
    """What happened to those counted; nothing happens to a measure, which is no noun of theirs."""
    noun = figure["unit"].partition("/")[0]
    return quantity.senses if noun and noun in figure["counted"] else frozenset()


def _join(group: list[_Thing], matter: Matter, quantity: Quantity) -> None:
    """Add a figure to the thing with which it shares most names, else to a new one."""
    shared = [len(thing.names & matter.context) for thing in group]
    if not any(shared):
        group.append(_Thing(matter.context))
        shared.append(1)
    thing = group[shared.index(max(shared))]
    thing.names &= matter.context
    thing.members.append((matter, quantity))


def _words(thing: _Thing, table: Mapping[str, Mapping[str, Any]], vocabulary: Vocabulary) -> str:
    matter, quantity = thing.members[0]
    told = [
        str(sense_effect(sense, "label"))
        for sense in sorted(_told(quantity, table[quantity.figure_id]))
    ]
    unit = _most(thing, table, "unit")
    if told:
        said = " ".join(filter(None, (_noun(thing, unit), " or ".join(told))))
    else:
        counted = _most(thing, table, "counted")
        said = counted if unit in counted else ", ".join(filter(None, (unit, counted)))
    rate = f" a {quantity.rate}" if quantity.rate else ""
    plan = ", planned or foreseen" if matter.planned else ""
    names = ", ".join(vocabulary.written(name) for name in sorted(thing.names))
    return f"{said}{rate}{plan} · {names}"


def _noun(thing: _Thing, unit: str) -> str:
    """The noun that all figures of a thing give; one that leaves it out might count others."""
    nouns = {quantity.noun for _, quantity in thing.members}
    return "" if len(nouns) > 1 or "" in nouns else unit


def _most(thing: _Thing, table: Mapping[str, Mapping[str, Any]], column: str) -> str:
    """The word that stands most often in a column; the first of several."""
    found = [table[quantity.figure_id][column].partition("/")[0] for _, quantity in thing.members]
    word = Counter(filter(None, found)).most_common(1)
    return word[0][0] if word else ""
