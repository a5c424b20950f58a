"""What a text speaks of: lemmas, senses and names, read without a parse.

Assessment works on saved tables, so it reads words anew; a parse of every claim would cost more
than all else that it does. Lemmas come from the tables that spaCy's English model ships, senses and
states from `lexicons/senses.toml` and `lexicons/countries.toml`. A sense is written with a hash
(``#death``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from sys import intern
from typing import Any

from analysis.lexicon import load
from analysis.wording import MONTHS

__all__ = [
    "WORD",
    "Terms",
    "Vocabulary",
    "contrary",
    "deeds",
    "folded",
    "is_state",
    "is_verb",
    "is_word",
    "lemma",
    "meant",
    "role_words",
    "sense_effect",
    "states",
    "stems",
]

WORD = re.compile(r"[^\W\d_]+(?:[’'.\-][^\W\d_]+)*")
_INNER = re.compile(r"(?<=[\w,;:’'] )[A-Z]\w*")
"""A word with a capital inside a sentence: the first word can be a name only if it is one."""

_COMMON = re.compile(r"(?<![\w’'])[a-z]{3,}(?![\w’'])")
"""A word in small letters: what is written so somewhere is no name because it begins a sentence."""

_OF_PLACE = re.compile(r"(?:(?<=[a-z\d] )|(?<=\bA ))[A-Z]\w+(?:n|ish|ese|i|er)s?(?= [a-z])")
"""A word that may say where somebody is from ("a Catalan court"), if the texts name the place."""

_ENDINGS = (
    ("n", ""),
    ("an", ""),
    ("ian", ""),
    ("n", "s"),
    ("ish", ""),
    ("ese", ""),
    ("ese", "a"),
    ("i", ""),
    ("er", ""),
)
"""How those from a place are called: Catalonian, Tibetan, Bostonian, Texan, Nepali, Berliner."""

_PLACE = 4
"""Letters that a place's name has at least, so that "Ivan" is nobody from "Iva"."""

_POSSESSIVE = re.compile(r"[’']s?$")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CALENDAR = frozenset(month.lower() for month in MONTHS) | frozenset(_DAYS)
_CONTENT = frozenset(
    (
        "amount",
        "bottom",
        "call",
        "empty",
        "front",
        "full",
        "mine",
        "move",
        "name",
        "serious",
        "side",
    )
)
"""Words of spaCy's stop list that say something."""

_BEFORE_NOUN = frozenset(("the", "a", "his", "her", "its", "their", "far", "hard"))
"""After these "left" is a side, nobody's leaving."""

_PARTICLES = frozenset(("out", "up", "down", "off", "over", "back", "away"))
_BEFORE_VERB = frozenset(("to", "will", "would", "could", "can", "may", "might", "should"))

_BEFORE_FORM = frozenset(("is", "are", "was", "were", "be", "been", "being", "has", "have", "had"))

_LONG = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
"""Letters of a word that make its stem: "inspect" and "inspection" share it."""

_KEPT = 5_000
"""Texts of which the terms are kept: what is counted is called by few words, again and again."""

_LONGEST = 5
"""Words in the longest name of a state (Democratic Republic of the Congo)."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The content words of a text as lemmas and senses, and its proper names."""

    lemmas: frozenset[str]
    names: frozenset[str]
    senses: frozenset[str] = field(init=False)
    """The senses of what happened, those of nouns for people left out."""
    all: frozenset[str] = field(init=False)
    """Lemmas, senses and names together."""

    def __post_init__(self) -> None:
        senses = (t for t in self.lemmas if t[0] == "#" and not sense_effect(t, "noun"))
        object.__setattr__(self, "senses", frozenset(senses))
        object.__setattr__(self, "all", self.lemmas | self.names)


class Vocabulary:
    """Tells names from other words by how some texts write them within their sentences."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._inner: set[str] = set()
        self._written: dict[str, str] = {}
        common, found, of_places = set[str](), set[str](), set[str]()
        for text in texts:
            found.update(_INNER.findall(text))
            common.update(_COMMON.findall(text))
            of_places.update(_OF_PLACE.findall(text))
        self._inner.update(map(folded, found))
        self._common = frozenset(word for word in common if is_word(word))
        self._read = lru_cache(maxsize=_KEPT)(self._terms)
        self._places = {folded(w): base for w in sorted(of_places) if (base := _place(w, found))}

    def terms(self, text: str, *, initial: bool = False) -> Terms:
        """The terms of `text`; `initial` says that its first word has a capital in any case."""
        return self._read(text, initial)

    def _terms(self, text: str, initial: bool) -> Terms:
        words = [_POSSESSIVE.sub("", word) for word in WORD.findall(text)]
        lemmas, names, place = set[str](), set[str](), 0
        while place < len(words):
            word, state, length = words[place], "", 1
            if word[0].isupper():
                state, length = _state_at(words, place)
            if state:
                names.add(state)
            elif self._is_name(word, first=initial and place == 0, leads=_leads(words)):
                word = self._places.get(folded(word), word)
                names.add(self._written.setdefault(folded(word), word))
            elif not (word == "left" and place and words[place - 1].lower() in _BEFORE_NOUN):
                phrasal = _phrasal(words, place)
                length = 2 if phrasal else 1
                lemmas.add(phrasal or meant(word.lower()))
            place += length
        lemmas = _told_together(lemmas, words)
        return Terms(frozenset(lemmas - {""}), frozenset(names))

    def written(self, name: str) -> str:
        """A name as a text first wrote it: so it stands in all terms."""
        return self._written.get(folded(name), name)

    def _is_name(self, word: str, *, first: bool, leads: bool) -> bool:
        low = word.lower()
        if not word[0].isupper() or low in _CALENDAR or load("sources").get(low):
            return False
        if low in _stop():
            return False
        known = folded(word) in self._inner and (leads or low not in self._common)
        return known or not first


def _place(word: str, names: Iterable[str]) -> str:
    """The place among some names where those called `word` are from; "" if none."""
    singular = word.removesuffix("s")
    bases = (singular.removesuffix(end) + new for end, new in _ENDINGS if singular.endswith(end))
    return next((base for base in bases if len(base) >= _PLACE and base in names), "")


def _leads(words: list[str]) -> bool:
    """Whether the first word opens a name of several words."""
    return len(words) > 1 and words[1][0].isupper()


@cache
def _first_words() -> frozenset[str]:
    """How names of states begin, so that hardly any other word is looked up."""
    return frozenset(part for word in load("countries").index for part in word.split(" ")[:1]) | {
        word.rstrip(".") for word in load("countries").index
    }


@cache
def _sides() -> frozenset[str]:
    return frozenset(str(entry.effect["side"]) for entry in load("countries"))


def is_state(name: str) -> bool:
    """Whether a name of the terms is a state's."""
    return name in _sides()


def states(text: str) -> frozenset[str]:
    """The states that `text` names: by name, people, capital or seat of government."""
    words = [_POSSESSIVE.sub("", word) for word in WORD.findall(text)]
    found = (_state_at(words, n)[0] for n, word in enumerate(words) if word[0].isupper())
    return frozenset(found) - {""}


def _state_at(words: list[str], place: int) -> tuple[str, int]:
    """The state whose name begins at `place`, and the number of its words; "" and 1 if none."""
    if words[place].lower() not in _first_words():
        return "", 1
    for length in range(min(_LONGEST, len(words) - place), 0, -1):
        name = " ".join(words[place : place + length])
        if name in {"Us", "Polish", "Poles"}:
            continue
        found = load("countries").get(name.lower()) or load("countries").get(f"{name.lower()}.")
        if found is not None:
            return str(found.effect["side"]), length
    return "", 1


@cache
def folded(word: str) -> str:
    """`word` so that ways to write one name in Latin letters agree: no accents, Zelenskyy = -ky."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"[’'‘.\-]", "", plain)
    plain = re.sub(r"(?:iy|yy|ij|yj|ii|yi)\b", "y", plain)
    return re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", plain)


@cache
def role_words(role: str) -> frozenset[str]:
    """The words of `lexicons/repeating.toml` that play a role there."""
    return load("repeating").words(role=role)


@cache
def sense_effect(sense: str, key: str) -> Any:
    """What the sense (``#death``) has for `key`: its family, what it is part of."""
    return load("senses").entry(sense[1:]).effect.get(key, "")


@cache
def _pairs() -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
    """By noun: the senses that it tells together with one of some verbs."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for entry in load("senses"):
        for noun in entry.effect.get("of", ()):
            found.setdefault(noun, []).append((f"#{entry.name}", frozenset(entry.effect["by"])))
    return {noun: tuple(senses) for noun, senses in found.items()}


def _told_together(lemmas: set[str], words: Iterable[str]) -> set[str]:
    """`lemmas` with the senses that two of some words tell together: jobs are cut, lives lost."""
    plain = {lemma(word) for word in words if word.islower()}
    told = {
        sense
        for noun in plain & _pairs().keys()
        for sense, verbs in _pairs()[noun]
        if not plain.isdisjoint(verbs)
    }
    return (lemmas | told) - {f"#{sense_effect(sense, 'not')}" for sense in told}


@cache
def meant(word: str) -> str:
    """The sense of a lower-case word, or its lemma; "" where it says nothing."""
    if word in _stop() or len(word) < 3 or word in _CALENDAR:
        return ""
    base = lemma(word)
    if base.endswith("ing"):
        base = lemma(base)  # "warnings" as "warning" and "warned"
    sense = load("senses").get(word) or load("senses").get(base)
    if sense is not None:
        return f"#{sense.name}"
    return "" if base in _stop() else base


def _phrasal(words: list[str], place: int) -> str:
    """The sense of a verb with its particle ("left out"), "" where the two are none."""
    if place + 1 == len(words) or words[place + 1] not in _PARTICLES:
        return ""
    verb = f"{lemma(words[place].lower())} {words[place + 1]}"
    sense = load("senses").get(verb)
    return f"#{sense.name}" if sense is not None else ""


@cache
def _stop() -> frozenset[str]:
    from spacy.lang.en.stop_words import STOP_WORDS

    light = role_words("aspect")
    return (frozenset(STOP_WORDS) - _CONTENT) | light


@cache
def lemma(word: str) -> str:
    """The lemma of a lower-case word of which the part of speech is not known."""
    exceptions, index, rules = _lookups()
    for kind in ("verb", "noun"):
        if word in exceptions[kind]:
            return str(exceptions[kind][word][0])
    kinds = ("verb", "noun") if word.endswith(("ed", "ing")) else ("noun", "verb")
    for kind in kinds:
        if word in index[kind] and not (kind == "noun" and word.endswith("s")):
            return word
        for old, new in rules[kind]:
            base = word[: len(word) - len(old)] + str(new)
            if word.endswith(old) and base in index[kind]:
                return base
    return word


def is_word(word: str) -> bool:
    """Whether a lower-case word is in the dictionary, not only a name."""
    return any(lemma(word) in words for words in _lookups()[1].values()) or word in _stop()


def stems(text: str) -> frozenset[str]:
    """The stems of the longer words of a text."""
    return frozenset(intern(word[:_STEM]) for word in _LONG.findall(text.lower()))


def deeds(text: str) -> frozenset[str]:
    """The verbs of a text that tell what was done, as lemmas or senses.

    Without a parse they are told by their form ("built", "using") or by what stands before them
    ("to build", "had lost"); forms of "be" and "have" tell nothing of what was done.
    """
    found, before = set[str](), ""
    words = [match.lower() for match in WORD.findall(text)]
    for place, word in enumerate(words):
        base = lemma(word)
        formed = base != word and not word.endswith("s")
        formed &= before in _BEFORE_FORM or word not in _lookups()[1]["noun"]
        if is_verb(base) and (formed or before in _BEFORE_VERB | {"be", "been", "being"}):
            found.add(_phrasal(words, place) or meant(word))
        before = word
    return frozenset(term for term in found if term and not _is_noun(term))


def _is_noun(term: str) -> bool:
    return term[0] == "#" and bool(sense_effect(term, "noun"))


@cache
def contrary(word: str) -> str:
    """The word that `word` denies: "solvent" of "insolvent", "guilty" of "innocent"; "" if none."""
    told = load("contraries").get(word)
    if told is not None:
        return str(told.effect["contrary"])
    adjectives = _lookups()[1]["adj"]
    for prefix in ("in", "un", "im", "ir", "il", "dis", "non"):
        base = word.removeprefix(prefix)
        if base != word and len(base) > 3 and {word, base} <= adjectives:
            return base
    return ""


def is_verb(word: str) -> bool:
    """Whether a lemma can be a verb."""
    return word in _lookups()[1]["verb"]


@cache
def _lookups() -> tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]:
    """Exceptions, known lemmas and rules of spaCy's English model, by part of speech."""
    from spacy.lookups import Lookups

    from analysis.parser import MODEL_NAMES

    package = Path(str(files(next(name for name in MODEL_NAMES if find_spec(name)))))
    found = Lookups().from_disk(next(package.rglob("lemmatizer/lookups")))
    exceptions, index, rules = (
        {kind: found.get_table(f"lemma_{name}")[kind] for kind in ("verb", "noun", "adj")}
        for name in ("exc", "index", "rules")
    )
    return exceptions, {kind: frozenset(words) for kind, words in index.items()}, rules
