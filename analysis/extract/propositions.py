"""Splits what somebody says into propositions: one clause, one truth value.

Coordinated predicates, concessive clauses and non-restrictive relative clauses stand for
themselves; adjuncts that say how or why stay with their host.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from analysis.extract.base import (
    CLAUSES,
    SUBJECTS,
    children,
    first_word,
    has,
    has_word,
    is_verb,
    own_number,
    phrase,
    set_off,
    subtree,
)
from analysis.lexicon import load

__all__ = ["Proposition", "asides", "propositions", "subject_phrase"]


@dataclass(frozen=True)
class Proposition:
    """The tokens of one proposition and the head of its predicate."""

    head: Token
    tokens: tuple[Token, ...]
    how: str
    """The rule that set it apart: main, conjunct, relative, concessive or nominal."""


def propositions(unit: Iterable[Token], *, whole: bool = False) -> list[Proposition]:
    """The propositions among the tokens of `unit`, in reading order.

    A unit without a clause is one nominal proposition, and so is any unit if `whole`.
    """
    tokens = sorted(set(unit), key=lambda token: token.i)
    inside = set(tokens)
    tops = [token for token in tokens if token.head not in inside or token.head == token]
    mains = [token for token in tops if _predicate(token)] or _buried(tokens, inside)
    if whole or not mains:
        head = first_word(tops)
        return [Proposition(head, tuple(tokens), "nominal")] if head is not None else []
    mains = [_finite(main, inside) for main in mains]
    heads = [(main, "relative" if _is_aside(main) else "main") for main in mains]
    heads += [split for main in mains for split in _splits(main, inside)]
    found = [_proposition(head, how, heads, inside) for head, how in heads]
    placed = {token for proposition in found for token in proposition.tokens}
    strays = [token for top in tops if top not in mains for token in subtree(top)]
    strays = [token for token in strays if token in inside and token not in placed]
    found[0] = replace(found[0], tokens=tuple(_bare({*found[0].tokens, *strays})))
    worded = [proposition for proposition in found if proposition.tokens]
    return sorted(worded, key=lambda p: min(token.i for token in p.tokens))


def _buried(tokens: list[Token], inside: set[Token]) -> list[Token]:
    """The first clause with its own subject, where the parser lost the main verb.

    Or with the noun that it hung the verb on: "Two people drowned on Sunday".
    """
    for token in tokens:
        subject = any(c.dep_ in SUBJECTS and c in inside for c in token.children)
        if is_verb(token) and subject and token.dep_ not in {"relcl", "advcl"}:
            return [token]
    for token in tokens:
        if token.dep_ == "acl" and token.tag_ == "VBD" and token.head.dep_ == "ROOT":
            return [token.head]
    return []


def _predicate(token: Token) -> bool:
    return is_verb(token) and token.dep_ in CLAUSES and token.tag_ != "MD"


def _finite(main: Token, inside: set[Token]) -> Token:
    """The predicate, where the parser took a participle before it for that.

    "Checks planned for May were put off": planned is no predicate, but says which checks.
    """
    return next((c for c in main.children if c in inside and _reduces(main, c)), main)


def _reduces(participle: Token, verb: Token) -> bool:
    if verb.dep_ != "conj" or participle == verb or participle.tag_ not in {"VBN", "VBD"}:
        return False
    linked = [t for t in participle.children if participle.i < t.i < verb.i]
    joined = any(t.dep_ == "cc" or t.text in {",", ";", "-", "–", "—"} for t in linked)
    aided = has(participle, "aux", "auxpass")
    return has(verb, "auxpass", "aux") and not (joined or aided or has(verb, *SUBJECTS))


def _splits(head: Token, inside: set[Token]) -> Iterator[tuple[Token, str]]:
    """The heads below `head` that are propositions of their own."""
    for token in subtree(head):
        how = _apart(token, head) if token in inside and token != head else ""
        if how:
            yield token, how


def _apart(token: Token, main: Token) -> str:
    if not is_verb(token):
        return ""
    if token.dep_ == "conj" and _finite_chain(token, main):
        return "conjunct"
    if _is_aside(token):
        return "relative"
    if token.dep_ == "advcl" and any(map(_concedes, children(token, "mark"))):
        return "concessive"
    if token.dep_ in {"ccomp", "parataxis"} and (_semicolon(token) or _spliced(token)):
        return "conjunct"
    return ""


def _concedes(token: Token) -> bool:
    return bool(load("grammar").value(token.lower_, "concessive"))


def _is_aside(token: Token) -> bool:
    return token.dep_ == "relcl" and set_off(token)


def asides(tokens: Iterable[Token]) -> set[Token]:
    """The non-restrictive relative clauses among `tokens`: what they say is no part of a name."""
    return {token for clause in tokens if _is_aside(clause) for token in subtree(clause)}


def _finite_chain(token: Token, main: Token) -> bool:
    """Whether `token` is coordinated with a predicate, not with an infinitive or participle.

    "Neither confirmed nor denied" is one proposition, and so is "killed or hurt", of which nobody
    says which.
    """
    first = token.head
    if not is_verb(first) or has(first, "preconj"):
        return False
    if has_word(first, "neither", "nor", "or"):
        return False
    if first != main and first.dep_ in {"xcomp", "acl", "pcomp", "relcl"}:
        return False
    if first != main and first.dep_ == "advcl":
        return has(token, *SUBJECTS) and token.tag_ in {"VBD", "VBZ"}
    return token.tag_ != "VBG" or has(token, "aux", "nsubj")


def _semicolon(token: Token) -> bool:
    low, high = sorted((token.i, token.head.i))
    return any(other.text == ";" for other in token.doc[low:high])


def _spliced(token: Token) -> bool:
    """Whether only a comma joins two clauses ("I live alone, I had left"), neither of them told."""
    head = token.head
    told = any(load(name).get(head.lemma_.lower()) for name in ("cues", "certainty"))
    own = all(has(verb, *SUBJECTS) for verb in (token, head))
    marked = any(c.dep_ == "mark" or c.lower_ == "that" for v in (token, head) for c in v.children)
    comma = any(t.text == "," and t.head == head for t in token.doc[token.i : head.i])
    return token.i < head.i and own and comma and not told and not marked


def _proposition(
    head: Token, how: str, heads: list[tuple[Token, str]], inside: set[Token]
) -> Proposition:
    others = [other for other, _ in heads if other != head]
    lent = [number for other in others for number in own_number(other)]
    top = head.head if _reduces(head.head, head) else head
    tokens = [token for token in subtree(top, [*others, *lent]) if token in inside]
    if how == "relative":
        taken_up = [t for t in phrase(head.head) if t.i < head.left_edge.i]
        tokens = ([t for t in taken_up if t in inside] or taken_up) + tokens
    elif how == "conjunct" and not has(head, *SUBJECTS):
        subject = [t for number in own_number(head) for t in subtree(number)]
        subject = subject or subject_phrase(head)
        tokens = [token for token in subject if token in inside] + tokens
    return Proposition(head, tuple(_bare(tokens)), how)


def subject_phrase(head: Token) -> list[Token]:
    """The words of a predicate's subjects, its own or those of the one it is coordinated with."""
    subjects = children(head, *SUBJECTS)
    if subjects or head.dep_ != "conj":
        return [token for subject in subjects for token in phrase(subject)]
    return subject_phrase(head.head)


def _bare(tokens: Iterable[Token]) -> list[Token]:
    """Without conjunctions, markers and punctuation at the edges."""
    ordered = sorted(set(tokens), key=lambda token: token.i)
    while ordered and (_linking(ordered[0]) or ordered[0].is_punct):
        ordered.pop(0)
    while ordered and _trailing(ordered[-1]):
        ordered.pop()
    return ordered


def _trailing(token: Token) -> bool:
    closing = token.is_punct and token.text not in '%)"”'
    return closing or token.dep_ in {"cc", "mark"} or (_concedes(token) and token.lower_ != "yet")


def _linking(token: Token) -> bool:
    concessive = token.dep_ == "mark" and _concedes(token)
    that = token.lower_ == "that" and token.tag_ in {"IN", "WDT"} and token.dep_ not in SUBJECTS
    even = token.lower_ == "even" and token.i + 1 < len(token.doc) and token.nbor(1).dep_ == "mark"
    joins = token.dep_ in {"cc", "preconj"} and token.lower_ not in {"neither", "nor"}
    return joins or concessive or even or that
