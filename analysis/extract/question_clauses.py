"""Wh-clauses that a cue opens: whether it will hold, how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import is_verb, subject_of
from analysis.extract.question_settled import denies_doubt, is_idle
from analysis.extract.question_spans import (
    WH,
    Asked,
    Place,
    back,
    chunk_end,
    clause_end,
    clause_head,
    cut_speech,
    has_role,
    is_speech,
    span_of,
)

__all__ = ["unanswered", "wh", "wh_before", "wh_front", "whether_before"]

_REACH = 5
"""Tokens that may stand between a cue and its wh-clause."""

_SHORTEST = 3
"""Words of a clause that opens a sentence: "what he saw"."""

_IDIOM = re.compile(
    r"what\s+(?:\w+['’]?\w*\s+){1,3}(?:like\b|doing\Z|talking\s+about\Z|all\s+about\Z)|what\s+to\s+do\Z",
    re.I,
)
"""Clauses that ask nothing: what it is like, what he is doing, what they are all about."""

_PREPOSITIONS = frozenset(("to", "in", "at", "for", "on", "from", "with", "by", "of", "under"))
_RELATIVES = frozenset(("when", "where", "who", "which", "whose", "whom"))
_AFTER_PREPOSITION = frozenset(("what", "which", "whom", "whose"))


def wh(place: Place) -> list[Asked]:
    """The wh-clauses that follow the cue, coordinated ones included."""
    at = _opening(place)
    if at is None or is_idle(place, at) or denies_doubt(place, at):
        return []
    found = list(_clauses(place, at))
    return [one for one in found if not _IDIOM.match(place.parse.text[slice(*one.span)])]


def _opening(place: Place) -> int | None:
    """The place of the question word behind the cue, over words that may come between."""
    only = place.cue.entry.effect.get("only", WH)
    start = _behind_speech(place)
    comma = False
    for at in range(start, min(len(place.tokens), start + _REACH)):
        token = place.tokens[at]
        if token.lower_ in WH:
            fronted = token.lower_ == "which" and token.nbor(-1).pos_ == "ADP"
            relative = comma and token.lower_ in _RELATIVES and not fronted
            return at if token.lower_ in only and not relative else None
        comma = comma or token.text == ","
        if not (has_role(token, "bridge") or token.pos_ == "ADV" or _is_told(place, token)):
            return None
    return None


def _is_told(place: Place, token: Token) -> bool:
    """Whether a token belongs to whom it is not told, or who asks: could not tell the court who."""
    verb = place.words[-1]
    beside = {"tell": {"dobj", "dative"}, "ask": {"agent"}}.get(verb.lemma_, set())
    return any(one.head == verb and one.dep_ in beside for one in (token, *token.ancestors))


def _behind_speech(place: Place) -> int:
    """The place behind ', the report said,' or the cue's end where nothing of the kind stands."""
    if place.following is None or place.following.text != ",":
        return place.after
    for at in range(place.after + 2, min(len(place.tokens), place.after + 9)):
        if place.tokens[at].text == ",":
            between = place.tokens[place.after : at]
            return at + 1 if any(is_speech(token) for token in between) else place.after
    return place.after


def _clauses(place: Place, at: int) -> Iterator[Asked]:
    following: int | None = at
    while following is not None:
        asked, last = _clause(place, following)
        yield asked
        following = _coordinated(place, last)


def _coordinated(place: Place, last: Token) -> int | None:
    """The place of a question word that 'and' or 'or' joins to the clause that ends at `last`."""
    at = last.i - place.tokens[0].i + 1
    rest = [token.lower_ for token in place.tokens[at : at + 3]]
    for skip, words in ((1, rest[:1]), (2, rest[:2])):
        linked = words and words[-1] in {"and", "or", "but"} and words[0] in {",", "and", "or"}
        if linked and len(rest) > skip and rest[skip] in WH:
            return at + skip
    return None


def _clause(place: Place, at: int) -> tuple[Asked, Token]:
    """The clause that the question word at `at` opens, and its last token."""
    tokens, parse = place.tokens, place.parse
    word = tokens[at]
    end_of_chunk = chunk_end(tokens, at)
    if end_of_chunk == word:
        return _bare(place, word), word
    first = tokens[_front(place, at)]
    head = clause_head(word)
    if head is None or head.i < place.words[0].i:
        last, head = end_of_chunk, head or word
    else:
        last = clause_end(head, word.i)
        last = last if last.i > word.i + 1 else end_of_chunk
    last = _before_next(word, cut_speech(tokens, word, last))
    return Asked(span_of(parse, first, last), "clause", head), last


def _before_next(word: Token, last: Token) -> Token:
    """Cut a clause before ', and whether' or ', and how'."""
    doc = word.doc
    for i in range(word.i + 2, last.i):
        previous = doc[i - 1]
        joins = doc[i].lower_ in {"and", "or"} and doc[i + 1].lower_ in WH
        if joins and previous.lower_ not in WH:
            return previous.nbor(-1) if previous.text == "," else previous
    return last


def _front(place: Place, at: int) -> int:
    """Take a preposition before the question word in (to what extent, in which)."""
    if place.tokens[at].lower_ not in _AFTER_PREPOSITION or at <= place.after:
        return at
    of_the_cue = "to" if place.words[-1].lower_ == "as" else "of"  # as to whom, certain of what
    return at - 1 if place.tokens[at - 1].lower_ in _PREPOSITIONS - {of_the_cue} else at


def _bare(place: Place, word: Token) -> Asked:
    """We don't know where: the statement, because the question has no words of its own."""
    first = place.subject.left_edge if place.subject is not None else place.words[0]
    return Asked(span_of(place.parse, first, word), "statement", place.predicate)


def wh_before(place: Place) -> list[Asked]:
    """A wh-clause that is the subject of the cue (whether it holds is unclear)."""
    tokens = place.tokens
    if _has_doer(place) or _introduces(place):
        return []
    for at in range(place.before - 1, -1, -1):
        word = tokens[at]
        if word.lower_ not in WH - {"if"} or not _opens(place, at):
            continue
        inside = _without_aside(tokens[at : place.before])
        if any(t.text in {",", ";", ":"} for t in inside):
            return []
        plain = at == 0 and len(inside) > _SHORTEST  # whatever the parser makes of it
        if plain or (clause_head(word) is not None and any(is_verb(t) for t in inside)):
            last = inside[-1]
            denied = place.words[0].lower_ in {"not", "never", "hardly"}
            while last.i > word.i and (
                (denied and last.pos_ in {"AUX", "ADV"})
                or (last.pos_ == "AUX" and last.head.i > last.i)
            ):
                last = last.nbor(-1)
            found = Asked(span_of(place.parse, word, last), "clause", clause_head(word) or word)
            return [found] if last.i > word.i else []
    return []


def _introduces(place: Place) -> bool:
    """Whether the question stands behind the cue: "what matters is the question of who pays"."""
    following = place.following.lower_ if place.following is not None else ""
    noun = place.words[-1].lemma_ == "question"
    return noun and following in WH | {"of", "as", "about"}


def _without_aside(inside: Sequence[Token]) -> Sequence[Token]:
    """The tokens before ", which had been changed in May, has", where nothing else is set apart."""
    commas = [at for at, token in enumerate(inside) if token.text == ","]
    if len(commas) != 2:
        return inside
    first, last = commas
    aside = inside[first + 1].tag_ in {"WDT", "WP", "WP$", "WRB", "DT", "VBN"}
    closes = all(token.pos_ in {"AUX", "ADV", "PART"} for token in inside[last + 1 :])
    return inside[:first] if aside and closes and first else inside


def whether_before(place: Place) -> list[Asked]:
    """A whether-clause before "depends on", of somebody or something in particular."""
    found = wh_before(place)
    text = place.parse.text
    for one in found:
        subject = subject_of(one.head)
        generic = subject is not None and subject.lower_ in {"you", "one", "we"}
        if generic or not text[one.span[0] :].lower().startswith("whether"):
            return []
    return found


def unanswered(place: Place) -> list[Asked]:
    """What somebody is asked who gives no answer: asked whether he would resign, he shrugged."""
    for at in range(place.before):
        token, before = place.tokens[at], place.tokens[at - 1].lower_ if at else ""
        opens = at == 0 or before in {"when", ",", "and", "but", "“"}
        if token.lower_ in {"asked", "questioned", "pressed"} and token.tag_ == "VBN" and opens:
            asking = replace(place, before=at, after=at + 1)
            where = _opening(asking)
            return [] if where is None else list(_clauses(asking, where))[:1]
    return []


def _has_doer(place: Place) -> bool:
    """Whether the cue is what somebody has not done: "the firm has not explained"."""
    before = place.tokens[place.before - 1].lower_ if place.before else ""
    done = {token.lower_ for token in place.words}
    return before in {"has", "have", "had"} and "been" not in done


def wh_front(place: Place) -> list[Asked]:
    """A wh-clause that opens the sentence as the object of the cue: why it fell nobody can say."""
    tokens, following = place.tokens, place.following
    word = tokens[0]
    if (following is not None and not _closes(following)) or word.lower_ not in WH - {"if"}:
        return []
    first = _denied_subject(place)
    if word.lower_ == "when" and first.i > word.i and first.nbor(-1).text == ",":
        return []  # "when asked, nobody could say"
    last = back(first.nbor(-1), word) if first.i > word.i else word
    inside = [token for token in tokens if word.i <= token.i <= last.i]
    if first.i > word.i and first.nbor(-1).text == ",":
        aside = _without_aside([*inside, first.nbor(-1)])
        inside, last = ([*aside], aside[-1]) if len(aside) < len(inside) else (inside, last)
    clauses = list(_joined(inside))
    if last.lower_ in {"that", "which"} or any(_is_loose(clause) for clause in clauses):
        return []
    return [
        Asked(span_of(place.parse, first, last), "clause", clause_head(first) or first)
        for first, *_, last in clauses
    ]


def _joined(inside: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The clauses of "whether it will hold, and how long that takes", each of its own."""
    start = 0
    for at in range(2, len(inside)):
        if inside[at].lower_ in WH and inside[at - 1].lower_ in {"and", "or"}:
            end = at - 2 if inside[at - 2].text == "," else at - 1
            yield inside[start:end]
            start = at
    yield inside[start:]


def _is_loose(clause: Sequence[Token]) -> bool:
    """Whether a clause is too short, or holds what may be no part of it."""
    return len(clause) < _SHORTEST or any(token.text in {",", ";", ":"} for token in clause)


def _denied_subject(place: Place) -> Token:
    """The first token of whoever does not know, in the cue ("nobody") or before it."""
    at = place.before
    if place.tokens[at].pos_ in {"NOUN", "PRON", "DET"}:
        return place.tokens[at]
    while at > 1 and place.tokens[at - 1].pos_ in {"AUX", "ADV", "PART"}:
        at -= 1
    noun = place.tokens[at - 1] if at else place.tokens[0]
    inside = [
        t for t in noun.subtree if t.i <= noun.i and t.dep_ in {"det", "compound", "amod", "poss"}
    ]
    return min([noun, *inside], key=lambda token: token.i)


def _closes(following: Token) -> bool:
    """Whether a token behind a cue is no object of its own: "nobody can tell us yet"."""
    return (
        following.is_punct or following.pos_ in {"ADV", "ADP"} or following.lower_ in {"us", "me"}
    )


def _opens(place: Place, at: int) -> bool:
    """Whether the question word stands where a subject clause can begin."""
    if at == 0:
        return True
    previous = place.tokens[at - 1]
    if place.tokens[at].lower_ in {"whether", "which"}:
        return place.tokens[at].lower_ == "whether"
    if previous.text == "," and place.tokens[at].lower_ in _RELATIVES:
        return False
    return previous.is_punct or previous.lower_ in {"and", "but", "that", "exactly", "just", "yet"}
