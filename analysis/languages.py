"""In which language a text is written; only those with a pipeline are read.

Most texts are told by their commonest words, at no cost. Only where those are too few is the
model of py3langid asked, which takes half a second to load, and only if it is sure is a text
refused: a short note is not refused on a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from analysis.model import Document, Problem

__all__ = ["PIPELINES", "detect", "only_known"]

PIPELINES = {"en": "English"}
"""Languages that can be read, by their BCP 47 primary subtag."""

_FIRST = next(iter(PIPELINES))

SAMPLE = 20_000
"""Characters of a text that are looked at, from its beginning, middle and end."""

SURE = 0.9
"""The least probability of the model's answer; on three hundred words it is mostly above 0.95."""

FEWEST_WORDS = 12
"""With fewer words a text in Latin letters tells no language."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENGLISH = frozenset(
    _WORD.findall(
        """a about after all also an and are as at be been but by can could for from had has have he
        her his if in into is it its more no not of on or said she so than that the their them there
        they this to up was we were what when which who will with would you"""
    )
)


def only_known(documents: Iterable[Document]) -> tuple[list[Document], list[Problem]]:
    """The documents in a language that can be read, and why the others are refused.

    The language that a seed's metadata name is believed; else it is detected and filled in.
    """
    kept, problems = [], []
    for document in documents:
        language = document.language or detect(document.text)
        if language and language.casefold().split("-")[0] not in PIPELINES:
            problems.append(_refused(document, language))
        else:
            kept.append(document if document.language else replace(document, language=language))
    return kept, problems


def _refused(document: Document, language: str) -> Problem:
    how = "is said to be" if document.language else "seems to be"
    known = ", ".join(PIPELINES.values())
    advice = f"translate it, or, if it is {known}, say in its metadata: language: {_FIRST}"
    message = f"{how} in the language {language!r}, and only {known} can be read; {advice}"
    return Problem(document.path or document.doc_id, "language", message)


def detect(text: str) -> str:
    """The BCP 47 primary subtag of the language of `text`; "" where it cannot be told.

    What is mostly not in Latin letters is told by its letters even if it is short.
    """
    sample = _sample(text)
    words = _WORD.findall(sample)
    if not words:
        return ""
    latin = sum(_is_latin(word) for word in words)
    if latin * 2 < len(words):
        language, _ = _model().classify(sample)
        return str(language) if language not in PIPELINES else ""
    if len(words) < FEWEST_WORDS:
        return ""
    english = sum(word.casefold() in _ENGLISH for word in words)
    if english > 0.2 * len(words):
        return "en"
    language, probability = _model().classify(sample)
    return str(language) if probability >= SURE else ""


def _sample(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    part = SAMPLE // 3
    middle = len(text) // 2
    return " ".join((text[:part], text[middle : middle + part], text[-part:]))


def _is_latin(word: str) -> bool:
    return unicodedata.name(word[0], "").startswith(("LATIN", "FULLWIDTH LATIN", "MODIFIER"))


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
