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

_MOST_WORDS = 4
"""Lemmas that name a thing of which no deed is told."""

Key: TypeAlias = tuple[Any, ...]


@dataclass(slots=True)
class _Thing:
    """Figures that all share some `names` and some of what is `told` of those counted."""

    names: frozenset[str]
    told: frozenset[str]
    members: list[tuple[Matter, Quantity]] = field(default_factory=list)

    def shared(self, names: frozenset[str], told: frozenset[str]) -> tuple[int, int]:
        """How many names and words another figure shares with all of these; 0 without either."""
        both = len(self.names & names), len(self.told & told)
        return both if all(both) else (0, 0)


def counted_things(
    figures: pd.DataFrame, matters: Sequence[Matter], vocabulary: Vocabulary
) -> pd.Series[str]:
    """What each figure counts, in words that are equal where two figures count the same.

    The words say the noun, what happened to those counted, whether it is only planned, and after a
    dot the names that all these figures are about: "soldiers sent · North Korea, Russia". Where no
    deed of `senses` is told, they say in brackets the lemmas that all claims share. A figure whose
    claim is about no name, or tells nothing, counts nothing that another does.
    """
    table = {row["figure_id"]: row for row in rows(figures)}
    things: dict[Key, list[_Thing]] = defaultdict(list)
    for matter in sorted(matters, key=lambda matter: (matter.when, matter.place)):
        for quantity in matter.quantities:
            figure = table[quantity.figure_id]
            told = _deed(quantity, figure) or _around(matter, quantity, vocabulary)
            if matter.context and told:
                group = things[_key(matter, quantity, figure, vocabulary)]
                thing = _best(group, matter.context, told)
                thing.names &= matter.context
                thing.told &= told
                thing.members.append((matter, quantity))
    words = {
        quantity.figure_id: _words(thing, table, vocabulary)
        for group in things.values()
        for thing in group
        for _, quantity in thing.members
    }
    found = [words.get(figure_id, "") for figure_id in figures["figure_id"]]
    return pd.Series(found, index=figures.index, dtype="str")


def _best(group: list[_Thing], names: frozenset[str], told: frozenset[str]) -> _Thing:
    """The thing with which a figure shares most, or a new one."""
    shared = [thing.shared(names, told) for thing in group]
    if not any(map(any, shared)):
        group.append(_Thing(names, told))
        return group[-1]
    return group[shared.index(max(shared))]


def _key(
    matter: Matter, quantity: Quantity, figure: Mapping[str, Any], vocabulary: Vocabulary
) -> Key:
    """What two figures must share; where no deed is told of them, the same restriction."""
    noun, deed = quantity.noun, _deed(quantity, figure)
    if deed and quantity.families <= _RESTRICTING and noun in _LOOSE:
        noun = ""
    phrase = frozenset() if deed else vocabulary.terms(figure["counted"]).all
    return noun, deed, phrase, quantity.rate, matter.planned


def _deed(quantity: Quantity, figure: Mapping[str, Any]) -> frozenset[str]:
    """What happened to those counted; nothing happens to a measure, which is no noun of theirs."""
    noun = figure["unit"].partition("/")[0]
    return quantity.senses if noun and noun in figure["counted"] else frozenset()


def _around(matter: Matter, quantity: Quantity, vocabulary: Vocabulary) -> frozenset[str]:
    """What the claim says beside the figure: "million" and "euros" tell nothing of it."""
    return matter.terms.lemmas - vocabulary.terms(quantity.text).lemmas - {quantity.noun}


def _words(thing: _Thing, table: Mapping[str, Mapping[str, Any]], vocabulary: Vocabulary) -> str:
    matter, quantity = thing.members[0]
    deed = _deed(quantity, table[quantity.figure_id])
    unit = _most(thing, table, "unit")
    if deed:
        labels = " or ".join(str(sense_effect(sense, "label")) for sense in sorted(deed))
        said = " ".join(filter(None, (_noun(thing, unit), labels)))
    else:
        counted = _most(thing, table, "counted")
        said = counted if unit in counted else ", in ".join(filter(None, (counted, unit)))
        said += f" ({_in_order(thing.told, matter.said)})"
    rate = f" a {quantity.rate}" if quantity.rate else ""
    plan = ", planned or foreseen" if matter.planned else ""
    names = ", ".join(vocabulary.written(name) for name in sorted(thing.names))
    return f"{said}{rate}{plan} · {names}"


def _in_order(lemmas: frozenset[str], said: str) -> str:
    """The first lemmas in the order of a claim, whose inflected words mostly begin as they do."""
    text = said.casefold()
    places = {word: text.find(word.removeprefix("#")[:4]) % (len(text) + 1) for word in lemmas}
    ordered = sorted(lemmas, key=lambda word: (places[word], word))
    return ", ".join(word.removeprefix("#") for word in ordered[:_MOST_WORDS])


def _noun(thing: _Thing, unit: str) -> str:
    """The noun that all figures of a thing give; one that leaves it out might count others."""
    nouns = {quantity.noun for _, quantity in thing.members}
    return "" if len(nouns) > 1 or "" in nouns else unit


def _most(thing: _Thing, table: Mapping[str, Mapping[str, Any]], column: str) -> str:
    """The word that stands most often in a column; the first of several."""
    found = [table[quantity.figure_id][column].partition("/")[0] for _, quantity in thing.members]
    word = Counter(filter(None, found)).most_common(1)
    return word[0][0] if word else ""
