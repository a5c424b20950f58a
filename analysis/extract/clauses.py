"""Who says a clause, by what frames it: "that", a comma, a relative, "did so again:"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from analysis.extract.base import (
    NOUN_SUBJECTS,
    Parse,
    children,
    has,
    has_word,
    is_verb,
    phrase,
    set_off,
    subtree,
)
from analysis.extract.cues import cue_word, is_silent
from analysis.extract.parts import around_inserted
from analysis.extract.told import made, speaks
from analysis.lexicon import load
from analysis.model import Attribution, Ids

__all__ = ["after_colon", "closing", "in_relative", "inserted", "raised", "saying_that"]

_AGAIN = {"so", "same", "this", "that", "it"}
_BELIEVED = {"think", "believe", "say", "report", "suspect", "understand", "rumour", "rumor"}
_SHORT = 4
"""Words behind a verb among which what it takes up is named."""
_LONGEST = 12
"""Words between the last comma of a headline and its end, at most."""


def saying_that(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """S denied that Y, as the main clause; a thing that shows something says nothing."""
    subjects = children(verb, "nsubj")
    clauses = [c for c in children(verb, "ccomp") if has_word(c, "that") and c.i > verb.i]
    if verb.dep_ != "ROOT" or not (subjects and clauses):
        return
    showing = load("cues").value(cue_word(verb), "stance") == "endorses" or load("cues").value(
        cue_word(verb), "certainty"
    )
    if not (speaks(subjects[0]) or (subjects[0].pos_ == "NOUN" and not showing)):
        return
    if _takes_clause(verb):
        content, source = subtree(clauses[0]), subtree(subjects[0])
        spans = parse.spans(content), parse.spans(source)
        yield made(parse, verb, *spans, "indirect", "saying_that", ids)


def inserted(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """They were late, he concedes, because cash was tight."""
    spans = around_inserted(parse, verb) if _takes_clause(verb) else ()
    if spans:
        source = parse.spans(t for c in children(verb, "nsubj") for t in subtree(c))
        yield made(parse, verb, spans, source, "indirect", "inserted", ids)


def raised(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """Refiners are thought to have cut runs: nobody knows who thinks so."""
    actors = children(verb, "nsubjpass")
    clauses = [c for c in children(verb, "xcomp") if has_word(c, "to") and c.i > verb.i]
    believed = (
        verb.lemma_ in _BELIEVED and has(verb, "auxpass") and not is_silent([verb], verb.lemma_)
    )
    if believed and actors and clauses:
        content = [*subtree(actors[0]), *subtree(clauses[0])]
        yield made(parse, verb, parse.spans(content), (), "indirect", "raised", ids)


def in_relative(parse: Parse, verb: Token, content: list[Token], ids: Ids) -> Iterator[Attribution]:
    """The firm, which had denied the leak, has admitted it: the firm denied it.

    A noun is denied in it, or else a clause is said.
    """
    relative = [c for c in children(verb, "nsubj") if c.lower_ in {"who", "which"}]
    aside = verb.dep_ == "relcl" and set_off(verb)
    if not aside or not relative or not speaks(verb.head) or not content:
        return
    denies = load("cues").value(cue_word(verb), "denies")
    if (denies or has(verb, "ccomp")) and not is_silent([verb], cue_word(verb)):
        source = parse.spans(t for t in phrase(verb.head) if t.i < verb.left_edge.i)
        yield made(parse, verb, parse.spans(content), source, "indirect", "in_relative", ids)


def closing(parse: Parse, ids: Ids) -> Iterator[Attribution]:
    """Five dead, police say; fire under control, says fire chief Orr: headlines and their like."""
    words = [t for t in parse.words if not t.is_space]
    while words and words[-1].is_punct:
        words.pop()
    commas = [n for n, t in enumerate(words) if t.text == "," and n > 1]
    if not commas or words[0].dep_ == "mark" or words[0].lower_ == "according":
        return
    inverted = [n for n in commas if is_verb(words[n + 1]) and n + 2 < len(words)]
    at = (inverted or commas)[-1]
    content, frame = words[:at], words[at + 1 :]
    verbs = [t for t in frame if is_verb(t)]
    if len(verbs) != 1 or len(frame) > _LONGEST or verbs[0] not in {frame[0], frame[-1]}:
        return
    verb = verbs[0]
    named = [t for t in frame if t != verb]
    if verb.tag_ in {"VBD", "VBZ", "VBP"} and _takes_clause(verb) and _is_somebody(named):
        spans = parse.spans(content), parse.spans(named)
        yield made(parse, verb, *spans, "indirect", "closing", ids)


def after_colon(parse: Parse, verb: Token, before: Parse | None, ids: Ids) -> Iterator[Attribution]:
    """S denied this: Y. S did so again: Y, where the sentence before tells of a statement.

    Y is not what S denies but what S says; whoever only doubts something need not say it.
    """
    colons = [t for t in parse.words if t.text == ":" and t.i > verb.i]
    subjects = [c for c in children(verb, "nsubj") if c.i < verb.i and speaks(c)]
    between = [t for t in parse.words if colons and verb.i < t.i < colons[0].i]
    pointing = any(t.lower_ in _AGAIN for t in between[:_SHORT])
    earlier = any(t.pos_ == "VERB" for t in parse.words if t.i < verb.i)
    if not (pointing and subjects and colons) or earlier:
        return
    content = [t for t in parse.words if t.i > colons[0].i and not t.is_space]
    content = content[:-1] if content and content[-1].is_punct else content
    if not any(is_verb(t) and has(t, *NOUN_SUBJECTS) for t in content):
        return
    again = verb.lemma_ == "do" and before is not None and _tells(before)
    effect = load("cues").get(cue_word(verb))
    denies = (
        effect is not None and effect.effect.get("denies") and not effect.effect.get("certainty")
    )
    if again or (denies and not is_silent([verb], cue_word(verb))):
        spans = parse.spans(content), parse.spans(subtree(subjects[0]))
        yield made(parse, verb, *spans, "indirect", "after_colon", ids)


def _tells(parse: Parse) -> bool:
    """Whether the main verb of a sentence is one of saying."""
    frames = load("cues").value(cue_word(parse.tokens.root), "frames", ())
    return "clause" in frames


def _takes_clause(verb: Token) -> bool:
    word = cue_word(verb)
    return "clause" in load("cues").value(word, "frames", ()) and not is_silent([verb], word)


def _is_somebody(named: list[Token]) -> bool:
    """Whether words are one noun phrase whose head can speak."""
    if not named or any(t.pos_ in {"VERB", "AUX", "SCONJ"} or t.dep_ == "mark" for t in named):
        return False
    ends = (n for n, t in enumerate(named) if t.dep_ == "prep" or t.text == ",")
    cut = next(ends, len(named))
    heads = [t for t in named[:cut] if t.pos_ in {"NOUN", "PROPN"}]
    return bool(heads) and (speaks(heads[-1]) or heads[-1].lower_ in {"police"})
