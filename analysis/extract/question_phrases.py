"""Noun phrases under inquiry or doubt, and statements of ignorance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Token

from analysis.extract.base import Parse, is_verb, subject_of
from analysis.extract.question_clauses import (
    unanswered,
    wh,
    wh_before,
    wh_front,
    whether_before,
)
from analysis.extract.question_cues import Cue
from analysis.extract.question_settled import is_settled
from analysis.extract.question_spans import (
    PRONOUNS,
    WH,
    Asked,
    Place,
    back,
    chunk_end,
    clause_end,
    clause_head,
    cut_speech,
    has_role,
    is_anybody,
    is_put_to_someone,
    span_of,
)
from analysis.lexicon import load

__all__ = ["asked"]

_AFTER_GAP = {"for", "as", "to", "that", "by", "in"}
_WITHHELD = frozenset(
    ("known", "disclosed", "revealed", "released", "specified", "identified", "established",
     "determined", "ascertained", "explained", "public")
)  # fmt: skip
"""What a thing was not, and still is not as far as the text tells."""

_NOMINAL = frozenset(("NOUN", "PROPN", "NUM", "PRON"))


def asked(parse: Parse, cue: Cue) -> list[Asked]:
    """The questions of a cue, by the first of its ways that finds one."""
    place = Place.of(parse, cue)
    for way in cue.entry.effect["take"]:
        found = _WAYS[way](place)
        if found:
            return [] if is_settled(place, found) else found
    return []


def _object(place: Place) -> list[Asked]:
    """The noun phrases behind the cue, each coordinated one a question of its own."""
    behind = _behind(place)
    if behind is None:
        return []
    first, head = behind
    inquires = _inquires(place)
    open_only = place.cue.entry.effect.get("open") and not inquires
    if inquires and (_is_person(head) or _is_charge(head)):
        return []
    if head.pos_ == "PRON" or has_role(head, "idle") or (open_only and not _is_open(head)):
        return []
    marks = _marks(place.tokens, first)
    if marks:
        pieces = list(_listed(place.tokens, first, marks))
    else:
        pieces = [(first, cut_speech(place.tokens, head, _phrase_end(head)), head)]
    return [
        Asked(span_of(place.parse, start, stop), "clause" if start.lower_ in WH else "phrase", noun)
        for start, stop, noun in pieces
    ]


def _is_person(head: Token) -> bool:
    """Whether somebody is investigated: who he is and what he did is no question of the text."""
    word = head.lemma_.lower()
    person = load("persons").value(word, "role") in {"aged", "persons"}
    return bool(head.ent_type_ == "PERSON" or has_role(head, "animate") or person)


def _is_charge(head: Token) -> bool:
    """Whether a crime is named that somebody may be charged with: "suspected manslaughter"."""
    bare = not any(child.dep_ in {"det", "poss"} for child in head.lefts)
    supposed = any(child.lower_ in {"suspected", "alleged", "possible"} for child in head.lefts)
    return bare and (has_role(head, "charge") or (supposed and has_role(head, "event")))


def _inquires(place: Place) -> bool:
    """Whether the cue is a word of investigation, whose object is open whatever it is."""
    words = " ".join(token.lower_ for token in place.words)
    return bool(re.search(r"investigat|prob|inquir", words))


def _is_open(head: Token) -> bool:
    return any(has_role(head, role) for role in ("open", "event", "possible"))


def _behind(place: Place) -> tuple[Token, Token] | None:
    """The first token and the head of the noun phrase that follows the cue."""
    at = place.after
    while at < len(place.tokens) and place.tokens[at].lower_ in {"about", "of", "into", "on", "“"}:
        at += 1
    if at >= len(place.tokens):
        return None
    first = place.tokens[at]
    opens = first.pos_ in _NOMINAL | {"DET", "ADJ"} or first.tag_ in {"PRP$", "VBG", "VBN", "``"}
    heads = [
        token
        for token in (first, *first.ancestors)
        if token.left_edge.i >= first.i and token.pos_ in _NOMINAL
    ]
    return (first, heads[-1]) if opens and heads else None


def _phrase_end(head: Token) -> Token:
    """The end of the phrase of `head`, loose clauses and coordinated verbs left out."""
    end = head
    for child in head.rights:
        apart = child.left_edge.i > end.i + 1
        loose = child.dep_ in {"parataxis", "advcl"} or (child.dep_ == "relcl" and apart)
        if loose or (child.dep_ == "conj" and child.pos_ in {"VERB", "AUX", "ADP"}):
            break
        end = child.right_edge
    return back(end, head)


def _marks(tokens: Sequence[Token], first: Token) -> list[Token]:
    """The first words of the further members of a list (the X, the Y, and how Z)."""
    marks, closed = [], False
    for token in tokens:
        if token.i <= first.i + 1 or closed:
            continue
        if token.text in {";", ".", ":"}:
            break
        previous = token.nbor(-1)
        last = previous.lower_ in {"and", "or"} and previous.nbor(-1).text == ","
        opens = token.lower_ in {"the", "its", "his", "her", "their"} or token.lower_ in WH
        if opens and (previous.text == "," or last):
            marks.append(token)
            closed = last
    return marks if closed and len(marks) > 1 else []


def _listed(
    tokens: Sequence[Token], first: Token, marks: Sequence[Token]
) -> Iterator[tuple[Token, Token, Token]]:
    """The members of a list: first token, last token and head of each."""
    end = chunk_end(tokens, marks[-1].i - tokens[0].i)
    for start, following in zip([first, *marks], [*marks, None], strict=True):
        stop = back(following.nbor(-1) if following is not None else end, start)
        inside = [token for token in tokens if start.i <= token.i <= stop.i]
        nouns = [t for t in inside if t.pos_ in {"NOUN", "PROPN"} and t.dep_ != "compound"]
        verb = clause_head(start) if start.lower_ in WH else None
        yield start, stop, verb or (nouns[0] if nouns else start)


def _clause(place: Place) -> list[Asked]:
    """The whole statement around the cue, without what introduces it."""
    verb = place.predicate
    for token in (verb, *verb.ancestors):
        if is_verb(token) and subject_of(token) is not None:
            verb = token
            break
    subject = subject_of(verb) or place.subject
    if subject is None or _animate(place, subject):
        return []
    if place.cue.entry.effect.get("named") and subject.lower_ in PRONOUNS:
        return []
    opening = place.words[0]
    first = min(subject.left_edge, opening, key=lambda token: token.i)
    end = max(clause_end(verb, place.words[-1].i), place.words[-1], key=lambda token: token.i)
    end = cut_speech(place.tokens, place.words[-1], end)
    return [Asked(span_of(place.parse, first, end), "statement", verb)]


def _animate(place: Place, subject: Token) -> bool:
    """Whether it is a person who is uncertain, or a person who is unknown to some."""
    person = subject.ent_type_ == "PERSON" or has_role(subject, "animate")
    person = person or subject.lower_ in {"he", "she"}
    return person and has_role(place.words[-1], "of people")


def _gap_clause(place: Place) -> list[Asked]:
    """X is not known: where knowledge is denied, or clarity of what can be found out.

    In the past only what was withheld, or what was not known immediately, as news puts it.
    """
    word = place.words[-1].lower_
    following = place.following.lower_ if place.following is not None else ""
    verb = place.predicate
    beside = (*place.words, *(child for child in verb.lefts if child.dep_ == "auxpass"))
    past = any(token.lower_.startswith(("was", "were")) for token in beside)
    subject = place.subject
    if subject is None or subject.lower_ in PRONOUNS or following in _AFTER_GAP:
        return []
    if has_role(place.words[-1], "attitude") and not _to_be_found(subject):
        return []
    at_first = any(token.lower_ == "immediately" for token in place.words)
    if past and not at_first and word not in _WITHHELD:
        return []
    if any(token.tag_ in {"WDT", "WP", "WP$"} for token in subject.subtree):
        return []
    return _clause(place)


def _to_be_found(subject: Token) -> bool:
    """Whether a noun is what an inquiry finds out: "the cause", but not "causes", "a risk"."""
    return has_role(subject, "open") and any(c.lower_ == "the" for c in subject.lefts)


def _open_object(place: Place) -> list[Asked]:
    """An object that can be found out (the mechanism, the cause)."""
    return [one for one in _object(place) if _is_open(one.head)]


def _known_object(place: Place) -> list[Asked]:
    """Do not know the cause of it."""
    found = _object(place)
    if len(found) != 1 or found[0].head.pos_ != "NOUN":
        return []
    text = place.parse.text[slice(*found[0].span)]
    definite = re.match(r"the\b[^,]*?\bof\b", text, re.I)
    return found if definite or _is_open(found[0].head) else []


def _know_clause(place: Place) -> list[Asked]:
    """We don't know, with nothing behind it; what I or you do not know is small talk."""
    following = place.following
    if following is not None and not following.is_punct and following.lower_ != "yet":
        return []
    subject = subject_of(place.predicate)
    if subject is None or is_anybody(subject) or place.predicate.dep_ == "advcl":
        return []
    return _clause(place) if subject.lower_ not in {"i", "he", "she", "who"} else []


def _question_subject(place: Place) -> list[Asked]:
    """The subject of a predicate of dispute, unless it is a person."""
    subject = place.subject
    if subject is None or subject.pos_ != "NOUN" or _is_person(subject) or _is_charge(subject):
        return []
    return [Asked(span_of(place.parse, subject.left_edge, subject.right_edge), "phrase", subject)]


def _doubt_object(place: Place) -> list[Asked]:
    """What doubts or questions are about, unless they are questions put to someone."""
    noun = place.words[0]
    idle = any(child.lower_ == "conspiracy" for child in noun.lefts)
    if idle or is_put_to_someone(noun) or not has_role(noun, "doubt"):
        return []
    return _object(place)


def _inquiry_object(place: Place) -> list[Asked]:
    """What an inquiry is into: something open, or an inquiry that is under way or called for."""
    verb = place.words[0].head
    under_way = has_role(verb, "opens") or (verb.lemma_ == "be" and verb.tag_ in {"VBZ", "VBP"})
    return [one for one in _object(place) if under_way or _is_open(one.head)]


def _cue_object(place: Place) -> list[Asked]:
    """The cue with its object (uncertainty of future demand)."""
    start = place.parse.start(place.words[0])
    return [Asked((start, one.span[1]), "statement", one.head) for one in _object(place)[:1]]


def _possibility(place: Place) -> list[Asked]:
    return [one for one in _object(place) if has_role(one.head, "possible")]


def _detail(place: Place) -> list[Asked]:
    """The statement that a detail is not given: no reason, but not "no reason to believe"."""
    following = place.following.lower_ if place.following is not None else ""
    return _clause(place) if following != "to" else []


def _awaited(place: Place) -> list[Asked]:
    """A finding or decision that has not come, before "is awaited" or behind "are awaiting"."""
    if any(token.tag_ == "VBD" for token in place.words):
        return []
    following = place.following.lower_ if place.following is not None else ""
    passive = place.words[-1].lower_ not in {"awaiting", "await", "awaits"}
    found = _question_subject(place) if passive else _object(place)
    due = (has_role(one.head, "open") or has_role(one.head, "finding") for one in found)
    return found if following != "by" and found and all(due) else []


def _outcome(place: Place) -> list[Asked]:
    """An outcome that will depend on something; people and firms that depend are none."""
    subject = subject_of(place.predicate)
    if subject is None:
        return []
    future = place.words[0].lower_ in {"will", "may", "could", "might"}
    personal = subject.pos_ == "PRON" and subject.lower_ not in {"much", "that"}
    named = subject.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
    generic = any(token.lower_ in {"you", "one"} for token in place.tokens[place.after :])
    if generic:
        return []
    return _clause(place) if _is_open(subject) or (future and not personal and not named) else []


_WAYS: dict[str, Callable[[Place], list[Asked]]] = {
    "wh": wh,
    "wh_before": wh_before,
    "wh_front": wh_front,
    "object": _object,
    "clause": _clause,
    "gap_clause": _gap_clause,
    "known_object": _known_object,
    "open_object": _open_object,
    "know_clause": _know_clause,
    "question_subject": _question_subject,
    "doubt_object": _doubt_object,
    "inquiry_object": _inquiry_object,
    "cue_object": _cue_object,
    "possibility": _possibility,
    "outcome": _outcome,
    "whether_before": whether_before,
    "unanswered": unanswered,
    "awaited": _awaited,
    "detail": _detail,
}
