"""The words of a proper name: where it begins and ends, its title, and whether it is a person's."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from analysis.extract.base import has, has_word
from analysis.extract.roles import is_role, kind_of
from analysis.lexicon import load

__all__ = ["is_person", "is_rank", "is_saints", "name_run", "partners", "titled"]


def is_person(token: Token) -> bool:
    """Whether `token` ends a person's name."""
    if any(c.dep_ == "relcl" and has_word(c, "which") for c in token.children):
        return False
    known = any(t.ent_type_ == "PERSON" for t in name_run(token))
    one = token.pos_ == "PROPN" and token.tag_ != "NNPS"
    if token.i and token.nbor(-1).text[0].isupper() and load("endings").value(token.lower_, "firm"):
        return False  # "Lindmoor Water"
    return known and one and token.ent_type_ in {"PERSON", ""}


def name_run(head: Token) -> list[Token]:
    """The capitalised words of a name: those that end at `head`, and "of England" after it."""
    named_so = head.ent_type_ and head.text[0].isupper() and head.pos_ != "NUM"
    if head.pos_ != "PROPN" and not named_so:
        return []
    if head.text.islower() and kind_of(head) and not load("sources").value(head.lower_, "form"):
        return []  # "the justice ministry", which the tagger takes for a name
    run, pending, saint = [head], list[Token](), is_saints(head)
    for token in reversed(list(head.doc[head.left_edge.i : head.i])):
        if load("grammar").value(token.text, "particle"):
            pending.insert(0, token)
            continue
        if token.ent_type_ == "DATE" != head.ent_type_:
            break  # "last Thursday Brock & Lisle said"
        capital = token.text[0].isupper() and not load("grammar").value(token.lower_, "determiner")
        joint = token.text in {"-", "–", "&"} or (token.is_punct and token.text == ".")
        owned_by = token.dep_ in {"poss", "case"} or has(token, "case")
        if not (capital or joint or saint) or (owned_by and not saint):
            break
        run[:0] = [token, *pending]
        pending = []
    linked = [t for c in partners(head) for t in head.doc[head.i + 1 : c.i + 1]]
    return [token for token in run if token.pos_ != "DET"] + linked + _rest(head, run)


def partners(head: Token) -> list[Token]:
    """The names that "&" makes one with `head`: "Brock & Lisle"."""
    firm = any(c.dep_ == "cc" and c.text == "&" and c.i == head.i + 1 for c in head.children)
    return [c for c in head.children if c.dep_ == "conj" and c.pos_ == "PROPN"] if firm else []


def is_saints(head: Token) -> bool:
    """Whether a body bears a saint's name: "St Olave's Hospital"."""
    owners = [c for c in head.children if c.dep_ == "poss"]
    return bool(owners) and owners[0].left_edge.lower_.rstrip(".") in {"st", "saint"}


def _rest(head: Token, run: Sequence[Token], most: int = 8) -> list[Token]:
    """What "of" and "for" add to the name of a body, `most` times at most: "Bank of England"."""
    body = head.ent_type_ == "ORG" or kind_of(head) not in {"", "person", "analyst"}
    body = body and not (run[0].i and is_role(run[0].nbor(-1)))
    if not body or any(map(is_role, run)) or not most:
        return []
    for prep in head.children:
        inner = [c for c in prep.children if c.dep_ == "pobj" and c.pos_ == "PROPN"]
        if prep.i == head.i + 1 and prep.lower_ in {"of", "for"} and inner:
            last = [c for c in inner[0].children if c.dep_ == "conj" and c.ent_type_ == "ORG"]
            end = (last or inner)[0]
            further = _rest(end, [end], most - 1)
            return [*head.doc[head.i + 1 : end.i + 1], *further]
    return []


def titled(run: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The title words at the start of a name, and the name."""
    last = -1
    for place, token in enumerate(run[:-1]):
        if is_role(token):
            last = place + (run[place + 1].text == ".")
    return list(run[: last + 1]), list(run[last + 1 :])


def is_rank(token: Token) -> bool:
    """Whether `token` is a shortened rank ("Gen."), or the full stop of one."""
    return token.text == "." or bool(load("titles").value(token.lower_.rstrip("."), "long"))
