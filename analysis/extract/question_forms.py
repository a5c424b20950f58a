"""Questions without a cue word: those that are asked outright, and conditional outcomes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from analysis.extract.base import Parse, trim
from analysis.extract.question_spans import Asked, clause_end

__all__ = ["conditional", "direct"]

_PROMPT = re.compile(r"\b(?:you|your|yours|yourself|please|I|we|us|me|my)\b", re.I)
_OPENERS = re.compile(
    r"(?:(?:but|and|so|then|now|still|yet|or|the\s+question\s*:?)\s*,?\s+)*"
    r"(?P<word>will|can|could|should|would|is|are|was|were|do|does|did|has|have|had|might|may|must"
    r"|how|why|what|who|whom|whose|when|where|which|(?:in|at|on|to|for|from)\s+(?:what|which|whom))\b",
    re.I,
)
_RHETORICAL = re.compile(
    r"\b(?:who\s+(?:cares|can\s+blame|would\s+have\s+thought|needs|wants)|isn['’]t|aren['’]t|don['’]t|doesn['’]t"
    r"|didn['’]t|wouldn['’]t|what\s+else|how\s+dare|why\s+not|why\s+bother|right\?|really\?|no\?|huh\?|eh\?"
    r"|what['’]s\s+not\s+to|who\s+knew|guess\s+what|so\s+what|remember|ever\s+wonder)",
    re.I,
)
_ANSWER = re.compile(
    r"[\"“‘'\s]*(?:yes|no|not|nope|yeah|well|sure|of\s+course|because|absolutely|never|probably|perhaps|maybe"
    r"|simple|simply|nothing|nobody|none|the\s+answer|it['’]s|it\s+is|that['’]s|to\s+\w+|by\s+\w+ing|here['’]s|for\s+one)\b",
    re.I,
)
_MODALS = {"will", "would", "could", "might", "may", "'ll", "’ll", "wo", "'d"}
_GENERIC = {
    "you",
    "we",
    "i",
    "one",
    "someone",
    "somebody",
    "anyone",
    "anybody",
    "people",
    "everyone",
    "everybody",
    "nobody",
    "your",
    "nothing",
    "there",
    "something",
    "anything",
    "he",
    "she",
}


def direct(parse: Parse, following: Sequence[Parse]) -> Asked | None:
    """The question that a sentence asks outright and nothing near it answers."""
    text = parse.text[parse.sentence.start : parse.sentence.end].rstrip("\"”’' )")
    if not text.endswith("?"):
        return None
    start = _question_start(parse, text)
    body = text[start:]
    if _PROMPT.search(body) or _RHETORICAL.search(body) or len(body.split()) < 4:
        return None
    if not _OPENERS.match(body) or _answered(parse, following):
        return None
    span = trim(parse.text, parse.sentence.start + start, parse.sentence.start + len(text))
    return Asked(span, "question", parse.root)


def _question_start(parse: Parse, text: str) -> int:
    """Where the question starts: behind a colon, an opening quotation mark or 'but'."""
    start = 0
    for match in re.finditer(r"(?::\s+[\"“]?|[\"“]|^(?:But|And|So|Yet)\s+)(?=\w)", text):
        if _OPENERS.match(text, match.end()):
            start = match.end()
    return start


def _answered(parse: Parse, following: Sequence[Parse]) -> bool:
    """Whether the next sentence reads as an answer, or the question closes its paragraph."""
    if not following:
        return False
    after = following[0]
    text = after.text[after.sentence.start : after.sentence.end]
    if after.sentence.paragraph != parse.sentence.paragraph:
        return False
    return bool(_ANSWER.match(text))


def conditional(parse: Parse) -> list[Asked]:
    """If- and should-clauses about a particular outcome, with the clause that hangs on them."""
    found: list[Asked] = []
    for token in parse.tokens:
        clause = _condition(token)
        if clause is None or any(one.head == clause.head for one in found):
            continue
        asked = _with_outcome(parse, clause)
        if asked is not None:
            found.append(asked)
    return found


def _condition(token: Token) -> Token | None:
    """The verb of the condition that `token` opens (if, unless, should)."""
    if token.lower_ in {"if", "unless"} and token.dep_ == "mark" and token.head.dep_ == "advcl":
        before = token.nbor(-1).lower_ if token.i > token.sent.start else ""
        return None if before in {"as", "even", "what", "only", "ask", "wonder"} else token.head
    if token.lower_ == "should" and token.dep_ == "aux" and token.head.dep_ in {"advcl", "ccomp"}:
        inverted = any(c.dep_ in {"nsubj", "nsubjpass"} and c.i > token.i for c in token.head.lefts)
        opens = (
            token.i == token.sent.start
            or token.nbor(-1).text in {",", "“", '"', ";"}
            or token.head.left_edge == token
        )
        return token.head if inverted and opens else None
    return None


def _with_outcome(parse: Parse, verb: Token) -> Asked | None:
    main = verb.head
    subject = next((c for c in verb.lefts if c.dep_ in {"nsubj", "nsubjpass"}), None)
    outcome = next((c for c in main.lefts if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if (
        subject is None
        or outcome is None
        or not _open_condition(verb, subject)
        or not _open_outcome(main, outcome)
    ):
        return None
    first = min(_first(main, outcome), verb.left_edge, key=lambda t: t.i)
    last = max(clause_end(main, main.i), verb.right_edge, key=lambda t: t.i)
    start, end = trim(parse.text, parse.start(first), min(parse.end(last), parse.sentence.end))
    start, end = trim(parse.text, start, len(parse.text[:end].rstrip('.!?;"”')))
    return Asked((start, end), "conditional", main)


def _first(main: Token, outcome: Token) -> Token:
    return outcome.left_edge


def _open_condition(verb: Token, subject: Token) -> bool:
    """Present tense, were to or should, about something particular; no counterfactual."""
    auxiliaries = {c.lower_ for c in verb.lefts if c.dep_ in {"aux", "auxpass"}}
    if subject.lower_ in _GENERIC or (
        subject.tag_ in {"NN"} and any(c.lower_ in {"a", "an", "any"} for c in subject.lefts)
    ):
        return False
    if "had" in auxiliaries or (
        verb.tag_ == "VBD" and not (verb.lower_ == "were" or auxiliaries & {"were"})
    ):
        return False
    return not (verb.tag_ == "VBN" and not auxiliaries)


def _open_outcome(main: Token, outcome: Token) -> bool:
    auxiliaries = [c.lower_ for c in main.children if c.dep_ == "aux" and c.i < main.i]
    if outcome.lower_ in {"you", "i", "we", "one", "people"} or "have" in auxiliaries:
        return False
    return bool(set(auxiliaries) & _MODALS)
