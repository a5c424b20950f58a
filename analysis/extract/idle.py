"""Numbers that count nothing: labels, years, calibres, moments; and numbers that are ages."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import Parse, children, has, is_verb
from analysis.extract.nouns import Counted
from analysis.extract.quantity import Quantity, role, tail

__all__ = ["age", "is_idle"]

_AGED = re.compile(
    r"(?:\b(?P<age>(?i:aged?\s+(?:(?:about|of|is|was|\d+,?\s+(?:and|or))\s+)?|turn(?:s|ed|ing)?\s+|as\s+(?:old|young)\s+as\s+"
    r"|(?:he|she|who|I|you|they)(?:\s+(?:is|am|was|turned|turns|are)|['’]\w+)\s+))"
    r"|[A-Za-z][\w.’'-]+,\s)\Z"
)
_CLOSED = re.compile(r"[,;.)’”\"]|\s+(?:and|or|who|from|was|were|is|are|in|on|when|this|next)\b")
_GROUPS = re.compile(
    r"\b(?:(?:people|m[ae]n|wom[ae]n|adults?|children|girls|boys|those|anyone|everyone|patients|voters)"
    r"(?:\s+aged)?|(?:he|she|they|who|them|\d+)\s+(?:is|are|was|were)|both|(?:all|most)\s+of\s+them)\s+\Z",
    re.I,
)
_OF = re.compile(r"(\w+)\s+of\s+(?:\w+\s+and\s+)?\Z")
_OLDER = re.compile(r"\b(?:old|young)|and (?:over|under|above)")
_HOURS = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
_AT = re.compile(
    r"(?:\w+\s+){0,4}(?:at|until|till|since|by|before|after|around)\s+"
    r"(?:\d{1,2}\.\d\d(?:,|\s+(?:and|or|to))\s+)*\Z",
    re.I,
)
_ABOUT = frozenset(("", "about", "around", "approximately", "circa", "exactly"))
_NAMED = re.compile(r"([\w.]+)[\s-]+(?:(?:\d+,\s+)*\w+\s+(?:and|or|to)\s+|(?:\d+,\s+)+)?\Z")
_TOLD = {"ellipsis", "outcome", "of", "toll", "level"}
_COUNTABLE = {"NOUN", "PROPN", "ADJ", "NUM"}
_PLACES = frozenset(("DATE", "GPE", "NORP"))


def age(parse: Parse, quantity: Quantity) -> Quantity | None:
    """`quantity` as an age: a 45-year-old, aged 45, women over 50, Smith, 45, said."""
    text = parse.own_text
    old = re.match(r"[\s-]+olds?\b", text[quantity.end :])
    if quantity.kind == "time" and old:
        return replace(quantity, end=quantity.end + old.end(), rule="age")
    plain = re.fullmatch(r"(?:(\d{1,3})|[a-z]+)(?:\D{1,5}\d{1,3}|\D{5}[a-z]+)?", quantity.bare)
    if not plain or quantity.unit or (quantity.low or quantity.high or 0) > 120:
        return None
    named = _AGED.search(tail(text, quantity.start))
    if quantity.low == quantity.high:
        closed = _CLOSED.match(text, quantity.end)
        aged = named and closed and (named["age"] or (plain[1] and closed[0] in ",;."))
        aged = aged or _is_of_age(parse, text, quantity) or (closed and _is_years(parse, quantity))
    else:
        word = quantity.approximator.lower()
        over = word in {"over", "under"} and _GROUPS.search(tail(text, quantity.start))
        aged = over or (named and named["age"]) or _OLDER.search(word)
    return replace(quantity, unit="years", kind="time", rule="age") if aged else None


def _is_of_age(parse: Parse, text: str, quantity: Quantity) -> bool:
    """Whether somebody is of an age: an angler of 61, two boys of nine and twelve."""
    person = _OF.search(tail(text, quantity.start))
    if person is None or (quantity.low or 0) < 1:
        return False
    noun = parse.token_at(parse.sentence.start + quantity.start - len(person[0]))
    last = parse.token_at(parse.sentence.start + quantity.end - 1)
    after = last.nbor(1) if last is not None and last.i + 1 < len(last.doc) else None
    counts = after is not None and (
        after.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"} or after.text == "of"
    )
    return noun is not None and noun.lemma_.lower() in role("aged") and not counts


def _is_years(parse: Parse, quantity: Quantity) -> bool:
    """Whether a number says what somebody is: Jonas Wirt is 23, her son was four."""
    number = parse.token_at(parse.sentence.start + quantity.end - 1)
    if number is None or number.dep_ != "attr" or number.head.lemma_ != "be":
        return False
    who = next((c for c in number.head.children if c.dep_ == "nsubj" and c.i < number.i), None)
    return who is not None and (who.ent_type_ == "PERSON" or who.lemma_.lower() in role("aged"))


def is_idle(parse: Parse, text: str, quantity: Quantity, noun: Counted) -> bool:
    """Whether the number counts nothing: a label, a year, a calibre, a moment, an idle one."""
    return (
        _is_label(parse, text, quantity, noun)
        or _is_named_in_words(parse, quantity, noun)
        or _is_year(text, quantity, noun)
        or _is_calibre(text, quantity)
        or _is_moment(text, quantity)
        or _is_small_talk(text, quantity, noun)
        or _is_compound(parse, text, quantity)
        or _is_refused(parse, quantity)
    )


def _is_refused(parse: Parse, quantity: Quantity) -> bool:
    """Whether it is a number that somebody says is wrong: "11 patients had died, not 14"."""
    first = parse.token_at(parse.sentence.start + quantity.start)
    if first is None or first.i < 1 or first.nbor(-1).lower_ != "not" or quantity.approximator:
        return False
    return first.i == 1 or first.nbor(-2).pos_ not in {"AUX", "VERB"}


def _is_label(parse: Parse, text: str, quantity: Quantity, noun: Counted) -> bool:
    """Whether a number names one thing (Article 4, Brigade 810, Apollo 11, 787 Dreamliner)."""
    before = _NAMED.search(tail(text, quantity.start))
    bare = re.fullmatch(r"[\d.–-]+(?:\s+(?:and|or|to)\s+\d+)?", quantity.bare)
    if before is None or not bare or quantity.unit or quantity.approximator:
        return False
    word, cased = before[1].lower(), before[1] != before[1].lower()
    token = parse.token_at(parse.sentence.start + quantity.start - 2)
    if {word, word.removesuffix("s")} & role("label") and not (
        token is not None and _is_told(token)
    ):
        return cased or noun.end < 0 or text[quantity.end : quantity.end + 4] == " of "
    if noun.end < 0 and token is not None and _is_numbered(token, quantity):
        return True
    name = token is not None and token.pos_ == "PROPN" and token.ent_type_ not in _PLACES
    if noun.noun is not None and noun.noun.ent_type_ != "NORP" and (quantity.low or 0) > 1:
        single = {"NNP", "NN"} if name else {"NNP"}  # a number above one counts no single thing
        return noun.noun.tag_ in single
    if name and cased and noun.rule in {"ellipsis", "outcome"} and len(bare[0]) < 3:
        return token is not None and not _set_apart(token)
    return name and cased and noun.end < 0 and noun.rule == "none"


def _is_named_in_words(parse: Parse, quantity: Quantity, noun: Counted) -> bool:
    """Whether a number in words behind a noun names one thing (tank four, pier three)."""
    bare = quantity.rule == "words" and not quantity.unit and noun.end < 0 and quantity.start > 1
    token = parse.token_at(parse.sentence.start + quantity.start - 2) if bare else None
    return token is not None and _is_numbered(token, quantity)


def _is_told(token: Token) -> bool:
    """Whether a word is the verb of a clause: it holds 88 seats, but Holds 3 and 4."""
    return is_verb(token) and (has(token, "nsubj") or token.dep_ == "conj")


def _set_apart(name: Token) -> bool:
    """Whether a name stands behind a comma or "and", as in "Norland sent 40 trucks, Esterly 25"."""
    left = name
    while left.i and left.nbor(-1).pos_ in {"PROPN", "DET"}:
        left = left.nbor(-1)
    return left.i == 0 or left.nbor(-1).is_punct or left.nbor(-1).pos_ == "CCONJ"


def _is_numbered(noun: Token, quantity: Quantity) -> bool:
    """Whether a number behind a common noun names one of several (gallery 7, tank four)."""
    if noun.i + 1 >= len(noun.doc):
        return False
    number = noun.nbor(1)
    hung = number.dep_ in {"nummod", "appos"} and number.head == noun
    small = re.fullmatch(r"\d{1,4}(?: ?[–-] ?\d{1,4})?|[a-z]+", quantity.bare)
    plain = noun.tag_ == "NN" and noun.lower_ == noun.text and not has(noun, "det", "poss")
    behind = number.nbor(1) if number.i + 1 < len(number.doc) else number
    finite = behind.pos_ == "AUX" and noun.dep_ == "pobj" and noun.head.i < behind.i
    return bool(small) and hung and plain and not (finite and noun.head.head == behind.head)


def _is_year(text: str, quantity: Quantity, noun: Counted) -> bool:
    bare = quantity.bare
    if quantity.unit or not re.fullmatch(r"(?:1[5-9]|20)\d\d", bare):
        return False
    if noun.end < 0 or noun.noun is None:
        return True
    definite = re.search(
        r"\b(?:the|this|that|his|her|its|their|our|a|an|[A-Z]\w+|['’]s?|in|since)\s+\Z",
        tail(text, quantity.start),
    )
    return noun.noun.tag_ not in {"NNS", "NNPS"} or bool(definite)


def _is_calibre(text: str, quantity: Quantity) -> bool:
    if quantity.unit not in {"mm", "in", "lb", "cm"}:
        return False
    behind = re.findall(r"[a-z]+", text[quantity.end : quantity.end + 40].lower())[:3]
    return bool(set(behind) & role("calibre"))


def _is_moment(text: str, quantity: Quantity) -> bool:
    behind = re.match(r"\s+(from\s+now|\w+)\b", text[quantity.end :])
    ago = quantity.kind == "time" and behind is not None and behind[1].lower() in role("moment")
    return ago or _is_time_of_day(text, quantity)


def _is_time_of_day(text: str, quantity: Quantity) -> bool:
    """Whether a bare number such as 4.15 is a time and not what something closed at or fell to."""
    near = quantity.approximator.lower() not in _ABOUT
    if quantity.unit or near or not _HOURS.fullmatch(quantity.bare):
        return False
    before = _AT.search(tail(text, quantity.start))
    words = re.findall(r"[a-z]+", before[0].lower()) if before else []
    stems = {word.removesuffix(end) for word in words for end in ("", "s", "d", "ed", "ing")}
    return before is not None and not stems & (role("change") | role("reaches") | role("levels"))


def _is_small_talk(text: str, quantity: Quantity, noun: Counted) -> bool:
    """A bare one that counts no victim, and numbers of nothing (two sides, the two)."""
    if quantity.rule != "words" or quantity.unit:
        return False
    head, small = noun.noun.lemma_.lower() if noun.noun else "", (quantity.low or 0) <= 10
    before = tail(text, quantity.start)
    if quantity.bare.lower() == "one":
        only = re.search(r"\b(?<!\bthe )(?:only|just|exactly)\s+\Z", before, re.I)
        if only or _is_paired(noun.noun):
            return False
        outcome = set(noun.words.lower().split()) & role("outcome")
        return not (outcome and (head in role("people") or noun.rule in {"ellipsis", "outcome"}))
    if noun.end >= 0 or not small:
        return small and head in role("idle")
    crew = re.search(r"\b(?!one\b|out\b|all\b)[a-z]+\s+of\s+\Z", before)
    the = re.search(r"\b(?:the|these|those)\s+\Z", before, re.I)
    return crew is None and (the is not None or noun.rule not in _TOLD)


def _is_paired(noun: Token | None) -> bool:
    """Whether another number stands beside it: two goals and one assist."""
    if noun is None:
        return False
    others = [noun.head] if noun.dep_ == "conj" else children(noun, "conj")
    return any(child.dep_ == "nummod" for other in others for child in other.children)


def _is_compound(parse: Parse, text: str, quantity: Quantity) -> bool:
    """A number that a hyphen ties to a word which it does not count (two-state solution)."""
    tied = re.match(r"-([A-Za-z]+)", text[quantity.end :])
    if tied is None or quantity.kind:
        return False
    token = parse.token_at(parse.sentence.start + quantity.end + 1)
    noun = token is not None and token.pos_ in {"NOUN", "PROPN"} and len(tied[1]) > 1
    return tied[1].lower() != "strong" and (not noun or tied[1].lower() in role("uncounted"))
