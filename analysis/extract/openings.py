"""Labels before what a sentence says, and who speaks in a transcript.

"Keller: The dam holds": Keller says so, and goes on saying so until the next label, in interviews
and threads alike. Datelines are no part of a sentence (`analysis.page`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.extract.base import QUOTES, Parse, is_verb
from analysis.extract.roles import is_role, kind_of
from analysis.lexicon import load
from analysis.model import Span, Spans

__all__ = ["ANSWERS", "Opening", "bare", "interview", "openings"]

_QUESTIONS = 2
"""Questions that are answered, at least, in an interview."""

_BULLET = r"(?:[•*–-]\s+)?"
_STRONG = r"(?:\*{1,3}|_{1,3})?"
_LABEL = re.compile(
    _BULLET
    + _STRONG
    + r"(?P<label>[^:;!?\n*]{1,60}?)"
    + _STRONG
    + r"(?:,? [(\[]?\d{1,2}[:.]\d\d[)\]]?)?"
    + _STRONG
    + ":"
    + _STRONG
    + r"\s+(?=\S)"
)
_ASKS = {"q": "a", "question": "answer"}
"""Labels of an interview that name nobody: of questions, and of the answers that go with them."""
ANSWERS = frozenset(_ASKS.values())

_LONGEST = 8
"""Words of a label, at most."""
_SECTION = 3
"""Words of a label that names nobody ("Background:"), at most."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The words before what a sentence says, and the label of a speaker among them, if any."""

    span: Span
    speaker: Span | None = None


def openings(parses: Sequence[Parse]) -> dict[str, Opening]:
    """The openings of the sentences that have one, by the id of the sentence."""
    labels = [(parse, match) for parse in parses for match in [_label(parse)] if match]
    often = Counter(match["label"].casefold() for _, match in labels)
    speakers = {m["label"] for p, m in labels if _names_speaker(p, m.span("label"))}
    transcript = any(often[label.casefold()] > 1 for label in speakers)
    asked = [ask for ask, answer in _ASKS.items() if often[ask] and often[answer]]
    found = {}
    for parse, match in labels:
        label = match.span("label")
        told = match["label"].casefold()
        if _first(parse) and any(told in {ask, _ASKS[ask]} for ask in asked):
            spoken = label if told in ANSWERS else None
            found[parse.sentence.sentence_id] = Opening(match.span(), spoken)
            continue
        full = transcript and re.fullmatch(r"[A-Z][\w’'-]+(?: [A-Z][\w.’'-]+)+", match["label"])
        heads = _first(parse) and (match["label"] in speakers or bool(full))
        again = often[match["label"].casefold()] > 1
        says = any(is_verb(t) for t in parse.words)
        alone = len(parse.within((label,))) == 1 and not _is_person(parse, label)
        if heads and (again or (says and not alone)):
            found[parse.sentence.sentence_id] = Opening(match.span(), label)
        elif says and len(parse.within((label,))) <= _SECTION:
            found[parse.sentence.sentence_id] = Opening(match.span())
    return found


def bare(spans: Spans, opening: Opening | None) -> Spans:
    """`spans` without what of them stands in the opening of the sentence."""
    if opening is None:
        return spans
    start, end = opening.span
    cut = [(a if b <= start or a >= end else max(a, end), b) for a, b in spans]
    return tuple((a, b) for a, b in cut if a < b)


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


def _first(parse: Parse) -> bool:
    """Whether the sentence starts its paragraph."""
    before = parse.text[: parse.sentence.start].rstrip(" \t•*–-")
    return parse.tokens.start == 0 or before.endswith("\n")


def _label(parse: Parse) -> re.Match[str] | None:
    """The label at the start of a sentence: a few words without a finite verb, and a colon."""
    match = _LABEL.match(parse.text, *parse.here[0])
    if match is None:
        return None
    tokens = parse.within((match.span("label"),))
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} and t.pos_ != "PROPN" for t in tokens)
    capital = match["label"][0].isupper() or not match["label"][0].isalpha()
    return match if capital and not finite and 0 < len(tokens) <= _LONGEST else None


def _names_speaker(parse: Parse, label: Span) -> bool:
    """Whether a label names somebody who can speak."""
    tokens = [t for t in parse.within((label,)) if not t.is_punct]
    words = [t.lower_ for t in tokens]
    cut = next((n for n, word in enumerate(words) if word in {"of", "for", "at", "in"}), len(words))
    head = tokens[max(cut - 1, 0)] if tokens else None
    if head is None or len(head) == 1 or load("sources").value(head.lower_, "document"):
        return False
    return is_role(head) or bool(kind_of(head)) or _is_person(parse, label)


def _is_person(parse: Parse, label: Span) -> bool:
    """Whether a label is a role, or a name that the text gives in full or with a role."""
    tokens = [t for t in parse.within((label,)) if not t.is_punct]
    named = tokens[-1].text[0].isupper() and not any(t.tag_ == "POS" for t in tokens)
    if is_role(tokens[-1]) or (named and any(map(is_role, tokens[:-1]))):
        return True
    if parse.text[label[0]] == "@" or (named and tokens[-1].ent_type_ == "PERSON"):
        return True
    name = re.escape(parse.text[slice(*label)])
    full = re.compile(rf"\b[A-Z][\w’'-]+ {name}\b", re.IGNORECASE)
    return all(t.text[0].isupper() for t in tokens) and any(
        match[0].split()[0][0].isupper() for match in full.finditer(parse.text)
    )
