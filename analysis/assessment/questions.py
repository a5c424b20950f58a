"""Open questions over time: the later claims that bear on each, and what they settle.

A question is addressed by a later, firm claim of a known source that speaks of what it asks; a
hedge, an unverified report or an unnamed source addresses it only in part, and so does any figure
where the question asks for an amount, or an answer that somebody else contradicts. A conditional
stays open: nobody asked whether it came true.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.assessment.alignment import in_words, one_story
from analysis.assessment.asked import BEYOND, Asked, asked_after
from analysis.assessment.contested import Contested, taken_back
from analysis.assessment.dates import is_later
from analysis.assessment.link import Link
from analysis.assessment.matter import Matter
from analysis.assessment.naming import is_body
from analysis.assessment.replies import Replies
from analysis.assessment.setting import Setting
from analysis.assessment.slots import fills_slot, lasted, may_come
from analysis.assessment.words import is_state, meant, role_words, sense_effect
from analysis.lexicon import load
from analysis.tables import Tables
from analysis.tables.schema import rows
from analysis.wording import day

__all__ = ["answered_questions"]

_MOST = 400
"""Claims that are looked at for one term of a question: those that come first after it."""

_SHOWN = 8
"""Claims named as evidence; the earliest come first."""


def answered_questions(
    tables: Tables, matters: Sequence[Matter], setting: Setting, links: Iterable[Link]
) -> pd.DataFrame:
    """The questions with ``status``, ``evidence`` and ``why``."""
    bodies = {row["source_id"] for row in rows(tables.sources) if is_body(row)}
    known = frozenset(m.claim_id for m in matters if m.origin.known or m.origin.ids & bodies)
    index, replies = _Index(matters, setting), Replies(tables, matters, setting)
    held = _Held(index, replies, setting, known, Contested(links))
    seeds: dict[str, list[Matter]] = defaultdict(list)
    for matter in matters:
        seeds[matter.doc_id].append(matter)
    answers = [
        _answer(question, asked_after(question, setting, seeds[question["doc_id"]]), held)
        for question in rows(tables.questions)
    ]
    columns: dict[str, pd.Series[Any]] = {}
    for place, (name, dtype) in enumerate(
        (("status", "str"), ("evidence", "object"), ("why", "str"))
    ):
        values = [answer[place] for answer in answers]
        columns[name] = pd.Series(values, index=tables.questions.index, dtype=dtype)
    return tables.questions.assign(**columns)


_ANOTHER = re.compile(r"\b(?:another|second|third|new|further|additional) (\w+)", re.IGNORECASE)
_FIRST = 3
"""Terms at the head of a claim among which its subject is looked for."""


def _of_one_matter(asked: Asked, matter: Matter, setting: Setting) -> bool:
    """Whether a claim is about a name in the question, or about a place in that state.

    If the question names nobody: about one that stands around it, in a seed on the same things. A
    claim that shares two terms with it needs no more than a seed on the same story, if it names
    nobody else than the question does.
    """
    story = one_story(setting.rare_names(asked.doc_id), matter.story)
    if story and len(asked.shared(matter)) > 1 and not (asked.terms.names and matter.terms.names):
        return True
    if asked.terms.names:
        return bool(asked.terms.names & (matter.context | setting.lands(matter.context)))
    names = setting.names(asked.doc_id) & setting.names(matter.doc_id)
    alike = sum(1 if is_state(name) else 2 for name in names) >= 2
    told = not matter.terms.names and story
    return told or (alike and bool(asked.around & matter.context))


@dataclass(frozen=True, slots=True)
class _Held:
    """The claims that can answer; `known` are those of which one can tell who says so."""

    index: _Index
    replies: Replies
    setting: Setting
    known: frozenset[str]
    contested: Contested


def _answer(question: Mapping[str, Any], asked: Asked, held: _Held) -> tuple[str, list[str], str]:
    if question["form"] == "conditional" or not asked.terms.lemmas:
        return "open", [], ""
    date = held.setting.published[question["doc_id"]]
    found: dict[str, list[tuple[Matter, str]]] = {"whole": [], "part": []}
    for matter, words in held.replies.to(asked, date):
        if asked.polar or not matter.claim["negated"]:
            found["whole" if _settles(asked, matter, held) else "part"].append((matter, words))
    for matter in held.index.after(date, asked):
        if not asked.may_speak(matter):
            continue
        if not is_later(matter.when, date) or matter.doc_id == question["doc_id"]:
            continue
        if not may_come(asked, matter, date):
            continue
        strength = _bears(asked, matter, held)
        if strength:
            found[strength].append((matter, ""))
    whole, part = (
        sorted(found[strength], key=lambda each: (each[0].when, each[0].place))
        for strength in ("whole", "part")
    )
    told = [matter for matter, words in whole if not words]
    doubted = [matter for matter, words in part if not words]
    apart = held.contested.pair(asked, told, doubted, date)
    if apart:
        return "partly_addressed", _ids([*apart, *told]), _differing(asked, *apart)
    for status, shown in (("addressed", whole), ("partly_addressed", part)):
        if shown:
            stands = (each for each in shown if not taken_back(asked, each[0], told))
            ids = _ids(matter for matter, _ in shown)
            return status, ids, _reason(asked, *next(stands, shown[0]), status, held)
    return "open", [], ""


def _ids(matters: Iterable[Matter]) -> list[str]:
    return list(dict.fromkeys(matter.claim_id for matter in matters))[:_SHOWN]


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

    def after(self, date: str, asked: Asked) -> list[Matter]:
        """Claims since `date` that share a term with what is asked: by words or names, if fewer."""
        lemmas = asked.terms.lemmas | {meant(word) for word in asked.suspected}
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


def _bears(asked: Asked, matter: Matter, held: _Held) -> str:
    """Whether a claim answers what is asked: "whole", in "part" or "" not at all."""
    speaks = asked.amount or asked.shared(matter)
    if not speaks or matter.denial or not _of_one_matter(asked, matter, held.setting):
        return "part" if _tells_of_suspects(asked, matter, held.setting) else ""
    if (asked.beyond and not BEYOND.search(matter.said)) or _is_of_another(asked, matter):
        return ""
    if asked.amount or asked.word == "how long":
        told = _tells_amount(asked, matter) if asked.amount else _tells_length(asked, matter)
        return "part" if told else ""
    if matter.claim["negated"] and not (
        asked.polar or (asked.lacking and _is_as_asked(asked, matter))
    ):
        return "part" if _was_left_undone(asked, matter) else ""
    if _tells(asked, matter) and fills_slot(asked, matter):
        return "whole" if _settles(asked, matter, held) else "part"
    return "part" if _is_described(asked, matter, held) else ""


def _tells_of_suspects(asked: Asked, matter: Matter, setting: Setting) -> bool:
    """Whether a claim says whom somebody holds for the doer: three men have been charged."""
    word = asked.suspects(matter) if asked.suspected else ""
    if not word or not matter.firm or matter.claim["negated"] or matter.denial or matter.planned:
        return False
    story = one_story(setting.rare_names(asked.doc_id), matter.story)
    return bool(story or asked.terms.names & matter.context)


def _is_of_another(asked: Asked, matter: Matter) -> bool:
    """Whether a claim tells of a second line, another camp, and not of the one asked after."""
    others = {meant(word.lower()) for word in _ANOTHER.findall(matter.said)}
    return not asked.beyond and bool(others & asked.terms.lemmas)


def _tells_length(asked: Asked, matter: Matter) -> bool:
    return asked.terms.lemmas <= matter.terms.lemmas and lasted(matter)


def _is_as_asked(asked: Asked, matter: Matter) -> bool:
    """Whether a claim says all that a question says was not so, and a cause as well."""
    return asked.terms.lemmas <= matter.terms.lemmas and fills_slot(asked, matter)


def _was_left_undone(asked: Asked, matter: Matter) -> bool:
    """Whether something else was lacking, which tells why: no order to sound sirens was given."""
    lacking = {meant(word.lower()) for word in re.findall(r"\b[Nn]o (\w+)", matter.said)}
    shared = asked.terms.lemmas <= matter.terms.lemmas and len(asked.terms.lemmas) > 1
    return bool(asked.lacking and shared and matter.firm and lacking - asked.terms.lemmas)


def _settles(asked: Asked, matter: Matter, held: _Held) -> bool:
    """Whether somebody known says firmly what is so, or of himself what he will do."""
    factual = matter.claim["kind"] == "factual" and not matter.planned
    told = factual or (asked.polar and _own_plan(matter))
    return matter.firm and matter.claim_id in held.known and told


def _is_described(asked: Asked, matter: Matter, held: _Held) -> bool:
    """Whether a firm claim tells something of the only thing that a question asks after."""
    [*thing] = asked.terms.lemmas
    speaks = matter.claim_id in held.known or matter.origin.speaks
    if len(thing) != 1 or asked.word != "what" or not (matter.firm and speaks):
        return False
    first = [meant(word) for word in re.findall(r"[a-z]+", matter.said.lower())]
    return thing[0] in [term for term in first if term][:_FIRST]


def _own_plan(matter: Matter) -> bool:
    """Whether a body or its officer says what that body will do."""
    speaker = {name.casefold().split()[0] for name in matter.origin.bodies}
    doer = {name.casefold() for name in matter.terms.names}
    return bool(re.search(r"\bwill\b", matter.said) and speaker & doer)


def _tells(asked: Asked, matter: Matter) -> bool:
    """Whether a claim holds what happened according to the question, and most of its terms."""
    shared = asked.shared(matter)
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


def _tells_amount(asked: Asked, matter: Matter) -> bool:
    senses = {sense_effect(sense, "family") for sense in asked.terms.senses} - {""}
    families = {f for quantity in matter.quantities for f in quantity.families}
    if senses:
        return bool(senses & families)
    nouns = {quantity.noun for quantity in matter.quantities} - {""}
    money = asked.terms.lemmas & role_words("money")
    things = [q for q in matter.quantities if not (q.rate or q.noun.startswith("#"))]
    if any(q.is_money for q in things) or (things and money & matter.terms.lemmas):
        nouns |= money  # "the delay cost 14 million crowns": of a currency that nobody knows
    rest = asked.terms.lemmas - nouns
    return bool(nouns & asked.terms.lemmas and rest & matter.terms.lemmas)


def _differing(asked: Asked, first: Matter, second: Matter) -> str:
    one, other = (f"{matter.origin.voice} ({day(matter.when)})" for matter in (first, second))
    about = in_words(asked.shared(first) | asked.terms.names & first.terms.names)
    return f"The answers differ: {other} says the contrary of what {one} says ({about})."


def _reason(asked: Asked, matter: Matter, words: str, status: str, held: _Held) -> str:
    who = f"{matter.origin.voice} ({day(matter.when)})"
    hedged = "with a hedge, unverified or without a name"
    if words:
        how = "answers firmly" if status == "addressed" else f"answers {hedged}"
        return f"Asked “{words}”, {who} {how}."
    about = in_words(asked.shared(matter) | asked.terms.names & matter.terms.names)
    if status == "addressed":
        return f"{who} says firmly what is asked: {about}."
    if asked.amount:
        return f"{who} gives a figure; a figure settles no amount."
    if not about:
        return f"{who} tells of somebody who is {asked.suspects(matter)}."
    if matter.firm and matter.claim_id in held.known:
        return f"{who} says something of it, not all: {about}."
    return f"{who} speaks of it, {hedged}: {about}."
