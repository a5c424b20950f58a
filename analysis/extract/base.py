"""What the extractors share: a parsed sentence that knows its place in the document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from analysis.model import Attribution, Claim, Sentence, Span, Spans
from analysis.segment import Segmented

__all__ = [
    "CLAUSES",
    "CLOSERS",
    "NOUN_SUBJECTS",
    "QUOTES",
    "SUBJECTS",
    "Parse",
    "by_sentence",
    "children",
    "first_word",
    "has",
    "has_word",
    "is_negated",
    "is_number_sign",
    "is_quoted",
    "is_verb",
    "length",
    "overlap",
    "own_number",
    "parses",
    "phrase",
    "set_off",
    "subject_of",
    "subtree",
    "trim",
    "whole_quotations",
]

CLOSERS = "\"”’' )]"
QUOTES = '"“”„‟«»'
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
NOUN_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
CLAUSES = frozenset(
    {"ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis", "xcomp", "acl", "pcomp", "dep"}
)
"""The dependency labels of a verb that heads a clause."""
_Row = TypeVar("_Row", Attribution, Claim)
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
    def own_text(self) -> str:
        """The text of the sentence."""
        return self.text[self.sentence.start : self.sentence.end]

    @property
    def is_question(self) -> bool:
        """Whether the sentence ends with a question mark."""
        return self.own_text.rstrip(f"{CLOSERS}*_").endswith("?")

    @property
    def here(self) -> Spans:
        """Where the sentence stands."""
        return ((self.sentence.start, self.sentence.end),)

    def start(self, token: Token) -> int:
        """The offset of the first character of `token` in the document."""
        return self.origin + int(token.idx)

    def end(self, token: Token) -> int:
        """The offset after the last character of `token` in the document."""
        return self.origin + int(token.idx) + len(token.text)

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


def children(head: Token, *labels: str) -> list[Token]:
    """What hangs on `head` under one of the dependency `labels`."""
    return [child for child in head.children if child.dep_ in labels]


def has(head: Token, *labels: str) -> bool:
    """Whether anything hangs on `head` under one of the dependency `labels`."""
    return any(child.dep_ in labels for child in head.children)


def has_word(head: Token, *words: str) -> bool:
    """Whether one of `words`, in small letters, hangs on `head`."""
    return any(child.lower_ in words for child in head.children)


def is_negated(verb: Token) -> bool:
    """Whether "not", "never", "nor" or "neither" hangs on `verb`."""
    return has(verb, "neg") or has_word(verb, "never", "nor", "neither")


def is_number_sign(token: Token) -> bool:
    """Whether it is the "No." before a number: no negation."""
    after = token.doc[token.i + 1 : token.i + 3].text.lstrip(".").lstrip()
    stop = token.text.endswith(".") or token.doc[token.i + 1 : token.i + 2].text == "."
    return token.lower_.rstrip(".") in {"no", "nos"} and stop and after[:1].isdigit()


def is_verb(token: Token) -> bool:
    """Whether `token` is a verb or auxiliary."""
    return token.pos_ in {"VERB", "AUX"}


def by_sentence(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    """The rows of each sentence, by its id."""
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.sentence_id, []).append(row)
    return found


def subject_of(verb: Token) -> Token | None:
    """The subject of `verb`; a coordinated verb shares that of the first."""
    own = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
    return subject_of(verb.head) if own is None and verb.dep_ == "conj" else own


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


def own_number(verb: Token) -> list[Token]:
    """The number right before a coordinated verb that a parser hangs on the object before it.

    In "it killed five people and 58 have been infected" the 58 are the subject.
    """
    before = verb.left_edge.nbor(-1) if verb.left_edge.i else verb
    counted = before.pos_ == "NUM" or has(before, "nummod")
    lent = verb.dep_ == "conj" and before.dep_ == "conj" and counted and not has(verb, *SUBJECTS)
    return [before] if lent and before.head.dep_ == "dobj" else []


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


def first_word(tokens: Iterable[Token]) -> Token | None:
    """The first of `tokens` that is no punctuation."""
    return next((token for token in tokens if not token.is_punct), None)


def set_off(clause: Token) -> bool:
    """Whether a comma, dash or bracket parts a clause from what it hangs on."""
    left = clause.left_edge
    return left.i > left.sent.start and left.nbor(-1).text in {",", "—", "–", "(", "--"}


def length(spans: Spans) -> int:
    """How many characters `spans` cover."""
    return sum(end - start for start, end in spans)


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
