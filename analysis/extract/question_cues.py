"""Finds the words of the questions lexicon in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from analysis.lexicon import Entry, alternatives, load

__all__ = ["Cue", "cues"]

_WORD = r"(?!that\b|which\b|who\b)[\w'’“”\"-]+"
_SLOTS = {
    "not": r"(?:\w+n['’]t|cannot|not|never|hardly|nor)",
    "it": r"\w+",
    "words": rf"(?:{_WORD}(?:\s+{_WORD}){{0,6}}?)??",
    "still": (
        r"(?:(?:is|are|was|were|been|be|'re|’re|still|now|begun|began|started)"
        r"(?=\s+(?:\w+ly\s+)?\w+ing\b)"
        r"|(?<!right\s)(?<!power\s)(?<!authority\s)(?<!ability\s)(?<!able\s)(?<!allowed\s)"
        r"(?:to|will|would|should|must|could|can|may|might|'ll|’ll)"
        r"(?=\s+(?:also\s+)?(?!\w+ed\b|be\s+\w+ed\b)\w))"
    ),
}
"""Slots that are no plain lists: negation, any word, up to seven words, what is under way."""

_SOME = rf"{_WORD}(?:\s+{_WORD}){{0,3}}?"
_AMONG = r"(?:outside|at|in|on|of|among|from|inside|within|near|around)"

_ENDINGS = ("", "es", "s", "ed", "d", "e", "ing", "y", "ies", "ied", "ying")
_ADVERBS = (
    r"(?:still|also|yet|currently|largely|very|so|far|now|completely|quite|rather|highly|too"
    r"|really|exactly|immediately|independently|officially|fully|entirely|always|only|just|as"
    r"|even|clearly|widely|hotly|much|immediate|exact|precise|official|firm|further|concrete|any|publicly|at|present|altogether|somewhat|all"
    r"|that|totally|been|be|separately|formally|conclusively|precisely|actually|of|course)"
)
_GAP = rf"\s+(?:{_ADVERBS}\s+){{0,3}}?"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of the lexicon at ``text[start:end]``."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words of an entry, its rank in the lexicon, and what a sentence must hold as it stands."""

    words: str
    entry: Entry
    rank: int
    literals: frozenset[str]


@cache
def _phrases() -> dict[str, list[_Phrase]]:
    """Phrases by a word that a sentence must hold for them to match."""
    found: dict[str, list[_Phrase]] = {}
    for rank, entry in enumerate(load("questions")):
        for words in entry.words:
            for phrase in _spelt_out(words, entry, rank):
                bare = [word for word in phrase.words.lower().split() if word[0] != "{"]
                for form in _forms(max(bare, key=len)):
                    found.setdefault(form, []).append(phrase)
    return found


def _spelt_out(words: str, entry: Entry, rank: int) -> Iterator[_Phrase]:
    """The phrase of some words, or one for each word of its last slot if it has no others."""
    bare = [word for word in words.lower().split() if word[0] != "{"]
    if bare:
        fixed = " ".join(word for word in bare if not word.endswith("+"))
        yield _Phrase(words, entry, rank, frozenset(re.findall(r"\w+", fixed)))
        return
    before, _, slot = words.rpartition(" ")
    for word in load("question_slots").entry(slot.strip("{}")).words:
        yield from _spelt_out(f"{before} {word}".strip(), entry, rank)


@cache  # made when a text first needs it: all of them together take most of a second
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){_phrase(phrase)}(?![\w-])", re.I)


def _forms(literal: str) -> list[str]:
    """A word of a phrase in the forms that its plus sign allows, split as a sentence is."""
    stem = literal.removesuffix("+")
    if stem == literal:
        return [re.findall(r"\w+", literal.lower())[0]]
    return [stem + ending for ending in _ENDINGS]


def _phrase(words: str) -> str:
    made = _GAP.join(_word(word) for word in words.split())
    return made.replace(rf"{_GAP}{_SLOTS['words']}", rf"(?:\s+{_SLOTS['words']})?")


def _word(word: str) -> str:
    stem = word.removesuffix("+")
    if not word.startswith("{"):
        return re.escape(stem) + (f"(?:{alternatives(_ENDINGS)})" if stem != word else "")
    slot = word.strip("{}")
    if slot == "nobody":
        return _nobody()
    return _SLOTS.get(slot) or f"(?:{alternatives(load('question_slots').entry(slot).words)})"


@cache
def _nobody() -> str:
    """Whoever denies the verb: nobody at the firm, none of the four, neither he nor she."""
    plain = alternatives(load("question_slots").entry("nobody").words)
    return (
        rf"(?:(?:{plain})(?:\s+(?:else|{_AMONG}\s+{_SOME}))?"
        rf"|(?:none|not\s+one|neither)\s+of\s+{_SOME}|neither\s+{_SOME}\s+nor\s+{_SOME})"
    )


def cues(text: str) -> list[Cue]:
    """The cues in a sentence, in the order of the lexicon's entries."""
    words = set(re.findall(r"\w+", text.lower()))
    found = []
    for word in words & _phrases().keys():
        for phrase in _phrases()[word]:
            if phrase.literals <= words:
                for match in _pattern(phrase.words).finditer(text):
                    cue = Cue(*match.span(), phrase.entry)
                    found.append((phrase.rank, match.start(), -match.end(), cue))
    return [cue for *_, cue in sorted(found, key=lambda one: one[:3])]
