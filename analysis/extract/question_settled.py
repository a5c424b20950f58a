"""Whether a cue asks nothing: what it asks is known by now, in no doubt, or small talk."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from analysis.extract.question_spans import (
    Asked,
    Place,
    has_role,
    is_anybody,
    is_put_to_someone,
)

__all__ = ["denies_doubt", "is_idle", "is_settled"]

_PAST = re.compile(r"was|were|had|did|remained|\w+ed|knew|could", re.IGNORECASE)
_FOR_LONG = re.compile(
    r"\b(?:un)?till?\b(?!\s+(?:now|today|when|then))"
    r"|\bfor\s+(?:\w+\s+){0,2}?(?:days|weeks|months|years|decades|centuries)\b"
    r"|\b(?:was|were|had)\s+long\b",
    re.IGNORECASE,
)
"""Until when something was not known, or for how long: it is known by now."""

_TOLD = re.compile(r"\b(?:was|were)\s+told\b|\blearn(?:ed|t)\b|\bfound\s+out\b", re.IGNORECASE)
"""Who wanted to know something got to know it."""

_DENIERS = frozenset(("no", "little", "without", "beyond", "never", "not", "n't", "n’t"))
_REACH = 3
"""Tokens before a word of doubt among which its denial stands."""


def is_idle(place: Place, at: int) -> bool:
    """Whether the cue before the question word at `at` asks nothing, or reports what was asked."""
    effect, first, verb = place.cue.entry.effect, place.words[0], place.predicate
    tags = {token.tag_ for token in place.words}
    if _was_achieved(place) or (effect.get("personal") and _is_small_talk(place, at)):
        return True
    if effect.get("verb"):
        return not any(tag.startswith("VB") for tag in tags)
    if effect.get("pending"):
        return first.head.head.tag_ == "VBD" or verb.head.tag_ == "VBD"
    if effect.get("present"):
        return "VBD" in tags
    if effect.get("noun"):
        return is_put_to_someone(first) or (first.dep_ == "attr" and first.head.tag_ == "VBD")
    return bool(effect.get("asks")) and _asked_before(place, tags)


def _was_achieved(place: Place) -> bool:
    """Whether finding out is told as done: it took years to find out who had forged the map."""
    verb, first = place.predicate, place.words[0]
    above = first.head.head if verb == first else verb.head
    return verb.tag_ == "VB" and above.tag_ == "VBD" and has_role(above, "achieves")


def _is_small_talk(place: Place, at: int) -> bool:
    """Whether it is you, one or some who do not know, or how to do a thing."""
    subject, first = place.subject, place.words[0]
    infinitive = at + 1 < len(place.tokens) and place.tokens[at + 1].lower_ == "to"
    past = any(token.lower_.startswith("did") for token in place.words)
    own = subject is not None and subject.lower_ in {"i", "we"}
    idle = subject is not None and (is_anybody(subject) or (own and past))
    modal = first.i > place.tokens[0].i and first.nbor(-1).lower_ in {"may", "might"}
    return idle or modal or infinitive


def _asked_before(place: Place, tags: Set[str]) -> bool:
    """Whether asking is not of the present; of somebody named it may be told in it."""
    named = place.subject is not None and place.subject.pos_ != "PRON"
    return tags.isdisjoint({"VBP", "VBG", "VBZ"} if named else {"VBP", "VBG"})


def is_settled(place: Place, found: Sequence[Asked]) -> bool:
    """Whether the sentence goes on to say that what was asked in the past is known."""
    clauses = [one.span for one in found if one.shape == "clause"]
    first = place.words[0]
    head = first.head
    around = [*place.words, head, *(t for t in head.lefts if t.dep_ in {"aux", "auxpass"})]
    if not any(_PAST.fullmatch(token.text) for token in around):
        return False
    text, start = place.parse.text, place.parse.sentence.start
    outside, at = "", start
    for one, other in [*clauses, (place.parse.sentence.end,) * 2]:
        outside += text[at : max(at, one)]
        at = max(at, other)
    asking = any(token.lower_ in {"wanted", "wished"} for token in place.words)
    return bool(_FOR_LONG.search(outside) or (asking and _TOLD.search(text[start:])))


def denies_doubt(place: Place, at: int) -> bool:
    """Whether a doubt before the question word at `at` is denied: no doubt about who won."""
    for number in range(max(0, place.before - _REACH), at):
        if has_role(place.tokens[number], "misgiving"):
            before = place.tokens[max(0, number - _REACH) : number]
            return any(token.lower_ in _DENIERS for token in before)
    return False
