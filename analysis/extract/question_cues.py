"""Finds the words of the questions lexicon in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from analysis.lexicon import Entry, load

__all__ = ["Cue", "cues"]

_MACROS = {
    "be": r"(?:is|are|was|were|be|been|being|remain(?:s|ed|ing)?|seem(?:s|ed)?|appear(?:s|ed)?|'s|’s|'re)",
    "not": r"(?:\w+n['’]t|cannot|not|never|hardly|nor)",
    "nobody": r"(?:nobody|no\s?-?one|none\s+of\s+\w+(?:\s+\w+)?)",
    "have": r"(?:has|have|had|'ve|’ve)",
    "hard": r"(?:hard|difficult|impossible|too\s+early|too\s+soon|premature|not\s+easy|not\s+possible|tricky)",
    "still": (
        r"(?:(?:is|are|was|were|been|be|'re|’re|still|now|begun|began|started)\s+(?=(?:\w+ly\s+)?\w+ing\b)"
        r"|(?:to|will|would|should|must|could|can|may|might|'ll|’ll)(?=\s+(?:also\s+)?(?!\w+ed\b)\w))"
    ),
    "more": r"(?:more|further|additional|future|follow-up|new|larger|longer|better|subsequent)",
    "work": (
        r"(?:research|work|stud(?:y|ies)|data|evidence|information|investigations?|trials?"
        r"|analys[ie]s|tests?|testing|statistics|figures|records|experiments?)"
    ),
    "should": r"(?:should|could|might|will\s+need\s+to|needs?\s+to|must|ought\s+to|may|will)",
    "sure": r"(?:independently|officially|immediately|publicly|separately|fully|formally)?",
    "it": r"\w+",
    "his": r"(?:his|her|their|its|our|my)",
}
_ENDINGS = r"(?:es|ed|s|ed|d|e|ing|y|ies|ied|ying)?"
_ADVERBS = (
    r"(?:still|also|yet|currently|largely|very|so|far|now|completely|quite|rather|highly|too"
    r"|really|exactly|immediately|independently|officially|fully|entirely|always|only|just|as"
    r"|even|clearly|widely|hotly|much|publicly|at|present|immediately|altogether|somewhat|all"
    r"|that|totally|much|been|be|precisely|actually|of|course)"
)
_GAP = rf"\s+(?:{_ADVERBS}\s+){{0,3}}?"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of the lexicon at ``text[start:end]``."""

    start: int
    end: int
    entry: Entry


@cache
def _patterns() -> list[tuple[re.Pattern[str], Entry]]:
    return [
        (re.compile(rf"(?<![\w-])(?:{'|'.join(map(_phrase, entry.words))})(?![\w-])", re.I), entry)
        for entry in load("questions")
    ]


def _phrase(words: str) -> str:
    return _GAP.join(_word(word) for word in words.split())


def _word(word: str) -> str:
    if word.startswith("{"):
        return _MACROS[word.strip("{}")]
    if word.endswith("+"):
        return re.escape(word[:-1]) + _ENDINGS
    return re.escape(word)


def cues(text: str) -> Iterator[Cue]:
    """The cues in a sentence, entry by entry in the order of the lexicon."""
    for pattern, entry in _patterns():
        for match in pattern.finditer(text):
            yield Cue(match.start(), match.end(), entry)
