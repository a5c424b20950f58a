"""What stands before what a sentence says: datelines, labels, and who speaks in a transcript.

"PORT ASHBY (NWA) – Rescuers found": nobody says "Port Ashby". "Keller: The dam holds": Keller
says so, and goes on saying so until the next label, in interviews and threads alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from analysis.extract.base import Parse
from analysis.extract.roles import is_role, kind_of
from analysis.lexicon import load
from analysis.model import Span, Spans

__all__ = ["Opening", "Turn", "bare", "openings", "turns"]

_BULLET = r"(?:[•*–-]\s+)?"
_DATELINE = re.compile(
    _BULLET + r"[A-Z][A-Z.’'-]{2,}(?: [A-Z.’'-]+)*(?:[ ,(]+[A-Z\d][\w.’']*\)?)*\s+[–—-]{1,2}\s+"
    r"(?=[\"“A-Z\d])"
)
_LABEL = re.compile(
    _BULLET + r"(?P<label>[^:;!?\n]{1,60}?)(?:,? [(\[]?\d{1,2}[:.]\d\d[)\]]?)?:\s+(?=\S)"
)
_LONGEST = 8
"""Words of a label, at most."""
_SECTION = 3
"""Words of a label that names nobody ("Background:"), at most."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The words before what a sentence says, and the label of a speaker among them, if any."""

    span: Span
    speaker: Span | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker of a transcript says, paragraph by paragraph."""

    first: Parse
    speaker: Span
    spans: Spans


def openings(parses: Sequence[Parse]) -> dict[str, Opening]:
    """The openings of the sentences that have one, by the id of the sentence."""
    labels = [(parse, match) for parse in parses for match in [_label(parse)] if match]
    often = Counter(match["label"].casefold() for _, match in labels)
    speakers = {m["label"] for p, m in labels if _names_speaker(p, m.span("label"))}
    transcript = any(often[label.casefold()] > 1 for label in speakers)
    found = {}
    for parse, match in labels:
        label = match.span("label")
        full = transcript and re.fullmatch(r"[A-Z][\w’'-]+(?: [A-Z][\w.’'-]+)+", match["label"])
        heads = _first(parse) and (match["label"] in speakers or bool(full))
        again = often[match["label"].casefold()] > 1
        says = any(t.pos_ in {"VERB", "AUX"} for t in parse.words)
        alone = len(parse.within((label,))) == 1 and not _is_person(parse, label)
        if heads and (again or (says and not alone)):
            found[parse.sentence.sentence_id] = Opening(match.span(), label)
        elif says and len(parse.within((label,))) <= _SECTION:
            found[parse.sentence.sentence_id] = Opening(match.span())
    for parse in parses:
        dateline = _DATELINE.match(parse.text, parse.sentence.start, parse.sentence.end)
        if dateline and _first(parse):
            found[parse.sentence.sentence_id] = Opening(dateline.span())
    return found


def bare(spans: Spans, opening: Opening | None) -> Spans:
    """`spans` without what of them stands in the opening of the sentence."""
    if opening is None:
        return spans
    start, end = opening.span
    cut = [(a if b <= start or a >= end else max(a, end), b) for a, b in spans]
    return tuple((a, b) for a, b in cut if a < b and not (start <= a and b <= end))


def turns(parses: Sequence[Parse], found: Mapping[str, Opening]) -> Iterator[Turn]:
    """The turns of a transcript or thread: from a speaker's label to the next label.

    A paragraph without a label belongs to the turn only where a label follows later: what stands
    behind the last turn is the author's again.
    """
    paragraphs = [list(group) for _, group in groupby(parses, _paragraph)]
    labelled = [n for n, group in enumerate(paragraphs) if _speaker(group, found) is not None]
    for place, start in enumerate(labelled):
        stop = labelled[place + 1] if place + 1 < len(labelled) else start + 1
        span = _speaker(paragraphs[start], found)
        kept = paragraphs[start:stop]
        kept = kept[
            : next((n for n, g in enumerate(kept[1:], 1) if _breaks(g, kept[0], found)), stop)
        ]
        if span is not None:
            spans = tuple((group[0].sentence.start, group[-1].sentence.end) for group in kept)
            opening = found[kept[0][0].sentence.sentence_id]
            yield Turn(kept[0][0], span, bare(spans, opening))


def _paragraph(parse: Parse) -> tuple[str, int]:
    return parse.sentence.section, parse.sentence.paragraph


def _speaker(group: Sequence[Parse], found: Mapping[str, Opening]) -> Span | None:
    opening = found.get(group[0].sentence.sentence_id)
    return opening.speaker if opening else None


def _breaks(group: Sequence[Parse], first: Sequence[Parse], found: Mapping[str, Opening]) -> bool:
    """Whether a paragraph is no part of the turn: another section, or a label that names nobody."""
    other = group[0].sentence.section != first[0].sentence.section
    return other or group[0].sentence.sentence_id in found


def _first(parse: Parse) -> bool:
    """Whether the sentence starts its paragraph."""
    before = parse.text[: parse.sentence.start].rstrip(" \t•*–-")
    return not before or before.endswith("\n")


def _label(parse: Parse) -> re.Match[str] | None:
    """The label at the start of a sentence: a few words without a finite verb, and a colon."""
    match = _LABEL.match(parse.text, parse.sentence.start, parse.sentence.end)
    if match is None:
        return None
    tokens = parse.within((match.span("label"),))
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} and t.pos_ != "PROPN" for t in tokens)
    capital = match["label"][0].isupper() or not match["label"][0].isalpha()
    return match if capital and not finite and 0 < len(tokens) <= _LONGEST else None


def _names_speaker(parse: Parse, label: Span) -> bool:
    """Whether a label names somebody who can speak."""
    tokens = [t for t in parse.within((label,)) if not t.is_punct]
    if parse.text[label[0]] == "@":
        return True
    words = [t.lower_ for t in tokens]
    cut = next((n for n, word in enumerate(words) if word in {"of", "for", "at", "in"}), len(words))
    head = tokens[max(cut - 1, 0)] if tokens else None
    if head is None or load("sources").value(head.lower_, "document"):
        return False
    return is_role(head) or bool(kind_of(head)) or _is_person(parse, label)


def _is_person(parse: Parse, label: Span) -> bool:
    """Whether a label is a role, or a name that the text gives in full or with a role."""
    tokens = [t for t in parse.within((label,)) if not t.is_punct]
    named = tokens[-1].text[0].isupper() and not any(t.tag_ == "POS" for t in tokens)
    if is_role(tokens[-1]) or (named and any(map(is_role, tokens[:-1]))):
        return True
    if parse.text[label[0]] == "@" or (named and tokens[-1].ent_type_ == "PERSON"):
        return True
    name = re.escape(parse.text[slice(*label)])
    full = re.compile(rf"\b[A-Z][\w’'-]+ {name}\b", re.IGNORECASE)
    return all(t.text[0].isupper() for t in tokens) and any(
        match[0].split()[0][0].isupper() for match in full.finditer(parse.text)
    )
