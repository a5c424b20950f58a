"""Whom an owner or a description means among those named so far: "its", "the firm", "the WHO"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import NOUN_SUBJECTS, children, has
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
    owner, found = found.owner, cast.placed(found)
    if owner is None:
        return found
    if owner.dep_ == "poss" and is_person(owner):
        known = cast.find(Named(written(name_run(owner)), ""))
        return found if known and not known.is_person else replace(found, affiliation="")
    if found.proper and found.kind not in PEOPLE:
        return found
    if owner.pos_ == "NOUN" and points_to(owner) is None:
        return replace(found, affiliation=_owned_body(cast, found.affiliation, owner, place))
    actor = _owner(cast, found.affiliation, owner, place)
    if actor is None:
        short = cast.short.get(found.affiliation, found.affiliation)
        return replace(found, affiliation=short)
    return _belonging(cast, found, actor)


def _owner(cast: Cast, affiliation: str, owner: Token, place: Place) -> Actor | None:
    """Who somebody or something belongs to."""
    if owner.tag_ == "WP$":
        run = name_run(owner.head.head.head) if owner.head.head.dep_ == "relcl" else []
        return cast.find(Named(written(run), ""))
    if owner.pos_ == "PRON":
        return _owner_by_pronoun(cast, owner, place)
    if owner.pos_ == "PROPN" and affiliation:
        town = owner.ent_type_ in NO_ACTORS
        return cast.employer(affiliation, place, sure=owner.dep_ != "poss", place=town)
    return described_before(cast, owner, place)


def _belonging(cast: Cast, found: Named, owner: Actor) -> Named:
    """`found` as the owner's: "her campaign" is Kalvin's campaign, "its lawyers" the firm's."""
    own, _, rest = found.name.partition(" ")
    name, owned_so = found.name, own.lower() in {*SUBJECT, "whose"} and not found.proper
    if owned_so and (owner.is_person or found.kind in {*PEOPLE, "vague_group"}):
        short = owner.named.name.split()[-1] if owner.is_person else owner.named.name
        name = f"{cast.possessive(short)} {rest}"
        if found.kind not in {*PEOPLE, "vague_group"}:
            found = replace(found, proper=True, sourcing="on_record")
    elif found.kind not in PEOPLE:
        name = rest if own in {"its", "their"} else name
    body = not owner.is_person and owner.named.kind != "vague_group"
    return replace(found, name=name, affiliation=owner.named.name if body else "")


def _owner_by_pronoun(cast: Cast, owner: Token, place: Place) -> Actor | None:
    """Whom "its", "his" or "her" means before what belongs to them."""
    word = SUBJECT.get(owner.lower_, "they")
    kinds = tuple(load("descriptions").value(word, "kinds", ()))
    actor = cast.recent(kinds, place, word)
    if actor is not None and actor.is_person and owner.lower_ in {"his", "her"}:
        actor.pronoun = word
    return actor


def _owned_body(cast: Cast, written_so: str, body: Token, place: Place) -> str:
    """A body that the text calls by more than a noun: as it was named, with its owner's name."""
    if not written_so:
        return ""
    owners = [c for c in children(body, "poss") if c.lower_ in SUBJECT]
    if owners:  # "a spokesman for its foreign ministry"
        actor = _owner_by_pronoun(cast, owners[0], place)
        rest = written_so.partition(" ")[2]
        return f"{cast.possessive(actor.named.name)} {rest}" if actor is not None else rest
    known = cast.body(written_so)
    return known.named.name if known is not None else written_so


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
    called = cast.called(noun.lower_, place) or cast.called(noun.lemma_.lower(), place)
    if called is not None:
        return called
    kinds = set(points_to(noun) or ())
    generic = load("descriptions").get(noun.lower_) is not None
    kinds = kinds if generic else kinds - PEOPLE
    near = cast.recent(kinds, place, noun=noun.lower_, before=_clause_before(noun, place))
    return near or cast.only(kinds - PEOPLE, place, noun.lower_)


def _clause_before(noun: Token, place: Place) -> int:
    """Where the clause before a subject's own ends in the document: "Helm paid; the firm said".

    0 where the subject stands in the first clause of its sentence, or means a body of its own:
    "Helm paid; the union said".
    """
    start = noun.left_edge
    joint = start.nbor(-1) if start.i > start.sent.start else start
    own = noun.lower_ in load("descriptions").value(noun.lower_, "only", ())
    if (
        own
        or noun.dep_ not in NOUN_SUBJECTS
        or not (joint.text == ";" or joint.lower_ in {"but", "and"})
    ):
        return 0
    return place[1] - (noun.idx - joint.idx)


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
        return ()  # whoever was called so
    person = named(head, [head]).kind in PEOPLE
    return kinds or tuple(load("sources").value(head.lower_, "describes", PEOPLE if person else ()))
