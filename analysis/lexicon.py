"""Loads and validates the word lists in ``analysis/lexicons/*.toml``.

A lexicon is a list of entries. An entry names words that behave alike, says what they mean,
what they do (its effect: values that a table column takes, or settings of a rule), and gives
examples that a test runs through the kit::

    [[entry]]
    name = "possible"
    words = ["could", "may", "might"]
    meaning = "The speaker holds it for possible, no more."
    effect = { certainty = "possible" }
    examples = ["Morale could weaken."]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from analysis.errors import LexiconError

__all__ = ["Entry", "Lexicon", "alternatives", "lexicon_names", "load"]

_FIELDS = {"name": str, "words": list, "meaning": str, "effect": dict, "examples": list}


@dataclass(frozen=True, slots=True)
class Entry:
    """Words that behave alike: their meaning, their effect and examples of both."""

    name: str
    words: tuple[str, ...]
    meaning: str
    effect: Mapping[str, Any]
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """The entries of one file, and the way from a word to its entry."""

    name: str
    entries: tuple[Entry, ...]
    index: Mapping[str, Entry]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def get(self, word: str) -> Entry | None:
        """The entry that lists `word` (lower case, spaces as written), or None."""
        return self.index.get(word)

    def words(self, **effect: object) -> frozenset[str]:
        """All words whose entry has the given effect."""
        return frozenset(
            word
            for entry in self.entries
            if all(entry.effect.get(key) == value for key, value in effect.items())
            for word in entry.words
        )

    def value(self, word: str, key: str, default: Any = None) -> Any:
        """The effect `key` of `word`, or `default` where the word or the key is missing."""
        entry = self.index.get(word)
        return default if entry is None else entry.effect.get(key, default)

    def entry(self, name: str) -> Entry:
        """The entry called `name`; LexiconError where there is none."""
        for entry in self.entries:
            if entry.name == name:
                return entry
        known = ", ".join(entry.name for entry in self.entries)
        raise LexiconError(f"{self.name}: no entry {name!r}; it has {known}")


def lexicon_names() -> list[str]:
    """The lexicons that the kit ships, by name."""
    found = files("analysis").joinpath("lexicons").iterdir()
    return sorted(item.name.removesuffix(".toml") for item in found if item.name.endswith(".toml"))


@cache
def load(name: str) -> Lexicon:
    """The lexicon ``analysis/lexicons/NAME.toml``.

    Raises
    ------
    LexiconError
        If the file is missing or not valid, an entry lacks a field, holds an unknown one or one
        of the wrong type, or a word stands in two entries.
    """
    try:
        source = files("analysis").joinpath("lexicons", f"{name}.toml").read_text("utf-8")
        content = tomllib.loads(source)
    except FileNotFoundError:
        raise LexiconError(f"no lexicon {name!r}; there are {', '.join(lexicon_names())}") from None
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{name} is not valid TOML: {error}") from None
    if set(content) != {"entry"}:
        raise LexiconError(f"{name} must hold [[entry]] tables and nothing else")
    entries = tuple(_entry(name, raw) for raw in content["entry"])
    return Lexicon(name, entries, _index(name, entries))


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of `words`, longest first, blanks matching any white space."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


def _entry(lexicon: str, raw: Mapping[str, Any]) -> Entry:
    label = f"{lexicon}: entry {raw.get('name', '?')!r}"
    if set(raw) != set(_FIELDS):
        odd = ", ".join(sorted(set(raw) ^ set(_FIELDS)))
        raise LexiconError(f"{label} must have exactly the fields {sorted(_FIELDS)}; look at {odd}")
    for field, kind in _FIELDS.items():
        inner = raw[field] if kind is list else ()
        if not isinstance(raw[field], kind) or not all(isinstance(item, str) for item in inner):
            wanted = "a list of texts" if kind is list else f"of type {kind.__name__}"
            raise LexiconError(f"{label}: {field} must be {wanted}; got {raw[field]!r}")
    empty = [key for key in ("name", "words", "meaning", "examples") if not raw[key]]
    if empty:
        raise LexiconError(f"{label} has nothing in {', '.join(empty)}")
    return Entry(
        raw["name"], tuple(raw["words"]), raw["meaning"], raw["effect"], tuple(raw["examples"])
    )


def _index(lexicon: str, entries: tuple[Entry, ...]) -> dict[str, Entry]:
    index: dict[str, Entry] = {}
    for entry in entries:
        for word in entry.words:
            if word in index:
                owner = index[word].name
                raise LexiconError(f"{lexicon}: {word!r} stands in {owner!r} and {entry.name!r}")
            index[word] = entry
    return index
