"""The words of a proper name: where it begins and ends, its title, and whether it is a person's."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from analysis.extract.base import children, has, has_word
from analysis.extract.roles import is_role, kind_of
from analysis.lexicon import load
from analysis.wording import MONTHS

__all__ = ["is_movement", "is_patrons", "is_person", "is_rank", "name_run", "partners", "titled"]

_JOINS = {"for", "of", "against", "without"}
"""What joins the words of a name like "Medics for the Coast"."""
_OLDEST = 120
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CALENDAR = frozenset((*MONTHS, *_DAYS))
_FIRST_NAMES = frozenset(("April", "May", "June", "August"))
_WHEN = frozenset(("in", "since", "until", "till", "on", "last", "this", "next", "late", "early"))
_WHEN_OR_WHO = frozenset(("by", "from", "of", "for", "as", "before", "after"))
"""What stands before a month, and before somebody who is called like one."""
_PATRONS = frozenset(("women", "men", "children", "people"))


def is_person(token: Token) -> bool:
    """Whether `token` ends a person's name."""
    if any(c.dep_ == "relcl" and has_word(c, "which") for c in token.children):
        return False
    if token.pos_ != "PROPN" or token.tag_ == "NNPS":
        return False
    if token.i and token.nbor(-1).text[0].isupper() and load("endings").value(token.lower_, "body"):
        return False  # "Lindmoor Water"
    run = name_run(token)
    if _is_told_human(token) or _is_member(token, run):
        return True
    return any(t.ent_type_ == "PERSON" for t in run) and token.ent_type_ in {"PERSON", ""}


def _is_told_human(name: Token) -> bool:
    """Whether what stands behind a name shows a person: "Vera Lund, who", "Ole Rask, 34,"."""
    if any(c.dep_ == "relcl" and has_word(c, "who", "whom") for c in name.children):
        return True
    aged = [c for c in name.children if c.dep_ == "appos" and c.text.isdecimal()]
    return any(int(age.text) <= _OLDEST and age.nbor(-1).text == "," for age in aged)


def _is_member(name: Token, run: Sequence[Token]) -> bool:
    """Whether a name that tells nothing is somebody of a body: "Ulric Baston of the union"."""
    if name.ent_type_ or kind_of(name) or name.i + 1 == len(name.doc):
        return False
    of = [c for c in name.children if c.dep_ == "prep" and c.lower_ == "of" and c.i > name.i]
    bodies = [b for prep in of for b in prep.children if b.dep_ == "pobj" and kind_of(b)]
    beside = bool(of) and (of[0].nbor(-1).text == "," or (len(run) > 1 and of[0].i == name.i + 1))
    return beside and any(b.text.islower() or b.ent_type_ == "ORG" for b in bodies)


def is_movement(head: Token) -> bool:
    """Whether people in capitals are the name of a body: "Medics for the Coast says".

    "Lawyers for Trump said" begins a sentence and names none.
    """
    if head.tag_ not in {"NNS", "NNPS"} or not head.text[0].isupper():
        return False
    end = _end_of_movement(head)
    if end is None or (head.ent_type_ == "ORG" and head.nbor(1).text.islower()):
        return False
    beside = [*children(head, "appos"), *children(end, "appos")]
    body = any(kind_of(noun) == "organisation" for noun in beside)
    clause = any(c.dep_ == "relcl" and has_word(c, "which") for c in head.children)
    single = head.dep_ == "nsubj" and head.head.tag_ == "VBZ"
    inside = not head.is_sent_start and head.nbor(-1).text[0] not in '"“‘'
    return head.nbor(1).text[0].isupper() or inside or body or clause or single


def _end_of_movement(head: Token) -> Token | None:
    """The last word of such a name: what its preposition governs, in capitals."""
    preps = [c for c in head.children if c.dep_ == "prep" and c.i == head.i + 1]
    preps = [c for c in preps if c.lower_ in _JOINS]
    last = [c for prep in preps for c in prep.children if c.dep_ in {"pobj", "pcomp"}]
    capital = bool(last) and all(
        t.text[0].isupper() or t.pos_ == "DET" for t in head.doc[head.i + 2 : last[0].i + 1]
    )
    return last[0] if capital else None


def name_run(head: Token) -> list[Token]:
    """The capitalised words of a name: those that end at `head`, and "of England" after it."""
    end = _end_of_movement(head) if is_movement(head) else None
    if end is not None:
        return list(head.doc[head.i : end.i + 1])
    named_so = head.ent_type_ and _is_capital(head) and head.pos_ != "NUM"
    if head.pos_ != "PROPN" and not named_so and not _is_uncased(head):
        return []
    small = head.text.islower() and (kind_of(head) or not head.ent_type_)
    if small and not load("sources").value(head.lower_, "form"):
        return []  # "the justice ministry", "£8.9m", which the tagger takes for names
    run, pending, patron = [head], list[Token](), is_patrons(head)
    for token in reversed(list(head.doc[head.left_edge.i : head.i])):
        of_one = token.ent_type_ == head.ent_type_ == "ORG" and token.lower_ == "the"
        of_one = of_one and token.ent_iob_ == "I"  # "Save the Children"
        if load("grammar").value(token.text, "particle") or of_one:
            pending.insert(0, token)
            continue
        if token.ent_type_ == "DATE" != head.ent_type_:
            break  # "last Thursday Brock & Lisle said"
        capital = _is_capital(token) and not load("grammar").value(token.lower_, "determiner")
        joint = token.text in {"-", "–", "&"} or (token.is_punct and token.text == ".")
        owned_by = token.dep_ in {"poss", "case"} or has(token, "case")
        if not (capital or joint or patron) or (owned_by and not patron):
            break
        run[:0] = [token, *pending]
        pending = []
    linked = [t for c in partners(head) for t in head.doc[head.i + 1 : c.i + 1]]
    run = run[1:] if len(run) > 1 and _is_date(run[0]) else run
    kept = [t for t in run if t.pos_ != "DET" or t.ent_iob_ == "I"]
    return kept + linked + _rest(head, run)


def _is_capital(token: Token) -> bool:
    """Whether a word is written as names are: "Kim", "woo" of "Ji-woo", one without letter case."""
    tail = token.i > 1 and token.nbor(-1).text == "-" and token.nbor(-2).text[0].isupper()
    return token.text[0].isupper() or (tail and token.ent_type_ == "PERSON") or _is_uncased(token)


def _is_uncased(token: Token) -> bool:
    """Whether a word is in a script without capitals, which in English text a name is."""
    return token.is_alpha and not (token.text[0].isupper() or token.text[0].islower())


def _is_date(first: Token) -> bool:
    """Whether a name begins with a month or day that is none of it: "In January Belor said"."""
    if first.text not in _CALENDAR or not first.i:
        return False
    before = first.nbor(-1).lower_
    return before in _WHEN or (before in _WHEN_OR_WHO and first.text not in _FIRST_NAMES)


def partners(head: Token) -> list[Token]:
    """The names that "&" makes one with `head`: "Brock & Lisle"."""
    firm = any(c.dep_ == "cc" and c.text == "&" and c.i == head.i + 1 for c in head.children)
    return [c for c in head.children if c.dep_ == "conj" and c.pos_ == "PROPN"] if firm else []


def is_patrons(head: Token) -> bool:
    """Whether a body bears the name of those it is of: "St Olave's Hospital", "Workers' Party"."""
    owners = [c for c in head.children if c.dep_ == "poss"]
    if not owners:
        return False
    if owners[0].left_edge.lower_.rstrip(".") in {"st", "saint"}:
        return True
    owner, mark = owners[0], owners[0].nbor(1)
    many = mark.text in {"'", "’"} and owner.ent_type_ in {"", "ORG"}
    members = owner.text[0].isupper() and (many or owner.lower_ in _PATRONS)
    return members and all(t.text[0].isupper() for t in head.doc[mark.i + 1 : head.i + 1])


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
