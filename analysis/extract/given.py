"""Who gives a number: "put the toll at 47", "says 240 tonnes", "has raised its toll to 26"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from analysis.extract.base import NOUN_SUBJECTS, Parse, children, has, has_word, is_verb, subtree
from analysis.extract.cues import cue_word, is_silent
from analysis.extract.roles import kind_of
from analysis.extract.told import BODIES, is_body, made, speaks
from analysis.lexicon import load
from analysis.model import Attribution, Ids

__all__ = ["given_numbers"]

_SOON = 4
"""Words behind a verb among which its number stands."""

_OBJECTS = ("dobj", "oprd", "attr", "nsubj", "ccomp", "npadvmod")
"""What a parser takes the number behind a verb for."""

_PRONOUNS = {"it", "they", "he", "she"}


def given_numbers(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """The attributions of a verb by which somebody gives a number."""
    yield from _putting_at(parse, verb, ids)
    yield from _counting(parse, verb, ids)
    yield from _saying(parse, verb, ids)
    yield from _revising(parse, verb, ids)


def _putting_at(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """X put the toll at 47."""
    subjects = children(verb, *NOUN_SUBJECTS)
    objects = children(verb, "dobj")
    if not (subjects and objects and "amount" in _frames(verb)):
        return
    parts = [verb, *(token for each in objects for token in subtree(each))]
    at = [c for head in parts for c in head.children if c.lower_ == "at"]
    if at and any(token.like_num for c in at for token in c.subtree):
        content = [token for part in (*objects, *at) for token in subtree(part)]
        yield _given(parse, verb, content, subjects[0], "putting_at", ids)


def _counting(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """The brigade has counted 15 dead: whose figure it is."""
    subjects = [c for c in children(verb, "nsubj") if is_body(c) or kind_of(c) in BODIES]
    if not subjects or "number" not in _frames(verb):
        return
    apart = [c for c in verb.children if c.i < verb.i or c.dep_ in {"conj", "cc", "punct"}]
    content = [token for token in subtree(verb, apart) if token.i > verb.i]
    if any(token.like_num for token in content[:_SOON]):
        yield _given(parse, verb, content, subjects[0], "counting", ids)


def _saying(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """The company claims 110 tonnes; police confirm three dead.

    The storm that claimed three lives says nothing.
    """
    subjects = [c for c in children(verb, "nsubj") if c.i < verb.i]
    subjects = [c for c in subjects if speaks(c) or c.lower_ in _PRONOUNS]
    if not subjects or "figure" not in _frames(verb) or is_silent([verb], cue_word(verb)):
        return
    parts = [c for c in verb.children if c.i > verb.i and c.dep_ in _OBJECTS]
    first = subtree(parts[0])[:_SOON] if parts else []
    numbers = [t for t in first if t.like_num and t.lower_ != "one"]
    clause = (
        any(is_verb(t) and has(t, *NOUN_SUBJECTS) for t in subtree(parts[0])) if parts else True
    )
    if numbers and not clause and first[0].i <= verb.i + _SOON:
        cut = {"conj", "cc", "punct", "advcl", "parataxis"}
        rest = [c for c in verb.children if c.i >= parts[0].i and c.dep_ not in cut]
        content = [t for part in rest for t in subtree(part)]
        yield _given(parse, verb, content, subjects[0], "saying", ids)


def _revising(parse: Parse, verb: Token, ids: Ids) -> Iterator[Attribution]:
    """Civil Rescue has raised its toll to 26; the ministry lowered the estimate by half."""
    nouns = [c for c in children(verb, "dobj") if load("grammar").value(c.lemma_.lower(), "given")]
    subjects = [c for c in children(verb, "nsubj") if speaks(c)]
    if not (nouns and subjects) or not load("grammar").value(verb.lemma_.lower(), "revising"):
        return
    own = has_word(nouns[0], "its", "their", "his", "her")
    cut = {"conj", "cc", "punct", "advcl", "parataxis"}
    content = [
        t for c in verb.children if c.i >= nouns[0].i and c.dep_ not in cut for t in subtree(c)
    ]
    number = any(t.like_num for t in content if t.i > nouns[0].i)
    if number and (own or kind_of(subjects[0]) in BODIES or subjects[0].pos_ == "PROPN"):
        yield _given(parse, verb, content, subjects[0], "revising", ids)


def _frames(verb: Token) -> tuple[str, ...]:
    return tuple(load("cues").value(verb.lemma_.lower(), "frames", ()))


def _given(  # noqa: PLR0917, PLR0913 - the parts of a row, each of another kind
    parse: Parse, verb: Token, content: list[Token], subject: Token, rule: str, ids: Ids
) -> Attribution:
    spans, source = parse.spans(content), parse.spans(subtree(subject))
    return made(parse, verb, spans, source, "indirect", rule, ids)
