"""Figures without a source: numbers that a seed gives in its own words, of what could be disputed.

A figure has a source if a claim of somebody holds it, or if the words around it tell whose it is:
the content of an attribution, the rest of a sentence behind it ("said Vold; six are missing"), a
sentence that goes on in the same reported speech ("Some 4,700 had been killed"), a list, somebody
who counts. Ages, lengths and what is one of a known set are no figures at issue.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from itertools import pairwise
from typing import Any

from analysis.assessment.flags import Found
from analysis.assessment.words import lemma
from analysis.lexicon import load
from analysis.tables import Tables
from analysis.tables.schema import rows

__all__ = ["figure_flags"]

_Row = Mapping[str, Any]

_THE = re.compile(r"\b(?:the|these|those)\s+\Z", re.IGNORECASE)
_NUMBER = re.compile(r"[\d.,]+|[A-Za-z]+")
_BOTH = 2
_OLDEST = 110
_IDLE_UNITS = frozenset(("cm", "mm", "in", "years", "decades", "centuries"))
_LENGTHS = frozenset(("m", "km", "mi", "ft", "yd", "metres", "kilometres"))
_AWAY = re.compile(
    r"\s*(?:from|away|off|inside|outside|wide|long|high|deep|tall|of\s+road"
    r"|(?:to\s+the\s+)?(?:(?:north|south)?-?(?:east|west)|north|south))\b"
)
"""How old something is, how big, how far from a place: a setting, hardly ever disputed."""
_EXTENT = re.compile(r"[\w-]+\s+(?:lines|pages|paragraphs|words)", re.IGNORECASE)
"""How long a text is, behind "of": a statement of three lines."""
_MEASURED = re.compile(r"\w+-\w*(?:second|minute|hour|day|week|month|year|old|page|storey|story)\b")
"""A measure in front of what has it: a 30-second spot, the nine-day strike."""
_ADVICE = re.compile(r"\byou(?:r|rs|['’]\w+)?\b", re.IGNORECASE)
"""What is said to the reader: advice and sums that he is to do."""

_OF_A_SET = re.compile(
    r"\b(?:(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|some|most|many|all|each|none|half)"
    r"\s+of\s+(?:the|its|his|her|their|these|those)|among\s+(?:them|whom|these)|including)"
    r"\s+\Z",
    re.IGNORECASE,
)
"""What stands before the whole that something is part of, or before a part of what was counted."""

_AGED = re.compile(r"(?:\baged|[A-Z][\w’'-]+,|\b[Aa]n?\s+(?:[\w-]+\s+){0,2}?(\w+)\s+of)\s+\Z")
"""What stands before an age: "Ole Rask, 34", "a packer of 22"."""

_APART = re.compile(r"\s*[,.;)―—–]")
"""What stands behind an age that is set apart from the name."""

_WENT_ON = re.compile(r"\bhad\s+(?:\w+ly\s+|not\s+|also\s+|since\s+)?\w+", re.IGNORECASE)
"""A deed before the time that a report tells of: past perfect."""

_SAID_BEHIND = re.compile(
    r",\s+(?:\w+\s+){0,6}?(?:said|says|wrote|writes|reported|reports|added|adds)\b|\baccording to\b"
)
_RELATIVE = re.compile(r",\s+(?:which|who|whose|where)\b[^,]*\Z")
"""A clause about somebody, who says something after it: "the union, which has 60 members, said"."""
_DEEDS = frozenset(("order", "instruct"))
"""Words of saying that do something: their object is there whoever tells of it."""
_LISTED = re.compile(r"\b(?:lists?|register|tally|records?|toll)\b[^.;:]{0,30}\Z", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbeen )\b"
    r"(?:says?|said|claims?|claimed|counts?|counted|lists?|listed|records?|recorded|registers?|registered"
    r"|logged|arrive[sd]?\s+at|(?:makes?|made)\s+(?:it|them|that)|(?:puts?\s+[\w\s]{1,30}\bat))\s+\Z",
    re.IGNORECASE,
)
"""Somebody who counts, right before a figure: "Rehn says 2,000", "makes it £20.4m"."""

_NEAR = 300
"""Characters around a figure that are read: a table without a full stop is one long sentence."""
_GOES_ON = 6
"""Sentences over which reported speech can go on."""

_BOLD_LINE = re.compile(r"^\*\*[^*\n]+\*\*\s*$", re.MULTILINE)
_LEAST_QUESTIONS = 2
"""Lines in bold that ask something, at least, in an interview."""


def figure_flags(tables: Tables, own: Set[str]) -> Iterator[Found]:
    """Warnings of figures without a source; `own` are the claims of the seeds' own authors."""
    context = _Context(tables)
    claims = {row["claim_id"]: row for row in rows(tables.claims)}
    for row in rows(tables.figures):
        claim = claims.get(row["claim_id"])
        if claim is None or (claim["source_ids"] and claim["claim_id"] not in own):
            continue
        if not (_is_no_issue(row, context) or _is_somebodys(row, claim, context)):
            span = [[row["start"], row["end"]]]
            words = {"figure": row["text"]}
            yield Found("unattributed_figure", row["doc_id"], row["claim_id"], span, words)


class _Context:
    """The texts, sentences and attributions that stand around figures."""

    def __init__(self, tables: Tables) -> None:
        documents, sentences = tables.documents, rows(tables.sentences)
        self.texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
        self.sentences = {row["sentence_id"]: row for row in sentences}
        self.before: dict[str, _Row] = {}
        for one, other in pairwise(sentences):
            if one["doc_id"] == other["doc_id"] and one["paragraph"] == other["paragraph"]:
                self.before[other["sentence_id"]] = one
        self.attributions: dict[str, list[_Row]] = defaultdict(list)
        self.speaking: set[tuple[str, int]] = set()
        for row in rows(tables.attributions):
            self.attributions[row["sentence_id"]].append(row)
            self.speaking |= {(row["doc_id"], start) for start, _ in row["source_spans"]}
        self._interviews = {key: _answers_from(text) for key, text in self.texts.items()}

    def around(self, figure: _Row) -> tuple[str, str]:
        """The words of the sentence before and behind a figure, as far as they can tell of it."""
        sentence, text = self.sentences[figure["sentence_id"]], self.texts[figure["doc_id"]]
        first = max(sentence["start"], figure["start"] - _NEAR)
        last = min(sentence["end"], figure["end"] + _NEAR)
        return text[first : figure["start"]], text[figure["end"] : last]

    def in_interview(self, figure: _Row) -> bool:
        """Whether a figure stands in an interview's questions or answers."""
        start = self._interviews[figure["doc_id"]]
        return start is not None and figure["start"] >= start


def _answers_from(text: str) -> int | None:
    """Where an interview whose questions stand in bold begins, if a text is one."""
    lines = list(_BOLD_LINE.finditer(text))
    asked = sum(line[0].rstrip("* \t\n").endswith("?") for line in lines)
    return lines[0].start() if asked >= _LEAST_QUESTIONS else None


def _is_no_issue(figure: _Row, context: _Context) -> bool:
    """Whether nobody would ask whose number it is."""
    before, behind = context.around(figure)
    text = figure["text"]
    if text.casefold() == "one" or figure["unit"] in _IDLE_UNITS or _MEASURED.search(text):
        return True
    if figure["unit"] in _LENGTHS and _AWAY.match(behind):
        return True
    if _EXTENT.fullmatch(text) and before.endswith(" of "):
        return True
    if _ADVICE.search(before + behind) or _OF_A_SET.search(before):
        return True
    if context.in_interview(figure):
        return True
    return _is_age(figure, before, behind) or _takes_up(before, figure)


def _is_age(figure: _Row, before: str, behind: str) -> bool:
    found = _AGED.search(before)
    if not (found and figure["text"].split()[0].isdigit() and figure["high"] <= _OLDEST):
        return False
    if found[1]:
        return _is_person(found[1].casefold()) and behind[:1] != "-"
    return found[0].startswith("aged") or bool(_APART.match(behind))


def _is_person(noun: str) -> bool:
    endings = load("endings")
    trade = noun.endswith(tuple(endings.words(human=True)))
    trade = trade and endings.value(noun, "human") is not False
    people = load("figures").value(noun, "role") == "people"
    return bool(trade or people or load("sources").value(noun, "role"))


def _takes_up(before: str, figure: _Row) -> bool:
    """Whether a figure only points to whom the text has named: "the two drivers", "the 34"."""
    alone = bool(_NUMBER.fullmatch(figure["text"]))
    noun, sources = figure["text"].split()[-1], load("sources")
    sides = sources.value(noun, "group") or sources.value(noun.removesuffix("s"), "role")
    both = figure["low"] == figure["high"] == _BOTH and sides
    return bool(_THE.search(before)) and bool(alone or both)


def _is_somebodys(figure: _Row, claim: _Row, context: _Context) -> bool:
    """Whether the words around a figure tell whose it is."""
    if (figure["doc_id"], figure["start"]) in context.speaking:  # "Three nurses say"
        return True
    held = [row for row in context.attributions[figure["sentence_id"]] if _says(row)]
    if any(a <= figure["start"] < b for row in held for a, b in row["spans"]):
        return True
    before, behind = context.around(figure)
    aside = _RELATIVE.search(before)
    if (not aside and _SAID_BEHIND.search(behind)) or (held and _follows(figure, held, context)):
        return True
    if _LISTED.search(before) or _COUNTED.search(before):
        return True
    return _goes_on(figure["sentence_id"], context)


def _says(attribution: _Row) -> bool:
    """Whether an attribution names somebody, and what he says: courts order and sentence."""
    cue = {lemma(word) for word in attribution["cue"].lower().split()}
    known = any(load("cues").get(word) for word in cue - _DEEDS)
    return bool(attribution["source_text"]) and (known or "accord" in cue or not cue)


def _is_told(attribution: _Row, text: str) -> bool:
    """Whether something is said in the story's own time: not "after tests had shown"."""
    starts = [start for start, _ in attribution["cue_spans"][:1]]
    return not any("had " in text[max(0, start - 4) : start + 4] for start in starts)


def _follows(figure: _Row, held: list[_Row], context: _Context) -> bool:
    """Whether a figure stands behind somebody's words and a semicolon: "; six are dead"."""
    text = context.texts[figure["doc_id"]]
    ends = [b for row in held for _, b in (*row["cue_spans"], *row["source_spans"])]
    return any(";" in text[end : figure["start"]] for end in ends if end <= figure["start"])


def _goes_on(sentence_id: str, context: _Context) -> bool:
    """Whether a sentence in the past perfect goes on with what the one before it reports."""
    sentence: _Row = context.sentences[sentence_id]
    for _ in range(_GOES_ON):
        earlier = context.before.get(sentence["sentence_id"])
        told = context.attributions[sentence["sentence_id"]]
        if told or earlier is None or not _WENT_ON.search(sentence["text"]):
            return False
        text = context.texts[earlier["doc_id"]]
        said = context.attributions[earlier["sentence_id"]]
        if any(_says(row) and _is_told(row, text) for row in said):
            return True
        sentence = earlier
    return False
