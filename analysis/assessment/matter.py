"""A claim as it is held against others: what it speaks of, on whose word, when, how firmly."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from analysis.assessment.clause_figures import quantities_of, without_wounds
from analysis.assessment.origins import Origin, Origins
from analysis.assessment.quantities import Quantity
from analysis.assessment.setting import Setting
from analysis.assessment.words import Terms, deeds, lemma, role_words, states
from analysis.lexicon import load
from analysis.tables import Tables
from analysis.tables.schema import rows

__all__ = ["Matter", "matters"]

_PREDICATE = re.compile(r"\s(?:as|is|are|was|were|had|have|has)\s")
"""Where the reports that are denied end and what is said of them begins."""

_JUDGED = re.compile(r"((?:the|an?|any|all|its|his|her|their)\s.*?)\s+as\s", re.IGNORECASE)
"""Of "rejected the bid as too low" it is the bid that is turned down."""

_CLAIMED = re.compile(r"(?:the|all|any)?\s*(\w+?)s?\s+that\s+(.+)", re.IGNORECASE | re.DOTALL)
"""Of "the claim that data were left out" it is what follows that is denied."""

_NUMERAL = re.compile(
    r"\d[\d.,]*\d|\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens?)\b", re.I
)

_IDIOM = re.compile(r"\b(?:for want of|(?:out of|in) order(?: to)?)\b", re.IGNORECASE)
"""Words that say nothing of wanting, or of an order."""

_DUE = re.compile(r"\b(?:is|are|was|were) (?:due |set |about )?to (?!blame\b)[a-z]{2,}")
"""What is to happen: "prisoners are to be exchanged"."""

_NONE = re.compile(
    r"(?:there (?:is|are|was|were|has been|have been) )?"
    r"(?:nobody|no one|no-one|none|no|not (?:one|a) single|not one)\b",
    re.IGNORECASE,
)

_PRONOUN = re.compile(r"(?:it|they|he|she|we|i)\b", re.IGNORECASE)
_OWN = re.compile(r"(?:\w+ ){0,3}(?:its|our)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Matter:
    """What assessment knows of a claim.

    `context` are the names that it is about even if unsaid, `known` those that stand around it,
    `title` those in the title of its seed, `story` those of the seed that few others hold;
    `numerals` and `deeds` stand in its own words; `position` says which side of a bargain it puts
    forward; `topic` is what happened according to the reports that it denies, where it only points
    at them; `voices` are the names of all who speak in its seed; `when` it was said and `published`
    when its seed was.
    """

    claim: Mapping[str, Any]
    claim_id: str
    doc_id: str
    said: str
    numerals: frozenset[str]
    terms: Terms
    deeds: frozenset[str]
    context: frozenset[str]
    known: frozenset[str]
    title: frozenset[str]
    story: frozenset[str]
    origin: Origin
    when: str
    published: str
    planned: bool
    position: frozenset[str]
    denial: str
    topic: frozenset[str]
    voices: frozenset[str]
    quantities: tuple[Quantity, ...]

    @property
    def place(self) -> tuple[str, int, int]:
        """Where the claim stands, for an order that never changes."""
        return self.doc_id, self.claim["start"], self.claim["end"]

    @property
    def meant(self) -> bool:
        """Put forward by its source as a fact: no hedge, no condition."""
        return bool(self.claim["certainty"] == "certain" and not self.claim["condition"])

    @property
    def firm(self) -> bool:
        """The same, and neither doubted by the author nor told to be unverified."""
        undoubted = self.claim["stance"] != "distances"
        told = self.claim["verification"] in {"not_stated", "confirmed"}
        return bool(self.meant and undoubted and told)

    @property
    def none(self) -> bool:
        """Whether it says that there is nobody or nothing of a kind: "no soldiers are there"."""
        return bool(self.claim["negated"] and _NONE.match(self.said))


def matters(tables: Tables, setting: Setting, origins: Origins) -> list[Matter]:
    """All claims of some tables, in the order of their rows."""
    figures: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for figure in rows(tables.figures):
        figures[figure["claim_id"]].append(figure)
    known: dict[str, frozenset[str]] = {}
    speakers: dict[str, frozenset[str]] = defaultdict(frozenset)
    claims = rows(tables.claims)
    for claim in claims:
        for key in claim["source_ids"]:
            if key not in known:
                known[key] = setting.vocabulary.terms(origins.words(key)).names
            speakers[claim["sentence_id"]] |= known[key]
            speakers[claim["doc_id"]] |= known[key]
    found = [
        _matter(claim, origins.of(claim), figures[claim["claim_id"]], speakers, setting)
        for claim in claims
    ]
    topics = _topics(found, setting)
    return [
        replace(each, topic=topics[each.claim_id], context=each.context | each.origin.sides)
        if each.claim_id in topics
        else each
        for each in found
    ]


def _topics(matters: Sequence[Matter], setting: Setting) -> dict[str, frozenset[str]]:
    """What happened, for each denial that only points at what others have said.

    "The reports" are what somebody else is said to say just before it, in its paragraph; else the
    nearest claim before it in its seed that tells of something.
    """
    last: dict[str, frozenset[str]] = defaultdict(frozenset)
    before: Matter | None = None
    topics: dict[str, frozenset[str]] = {}
    for matter in sorted(matters, key=lambda matter: matter.place):
        senses = matter.terms.senses
        if matter.denial == "others":
            told = setting.vocabulary.terms(_PREDICATE.split(matter.said)[0]).lemmas
            told -= role_words("pointing") | role_words("dismissive") | role_words("true")
            told -= {"simply", "entirely", "completely", "totally"}
            near = before is not None and setting.one_paragraph(before.claim, matter.claim)
            meant = before.terms.senses or before.terms.lemmas if before and near else None
            topics[matter.claim_id] = told or meant or last[matter.doc_id]
        elif not (matter.origin.own or matter.denial) and matter.claim["kind"] == "factual":
            before = matter if len(matter.terms.lemmas) > 1 else before
        if senses:
            last[matter.doc_id] = senses
    return topics


def _matter(
    claim: Mapping[str, Any],
    origin: Origin,
    figures: Sequence[Mapping[str, Any]],
    speakers: Mapping[str, frozenset[str]],
    setting: Setting,
) -> Matter:
    """A claim as a matter; `speakers` are names by sentence and by seed."""
    said = setting.quote(claim)
    denial = _denial(claim, said)
    claimed = _CLAIMED.fullmatch(said) if denial == "others" else None
    if claimed and claimed[1].lower() in role_words("pointing"):
        said, denial = claimed[2], "content"
    judged = _JUDGED.match(said) if denial == "content" else None
    told = _IDIOM.sub("", judged[1] if judged else said)
    terms = setting.vocabulary.terms(without_wounds(told), initial=setting.starts_sentence(claim))
    published = setting.published[claim["doc_id"]]
    quantities = quantities_of(claim, said, terms, figures, setting)
    nouns = frozenset(q.noun for q in quantities if q.noun.startswith("#"))
    speaker = _speaker(origin, setting)
    names = terms.names | (speaker if _PRONOUN.match(said) else frozenset())
    owner = speaker if _OWN.match(said) else frozenset()
    terms = Terms(terms.lemmas | nouns, names)
    return Matter(
        claim,
        claim["claim_id"],
        claim["doc_id"],
        said,
        frozenset(_NUMERAL.findall(said)),
        terms,
        deeds(said),
        setting.around(claim, names, speakers[claim["sentence_id"]]) | owner,
        setting.about(claim),
        setting.titles[claim["doc_id"]],
        setting.rare_names(claim["doc_id"]),
        origin,
        claim["reported_at"] or published,
        published,
        _is_planned(claim, said, terms),
        role_words("position") & (terms.lemmas | {lemma(w) for w in claim["cue"].lower().split()}),
        denial,
        frozenset(),
        speakers[claim["doc_id"]],
        quantities,
    )


def _is_planned(claim: Mapping[str, Any], said: str, terms: Terms) -> bool:
    due = claim["kind"] == "forecast" or _DUE.search(said) is not None
    return due or bool(terms.lemmas & role_words("plan"))


def _speaker(origin: Origin, setting: Setting) -> frozenset[str]:
    """The names that "it", "they" or "its men" stands for where a body speaks of itself."""
    found = set[str]()
    for name in origin.sides:
        first = name.split()[0].removesuffix("'s").removesuffix("’s")
        found |= states(first.title()) or {
            name if name[:1].isupper() else setting.vocabulary.written(first)
        }
    return frozenset(found)


@cache
def _denying() -> tuple[str, ...]:
    """How the forms of a verb of denial begin."""
    return tuple(sorted(word.rstrip("ey") for word in load("cues").words(denies=True)))


def _denial(claim: Mapping[str, Any], said: str) -> str:
    """How a claim denies: "" not at all, "content" its own words, "others" what others said."""
    cue = claim["cue"].lower().split()
    words = set(re.findall(r"[a-z]+", said.lower()))
    lemmas = {word.removesuffix("s") for word in words} | words
    pointing = lemmas & role_words("pointing")
    by_cue = claim["negated"] and any(word.startswith(_denying()) for word in cue)
    by_words = bool({*words, *cue} & role_words("dismissive")) and not claim["negated"]
    nominal = bool(pointing - {"it", "this", "that"}) or bool(pointing and len(words) <= 2)
    if by_cue:
        return "others" if nominal else "content"
    untrue = claim["negated"] and bool(words & role_words("true")) and bool(pointing)
    return "others" if (by_words and nominal) or untrue else ""
