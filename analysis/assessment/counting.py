"""Which figures count the same thing: the same deed, noun and time frame, about a common name.

`links` holds two claims against each other and asks more (the same place, overlapping time); here
figures are only put side by side, so that a reader sees how they differ and when each was given.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

import pandas as pd

from analysis.assessment.matter import Matter
from analysis.assessment.quantities import Quantity
from analysis.assessment.setting import Setting
from analysis.assessment.words import WORD, Vocabulary, meant, sense_effect
from analysis.tables.schema import rows

__all__ = ["counted_things"]

_LOOSE = frozenset(("", "#people", "#forces"))
_RESTRICTING = frozenset(("losses", "whereabouts"))

_RUN = re.compile(r"[A-Z][\w.’'-]*\w(?: [A-Z][\w.’'-]*\w)*")
"""A name of one word or several."""

_MOST_WORDS = 4
"""Words that name a thing of which no deed is told."""

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
    figures: pd.DataFrame, matters: Sequence[Matter], setting: Setting
) -> pd.Series[str]:
    """What each figure counts, in words that are equal where two figures count the same.

    The words say the noun, what happened to those counted, whether it is only planned, and after a
    dot the names that all these figures are about, whoever speaks: "soldiers sent · North Korea,
    Russia". Where no deed of `senses` is told, they say in brackets what all claims tell, in the
    words of the first. A figure whose claim is about no name, or tells nothing, counts nothing that
    another does.
    """
    vocabulary = setting.vocabulary
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
        quantity.figure_id: _words(thing, table, setting)
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


def _words(thing: _Thing, table: Mapping[str, Mapping[str, Any]], setting: Setting) -> str:
    matter, quantity = thing.members[0]
    deed = _deed(quantity, table[quantity.figure_id])
    unit = _most(thing, table, "unit")
    if deed:
        labels = " or ".join(str(sense_effect(sense, "label")) for sense in sorted(deed))
        said = " ".join(filter(None, (_noun(thing, unit), labels)))
    else:
        counted = _most(thing, table, "counted")
        said = counted if unit in counted else ", in ".join(filter(None, (counted, unit)))
        told = frozenset(t for t in thing.told if not (quantity.measure and t[0] == "#"))
        beside = _as_written(told, matter.said, said)
        said += f" ({beside})" if beside else ""
    rate = f" a {quantity.rate}" if quantity.rate else ""
    plan = ", planned or foreseen" if matter.planned else ""
    return f"{said}{rate}{plan} · {', '.join(_in_full(_about(thing), setting.text(matter.doc_id)))}"


def _about(thing: _Thing) -> frozenset[str]:
    """The names of a thing without those who only speak of it, unless there is nobody else."""
    voices = frozenset[str]().union(*(matter.voices for matter, _ in thing.members))
    told = frozenset[str]().union(*(matter.terms.names for matter, _ in thing.members))
    return thing.names - (voices - told) or thing.names


def _in_full(names: frozenset[str], text: str) -> list[str]:
    """Names in the order of the alphabet, those of several words as a text writes them."""
    parts = {part for name in names for part in name.split()}
    runs = _full_names(text)
    whole = {run for part in parts for run in runs.get(part, ()) if parts.issuperset(run.split())}
    within = {word for run in whole for word in run.split()}
    return sorted(whole | {name for name in names if not within.issuperset(name.split())})


@lru_cache(256)
def _full_names(text: str) -> Mapping[str, frozenset[str]]:
    """The names of several words in a text, by their first words."""
    found: dict[str, set[str]] = defaultdict(set)
    for run in _RUN.findall(text):
        if " " in run:
            found[run.split()[0]].add(run)
    return {first: frozenset(runs) for first, runs in found.items()}


def _as_written(told: frozenset[str], text: str, head: str) -> str:
    """The first words of a claim that are `told`, without those that its `head` gives.

    Those that stand together have no comma between them.
    """
    shown: list[str] = []
    end = -1
    for match in WORD.finditer(text):
        word = match[0]
        if meant(word.lower()) in told and word not in head and len(shown) < _MOST_WORDS:
            beside = end >= 0 and text[end : match.start()].isspace()
            shown[-1:] = [f"{shown[-1]} {word}"] if beside else [*shown[-1:], word]
            end = match.end()
    return ", ".join(shown)


def _noun(thing: _Thing, unit: str) -> str:
    """The noun that all figures of a thing give; one that leaves it out might count others."""
    nouns = {quantity.noun for _, quantity in thing.members}
    return "" if len(nouns) > 1 or "" in nouns else unit


def _most(thing: _Thing, table: Mapping[str, Mapping[str, Any]], column: str) -> str:
    """The word that stands most often in a column; the first of several."""
    found = [table[quantity.figure_id][column].partition("/")[0] for _, quantity in thing.members]
    word = Counter(filter(None, found)).most_common(1)
    return word[0][0] if word else ""
