"""Minutes: what a speaker goes on saying, sentence after sentence, without a new "said".

"Mr Wendt said that Y. The tower had then been flushed." Minutes report nothing but what was said
and done at a meeting, so that a sentence in the tense of indirect speech is still Mr Wendt's. In
other texts it can be the author's own account of what went before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import NOUN_SUBJECTS, Parse, has, has_word, is_verb, overlap
from analysis.extract.statements import is_medium, speaking_body
from analysis.lexicon import load
from analysis.model import Attribution, Document, Spans

__all__ = ["going_on"]

_SPEAKERS = 3
"""People called Mr, Ms or by a rank who speak, at least, in the minutes of a meeting."""

_PROCEEDINGS = re.compile(
    r"\b(?:(?:resumed|opened|adjourned|closed) (?:the|its)"
    r" (?:inquiry|hearing|meeting|session|sitting)"
    r"|motion was (?:carried|lost|adopted)|informed the (?:committee|council|board|meeting))\b",
    re.IGNORECASE,
)
"""How the course of a meeting is told."""

_STATES = {"be", "have", "include", "contain", "cost", "amount", "lack", "need", "exist"}


def going_on(
    parses: Sequence[Parse], rows: Sequence[Attribution], document: Document
) -> list[Attribution]:
    """The attributions of minutes, each with the sentences in which its source goes on speaking.

    Those of any other document are as they were.
    """
    found = list(rows)
    if not _are_minutes(parses, found, document):
        return found
    speaking, place = None, None
    near = _by_sentence(parses, found)
    for parse in parses:
        paragraph = parse.sentence.section, parse.sentence.paragraph
        speaking = speaking if paragraph == place else None
        place = paragraph
        here = near.get(parse.sentence.sentence_id, [])
        if here:
            speaking = _last_speaker(parse, found, here, speaking)
        elif speaking is not None and _is_indirect_speech(parse):
            row = found[speaking]
            found[speaking] = replace(row, spans=(*row.spans, *_whole(parse)))
        else:
            speaking = None
    return found


def _by_sentence(parses: Sequence[Parse], rows: Sequence[Attribution]) -> dict[str, list[int]]:
    """The numbers of the rows that each sentence has a part of, by its id."""
    starts = [parse.sentence.start for parse in parses]
    found: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        spans = (*row.spans, *row.cue_spans)
        places = [bisect_right(starts, at) - 1 for span in spans for at in span]
        for parse in parses[max(min(places), 0) : max(places) + 1]:
            if overlap(parse.here, spans):
                found.setdefault(parse.sentence.sentence_id, []).append(number)
    return found


def _are_minutes(parses: Sequence[Parse], rows: Sequence[Attribution], document: Document) -> bool:
    """Whether no medium tells what at least three people said whom it calls Mr, Ms or Dr.

    Where the publisher's name does not show that it is a body, the course of a meeting has to.
    """
    if speaking_body(document) is None and (
        is_medium(document) or not _PROCEEDINGS.search(document.text)
    ):
        return False
    sentences = {parse.sentence.sentence_id: parse for parse in parses}
    titled = {
        token.doc[token.i + 1 : token.i + 3].text
        for row in rows
        for token in sentences[row.sentence_id].within(row.source_spans)
        if _is_title(token)
    }
    return len(titled) >= _SPEAKERS


def _is_title(token: Token) -> bool:
    word, titles = token.lower_.rstrip("."), load("titles")
    title = titles.value(word, "honorific") or titles.value(word, "long")
    return bool(title) and token.text[0].isupper()


def _last_speaker(
    parse: Parse, rows: Sequence[Attribution], here: Sequence[int], before: int | None
) -> int | None:
    """Who goes on after a sentence: its last source, or who spoke before, if he tells of it all."""
    past = [n for n in here if any(t.tag_ == "VBD" for t in parse.within(rows[n].cue_spans))]
    told = [n for n in past if not rows[n].parent_id and rows[n].source_spans]
    inner = all(_is_past_perfect(t) for n in here for t in parse.within(rows[n].cue_spans)[-1:])
    return told[-1] if told else before if inner else None


def _is_past_perfect(verb: Token) -> bool:
    return any(c.lower_ == "had" and c.dep_ in {"aux", "auxpass"} for c in verb.children)


def _is_indirect_speech(parse: Parse) -> bool:
    """Whether a sentence is in the tense of what somebody is said to have said.

    "No case had come to light", "it would take a year", "he himself knew nothing"; of plain past
    tense only a state: "the area leased was 28,400 hectares".
    """
    root = parse.tokens.root
    if parse.is_question or not is_verb(root) or has(root, "csubj", "csubjpass"):
        return False
    subjects = [c for c in root.children if c.dep_ in NOUN_SUBJECTS]
    personal = any(c.lower_ in {"he", "she"} for c in subjects)
    state = root.tag_ == "VBD" and root.lemma_ in _STATES and not has(root, "auxpass")
    if has_word(root, "would", "could", "might") or _is_past_perfect(root):
        return True
    return bool(subjects) and (state or (personal and root.tag_ == "VBD"))


def _whole(parse: Parse) -> Spans:
    words = [t for t in parse.words if not t.is_space]
    return parse.spans(words[:-1] if words[-1].is_punct else words)
