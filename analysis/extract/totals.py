"""What a total is of: the number of hostages stands at 14; put the death toll at 47."""

from __future__ import annotations

from spacy.tokens import Token

from analysis.extract.base import NOUN_SUBJECTS, Parse, has, is_verb
from analysis.extract.nouns import Before, Counted, core, first_of, phrase_of, words_of
from analysis.extract.quantity import role

__all__ = ["beside", "governor", "object_of", "totalled"]

_JOINING = {"ADP", "ADV", "NUM", "PART", "SYM"}
_VALUED = {"at", "to", "as", "by", "from"}
_EQUALS = {"average", "exceed", "reach", "surpass", "top", "total"}
"""Verbs that have the value as their object, whatever their subject is."""
_PUTS = {"put", "estimate", "value", "assess", "set", "place"}
_LONGEST = 12
"""Words that a restriction of a total may have before it is left out."""


def totalled(parse: Parse, number: Token, before: Before) -> Counted:
    """What is counted by a number that is the value of something, nothing where it is of none."""
    verb, joint = governor(number)
    if verb is None:
        total = beside(number, joint)
    elif verb.lower_ in role("outcome") and has(verb, "det"):
        total = verb  # put the dead at 12 and the injured at 40
    else:
        total = object_of(verb, number, joint) or _subject(verb, number, joint)
    return _of(parse, total, number, joint, before) if total is not None else Counted()


def beside(number: Token, joint: Token | None) -> Token | None:
    """The total that a parser hangs its value on, or the second that is given one."""
    if joint is None or joint.lower_ not in _VALUED:
        return None
    noun = joint.head
    put = noun.dep_ == "dobj" and noun.head.lemma_.lower() in _PUTS and joint.lower_ == "at"
    if put and not _is_counted(noun):
        return noun
    for _ in range(3):
        if noun.pos_ == "NOUN" and (_total_noun(noun) or noun.dep_ == "conj"):
            objects = noun.dep_ == "conj" and noun.head.dep_ == "dobj"
            return noun if objects or _total_noun(noun) else None
        noun = noun.head
    return None


def governor(number: Token) -> tuple[Token | None, Token | None]:
    """The verb that a number, or a measure, hangs on, and the preposition between them."""
    joint = None
    while number.head != number and number.head.pos_ in _JOINING:
        number = number.head
        joint = joint or (number if number.pos_ == "ADP" else None)
    return (number.head if is_verb(number.head) and number.head != number else None), joint


def object_of(verb: Token, number: Token, joint: Token | None) -> Token | None:
    """What is put at, raised to or given as a number."""
    if joint is None or joint.lower_ not in _VALUED:
        return None
    if verb.dep_ == "relcl" and any(c.dep_ == "dobj" and c.tag_ == "WDT" for c in verb.children):
        return verb.head  # the rate, which the bank left at 9.5 per cent
    host = verb
    for _ in range(5):  # a parser may hang "at eleven" on "who died"
        for child in host.children:
            if child.dep_ == "dobj" and child.i < joint.i and child.tag_[:2] in {"NN", "JJ"}:
                put = _joined(child, joint)
                inside = verb is host or any(t == verb for t in put.subtree)
                return put if inside and not _is_counted(put) else None
        host = host.head
    return None


def _joined(first: Token, joint: Token) -> Token:
    """The last of two that are each put at a number: the dead at 36 and the missing at 25."""
    behind = first.doc[max(first.i, joint.i - 1)]
    joined = behind.dep_ == "conj" and behind.lower_ in role("outcome")
    return behind if joined and first.i < behind.i else first


def _subject(verb: Token, number: Token, joint: Token | None) -> Token | None:
    """What stands at, rose to or passed a number."""
    if joint is not None and (joint.lower_ not in _VALUED or has(verb, "dobj")):
        return None  # officials raised it to 40: the number is of no officials
    host = verb
    while host.dep_ in {"xcomp", "conj"} and not _subjects(host):
        host = host.head
    subject = next(iter(_subjects(host)), None)
    if subject is None or subject.i > number.i or not is_verb(host):
        return None
    lemma = verb.lemma_.lower()
    moved = joint is not None and joint.lower_ in {"to", "from", "by"}
    given = joint is not None and subject.dep_ == "nsubjpass"
    reached = lemma in role("reaches") or (lemma in role("change") and moved) or given
    if _total_noun(subject) and (reached or (lemma == "be" and joint is None)):
        return subject
    common = subject.pos_ == "NOUN" and not _is_counted(subject)
    valued = joint is not None or lemma in _EQUALS
    return subject if reached and common and valued else None


def _subjects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in NOUN_SUBJECTS and c.pos_ in {"NOUN", "PROPN"}]


def _is_counted(noun: Token) -> bool:
    """Whether a number of its own stands with a noun."""
    return any(child.dep_ == "nummod" for child in noun.children)


def _total_noun(noun: Token) -> bool:
    return bool({noun.lower_, noun.lemma_.lower()} & (role("totals") | role("tallies")))


def _of(parse: Parse, total: Token, number: Token, joint: Token | None, before: Before) -> Counted:
    """What a total is of: its of-phrase, its first part (death toll) or what was counted before."""
    for _ in range(2):
        of = next((c for c in total.children if c.lower_ == "of" and c.dep_ == "prep"), None)
        noun = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
        if not _total_noun(total) or noun is None or not _total_noun(noun):
            break
        total = noun
    if not _total_noun(total):
        return _level(parse, total)
    if noun is not None and noun.pos_ == "PRON":
        return _those(noun)
    if noun is not None and noun.i < number.i:
        words = _restricted(parse, noun, number, joint)
        return Counted(noun, words, rule="of", core=core(parse, noun))
    first = next((c for c in total.lefts if c.dep_ == "compound" and c.tag_ == "NN"), None)
    if first is not None:
        plural = _plural(first.lower_)
        return Counted(first, plural, rule="toll", core=plural)
    known = before.here or (before.above if before.above is before.last else None)
    if known is None or known.noun is None or total.lemma_.lower() == "toll":
        return Counted()
    return Counted(known.noun, known.core, rule="ellipsis", core=known.core)


def _those(pronoun: Token) -> Counted:
    """What happened to those of "the number of those arrested"."""
    done = next((c for c in pronoun.children if c.lower_ in role("outcome")), None)
    return Counted() if done is None else Counted(done, done.text, rule="outcome")


def _level(parse: Parse, noun: Token) -> Counted:
    """What is given a number without a noun for totals: the dead, arrivals, the magnitude."""
    words = phrase_of(parse, noun, noun) if noun.lower_ in role("outcome") else core(parse, noun)
    plural = noun.tag_ == "NNS" and noun.lemma_.lower() not in role("levels")
    rule = "outcome" if noun.lower_ in role("outcome") else "of" if plural else "level"
    return Counted(noun, words, rule=rule, core=words)


def _restricted(parse: Parse, noun: Token, number: Token, joint: Token | None) -> str:
    """The noun of a total with what restricts it, up to its verb or its value's preposition."""
    words = noun.doc[noun.i + 1 : min(joint.i if joint is not None else number.i, number.i)]
    verb = next((t for t in words if t.dep_ in {"aux", "auxpass"} and t.head.i > t.i), None)
    inside = set(noun.subtree)
    ends = [t.i for t in words if t.is_punct or t.like_num or (is_verb(t) and t not in inside)]
    ends += [verb.i] if verb is not None and verb not in inside else []
    last = noun.doc[min(ends, default=words.end) - 1]
    if last.i - noun.i > _LONGEST:
        return phrase_of(parse, first_of(noun), noun)
    while (
        last.i > noun.i
        and last.pos_ in {"ADP", "DET", "ADV"}
        and last.dep_ not in {"advmod", "prt"}
    ):
        last = last.nbor(-1)
    return words_of(parse, first_of(noun), last)


def _plural(noun: str) -> str:
    """The plural of a regular noun: death toll, casualty count."""
    if noun.endswith("y") and noun[-2:-1] not in set("aeiou"):
        return f"{noun[:-1]}ies"
    return f"{noun}s"
