"""Who is said to say what: source, cue and content, found by the attribution model.

`extract` is the only way in. The model finds words; what a find is (a quotation, "according to",
a noun's clause) and what stands in what is read off the text and its parse here. `constructions`
adds what the model was not taught.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise

from spacy.tokens import Token

from analysis.extract.attribution_model import AttributionModel, RawAttribution
from analysis.extract.base import (
    NOUN_SUBJECTS,
    QUOTES,
    Parse,
    children,
    is_quoted,
    is_verb,
    length,
    overlap,
    phrase,
    subtree,
    trim,
    whole_quotations,
)
from analysis.extract.constructions import constructions, is_hearsay
from analysis.extract.cues import cue_word, is_revised, is_taken_back
from analysis.extract.openings import Opening, bare, openings
from analysis.extract.parts import said_part, speaking_part
from analysis.extract.turns import answers, turns
from analysis.lexicon import load
from analysis.model import Attribution, Ids, Span, Spans, quote

__all__ = ["extract", "model"]

_HEARSAY = {"said", "believed", "thought", "reported", "alleged", "claimed"}
_AT_LEAST = re.compile(r"\bat\s+(?=(?:least|most)\b)")
_LINKING = re.compile(r"\s+(?:(?:of|on|in|at|as|by|for|from|with|the|a|an)\s+){0,2}")
"""What may stand between two pieces of one source phrase."""

_LEFT_OVER = re.compile(r"[•*]\s+|[’']?s\s+(?=\w)|to\s+(?=\d)")


@cache
def model() -> AttributionModel:
    """The attribution model that the kit ships.

    Raises
    ------
    ModelError
        If its files are missing or are not those that its manifest names.
    """
    with as_file(files("analysis").joinpath("models", "attribution")) as folder:
        return AttributionModel.load(folder)


def extract(
    parses: Sequence[Parse], text: str, raws: Sequence[RawAttribution], ids: Ids
) -> list[Attribution]:
    """The attributions of one document.

    Parameters
    ----------
    parses : sequence of Parse
        The document's sentences.
    text : str
        The document's text.
    raws : sequence of RawAttribution
        What the model finds in the text.
    ids : Ids
        Names the rows.

    Returns
    -------
    list of Attribution
        In reading order of their contents; `parent_id` names the attribution that holds another.
    """
    raws = [_tidied(text, raw) for raw in raws]
    before = openings(parses)
    made = (_attribution(parses, text, raw, before, ids) for raw in raws if not _cites(text, raw))
    found = [row for row in made if row is not None]
    found += list(turns(parses, text, before, ids)) or answers(parses, text, ids)
    neighbours = pairwise((None, *parses))
    added = [
        r for last, parse in neighbours if parse for r in constructions(parse, found, last, ids)
    ]
    return _nested(sorted([*found, *added], key=lambda row: (row.spans, row.cue_spans)))


def _attribution(
    parses: Sequence[Parse], text: str, raw: RawAttribution, before: Mapping[str, Opening], ids: Ids
) -> Attribution | None:
    """A row for what the model found; none for a heading, or for what other rules find better."""
    parse = _sentence_of(parses, raw.cue) or _sentence_of(parses, raw.content)
    if parse is None or any(is_hearsay(token) for token in parse.within(raw.cue)):
        return None
    raw = _upright(parse, raw)
    opening = before.get(parse.sentence.sentence_id)
    content, named = bare(raw.content, opening), bare(raw.source, opening)
    labelled = not bare(raw.cue, opening) if raw.cue else bool(raw.source and not named)
    if not content or labelled:
        return None  # a label is no reporting word: see `turns`
    cue = parse.within(raw.cue)
    if is_taken_back(cue) or is_revised(cue) or _points(parse, cue, content):
        return None
    if _is_judged(parse, raw.cue, content) or _is_said_to_be(parse, raw.cue, content):
        return None
    spans = whole_quotations(text, said_part(parse, content, raw.cue))
    spans = _with_subject(parse, spans, raw.cue)
    near = tuple(span for span in named if overlap(parse.here, (span,)))
    source = speaking_part(parse, near or named, raw.cue, spans)
    if _is_clause(parse, source, raw.cue):
        return None
    return Attribution(
        attribution_id=ids.make("a", quote(text, spans), quote(text, raw.cue)),
        sentence_id=parse.sentence.sentence_id,
        spans=spans,
        cue_spans=raw.cue,
        source_spans=source,
        type=_type(parse, raw.cue, spans),
        score=round(raw.score, 2),
        rule="model",
    )


def _upright(parse: Parse, raw: RawAttribution) -> RawAttribution:
    """A find in which the model took what was said for who said it, turned: "Y, said S"."""
    said, speaker = set(parse.within(raw.source)), set(parse.within(raw.content))
    for verb in parse.within(raw.cue):
        clauses = [c for c in children(verb, "ccomp") if c in said and c.i < verb.i]
        if clauses and any(c in speaker and c.i > verb.i for c in children(verb, "nsubj")):
            return replace(raw, source=raw.content, content=parse.spans(subtree(clauses[0])))
    return raw


def _is_judged(parse: Parse, cue: Spans, content: Spans) -> bool:
    """Whether the sentence says something of a statement: "its warning of 2 May was correct"."""
    said = parse.within(content)
    words = parse.within(cue)
    if any(map(is_verb, words)) or any(t.lower_ in {"that", "to"} for t in said[:1]):
        return False
    nouns = (t for t in words if t.pos_ == "NOUN" and t.dep_ in NOUN_SUBJECTS)
    return any(noun.head in said and noun.i < noun.head.i for noun in nouns)


def _points(parse: Parse, cue: Sequence[Token], content: Spans) -> bool:
    """Whether a cue denies what a pronoun stands for, and the content only follows on a colon.

    "The families doubt that: they showed a photo": see `clauses.after_colon`.
    """
    said = parse.within(content)
    for verb in (t for t in cue if load("cues").value(cue_word(t), "denies")):
        near = [t for t in parse.words if verb.i < t.i <= verb.i + 2]
        pronoun = bool(near) and bool(load("grammar").value(near[0].lower_, "pointing"))
        if pronoun and near[-1].text in {":", ";", "—", "–"} and said and said[-1].i > near[-1].i:
            return True
    return False


def _is_said_to_be(parse: Parse, cue: Spans, content: Spans) -> bool:
    """Whether the cue says what others say of a thing: "a clip said to show the bridge"."""
    words, said = parse.within(cue), parse.within(content)
    hearsay = len(words) == 1 and words[0].tag_ in {"VBN", "VBD"} and words[0].lower_ in _HEARSAY
    return hearsay and bool(said) and said[0].lower_ == "to" and said[0].i == words[0].i + 1


def _is_clause(parse: Parse, source: Spans, cue: Spans) -> bool:
    """Whether a fact stands in the source's place: "That taps run dry suggests that"."""
    words = parse.within(source)
    plural = [t for t in words[:1] if t.lower_ == "that" and t.head.tag_ in {"NNS", "NNPS"}]
    facts = [c for verb in parse.within(cue) for c in verb.children if c.dep_ == "csubj"]
    facts = [fact for fact in facts if fact.left_edge.lower_ == "that"]
    inside = {t for fact in facts for t in subtree(fact)}
    return bool(plural) or (bool(words) and inside.issuperset(words))


def _with_subject(parse: Parse, spans: Spans, cue: Spans) -> Spans:
    """The content of "is believed to Y" with the subject of the passive, which does Y."""
    content = set(parse.within(spans))
    for verb in parse.within(cue):
        raised = any(c.dep_ == "xcomp" and c in content for c in verb.children)
        subjects = [c for c in verb.children if c.dep_ == "nsubjpass" and c not in content]
        if raised and subjects:
            return tuple(sorted((*parse.spans(phrase(subjects[0])), *spans)))
    return spans


def _tidied(text: str, raw: RawAttribution) -> RawAttribution:
    """A find with clean edges; "at" belongs to "at least 100", not to "reported"."""
    content, cue = _clean(text, raw.content), _clean(text, raw.cue)
    first = next(iter(content), (0, 0))
    match = _AT_LEAST.search(text, max(0, first[0] - 4), first[1])
    if match and match.end() == first[0]:
        content = ((match.start(), first[1]), *content[1:])
        kept = ((a, min(b, match.start()) if a < first[0] else b) for a, b in cue)
        cue = _clean(text, tuple((a, b) for a, b in kept if a < b))
    return replace(raw, content=content, source=_unbroken(text, _clean(text, raw.source)), cue=cue)


def _unbroken(text: str, source: Spans) -> Spans:
    """A source with the words that the model left out: "Memos found | on the | dead"."""
    joined: list[Span] = []
    for start, end in source:
        if joined and _LINKING.fullmatch(text, joined[-1][1], start):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return tuple(joined)


def _clean(text: str, spans: Spans) -> Spans:
    """Spans without what the model left at their edges: commas, bullets, the "'s" of an owner.

    And without the "to" of "admits to 160 dead".
    """
    trimmed = (trim(text, start, end) for start, end in spans)
    cut = ((_LEFT_OVER.match(text, *span), span) for span in trimmed)
    opened = ((match.end() if match else start, end) for match, (start, end) in cut)
    return tuple((a, b - 1 if text[b - 1] in "'’" else b) for a, b in opened if a < b)


def _cites(text: str, raw: RawAttribution) -> bool:
    """Whether a find only names who is cited: `_citing` makes a row of its own for that."""
    return bool(load("grammar").value(quote(text, raw.cue).lower(), "citing"))


def _sentence_of(parses: Sequence[Parse], spans: Spans) -> Parse | None:
    """The first sentence that holds any of `spans`."""
    return next((p for p in parses if overlap(p.here, spans)), None)


def _type(parse: Parse, cue_spans: Spans, spans: Spans) -> str:
    cue = parse.within(cue_spans)
    words = " ".join(token.lower_ for token in cue)
    if words.startswith("according"):
        return "according_to"
    quoted = _quotation(parse.text, spans)
    if quoted:
        return quoted
    heads = [token for token in cue if token.pos_ == "NOUN"]
    verbs = [token for token in cue if is_verb(token)]
    return "noun" if heads and not verbs else "indirect"


def _quotation(text: str, spans: Spans) -> str:
    """Whether the content is a quotation, all of it or part of it, or none ("")."""
    if not is_quoted(text, spans):
        return ""
    bare = [text[start:end].strip(QUOTES + " .,") for start, end in spans]
    start = spans[0][0]
    opens = any(mark in QUOTES for mark in text[max(0, start - 1) : start + 1])
    inner = any(mark in piece for piece in bare for mark in QUOTES)
    return "direct_quote" if opens and not inner else "mixed"


def _nested(rows: list[Attribution]) -> list[Attribution]:
    """The rows, each with the smallest larger one that its cue stands in."""
    named = []
    for row in rows:
        around = [] if row.rule == "citing" else [o for o in rows if _holds(o, row)]
        around.sort(key=lambda outer: length(outer.spans))
        named.append(replace(row, parent_id=around[0].attribution_id) if around else row)
    return named


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """Whether `inner` is told by the source of `outer`, the larger one: no two hold each other."""
    larger = length(outer.spans) > length(inner.spans)
    return larger and outer.rule != "citing" and overlap(inner.cue_spans, outer.spans) > 0
