"""The nouns that numbers count: where they stand, and the words for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from spacy.tokens import Token

from analysis.extract.base import Parse, has, is_verb, trim
from analysis.extract.quantity import role

__all__ = [
    "Before",
    "Bounds",
    "Counted",
    "core",
    "first_of",
    "is_person",
    "noun_behind",
    "phrase_of",
    "words_of",
]

_OUTSIDE = {"ADP", "AUX", "CCONJ", "PART", "PRON", "PUNCT", "SCONJ", "SYM"}
_PARTITIVE = {"of", "more", "fewer", "less", "other", "others", "further", "additional", "some"}
_PARTITIVE |= {"about", "last", "past", "first", "next"}
_MOMENTS = {"yesterday", "today", "tomorrow", "a.m.", "p.m."}
_PERSONS = ("men", "women", "people", "ers", "ors", "ists", "ians", "ees", "ants")
_LIMIT = 9
"""Tokens that a restriction behind the noun may have before it is left out."""


Bounds: TypeAlias = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Counted:
    """The head noun of what is counted, the words for it, and the rule that found them.

    `end` is the offset in the document after the head noun, or -1 where none stands there; `core`
    is the noun with what stands before it, without its restriction and what happened.
    """

    noun: Token | None = None
    words: str = ""
    end: int = -1
    rule: str = "none"
    core: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """What was counted before a number.

    `here` is what the figure before it in the sentence counted, `above` the last of the sentences
    before in the paragraph, `last` that of the sentence right before, in whichever paragraph;
    `known` is what was counted in the document, by its bounds, which is filled while it is read,
    `vote` the vote that somebody had a share of, and `met` all that the sentence counted, each
    with the most that it may be.
    """

    here: Counted | None = None
    above: Counted | None = None
    last: Counted | None = None
    known: dict[Bounds, Counted] = field(default_factory=dict)
    vote: Counted | None = None
    met: tuple[tuple[float, Counted], ...] = ()

    def whole(self, part: float) -> Counted | None:
        """What "of them" means: the nearest that is no smaller than its part, if any is told."""
        return next((one for most, one in reversed(self.met) if most >= part), self.nearest)

    @property
    def nearest(self) -> Counted | None:
        """What "of them" means."""
        return self.here or self.above or self.last


def noun_behind(
    tokens: list[Token], place: int, *, shared: bool = False
) -> tuple[Token | None, int]:
    """The head of the noun phrase behind a number and the place of its first word.

    An article may stand between a share and what is `shared` (half the cost); in "on 488 the codes
    match" the number counts no codes.
    """
    first = _first(tokens, place, {"DET"} if shared else set())
    if first == place < len(tokens) and tokens[first].pos_ == "DET":
        return None, first
    if first >= len(tokens) or (tokens[first].pos_ in _OUTSIDE and tokens[first].text != "-"):
        return None, first
    doc = tokens[0].doc
    for chunk in doc[tokens[0].i : tokens[-1].i + 1].noun_chunks:
        root = chunk.root
        if chunk.start <= tokens[first].i <= root.i and root.tag_.startswith("NN"):
            tied = doc[root.i + 1 : root.i + 3]
            joined = len(tied) == 2 and tied[0].text == "-" and not root.whitespace_
            root = tied[1] if joined else root
            outcome = root.lower_ in role("outcome") and root.tag_ != "NNS"
            return (None if outcome or _is_moment(root, tokens[place]) else root), first
    return None, first


def _is_moment(noun: Token, opening: Token) -> bool:
    """Whether the noun is a time and not what is counted (up from 90 last year)."""
    weekday = noun.lower_.endswith("day") and noun.text[0].isupper()
    opens = opening.lower_ in {"last", "this", "next", "each", "every"}
    return weekday or (opens and noun.dep_ == "npadvmod") or noun.lower_ in _MOMENTS


def _first(tokens: list[Token], place: int, skipped: set[str]) -> int:
    """The place behind of, of the, more, other and the like."""
    while place < len(tokens) and (
        tokens[place].lower_ in _PARTITIVE
        or tokens[place].pos_ in skipped
        or (skipped and tokens[place].tag_ == "PRP$")
    ):
        skipped = {"DET", "NUM"}
        place += 1
    return place


def phrase_of(parse: Parse, first: Token, noun: Token, stop: Token | None = None) -> str:
    """The noun with its modifiers and a short restriction before `stop` (containers of weapons)."""
    end = noun
    for child in noun.rights:
        short = child.right_edge.i - child.left_edge.i < _LIMIT
        joined = child.left_edge.i == end.i + 1
        of = child.dep_ == "prep" and child.lower_ == "of"
        if short and joined and (of or (child.dep_ == "acl" and not _is_finite(child))):
            end = _last_before_number(child)
            if stop is not None and noun.i < stop.i <= end.i:
                end = stop.nbor(-1)
    return words_of(parse, first, end)


def _is_finite(clause: Token) -> bool:
    """Whether a participle behind a noun is the verb of a sentence that has no other before it."""
    root = clause.sent.root
    inside = set(clause.subtree)
    joined = is_verb(root) and any(
        t.dep_ == "cc" and clause.i < t.i < root.i and t not in inside for t in root.subtree
    )
    own = any(
        child.dep_ in {"nsubj", "nsubjpass"} and child.i > clause.i for child in root.children
    )
    return clause.tag_ == "VBN" and joined and not own and not has(clause, "agent")


def _last_before_number(restriction: Token) -> Token:
    """The last word of a restriction: a bare number in it, or after it, is a figure of its own."""
    doc = restriction.doc
    end = restriction.right_edge
    for token in doc[restriction.left_edge.i : end.i + 1]:
        nouns = (t for t in doc[token.i + 1 : end.i + 1] if t.tag_.startswith("NN"))
        if token.pos_ == "NUM" and next(nouns, None) is None:
            end = token.nbor(-1)
            while end.pos_ in {"CCONJ", "PUNCT", "ADP", "ADV", "DET"} and end.i > 0:
                end = end.nbor(-1)
            break
    return end


def words_of(parse: Parse, first: Token, last: Token) -> str:
    """The words from `first` to `last`, without what stands at their edges."""
    start, stop = trim(parse.text, parse.start(first), parse.end(last))
    return " ".join(parse.text[start:stop].rstrip(".\"”'’").split())


def core(parse: Parse, noun: Token) -> str:
    """The noun with the words that stand before it, but no article, number or date."""
    return words_of(parse, first_of(noun), noun)


def first_of(noun: Token) -> Token:
    """The first word of a noun's phrase that is no article, number or date."""
    own = [t for t in noun.lefts if t.dep_ in {"amod", "compound", "nmod"} and not _is_date(t)]
    return own[0].left_edge if own else noun


def _is_date(token: Token) -> bool:
    dated = token.pos_ == "PROPN" and token.ent_type_ in {"DATE", "TIME"}
    return dated or token.pos_ == "NUM" or token.like_num


def is_person(noun: Token) -> bool:
    """Whether a noun is sure to be one for persons."""
    known = noun.lemma_.lower() in role("persons") | role("aged") or noun.ent_type_ == "NORP"
    return known or noun.lower_.endswith(_PERSONS)
