"""What a quantity counts: the noun behind it, its restriction, and what happened to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

from analysis.extract.base import Parse, trim
from analysis.extract.outcomes import is_rest, outcome_behind, outcome_of, participle
from analysis.extract.quantity import Quantity, role

__all__ = ["Counted", "counted", "goes_on"]

_OPEN = re.compile(r"[\s,;-]*[\w“\"(]")
"""Nothing but blanks or a comma between a number and the words that may belong to it."""

_OUTSIDE = {"ADP", "AUX", "CCONJ", "PART", "PRON", "PUNCT", "SCONJ", "SYM"}
_PARTITIVE = {"of", "more", "fewer", "other", "others", "further", "additional", "some", "about"}
_PARTITIVE |= {"last", "past", "first", "next"}
_LIMIT = 9
"""Tokens that a restriction behind the noun may have before it is left out."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The head noun of what is counted, the words for it, and the rule that found them.

    `end` is the offset in the document after the head noun, or -1 where none stands there.
    """

    noun: Token | None
    words: str
    end: int
    rule: str


def counted(parse: Parse, quantity: Quantity, previous: Counted | None) -> Counted:
    """What `quantity` counts; `previous` is what the figure before it in the sentence counted."""
    base = parse.sentence.start
    start = parse.token_at(base + quantity.end - 1)
    if start is None:
        return Counted(None, "", -1, "none")
    tokens = list(parse.tokens)
    place = start.i - tokens[0].i + 1
    if not _OPEN.match(parse.text, base + quantity.end):
        tokens = tokens[:place]
    if quantity.kind in {"money", "share", "measure", "time", "ratio"}:
        return _measured(parse, tokens, place, quantity)
    if _tied(tokens, place):
        words = _following(parse, tokens, place + 2)
        return Counted(tokens[place + 1], words, parse.end(tokens[place + 1]), "noun")
    noun, first = _noun(tokens, place)
    if noun is None and start.dep_ == "nummod" and start.head in tokens[place : place + 9]:
        noun, first = (None if start.head.lower_ in role("outcome") else start.head), place
    if noun is None or _is_moment(tokens, place, noun):
        return _elliptical(parse, tokens, place, previous, start)
    words = _phrase(parse, tokens[first], noun)
    behind = outcome_behind(tokens, noun.i - tokens[0].i + 1) if not is_rest(noun, start) else []
    outcome = " ".join(token.text for token in behind) or outcome_of(noun, start)
    outcome = "" if outcome in words else outcome
    return Counted(noun, f"{words} {outcome}".strip(), parse.end(noun), "noun")


def goes_on(previous: Counted | None) -> Counted:
    """What a bare number counts that follows `previous`, where the noun is left out."""
    if previous is None or previous.noun is None:
        return Counted(None, "", -1, "none")
    if previous.rule == "outcome":
        return Counted(previous.noun, previous.words, -1, "outcome")
    return Counted(previous.noun, _bare(previous), -1, "ellipsis")


def _is_moment(tokens: list[Token], place: int, noun: Token) -> bool:
    """Whether the noun is a time and not what is counted (up from 90 last year)."""
    opens = tokens[place].lower_ in {"last", "this", "next", "each", "every"}
    return opens and noun.dep_ == "npadvmod"


def _tied(tokens: list[Token], place: int) -> bool:
    """Whether a hyphen ties a noun to the number (a nine-member panel)."""
    pair = tokens[place : place + 2]
    return len(pair) == 2 and pair[0].text == "-" and pair[1].pos_ in {"NOUN", "PROPN"}


def _following(parse: Parse, tokens: list[Token], place: int) -> str:
    noun, first = _noun(tokens, place)
    return _phrase(parse, tokens[first], noun) if noun is not None else ""


def _noun(tokens: list[Token], place: int) -> tuple[Token | None, int]:
    """The head of the noun phrase behind a number and the place of its first word."""
    first = _first(tokens, place)
    if first >= len(tokens) or (tokens[first].pos_ in _OUTSIDE and tokens[first].text != "-"):
        return None, first
    for chunk in tokens[0].doc[tokens[0].i : tokens[-1].i + 1].noun_chunks:
        root = chunk.root
        if chunk.start <= tokens[first].i <= root.i and root.pos_ in {"NOUN", "PROPN"}:
            outcome = root.lower_ in role("outcome") and root.tag_ != "NNS"
            return (None if outcome or _adverbial(root, None) else root), first
    return None, first


def _first(tokens: list[Token], place: int) -> int:
    """The place behind of, of the, more, other and the like."""
    skipped = {"DET"}
    while place < len(tokens) and (
        tokens[place].lower_ in _PARTITIVE
        or tokens[place].pos_ in skipped
        or tokens[place].tag_ == "PRP$"
    ):
        skipped = {"DET", "NUM"}
        place += 1
    return place


def _adverbial(token: Token, noun: Token | None) -> bool:
    weekday = token.lower_.endswith("day") and token.text[0].isupper()
    moment = token.dep_ == "npadvmod" and noun is not None
    return weekday or moment or token.lower_ in {"yesterday", "today", "tomorrow", "a.m.", "p.m."}


def _phrase(parse: Parse, first: Token, noun: Token) -> str:
    """The noun with its modifiers and a short restriction (containers of weapons)."""
    end = noun
    for child in noun.rights:
        short = child.right_edge.i - child.left_edge.i < _LIMIT
        joined = child.left_edge.i == end.i + 1
        if short and joined and (_restricts(child) or child.dep_ == "acl"):
            end = child.right_edge
    start, stop = trim(parse.text, parse.start(first), parse.end(end))
    return " ".join(parse.text[start:stop].rstrip(".\"”’'").split())


def _restricts(child: Token) -> bool:
    """An of-phrase, or where the counted are or come from when they are named there."""
    return child.dep_ == "prep" and child.lower_ == "of"


def _elliptical(
    parse: Parse, tokens: list[Token], place: int, previous: Counted | None, number: Token
) -> Counted:
    """A number whose noun is left out: 2,700 wounded; fell to 12."""
    outcome = outcome_behind(tokens, place)
    if outcome:
        end = parse.end(outcome[-1])
        words = " ".join(token.text for token in outcome)
        if previous is not None and previous.noun is not None and previous.rule != "outcome":
            return Counted(previous.noun, f"{_bare(previous)} {words}", end, "ellipsis")
        return Counted(outcome[0], words, end, "outcome")
    more = place < len(tokens) and tokens[place].lower_ in {"more", "fewer"}
    if (
        previous is not None
        and previous.noun is not None
        and (more or _shares(number, previous.noun))
    ):
        verb = number.head
        treated = number.dep_ == "dobj" and verb.lemma_.lower() in role("kills")
        words = f"{_bare(previous)} {participle(verb)}" if treated else previous.words
        return Counted(previous.noun, words, -1, "ellipsis")
    return Counted(None, "", -1, "none")


def _bare(counted: Counted) -> str:
    """What was counted, without what happened to it."""
    return " ".join(word for word in counted.words.split() if word not in role("outcome"))


def _shares(number: Token, noun: Token) -> bool:
    """Whether a bare number goes on counting `noun`: from 12 ships to 9, 5 of them."""
    if number.dep_ == "pobj" and number.head.lower_ == "of":
        return False  # a crew of nine
    return number.i > noun.i and number.dep_ in {
        "conj",
        "pobj",
        "appos",
        "nummod",
        "dobj",
        "attr",
        "nsubj",
        "nsubjpass",
    }


def _measured(parse: Parse, tokens: list[Token], place: int, quantity: Quantity) -> Counted:
    """What a measure, a sum or a share is of: its of-phrase, else the subject of its clause."""
    number = tokens[place - 1]
    if place + 1 < len(tokens) and tokens[place].lower_ in {"of", "in"}:
        heads = {"of"} if quantity.kind != "money" else {"of", "in"}
        noun, first = (
            _noun(tokens, place) if tokens[place].lower_ == "of" else _noun(tokens, place + 1)
        )
        if (
            tokens[place].lower_ in heads
            and noun is not None
            and noun.ent_type_ not in {"DATE", "TIME", "GPE"}
        ):
            return Counted(noun, _phrase(parse, tokens[first], noun), -1, "of")
    if quantity.kind in {"ratio", "share", "measure", "time"} and place < len(tokens):
        noun, first = _noun(tokens, place)
        if noun is not None and tokens[place].lower_ != "of":
            return Counted(noun, _phrase(parse, tokens[first], noun), -1, "noun")
    subject = _subject(number)
    if subject is not None:
        left = next(
            (t for t in subject.lefts if t.dep_ not in {"det", "nummod", "poss", "quantmod"}),
            subject,
        )
        left = left.left_edge if left.i < subject.i else subject
        return Counted(subject, _phrase(parse, left, subject), -1, "subject")
    return Counted(None, "", -1, "none")


def _subject(number: Token) -> Token | None:
    """The subject of the nearest verb above `number`, where it is a noun."""
    verb = next((t for t in number.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    for _ in range(2):
        if verb is None:
            return None
        for child in verb.lefts:
            if child.dep_ in {"nsubj", "nsubjpass"} and child.pos_ in {"NOUN", "PROPN"}:
                return child if child.i < number.i else None
        verb = verb.head if verb.dep_ in {"conj", "xcomp", "advcl"} else None
    return None
