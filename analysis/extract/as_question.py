"""Turns what is asked into a sentence of its own, with the words of the text.

Only grammar adds words: what is/are, is it true that, do/does/did. Where the clause cannot be
turned round with certainty the result is empty.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from analysis.extract.base import Parse
from analysis.extract.question_spans import WH, Asked

__all__ = ["as_question"]

_SUBJECTS = {"nsubj", "nsubjpass", "expl", "csubj"}
_AUXILIARIES = {"aux", "auxpass"}


def as_question(parse: Parse, asked: Asked, form: str) -> str:
    """The question as a sentence, or an empty string."""
    words = " ".join(parse.text[slice(*asked.span)].split())
    made = ""
    if form == "direct":
        made = words
    elif asked.shape == "clause":
        made = _from_clause(parse, asked)
    elif asked.shape == "phrase":
        made = _from_phrase(words, asked.head)
    elif form == "conditional":
        made = ""
    return made[:1].upper() + made[1:] if made else ""


def _from_phrase(words: str, head: Token) -> str:
    if not re.match(r"(?:the|its|his|her|their|any)\b|[A-Z]", words) or head.pos_ != "NOUN":
        return ""
    verb = "are" if head.tag_ == "NNS" else "is"
    return f"What {verb} {words.strip('.,;')}?"


def _from_clause(parse: Parse, asked: Asked) -> str:
    tokens = parse.within((asked.span,))
    head = asked.head
    if not tokens or head not in tokens or tokens[0].lower_ not in WH:
        return ""
    subject = next((c for c in head.lefts if c.dep_ in _SUBJECTS), None)
    if subject is None:
        return ""
    polar = tokens[0].lower_ in {"whether", "if"}
    fronted = [] if polar else [t for t in tokens if t.i < subject.left_edge.i]
    if not polar and (subject.left_edge.i <= tokens[0].i):
        return _sentence(parse, tokens)
    return _inverted(parse, tokens, head, subject, fronted)


def _inverted(
    parse: Parse, tokens: list[Token], head: Token, subject: Token, fronted: list[Token]
) -> str:
    auxiliary = next((c for c in head.lefts if c.dep_ in _AUXILIARIES and c.i > subject.i), None)
    if auxiliary is None and head.lemma_ == "be" and head.i > subject.i:
        auxiliary = head
    rest = [
        t
        for t in tokens
        if (t not in fronted and t.lower_ not in {"whether", "if"})
        or (t.i > subject.i and t not in fronted)
    ]
    if auxiliary is not None:
        rest = [t for t in rest if t != auxiliary]
        return _join([_text(parse, fronted), auxiliary.text, _text(parse, rest)])
    if head.pos_ not in {"VERB"} or head.i < subject.i or head.tag_ not in {"VBD", "VBZ", "VBP"}:
        return ""
    do = {"VBD": "did", "VBZ": "does", "VBP": "do"}[head.tag_]
    before = [t for t in rest if t.i < head.i]
    after = [t for t in rest if t.i > head.i]
    return _join(
        [_text(parse, fronted), do, _text(parse, before), head.lemma_, _text(parse, after)]
    )


def _text(parse: Parse, tokens: list[Token]) -> str:
    return "".join(t.text_with_ws for t in tokens).strip()


def _sentence(parse: Parse, tokens: list[Token]) -> str:
    return _join([_text(parse, tokens)])


def _join(parts: list[str]) -> str:
    words = re.sub(r"\s+", " ", " ".join(part for part in parts if part)).strip(" ,;.–—-")
    return f"{words}?"
