"""Questions without a cue word: those that are asked outright, and conditional outcomes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from analysis.extract.base import CLOSERS, NOUN_SUBJECTS, QUOTES, Parse, is_verb, subject_of, trim
from analysis.extract.question_cues import cues
from analysis.extract.question_spans import WH, Asked, clause_end, cut_speech, span_of

__all__ = ["conditional", "direct", "left_open"]

_PROMPT = re.compile(r"\b(?:you|your|yours|yourself|please|I|we|us|me|my|our)\b", re.I)
_OPEN = re.compile(
    r"(?:(?:will|would|could|might|may|can)\b"
    r"|what\s+(?:if|happens\s+(?:if|when|to|next))\b"
    r"|(?:how|why|what|who|whom|whose|when|where|which|to\s+what)\b[^,?]{0,60}?"
    r"\b(?:will|would|could|might|may|can|is\s+going\s+to|are\s+going\s+to)\b)",
    re.I,
)
_ASKS = re.compile(
    rf"{_OPEN.pattern}|(?:how|why|what|who|whom|whose|when|where|which|is|are|was|were|did|does|do|has|have|had)\b",
    re.I,
)
"""Any question: where the text itself says that nobody knows, of what is past too."""

_WH = re.compile(
    r"(?:how|why|who|whom|whose|when|where|which|what(?!\s+(?:is|was)\s+the\s+point))\b", re.I
)
_OURS = re.compile(r"(?:is|are|has|have)\s+(?:anyone|anybody)\b", re.I)
_ANYONE = re.compile(r"\b(?:anyone|anybody|our|my)\b", re.I)
"""Whether anybody sees to what is the writer's own: "Is anyone testing our gardens?"."""

_RUN = 6
"""Sentences before and after a question among which others stand beside it."""

_BRIEF = 9
"""Words of a sentence that says no more than that nobody knows, its full stop among them."""

_LEAD = re.compile(
    r"(?::\s+[\"“]?|\bquestion\s+is,?\s+|[\"“]|\A[\"“]?(?:But|And|Yet|Now|Then|Or)\s+|\A)(?=\w)",
    re.I,
)
_RHETORICAL = re.compile(
    r"\bwho\s+(?:cares|can\s+blame|would\s+have\s+thought|wouldn|doesn|knew|needs|would\s+not)|n['’]t\b|\bwhat\s+else\b"
    r"|\bhow\s+dare\b|\bwhy\s+(?:not|bother)\b|\b(?:right|really|no|huh|eh|yes)\?|\bhow\s+(?:can|could)\b"
    r"|\bwhat\s+could\s+(?:possibly|go)\b|\banyone\b|\bever\b|\bpossibly\b",
    re.I,
)
_ANSWER = re.compile(
    r"[\"“‘'\s]*(?:yes|no|not|nope|yeah|well|sure|of\s+course|because|absolutely|never|probably|perhaps"
    r"|maybe|simple|simply|nothing|nobody|none|the\s+answer|it['’]s|it\s+is|that['’]s|to\s+\w+|by\s+\w+ing"
    r"|here['’]s|for\s+one|I|we)\b",
    re.I,
)
_MODALS = frozenset(("will", "would", "could", "might", "may", "'ll", "’ll", "wo", "'d", "’d"))
_NOT_CONDITIONS = frozenset(("as", "even", "what", "only", "ask", "wonder", "see", "know", "and"))


def direct(parses: Sequence[Parse], place: int) -> Asked | None:
    """The question that a sentence asks outright about what is to come, and nobody answers.

    Questions about the present and the past are mostly answered further on, rhetorical or
    an interviewer's; without reading the whole text they are left alone, unless the next sentence
    says that nobody knows, or they close a paragraph together with one about what is to come.
    """
    nobody_knows = left_open(parses, place)
    found = _outright(parses, place, _ASKS if nobody_knows else _OPEN)
    if found is None and not nobody_knows:
        run = _closing_run(parses, place)
        if any(_outright(parses, other, _OPEN) for other in run if other != place):
            found = _outright(parses, place, _OURS, _ANYONE) or _outright(parses, place, _WH)
    if found is None or nobody_knows:
        return found
    return None if _answered(parses, place) or _is_prompt(parses, place) else found


def _outright(
    parses: Sequence[Parse],
    place: int,
    opening: re.Pattern[str],
    allowed: re.Pattern[str] | None = None,
) -> Asked | None:
    """The question of a sentence that begins as `opening` does, less what is `allowed` in it."""
    parse = parses[place]
    text = parse.own_text.rstrip(CLOSERS)
    if not parse.is_question:
        return None
    start = next((m.end() for m in _LEAD.finditer(text) if opening.match(text, m.end())), None)
    if start is None:
        return None
    body = text[start:]
    idle = allowed.sub(" ", body) if allowed is not None else body
    if _PROMPT.search(idle) or _RHETORICAL.search(idle) or len(body.split()) < 4:
        return None
    span = trim(parse.text, parse.sentence.start + start, parse.sentence.start + len(text))
    return Asked(span, "question", parse.tokens.root)


def _closing_run(parses: Sequence[Parse], place: int) -> range:
    """The questions with which a paragraph closes that begins with a statement, around `place`."""
    number = parses[place].sentence.paragraph
    inside = [
        other
        for other in range(max(0, place - _RUN), min(len(parses), place + _RUN))
        if parses[other].sentence.paragraph == number
    ]
    first = place
    while first - 1 in inside and parses[first - 1].is_question:
        first -= 1
    closes = all(parses[other].is_question for other in inside if other > place)
    stated = first - 1 in inside
    return range(first, inside[-1] + 1) if closes and stated else range(0)


def left_open(parses: Sequence[Parse], place: int) -> bool:
    """Whether the next sentence of the paragraph says, and no more, that nobody knows."""
    if place + 1 >= len(parses):
        return False
    one, after = parses[place], parses[place + 1]
    if after.sentence.paragraph != one.sentence.paragraph or len(after.words) > _BRIEF:
        return False
    own = after.own_text
    return any(c.entry.effect["form"] == "stated_gap" for c in cues(own)) and not any(
        token.lower_ in WH for token in after.words
    )


def _answered(parses: Sequence[Parse], place: int) -> bool:
    """Whether the next sentence of the paragraph reads as an answer."""
    if place + 1 >= len(parses):
        return False
    one, after = parses[place], parses[place + 1]
    return after.sentence.paragraph == one.sentence.paragraph and bool(
        _ANSWER.match(after.own_text)
    )


def _is_prompt(parses: Sequence[Parse], place: int) -> bool:
    """Whether the paragraph holds nothing but questions, not quoted, and a reply may follow."""
    one = parses[place]
    if any(mark in QUOTES for mark in one.text[max(0, one.sentence.start - 1) : one.sentence.end]):
        return False
    number = parses[place].sentence.paragraph
    around = [p for p in parses[max(0, place - 4) : place + 5] if p.sentence.paragraph == number]
    follows = any(p.sentence.paragraph > number for p in parses[place : place + 6])
    return follows and all(p.is_question for p in around)


def conditional(parse: Parse) -> list[Asked]:
    """If- and should-clauses about a particular outcome, with the clause that hangs on them."""
    misparsed = _misparsed(parse)
    if misparsed is not None:
        return [misparsed]
    found: list[Asked] = []
    for token in parse.words:
        verb = _condition(token)
        asked = _with_outcome(parse, token, verb) if verb is not None else None
        if asked is not None and all(asked.head != other.head for other in found):
            found.append(asked)
    return found


def _misparsed(parse: Parse) -> Asked | None:
    """If X, Y could Z, where the parser takes the first verb for a noun."""
    first = parse.words[0]
    main = first.head
    if first.lower_ not in {"if", "unless"} or main.dep_ != "ROOT" or _modal(main) is None:
        return None
    subject = subject_of(main)
    inner = [t for t in main.lefts if t.dep_ == "nsubj"]
    comma = next((t for t in main.lefts if t.text == ","), None)
    if subject is None or comma is None or len(inner) < 2 or subject.lower_ in _GENERIC:
        return None
    return Asked(span_of(parse, first, clause_end(main, main.i)), "conditional", main)


def _condition(token: Token) -> Token | None:
    """The verb of the condition that `token` opens (if, unless, should)."""
    verb = token.head
    if token.lower_ in {"if", "unless"} and token.dep_ == "mark" and verb.dep_ == "advcl":
        before = token.nbor(-1).lower_ if token.i > token.sent.start else ""
        idle = before in _NOT_CONDITIONS or verb.head.lemma_ in {"care", "mind", "know", "ask"}
        return None if idle else verb
    if token.lower_ == "should" and token.dep_ == "aux" and verb.dep_ in {"advcl", "ccomp"}:
        inverted = any(c.dep_ in NOUN_SUBJECTS and c.i > token.i for c in verb.lefts)
        return verb if inverted and verb.left_edge == token else None
    return None


def _with_outcome(parse: Parse, opener: Token, verb: Token) -> Asked | None:
    main = _main(verb)
    if main is None or not _open_condition(verb) or not _open_outcome(main):
        return None
    subject = subject_of(main)
    if subject is None or parse.tokens.start > subject.left_edge.i:
        return None
    if main.dep_ == "relcl" and subject.tag_ not in {"WDT", "WP"}:
        return None
    left = subject.left_edge if subject.i > opener.i or subject.head == main else main
    first = min(left, opener, key=lambda token: token.i)
    last = max(clause_end(main, main.i), verb.right_edge, key=lambda token: token.i)
    last = cut_speech(parse.words, max(main, verb, key=lambda t: t.i), last)
    return Asked(span_of(parse, first, last), "conditional", main)


def _main(verb: Token) -> Token | None:
    """The clause that hangs on the condition, inside a report where the parse says so."""
    main = verb.head
    if not is_verb(main):
        return None
    if _modal(main) is None:
        return next((c for c in main.children if c.dep_ == "ccomp" and _modal(c)), None)
    return main


def _modal(verb: Token) -> Token | None:
    return next((c for c in verb.lefts if c.dep_ == "aux" and c.lower_ in _MODALS), None)


def _open_condition(verb: Token) -> bool:
    """Present tense, were to or should, about something particular; no counterfactual."""
    subject = subject_of(verb)
    auxiliaries = {c.lower_ for c in verb.lefts if c.dep_ in {"aux", "auxpass"}}
    if subject is None or subject.lower_ in _GENERIC:
        return False
    if subject.tag_ == "NN" and any(c.lower_ in {"a", "an", "any"} for c in subject.lefts):
        return False
    if any(c.lower_ in _GENERIC for c in verb.rights if c.dep_ == "attr"):
        return False
    were_to = verb.lower_ == "were" and any(c.dep_ == "xcomp" for c in verb.rights)
    if auxiliaries & {"had", "were", "was"} or (verb.tag_ == "VBD" and not were_to):
        return False
    return not (verb.tag_ == "VBN" and not auxiliaries)


def _open_outcome(main: Token) -> bool:
    subject = subject_of(main)
    perfect = any(c.lower_ == "have" for c in main.lefts if c.dep_ == "aux")
    return subject is not None and subject.lower_ not in _GENERIC_OUTCOME and not perfect


_GENERIC = frozenset(("you", "we", "i", "one", "someone", "somebody", "anyone", "anybody"))
_GENERIC |= {"people", "everyone", "everybody", "nobody", "nothing", "something", "anything"}
_GENERIC_OUTCOME = _GENERIC - {"nothing", "nobody"}
