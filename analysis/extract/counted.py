"""What a quantity counts: the noun behind it, its restriction, and what happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from analysis.extract.base import NOUN_SUBJECTS, Parse, is_verb, trim
from analysis.extract.quantity import Quantity, role

__all__ = ["Counted", "counted", "goes_on"]

_OPEN = re.compile(r"[\s,;-]*[\w“\"(]")
"""Nothing but blanks or a comma between a number and the words that may belong to it."""

_OUTSIDE = {"ADP", "AUX", "CCONJ", "PART", "PRON", "PUNCT", "SCONJ", "SYM"}
_PARTITIVE = {"of", "more", "fewer", "other", "others", "further", "additional", "some", "about"}
_PARTITIVE |= {"last", "past", "first", "next"}
_MOMENTS = {"yesterday", "today", "tomorrow", "a.m.", "p.m."}
_SHARING = {"conj", "pobj", "appos", "nummod", "dobj", "attr", "nsubj", "nsubjpass"}
_COMPLEMENTS = {"xcomp", "acomp", "oprd", "ccomp", "acl", "attr"}
_LIMIT = 9
"""Tokens that a restriction behind the noun may have before it is left out."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The head noun of what is counted, the words for it, and the rule that found them.

    `end` is the offset in the document after the head noun, or -1 where none stands there.
    """

    noun: Token | None = None
    words: str = ""
    end: int = -1
    rule: str = "none"


def counted(parse: Parse, quantity: Quantity, previous: Counted | None) -> Counted:
    """What `quantity` counts; `previous` is what the figure before it in the sentence counted."""
    base = parse.sentence.start
    start = parse.token_at(base + quantity.end - 1)
    if start is None:
        return Counted()
    tokens = list(parse.tokens)
    place = start.i - tokens[0].i + 1
    if not _OPEN.match(parse.text, base + quantity.end):
        tokens = tokens[:place]
    if quantity.kind in {"money", "share", "measure", "time", "ratio"}:
        return _measured(parse, tokens, place, quantity)
    pair = tokens[place : place + 2]
    if len(pair) == 2 and pair[0].text == "-" and pair[1].pos_ in {"NOUN", "PROPN"}:
        noun, first = _noun(tokens, place + 2)  # a nine-member panel
        words = _phrase(parse, tokens[first], noun) if noun is not None else ""
        return Counted(pair[1], words, parse.end(pair[1]), "noun")
    noun, first = _noun(tokens, place)
    if noun is None and start.dep_ == "nummod" and start.head in tokens[place : place + 9]:
        noun, first = (None if start.head.lower_ in role("outcome") else start.head), place
    if noun is None:
        return _elliptical(parse, tokens, place, previous, start)
    words = _phrase(parse, tokens[first], noun)
    behind = _outcome_behind(tokens, noun.i - tokens[0].i + 1) if not _is_rest(noun, start) else []
    outcome = " ".join(token.text for token in behind) or _outcome_of(noun, start)
    outcome = "" if outcome in words else outcome
    return Counted(noun, f"{words} {outcome}".strip(), parse.end(noun), "noun")


def goes_on(previous: Counted | None) -> Counted:
    """What a bare number counts that follows `previous`, where the noun is left out."""
    if previous is None or previous.noun is None:
        return Counted()
    outcome = previous.rule == "outcome"
    words = previous.words if outcome else _bare(previous)
    return Counted(previous.noun, words, rule="outcome" if outcome else "ellipsis")


def _noun(tokens: list[Token], place: int) -> tuple[Token | None, int]:
    """The head of the noun phrase behind a number and the place of its first word."""
    first = _first(tokens, place)
    if first >= len(tokens) or (tokens[first].pos_ in _OUTSIDE and tokens[first].text != "-"):
        return None, first
    doc = tokens[0].doc
    for chunk in doc[tokens[0].i : tokens[-1].i + 1].noun_chunks:
        root = chunk.root
        if chunk.start <= tokens[first].i <= root.i and root.pos_ in {"NOUN", "PROPN"}:
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


def _phrase(parse: Parse, first: Token, noun: Token) -> str:
    """The noun with its modifiers and a short restriction (containers of weapons)."""
    end = noun
    for child in noun.rights:
        short = child.right_edge.i - child.left_edge.i < _LIMIT
        joined = child.left_edge.i == end.i + 1
        of = child.dep_ == "prep" and child.lower_ == "of"
        if short and joined and (of or child.dep_ == "acl"):
            end = child.right_edge
    start, stop = trim(parse.text, parse.start(first), parse.end(end))
    return " ".join(parse.text[start:stop].rstrip(".\"”’'").split())


def _elliptical(
    parse: Parse, tokens: list[Token], place: int, previous: Counted | None, number: Token
) -> Counted:
    """A number whose noun is left out: 2,700 wounded; fell to 12."""
    noun = previous.noun if previous is not None else None
    if outcome := _outcome_behind(tokens, place):
        end, words = parse.end(outcome[-1]), " ".join(token.text for token in outcome)
        if previous is None or noun is None or previous.rule == "outcome":
            return Counted(outcome[0], words, end, "outcome")
        return Counted(noun, f"{_bare(previous)} {words}", end, "ellipsis")
    of = _number_of(number)
    if of is not None:
        return Counted(of, _phrase(parse, of.left_edge, of), rule="of")
    more = place < len(tokens) and tokens[place].lower_ in {"more", "fewer"}
    if previous is None or noun is None or not (more or _shares(number, noun)):
        return Counted()
    treated = number.dep_ == "dobj" and number.head.lemma_.lower() in role("kills")
    words = previous.words
    if treated:
        words = f"{_bare(previous)} {_participle(number.head)}"
    elif (number.dep_ in NOUN_SUBJECTS and is_verb(number.head)) or _leads(number):
        words = _bare(previous)
    return Counted(noun, words, rule="ellipsis")


def _number_of(number: Token) -> Token | None:
    """What is counted in "put the number of hostages at 14"."""
    if number.dep_ != "pobj" or number.head.lower_ != "at":
        return None
    verb = next((t for t in number.ancestors if is_verb(t)), None)
    for total in verb.children if verb is not None else ():
        if total.dep_ == "dobj" and total.lower_ in role("totals"):
            of = [n for p in total.children if p.lower_ == "of" for n in p.children]
            return next((n for n in of if n.dep_ == "pobj" and n.pos_ == "NOUN"), None)
    return None


def _leads(number: Token) -> bool:
    """Whether a verb of its own follows: in "killed 12 and 30 fell ill" the 30 were not killed."""
    after = number.nbor(1) if number.i + 1 < len(number.doc) else number
    return (
        number.dep_ == "conj" and after.pos_ in {"AUX", "VERB"} and after.tag_ not in {"VBN", "VBG"}
    )


def _bare(counted: Counted) -> str:
    """What was counted, without what happened to it."""
    return " ".join(word for word in counted.words.split() if word not in role("outcome"))


def _shares(number: Token, noun: Token) -> bool:
    """Whether a bare number goes on counting `noun`: from 12 ships to 9, but not a crew of 9."""
    crew = number.dep_ == "pobj" and number.head.lower_ == "of"
    return number.i > noun.i and number.dep_ in _SHARING and not crew


def _measured(parse: Parse, tokens: list[Token], place: int, quantity: Quantity) -> Counted:
    """What a measure, a sum or a share is of: its of-phrase, else the subject of its clause."""
    word, money = tokens[place].lower_ if place < len(tokens) else "", quantity.kind == "money"
    of = word == "of" or (word == "in" and money)
    if of or not money:
        noun, first = _noun(tokens, place + (of and word == "in"))
        if noun is not None and not (of and noun.ent_type_ in {"DATE", "TIME", "GPE"}):
            return Counted(noun, _phrase(parse, tokens[first], noun), rule="of" if of else "noun")
    subject = _subject(tokens[place - 1])
    if subject is None:
        return Counted()
    own = [t for t in subject.lefts if t.dep_ not in {"det", "nummod", "poss", "quantmod"}]
    left = own[0].left_edge if own else subject
    return Counted(subject, _phrase(parse, left, subject), rule="subject")


def _subject(number: Token) -> Token | None:
    """The subject of the nearest verb above `number`, where it is a noun."""
    verb = next((t for t in number.ancestors if is_verb(t)), None)
    for _ in range(2):
        for child in verb.lefts if verb is not None else ():
            if child.dep_ in NOUN_SUBJECTS and child.pos_ in {"NOUN", "PROPN"}:
                return child if child.i < number.i else None
        verb = verb.head if verb is not None and verb.dep_ in {"conj", "xcomp", "advcl"} else None
    return None


def _outcome_of(noun: Token, number: Token) -> str:
    """What the clause says happened to `noun`, as written, or the _participle of its verb.

    In '12 of the 40 men were killed' it happened to the 12, not to the 40.
    """
    if any(child.lower_ in role("outcome") for child in noun.children if child.dep_ == "acl"):
        return ""
    phrase = _whole(noun)
    if _is_rest(noun, number):
        return ""
    verb = phrase.head
    if phrase.dep_ in NOUN_SUBJECTS | {"attr"}:
        found = next((t for t in _predicates(verb) if t.lower_ in role("outcome")), None)
        return _with_conjunct(found) if found is not None else ""
    if phrase.dep_ == "dobj" and verb.lemma_.lower() in role("kills"):
        return _participle(verb)
    return ""


def _is_rest(noun: Token, number: Token) -> bool:
    """Whether `number` is the 40 of '12 of the 40 men'."""
    whole = _whole(noun)
    return whole.pos_ == "NUM" and whole != number


def _whole(noun: Token) -> Token:
    """The head of the phrase that counts `noun`: the number in '12 of the soldiers'."""
    for _ in range(3):
        if noun.dep_ == "pobj" and noun.head.lower_ == "of":
            noun = noun.head.head
        elif noun.dep_ == "nummod":
            noun = noun.head
    return noun


def _predicates(verb: Token) -> Iterator[Token]:
    """The verb and what completes it: were believed to have been killed, left 14 dead."""
    yield verb
    for child in verb.children:
        if child.dep_ in _COMPLEMENTS:
            yield from _predicates(child)


def _with_conjunct(verb: Token) -> str:
    """Say killed or wounded, but killed alone where the other has a number of its own."""
    words = [verb.text]
    for other in verb.children:
        if other.dep_ == "conj" and other.lower_ in role("outcome") and other.i - verb.i == 2:
            words += [verb.nbor(1).text, other.text]
    return " ".join(words)


def _participle(verb: Token) -> str:
    lemma = verb.lemma_.lower()
    return lemma + ("d" if lemma.endswith("e") else "ed")


def _outcome_behind(tokens: Sequence[Token], place: int) -> list[Token]:
    """The words behind a number or its noun that say what happened (killed or wounded)."""
    found: list[Token] = []
    for token in tokens[place : place + 5]:
        if token.lower_ in role("outcome") or (found and token.lower_ in {"or", "and"}):
            found.append(token)
        elif token.pos_ not in {"AUX", "ADV"} or found or token.lower_ in {"n't", "not"}:
            break
    while found and found[-1].lower_ in {"or", "and"}:
        found.pop()
    return found
