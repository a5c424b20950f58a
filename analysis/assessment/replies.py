"""Questions that a seed puts and answers: an interviewer's, or a writer's own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.assessment.alignment import one_story
from analysis.assessment.asked import Asked, asking_word
from analysis.assessment.dates import is_later
from analysis.assessment.matter import Matter
from analysis.assessment.setting import Setting
from analysis.assessment.words import Terms, role_words
from analysis.tables import Tables
from analysis.tables.schema import rows

__all__ = ["Replies"]

_ANSWERS = 2
"""Sentences after a question that its answer may begin in: a label can stand alone."""

_LEAD = re.compile(r".*(?:[:*\n“\"]|\bAnd\b|\bBut\b)\s*", re.DOTALL)
"""Whose label, or which word, stands before a question."""


@dataclass(frozen=True, slots=True)
class _Reply:
    words: str
    word: str
    terms: Terms
    answers: tuple[Matter, ...]


class Replies:
    """The claims that answer questions in the seeds, found by the words of the question."""

    def __init__(self, tables: Tables, matters: Sequence[Matter], setting: Setting) -> None:
        self._setting = setting
        self._held: dict[str, list[_Reply]] = defaultdict(list)
        told: dict[str, list[Matter]] = defaultdict(list)
        for matter in sorted(matters, key=lambda matter: matter.place):
            told[matter.claim["sentence_id"]].append(matter)
        for reply in _replies(rows(tables.sentences), told, setting):
            for term in sorted(reply.terms.lemmas):
                self._held[term].append(reply)

    def to(self, asked: Asked, date: str) -> Iterator[tuple[Matter, str]]:
        """Claims after `date` that answer what is asked, in seeds of one story, and to what words.

        The seed asks with the same word after what the question asks, and leaves at most things
        out that "it" stands for.
        """
        rare = self._setting.rare_names(asked.doc_id)
        known = asked.terms.names | asked.around
        held = (reply for term in sorted(asked.deeds) for reply in self._held.get(term, ()))
        for reply in held:
            first = reply.answers[0]
            later = is_later(first.when, date) and one_story(rare, first.story)
            within = reply.terms.lemmas <= asked.terms.lemmas and reply.terms.names <= known
            if reply.word == asked.word and later and within:
                yield from ((matter, reply.words) for matter in reply.answers)


def _replies(
    sentences: Sequence[dict[str, Any]], told: dict[str, list[Matter]], setting: Setting
) -> Iterator[_Reply]:
    for place, row in enumerate(sentences):
        text = row["text"].rstrip("\"”’'*_ ")
        if not text.endswith("?"):
            continue
        words = _LEAD.sub("", text)
        after = sentences[place + 1 : place + 1 + _ANSWERS]
        answers = next((told[s["sentence_id"]] for s in after if s["sentence_id"] in told), [])
        if not answers or answers[0].doc_id != row["doc_id"]:
            continue
        terms = setting.vocabulary.terms(words, initial=True)
        lemmas = terms.lemmas - role_words("quantity") - {"long", "last"}
        if lemmas:
            yield _Reply(words, asking_word(words), Terms(lemmas, terms.names), tuple(answers))
