"""What a measure, a sum of money or a share is of."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import NOUN_SUBJECTS, Parse, is_verb
from analysis.extract.nouns import Before, Counted, core, first_of, noun_behind, phrase_of
from analysis.extract.omitted import goes_on, of_them
from analysis.extract.quantity import Quantity, role
from analysis.extract.totals import beside, governor, object_of

__all__ = ["is_vote", "measured"]

_EACH = re.compile(r"\w+\s+([a-z]+)\s+(?:in|out\s+of)\s", re.I)
_VOTES = {"vote", "ballot"}
_GETS = {"get", "give", "have", "receive"}
_MORE = {"more", "fewer", "less"}
_TRADES = {"sell", "buy", "acquire", "purchase", "auction"}
_AMOUNTS = {"total", "sum", "amount", "maximum", "minimum", "average", "some", "figure", "excess"}


def measured(
    parse: Parse, tokens: list[Token], place: int, quantity: Quantity, before: Before
) -> Counted:
    """What a measure is of: what it is a part or the size of, else its clause's subject."""
    head = _head(parse, tokens, place, quantity)
    return (
        _part_of(parse, tokens, place, quantity, before)
        or _behind(parse, tokens, place, quantity)
        or _sized(parse, head, quantity)
        or _in_clause(parse, head, quantity, before)
        or Counted()
    )


def _part_of(
    parse: Parse, tokens: list[Token], place: int, quantity: Quantity, before: Before
) -> Counted | None:
    """Those that a share is of: 91 per cent of them; 6 per cent more than; one worker in three."""
    if quantity.kind == "money":
        return None
    words = [token.lower_ for token in tokens[place : place + 2]]
    more = len(words) == 2 and words[0] in _MORE and words[1] == "than"
    if of_them(parse.own_text, quantity, tokens, place) >= 0 or (more and before.here is not None):
        known = goes_on(before.here if more else before.nearest)
        return replace(known, rule="of") if known.words else known
    each = _EACH.match(parse.own_text, quantity.start) if quantity.kind == "ratio" else None
    noun = parse.token_at(parse.sentence.start + each.start(1)) if each else None
    return Counted(noun, core(parse, noun), rule="of") if noun is not None else None


def _behind(parse: Parse, tokens: list[Token], place: int, quantity: Quantity) -> Counted | None:
    """The noun behind a measure: 400 kilos of cocaine, £9m in cash."""
    word, money = tokens[place].lower_ if place < len(tokens) else "", quantity.kind == "money"
    of = word == "of" or (word == "in" and money)
    if money and not of:
        return None
    behind = place + (of and word == "in")
    noun, first = noun_behind(tokens, behind, shared=quantity.kind in {"ratio", "share"})
    if noun is None or (of and noun.ent_type_ in {"DATE", "TIME", "GPE"}):
        return None
    return Counted(noun, phrase_of(parse, tokens[first], noun), rule="of" if of else "noun")


def _sized(parse: Parse, head: Token, quantity: Quantity) -> Counted | None:
    """Whoever is of an age, and what a measure gives the size of."""
    owner = _aged(head) if quantity.rule == "age" else None
    owner = owner or _owner(head)
    return Counted(owner, core(parse, owner), rule="of") if owner is not None else None


def _in_clause(parse: Parse, head: Token, quantity: Quantity, before: Before) -> Counted | None:
    """The vote that a share is won of, what is put at a measure, or the subject."""
    if quantity.unit == "%" and before.vote is not None and _is_won(head):
        return replace(before.vote, end=-1, rule="vote")
    verb, joint = governor(head)
    subject = _object(verb, head, joint) or _subject(head)
    if subject is None:
        return None
    return Counted(subject, phrase_of(parse, first_of(subject), subject, joint), rule="subject")


def is_vote(quantity: Quantity, counted: Counted) -> bool:
    """Whether a share is one of the vote."""
    noun = counted.noun.lemma_.lower() if counted.noun is not None else ""
    return counted.rule == "of" and quantity.unit == "%" and noun in _VOTES


def _is_won(head: Token) -> bool:
    """Whether somebody won or was given a share: his challenger received 46.9 per cent."""
    verb, joint = governor(head)
    return verb is not None and joint is None and verb.lemma_.lower() in role("wins") | _GETS


def _head(parse: Parse, tokens: list[Token], place: int, quantity: Quantity) -> Token:
    """The word of a measure that the others hang on: the cent of 30 per cent."""
    start = parse.sentence.start + quantity.start
    inside = [t for t in tokens[:place] if parse.start(t) >= start] or [tokens[place - 1]]
    return next((t for t in inside if t.head not in inside), inside[-1])


def _owner(head: Token) -> Token | None:
    """The noun that a measure defines: a rise of 9 per cent, an offer of 30 million euros."""
    while head.dep_ in {"nummod", "compound", "quantmod", "nmod"}:
        head = head.head
    of = head.head
    owner = of.head
    if head.dep_ != "pobj" or of.lower_ != "of" or owner.tag_ not in {"NN", "NNS"}:
        return None
    return None if owner.lemma_.lower() in _AMOUNTS else owner


def _object(verb: Token | None, head: Token, joint: Token | None) -> Token | None:
    """What is put at, cut by or sold for a measure."""
    if verb is None:
        return beside(head, joint)
    if joint is not None and joint.lower_ == "for" and verb.lemma_.lower() in _TRADES:
        return next((c for c in verb.children if c.dep_ == "dobj" and c.i < joint.i), None)
    return object_of(verb, head, joint)


def _aged(head: Token) -> Token | None:
    """Whoever is of an age: Smith, 61; an angler of 61; two boys, aged nine and twelve."""
    for token in head.ancestors:
        if token.pos_ in {"NOUN", "PROPN"} and token.ent_type_ not in {"DATE", "TIME"}:
            return token if token.i < head.i else None
        if is_verb(token) and token.lemma_ != "age":
            return None
    return None


def _subject(number: Token) -> Token | None:
    """The subject of the nearest verb above `number`, where it is a noun."""
    verb = next((t for t in number.ancestors if is_verb(t)), None)
    for _ in range(2):
        for child in verb.lefts if verb is not None else ():
            if child.dep_ in NOUN_SUBJECTS and child.pos_ in {"NOUN", "PROPN"}:
                measure = child.lower_ in {"cent", "percent", "%"} | role("tallies")
                return child if child.i < number.i and not measure else None
        verb = verb.head if verb is not None and verb.dep_ in {"conj", "xcomp", "advcl"} else None
    return None
