"""Where a cue stands, and where clauses and phrases beside it begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from analysis.extract.base import CLAUSES, SUBJECTS, Parse, has, is_verb, subject_of, trim
from analysis.extract.question_cues import Cue
from analysis.lexicon import load
from analysis.model import Span

__all__ = [
    "PRONOUNS",
    "WH",
    "Asked",
    "Place",
    "back",
    "chunk_end",
    "clause_end",
    "clause_head",
    "cut_speech",
    "has_role",
    "is_anybody",
    "is_put_to_someone",
    "is_speech",
    "span_of",
]

WH = frozenset(
    ("whether", "if", "how", "why", "what", "who", "whom", "whose", "when", "where", "which")
)
PRONOUNS = frozenset(("i", "you", "he", "she", "it", "we", "they", "this", "that", "these", "who"))
_CLOSING_QUOTES = "”’\"'"
_CLAUSES = CLAUSES | {"csubj", "csubjpass", "attr"}
_JOINING = frozenset(("and", "or", "but", "yet", "so"))
_LINKS = _JOINING - {"or"} | {",", ";", "—", "–"}
_STOPS = frozenset((",", ";", ".", "!", "?", ")", "—", "–", "”", '"', ":"))
_SPEECH = re.compile(r"(?:say|tell|add|argue|note|write|report|suggest|explain)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's span in the document and its shape: clause, phrase, statement, question."""

    span: Span
    shape: str
    head: Token


@dataclass(frozen=True, slots=True)
class Place:
    """A cue in its sentence: the tokens from `before` up to `after` are the cue itself."""

    parse: Parse
    tokens: Sequence[Token]
    before: int
    after: int
    cue: Cue

    @classmethod
    def of(cls, parse: Parse, cue: Cue) -> Place:
        """The place of `cue` in a parsed sentence."""
        tokens = parse.words
        base = parse.sentence.start
        after = (i for i, t in enumerate(tokens) if parse.start(t) >= base + cue.end)
        before = (i for i, t in enumerate(tokens) if parse.end(t) > base + cue.start)
        return cls(parse, tokens, next(before, 0), next(after, len(tokens)), cue)

    @property
    def words(self) -> Sequence[Token]:
        """The tokens of the cue."""
        return self.tokens[self.before : self.after]

    @property
    def predicate(self) -> Token:
        """The token of the cue that stands highest in the parse."""
        return min(self.words, key=lambda token: sum(1 for _ in token.ancestors))

    @property
    def subject(self) -> Token | None:
        """The subject of the predicate, or of the verb that it hangs on."""
        near = (self.predicate, self.predicate.head, *self._auxiliaries())
        return next((found for verb in near if (found := subject_of(verb)) is not None), None)

    def _auxiliaries(self) -> list[Token]:
        """Auxiliaries of the predicate, on which the parser hangs the subject now and then."""
        return [c for c in self.predicate.lefts if c.dep_ in {"aux", "auxpass"}]

    @property
    def following(self) -> Token | None:
        """The token behind the cue."""
        return self.tokens[self.after] if self.after < len(self.tokens) else None


def has_role(token: Token, role: str) -> bool:
    """Whether the lexicon of question words gives `token` that role."""
    words = load("question_words")
    return role in {words.value(form, "role") for form in (token.lower_, token.lemma_.lower())}


def is_put_to_someone(noun: Token) -> bool:
    """Whether questions are answered, asked or deflected, and so not left open."""
    verb = noun.head.head if noun.head.pos_ == "ADP" else noun.head
    denied = any(child.lower_ in {"no", "not", "n't", "n’t", "never"} for child in verb.lefts)
    return has_role(verb, "answers") and not denied


def is_anybody(subject: Token) -> bool:
    """Whether the subject is you, one or some, whose not knowing is a manner of speaking."""
    denied = any(child.lower_ in {"no", "any"} for child in subject.lefts)
    return has_role(subject, "anybody") and not denied


def is_speech(token: Token) -> bool:
    """Whether `token` is a verb of saying."""
    return token.pos_ == "VERB" and bool(_SPEECH.fullmatch(token.lemma_))


def clause_head(word: Token) -> Token | None:
    """The verb of the clause that the question word opens."""
    if word.dep_ == "mark" or (word.lower_ in {"whether", "if"} and word.head.pos_ == "VERB"):
        return word.head
    for ancestor in word.ancestors:
        verbal = is_verb(ancestor) or ancestor.dep_ in {"ccomp", "pcomp", "csubj"}
        if verbal and ancestor.dep_ in _CLAUSES and ancestor.left_edge.i <= word.i:
            return ancestor
    return None


def clause_end(head: Token, start: int) -> Token:
    """The last token of the clause of `head`, before a coordinated clause of its own."""
    for token in head.children:
        if token.i <= start or token.dep_ != "conj" or token.left_edge.i <= head.i:
            continue
        own = has(token, *SUBJECTS)
        link = token.left_edge.nbor(-1)
        if own and link.lower_ in _LINKS:
            return back(link, head)
    return head.right_edge


def back(last: Token, first: Token) -> Token:
    """The last token from `first` to `last` that is no punctuation and joins nothing."""
    while last.i > first.i and (last.is_punct or last.lower_ in _JOINING):
        last = last.nbor(-1)
    return last


def chunk_end(tokens: Sequence[Token], at: int) -> Token:
    """The token before the next comma, bracket or full stop."""
    for token in tokens[at + 1 :]:
        if token.text in _STOPS:
            return token.nbor(-1)
    return tokens[-1]


def cut_speech(tokens: Sequence[Token], first: Token, last: Token) -> Token:
    """Cut a trailing ', he said', ', but ...' or ', which ...' off a clause."""
    for token in tokens:
        if not first.i < token.i < last.i or token.text not in {",", ";", "—", "–", "--"}:
            continue
        after = token.nbor(1)
        speech = any(is_speech(word) for word in tokens if 1 <= word.i - after.i <= 2)
        subject = after.dep_ in SUBJECTS or after.pos_ in {"PRON", "PROPN"}
        if after.lower_ in {"but", "although", "though", "according"} or (speech and subject):
            return token.nbor(-1)
        further = any(t.text in {",", "—", "–", "--"} for t in tokens if after.i < t.i <= last.i)
        if after.lower_ in {"which", "who", "whose"} and not further:
            return token.nbor(-1)
    return last


def span_of(parse: Parse, first: Token, last: Token) -> Span:
    """The trimmed span from `first` to `last`, without closing marks at its end."""
    while last.i > first.i and (last.is_punct or last.lower_ in {"and", "or", "but"}):
        if last.text in ")]" or last.text in _CLOSING_QUOTES:
            break
        last = last.nbor(-1)
    start, end = trim(parse.text, parse.start(first), min(parse.end(last), parse.sentence.end))
    while end > start and parse.text[end - 1] in ".!?;)”\"'":
        if parse.text[end - 1] == ")" and "(" in parse.text[start:end]:
            break
        if parse.text[start:end].endswith(("U.S.", "U.N.", "D.C.")):
            break
        end -= 1
    return trim(parse.text, start, end)
