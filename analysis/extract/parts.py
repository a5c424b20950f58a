"""Where the parse knows better than the model what belongs to source and content.

"Told the president on Monday that Y": neither the president nor Monday is part of Y, and the
president is no source. "X fell and vowed to Z": X vowed. "X wrote to Y, urging Z": X urged.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from analysis.extract.base import (
    NOUN_SUBJECTS,
    Parse,
    first_word,
    has,
    is_quoted,
    is_verb,
    overlap,
    phrase,
    subtree,
)
from analysis.lexicon import load
from analysis.model import Span, Spans

__all__ = ["around_inserted", "said_part", "speaking_part"]

_ACTIVE = {"nsubj", "csubj", "intj"}
_INHERITING = {"conj", "xcomp", "advcl", "acl"}
_RELATIVE = {"who", "which", "whose"}
_BEFORE_NOUN = {"det", "poss", "amod", "compound", "nummod", "nmod"}


def said_part(parse: Parse, content: Spans, cue: Spans) -> Spans:
    """The content without what stands between a cue and the "that" it governs.

    After "according to", what is said of the source ("..., who expects", "..., an analyst,") is no
    part of it either; nor is a second reporting verb beside the cue.
    """
    tokens = parse.within(cue)
    kept = content
    around = next((s for verb in tokens for s in [around_inserted(parse, verb)] if s), ())
    here = tuple(span for span in content if overlap(parse.here, (span,)))
    if around and not is_quoted(parse.text, _up_to(here, parse.sentence.end)):
        return (*around, *_from(content, parse.sentence.end))
    if tokens and tokens[0].lower_ == "according":
        kept = tuple(span for span in content if not _relative(parse, span))
        kept = _unapposed(parse, kept, tokens)
    that = next((t for verb in tokens for t in [_that_of(verb)] if t is not None), None)
    if that is not None:
        low, high = parse.end(tokens[-1]), parse.start(that)
        kept = tuple(piece for span in kept for piece in _outside(span, low, high))
        if not is_quoted(parse.text, content):  # without quotation marks nobody speaks on
            last = parse.sentence.end
            kept = tuple((start, min(end, last)) for start, end in kept if start < last)
    outside = [c for verb in tokens for c in verb.children if _contrasts(c)]
    outside += [g for verb in tokens for c in verb.children for g in c.children if _is_misplaced(g)]
    outside += [c for verb in tokens for c in verb.children if _reports_too(c)]
    contrast = {t for clause in outside for t in subtree(clause)}
    if not is_quoted(parse.text, content):
        if contrast:
            kept = parse.spans(t for t in parse.within(kept) if t not in contrast)
        kept = (*kept[:-1], *(_whole(parse, span) for span in kept[-1:]))
    return kept or content


def _up_to(spans: Spans, end: int) -> Spans:
    return tuple((a, min(b, end)) for a, b in spans if a < end)


def _from(spans: Spans, end: int) -> Spans:
    return tuple((max(a, end), b) for a, b in spans if b > end)


def around_inserted(parse: Parse, verb: Token) -> Spans:
    """What stands around a reporting clause between commas: "They were late, he says, because".

    Empty for any other verb, and where somebody is quoted.
    """
    subjects = [c for c in verb.children if c.dep_ in _ACTIVE and c.i < verb.i]
    first = subjects[0].left_edge if subjects else verb
    last = verb.i + 1 < len(verb.doc) and verb.nbor(1).text == ","
    if verb.dep_ != "parataxis" or not subjects or not last or verb.head.i > verb.i:
        return ()
    if not first.i or first.nbor(-1).text != ",":
        return ()
    behind = (c for v in (verb, verb.head) for c in v.children if c.i > verb.i)
    manner = [c for c in behind if c.tag_ == "VBG" and not has(c, "mark", *_ACTIVE)]
    rest = [t for t in subtree(verb.head, manner) if not first.i - 1 <= t.i <= verb.i + 1]
    rest = rest[:-1] if rest[-1].is_punct else rest
    spans = parse.spans(rest)
    return () if is_quoted(parse.text, spans) else spans


def _unapposed(parse: Parse, content: Spans, cue: list[Token]) -> Spans:
    """The content without an apposition to the source: "according to Lee, an analyst, Y"."""
    named = [c for word in cue for c in word.children if c.dep_ == "pobj"]
    apart = {t for noun in named for c in noun.children if c.dep_ == "appos" for t in subtree(c)}
    words = parse.within(content)
    rest = [word for word in words if word not in apart]
    return parse.spans(rest) if len(words) // 2 <= len(rest) < len(words) else content


def _reports_too(verb: Token) -> bool:
    """Whether a conjunct of the cue is a cue of its own: "believes that Y and expects Z"."""
    known = "clause" in load("cues").value(verb.lemma_.lower(), "frames", ())
    return verb.dep_ == "conj" and known and not has(verb, *NOUN_SUBJECTS)


def _whole(parse: Parse, span: Span) -> Span:
    """A span cut off within a phrase with the rest of it: "in Russia's | Kursk region".

    So with adverbs: "that warnings had come | too late".
    """
    words = parse.within((span,))
    if not words:
        return span
    last = words[-1].head if words[-1].dep_ == "case" else words[-1]
    while last.dep_ in _BEFORE_NOUN and last.head.i > last.i:
        last = last.head
    for following in parse.words:
        if following.i == last.i + 1 and _modified(following) in words:
            last = following
    return (span[0], parse.end(last)) if last.i > words[-1].i else span


def _modified(token: Token) -> Token:
    """What an adverb, or a particle, or an adverb of that one, stands with."""
    while token.dep_ in {"advmod", "prt"}:
        token = token.head
    return token


def _is_misplaced(verb: Token) -> bool:
    """Whether the parser hung a finite verb on the content: "said Y would be built and spoke"."""
    finite = verb.dep_ == "conj" and verb.tag_ in {"VBD", "VBZ"} and verb.head.dep_ == "ccomp"
    own = has(verb, *_ACTIVE, "nsubjpass", "aux")
    return finite and not own and any(c.tag_ == "MD" for c in verb.head.children)


def _contrasts(clause: Token) -> bool:
    """Whether a clause with its own subject stands against the reporting clause: "..., but Y"."""
    before = [t.lower_ for t in clause.doc[max(clause.left_edge.i - 1, 0) : clause.left_edge.i]]
    own = has(clause, *NOUN_SUBJECTS)
    return clause.dep_ == "conj" and own and before == ["but"]


def _relative(parse: Parse, span: Span) -> bool:
    first = first_word(parse.within((span,)))
    return first is not None and first.lower_ in _RELATIVE


def _that_of(verb: Token) -> Token | None:
    """The "that" of the clause that `verb` governs, also where the parser hung it on a date."""
    if not is_verb(verb):
        return None
    for clause in verb.subtree:
        governed = clause.dep_ == "ccomp" and clause.head == verb
        adjunct = clause.head if clause.head.dep_ == "npadvmod" else clause.head.head
        dated = clause.dep_ in {"relcl", "acl"} and adjunct.head == verb
        dated = dated and adjunct.dep_ in {"prep", "npadvmod"}
        if clause.i > verb.i and (governed or dated):
            marks = [c for c in clause.children if c.lower_ == "that" and c.i > verb.i]
            marks = [c for c in marks if c.dep_ in {"mark", "advmod"}]
            if marks:
                return marks[0]
    return None


def _outside(span: Span, low: int, high: int) -> Iterable[Span]:
    """What of `span` lies before `low` or from `high` on."""
    start, end = span
    if start < low:
        yield start, min(end, low)
    if end > high:
        yield max(start, high), end


def speaking_part(parse: Parse, source: Spans, cue: Spans, content: Spans) -> Spans:
    """The source without whoever is told; the subject of the cue where nobody else is left."""
    tokens = parse.within(cue)
    told = {token for verb in tokens for token in _told(verb)}
    hearing = [c for verb in tokens for c in verb.children if _only_hears(c, tokens)]
    heard = {token for subject in hearing for token in subtree(subject)}
    source = tuple(span for span in source if not heard & set(parse.within((span,))))
    if heard and not source:
        return ()
    source = tuple(_without_mark(parse, span) for span in source)
    kept = tuple(span for span in source if not told & set(parse.within((span,))))
    if kept:
        return kept if _shared(tokens) else _own(parse, kept, tokens) or kept
    if source and not _shared(tokens):
        return source
    found = next((s for verb in tokens for s in [_subject(verb)] if s), [])
    if not found:
        return source
    spans = parse.spans(found)
    return () if overlap(spans, content) or overlap(spans, cue) else spans


def _told(verb: Token) -> Iterable[Token]:
    """Those spoken to: "told the president"; of a participle, "wrote to the president, urging"."""
    for child in verb.children:
        if child.dep_ in {"dobj", "dative"} and child.i > verb.i:
            yield from subtree(child)
    if _shared([verb]):
        yield from (t for c in verb.head.children if c.lower_ == "to" for t in subtree(c))
        yield from _told(verb.head)


def _only_hears(subject: Token, cue: list[Token]) -> bool:
    """Whether the subject of a reporting verb only hears, is told, or is spoken of.

    "The court heard that Y", "jurors were told that Y", "the firm is believed to Y"; but "Lee was
    quoted as saying Y".
    """
    cues = load("cues")
    verb = subject.head
    if subject.dep_ == "nsubj" and cues.value(verb.lemma_.lower(), "hears"):
        return True
    frames = cues.value(verb.lemma_.lower(), "frames", ("citing",))
    alone = not any(t.pos_ == "VERB" and t != verb for t in cue)
    return subject.dep_ == "nsubjpass" and "citing" not in frames and alone


def _without_mark(parse: Parse, span: Span) -> Span:
    """A source without the "that" of its clause."""
    words = parse.within((span,))
    mark = len(words) > 1 and words[0].lower_ == "that" and words[0].tag_ in {"IN", "WDT"}
    return (parse.start(words[1]), span[1]) if mark else span


def _own(parse: Parse, source: Spans, cue: list[Token]) -> Spans:
    """The pieces of a source that hold the cue's subject: other pieces are somebody else."""
    subjects = {c for verb in cue for c in verb.children if c.dep_ in _ACTIVE}
    return tuple(span for span in source if subjects & set(parse.within((span,))))


def _shared(cue: list[Token]) -> bool:
    """Whether the cue is a participle, whose subject is the sentence's: "wrote to Y, urging Z"."""
    return any(
        verb.tag_ == "VBG" and verb.dep_ == "advcl" and not has(verb, "nsubj", "aux", "mark")
        for verb in cue
    )


def _subject(verb: Token) -> list[Token]:
    """The tokens of a verb's subject, its own or shared; none for a passive."""
    if _is_misplaced(verb):
        return _subject(verb.head.head)
    if not is_verb(verb) or has(verb, "auxpass"):
        return []
    for child in verb.children:
        if child.dep_ in _ACTIVE and child.i < verb.i:
            if child.lower_ in {*_RELATIVE, "that"} and verb.dep_ == "relcl":
                return [t for t in phrase(verb.head) if t.i < verb.left_edge.i]
            return subtree(child)
    return _subject(verb.head) if verb.dep_ in _INHERITING and verb.head != verb else []
