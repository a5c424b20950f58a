"""Open questions over time: the later claims that bear on each, and what they settle.

A question is addressed by a later, firm claim of a known source that speaks of what it asks; a
hedge, an unverified report or an unnamed source addresses it only in part, and so does any figure
where the question asks for an amount. A conditional stays open: nobody asked whether it came true.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.assessment.alignment import in_words, one_story
from analysis.assessment.dates import is_later
from analysis.assessment.matter import Matter
from analysis.assessment.setting import Setting
from analysis.assessment.words import (
    Terms,
    deeds,
    is_state,
    is_verb,
    meant,
    role_words,
    sense_effect,
)
from analysis.lexicon import load
from analysis.tables import Tables
from analysis.tables.schema import rows
from analysis.wording import day

__all__ = ["answered_questions"]

_MOST = 400
"""Claims that are looked at for one term of a question: those that come first after it."""

_SHOWN = 8
"""Claims named as evidence; the earliest come first."""


def answered_questions(tables: Tables, matters: Sequence[Matter], setting: Setting) -> pd.DataFrame:
    """The questions with ``status``, ``evidence`` and ``why``."""
    index = _Index(matters, setting)
    seeds: dict[str, list[Matter]] = defaultdict(list)
    for matter in matters:
        seeds[matter.doc_id].append(matter)
    answers = [
        _answer(question, _asked(question, setting, seeds[question["doc_id"]]), index, setting)
        for question in rows(tables.questions)
    ]
    columns: dict[str, pd.Series[Any]] = {}
    for place, (name, dtype) in enumerate(
        (("status", "str"), ("evidence", "object"), ("why", "str"))
    ):
        values = [answer[place] for answer in answers]
        columns[name] = pd.Series(values, index=tables.questions.index, dtype=dtype)
    return tables.questions.assign(**columns)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks after.

    `around` are the names that stand around it; `amount` says that it asks how much or how many,
    `polar` that yes or no would answer it, `deeds` are its verbs, as far as one can tell, and
    `done` those that are certain to be, `beyond` says that it asks for more of something.
    """

    doc_id: str
    terms: Terms
    around: frozenset[str]
    amount: bool
    polar: bool
    deeds: frozenset[str]
    done: frozenset[str]
    beyond: bool


def _asked(
    question: Mapping[str, Any],
    setting: Setting,
    matters: Sequence[Matter],
) -> _Asked:
    words = question["as_question"] or setting.quote(question)
    words = _BROUGHT_ABOUT.sub(r"\1 caused ", words)
    terms = setting.vocabulary.terms(words, initial=True)
    low = words.lower().split()
    amount = any(word in role_words("quantity") for word in low[:8])
    polar = low[:1] != [] and (low[0] in _POLAR or question["form"] == "verification_gap")
    amounts = role_words("quantity") | {"true"}
    lemmas = terms.lemmas - amounts - role_words("pointing") - role_words("plan")
    if terms.senses:
        lemmas -= role_words("staging")
    if question["form"] == "verification_gap" and not question["as_question"]:
        lemmas = _reported_before(question, matters) if _points(words) else frozenset()
        terms = Terms(lemmas, frozenset(n for n in setting.about(question) if is_state(n)))
    return _Asked(
        question["doc_id"],
        Terms(lemmas, terms.names),
        setting.about(question),
        amount=amount,
        polar=polar,
        deeds=_deeds(low) & lemmas,
        done=deeds(words) & lemmas,
        beyond=bool(_BEYOND.search(words)),
    )


def _deeds(words: Sequence[str]) -> frozenset[str]:
    """The lemmas of a question that can be its verb: no article or preposition stands before."""
    words = [word.strip(".,;?") for word in words]
    found = (meant(word) for before, word in pairwise(words) if before not in _BEFORE_NOUN)
    return frozenset(term for term in found if term[:1] == "#" or is_verb(term))


_BEFORE_NOUN = frozenset(
    ("the", "a", "an", "its", "his", "her", "their", "any", "no", "of", "in", "on", "at", "for",
     "from", "to", "with", "by", "more", "further")
)  # fmt: skip


_POLAR = frozenset(
    ("will", "would", "is", "are", "was", "were", "did", "does", "do", "has", "have", "had",
     "can", "could", "should", "may", "might", "whether", "if")
)  # fmt: skip


_BROUGHT_ABOUT = re.compile(r"\b(what) (?:started|led to|lay behind|brought about) ", re.IGNORECASE)
"""What asks after a cause."""

_FIRST = 3
"""Terms at the head of a claim among which its subject is looked for."""

_BEYOND = re.compile(
    r"\b(?:further|additional|more|another|again|second|new|next)\b", re.IGNORECASE
)


def _of_one_matter(asked: _Asked, matter: Matter, setting: Setting) -> bool:
    """Whether a claim is about a name in the question, or about a place in that state.

    If the question names nobody: about one that stands around it, in a seed on the same things.
    """
    if asked.terms.names:
        return bool(asked.terms.names & (matter.context | setting.lands(matter.context)))
    names = setting.names(asked.doc_id) & setting.names(matter.doc_id)
    alike = sum(1 if is_state(name) else 2 for name in names) >= 2
    told = not matter.terms.names and one_story(setting.rare_names(asked.doc_id), matter.story)
    return told or (alike and bool(asked.around & matter.context))


def _points(words: str) -> bool:
    """Whether what could not be confirmed is "the reports", "a deployment": told before it."""
    found = {word.strip(".,;").removesuffix("s") for word in words.lower().split()}
    told = role_words("pointing") - {"it", "this", "that"}
    return bool(found & told) or "nor denied" in words.lower()


def _reported_before(question: Mapping[str, Any], matters: Sequence[Matter]) -> frozenset[str]:
    """What the nearest claim before the question tells of that happened."""
    before = [matter for matter in matters if matter.claim["start"] < question["start"]]
    told = [m.terms.senses for m in sorted(before, key=lambda m: m.place) if m.terms.senses]
    return told[-1] if told else frozenset()


def _answer(
    question: Mapping[str, Any],
    asked: _Asked,
    index: _Index,
    setting: Setting,
) -> tuple[str, list[str], str]:
    if question["form"] == "conditional" or not asked.terms.lemmas:
        return "open", [], ""
    date = setting.published[question["doc_id"]]
    whole: list[Matter] = []
    part: list[Matter] = []
    for matter in index.after(date, asked):
        if not is_later(matter.when, date) or matter.doc_id == question["doc_id"]:
            continue
        strength = _bears(asked, matter, setting)
        if strength:
            (whole if strength == "whole" else part).append(matter)
    for status, found in (("addressed", whole), ("partly_addressed", part)):
        if found:
            shown = sorted(found, key=lambda m: (m.when, m.place))[:_SHOWN]
            return status, [m.claim_id for m in shown], _reason(asked, shown[0], status)
    return "open", [], ""


class _Index:
    """Claims by their lemmas and by the names they are about, each list in order of time."""

    def __init__(self, matters: Sequence[Matter], setting: Setting) -> None:
        self._matters = matters
        self._held: dict[str, list[tuple[str, int]]] = defaultdict(list)
        order = sorted(range(len(matters)), key=lambda n: (matters[n].when, matters[n].place))
        for number in order:
            context = matters[number].context
            for term in matters[number].terms.lemmas | context | setting.lands(context):
                self._held[term].append((matters[number].when, number))

    def after(self, date: str, asked: _Asked) -> list[Matter]:
        """Claims since `date` that share a term with what is asked: by words or names, if fewer."""
        lemmas = set(asked.terms.lemmas)
        if asked.amount:
            family = {sense_effect(term, "family") for term in lemmas if term[0] == "#"} - {""}
            lemmas |= {f"#{e.name}" for e in load("senses") if e.effect.get("family") in family}
        names = asked.terms.names or asked.around
        found = min(self._since(date, lemmas), self._since(date, names), key=len)
        return [self._matters[number] for number in sorted(found)]

    def _since(self, date: str, terms: Iterable[str]) -> set[int]:
        found: set[int] = set()
        for term in sorted(terms):
            held = self._held.get(term, ())
            first = bisect_left(held, (date, -1))
            found.update(number for _, number in held[first : first + _MOST])
        return found


def _bears(asked: _Asked, matter: Matter, setting: Setting) -> str:
    """Whether a claim answers what is asked: "whole", in "part" or "" not at all."""
    speaks = asked.amount or asked.terms.lemmas & matter.terms.lemmas
    if not speaks or matter.denial or not _of_one_matter(asked, matter, setting):
        return ""
    if asked.beyond and not _BEYOND.search(matter.said):
        return ""
    if asked.amount:
        return "part" if _tells_amount(asked, matter) else ""
    if matter.claim["negated"] and not asked.polar:
        return ""
    if _tells(asked, matter):
        return "whole" if _settles(asked, matter) else "part"
    return "part" if _is_described(asked, matter) else ""


def _settles(asked: _Asked, matter: Matter) -> bool:
    """Whether somebody known says firmly what is so, or of himself what he will do."""
    factual = matter.claim["kind"] == "factual" and not matter.planned
    told = factual or (asked.polar and _own_plan(matter))
    return matter.firm and matter.origin.known and told


def _is_described(asked: _Asked, matter: Matter) -> bool:
    """Whether a firm claim tells something of the only thing that a question asks after."""
    [*thing] = asked.terms.lemmas
    if len(thing) != 1 or asked.polar or not (matter.firm and matter.origin.known):
        return False
    first = [meant(word) for word in re.findall(r"[a-z]+", matter.said.lower())]
    return thing[0] in [term for term in first if term][:_FIRST]


def _own_plan(matter: Matter) -> bool:
    """Whether a body or its officer says what that body will do."""
    speaker = {name.casefold().split()[0] for name in matter.origin.bodies}
    doer = {name.casefold() for name in matter.terms.names}
    return bool(re.search(r"\bwill\b", matter.said) and speaker & doer)


def _tells(asked: _Asked, matter: Matter) -> bool:
    """Whether a claim holds what happened according to the question, and most of its terms."""
    shared = asked.terms.lemmas & matter.terms.lemmas
    named = asked.terms.names & matter.terms.names
    if not asked.terms.senses <= matter.terms.senses:
        return False
    rest = asked.terms.lemmas - shared
    whole = asked.polar and not rest and named
    about = asked.around & matter.terms.names and len(rest) <= 1
    done = asked.polar and about and asked.deeds & shared  # "the bank" may be named there
    if asked.polar and asked.done and asked.done.isdisjoint(shared):
        return False
    happened = asked.polar and asked.terms.senses and asked.around & matter.known
    close = len(shared) >= 2 or (asked.terms.senses and named) or whole or done or happened
    return bool(close) and len(rest) <= len(shared) + len(named)


def _tells_amount(asked: _Asked, matter: Matter) -> bool:
    senses = {sense_effect(sense, "family") for sense in asked.terms.senses} - {""}
    families = {f for quantity in matter.quantities for f in quantity.families}
    if senses:
        return bool(senses & families)
    nouns = {quantity.noun for quantity in matter.quantities} - {""}
    if asked.terms.lemmas & role_words("money"):
        nouns |= {word for q in matter.quantities if q.is_money for word in role_words("money")}
    rest = asked.terms.lemmas - nouns
    return bool(nouns & asked.terms.lemmas and rest & matter.terms.lemmas)


def _reason(asked: _Asked, matter: Matter, status: str) -> str:
    who = f"{matter.origin.voice} ({day(matter.when)})"
    about = in_words(asked.terms.all & matter.terms.all)
    if status == "addressed":
        return f"{who} says firmly what is asked: {about}."
    if asked.amount:
        return f"{who} gives a figure; a figure settles no amount."
    return f"{who} speaks of it, with a hedge, unverified or without a name: {about}."
