"""When each claim was made, and when what it speaks of happened."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.assessment.dates import Moment, first_day, last_day, moments
from analysis.assessment.words import lemma
from analysis.lexicon import load
from analysis.tables import Tables
from analysis.tables.schema import rows

__all__ = ["dated_claims"]

_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|having|will|would|can|could|may|might|must|shall|should|"
    r"do|does|did)\b|,\s"
)
"""What makes a content a clause; a date beside a mere noun is that of the report."""

_INFINITIVE = re.compile(r"(?:^|\s)to\s+[a-z]+\b")

_ASIDE = re.compile(r"\b(?:who|which|whose|whom)\b[^,;]*$")
"""A clause about the source: its dates are none of the report."""

_ABOUT = re.compile(r"\b(?:which|who|whose|whom|for \w+ing)\b")
"""A clause about something in the claim: its dates count where the claim has none of its own."""

_JOINT = re.compile(r"(?:since|in|on|during|of)\s+")
_COMPARED = re.compile(
    r"(?:\bthan\s+(?:(?:in|on|at|during)\s+)?"
    r"|\b(?:up|down)\s+(?:from|on)\s+[^,;]{0,30}\b(?:in|on|of)\s+"
    r"|\bcompared\s+(?:with|to)\s+[^,;]{0,40}"
    r"|\b(?:\w+est|most|worst|least)\s+(?:\w+\s+){0,3}since\s+)$",
    re.IGNORECASE,
)
"""Before a date that something is only held against: "12 more than in 2022"."""

_EVENT = ("event_start", "event_end", "event_precision")


def dated_claims(tables: Tables) -> pd.DataFrame:
    """The claims with ``event_start``, ``event_end``, ``event_precision`` and ``reported_at``.

    A date in the claim's own words is the event's. A date in the rest of the sentence, where
    somebody is named as the source, is that of the report; without one the seed's date stands for
    it. What is done by saying so ("found Lee guilty on Friday") happens on the day of the report.
    """
    found = {
        row["doc_id"]: moments(row["text"], row["published"]) for row in rows(tables.documents)
    }
    texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    published = dict(zip(tables.documents["doc_id"], tables.documents["published"], strict=True))
    sentences = {row["sentence_id"]: (row["start"], row["end"]) for row in rows(tables.sentences)}
    claims = rows(tables.claims)
    taken: dict[str, list[list[int]]] = defaultdict(list)
    for claim in claims:
        if claim["attribution"] != "none":
            taken[claim["sentence_id"]].extend(claim["spans"])
    columns: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        near = _between(found[claim["doc_id"]], *sentences[claim["sentence_id"]])
        frame = [m for m in near if not _inside(m, taken[claim["sentence_id"]])]
        text, start = texts[claim["doc_id"]], sentences[claim["sentence_id"]][0]
        frame = [m for m in frame if not _is_aside(m, claim, text, start)]
        if "number" in _frames(claim):  # "in July the brigade counted ten dead": it counts July's
            frame, near = [], [replace(m, start=claim["start"], end=claim["start"]) for m in near]
        elif not frame and _is_noun(claim, text):
            frame, near = [m for m in near if _inside(m, claim["spans"])], []
        for name, value in zip(_EVENT, _event(claim, near, frame, text), strict=True):
            columns[name].append(value)
        columns["reported_at"].append(_reported(claim, frame) or published[claim["doc_id"]])
    values = {
        name: pd.Series(column, index=tables.claims.index, dtype="str")
        for name, column in columns.items()
    }
    return tables.claims.assign(**values)


def _is_noun(claim: Mapping[str, Any], text: str) -> bool:
    """Whether the content is a noun that follows its cue: "spoke of ten dead on 3 May"."""
    follows = claim["cue_spans"] and claim["cue_spans"][-1][1] <= claim["start"]
    clause = _VERB.search(claim["text"]) or (
        follows and "that" in text[claim["cue_spans"][-1][1] : claim["start"]].split()
    )
    return bool(follows and _frames(claim) - {"clause", "infinitive"} and not clause)


def _is_aside(moment: Moment, claim: Mapping[str, Any], text: str, start: int) -> bool:
    """Whether a date is told of a source, not of what it says: "Berg, who came in May, said"."""
    if not _ASIDE.search(text, start, moment.start):
        return False
    cues = (cue for cue, _ in claim["cue_spans"] if cue > moment.end)
    return all({",", ";"} & {*text[moment.end : cue]} for cue in cues)


def _is_deed(claim: Mapping[str, Any], text: str) -> bool:
    """Whether a word that takes a clause has none: "found Lee guilty", "declared the dam safe"."""
    plain = claim["attribution"] == "indirect" and _frames(claim)
    follows = plain and claim["cue_spans"][-1][1] <= claim["start"]
    between = text[claim["cue_spans"][-1][1] : claim["start"]].strip() if follows else "-"
    told = _VERB.search(claim["text"]) or _INFINITIVE.search(claim["text"])
    return bool(plain and not between and not told and _frames(claim) <= {"clause", "infinitive"})


def _frames(claim: Mapping[str, Any]) -> set[str]:
    """What the words of a claim's cue can take."""
    words = (lemma(word) for word in claim["cue"].lower().split())
    return {frame for word in words for frame in load("cues").value(word, "frames", ())}


def _between(found: Sequence[Moment], start: int, end: int) -> list[Moment]:
    return [moment for moment in found if start <= moment.start and moment.end <= end]


def _inside(moment: Moment, spans: Sequence[Sequence[int]]) -> bool:
    return any(start <= moment.start and moment.end <= end for start, end in spans)


def _event(
    claim: Mapping[str, Any], near: Sequence[Moment], frame: Sequence[Moment], text: str
) -> tuple[str, str, str]:
    """The stretch from the first to the last date in the claim, as vague as the vaguest of them."""
    own = [moment for moment in near if _inside(moment, claim["spans"])]
    if claim["attribution"] == "none" or _is_deed(claim, text):
        own = own or list(frame)
    own = [m for m in own if not _is_compared(m, text, claim["start"])]
    aside = _ABOUT.search(text, claim["start"], claim["end"])
    own = [m for m in own if aside is None or m.end <= aside.start()] or own
    own = [m for m in own if not any(_holds(m, other) for other in own)]
    if not own:
        return "", "", ""
    first = min((m.first for m in own if m.first), key=first_day, default="")
    last = max((m.last for m in own if m.last), key=last_day, default="")
    if any(not moment.last for moment in own):
        last = ""
    rank = ("vague", "year", "month", "day")
    return first, last, min((m.precision for m in own), key=rank.index)


def _is_compared(moment: Moment, text: str, start: int) -> bool:
    """Whether a date is only what the claim's own time is held against."""
    joint = _JOINT.match(text, moment.start)
    before = text[max(start, moment.start - 80) : joint.end() if joint else moment.start]
    return bool(_COMPARED.search(before))


def _holds(one: Moment, other: Moment) -> bool:
    """Whether a date lies within another that is less precise: "on 31 October ... this year"."""
    within = first_day(one.first) <= first_day(other.first) and last_day(other.last) <= last_day(
        one.last
    )
    told = one.first and one.last and other.first and other.last
    return bool(told and within and len(one.first) < len(other.first))


def _reported(claim: Mapping[str, Any], frame: Sequence[Moment]) -> str:
    """The date of the report nearest to the cue; "" if the sentence gives none."""
    if claim["attribution"] == "none" or not claim["cue_spans"]:
        return ""
    cue = claim["cue_spans"][0][0]
    dated = sorted(frame, key=lambda moment: (abs(moment.start - cue), moment.start))
    return next((moment.first for moment in dated if moment.first), "")
