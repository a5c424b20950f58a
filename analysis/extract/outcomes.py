"""What happened to those who are counted: killed, wounded, missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from analysis.extract.quantity import role

__all__ = ["is_rest", "outcome_behind", "outcome_of", "participle"]

_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_COMPLEMENTS = frozenset(("xcomp", "acomp", "oprd", "ccomp", "acl", "attr"))


def outcome_of(noun: Token, number: Token) -> str:
    """What the clause says happened to `noun`, as written, or the participle of its verb.

    In '12 of the 40 men were killed' it happened to the 12, not to the 40.
    """
    if any(child.lower_ in role("outcome") for child in noun.children if child.dep_ == "acl"):
        return ""
    phrase = _whole(noun)
    if is_rest(noun, number):
        return ""
    verb = phrase.head
    if phrase.dep_ in _SUBJECTS or phrase.dep_ == "attr":
        found = next((t for t in _predicates(verb) if t.lower_ in role("outcome")), None)
        return _coordinated(found) if found is not None else ""
    if phrase.dep_ == "dobj" and verb.lemma_.lower() in role("kills"):
        return participle(verb)
    return ""


def is_rest(noun: Token, number: Token) -> bool:
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


def _coordinated(verb: Token) -> str:
    """Say killed or wounded, but killed alone where the other has a number of its own."""
    words = [verb.text]
    for other in verb.children:
        if other.dep_ == "conj" and other.lower_ in role("outcome") and other.i - verb.i == 2:
            words += [verb.nbor(1).text, other.text]
    return " ".join(words)


def participle(verb: Token) -> str:
    """The past participle of a regular verb."""
    lemma = verb.lemma_.lower()
    return lemma + ("d" if lemma.endswith("e") else "ed")


def outcome_behind(tokens: Sequence[Token], place: int) -> list[Token]:
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
