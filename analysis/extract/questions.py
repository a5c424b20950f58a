"""Open questions: what the text presents as not known or not settled.

Cue words come from the questions lexicon; questions that are asked outright and conditional
outcomes have a grammar of their own. `as_question` is made by `analysis.extract.as_question`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.extract.as_question import as_question
from analysis.extract.base import Parse, overlap
from analysis.extract.question_cues import Cue, cues
from analysis.extract.question_forms import conditional, direct
from analysis.extract.question_spans import Asked, asked
from analysis.model import Attribution, Ids, Question, Span

__all__ = ["extract"]

_FOLLOWING = 1
"""Sentences behind a question that are read for its answer."""


@dataclass(frozen=True, slots=True)
class _Found:
    asked: Asked
    form: str
    rule: str

    @property
    def span(self) -> Span:
        return self.asked.span


def extract(
    parses: Sequence[Parse], attributions: Sequence[Attribution], ids: Ids
) -> list[Question]:
    """The open questions of a document in reading order.

    `raised_by` is the first source of the attribution that holds or asks the question, or
    ``author``.
    """
    by_sentence: dict[str, list[Attribution]] = {}
    for attribution in attributions:
        by_sentence.setdefault(attribution.sentence_id, []).append(attribution)
    found: list[Question] = []
    for place, parse in enumerate(parses):
        following = parses[place + 1 : place + 1 + _FOLLOWING]
        for one in _in_sentence(parse, following):
            start, end = one.span
            found.append(
                Question(
                    ids.make("q", parse.text[start:end]),
                    parse.sentence.sentence_id,
                    (one.span,),
                    one.form,
                    one.rule,
                    _raised_by(one.span, by_sentence.get(parse.sentence.sentence_id, [])),
                    as_question(parse, one.asked, one.form),
                )
            )
    return found


def _in_sentence(parse: Parse, following: Sequence[Parse]) -> list[_Found]:
    """The questions of one sentence, the first rule winning where spans overlap."""
    kept: list[_Found] = []
    for one in _candidates(parse, following):
        clash = any(overlap((one.span,), (other.span,)) for other in kept)
        if not clash and one.span[0] < one.span[1]:
            kept.append(one)
    return sorted(kept, key=lambda one: one.span)


def _candidates(parse: Parse, following: Sequence[Parse]) -> Iterator[_Found]:
    text = parse.text[parse.sentence.start : parse.sentence.end]
    outright = direct(parse, following)
    if outright is not None:
        yield _Found(outright, "direct", "direct")
    if text.rstrip("\"”’' )").endswith("?"):
        return
    for cue in cues(text):
        for one in asked(parse, cue):
            yield _Found(one, _form(cue, one), cue.entry.name)
    for one in conditional(parse):
        yield _Found(one, "conditional", "if_clause")


def _form(cue: Cue, one: Asked) -> str:
    form: str = cue.entry.effect["form"]
    if one.shape == "clause":
        return "embedded"
    return "concealed" if form == "embedded" else form


def _raised_by(span: Span, attributions: Sequence[Attribution]) -> str:
    """The first source of the smallest attribution that holds the question, or else asks it."""
    holding = [a for a in attributions if a.source_ids and overlap(a.spans, (span,))]
    asking = holding or [a for a in attributions if a.source_ids]
    if not asking:
        return "author"
    smallest = min(asking, key=lambda a: sum(end - start for start, end in a.spans))
    return smallest.source_ids[0]
