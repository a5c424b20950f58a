"""Attributions in constructions that the model was not taught.

Who is cited ("citing", where one content has two sources), the second of two coordinated cues, what
is told inside what is told, "spoke of", hearsay in an adjective ("reported dedication"), and the
clause of a reporting noun ("the claim that"). `given` has numbers, `clauses` what frames a clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import (
    NOUN_SUBJECTS,
    Parse,
    has,
    length,
    overlap,
    phrase,
    subtree,
)
from analysis.extract.clauses import (
    after_colon,
    closing,
    in_relative,
    inserted,
    raised,
    saying_that,
)
from analysis.extract.commitment import is_infinitive
from analysis.extract.cues import asks, cue_word, is_silent, is_taken_back
from analysis.extract.given import given_numbers
from analysis.extract.parts import speaking_part
from analysis.extract.told import is_body, is_group, made
from analysis.lexicon import load
from analysis.model import Attribution, Ids, Spans, quote

__all__ = ["constructions", "is_hearsay"]

_WIDE = {"speaker_label", "interview", "according_to"}


def constructions(
    parse: Parse, rows: Sequence[Attribution], before: Parse | None, ids: Ids
) -> Iterator[Attribution]:
    """The attributions of a sentence beside those found, in constructions of their own."""
    found = [row for row in rows if overlap(parse.here, (*row.spans, *row.cue_spans))]
    yield from _citing(parse, found, ids)
    yield from _coordinated(parse, found, ids)
    held = tuple(span for row in found for span in row.spans)
    cues = {token for row in found for token in parse.within(row.cue_spans)}
    whole = tuple(s for row in found if {row.rule, row.type} & _WIDE for s in row.spans)
    wide, within = set(parse.within(whole)), set(parse.within(held))
    for token in parse.within(held):
        if token not in cues:
            yield from _told_inside(parse, token, token in wide, ids)
    if not found:
        yield from closing(parse, ids)
    for token in parse.words:
        if token not in cues:
            yield from _speaking_of(parse, token, ids)
            yield from given_numbers(parse, token, ids)
            yield from in_relative(parse, token, _complement(token), ids)
            if token not in within:
                yield from raised(parse, token, ids)
            if not found:
                yield from saying_that(parse, token, ids)
                yield from inserted(parse, token, ids)
        yield from after_colon(parse, token, before, ids)
        if is_hearsay(token):
            yield from _adjectival(parse, token, ids)
        if load("cue_forms").value(token.lemma_.lower(), "form") == "noun":
            yield from _noun_clause(parse, token, held, ids)


def _coordinated(parse: Parse, found: Sequence[Attribution], ids: Ids) -> Iterator[Attribution]:
    """X believes that Y and expects Z: of two coordinated cues the model often sees one."""
    cues = {t: row for row in found for t in parse.within(row.cue_spans) if t.pos_ == "VERB"}
    for verb, row in cues.items():
        chain = [*verb.conjuncts] if verb.dep_ in {"conj", "ROOT", "ccomp"} else []
        for other in chain:
            own = other.i > verb.i and has(other, *NOUN_SUBJECTS)
            if other in cues or own or not row.source_spans:
                continue
            content = _complement(other)
            inside = overlap(parse.spans([other]), row.spans)
            if content and not inside and not is_silent([other], str(other.lemma_).lower()):
                spans = parse.spans(content)
                yield made(parse, other, spans, row.source_spans, "indirect", "coordinated", ids)


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
    clauses = [c for c in after if c.dep_ in {"ccomp", "xcomp"} and not asks(c.left_edge)]
    infinitive = [c for c in clauses if is_infinitive(c)]
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
    subjects = [c for c in subjects if is_body(c) or (wide and is_group(c))]
    content = _complement(verb) if verb.pos_ == "VERB" and subjects else []
    clause = any(part.dep_ == "ccomp" for part in _parts(verb)) if content else False
    if (clause or (content and wide)) and not is_silent([verb], cue_word(verb)):
        source = parse.spans(subtree(subjects[0]))
        spans = parse.spans(content)
        yield made(parse, verb, spans, source, "indirect", "told_inside", ids)


def _speaking_of(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """X spoke of Y."""
    of = [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "of"]
    if not of or "of" not in load("cues").value(verb.lemma_.lower(), "frames", ()):
        return
    apart = [c for c in verb.children if c.dep_ in {"conj", "cc"} or c.i < verb.i]
    spans = parse.spans(t for t in subtree(verb, apart) if t.i > of[0].i)
    if spans and not is_silent([verb], str(verb.lemma_).lower()):
        source = speaking_part(parse, (), parse.spans([verb]), spans)
        yield made(parse, verb, spans, source, "indirect", "speaking_of", ids)


def _noun_clause(parse: Parse, noun: Token, held: Spans, ids: Ids) -> Iterator[Attribution]:
    """The claim that Y; the firm's admission that Y."""
    for clause in noun.children:
        marks = [c for c in clause.children if c.lower_ == "that" and c.dep_ in {"mark", "advmod"}]
        if clause.dep_ not in {"acl", "ccomp", "relcl"} or not marks or is_taken_back([noun]):
            continue
        spans = parse.spans(subtree(clause))
        if 2 * overlap(spans, held) < length(spans):
            owners = [t for c in noun.children if c.dep_ == "poss" for t in subtree(c)]
            yield made(parse, noun, spans, parse.spans(owners), "noun", "noun_clause", ids)


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
        yield made(parse, token, spans, (), "adjectival", rule, ids)


def is_hearsay(token: Token) -> bool:
    """Whether it is an adjective that says that somebody says so."""
    form = load("cue_forms").value(token.lower_, "form")
    return form == "adjectival" and (
        token.dep_ == "amod" or (token.i > 0 and token.nbor(-1).tag_ in {"POS", "PRP$"})
    )


def _citing(parse: Parse, found: Sequence[Attribution], ids: Ids) -> Iterator[Attribution]:
    """X, citing Y, reported that Z: Z is Y's word as well."""
    cues = {token for row in found for token in parse.within(row.cue_spans)}
    for token in parse.words:
        if not load("grammar").value(token.lower_, "citing") or token in cues:
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
