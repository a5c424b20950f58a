"""The words that a source phrase turns on: one, or one for each of several who speak together."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from analysis.extract.base import NOUN_SUBJECTS, children, has
from analysis.extract.proper_names import is_person, name_run, partners
from analysis.extract.roles import is_role, kind_of
from analysis.lexicon import load

__all__ = ["apposed", "heads", "hung_behind", "joined", "two_roles"]

_BESIDE = {"npadvmod", "pobj", "dobj", "dative"}
"""What a source phrase that was found too long begins with: a date, who is told."""


def heads(tokens: Sequence[Token]) -> list[Token]:
    """The heads of a source phrase: one, or each of several coordinated names."""
    inside = set(tokens)
    tops = [t for t in tokens if t.head not in inside or t.head == t]
    nominal = [t for t in tokens if t.pos_ in {"NOUN", "PROPN", "PRON"}]
    others = [t for t in tops if t.pos_ not in {"VERB", "ADP", "PUNCT"}]
    led = [c for t in tops for c in children(t, *NOUN_SUBJECTS) if c in inside]  # "Rode, invited"
    governed = [c for t in tops if t.pos_ == "ADP" for c in children(t, "pobj") if c in inside]
    tops = [t for t in tops if t in nominal] or led or others or governed or nominal[:1]
    if not tops:
        return []
    if tops[0].dep_ in _BESIDE:  # "Only last week | Lindmoor Water", "to us | the Director"
        tops = [t for t in tops if t.dep_ in NOUN_SUBJECTS] or tops
    if len(tops) == 2 and _is_one(*tops):
        tops = tops[1:]
    cut_off = len(tops) > 1 and load("sources").value(tops[0].lower_, "document")
    top = tops[-1] if cut_off else _behind_document(_member(_apposed_role(tops[0])), inside)
    found = [top]
    for head in found:
        found += [c for c in joined(head) if c in inside and _alone(head, c)]
    return [t for t in found if not any(two_roles(t, other) for other in found)]


def _is_one(role: Token, name: Token) -> bool:
    """Whether two subjects are a role and its name, set off: "The chair, Cllr Brask, said"."""
    beside = role.head == name.head and name.left_edge.i == role.i + 2
    return beside and role.nbor(1).text == "," and is_role(role) and name.pos_ == "PROPN"


def _apposed_role(thing: Token) -> Token:
    """The person whom the parser hangs on a thing: "As for the mill, an engineer says"."""
    if thing.pos_ != "NOUN" or kind_of(thing) or is_role(thing):
        return thing
    roles = [c for c in thing.children if c.dep_ == "appos" and c.tag_ == "NN" and is_role(c)]
    return roles[0] if roles and load("descriptions").get(thing.lower_) is None else thing


def _member(body: Token) -> Token:
    """The person whom the parser hangs on his body: "Henrik Sand of Norrland University"."""
    people = (c for c in body.children if c.dep_ == "nmod" and c.ent_type_ == "PERSON")
    return next((p for p in people if p.i < body.i and p.nbor(1).lower_ == "of"), body)


def two_roles(role: Token, name: Token) -> bool:
    """Whether "founder" and "Voss" are one: "founder and CEO Lena Voss"."""
    bare = role.pos_ == "NOUN" and is_role(role) and not has(role, "det")
    run = name_run(name) if name.head == role and name.dep_ == "conj" else []
    return bare and bool(run) and any(is_role(t) for t in name.doc[role.i + 1 : name.i])


def _alone(head: Token, other: Token) -> bool:
    """Whether two coordinated words name two sources: names, or one person and another."""
    if head.pos_ == other.pos_ == "PROPN":
        return True
    nouns = {head.tag_, other.tag_} <= {"NN", "NNP"}
    return nouns and all(t.pos_ == "PROPN" or is_role(t) for t in (head, other))


def _behind_document(head: Token, inside: set[Token]) -> Token:
    """Whoever stands behind a document: "reports from X", "X's report", "records of the firm"."""
    sources = load("sources")
    if not sources.value(head.lower_, "document"):
        return head
    for child in head.children:
        if child.dep_ == "poss" and child in inside and child.lower_ != "your":
            return child
        by = children(child, "agent") if child.dep_ == "acl" else [child]
        for prep in by:
            if prep.dep_ == "agent" or (prep.dep_ == "prep" and prep.lower_ in {"from", "by"}):
                inner = [c for c in prep.children if c.dep_ == "pobj" and c in inside]
                if inner:
                    return inner[0]
            if prep.dep_ == "prep" and prep.lower_ == "of":
                bodies = [c for c in prep.children if c in inside and _is_described_body(c)]
                if bodies:
                    return bodies[0]
    return head


def _is_described_body(noun: Token) -> bool:
    """Whether a noun is a body that the text has named before: "the company"."""
    kinds = load("descriptions").value(noun.lower_, "kinds", ())
    return noun.dep_ == "pobj" and noun.tag_ == "NN" and "organisation" in kinds


def joined(head: Token) -> list[Token]:
    """The heads coordinated with `head`, also where the parser hangs the first on the last."""
    before = [c for c in head.children if c.dep_ == "nmod" and c.pos_ == "PROPN" and has(c, "cc")]
    beside = [c for c in head.children if c.dep_ == "appos" and is_role(head)]
    after = [c for h in (head, *beside) for c in h.children if c.dep_ == "conj"]
    apart = [*partners(head), *apposed(head)]
    return [*before, *(c for c in after if c not in apart)]


def apposed(head: Token) -> list[Token]:
    """What stands beside a noun, also where the parser lists it: "the owner, Brock & Lisle,"."""
    listed = head.pos_ == "NOUN" and is_role(head) and not has(head, "cc")
    kinds = {"appos", "conj"} if listed else {"appos"}
    return [
        c for c in head.children if c.dep_ in kinds and (c.dep_ == "appos" or c.pos_ == "PROPN")
    ]


def hung_behind(role: Token) -> list[Token]:
    """A name that the parser hangs on the body: "an economist at the bank, Wu Lei"."""
    if role.pos_ != "NOUN" or not is_role(role):
        return []
    bodies = [b for p in role.children if p.dep_ == "prep" for b in p.children]
    bodies += (
        [role.head] if role.dep_ == "appos" else []
    )  # "Lenmark, the head of its army, Tom Rehn"
    return [
        a for b in bodies for a in b.children if a.dep_ == "appos" and a.i > role.i and is_person(a)
    ]
