"""What the extractors share: a parsed sentence that knows its place in the document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from analysis.model import Sentence, Span, Spans
from analysis.segment import Segmented

__all__ = [
    "OPENING_QUOTES",
    "QUOTES",
    "Parse",
    "is_quoted",
    "overlap",
    "parses",
    "phrase",
    "subtree",
    "trim",
    "whole_quotations",
]

QUOTES = '"“”„‟«»'
OPENING_QUOTES = '"“„«'
_CLOSING = re.compile(r"[.,!?]?[\"”»]")
_EDGES = " \t\r\n,;:–—-\u2028\u2029\u00a0"


@dataclass(frozen=True)
class Parse:
    """One sentence: its record, its tokens and where they stand in the document's text."""

    sentence: Sentence
    tokens: TokenSpan
    origin: int
    text: str
    """The text of the whole document."""
    words: tuple[Token, ...]
    """The tokens again, made once: spaCy makes new objects each time."""
    starts: tuple[int, ...]
    """Where each of them starts in the document."""

    @property
    def root(self) -> Token:
        """The head of the sentence."""
        return self.tokens.root

    def start(self, token: Token) -> int:
        """The offset of the first character of `token` in the document."""
        return self.origin + int(token.idx)

    def end(self, token: Token) -> int:
        """The offset after the last character of `token` in the document."""
        return self.origin + int(token.idx) + len(token.text)

    def span(self, tokens: Iterable[Token]) -> Span:
        """The hull of `tokens`."""
        ordered = sorted(tokens, key=lambda token: token.i)
        return self.start(ordered[0]), self.end(ordered[-1])

    def spans(self, tokens: Iterable[Token]) -> Spans:
        """The runs of neighbouring `tokens` as trimmed spans; runs of punctuation are dropped."""
        found: list[Span] = []
        for run in _runs(tokens):
            start, end = trim(self.text, self.start(run[0]), self.end(run[-1]))
            if any(character.isalnum() for character in self.text[start:end]):
                found.append((start, end))
        return tuple(found)

    def token_at(self, offset: int) -> Token | None:
        """The token that covers the character at `offset`, or None."""
        number = bisect_right(self.starts, offset) - 1
        token = self.words[number] if number >= 0 else None
        return token if token is not None and offset < self.end(token) else None

    def within(self, spans: Spans) -> list[Token]:
        """The tokens of the sentence that start inside `spans`."""
        find = self.starts
        numbers = {
            number
            for start, end in spans
            for number in range(bisect_left(find, start), bisect_left(find, end))
        }
        return [self.words[number] for number in sorted(numbers)]


def _runs(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in sorted(set(tokens), key=lambda token: token.i):
        if run and token.i != run[-1].i + 1:
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def trim(text: str, start: int, end: int) -> Span:
    """`start` and `end` without white space, commas and dashes at the edges."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def parses(segmented: Segmented) -> list[Parse]:
    """The sentences of a document with their parses, in reading order."""
    origins = {id(paragraph.doc): paragraph.start for paragraph in segmented.paragraphs}
    found = []
    for sentence, tokens in zip(segmented.sentences, segmented.parses, strict=True):
        origin = origins[id(tokens.doc)]
        words = tuple(tokens)
        starts = tuple(origin + token.idx for token in words)
        found.append(Parse(sentence, tokens, origin, segmented.document.text, words, starts))
    return found


def subtree(head: Token, without: Iterable[Token] = ()) -> list[Token]:
    """`head` and all that hangs on it, but not `without` and what hangs on those."""
    cut = set(without)
    found, todo = [], [head]
    while todo:
        token = todo.pop()
        if token in cut:
            continue
        found.append(token)
        todo.extend(token.children)
    return sorted(found, key=lambda token: token.i)


def phrase(head: Token, skip: frozenset[str] = frozenset({"relcl", "appos", "acl"})) -> list[Token]:
    """The noun phrase of `head` without its clauses, appositions and coordinated phrases."""
    cut = [
        token
        for token in head.subtree
        if token.dep_ in skip or (token.head == head and token.dep_ in {"conj", "cc", "punct"})
    ]
    return subtree(head, cut)


def is_quoted(text: str, spans: Spans) -> bool:
    """Whether a quotation mark stands in or right beside `spans`."""
    return any(
        character in QUOTES
        for start, end in spans
        for character in text[max(0, start - 1) : end + 1]
    )


def overlap(one: Spans, other: Spans) -> int:
    """How many characters two lists of spans share."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)


def whole_quotations(text: str, spans: Spans) -> Spans:
    """`spans` with the closing mark of a quotation that was opened inside."""
    closed = []
    for start, end in spans:
        opened = sum(character in QUOTES for character in text[start:end]) % 2
        match = _CLOSING.match(text, end) if opened else None
        closed.append((start, match.end() if match else end))
    return tuple(closed)
