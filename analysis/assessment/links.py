"""How two claims stand to each other, with the reason in words that a reader can check."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.assessment.alignment import (
    akin,
    at_other_times,
    comparable,
    in_words,
    opposite,
    otherwise,
    shared_content,
)
from analysis.assessment.candidates import candidates
from analysis.assessment.dates import days_between, first_day, is_later, last_day
from analysis.assessment.matter import Matter
from analysis.assessment.quantities import Quantity, totals
from analysis.assessment.words import role_words, sense_effect
from analysis.wording import day

__all__ = ["Link", "find_links"]

_LEVEL = 14
"""The same for a level, of which no deed is told: "the reservoir is 11 per cent full"."""

_ONE_TIME = 3
"""Days within which two reports of a state ("35 ships are waiting") speak of one time."""

_BESIDE, _FEW = 250, 2
"""Characters between two figures of which the second answers the first, and how many words the
second claim has if it does not say what it counts."""

_OPEN = "whether the origins are independent is open"

_STILL = re.compile(r"\b(?:still|remain(?:s|ing|ed)?)\b")


@dataclass(frozen=True, slots=True)
class Link:
    """`relation` of the later or dependent claim to the other, and why."""

    later: Matter
    earlier: Matter
    relation: str
    why: str


def find_links(matters: Sequence[Matter]) -> list[Link]:
    """All links between some claims, in the order of the later claim's place."""
    found = []
    for later, earlier in candidates(matters):
        link = _link(matters[later], matters[earlier])
        if link is not None:
            found.append(link)
    found = _with_admissions(_without_superseded(_in_words(found, matters)))
    return sorted(found, key=lambda link: (link.later.place, link.earlier.place))


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
    return [replace(link, later=told.get(link.later.claim_id, link.later)) for link in links]


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
        left_open = link.relation == "related" and _OPEN in link.why
        admits = left_open and any(pair in denied for pair in pairs)
        why = link.why.replace(_OPEN, f"{later.origin.voice} admits what had been denied")
        surely = admits and earlier.firm and later.firm
        found.append(replace(link, relation="corroborates", why=why) if surely else link)
    return found


def _without_superseded(links: Sequence[Link]) -> list[Link]:
    """A word that its own side had replaced or taken back by then contradicts nobody.

    Nor does one that is only passed on, where the word that it comes from is contradicted.
    """
    newer: dict[str, list[Matter]] = defaultdict(list)
    came_from: dict[str, set[str]] = defaultdict(set)
    linked = {frozenset((link.later.claim_id, link.earlier.claim_id)) for link in links}
    for link in links:
        if link.relation == "updates":
            newer[link.earlier.claim_id].append(link.later)
        if link.relation == "repeats" and not link.later.origin.known:
            came_from[link.later.claim_id].add(link.earlier.claim_id)

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


def _link(later: Matter, earlier: Matter) -> Link | None:
    if later.claim["sentence_id"] == earlier.claim["sentence_id"] and _one_voice(later, earlier):
        return None
    for one, other in ((later, earlier), (earlier, later)):
        if one.denial and not other.denial:
            return _denial(one, other)
    if later.denial:
        return None
    return _by_figures(later, earlier) or _by_content(later, earlier) or _beside(later, earlier)


def _beside(later: Matter, earlier: Matter) -> Link | None:
    """Two figures that a text sets side by side, the second often without what it counts.

    "5,000 workers walked out, the union said. The company counted 3,200."
    """
    first, second = sorted((later, earlier), key=lambda matter: matter.place)
    between = second.claim["start"] - first.claim["end"]
    if first.doc_id != second.doc_id or not 0 <= between <= _BESIDE:
        return None
    if not (first.origin.speaks and second.origin.speaks) or _one_side(first, second):
        return None
    counted = [[q for q in each.quantities if not q.circumstance] for each in (first, second)]
    if len(counted[1]) != 1 or first.planned != second.planned or at_other_times(first, second):
        return None
    answer = counted[1][0]
    for asked in counted[0]:
        if _answers(second, answer, first, asked):
            pair = (answer, asked) if second is later else (asked, answer)
            return _compared(later, pair[0], earlier, pair[1])
    return None


def _answers(second: Matter, answer: Quantity, first: Matter, asked: Quantity) -> bool:
    """Whether a figure is another one for what the first counts: of the same noun, or without one.

    Without a noun it must be all that the claim says, or share a word with the first claim.
    """
    if answer.rate != asked.rate or answer.measure != asked.measure or answer.apart(asked):
        return False
    told = second.terms.lemmas - {answer.noun, "count"} - role_words("plan")
    told -= answer.terms | totals()
    shared = told & first.terms.lemmas
    if not answer.noun and not answer.measure:
        return bool(shared and len(told) <= _FEW) or (
            len(told) <= 1
            and ("count" in second.terms.lemmas or second.claim["cue"].startswith("count"))
        )
    alike = answer.noun == asked.noun and answer.senses in {frozenset(), asked.senses}
    done = answer.deeds & asked.deeds or not (answer.deeds or asked.deeds)
    return alike and bool(answer.rate or not told or (shared and done))


def _one_voice(one: Matter, other: Matter) -> bool:
    return one.origin.ids == other.origin.ids and one.origin.own == other.origin.own


def _denial(denial: Matter, other: Matter) -> Link | None:
    """What `denial` has to do with `other`: it denies it, or its own side takes it back."""
    if other.claim["negated"] or other.claim["condition"] or other.origin.own:
        return None
    reason = _denied(denial, other)
    if not reason:
        return None
    if denial.origin.same_side(other.origin):
        taken_back = is_later(other.when, denial.when) and other.firm
        why = (
            f"{_who(denial)} had denied it; {_who(other)} now says so for the same side: {reason}."
        )
        alike = denial.planned == other.planned
        if (
            not taken_back
            and alike
            and denial.origin.same(other.origin)
            and denial.firm
            and other.firm
        ):
            why = f"{_who(denial)} denies what {_who(other)} had said: {reason}."
            return (
                Link(denial, other, "updates", why) if is_later(denial.when, other.when) else None
            )
        return Link(other, denial, "updates", why) if taken_back else None
    if denial.doc_id != other.doc_id and is_later(other.when, denial.when):
        why = f"{_who(other)} says what {_who(denial)} had denied: {reason}."
        surely = denial.denial == "content" and other.meant and denial.meant and other.origin.known
        return Link(other, denial, "conflicts", why) if surely else None
    why = f"{_who(denial)} denies what {_who(other)} said: {reason}."
    return Link(denial, other, "denies", why) if _reaches(denial, other) else None


def _reaches(denial: Matter, other: Matter) -> bool:
    """Whether a denial of "the reports" can mean a claim: of another seed a firm one before it."""
    if denial.doc_id == other.doc_id or denial.denial != "others":
        return True
    before = first_day(denial.when) >= last_day(other.when) != ""
    return before and other.firm and not other.planned


def _denied(denial: Matter, other: Matter) -> str:
    if denial.denial == "others":
        names, shared = denial.context & other.context, denial.topic & other.terms.lemmas
        senses = {term for term in denial.topic if term[0] == "#"}
        if denial.doc_id != other.doc_id and not senses and len(shared) < 2:
            return ""
        if (
            names
            and senses <= shared
            and len(shared) >= max(min(2, len(denial.topic)), len(denial.topic) / 2)
        ):
            return f"both speak of {in_words(shared)} ({in_words(names)})"
        return ""
    for mine in denial.quantities:
        for theirs in other.quantities:
            inside = mine.low <= theirs.low and theirs.high <= mine.high
            if comparable(denial, mine, other, theirs) and inside:
                return f"“{theirs.text}” lies within “{mine.text}”"
    return shared_content(denial, other) if not denial.quantities else ""


def _by_figures(later: Matter, earlier: Matter) -> Link | None:
    """A link from two figures of one thing, else from two figures of one matter."""
    reason = ""
    counted = [[q for q in each.quantities if not q.circumstance] for each in (later, earlier)]
    for mine in counted[0]:
        for theirs in counted[1]:
            if comparable(later, mine, earlier, theirs):
                link = _compared(later, mine, earlier, theirs)
                if link is not None:
                    return link
            else:
                reason = reason or akin(later, mine, earlier, theirs)
    return Link(later, earlier, "related", reason) if reason else None


def _compared(later: Matter, mine: Quantity, earlier: Matter, theirs: Quantity) -> Link | None:
    pair = f"“{mine.text}” ({_who(later)}) and “{theirs.text}” ({_who(earlier)}) count the same"
    one, other = later.origin, earlier.origin
    if later.claim["negated"] or earlier.claim["negated"]:
        return None
    if otherwise(later, earlier):
        return Link(later, earlier, "related", f"{pair}, but not under one condition.")
    if mine.agrees(theirs):
        return _agreement(later, earlier, f"{pair} and agree")
    replaced = one.same(other) or (_one_side(later, earlier) and not mine.meets(theirs))
    if replaced:
        why = f"{pair}; the later word of the same side replaces the earlier."
        surely = is_later(later.when, earlier.when)
        return Link(later, earlier, "updates", why) if surely else None
    return _difference(later, mine, earlier, theirs, pair)


def _difference(
    later: Matter, mine: Quantity, earlier: Matter, theirs: Quantity, pair: str
) -> Link | None:
    """What two figures of one thing are to each other if they come from two sides."""
    if mine.meets(theirs):
        return Link(later, earlier, "related", f"{pair}; their bounds overlap.")
    if not (later.origin.speaks and earlier.origin.speaks):
        why = f"{pair}; of one of them the text names no source."
        return Link(later, earlier, "related", why) if later.doc_id != earlier.doc_id else None
    if bool(_STILL.search(later.said)) != bool(_STILL.search(earlier.said)):
        return None
    if all(mine.period) and all(theirs.period) and mine.period != theirs.period:
        return None  # "this year" holds more than "in July"
    held = min(_lasts(later, mine), _lasts(earlier, theirs))
    if days_between(later.when, earlier.when) > held:
        return None
    return Link(later, earlier, "conflicts", f"{pair}, and no value lies within both.")


def _lasts(matter: Matter, quantity: Quantity) -> float:
    """The days for which a claim's figure holds: few for a state that changes, else no limit."""
    if matter.planned or "losses" in quantity.families:
        return math.inf
    if matter.terms.lemmas & role_words("lasting"):
        return _ONE_TIME
    days = [int(sense_effect(sense, "lasting") or 0) for sense in quantity.senses]
    return min(filter(None, days), default=_LEVEL if quantity.level else math.inf)


def _one_side(one: Matter, other: Matter) -> bool:
    return one.origin.same_side(other.origin) or _employs(one, other) or _employs(other, one)


def _employs(one: Matter, other: Matter) -> bool:
    """Whether `one` is the word of somebody's chief, speaker or lawyer on the body that speaks."""
    named = one.context | one.title
    return (
        one.origin.employed
        and not other.origin.employed
        and set(other.origin.voice.split()) <= named
    )


def _by_content(later: Matter, earlier: Matter) -> Link | None:
    for one, other in ((later, earlier), (earlier, later)):
        contrary = opposite(one, other)
        if contrary and one.claim["negated"] == other.claim["negated"]:
            reason = shared_content(contrary, other)
            return _opposed(later, earlier, reason) if reason else None
    figures = bool(later.quantities), bool(earlier.quantities)
    reason = shared_content(later, earlier, whole=figures[0] != figures[1])
    if reason and later.claim["negated"] != earlier.claim["negated"]:
        return _opposed(later, earlier, reason) if _all_denied(later, earlier) else None
    if not reason or all(figures):
        return None
    return _agreement(later, earlier, f"Both say the same ({reason})")


def _all_denied(later: Matter, earlier: Matter) -> bool:
    """Whether the other claim tells of all deeds of the one that says that it is not so."""
    no, yes = (later, earlier) if later.claim["negated"] else (earlier, later)
    return no.deeds <= yes.terms.lemmas | yes.deeds


def _opposed(later: Matter, earlier: Matter, reason: str) -> Link | None:
    """One says that it is so, the other that it is not."""
    why = f"One says it, the other says that it is not so ({reason})"
    came_true = earlier.planned and not later.planned and not later.claim["negated"]
    if came_true and later.firm and _one_side(later, earlier):
        surely = is_later(later.when, earlier.when)
        why = f"It has come about though the same side had said that it would not ({reason})."
        return Link(later, earlier, "updates", why) if surely else None
    if (
        not (later.meant and earlier.meant)
        or later.planned != earlier.planned
        or at_other_times(later, earlier)
    ):
        return None
    if _one_side(later, earlier):
        surely = is_later(later.when, earlier.when)
        return Link(later, earlier, "updates", f"{why}: both are of one side.") if surely else None
    if later.origin.speaks and earlier.origin.speaks:
        return Link(later, earlier, "conflicts", f"{why}.")
    return None


def _agreement(later: Matter, earlier: Matter, reason: str) -> Link | None:
    """An echo where both rest on one origin, support where the origins are independent."""
    one, other = later.origin, earlier.origin
    if one.same(other):
        openly = later.doc_id == earlier.doc_id and one.media == other.media
        voices = " and ".join(dict.fromkeys((one.voice, other.voice)))
        why = f"{reason}, and have one origin: {voices}."
        return None if openly else Link(*_by_publication(later, earlier), "repeats", why)
    later, earlier = _by_publication(later, earlier)
    surely = is_later(later.when, earlier.when)
    for first, second in ((later, earlier), (earlier, later)):
        if _passes_on(first, second) and not (first is earlier and surely):
            why = f"{reason}; {first.origin.voice} passes on what came from {second.origin.voice}."
            return Link(first, second, "repeats", why)
    if one.independent(other) and later.firm and earlier.firm and later.planned == earlier.planned:
        why = f"{reason}, and {one.voice} does not lean on {other.voice} as far as the seeds tell."
        return Link(later, earlier, "corroborates", why)
    why = f"{reason}; {_OPEN}."
    return Link(later, earlier, "related", why) if later.doc_id != earlier.doc_id else None


def _by_publication(later: Matter, earlier: Matter) -> tuple[Matter, Matter]:
    """Who repeats whom: what was said "in May", as one writes later, may have come out on 3 May."""
    surely = is_later(later.when, earlier.when)
    return (
        (earlier, later) if not surely and earlier.published > later.published else (later, earlier)
    )


def _passes_on(one: Matter, other: Matter) -> bool:
    """Whether `one` is a medium's word for what another claim has from its origin."""
    if one.origin.known or not other.origin.ids or other.origin.own:
        return False
    published = other.origin.publisher if one.doc_id != other.doc_id else ""
    named = any(each in other.origin.media or each in published for each in one.origin.media)
    return named or one.origin.vague_media


def _who(matter: Matter) -> str:
    when = f", {day(matter.when)}" if matter.when else ""
    return f"{matter.origin.voice}{when}"
