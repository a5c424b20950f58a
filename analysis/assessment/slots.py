"""Whether a claim holds what a question asks for: a doer, a place, a time, a cause."""

from __future__ import annotations

import re

from analysis.assessment.asked import Asked
from analysis.assessment.dates import first_day, last_day
from analysis.assessment.matter import Matter
from analysis.assessment.words import WORD, lemma, meant, role_words

__all__ = ["fills_slot", "lasted", "may_come"]

_DOER = re.compile(r"\b(?:by|i|we|our|my)\b", re.IGNORECASE)
_PASSIVE = frozenset(("is", "are", "was", "were", "be", "been", "being", "to", "get", "got"))
_PLACE = re.compile(
    r"\b(?:in|at|from|to|near|on|off|inside|outside|under|between|towards?)\b", re.IGNORECASE
)
_MEANS = re.compile(r"\b(?:by (?:way|means|\w+ing)|through|via)\b", re.IGNORECASE)
_FOR_WANT = re.compile(
    r"\bfor (?:(?:a|the|sheer) )?(?:lack|want|fear|shortage) of\b", re.IGNORECASE
)
_LASTED = re.compile(
    r"\b(?:for|after|lasted|within|over|since)\b[^.;]{0,20}?"
    r"\b(?:hour|day|week|month|year|decade)s?\b|\b(?:until|till)\b",
    re.IGNORECASE,
)


def fills_slot(asked: Asked, matter: Matter) -> bool:
    """Whether a claim that speaks of what is asked says who, where, when, why or how as well."""
    if asked.word in {"who", "whom", "whose"}:
        named = matter.terms.names - asked.terms.names
        return bool(named or _DOER.search(matter.said) or _has_doer(asked, matter))
    if asked.word == "where":
        return _PLACE.search(matter.said) is not None
    if asked.word == "when":
        return bool(matter.claim["event_start"] or matter.claim["event_end"])
    if asked.word in {"why", "how"}:
        return _gives_cause(matter) or (asked.word == "how" and bool(_MEANS.search(matter.said)))
    return True


def _has_doer(asked: Asked, matter: Matter) -> bool:
    """Whether somebody does what is asked after: "a steward had let the crowd onto the bridge"."""
    words = re.findall(r"[a-z]+", matter.said.lower())
    for place, word in enumerate(words):
        if meant(word) in asked.deeds and place and words[place - 1] not in _PASSIVE:
            doers = {meant(before) for before in words[:place]} - {""} - asked.terms.lemmas
            return bool(doers)
    return False


def _gives_cause(matter: Matter) -> bool:
    words = {lemma(word.lower()) for word in WORD.findall(matter.said)}
    told = words & role_words("because") or _FOR_WANT.search(matter.said)
    return bool(told) or "#cause" in matter.terms.senses


def lasted(matter: Matter) -> bool:
    """Whether a claim says how long something took, or until when it lasts."""
    return _LASTED.search(matter.said) is not None


def may_come(asked: Asked, matter: Matter, date: str) -> bool:
    """Whether a claim can tell of what was still to come on `date`, when somebody asked."""
    if not asked.coming:
        return True
    end = matter.claim["event_end"]
    return not (end and date and last_day(end) <= first_day(date))
