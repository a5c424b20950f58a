"""Who speaks in a transcript, thread or interview, from one label or question to the next.

An interview need not name its speakers at each turn: what is set in bold or italics, or a paragraph
that asks, is the interviewer's, the rest the answers of whom the text introduces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile, groupby, pairwise

from analysis.extract.base import Parse
from analysis.extract.interviewed import introduced
from analysis.extract.openings import Opening, bare
from analysis.model import Attribution, Ids, Spans, quote

__all__ = ["answers", "turns"]

Paragraph = list[Parse]


@dataclass(frozen=True)
class _Exchange:
    """A question and the paragraphs that answer it; a question in a heading has none of its own."""

    question: Paragraph
    answer: list[Paragraph]

    @property
    def asks(self) -> bool:
        return _asks(self.question) if self.question else _section(self.answer[0]).endswith("?")


_OPENED = re.compile(r"(?:^|\n)[ \t>]*(\*{1,3}|_{1,3})\Z")
_CLOSED = re.compile(r"[ \t]*(?:\n|\Z)")
_QUESTIONS = 2
"""Questions that are answered, at least, in an interview without labels."""

_LONGEST = 50
"""Words of a question, at most."""

_PARAGRAPHS = 4
"""Paragraphs of an answer, at most, in the mean of all."""

_OWN = re.compile(r"\b(?:I|[Mm]y|[Mm]e)\b(?![.’']\w?\.)")
_QUOTED = re.compile(r"[“\"«][^“”\"«»]*[”\"»]")
_ADDRESSED = re.compile(r"\b[Yy]our?s?\b")
_NOTE = re.compile(
    r"[(\[]|(?:(?:The|This|Our) (?:interview|conversation)|Interview(?:ed)?(?: by|:)|Editor)\b"
)
"""How a note of the editor's begins under an interview."""


def turns(
    parses: Sequence[Parse], text: str, found: Mapping[str, Opening], ids: Ids
) -> Iterator[Attribution]:
    """What the speakers of a transcript or thread say: from one's label to the next label.

    The label is the source, no word the cue. A paragraph without a label belongs to the turn only
    where a label follows later: what stands behind the last turn is the author's again. So is what
    an interviewer without a label asks in between.
    """
    paragraphs = _paragraphs(parses)
    heads = [found.get(group[0].sentence.sentence_id) for group in paragraphs]
    labelled = [(n, head, head.speaker) for n, head in enumerate(heads) if head and head.speaker]
    last = labelled[-1][0] if labelled else 0
    names = {n: quote(text, (speaker,)) for n, _, speaker in labelled}
    for start, opening, speaker in labelled:
        first, stop = paragraphs[start][0], start + 1
        while start < last and heads[stop] is None:
            asks = _asks(paragraphs[stop]) and names.get(stop + 1) == names[start]
            if (
                asks
                or _is_emphasised(paragraphs[stop])
                or _section(paragraphs[stop]) != _section([first])
            ):
                break
            stop += 1
        pieces = ((g[0].sentence.start, g[-1].sentence.end) for g in paragraphs[start:stop])
        spans = bare(tuple(pieces), opening)
        yield _turn(first, text, spans, (speaker,), ids, "speaker_label")


def answers(parses: Sequence[Parse], text: str, ids: Ids) -> Iterator[Attribution]:
    """The answers of an interview without labels, as those of whoever it introduces.

    The source is the first mention of that person; it is empty where the text introduces several
    people, or nobody.
    """
    found = next(filter(_is_answered, _exchanges(_paragraphs(parses))), [])
    if not found:
        return
    start = found[0].answer[0][0].sentence.start
    asked = [parse for each in found for parse in each.question]
    start = min([start, *(parse.sentence.start for parse in asked[:1])])
    whom = introduced([parse for parse in parses if parse.sentence.start < start], asked)
    marked = found[0].question and _is_emphasised(found[0].question)
    if whom is None and not (marked and _own(found) >= _QUESTIONS):
        return
    place, source = (whom[0], (whom[1],)) if whom else (found[0].answer[0][0], ())
    for number, each in enumerate(found, 1):
        group = each.answer
        if number == len(found):
            group = _without_note(group, quote(text, source).split()[-1:])
        pieces = tuple((g[0].sentence.start, g[-1].sentence.end) for g in group)
        yield _turn(place, text, pieces, source, ids, "interview")


def _turn(  # noqa: PLR0917, PLR0913 - the parts of a row, each of another kind
    place: Parse, text: str, spans: Spans, source: Spans, ids: Ids, rule: str
) -> Attribution:
    return Attribution(
        attribution_id=ids.make("a", quote(text, spans), ""),
        sentence_id=place.sentence.sentence_id,
        spans=spans,
        cue_spans=(),
        source_spans=source,
        type="direct_quote",
        score=1.0,
        rule=rule,
    )


def _paragraphs(parses: Sequence[Parse]) -> list[Paragraph]:
    keys = groupby(parses, lambda parse: (parse.sentence.section, parse.sentence.paragraph))
    return [list(group) for _, group in keys]


def _section(group: Paragraph) -> str:
    return group[0].sentence.section


def _asks(group: Paragraph) -> bool:
    """Whether a paragraph ends in a question and is no longer than one."""
    words = sum(len(parse.words) for parse in group)
    return group[-1].is_question and words <= _LONGEST


def _is_emphasised(group: Paragraph) -> bool:
    """Whether all of a paragraph stands between marks of bold or italics."""
    text, span = group[0].text, (group[0].sentence.start, group[-1].sentence.end)
    opened = _OPENED.search(text, max(0, span[0] - 40), span[0])
    mark = opened[1] if opened else ""
    closed = bool(mark) and text.startswith(mark, span[1])
    return closed and bool(_CLOSED.match(text, span[1] + len(mark)))


def _exchanges(paragraphs: list[Paragraph]) -> Iterator[list[_Exchange]]:
    """What may be questions and answers: by marks, by paragraphs that ask, by headings that ask."""
    marked = [n for n, group in enumerate(paragraphs) if _is_emphasised(group)]
    asking = [n for n, group in enumerate(paragraphs) if _asks(group)]
    for asked in (marked, asking):
        pairs = pairwise([*asked, len(paragraphs)])
        found = [_Exchange(paragraphs[n], paragraphs[n + 1 : end]) for n, end in pairs]
        yield _from_first([each for each in found if each.answer])
    sections = [list(group) for _, group in groupby(paragraphs, _section)]
    yield _from_first([_Exchange([], group) for group in sections])


def _from_first(found: list[_Exchange]) -> list[_Exchange]:
    """From the first question on: what is set in bold before it introduces."""
    return [*dropwhile(lambda each: not each.asks, found)]


def _is_answered(found: Sequence[_Exchange]) -> bool:
    """Whether questions are answered by somebody; an explainer looks the same.

    But nobody says "I" in it more than once, nor to a question that says "you"; and who asks in a
    column says it in his questions.
    """
    addressed = any(_ADDRESSED.search(_unquoted(each.question)) for each in found if each.question)
    own = _own(found)
    asked = sum(each.asks for each in found) >= _QUESTIONS
    told = sum(
        bool(each.question) and bool(_OWN.search(_unquoted(each.question))) for each in found
    )
    long = sum(len(each.answer) for each in found) > _PARAGRAPHS * len(found)
    return asked and not told and not long and (own >= _QUESTIONS or (own > 0 and addressed))


def _own(found: Sequence[_Exchange]) -> int:
    """In how many answers somebody speaks of himself."""
    return sum(any(_OWN.search(_unquoted(group)) for group in each.answer) for each in found)


def _unquoted(group: Paragraph) -> str:
    text = group[0].text[group[0].sentence.start : group[-1].sentence.end]
    return _QUOTED.sub("", text)


def _without_note(group: Sequence[Paragraph], surname: Sequence[str]) -> list[Paragraph]:
    """The last answer without what the editor adds: of the interview, or of who was interviewed."""
    for number, paragraph in enumerate(group):
        plain = _unquoted(paragraph)
        named = any(re.search(rf"\b{re.escape(name)}\b", plain) for name in surname)
        if number and (named or _NOTE.match(plain) or _is_emphasised(paragraph)):
            return list(group[:number])
    return list(group)
