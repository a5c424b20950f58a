"""Whom an owner or a description means among those named so far: "its", "the firm", "the WHO"."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import has
from analysis.extract.cast import Actor, Cast, Place
from analysis.extract.named import Named
from analysis.extract.names import named
from analysis.extract.proper_names import is_person, name_run
from analysis.extract.roles import PEOPLE, is_human, kind_of, publisher_words, written
from analysis.lexicon import load

__all__ = ["NO_ACTORS", "SUBJECT", "described_before", "points_to", "settled", "within"]

NO_ACTORS = {"GPE", "NORP", "LOC", "FAC", "DATE", "TIME", "EVENT", "WORK_OF_ART", "MONEY",
              "LANGUAGE", "CARDINAL", "ORDINAL", "QUANTITY", "PERCENT", "LAW"}  # fmt: skip
"""What a parser calls names that nobody bears who acts."""
SUBJECT = {"its": "it", "his": "he", "her": "she", "their": "they"}


def settled(cast: Cast, found: Named, place: Place) -> Named:
    """`found` with the full name of the body that it belongs to: "its", "the firm", "the WHO"."""
    owner = found.owner
    if owner is None:
        return found
    if owner.dep_ == "poss" and is_person(owner):
        known = cast.find(Named(written(name_run(owner)), ""))
        return found if known and not known.is_person else replace(found, affiliation="")
    if found.proper and found.kind not in PEOPLE:
        return found
    if owner.pos_ == "PRON":
        kinds = tuple(load("descriptions").value(SUBJECT.get(owner.lower_, ""), "kinds", ()))
        actor = cast.recent(kinds, place, SUBJECT.get(owner.lower_, "they"))
        if actor is not None and actor.is_person and owner.lower_ in {"his", "her"}:
            actor.pronoun = SUBJECT[owner.lower_]
    elif owner.pos_ == "PROPN" and found.affiliation:
        actor = cast.employer(
            found.affiliation, place, sure=owner.dep_ != "poss", place=owner.ent_type_ in NO_ACTORS
        )
    else:
        actor = described_before(cast, owner, place)
    if actor is None:
        short = cast.short.get(found.affiliation, found.affiliation)
        return replace(found, affiliation=short)
    if actor.is_person or actor.named.kind == "vague_group":
        return replace(found, affiliation="")
    name = found.name if found.kind in PEOPLE else re.sub(r"^(?:its|their) ", "", found.name)
    return replace(found, name=name, affiliation=actor.named.name)


def within(cast: Cast, found: Named) -> Named:
    """`found` as one of the body whose statement this is: its spokesman, its minister."""
    body, role = cast.publisher, found.role.casefold()
    held = set(role.split()) or found.nouns
    if body is None or found.kind not in PEOPLE or found.affiliation or found.owner is not None:
        return found
    if " of " in role:  # "Mr Dahl, head of personnel" needs to be said of another body's man
        return found
    ministers = {"minister"} if "ministry" in body.named.name.casefold().split() else set()
    if not held & (publisher_words("employed") | ministers):
        return found
    return replace(found, affiliation=body.named.name)


def described_before(cast: Cast, noun: Token, place: Place) -> Actor | None:
    """Whom a description means: who was called so, or else the last of the kind it fits.

    Further away, it is the only body that it fits, or the one whose statement this is.
    """
    called = cast.called(noun.lower_, place)
    if called is not None:
        return called
    kinds = set(points_to(noun) or ())
    generic = load("descriptions").get(noun.lower_) is not None
    kinds = kinds if generic else kinds - PEOPLE
    near = cast.recent(kinds, place, noun=noun.lower_)
    return near or cast.only(kinds - PEOPLE, place, noun.lower_)


def points_to(head: Token) -> tuple[str, ...] | None:
    """The kinds that a definite description can point back to; None for any other noun.

    "The plans" point to none: they are whoever was called so before.
    """
    before = [child for child in head.children if child.i < head.i and not child.is_punct]
    definite = [c for c in before if load("grammar").value(c.lower_, "definite")]
    maker = head.lower_.endswith("maker") and kind_of(head) == "organisation"  # "the truck maker"
    bare = bool(before) and all(
        c in definite or c.lower_ == "based" or (maker and c.dep_ == "compound") for c in before
    )
    if not bare or has(head, "prep"):
        return None
    kinds = tuple(load("descriptions").value(head.lower_, "kinds", ()))
    if maker:
        return ("organisation",)
    if not kinds and head.tag_ in {"NNS", "NNPS"} and is_human(head):
        return ("vague_group",)
    person = named(head, [head]).kind in PEOPLE
    return kinds or tuple(load("sources").value(head.lower_, "describes", PEOPLE if person else ()))
