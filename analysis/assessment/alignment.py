"""Whether two claims, or two figures, are of one thing: each answer is a reason in words, or ""."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from analysis.assessment.dates import days_between, is_later
from analysis.assessment.matter import Matter
from analysis.assessment.quantities import Quantity, losses, totals
from analysis.assessment.words import (
    WORD,
    Terms,
    contrary,
    is_state,
    lemma,
    role_words,
    sense_effect,
)
from analysis.lexicon import load
from analysis.wording import MONTHS, listed

__all__ = [
    "akin",
    "at_other_times",
    "comparable",
    "in_words",
    "name_in_common",
    "near",
    "one_story",
    "opposite",
    "other_enemy",
    "other_event",
    "otherwise",
    "own_places",
    "shared_content",
]

_COVERED = 0.8
"""The part of the shorter claim's terms that two claims must share to say the same."""

_DEPLOYED = 31
"""Days within which forces sent and forces stationed may be the same ones."""

_STORY = 2
"""Rare names that seeds on one story share."""

_MUCH = 3
"""Words that claims of one deed must share, and those more that one of them may have."""

_TWO = 2
"""Terms that claims that say the same share at least."""

_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")
"""A month, also where no year is known, so that the figure's own period is not."""

_ALONE = re.compile(r"\balone\b")
_COVERED_NEXT, _NEXT = 0.6, 120
"""The same for a denial of what stands so many characters before it: "the player" is then known."""


def comparable(one: Matter, mine: Quantity, other: Matter, theirs: Quantity) -> bool:
    """Whether two figures count the same thing of the same names, at times that overlap."""
    if not mine.same_noun(theirs) or mine.rate != theirs.rate or one.planned != other.planned:
        return False
    if mine.apart(theirs) or _is_bare(one, mine) or _is_bare(other, theirs):
        return False
    one_count = one.origin.same(other.origin) and mine.senses and one_story(one.story, other.story)
    apart = not one_count and own_places(one, other)
    apart = apart or _within(one, other) or _within(other, one)
    stuff = bool(mine.stuff) and mine.stuff == theirs.stuff and one_story(one.story, other.story)
    if (mine.senses != theirs.senses and not stuff) or (apart and not mine.same_value(theirs)):
        return False
    if mine.only != theirs.only or one.position != other.position or other_enemy(one, other):
        return False
    told = _predicate(one, mine), _predicate(other, theirs)
    if (
        at_other_times(one, other)
        or _undone(one) != _undone(other)
        or _part(one, mine) != _part(other, theirs)
        or ((mine.measure or not mine.senses) and not _alike(*told, measure=mine.measure))
        or not (mine.senses or stuff or _same_deed(mine, theirs))
    ):
        return False
    return name_in_common(one, other) or (
        one.origin.same(other.origin) and len(told[0] & told[1]) > 1
    )


def _enemies(matter: Matter) -> bool:
    """Whether a claim is of the enemy, and so not of one's own."""
    return not matter.terms.lemmas.isdisjoint(role_words("relative"))


def other_enemy(one: Matter, other: Matter) -> bool:
    """Whether a word such as "the enemy" may mean another for each speaker."""
    told = (one.terms.lemmas | other.terms.lemmas) & role_words("relative")
    return bool(told) and not one.origin.same_side(other.origin)


def _is_bare(matter: Matter, quantity: Quantity) -> bool:
    """Whether a claim tells nothing but a number: only what stands beside it says of what."""
    if quantity.noun or quantity.senses or quantity.measure:
        return False
    return matter.terms.lemmas <= totals()


def name_in_common(one: Matter, other: Matter) -> bool:
    """Whether both are about one name, or one about a name that stands around the other.

    Where one names nobody itself, what is around it may be anybody: then one story is enough.
    """
    if not (one.terms.names and other.terms.names) and one_story(one.story, other.story):
        return True
    return not (
        one.context.isdisjoint(other.context)
        and one.context.isdisjoint(other.known)
        and other.context.isdisjoint(one.known)
    )


def near(one: Matter, other: Matter) -> bool:
    """Whether a name stands around both claims, or their seeds share one that few others hold."""
    return not (one.known.isdisjoint(other.known) and one.story.isdisjoint(other.story))


def one_story(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the rare names of two seeds show that they tell one story."""
    return len(one & other) >= _STORY


def _alike(one: frozenset[str], other: frozenset[str], *, measure: bool) -> bool:
    """Whether two predicates share a word; those of a sum of money or a share, half of theirs."""
    if not (one and other) and not measure:
        return True  # "the number of hostages is 14"
    shared = len(one & other)
    return bool(shared) and (not measure or 2 * shared >= min(len(one), len(other)))


def _same_deed(mine: Quantity, theirs: Quantity) -> bool:
    """Whether both tell of one deed, or both of none: built for 80 is not walked on by 80."""
    told = mine.deeds & theirs.said | theirs.deeds & mine.said
    return bool(told) or not (mine.deeds or theirs.deeds)


def otherwise(one: Matter, other: Matter) -> bool:
    """Whether both claims say after how much, or in which time, they count, and not alike.

    Of how many they count ("two of the 17 patients") is no condition.
    """
    told = [
        {(q.noun, q.low, q.high) for q in m.quantities if q.circumstance and not _is_whole(q, m)}
        for m in (one, other)
    ]
    return all(told) and told[0] != told[1]


def _is_whole(quantity: Quantity, matter: Matter) -> bool:
    return any(quantity.text in q.text and q != quantity for q in matter.quantities)


def _undone(matter: Matter) -> bool:
    """Whether the claim says that something was not done, or undone: an offer turned down."""
    return not matter.terms.lemmas.isdisjoint(role_words("undone"))


def _part(matter: Matter, quantity: Quantity) -> bool:
    """Whether the figure is of a part only: "in her town alone"."""
    start = 0 if len(matter.quantities) == 1 else max(0, matter.said.find(quantity.text))
    return bool(_ALONE.search(matter.said, start))


def akin(one: Matter, mine: Quantity, other: Matter, theirs: Quantity) -> str:
    """Why two figures are of one matter though they do not count the same.

    Soldiers sent and soldiers stationed by then; the killed, and the killed or wounded. Two places
    of one state are no matter in common.
    """
    names = one.context & other.context
    if (
        len(names) < min(2, len(one.context), len(other.context))
        or not names
        or mine.rate != theirs.rate
        or not mine.same_noun(theirs)
        or _enemies(one) != _enemies(other)
        or other_enemy(one, other)
    ):
        return ""
    families, nouns = mine.families | theirs.families, {mine.noun, theirs.noun}
    moved = families <= {"whereabouts"} and nouns <= {"", "#forces"} and "#forces" in nouns
    if moved and days_between(one.when, other.when) > _DEPLOYED:
        return ""
    losses = families == {"losses"} and mine.overlaps(theirs) and not own_places(one, other)
    if not (moved or losses):
        return ""
    how = "not the same thing" if mine.senses != theirs.senses else "not at one time or place"
    about = f"“{mine.text}” and “{theirs.text}” are of one matter"
    return f"{about} ({in_words(names)}), but {how}."


def shared_content(one: Matter, other: Matter, *, whole: bool = False) -> str:
    """The terms that make two claims one proposition, figures and polarity aside.

    Either nearly all terms of the shorter one are shared, or what happened is, with two of those
    who take part; and neither names something that the other does not know. `whole` wants the
    former.
    """
    if one.terms.lemmas.isdisjoint(other.terms.lemmas) or own_places(one, other):
        return ""
    if not name_in_common(one, other) and not one.origin.same(other.origin):
        return ""
    if other_event(one, other) or _undone(one) != _undone(other):
        return ""
    if one.numerals and other.numerals and one.numerals != other.numerals:
        return ""
    if one.claim["negated"] != other.claim["negated"] and _in_a_manner(one) != _in_a_manner(other):
        return ""
    shared = one.terms.all & other.terms.all
    alike = _whole(one, other) or _denied_in_general(one, other) or _both_none(one, other)
    return in_words(shared) if alike or (not whole and _event(one, other)) else ""


def opposite(one: Matter, other: Matter) -> Matter | None:
    """`one` with the other's word for that of which it gives the contrary: solvent, insolvent."""
    words = _with_contrary(one.terms.lemmas)
    found = [word for word in words if contrary(word) in other.terms.lemmas]
    if not found or (one.terms.all & other.terms.all) <= one.deeds | other.deeds:
        return None  # "found alive" and "dead fish had been found" are of nobody in common
    lemmas = one.terms.lemmas - frozenset(found) | frozenset(map(contrary, found))
    return replace(one, terms=Terms(lemmas, one.terms.names))


@cache
def _with_contrary(lemmas: frozenset[str]) -> frozenset[str]:
    """The words of which another gives the contrary."""
    return frozenset(filter(contrary, lemmas))


def _denied_in_general(one: Matter, other: Matter) -> bool:
    """Whether one says that a thing is not so of which the other tells with more words."""
    if one.claim["negated"] == other.claim["negated"]:
        return False
    no, yes = (one, other) if one.claim["negated"] else (other, one)
    said = no.terms.all - no.terms.names
    if no.none and losses(no.terms.senses):
        return True
    if no.none and "#forces" in no.terms.lemmas and no.terms.names:
        return no.terms.names <= yes.context and bool(yes.terms.senses & _elsewhere())
    return len(said) >= 2 and bool(no.deeds) and said <= yes.terms.lemmas


@cache
def _elsewhere() -> frozenset[str]:
    """The senses that tell of forces that they are somewhere."""
    return frozenset(
        f"#{entry.name}"
        for entry in load("senses")
        if entry.effect.get("family") in {"whereabouts", "fighting"}
    )


def _in_a_manner(matter: Matter) -> bool:
    """Whether the claim tells how somebody died: by far not all deaths are executions."""
    if not losses(matter.terms.senses):
        return False
    words = {lemma(word.lower()) for word in WORD.findall(matter.said)}
    return not words.isdisjoint(role_words("manner"))


def _both_none(one: Matter, other: Matter) -> bool:
    """Whether both say that nobody was killed, hurt or the like, and of the same people."""
    apart = (one.terms.lemmas ^ other.terms.lemmas) - {"#people"}
    return one.none and other.none and bool(losses(one.terms.senses)) and not apart


def _whole(one: Matter, other: Matter) -> bool:
    if len(one.terms.all & other.terms.all) < _TWO:
        return False
    mine, theirs = _content(one, other), _content(other, one)
    shared = mine & theirs
    least, most = sorted((len(mine), len(theirs)))
    part = 3 if one.origin.same(other.origin) else 2
    covered = _COVERED_NEXT if _is_next(one, other) else _COVERED
    enough = len(shared) >= max(_TWO, covered * least, most / part)
    return enough and bool(shared - one.terms.names)


def _content(one: Matter, other: Matter) -> frozenset[str]:
    """The terms of a claim without amounts, and without names that the other means as well."""
    amounts = frozenset[str]().union(*(q.terms for q in one.quantities))
    unlike = one.planned != other.planned and one.claim["negated"] != other.claim["negated"]
    plan = role_words("plan") if unlike else frozenset[str]()
    implied = (one.terms.names & other.context) - other.terms.names
    return one.terms.all - amounts - plan - implied


def _is_next(one: Matter, other: Matter) -> bool:
    """Whether one is a denial that answers the other, which stands right before it."""
    answers = one.denial and one.doc_id == other.doc_id
    return bool(answers) and 0 < one.claim["start"] - other.claim["end"] < _NEXT


def _event(one: Matter, other: Matter) -> bool:
    shared = one.terms.lemmas & other.terms.lemmas
    names = one.terms.names & other.terms.names
    nouns = {term for term in shared if term[0] == "#" and sense_effect(term, "noun")}
    rest = max(len(one.terms.lemmas - shared), len(other.terms.lemmas - shared))
    happened = bool(one.terms.senses & other.terms.senses and names)
    told = bool(one.deeds & other.deeds) and len(shared) >= _MUCH and rest <= _MUCH
    if told and one.planned == other.planned:
        return True
    return happened and len(names) + len(nouns) >= 2 and rest <= 2 and one.planned == other.planned


def _predicate(matter: Matter, quantity: Quantity) -> frozenset[str]:
    """What is said of the counted, without their noun and words for an amount."""
    return matter.terms.lemmas - {quantity.noun} - quantity.terms - totals()


def own_places(one: Matter, other: Matter) -> bool:
    """Whether each names something that the other does not: Kursk here, Vladivostok there."""
    return not (one.terms.names <= other.context or other.terms.names <= one.context)


def _within(one: Matter, other: Matter) -> bool:
    """Whether a claim names something that is no headline of either seed, and the other nothing.

    Those killed in one village are a part of those killed.
    """
    special = one.terms.names - one.title - other.title - other.terms.names
    if not special:
        return False
    special -= (one.voices & other.story) | frozenset(one.origin.voice.split())
    if one.origin.same(other.origin) or (one.doc_id != other.doc_id and special <= other.known):
        return False
    return bool(special) and not other.terms.names - other.title and not any(map(is_state, special))


def other_event(one: Matter, other: Matter) -> bool:
    """Whether the claims tell of different events, or of different losses."""
    senses = one.terms.senses, other.terms.senses
    return bool(all(senses) and not senses[0] & senses[1]) or losses(senses[0]) != losses(senses[1])


def at_other_times(one: Matter, other: Matter) -> bool:
    """Whether the events lie in different times, as far as both claims tell."""
    first, second = (
        (m.claim["event_start"], m.claim["event_end"] or m.claim["event_start"])
        for m in (one, other)
    )
    months = [_MONTH.findall(m.said) for m in (one, other)]
    apart = all(months) and set(months[0]).isdisjoint(months[1])
    return apart or is_later(first[0], second[1]) or is_later(second[0], first[1])


def in_words(terms: frozenset[str] | set[str]) -> str:
    """Terms in words, senses without their mark."""
    return listed([term.removeprefix("#") for term in sorted(terms)], most=6)
