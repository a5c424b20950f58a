"""How two claims stand to each other, with the reason in words that a reader can check."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from analysis.assessment.candidates import candidates
from analysis.assessment.content_links import by_content, by_likeness
from analysis.assessment.dates import is_later
from analysis.assessment.denial_links import by_admission, by_answer, by_denial
from analysis.assessment.figure_links import beside, by_amount, by_figures
from analysis.assessment.level_links import by_level
from analysis.assessment.likeness import Likeness
from analysis.assessment.link import OPEN, Link
from analysis.assessment.matter import Matter

__all__ = ["Link", "find_links"]

_ASKS = re.compile(r"(?:how (?:many|much|long|far)|whether|who|why|where|when)\b", re.IGNORECASE)
"""What is asked claims nothing."""

_POINTS = re.compile(
    r"(?:[\w’'.-]+ ){0,3}(?:statements?|claims?|allegations?|accusations?|assertions?|rumou?rs?"
    r"|reports|suggestions?) that\b",
    re.IGNORECASE,
)
"""What others have said is no word of whoever speaks of it: "claims that forty infants died"."""
_OWN_WORD = frozenset(("conflicts", "corroborates", "updates"))
"""The relations of what somebody puts forward himself."""

_DOUBTFUL = 0.01
"""The likeness below which a rule's link is dropped."""


def find_links(matters: Sequence[Matter]) -> list[Link]:
    """All links between some claims, in the order of the later claim's place."""
    found, likeness = [], Likeness(matters)
    asks = [_ASKS.match(matter.said) is not None for matter in matters]
    points = [_points(matter) for matter in matters]
    for later, earlier in candidates(matters, likeness.stems):
        if asks[later] or asks[earlier]:
            continue
        link = _link(matters[later], matters[earlier], likeness)
        if link is None or (link.relation in _OWN_WORD and (points[later] or points[earlier])):
            continue
        if not _doubtful(link, likeness):
            found.append(link)
    found += _answers(found, matters)
    found = _in_words(_without_own_counts(found), matters)
    found = _with_admissions(_without_superseded(found))
    return sorted(found, key=lambda link: (link.later.place, link.earlier.place))


def _answers(links: Sequence[Link], matters: Sequence[Matter]) -> list[Link]:
    """Denials of what stands right before them, of claims that are not linked yet."""
    found = {}
    for said, answer in pairwise(sorted(matters, key=lambda matter: matter.place)):
        link = by_answer(answer, said)
        if link is not None:
            found[said.claim_id, answer.claim_id] = link
    for link in links if found else ():
        found.pop((link.earlier.claim_id, link.later.claim_id), None)
        found.pop((link.later.claim_id, link.earlier.claim_id), None)
    return list(found.values())


def _points(matter: Matter) -> bool:
    """Whether a claim only speaks of what others have said, and does not say that it is untrue."""
    contests = matter.denial or matter.claim["negated"]
    return not contests and _POINTS.match(matter.said) is not None


def _doubtful(link: Link, likeness: Likeness) -> bool:
    """Whether hardly any reader would link two claims, so little do they have in common.

    A denial may share nothing with what it denies ("the reports are untrue"), and a figure nothing
    with the one that it answers ("the company counted 3,200").
    """
    later, earlier = link.later, link.earlier
    figures = later.quantities and earlier.quantities and link.relation != "related"
    answers = figures and later.doc_id == earlier.doc_id
    if later.denial or earlier.denial or answers or later.none or earlier.none:
        return False
    return likeness.of(later, earlier) < _DOUBTFUL


def _without_own_counts(links: Sequence[Link]) -> list[Link]:
    """A toll does not go on from somebody else's where either has another count of its own."""
    own = {
        each.claim_id
        for link in links
        if link.relation == "updates" and not link.goes_on
        for each in (link.later, link.earlier)
    }
    return [
        link
        for link in links
        if not link.goes_on or own.isdisjoint((link.later.claim_id, link.earlier.claim_id))
    ]


def _in_words(links: Sequence[Link], matters: Sequence[Matter]) -> list[Link]:
    """The links of a denial that only points ("disputed that, saying") as those of its words."""
    pointing = {
        (link.later.claim["sentence_id"], link.later.origin.ids): link.later.claim_id
        for link in links
        if link.relation == "denies" and not link.later.terms.all
    }
    told: dict[str, Matter] = {}
    for matter in matters:
        bare = pointing.get((matter.claim["sentence_id"], matter.origin.ids))
        if bare not in {None, matter.claim_id} and not matter.denial:
            told.setdefault(str(bare), matter)
    return [
        replace(link, later=told[link.later.claim_id]) if link.later.claim_id in told else link
        for link in links
    ]


def _with_admissions(links: Sequence[Link]) -> list[Link]:
    """Who admits what his own side had denied does not lean on whoever had said it."""
    taken_back: dict[str, list[str]] = defaultdict(list)
    denied = set[tuple[str, str]]()
    for link in links:
        ends = link.later.claim_id, link.earlier.claim_id
        if link.relation == "updates":
            taken_back[ends[0]].append(ends[1])
        elif link.relation in {"denies", "conflicts"}:
            denied |= {ends, ends[::-1]}
    found = []
    for link in links:
        later, earlier = link.later, link.earlier
        pairs = ((denial, earlier.claim_id) for denial in taken_back[later.claim_id])
        left_open = link.relation == "related" and OPEN in link.why
        admits = left_open and any(pair in denied for pair in pairs)
        why = link.why.replace(OPEN, f"{later.origin.voice} admits what had been denied")
        surely = admits and earlier.firm and later.firm
        found.append(replace(link, relation="corroborates", why=why) if surely else link)
    return found


def _without_superseded(links: Sequence[Link]) -> list[Link]:
    """A word that its own side had replaced or taken back by then contradicts nobody.

    Nor does one that is only passed on, where the word that it comes from is contradicted.
    """
    newer: dict[str, list[Matter]] = defaultdict(list)
    came_from: dict[str, set[str]] = defaultdict(set)
    for link in links:
        if link.relation == "updates":
            newer[link.earlier.claim_id].append(link.later)
        if link.relation == "repeats" and not link.later.origin.known:
            came_from[link.later.claim_id].add(link.earlier.claim_id)
    first_told = set[str]().union(*came_from.values())
    pairs = ((link.later.claim_id, link.earlier.claim_id) for link in links)
    linked = {frozenset(pair) for pair in pairs if not first_told.isdisjoint(pair)}

    def stands(old: Matter, other: Matter) -> bool:
        return all(is_later(each.when, other.when) for each in newer[old.claim_id])

    def told_twice(one: Matter, other: Matter) -> bool:
        first = came_from[one.claim_id]
        return any(frozenset((origin, other.claim_id)) in linked for origin in first)

    return [
        link
        for link in links
        if not (
            link.relation in {"conflicts", "denies"}
            and (told_twice(link.later, link.earlier) or told_twice(link.earlier, link.later))
        )
        and (link.relation != "conflicts" or stands(link.earlier, link.later))
        and (link.relation != "denies" or stands(link.later, link.earlier))
    ]


def _link(later: Matter, earlier: Matter, likeness: Likeness) -> Link | None:
    if later.claim["sentence_id"] == earlier.claim["sentence_id"] and _one_voice(later, earlier):
        return None
    for one, other in ((later, earlier), (earlier, later)):
        if one.denial and not other.denial:
            return (
                by_denial(one, other) or by_admission(later, earlier) or by_answer(later, earlier)
            )
    if later.denial:
        return None
    return (
        by_figures(later, earlier)
        or by_content(later, earlier)
        or by_level(later, earlier)
        or beside(later, earlier)
        or by_admission(later, earlier)
        or by_likeness(later, earlier, likeness)
        or by_amount(later, earlier)
    )


def _one_voice(one: Matter, other: Matter) -> bool:
    return one.origin.ids == other.origin.ids and one.origin.own == other.origin.own
