"""Warnings that need two claims: echoes, changed units, hardened hedges, silent sides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from analysis.assessment.flags import Found
from analysis.assessment.links import Link
from analysis.assessment.matter import Matter
from analysis.assessment.origins import Origins
from analysis.assessment.quantities import Quantity
from analysis.assessment.setting import Setting
from analysis.assessment.withdrawals import told, withdrawn_denials
from analysis.assessment.words import meant, sense_effect, states
from analysis.wording import listed, with_article

__all__ = ["claim_flags"]

_NEAR = 2
"""Sentences within which a hedge that is dropped is taken for the same statement."""

_DEFINITE = re.compile(r"\b(?:the|these|those|this|such)(?:\s+[\w-]+){1,2}")
_WORD = re.compile(r"[a-z]+")
_LEAST_CLAIMS = 2
"""Claims that must speak of a side before its silence is worth a warning."""

_LEAD = 6
"""Words at the head of a claim in which its actor is looked for."""


def claim_flags(
    matters: Sequence[Matter],
    links: Sequence[Link],
    origins: Origins,
    setting: Setting,
    figure_spans: Mapping[str, list[list[int]]],
) -> Iterator[Found]:
    """Warnings that come of what several claims say, seed by seed."""
    yield from _link_flags(links)
    yield from withdrawn_denials(matters, links, setting)
    yield from _unit_flags(links, figure_spans)
    seeds: dict[str, list[Matter]] = defaultdict(list)
    for matter in sorted(matters, key=lambda matter: matter.place):
        seeds[matter.doc_id].append(matter)
    for doc_id, held in seeds.items():
        yield from _used_flags(held, setting)
        yield from _hardened_flags(held, setting)
        yield from _voice_flags(doc_id, held, origins)


def _found(rule: str, matter: Matter, words: Mapping[str, str]) -> Found:
    return Found(rule, matter.doc_id, matter.claim_id, matter.claim["spans"], words)


def _link_flags(links: Sequence[Link]) -> Iterator[Found]:
    met: set[tuple[str, str]] = set()
    for link in links:
        later, earlier = link.later, link.earlier
        found = None
        if link.relation == "repeats" and _is_echo(later, earlier):
            found = _found("echo", later, {"voice": later.origin.voice, "origin": told(earlier)})
        endorsed = earlier.claim["stance"] == "endorses" and not earlier.origin.media  # "learned"
        if link.relation == "denies" and endorsed:
            words = {"cue": earlier.claim["cue"], "denier": later.origin.voice}
            spans = earlier.claim["cue_spans"] or earlier.claim["spans"]
            found = Found("endorsing_cue", earlier.doc_id, earlier.claim_id, spans, words)
        if found is not None and (found.rule, found.claim_id) not in met:
            met.add((found.rule, found.claim_id))
            yield found


def _is_echo(later: Matter, earlier: Matter) -> bool:
    """Whether somebody else's word comes back: who may be the same body is nobody else."""
    one, other = later.origin, earlier.origin
    return one.voice != other.voice and not one.perhaps_one(other)


def _unit_flags(
    links: Sequence[Link], figure_spans: Mapping[str, list[list[int]]]
) -> Iterator[Found]:
    """Figures of one value of which one counts the dead and the other the dead and hurt."""
    told: set[str] = set()
    for link in links:
        for mine in link.later.quantities:
            for theirs in link.earlier.quantities:
                if not (_wider(mine, theirs) or _wider(theirs, mine)) or not mine.agrees(theirs):
                    continue
                pairs = ((link.earlier, theirs, mine), (link.later, mine, theirs))
                for matter, own, other in pairs:
                    if own.figure_id not in told:
                        told.add(own.figure_id)
                        words = {"figure": own.text, "other": other.text}
                        place = matter.doc_id, matter.claim_id, figure_spans[own.figure_id]
                        yield Found("changed_unit", *place, words)


def _wider(one: Quantity, other: Quantity) -> bool:
    """Whether `one` counts what `other` counts and something besides."""
    part_of = {sense_effect(sense, "part_of") for sense in other.senses} - {""}
    wider = {f"#{sense}" for sense in part_of} & one.senses
    return bool(other.senses) and (other.senses < one.senses or bool(wider - other.senses))


def _used_flags(held: Sequence[Matter], setting: Setting) -> Iterator[Found]:
    """A report marked as unverified, and an author who then builds on it."""
    doubted = [m for m in held if m.claim["verification"] == "unverified"]
    for matter in held:
        if matter.origin.known or not matter.firm:
            continue
        given = _taken_as_given(*setting.sentence(matter.claim)) if doubted else {}
        for report in doubted:
            shared = sorted(given.keys() & report.terms.senses)
            if shared and matter.claim["start"] > report.claim["end"]:
                place = matter.doc_id, matter.claim_id, [given[shared[0]]]
                yield Found("unverified_used", *place, {"report": report.said})
                break


def _taken_as_given(start: int, sentence: str) -> dict[str, list[int]]:
    """What a sentence takes as given, by its sense, with where it stands: "the arrests show"."""
    return {
        meant(word[0]): [start + found.start(), start + found.start() + word.end()]
        for found in _DEFINITE.finditer(sentence.lower())
        for word in _WORD.finditer(found[0])
    }


def _hardened_flags(held: Sequence[Matter], setting: Setting) -> Iterator[Found]:
    """A hedged claim that is a fact a sentence later."""
    for place, hedged in enumerate(held):
        if hedged.claim["certainty"] == "certain" or hedged.planned:
            continue
        for firm in held[place + 1 : place + 1 + 2 * _NEAR]:
            if firm.claim["sentence_id"] == hedged.claim["sentence_id"] or not firm.firm:
                continue
            if setting.distance(hedged.claim, firm.claim) > _NEAR or firm.planned:
                continue
            if (firm.origin.own or firm.origin.same(hedged.origin)) and _hardens(hedged, firm):
                yield _found("hardened_hedge", firm, {"hedged": hedged.said})
                break


def _hardens(hedged: Matter, firm: Matter) -> bool:
    if any(
        a.low == b.low and a.high == b.high and a.noun == b.noun
        for a in hedged.quantities
        for b in firm.quantities
    ):
        return True
    shared = hedged.terms.lemmas & firm.terms.lemmas
    return len(shared) >= 2 and len(shared) >= 0.6 * len(hedged.terms.lemmas)


def _voice_flags(doc_id: str, held: Sequence[Matter], origins: Origins) -> Iterator[Found]:
    """Sides of whom several claims tell what they do, and for whom nobody speaks."""
    heard: set[str] = set()
    told: dict[str, int] = defaultdict(int)
    actors: set[str] = set()
    for matter in held:
        heard |= origins.speaks_for(matter.claim)
        heard |= matter.origin.sides
        if matter.origin.own and not matter.claim["source_ids"]:
            continue
        for name in states(matter.said):
            told[name] += 1
        actors |= states(" ".join(matter.said.split()[:_LEAD]))
    silent = sorted(n for n in actors if told[n] >= _LEAST_CLAIMS and n not in heard)
    if silent:
        names = listed([with_article(name) for name in silent])
        yield Found("missing_voice", doc_id, "", [], {"silent": names})
