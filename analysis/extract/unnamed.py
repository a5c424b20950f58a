"""A source without a name of its own: a vague group, an unnamed person, an office."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from spacy.tokens import Token

from analysis.extract.base import children, has, phrase, set_off, subtree
from analysis.extract.named import Named
from analysis.extract.roles import (
    called,
    is_human,
    is_role,
    kind_of,
    owned,
    owner_of,
    without_article,
    written,
)
from analysis.lexicon import load

__all__ = ["described"]

_UNNAMED = re.compile(r"\b(unnamed|anonymous|unidentified)\b", re.IGNORECASE)
_BACKGROUND = re.compile(
    r"(?:condition of anonymity|on background|(?:remain|stay) anonymous"
    r"|(?:asked|wished|preferred|wanted)(?: that \w+)? not (?:to )?be (?:named|identified)"
    r"|(?:declined|refused) to be (?:named|identified)|without being (?:named|identified)"
    r"|not authori[sz]ed to (?:speak|talk|comment))",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    r"\b(?:familiar with|with (?:direct )?knowledge of|briefed on"
    r"|(?:people|person|sources?|insiders?|officials?|aides?|executives?) close to)\b",
    re.IGNORECASE,
)


_SPEAKING_FOR = {"official", "diplomat", "officer", "aide"}
"""Whoever speaks of his office and keeps his name back, without being called a person."""


def described(head: Token, tokens: Sequence[Token]) -> Named:
    """A source without a name: a vague group, an unnamed person, an office."""
    aside = [t for c in head.children if _is_aside(c) for t in subtree(c)]
    words = [t for t in phrase(head, frozenset({"relcl", "appos"})) if t in set(tokens)]
    listed = _listed_before(head, tokens)
    whole = written([*listed, *(t for t in words if t not in aside)])
    name = without_article(whole) or head.text
    sources = load("sources")
    person = is_human(head)
    kind = kind_of(head) or ("person" if person else "organisation")
    plural = head.tag_ in {"NNS", "NNPS"} or bool(sources.value(head.lower_, "group"))
    if head.lower_ == "one":
        kind = _kind_of_member(head)
        person = kind == "person"
    elif head.like_num:
        plural = True
    plural = plural and not (kind == "government" and head.lower_ == head.lemma_.lower())
    if head.tag_ == "NN" and sources.value(head.lower_, "unnamed"):
        plural, kind = False, "person"
    person = kind in {"person", "analyst"}
    kind = "vague_group" if plural else kind
    owner = owner_of(head)
    nouns = called([head])
    held = any(c.dep_ == "poss" and c.pos_ == "PROPN" for c in head.children)
    if held and not person and not plural and kind_of(head):
        return Named(name, kind, "", owned(owner), owner=owner, nouns=nouns)
    hidden = (
        _UNNAMED.search(whole) or sources.value(head.lower_, "unnamed") or (person and not plural)
    )
    numbered = has(head, "nummod") or head.like_num
    hidden = hidden or (plural and numbered and _are_people(head))  # "two women"
    hidden = hidden or (plural and is_role(head) and has(head, "poss"))  # "its lawyers"
    hidden = hidden or (head.lemma_.lower() in _SPEAKING_FOR and head.lower_ != "officials")
    sourcing = "unnamed" if hidden else "unstated"
    close = (person or plural) and _CLOSE.search(written(subtree(head)))
    sourcing = "background" if close or _BACKGROUND.search(head.sent.text) else sourcing
    place = owned(owner) if person and not plural else ""
    return Named(name, kind, "", place, sourcing, proper=False, owner=owner, nouns=nouns)


def _kind_of_member(one: Token) -> str:
    """The kind of one of several: "one of them" is a person, "one of the banks" is none."""
    of = [c for prep in children(one, "prep") for c in children(prep, "pobj")]
    kind = next((kind_of(noun) for noun in of), "")
    return kind if kind not in {"", "analyst", "vague_group"} else "person"


def _are_people(plural: Token) -> bool:
    group = load("sources").get(plural.lower_)
    people = kind_of(plural) in {"", "person", "analyst", "vague_group"}
    return people and not (group and group.effect.get("document"))


def _is_aside(clause: Token) -> bool:
    """Whether it is set off from the name, or the reporting verb that the parser hangs on it."""
    reports = load("cues").get(clause.lemma_.lower()) is not None and clause.tag_ in {"VBD", "VBN"}
    reports = reports and not _CLOSE.match(clause.doc[clause.i : clause.i + 2].text)
    return clause.dep_ == "acl" and (set_off(clause) or reports)


def _listed_before(head: Token, tokens: Sequence[Token]) -> list[Token]:
    """The modifiers before a plural head that a parser cut off: "A, B and C agencies"."""
    if head.pos_ != "NOUN" or head.tag_ != "NNS":
        return []
    kinds = {"ADJ", "PROPN", "CCONJ", "PUNCT"}
    before = [t for t in tokens if t.i < head.left_edge.i][::-1]
    if not has(head, "amod", "compound", "nmod") or not before or before[0].pos_ != "CCONJ":
        return []  # "Sefu, villagers", "damp, and traders"
    return [*takewhile(lambda t: t.pos_ in kinds or t.dep_ == "compound", before)]
