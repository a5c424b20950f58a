"""Attributions in constructions that the model was not taught.

Who is cited ("citing", where one content has two sources), the second of two coordinated cues, what
is told inside what is told, "spoke of", "put the toll at", hearsay in an adjective ("reported
dedication"), and the clause of a reporting noun ("the claim that"). And the plainest construction
of all, "S said that", where the model found nothing in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import (
    NOUN_SUBJECTS,
    Parse,
    children,
    has,
    has_word,
    length,
    overlap,
    phrase,
    subtree,
)
from analysis.extract.commitment import is_infinitive
from analysis.extract.cues import asks, cue_word, is_silent
from analysis.extract.parts import around_inserted, speaking_part
from analysis.extract.roles import is_role, kind_of
from analysis.lexicon import load
from analysis.model import Attribution, Ids, Spans, quote

__all__ = ["constructions", "is_hearsay"]

_BODIES = {"government", "intelligence", "military", "media", "organisation"}
_SOON = 4
"""Words behind a verb among which its number stands."""

_WIDE = {"speaker_label", "according_to"}


def constructions(parse: Parse, rows: Sequence[Attribution], ids: Ids) -> Iterator[Attribution]:
    """The attributions of a sentence beside those found, in constructions of their own."""
    found = [row for row in rows if overlap(parse.here, (*row.spans, *row.cue_spans))]
    yield from _citing(parse, found, ids)
    yield from _coordinated(parse, found, ids)
    held = tuple(span for row in found for span in row.spans)
    cues = {token for row in found for token in parse.within(row.cue_spans)}
    whole = tuple(s for row in found if {row.rule, row.type} & _WIDE for s in row.spans)
    wide = set(parse.within(whole))
    for token in parse.within(held):
        if token not in cues:
            yield from _told_inside(parse, token, token in wide, ids)
    for token in parse.words:
        if token not in cues:
            yield from _speaking_of(parse, token, ids)
            yield from _putting_at(parse, token, ids)
            yield from _counting(parse, token, ids)
            if not found:
                yield from _saying_that(parse, token, ids)
                yield from _inserted(parse, token, ids)
                yield from _inverted(parse, token, ids)
                yield from _saying_number(parse, token, ids)
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


def _putting_at(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """X put the toll at 47."""
    subjects = children(verb, *NOUN_SUBJECTS)
    objects = children(verb, "dobj")
    if not (subjects and objects and "amount" in load("cues").value(verb.lemma_, "frames", ())):
        return
    parts = [verb, *(token for each in objects for token in subtree(each))]
    at = [c for head in parts for c in head.children if c.lower_ == "at"]
    if at and any(token.like_num for c in at for token in c.subtree):
        content = [token for part in (*objects, *at) for token in subtree(part)]
        source = parse.spans(subtree(subjects[0]))
        yield _construction(
            parse, verb, parse.spans(content), source, "indirect", "putting_at", ids
        )


def _counting(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """The brigade has counted 15 dead: whose figure it is."""
    subjects = [c for c in children(verb, "nsubj") if _is_body(c) or kind_of(c) in _BODIES]
    if not subjects or "number" not in load("cues").value(verb.lemma_, "frames", ()):
        return
    apart = [c for c in verb.children if c.i < verb.i or c.dep_ in {"conj", "cc", "punct"}]
    content = [token for token in subtree(verb, apart) if token.i > verb.i]
    if any(token.like_num for token in content[:_SOON]):
        spans, source = parse.spans(content), parse.spans(subtree(subjects[0]))
        yield _construction(parse, verb, spans, source, "indirect", "counting", ids)


def _saying_that(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """S denied that Y, as the main clause; a thing that shows something says nothing."""
    subjects = children(verb, "nsubj")
    clauses = [c for c in children(verb, "ccomp") if has_word(c, "that") and c.i > verb.i]
    if verb.dep_ != "ROOT" or not (subjects and clauses) or not _speaks(subjects[0]):
        return
    word = cue_word(verb)
    if "clause" in load("cues").value(word, "frames", ()) and not is_silent([verb], word):
        content, source = subtree(clauses[0]), subtree(subjects[0])
        spans = parse.spans(content), parse.spans(source)
        yield _construction(parse, verb, *spans, "indirect", "saying_that", ids)


def _speaks(subject: Token) -> bool:
    """Whether a subject is somebody: a name, a person, a body, a group."""
    return subject.pos_ == "PROPN" or kind_of(subject) != "" or is_role(subject)


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
        if 2 * overlap(spans, held) < length(spans):
            owners = [t for c in noun.children if c.dep_ == "poss" for t in subtree(c)]
            yield _construction(parse, noun, spans, parse.spans(owners), "noun", "noun_clause", ids)


def _inserted(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """They were late, he concedes, because cash was tight."""
    frames = load("cues").value(cue_word(verb), "frames", ())
    spans = around_inserted(parse, verb) if "clause" in frames else ()
    if spans and not is_silent([verb], cue_word(verb)):
        source = parse.spans(t for c in children(verb, "nsubj") for t in subtree(c))
        yield _construction(parse, verb, spans, source, "indirect", "inserted", ids)


def _saying_number(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """Rehn says 2,000: a number is all that is said."""
    subjects = children(verb, "nsubj")
    numbers = [c for c in children(verb, "dobj") if c.like_num and c.i > verb.i]
    if verb.lemma_ == "say" and verb.dep_ == "ROOT" and subjects and numbers:
        spans, source = parse.spans(subtree(numbers[0])), parse.spans(subtree(subjects[0]))
        yield _construction(parse, verb, spans, source, "indirect", "saying_number", ids)


def _inverted(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """Kalvin received 47 per cent, said the chairman: the clause stands before its cue."""
    frames = load("cues").value(cue_word(verb), "frames", ())
    told = [c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i and has(c, "nsubj")]
    speakers = [c for c in verb.children if c.dep_ == "nsubj" and c.i > verb.i]
    comma = verb.i and verb.nbor(-1).text == ","
    if len(told) == len(speakers) == 1 and comma and verb.dep_ == "ROOT" and "clause" in frames:
        spans = parse.spans(subtree(told[0]))
        source = parse.spans(subtree(speakers[0]))
        yield _construction(parse, verb, spans, source, "indirect", "inverted", ids)


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
