"""What a number counts whose noun is left out: 2,700 wounded; fell to 12; nine of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from analysis.extract.base import NOUN_SUBJECTS, Parse, has_word, is_negated, is_verb
from analysis.extract.nouns import Before, Counted, core, is_person
from analysis.extract.outcomes import outcome_behind, outcome_of, participle
from analysis.extract.quantity import Quantity, role, tail
from analysis.extract.totals import governor, totalled
from analysis.lexicon import load

__all__ = ["carries_on", "goes_on", "is_sum", "is_told", "of_them", "omitted", "repeated"]

_DEFINITE = re.compile(
    r"\b(?:the|those|these|(?:figure|number|total|count|toll|estimate)\s+of)\s+\Z", re.I
)
_MEANT = {"build", "mean", "design", "intend", "make", "plan", "approve", "license", "ask"}
_SMALL = 10
"""Up to here a number is too common to mean the same where it comes again."""
_FEW = 1000
_LARGE = re.compile(r"\d\s?(?:[mb]n?|[mbt]r?illion)\b|\b[mbt]r?illion\b", re.I)
_SHARING = {"conj", "pobj", "appos", "nummod", "dobj", "attr", "nsubj", "nsubjpass"}
_THEM = {"them", "these", "those", "whom", "which", "us"}
_OF_WHICH = re.compile(r"\bof\s+(?:which|whom|them|these|those),?\s+(?:\w+\s+){0,2}?\Z", re.I)


def of_them(text: str, quantity: Quantity, tokens: list[Token], place: int) -> int:
    """The place behind the "of them" or "of whom" of a number, `place` where it stands before it.

    -1 where neither is there.
    """
    if place + 1 < len(tokens) and tokens[place].lower_ == "of":
        behind = tokens[place + 1]
        if behind.lower_ in _THEM and behind.dep_ == "pobj":
            return place + 2
        rest = tokens[place + 2] if place + 2 < len(tokens) else behind
        after = tokens[place + 3].pos_ if place + 3 < len(tokens) else "PUNCT"
        known = behind.pos_ == "DET" and rest.pos_ == "NUM" and rest.dep_ == "pobj"
        if known and after == "AUX":
            return place + 3  # two of the nineteen have died
    return place if _OF_WHICH.search(tail(text, quantity.start)) else -1


def goes_on(previous: Counted | None) -> Counted:
    """What a bare number counts that follows `previous`, where the noun is left out."""
    if previous is None or previous.noun is None:
        return Counted()
    outcome = previous.rule == "outcome"
    words = previous.words if outcome else previous.core
    rule = "outcome" if outcome else "ellipsis"
    return Counted(previous.noun, words, rule=rule, core=previous.core)


def omitted(
    parse: Parse, tokens: list[Token], place: int, quantity: Quantity, before: Before
) -> Counted:
    """What a number counts behind which no noun stands."""
    number = tokens[place - 1]
    them = of_them(parse.own_text, quantity, tokens, place)
    previous = before.whole(quantity.low or 0) if them >= 0 else before.here
    noun = previous.noun if previous is not None else None
    if _is_size(number, tokens, place):
        return Counted()
    if outcome := outcome_behind(tokens, max(place, them)):
        return _happened(parse, outcome, previous)
    total = totalled(parse, number, before)
    shared = noun is not None and _shares(number, noun)
    if total.words and not (total.rule == "level" and shared):
        return total
    named = _named(parse, number, tokens, max(place, them)) if them >= 0 else Counted()
    more = place < len(tokens) and tokens[place].lower_ in {"more", "fewer"}
    if named.noun is not None:
        return named
    return _carried(number, previous, them >= 0, them >= 0 or more or shared)


def _is_size(number: Token, tokens: list[Token], place: int) -> bool:
    """Whether a number sizes a noun whose verb follows: names on the list of 150 were gone."""
    finite = place < len(tokens) and tokens[place].pos_ == "AUX"
    of = number.head if number.dep_ == "pobj" and number.head.lower_ == "of" else None
    return finite and of is not None and of.head.pos_ in {"NOUN", "NUM"} and of.i < number.i


def _carried(number: Token, previous: Counted | None, own: bool, goes_on: bool) -> Counted:
    """Those counted before, with what the clause of `number` does to them (killing 12)."""
    treated = number.dep_ == "dobj" and number.head.lemma_.lower() in role("kills")
    own = own or _has_own_verb(number)
    done = participle(number.head) if treated else outcome_of(number, number) if own else ""
    noun = previous.noun if previous is not None and (goes_on or treated) else None
    if done and (noun is None or not _may_be(noun, done.split())) and (treated or goes_on):
        return Counted(number.head, done, rule="outcome")
    if previous is None or noun is None or not goes_on:
        return Counted()
    words = f"{previous.core} {done}".strip() if treated or own else previous.words
    if not (treated or own) and previous.rule == "noun" and (held := _held(number)):
        words = f"{previous.core} {held}"
    return Counted(noun, words or previous.words, rule="ellipsis", core=previous.core)


def _held(number: Token) -> str:
    """A restriction of its own right behind a number: 297 held by the other side."""
    acl = next((c for c in number.children if c.dep_ == "acl" and c.i == number.i + 1), None)
    return acl.doc[acl.i : acl.right_edge.i + 1].text.rstrip(" .,;") if acl is not None else ""


def _happened(parse: Parse, outcome: list[Token], previous: Counted | None) -> Counted:
    """Those of the noun before to whom something happened; without one, those to whom it did."""
    end, words = parse.end(outcome[-1]), " ".join(token.text for token in outcome)
    noun = previous.noun if previous is not None else None
    listed = outcome[0].dep_ == "pobj" and outcome[0].head.lower_ == "of"  # a list of 16 dead
    if previous is None or noun is None or listed or not _may_be(noun, words.split()):
        return Counted(outcome[0], words, end, "outcome")
    if previous.rule == "outcome":
        return Counted(outcome[0], words, end, "outcome")
    return Counted(noun, f"{previous.core} {words}", end, "ellipsis", previous.core)


def _may_be(noun: Token, outcome: Sequence[str]) -> bool:
    """Whether those that `noun` means can be so treated: nobody kills or arrests a village."""
    suffered = load("figures").words(role="outcome", persons=True)
    return is_person(noun) or not any(word.lower() in suffered for word in outcome)


def _named(parse: Parse, number: Token, tokens: list[Token], place: int) -> Counted:
    """The noun that says what some of those counted are: two of them are boys."""
    linked = place < len(tokens) and tokens[place].lemma_ == "be"
    if linked and number.dep_ in NOUN_SUBJECTS:
        noun = next((c for c in tokens[place].children if c.dep_ == "attr"), None)
    else:
        noun = number.head if number.dep_ in NOUN_SUBJECTS | {"nummod"} else None
    if noun is None or noun.i < number.i or not (noun.tag_ == "NNS" or noun.lower_ == "staff"):
        return Counted()
    return Counted(noun, core(parse, noun), rule="ellipsis", core=core(parse, noun))


def _has_own_verb(number: Token) -> bool:
    """Whether a verb of its own follows: in "killed 12 and 30 fell ill" the 30 were not killed."""
    if number.dep_ in NOUN_SUBJECTS and is_verb(number.head):
        return True
    after = number.nbor(1) if number.i + 1 < len(number.doc) else number
    return (
        number.dep_ == "conj" and after.pos_ in {"AUX", "VERB"} and after.tag_ not in {"VBN", "VBG"}
    )


def _shares(number: Token, noun: Token) -> bool:
    """Whether a bare number goes on counting `noun`: from 12 ships to 9, but not a crew of 9."""
    joint = number.head.lower_ if number.dep_ == "pobj" else "to"
    meant = joint == "for" and number.head.head.lemma_.lower() in _MEANT
    shared = joint in {"to", "from", "against", "than", "with", "by"} or meant
    after = number.nbor(1) if number.i + 1 < len(number.doc) else number
    if after.lower_ == "according" and number.nbor(-1).text == ",":
        return number.i > noun.i  # it counts 41 dead, 47 according to others
    return number.i > noun.i and number.dep_ in _SHARING and shared


def repeated(text: str, quantity: Quantity, before: Before) -> Counted | None:
    """What a number counts that was given before: they are not among the 34."""
    known = before.known.get((quantity.low, quantity.high))
    if known is None or (quantity.low or 0) <= _SMALL or quantity.approximator:
        return None
    return goes_on(known) if _DEFINITE.search(tail(text, quantity.start)) else None


def carries_on(parse: Parse, quantity: Quantity, before: Before) -> bool:
    """Whether a bare number goes on counting what the figure or the sentence before it counted.

    It does as the subject of a verb and as what is counted or spoken of, where no noun claims it;
    thousands that gather are thousands of people, whatever was counted before.
    """
    start = parse.sentence.start
    number = parse.token_at(start + quantity.end - 1)
    ahead = parse.token_at(start + max(0, quantity.start - 2)) if quantity.start > 1 else None
    if number is None or (quantity.high is None and not quantity.approximator):
        return False
    claimed = ahead is not None and ahead.pos_ in {"NOUN", "PROPN", "ADP"}
    if quantity.approximator and not claimed:
        return True
    known = before.above
    if before.here is not None or known is None or known.noun is None or not is_told(known.noun):
        return False
    while number.dep_ in {"conj", "quantmod", "compound", "nummod"} and number.head.pos_ == "NUM":
        number = number.head
    if number.dep_ in NOUN_SUBJECTS:
        acts = number.head.lemma_.lower() in role("acts") and not is_person(known.noun)
        return is_verb(number.head) and known is before.last and not acts
    verb, joint = governor(number)
    spoken = joint is None or joint.lower_ in {"of", "at"}
    if verb is None or is_negated(verb) or has_word(verb, "longer"):
        return False
    return spoken and verb.lemma_.lower() in role("counts")


def is_sum(quantity: Quantity, noun: Counted, before: Before) -> bool:
    """Whether a number of millions is money: an order of two pages, 40 billion."""
    counted = [
        high or low or 0 for (low, high), one in before.known.items() if one.noun == noun.noun
    ]
    return bool(_LARGE.search(quantity.bare)) and max(counted, default=_FEW) < _FEW


def is_told(noun: Token) -> bool:
    """Whether a sentence was about those counted, not the schools of "teachers at 140 schools"."""
    return noun.dep_ not in {"pobj", "compound"} or noun.head.lower_ in {"of", "with", "by", "for"}
