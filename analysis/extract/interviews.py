"""Interviews whose answers bear no label: between questions in bold type, or in quotation marks.

Who answers is the one person whom the text introduces before the first question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from spacy.tokens import Token

from analysis.extract.base import QUOTES, Parse, has
from analysis.extract.proper_names import is_person, name_run
from analysis.model import Attribution, Ids, Span, quote

__all__ = ["answers", "interview"]

_QUESTIONS = 2
"""Questions that are answered, at least, in an interview."""
_BOLD = re.compile(r"(\*\*|__)(?!\s)(?P<words>(?:(?!\1).)+)(?<!\s)\1")
_OF_ONESELF = re.compile(r"\b(?:I|my|me)\b")


def answers(parses: Sequence[Parse], text: str, ids: Ids) -> Iterator[Attribution]:
    """What is answered to what stands in bold type: to questions, and to what is put to somebody.

    In the answers somebody speaks of himself: what explains a matter does not.
    """
    groups = groupby(parses, lambda parse: (parse.sentence.section, parse.sentence.paragraph))
    paragraphs = [list(group) for _, group in groups]
    put = [number for number, paragraph in enumerate(paragraphs) if _is_bold(paragraph)]
    asked = [number for number in put if _ends_asking(paragraphs[number])]
    if len(asked) < _QUESTIONS:
        return
    name = _introduced(paragraphs[: put[0]])
    told = [p for n, p in enumerate(paragraphs) if n > put[0] and n not in put]
    of_oneself = any(_OF_ONESELF.search(_bare(paragraph, text)) for paragraph in told)
    if name is None or not of_oneself:
        return
    for start, stop in zip(put, [*put[1:], len(paragraphs)], strict=True):
        answer = paragraphs[start + 1 : stop]
        if not answer or answer[0][0].sentence.section != paragraphs[start][0].sentence.section:
            continue
        spans = ((answer[0][0].sentence.start, answer[-1][-1].sentence.end),)
        yield Attribution(
            attribution_id=ids.make("a", quote(text, spans), ""),
            sentence_id=answer[0][0].sentence.sentence_id,
            spans=spans,
            cue_spans=(),
            source_spans=(name,),
            type="direct_quote",
            score=1.0,
            rule="speaker_label",
        )


def _is_bold(paragraph: Sequence[Parse]) -> bool:
    text = paragraph[0].text[paragraph[0].sentence.start : paragraph[-1].sentence.end]
    return bool(_BOLD.fullmatch(text))


def _ends_asking(paragraph: Sequence[Parse]) -> bool:
    return paragraph[-1].own_text.rstrip("*_ ").endswith("?")


def _bare(paragraph: Sequence[Parse], text: str) -> str:
    """A paragraph without what it quotes."""
    whole = text[paragraph[0].sentence.start : paragraph[-1].sentence.end]
    return re.sub(rf"[{QUOTES}][^{QUOTES}]*[{QUOTES}]", "", whole)


def _introduced(paragraphs: Sequence[Sequence[Parse]]) -> Span | None:
    """Where the one person is named who is introduced; None if there are several or none."""
    found: dict[str, Span] = {}
    for parse in (parse for paragraph in paragraphs for parse in paragraph):
        for token in parse.words:
            run = name_run(token) if _heads_name(token) else []
            if len(run) > 1:
                place = parse.start(run[0]), parse.end(run[-1])
                found.setdefault(parse.text[slice(*place)], place)
    return next(iter(found.values())) if len(found) == 1 else None


def _heads_name(token: Token) -> bool:
    inside = token.dep_ in {"compound", "poss"} or has(token, "case")
    return token.pos_ == "PROPN" and not inside and is_person(token)


def interview(parses: Sequence[Parse]) -> int | None:
    """The number of the first question of an interview, or None.

    Two questions of its own at least are followed at once by a quotation, which answers.
    """
    asked = [
        number
        for number, parse in enumerate(parses[:-1])
        if parse.is_question
        and not _quoted(parse)
        and _quoted(parses[number + 1])
        and parses[number + 1].sentence.paragraph == parse.sentence.paragraph
    ]
    return asked[0] if len(asked) >= _QUESTIONS else None


def _quoted(parse: Parse) -> bool:
    """Whether a sentence begins with a quotation."""
    return parse.text[parse.sentence.start] in QUOTES
