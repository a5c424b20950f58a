"""Open questions: what the text presents as not known or not settled.

Cue words come from the questions lexicon; questions that are asked outright and conditional
outcomes have a grammar of their own. `as_question` is made by `analysis.extract.as_question`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.extract.as_question import as_question
from analysis.extract.base import Parse, by_sentence, length, overlap, subject_of
from analysis.extract.question_cues import Cue, cues
from analysis.extract.question_forms import conditional, direct, left_open
from analysis.extract.question_phrases import asked
from analysis.extract.question_spans import Asked, has_role
from analysis.model import Attribution, Ids, Question, Span

__all__ = ["extract"]


@dataclass(frozen=True, slots=True)
class _Found:
    asked: Asked
    form: str
    rule: str
    cue: Span | None = None


def extract(
    parses: Sequence[Parse], attributions: Sequence[Attribution], ids: Ids
) -> list[Question]:
    """The open questions of a document in reading order.

    `raised_by` is the first source of the attribution that holds or asks the question, or
    ``author``.
    """
    holders = by_sentence(attributions)
    found: list[Question] = []
    for place, parse in enumerate(parses):
        for one in _in_sentence(parses, place):
            start, end = one.asked.span
            found.append(
                Question(
                    ids.make("q", parse.text[start:end]),
                    parse.sentence.sentence_id,
                    (one.asked.span,),
                    one.form,
                    one.rule,
                    _raised_by(one, holders.get(parse.sentence.sentence_id, [])),
                    as_question(parse, one.asked, one.form),
                )
            )
    return found


def _in_sentence(parses: Sequence[Parse], place: int) -> list[_Found]:
    """The questions of one sentence, the first rule winning where spans overlap."""
    kept: list[_Found] = []
    for one in _candidates(parses, place):
        clash = any(overlap((one.asked.span,), (other.asked.span,)) for other in kept)
        if not clash and one.asked.span[0] < one.asked.span[1]:
            kept.append(one)
    return sorted(kept, key=lambda one: one.asked.span)


def _candidates(parses: Sequence[Parse], place: int) -> Iterator[_Found]:
    parse = parses[place]
    outright = direct(parses, place)
    if outright is not None:
        yield _Found(outright, "direct", "direct")
    if parse.is_question or (place and left_open(parses, place - 1) and direct(parses, place - 1)):
        return
    for cue in cues(parse.own_text):
        for one in asked(parse, cue):
            base = parse.sentence.start
            yield _Found(one, _form(cue, one), cue.entry.name, (base + cue.start, base + cue.end))
    for one in conditional(parse):
        yield _Found(one, "conditional", "if_clause")


def _form(cue: Cue, one: Asked) -> str:
    form: str = cue.entry.effect["form"]
    if one.shape == "clause":
        return "embedded"
    return "concealed" if form == "embedded" else form


def _raised_by(one: _Found, attributions: Sequence[Attribution]) -> str:
    """The first source of the smallest attribution that holds the question, or else asks it.

    That a report is unverified is the author's own remark ("though this has yet to be
    verified").
    """
    subject = subject_of(one.asked.head)
    if one.form == "verification_gap" and subject is not None and has_role(subject, "pointer"):
        return "author"
    sourced = [a for a in attributions if a.source_ids]
    here = (one.asked.span,)  # a content that lies inside the question is another's thought
    holding = [a for a in sourced if 2 * overlap(a.spans, here) > length(here)]
    cue = (one.cue,) if one.cue is not None else ()
    asking = holding or [a for a in sourced if overlap(a.cue_spans, cue)]
    if not asking:
        return "author"
    smallest = min(asking, key=lambda a: length(a.spans))
    return smallest.source_ids[0]
