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

from analysis.extract.base import Parse, is_verb
from analysis.extract.roles import is_role, kind_of
from analysis.lexicon import load
from analysis.model import Attribution, Ids, Span, Spans, quote

__all__ = ["ANSWERS", "Opening", "bare", "openings", "turns"]

_BULLET = r"(?:[•*–-]\s+)?"
_DATELINE = re.compile(
    _BULLET + r"[A-Z][A-Z.’'-]{2,}(?: [A-Z.’'-]+)*(?:[ ,(]+[A-Z\d][\w.’']*\)?)*\s+[–—-]{1,2}\s+"
    r"(?=[\"“A-Z\d])"
)
_STRONG = r"(?:\*{1,3}|_{1,3})?"
_LABEL = re.compile(
    _BULLET
    + _STRONG
    + r"(?P<label>[^:;!?\n*]{1,60}?)"
    + _STRONG
    + r"(?:,? [(\[]?\d{1,2}[:.]\d\d[)\]]?)?"
    + _STRONG
    + ":"
    + _STRONG
    + r"\s+(?=\S)"
)
_STAMP = re.compile(
    _BULLET + _STRONG + r"\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?" + _STRONG + r":?\s+(?=\S)"
)
"""The time before an entry of a live report: "**14:55** Stallholders say"."""
_ASKS = {"q": "a", "question": "answer"}
"""Labels of an interview that name nobody: of questions, and of the answers that go with them."""
ANSWERS = frozenset(_ASKS.values())

_LONGEST = 8
"""Words of a label, at most."""
_SECTION = 3
"""Words of a label that names nobody ("Background:"), at most."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The words before what a sentence says, and the label of a speaker among them, if any."""

    span: Span
    speaker: Span | None = None


def openings(parses: Sequence[Parse]) -> dict[str, Opening]:
    """The openings of the sentences that have one, by the id of the sentence."""
    labels = [(parse, match) for parse in parses for match in [_label(parse)] if match]
    often = Counter(match["label"].casefold() for _, match in labels)
    speakers = {m["label"] for p, m in labels if _names_speaker(p, m.span("label"))}
    transcript = any(often[label.casefold()] > 1 for label in speakers)
    asked = [ask for ask, answer in _ASKS.items() if often[ask] and often[answer]]
    found = {}
    for parse, match in labels:
        label = match.span("label")
        told = match["label"].casefold()
        if _first(parse) and any(told in {ask, _ASKS[ask]} for ask in asked):
            spoken = label if told in ANSWERS else None
            found[parse.sentence.sentence_id] = Opening(match.span(), spoken)
            continue
        full = transcript and re.fullmatch(r"[A-Z][\w’'-]+(?: [A-Z][\w.’'-]+)+", match["label"])
        heads = _first(parse) and (match["label"] in speakers or bool(full))
        again = often[match["label"].casefold()] > 1
        says = any(is_verb(t) for t in parse.words)
        alone = len(parse.within((label,))) == 1 and not _is_person(parse, label)
        if heads and (again or (says and not alone)):
            found[parse.sentence.sentence_id] = Opening(match.span(), label)
        elif says and len(parse.within((label,))) <= _SECTION:
            found[parse.sentence.sentence_id] = Opening(match.span())
    for parse in parses:
        dateline = _DATELINE.match(parse.text, *parse.here[0])
        dateline = dateline or _STAMP.match(parse.text, *parse.here[0])
        if dateline and _first(parse):
            found[parse.sentence.sentence_id] = Opening(dateline.span())
    return found


def bare(spans: Spans, opening: Opening | None) -> Spans:
    """`spans` without what of them stands in the opening of the sentence."""
    if opening is None:
        return spans
    start, end = opening.span
    cut = [(a if b <= start or a >= end else max(a, end), b) for a, b in spans]
    return tuple((a, b) for a, b in cut if a < b)


def turns(
    parses: Sequence[Parse], text: str, found: Mapping[str, Opening], ids: Ids
) -> Iterator[Attribution]:
    """What the speakers of a transcript or thread say: from one's label to the next label.

    The label is the source, no word the cue. A paragraph without a label belongs to the turn only
    where a label follows later: what stands behind the last turn is the author's again.
    """
    keys = groupby(parses, lambda parse: (parse.sentence.section, parse.sentence.paragraph))
    paragraphs = [list(group) for _, group in keys]
    heads = [found.get(group[0].sentence.sentence_id) for group in paragraphs]
    labelled = [(n, head, head.speaker) for n, head in enumerate(heads) if head and head.speaker]
    last = labelled[-1][0] if labelled else 0
    for start, opening, speaker in labelled:
        first, stop = paragraphs[start][0], start + 1
        while start < last and heads[stop] is None:
            if paragraphs[stop][0].sentence.section != first.sentence.section:
                break
            stop += 1
        pieces = ((g[0].sentence.start, g[-1].sentence.end) for g in paragraphs[start:stop])
        spans = bare(tuple(pieces), opening)
        yield Attribution(
            attribution_id=ids.make("a", quote(text, spans), ""),
            sentence_id=first.sentence.sentence_id,
            spans=spans,
            cue_spans=(),
            source_spans=(speaker,),
            type="direct_quote",
            score=1.0,
            rule="speaker_label",
        )


def _first(parse: Parse) -> bool:
    """Whether the sentence starts its paragraph."""
    before = parse.text[: parse.sentence.start].rstrip(" \t•*–-")
    return not before or before.endswith("\n")


def _label(parse: Parse) -> re.Match[str] | None:
    """The label at the start of a sentence: a few words without a finite verb, and a colon."""
    match = _LABEL.match(parse.text, *parse.here[0])
    if match is None:
        return None
    tokens = parse.within((match.span("label"),))
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} and t.pos_ != "PROPN" for t in tokens)
    capital = match["label"][0].isupper() or not match["label"][0].isalpha()
    return match if capital and not finite and 0 < len(tokens) <= _LONGEST else None


def _names_speaker(parse: Parse, label: Span) -> bool:
    """Whether a label names somebody who can speak."""
    tokens = [t for t in parse.within((label,)) if not t.is_punct]
    words = [t.lower_ for t in tokens]
    cut = next((n for n, word in enumerate(words) if word in {"of", "for", "at", "in"}), len(words))
    head = tokens[max(cut - 1, 0)] if tokens else None
    if head is None or len(head) == 1 or load("sources").value(head.lower_, "document"):
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
