"""How two claims stand to each other, with the reason in words that a reader can check."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.assessment.candidates import candidates
from analysis.assessment.matter import Matter, first_day, is_later, last_day
from analysis.assessment.quantities import Quantity
from analysis.assessment.words import sense_effect, states
from analysis.wording import day, listed

__all__ = ["Link", "find_links", "listed_terms", "same_content"]

_NUMERAL = re.compile(r"\d[\d.,]*\d|\d")

_COVERED = 0.8
"""The part of the shorter claim's terms that must be shared for two claims to say the same."""


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
    found = _without_superseded(found)
    return sorted(found, key=lambda link: (link.later.place, link.earlier.place))


def _without_superseded(links: Sequence[Link]) -> list[Link]:
    """A word that its own side had replaced or taken back by then contradicts nobody."""
    newer: dict[str, list[Matter]] = defaultdict(list)
    for link in links:
        if link.relation == "updates":
            newer[link.earlier.claim_id].append(link.later)

    def stands(old: Matter, other: Matter) -> bool:
        return all(is_later(each.when, other.when) for each in newer[old.claim_id])

    return [
        link
        for link in links
        if (link.relation != "conflicts" or stands(link.earlier, link.later))
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
    return _by_figures(later, earlier) or _by_content(later, earlier)


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
        if not is_later(other.when, denial.when) or not other.firm:
            return None
        why = (
            f"{_who(denial)} had denied it; {_who(other)}, of the same side, now says so: {reason}."
        )
        return Link(other, denial, "updates", why)
    if denial.denial == "others" and other.doc_id != denial.doc_id:
        before = first_day(denial.when) >= last_day(other.when) != ""
        if other.planned or not before or not other.firm:
            return None
    why = f"{_who(denial)} denies what {_who(other)} said: {reason}."
    return Link(denial, other, "denies", why)


def _denied(denial: Matter, other: Matter) -> str:
    if denial.denial == "others":
        names = denial.context & other.context
        if denial.topic and denial.topic <= other.terms.lemmas and names:
            return f"both speak of {listed_terms(denial.topic | names)}"
        return ""
    for mine in denial.quantities:
        for theirs in other.quantities:
            inside = mine.low <= theirs.low and theirs.high <= mine.high
            if _comparable(denial, mine, other, theirs) and inside:
                return f"“{theirs.text}” lies within “{mine.text}”"
    return _shared(denial, other) if not denial.quantities else ""


def _by_figures(later: Matter, earlier: Matter) -> Link | None:
    """A link from two figures of one thing, else from two figures of one matter."""
    akin = ""
    for mine in later.quantities:
        for theirs in earlier.quantities:
            if _comparable(later, mine, earlier, theirs):
                link = _compared(later, mine, earlier, theirs)
                if link is not None:
                    return link
            akin = akin or _akin(later, mine, earlier, theirs)
    return Link(later, earlier, "related", akin) if akin else None


def _compared(later: Matter, mine: Quantity, earlier: Matter, theirs: Quantity) -> Link | None:
    pair = f"“{mine.text}” ({_who(later)}) and “{theirs.text}” ({_who(earlier)}) count the same"
    one, other = later.origin, earlier.origin
    if later.claim["negated"] or earlier.claim["negated"]:
        return None
    if mine.agrees(theirs):
        return _agreement(later, earlier, f"{pair} and agree")
    replaced = one.same(other) or (one.same_side(other) and not mine.meets(theirs))
    if replaced:
        why = f"{pair}; the later word of the same side replaces the earlier."
        surely = is_later(later.when, earlier.when)
        return Link(later, earlier, "updates", why) if surely else None
    if mine.meets(theirs):
        return Link(later, earlier, "related", f"{pair}; their bounds overlap.")
    if not (one.ids and other.ids) or one.own or other.own:
        return Link(later, earlier, "related", f"{pair} and differ; one of them has no source.")
    return Link(later, earlier, "conflicts", f"{pair}, and no value lies within both.")


def _comparable(one: Matter, mine: Quantity, other: Matter, theirs: Quantity) -> bool:
    """Whether two figures count the same thing of the same names, at times that overlap."""
    if not mine.same_noun(theirs) or mine.rate != theirs.rate or one.planned != other.planned:
        return False
    if mine.senses != theirs.senses or (_own_places(one, other) and not mine.same_value(theirs)):
        return False
    if not mine.senses and not _predicates(one, mine) & _predicates(other, theirs):
        return False
    return bool(one.context & other.context) and not _apart(one, other)


def _predicates(matter: Matter, quantity: Quantity) -> frozenset[str]:
    """What is said of the counted, without their noun."""
    return matter.terms.lemmas - {quantity.noun}


def _own_places(one: Matter, other: Matter) -> bool:
    """Whether each names something that the other does not: Kursk here, Vladivostok there."""
    return bool(one.terms.names - other.context and other.terms.names - one.context)


def _apart(one: Matter, other: Matter) -> bool:
    """Whether the events lie in different times, as far as both claims tell."""
    a, b = one.claim, other.claim
    known = a["event_start"] and b["event_start"]
    return bool(
        known
        and (
            is_later(a["event_start"], b["event_end"] or a["event_start"])
            or is_later(b["event_start"], a["event_end"] or b["event_start"])
        )
    )


def _akin(one: Matter, mine: Quantity, other: Matter, theirs: Quantity) -> str:
    """Why two figures are of one matter though they do not count the same; "" if they are not."""
    names = one.context & other.context
    whereabouts = {"whereabouts", ""}
    families = (mine.families or {""}) & (theirs.families or {""})
    moved = (mine.families or {""}) <= whereabouts and (theirs.families or {""}) <= whereabouts
    losses = families == {"losses"} and mine.overlaps(theirs)
    counted = (
        moved and mine.noun == theirs.noun and mine.noun.startswith("#") and mine.noun != "#people"
    )
    money = (
        families
        and mine.noun == theirs.noun
        and bool(one.terms.lemmas & other.terms.lemmas - {mine.noun})
    )
    if not names or mine.rate != theirs.rate or not mine.same_noun(theirs):
        return ""
    if losses or counted or (money and families != {""}):
        how = (
            "but not the same thing of them"
            if mine.senses != theirs.senses
            else "not at one time or place"
        )
        return (
            f"“{mine.text}” and “{theirs.text}” are of one matter ({listed_terms(names)}), {how}."
        )
    return ""


def _by_content(later: Matter, earlier: Matter) -> Link | None:
    reason = _shared(later, earlier)
    if reason and later.claim["negated"] != earlier.claim["negated"]:
        return _opposed(later, earlier, reason)
    both = later.quantities and earlier.quantities
    if not reason or both or (earlier.quantities and not later.quantities):
        return _loosely(later, earlier)
    return _agreement(later, earlier, f"Both say the same ({reason})")


def _opposed(later: Matter, earlier: Matter, reason: str) -> Link | None:
    """One says that it is so, the other that it is not."""
    why = f"One says it, the other says that it is not so ({reason})"
    if not (later.firm and earlier.firm) or later.planned != earlier.planned:
        return None
    if later.origin.same_side(earlier.origin):
        surely = is_later(later.when, earlier.when)
        return Link(later, earlier, "updates", f"{why}: both are of one side.") if surely else None
    if later.origin.ids and earlier.origin.ids:
        return Link(later, earlier, "conflicts", f"{why}.")
    return None


def _agreement(later: Matter, earlier: Matter, reason: str) -> Link | None:
    """An echo where both rest on one origin, support where the origins are independent."""
    one, other = later.origin, earlier.origin
    if one.same(other):
        if later.doc_id == earlier.doc_id and one.media == other.media:
            return None
        voices = " and ".join(dict.fromkeys((one.voice, other.voice)))
        return Link(later, earlier, "repeats", f"{reason}, and have one origin: {voices}.")
    if _passes_on(later, earlier):
        return _echo(later, earlier, reason)
    if _passes_on(earlier, later) and not is_later(later.when, earlier.when):
        return _echo(earlier, later, reason)
    firm = later.firm and earlier.firm and later.planned == earlier.planned
    if one.independent(other) and firm:
        why = f"{reason}, and {one.voice} does not lean on {other.voice} as far as the seeds tell."
        return Link(later, earlier, "corroborates", why)
    if later.doc_id == earlier.doc_id:
        return None
    return Link(
        later, earlier, "related", f"{reason}; whether the origins are independent is open."
    )


def _passes_on(one: Matter, other: Matter) -> bool:
    """Whether `one` is a medium's word for what another claim has from its origin."""
    apart = one.doc_id != other.doc_id
    through = other.origin.media | ({other.origin.publisher} if apart else set())
    named = one.origin.media & through and not one.origin.known
    return bool(named or (one.origin.vague_media and other.origin.ids and not other.origin.own))


def _echo(one: Matter, other: Matter, reason: str) -> Link:
    why = f"{reason}; {one.origin.voice} passes on what came from {other.origin.voice}."
    return Link(one, other, "repeats", why)


def _loosely(later: Matter, earlier: Matter) -> Link | None:
    """Two attributed claims of different seeds that share a name, an event and something special."""
    if later.doc_id == earlier.doc_id or later.origin.own or earlier.origin.own:
        return None
    shared = later.terms.all & earlier.terms.all
    names = later.terms.names & earlier.terms.names
    plain = {t for t in shared - names if not t.startswith("#")}
    special = plain | {name for name in names if not states(name)}
    event = later.terms.senses & earlier.terms.senses and special and len(shared) >= 3
    least = min(len(later.terms.all), len(earlier.terms.all))
    if names and (event or len(plain) >= 3) and len(shared) >= least / 2:
        return Link(later, earlier, "related", f"Both speak of {listed_terms(shared)}.")
    return None


def same_content(one: Matter, other: Matter) -> bool:
    """Whether two claims put forward the same proposition, figures and polarity aside."""
    return bool(_shared(one, other))


def _shared(one: Matter, other: Matter) -> str:
    """The terms that make two claims the same proposition, in words; "" if they are not.

    Either nearly all terms of the shorter one are shared, or what happened is, with two of those who
    take part; and neither names something that the other does not know.
    """
    shared = one.terms.all & other.terms.all
    if not one.context & other.context or _own_places(one, other) or _other_event(one, other):
        return ""
    numerals = [set(_NUMERAL.findall(matter.said)) for matter in (one, other)]
    if all(numerals) and numerals[0] != numerals[1]:
        return ""
    least = min(len(one.terms.all), len(other.terms.all))
    most = max(len(one.terms.all), len(other.terms.all))
    whole = len(shared) >= 2 and len(shared) >= _COVERED * least and len(shared) >= most / 2
    senses = one.terms.senses & other.terms.senses
    nouns = {t for t in shared if t[0] == "#" and sense_effect(t, "noun")}
    parts = len(one.terms.names & other.terms.names) + len(nouns)
    event = senses and one.terms.names & other.terms.names and parts >= 2
    rest = max(len(one.terms.lemmas - shared), len(other.terms.lemmas - shared))
    if (whole and shared - one.terms.names) or (
        event and rest <= 2 and one.planned == other.planned
    ):
        return listed_terms(shared)
    return ""


def _other_event(one: Matter, other: Matter) -> bool:
    """Whether the claims tell of different events, or only one of them of a loss."""
    senses = one.terms.senses, other.terms.senses
    lost = [{sense_effect(sense, "family") for sense in each} & {"losses"} for each in senses]
    return bool(all(senses) and not senses[0] & senses[1]) or lost[0] != lost[1]


def _who(matter: Matter) -> str:
    when = f", {day(matter.when)}" if matter.when else ""
    return f"{matter.origin.voice}{when}"


def listed_terms(terms: frozenset[str] | set[str]) -> str:
    """Terms in words, senses without their mark."""
    return listed([term.removeprefix("#") for term in sorted(terms)], most=6)
