"""What a sentence says happened to those counted: killed, missing, arrested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from analysis.extract.base import NOUN_SUBJECTS, has, is_verb
from analysis.extract.quantity import role

__all__ = ["is_rest", "outcome_behind", "outcome_of", "participle"]

_COMPLEMENTS = {"xcomp", "acomp", "oprd", "ccomp", "acl", "attr", "advmod"}
_ITSELF = {"die", "drown", "flee", "desert", "defect", "surrender", "perish", "starve", "disappear"}
"""Verbs that tell of their subject even with an object: they fled the town."""


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
    if phrase.dep_ in NOUN_SUBJECTS | {"attr"}:
        found = next((t for t in _predicates(verb) if _happens(t)), None)
        return _with_conjunct(found) if found is not None else ""
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
        if child.dep_ in _COMPLEMENTS and (child.dep_ != "ccomp" or child.i > verb.i):
            yield from _predicates(child)


def _happens(word: Token) -> bool:
    """Whether a word says what happened to its subject: not the gunmen who killed somebody."""
    acts = is_verb(word) and has(word, "dobj") and not has(word, "auxpass")
    return word.lower_ in role("outcome") and (not acts or word.lemma_.lower() in _ITSELF)


def _with_conjunct(verb: Token) -> str:
    """Say killed or wounded, but killed alone where the other has a number of its own."""
    words = [verb.text]
    for other in verb.children:
        if other.dep_ == "conj" and other.lower_ in role("outcome") and other.i - verb.i == 2:
            words += [verb.nbor(1).text, other.text]
    return " ".join(words)


def participle(verb: Token) -> str:
    """The participle of a verb that is done to those counted."""
    lemma = verb.lemma_.lower()
    return lemma + ("d" if lemma.endswith("e") else "ed")


def outcome_behind(tokens: Sequence[Token], place: int) -> list[Token]:
    """The words behind a number or its noun that say what happened (killed or wounded).

    They may be set off by a comma: "100 men, dead and wounded".
    """
    found: list[Token] = []
    set_off = place + 1 < len(tokens) and tokens[place].text == ","
    for token in tokens[place + set_off : place + set_off + 5]:
        if _happens(token) or (found and token.lower_ in {"or", "and"}):
            found.append(token)
        elif token.pos_ not in {"AUX", "ADV"} or found or set_off or token.lower_ in {"n't", "not"}:
            break
    while found and found[-1].lower_ in {"or", "and"}:
        found.pop()
    after = found[-1].nbor(1) if found and found[-1].i + 1 < len(found[-1].doc) else None
    own = set_off and after is not None and after.pos_ in {"NUM", "DET", "NOUN", "PROPN"}
    return [] if own else found
