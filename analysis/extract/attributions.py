"""Who is said to say what: source, cue and content, found by the attribution model.

`extract` is the only way in. The model finds words; what a find is (a quotation, "according to",
a noun's clause) and what stands in what is read off the text and its parse here. Constructions are
added that the model was not taught: "citing", where one content has two sources, what is told
inside what is told, "spoke of", hearsay in an adjective ("reported dedication"), and the clause of
a reporting noun ("the claim that").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files

from spacy.tokens import Token

from analysis.extract.attribution_model import AttributionModel, RawAttribution
from analysis.extract.base import (
    QUOTES,
    Parse,
    is_quoted,
    overlap,
    phrase,
    subtree,
    whole_quotations,
)
from analysis.extract.cues import asks, cue_word, is_silent
from analysis.extract.openings import Opening, bare, openings, turns
from analysis.extract.parts import said_part, speaking_part
from analysis.extract.roles import is_role
from analysis.lexicon import load
from analysis.model import Attribution, Ids, Spans, quote

__all__ = ["extract", "model"]

_RULE = "model"
_CITING = {"citing", "quoting"}
_OWNED = re.compile(r"[’']?s\s+(?=\w)")
_WIDE = {"speaker_label", "according_to"}
_SUBJECTS = {"nsubj", "nsubjpass"}


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
    parses: Sequence[Parse], text: str, ids: Ids, min_score: float | None = None
) -> list[Attribution]:
    """The attributions of one document.

    Parameters
    ----------
    parses : sequence of Parse
        The document's sentences.
    text : str
        The document's text.
    ids : Ids
        Names the rows.
    min_score : float, optional
        The least calibrated probability of a find; by default the model's own threshold.

    Returns
    -------
    list of Attribution
        In reading order of their contents; `parent_id` names the attribution that holds another.
    """
    (raws,) = model().predict([text], min_score)
    raws = [replace(raw, cue=_unowned(text, raw.cue)) for raw in raws]
    before = openings(parses)
    made = (_attribution(parses, text, raw, before, ids) for raw in raws if not _cites(text, raw))
    found = [row for row in made if row is not None]
    found += _turns(parses, text, before, ids)
    added = [row for parse in parses for row in _added(parse, found, ids)]
    return _nested(sorted([*found, *added], key=lambda row: (row.spans, row.cue_spans)))


def _turns(
    parses: Sequence[Parse], text: str, before: Mapping[str, Opening], ids: Ids
) -> Iterator[Attribution]:
    """What the speakers of a transcript or thread say: the label is the source, no word the cue."""
    for turn in turns(parses, before):
        yield Attribution(
            attribution_id=ids.make("a", quote(text, turn.spans), ""),
            sentence_id=turn.first.sentence.sentence_id,
            spans=turn.spans,
            cue_spans=(),
            source_spans=(turn.speaker,),
            type="direct_quote",
            score=1.0,
            rule="speaker_label",
        )


def _added(parse: Parse, found: Sequence[Attribution], ids: Ids) -> Iterator[Attribution]:
    """What the model was not taught: who is cited, and hearsay in an adjective."""
    yield from _citing(parse, found, ids)
    yield from _coordinated(parse, found, ids)
    held = tuple(span for row in found for span in row.spans)
    cues = {token for row in found for token in parse.within(row.cue_spans)}
    wide = {
        t
        for row in found
        if row.rule in _WIDE or row.type in _WIDE
        for t in parse.within(row.spans)
    }
    for token in parse.within(held):
        if token not in cues:
            yield from _told_inside(parse, token, token in wide, ids)
    for token in parse.tokens:
        if token not in cues:
            yield from _speaking_of(parse, token, ids)
        if _hearsay(token):
            yield from _adjectival(parse, token, ids)
        if load("cue_forms").value(token.lemma_.lower(), "form") == "noun":
            yield from _noun_clause(parse, token, held, ids)


def _coordinated(parse: Parse, found: Sequence[Attribution], ids: Ids) -> Iterator[Attribution]:
    """X believes that Y and expects Z: of two coordinated cues the model often sees one."""
    cues = {t: row for row in found for t in parse.within(row.cue_spans) if t.pos_ == "VERB"}
    for verb, row in cues.items():
        chain = [*verb.conjuncts] if verb.dep_ in {"conj", "ROOT", "ccomp"} else []
        for other in chain:
            own = other.i > verb.i and any(c.dep_ in _SUBJECTS for c in other.children)
            if other in cues or own or not row.source_spans:
                continue
            content = _complement(other)
            inside = overlap(parse.spans([other]), row.spans)
            if content and not inside and not is_silent([other], str(other.lemma_).lower()):
                spans = parse.spans(content)
                yield _construction(
                    parse, other, spans, row.source_spans, "indirect", "coordinated", ids
                )


def _complement(verb: Token) -> list[Token]:
    """What stands behind a reporting verb in one of the constructions that the lexicon gives it."""
    parts = _parts(verb)
    if any(part.dep_ == "ccomp" for part in parts):
        return [token for part in parts for token in subtree(part)]
    first = min((part.left_edge.i for part in parts), default=0)
    cut = {"conj", "cc", "punct"}
    kept = [
        c for c in verb.children if c.i >= first and c.dep_ not in cut and c.lower_ != "according"
    ]
    return [token for part in kept for token in subtree(part)] if parts else []


def _parts(verb: Token) -> list[Token]:
    frames = set(load("cues").value(cue_word(verb), "frames", ()))
    after = [c for c in verb.children if c.i > verb.i]
    clauses = [c for c in after if c.dep_ in {"ccomp", "xcomp"} and not asks(c)]
    infinitive = [
        c for c in clauses if any(a.dep_ == "aux" and a.lower_ == "to" for a in c.children)
    ]
    finite = [c for c in clauses if c.dep_ == "ccomp" and c not in infinitive]
    objects = [c for c in after if c.dep_ == "dobj"]
    judged = [
        c for c in after if c.dep_ in {"oprd", "acomp"} or (c.dep_ == "prep" and c.lower_ == "as")
    ]
    if "naming" in frames and objects and judged:
        return [*objects, *judged]
    if "infinitive" in frames and infinitive:
        return [*objects, *infinitive]
    if "clause" in frames and finite:
        return finite[:1]
    counted = [o for o in objects if any(t.like_num for t in o.subtree)]
    return objects if "object" in frames else counted if "amount" in frames else []


def _told_inside(parse: Parse, verb: Token, wide: bool, ids: Ids) -> Iterator[Attribution]:
    """Lee said the agency had reported that Y: Y is the agency's word, in Lee's.

    In a turn or behind "according to" (`wide`) groups, numbers and nouns as well.
    """
    subjects = [c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i]
    subjects = [c for c in subjects if _is_body(c) or (wide and _is_group(c))]
    content = _complement(verb) if verb.pos_ == "VERB" and subjects else []
    clause = any(part.dep_ == "ccomp" for part in _parts(verb)) if content else False
    if (clause or (content and wide)) and not is_silent([verb], cue_word(verb)):
        source = parse.spans(subtree(subjects[0]))
        spans = parse.spans(content)
        yield _construction(parse, verb, spans, source, "indirect", "told_inside", ids)


def _speaking_of(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """X spoke of Y."""
    of = [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "of"]
    if not of or "of" not in load("cues").value(verb.lemma_.lower(), "frames", ()):
        return
    apart = [c for c in verb.children if c.dep_ in {"conj", "cc"} or c.i < verb.i]
    spans = parse.spans(t for t in subtree(verb, apart) if t.i > of[0].i)
    if spans and not is_silent([verb], str(verb.lemma_).lower()):
        source = speaking_part(parse, (), parse.spans([verb]), spans)
        yield _construction(parse, verb, spans, source, "indirect", "speaking_of", ids)


def _is_body(token: Token) -> bool:
    """Whether it is a name, or a body that the text has named ("the agency")."""
    described = load("descriptions").get(token.lower_) is not None and token.pos_ == "NOUN"
    return token.pos_ == "PROPN" or described


def _is_group(token: Token) -> bool:
    """Whether it is a vague group, or several who hold a role: "analysts", "farmers"."""
    group = load("sources").value(token.lower_, "group")
    return token.tag_ == "NNS" and bool(group or is_role(token))


def _noun_clause(parse: Parse, noun: Token, held: Spans, ids: Ids) -> Iterator[Attribution]:
    """The claim that Y; the firm's admission that Y."""
    for clause in noun.children:
        marks = [c for c in clause.children if c.lower_ == "that" and c.dep_ in {"mark", "advmod"}]
        if clause.dep_ not in {"acl", "ccomp", "relcl"} or not marks:
            continue
        spans = parse.spans(subtree(clause))
        if 2 * overlap(spans, held) < sum(end - start for start, end in spans):
            owners = [t for c in noun.children if c.dep_ == "poss" for t in subtree(c)]
            yield _construction(parse, noun, spans, parse.spans(owners), "noun", "noun_clause", ids)


def _construction(  # noqa: PLR0917, PLR0913 - the parts of a row, each of another kind
    parse: Parse, cue: Token, spans: Spans, source: Spans, kind: str, rule: str, ids: Ids
) -> Attribution:
    return Attribution(
        attribution_id=ids.make("a", quote(parse.text, spans), cue.text),
        sentence_id=parse.sentence.sentence_id,
        spans=spans,
        cue_spans=parse.spans([cue]),
        source_spans=source,
        type=kind,
        score=1.0,
        rule=rule,
    )


def _hearsay(token: Token) -> bool:
    """Whether it is an adjective that says that somebody says so."""
    form = load("cue_forms").value(token.lower_, "form")
    return form == "adjectival" and (
        token.dep_ == "amod" or (token.i > 0 and token.nbor(-1).tag_ in {"POS", "PRP$"})
    )


def _adjectival(parse: Parse, token: Token, ids: Ids) -> Iterator[Attribution]:
    """Their reported dedication to the cause: somebody says so, the author does not say who."""
    noun = token.head if token.dep_ == "amod" else None
    if noun is None and token.i + 1 < len(token.doc):
        noun = token.nbor(1)
    if noun is None or noun.pos_ not in {"NOUN", "PROPN"}:
        return
    owned = token.i > 0 and token.nbor(-1).tag_ == "POS"
    owner = subtree(token.nbor(-1).head) if owned else []
    spans = parse.spans(t for t in [*owner, *phrase(noun)] if t != token)
    if spans:
        rule = f"adjective_{token.lower_}"
        yield _construction(parse, token, spans, (), "adjectival", rule, ids)


def _attribution(
    parses: Sequence[Parse],
    text: str,
    raw: RawAttribution,
    before: Mapping[str, Opening],
    ids: Ids,
) -> Attribution | None:
    """A row for what the model found; none for a heading, or for what other rules find better."""
    parse = _sentence_of(parses, raw.cue) or _sentence_of(parses, raw.content)
    if parse is None or any(_hearsay(token) for token in parse.within(raw.cue)):
        return None
    opening = before.get(parse.sentence.sentence_id)
    content, named = bare(raw.content, opening), bare(raw.source, opening)
    if not content or (raw.source and not named and not raw.cue):
        return None  # a label is no reporting word: see `_turns`
    spans = whole_quotations(text, said_part(parse, content, raw.cue))
    spans = _with_subject(parse, spans, raw.cue)
    source = speaking_part(parse, named, raw.cue, spans)
    return Attribution(
        attribution_id=ids.make("a", quote(text, spans), quote(text, raw.cue)),
        sentence_id=parse.sentence.sentence_id,
        spans=spans,
        cue_spans=raw.cue,
        source_spans=source,
        type=_type(parse, raw.cue, spans),
        score=round(raw.score, 2),
        rule=_RULE,
    )


def _with_subject(parse: Parse, spans: Spans, cue: Spans) -> Spans:
    """The content of "is believed to Y" with the subject of the passive, which does Y."""
    content = set(parse.within(spans))
    for verb in parse.within(cue):
        raised = any(c.dep_ == "xcomp" and c in content for c in verb.children)
        subjects = [c for c in verb.children if c.dep_ == "nsubjpass" and c not in content]
        if raised and subjects:
            return tuple(sorted((*parse.spans(phrase(subjects[0])), *spans)))
    return spans


def _unowned(text: str, cue: Spans) -> Spans:
    """A cue without the ending of its owner: "'s admission"."""
    matches = [_OWNED.match(text, start, end) for start, end in cue]
    return tuple(
        (match.end() if match else start, end)
        for match, (start, end) in zip(matches, cue, strict=True)
    )


def _cites(text: str, raw: RawAttribution) -> bool:
    """Whether a find only names who is cited: `_citing` makes a row of its own for that."""
    return quote(text, raw.cue).lower() in _CITING


def _sentence_of(parses: Sequence[Parse], spans: Spans) -> Parse | None:
    """The first sentence that holds any of `spans`."""
    return next((p for p in parses if overlap(((p.sentence.start, p.sentence.end),), spans)), None)


def _type(parse: Parse, cue_spans: Spans, spans: Spans) -> str:
    cue = parse.within(cue_spans)
    words = " ".join(token.lower_ for token in cue)
    if words.startswith("according"):
        return "according_to"
    quoted = _quotation(parse.text, spans)
    if quoted:
        return quoted
    heads = [token for token in cue if token.pos_ == "NOUN"]
    verbs = [token for token in cue if token.pos_ in {"VERB", "AUX"}]
    return "noun" if heads and not verbs else "indirect"


def _quotation(text: str, spans: Spans) -> str:
    """Whether the content is a quotation, all of it or part of it, or none ("")."""
    if not is_quoted(text, spans):
        return ""
    bare = [text[start:end].strip(QUOTES + " .,") for start, end in spans]
    return (
        "mixed"
        if any(mark in piece for piece in bare for mark in QUOTES) or not (_opens(text, spans))
        else "direct_quote"
    )


def _opens(text: str, spans: Spans) -> bool:
    """Whether a quotation mark stands at or right before the start of the content."""
    start = spans[0][0]
    return text[start] in QUOTES or (start > 0 and text[start - 1] in QUOTES)


def _citing(parse: Parse, found: Sequence[Attribution], ids: Ids) -> Iterator[Attribution]:
    """X, citing Y, reported that Z: Z is Y's word as well."""
    cues = {token for row in found for token in parse.within(row.cue_spans)}
    for token in parse.tokens:
        if token.lower_ not in _CITING or token in cues:
            continue
        sources = [c for c in token.children if c.dep_ in {"dobj", "pobj"} and c.i > token.i]
        hosts = [row for row in found if row.sentence_id == parse.sentence.sentence_id]
        hosts = [row for row in hosts if token not in parse.within(row.spans)]
        if sources and hosts:
            cue = parse.spans([token])
            key = (quote(parse.text, hosts[0].spans), quote(parse.text, cue))
            yield replace(
                hosts[0],
                attribution_id=ids.make("a", *key),
                cue_spans=cue,
                source_spans=parse.spans(t for source in sources for t in subtree(source)),
                parent_id=hosts[0].attribution_id,
                rule="citing",
            )


def _nested(rows: list[Attribution]) -> list[Attribution]:
    """The rows, each with the smallest larger one that its cue stands in."""
    named = []
    for row in rows:
        around = [] if row.rule == "citing" else [o for o in rows if _holds(o, row)]
        around.sort(key=_size)
        named.append(replace(row, parent_id=around[0].attribution_id) if around else row)
    return named


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """Whether `inner` is told by the source of `outer`: its cue stands in the outer content."""
    larger = _size(outer) > _size(inner)  # so that no two attributions hold each other
    return larger and outer.rule != "citing" and overlap(inner.cue_spans, outer.spans) > 0


def _size(attribution: Attribution) -> int:
    return sum(end - start for start, end in attribution.spans)
