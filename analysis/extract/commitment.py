"""How firmly a proposition is held: certainty, likelihood, condition, negation and kind.

Certainty is the source's commitment, read from the predicate's own words alone: a hedge inside
a relative clause, a condition or a noun phrase weakens those, not the claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from analysis.extract.base import (
    NOUN_SUBJECTS,
    children,
    has,
    has_word,
    is_negated,
    is_number_sign,
    is_verb,
    subtree,
)
from analysis.extract.likelihood import CHANCES, likelihood
from analysis.lexicon import load
from analysis.model import CERTAINTIES, Claim

__all__ = ["committed", "condition", "is_infinitive", "kind", "negated"]

_BARE = {"come", "become", "run", "put", "cut", "let", "set", "hit", "hurt", "cost", "read"}
"""Participles that are as well the verb after "would": "we'd come"."""

_SPINE = {"aux", "auxpass", "advmod", "acomp", "oprd", "attr", "xcomp", "neg"}


def committed(  # noqa: PLR0917, PLR0913 - all that bears on how sure somebody is
    claim: Claim,
    head: Token,
    tokens: Sequence[Token],
    by_cue: str,
    scale: str,
    without: Sequence[Token],
) -> Claim:
    """The claim with what the predicate's own words, and the cue's lemma, say of how sure he is.

    Parameters
    ----------
    claim : Claim
    head : Token
        The head of the predicate.
    tokens : sequence of Token
        The proposition.
    by_cue : str
        The certainty that the reporting word gives, or "".
    scale : {"icd203", "phia"}
    without : sequence of Token
        Tokens whose hedges do not count, such as those of a condition.
    """
    spine = [token for token in _spine(head, tokens) if token not in without]
    markers = [token for token in spine if _hedge(token) is not None]
    levels = [str(_hedge(token)) for token in markers]
    levels += [by_cue] if by_cue else []
    yardstick = likelihood([t for t in spine if t.dep_ != "amod" or not _is_supposed(t)], scale)
    if yardstick is not None and yardstick.certainty and yardstick.token not in markers:
        levels.append(yardstick.certainty)
        markers.append(yardstick.token)
    certainty = max(levels, key=CERTAINTIES.index, default="certain")
    claim = replace(claim, certainty=certainty, markers=tuple(token.text for token in markers))
    if yardstick is None:
        return claim
    return replace(
        claim,
        likelihood_term=yardstick.term,
        likelihood_low=yardstick.low,
        likelihood_high=yardstick.high,
    )


def _hedge(token: Token) -> str | None:
    hedges = load("certainty")
    word = token.lower_ if hedges.get(token.lower_) is not None else token.lemma_.lower()
    entry = hedges.get(word)
    if entry is None or (entry.name == "possible_modals" and token.dep_ != "aux"):
        return None
    if entry.name == "probable_verbs" and not _governs(token):
        return None
    if token.lower_ == "could" and _fails(token.head):
        return None
    return str(entry.effect["certainty"])


def _fails(head: Token) -> bool:
    """Whether a "could" is negated: "could not find" says what failed, "may not" what may."""
    return has_word(head, "could") and is_negated(head)


def _governs(verb: Token) -> bool:
    return verb.pos_ == "VERB" and has(verb, "xcomp", "ccomp", "acomp", "oprd", "dobj")


def _spine(head: Token, tokens: Sequence[Token]) -> Iterator[Token]:
    """The predicate's own words: auxiliaries, adverbs, complements, shared auxiliaries."""
    inside = set(tokens)
    apart = [t for t in tokens if t.lower_ == "as" and t.dep_ == "prep" and t.head not in inside]
    named = [
        t for preposition in apart for t in _below(preposition)
    ]  # "named it as the likely cause"
    for token in sorted({*_below(head), *named, *_shared_auxiliaries(head)}, key=lambda t: t.i):
        if token in inside or token.dep_ == "aux":
            yield token


def _below(head: Token) -> Iterator[Token]:
    yield head
    for child in head.children:
        governed = child.dep_ == "ccomp" and _hedge(head) is not None
        noun = child.dep_ == "amod" and child.head.dep_ in {"attr", "oprd", "acomp"}
        had = child.dep_ == "dobj" and head.lemma_ == "have" and child.lemma_ in CHANCES
        supposed = _is_supposed(child)  # the likely cause was Y
        also = child.dep_ == "conj" and child.pos_ == head.pos_ == "ADJ"  # possible but unlikely
        reachable = child.dep_ in _SPINE or governed or noun or had or also or supposed
        if reachable and not (child.dep_ == "advmod" and child.pos_ == "VERB"):
            yield from _below(child)


def _is_supposed(token: Token) -> bool:
    """Whether it calls what one looks for likely: "the likely cause was Y", "as the cause".

    A yardstick's band is none of it: that is of a predicate alone.
    """
    noun = token.head if token.dep_ == "amod" else token
    if not load("grammar").value(noun.lemma_.lower(), "supposed"):
        return False
    if token.dep_ == "amod":
        return _hedge(token) is not None
    identified = (
        noun.dep_ == "nsubj" and noun.head.lemma_ == "be" and has(noun.head, "attr", "ccomp")
    )
    return identified or (noun.dep_ == "pobj" and noun.head.lower_ == "as")


def _shared_auxiliaries(head: Token) -> Iterator[Token]:
    """The auxiliaries of a coordinated bare infinitive: "could strengthen and extend"."""
    while head.dep_ == "conj" and head.tag_ == "VB" and not has(head, "aux"):
        head = head.head
        yield from children(head, "aux")


def condition(head: Token, tokens: Sequence[Token]) -> list[Token]:
    """The tokens of the if or should clause that the proposition depends on, or none."""
    inside, under = set(tokens), set(head.subtree)
    for token in tokens:
        if token.dep_ != "advcl" or token.head not in under:
            continue
        clause = [t for t in subtree(token) if t in inside and not t.is_punct]
        first = clause[0] if clause else token
        marks = children(token, "mark")
        inverted = first.dep_ == "aux" and first.lower_ in {"should", "were", "had"}
        if inverted or any(load("grammar").value(m.lower_, "conditional") for m in marks):
            return clause
    return []


def negated(head: Token, tokens: Sequence[Token]) -> bool:
    """Whether the predicate is negated, by an adverb or by "no" at its subject or object."""
    if head.pos_ in {"NOUN", "PROPN"} and any(
        c.lower_ == "no" and not is_number_sign(c) for c in head.children
    ):
        return True
    if any(map(_is_never, children(head, "prep"))):
        return True
    near = [head, *(child for child in head.children if child.dep_ in {"xcomp", "acomp", "attr"})]
    nouns = [n for token in near for n in children(token, "nsubj", "nsubjpass", "dobj", "attr")]
    told = [t for noun in nouns for t in (noun, *noun.children) if not is_number_sign(t)]
    words = [t.lower_ for t in told if t.dep_ != "nsubj" or t.lower_ != "no"]
    none = any(word == "not" or load("grammar").value(word, "negative") for word in words)
    if none or any(map(is_negated, near)):
        return True
    shared = head.dep_ == "conj" and head.tag_ == "VB" and not has(head, "aux")
    return any(t.lower_ == "neither" for t in tokens) or (shared and negated(head.head, ()))


def _is_never(preposition: Token) -> bool:
    """Whether a phrase negates its predicate: "at no time"."""
    words = preposition.doc[preposition.i : preposition.i + 3].text.lower()
    return bool(load("grammar").value(words, "never"))


def kind(head: Token, tokens: Sequence[Token], by_cue: str) -> str:
    """The kind of a proposition: recommendation, forecast, evaluation or factual.

    `by_cue` is the kind that the reporting word gives it ("expects them to go"), or "".
    """
    if by_cue:
        return by_cue
    kinds = load("claim_kinds")
    auxiliaries = children(head, "aux") + list(_shared_auxiliaries(head))
    auxiliaries = [aux for aux in auxiliaries if not _is_had(aux)]
    places = {kinds.value(aux.lower_, "place") for aux in auxiliaries}
    by_aux = {kinds.value(aux.lower_, "kind") for aux in auxiliaries if not _inverted(aux)}
    if "recommendation" in by_aux or _is_imperative(head):
        return "recommendation"
    if "auxiliary" in places and "forecast" in by_aux:
        return "forecast"
    if "modal" in places and not _speaks_of_now(head) and not _fails(head):
        return "forecast"
    if any(_governs_infinitive(token) for token in (head, *head.children)):
        return "forecast"
    judged = _judges(head) or (not is_verb(head) and any(map(_judgement, tokens)))
    return "evaluation" if judged else "factual"


def _is_imperative(head: Token) -> bool:
    """Whether the predicate tells somebody to do something: "Stay away", "Do not film"."""
    aided = any(c.dep_ in NOUN_SUBJECTS or c.tag_ in {"MD", "TO"} for c in head.children)
    bare = head.tag_ == "VB" and head.dep_ in {"ROOT", "ccomp", "conj"} and not aided
    return bare and (head.dep_ != "conj" or _is_imperative(head.head))


def is_infinitive(head: Token) -> bool:
    """Whether the predicate is an infinitive with "to": what somebody asks for or promises."""
    return any(child.lower_ == "to" for child in children(head, "aux"))


def _is_had(aux: Token) -> bool:
    """Whether "'d" stands for "had": before a participle ("we'd been", "they'd told us")."""
    if aux.lower_ not in {"'d", "’d"}:
        return False
    following = next((t for t in aux.doc[aux.i + 1 :] if t.pos_ in {"VERB", "AUX"}), aux)
    return following.tag_ in {"VBN", "VBD"} and following.lower_ not in _BARE


def _inverted(aux: Token) -> bool:
    """Whether it opens a condition ("should they attack, ..."): that is no duty."""
    return aux.head.dep_ == "advcl" and aux.i < aux.head.left_edge.i + 1


def _speaks_of_now(head: Token) -> bool:
    """After a modal, a perfect or a verb of state speaks of what is, not of what is to come."""
    perfect = any(c.lower_ == "have" for c in children(head, "aux"))
    progressive = head.tag_ == "VBG" and has_word(head, "be")
    stative = load("claim_kinds").value(head.lemma_.lower(), "place") == "state"
    stative = stative and not has(head, "xcomp")
    modal = {c.lower_ for c in head.children if c.tag_ == "MD"}
    return perfect or progressive or (stative and ("could" not in modal or head.lemma_ == "be"))


def _governs_infinitive(token: Token) -> bool:
    entry = load("claim_kinds").value(token.lemma_.lower(), "place")
    if entry != "governor" or token.dep_ in {"pobj", "dobj"}:
        return False
    going = token.lemma_ != "go" or token.tag_ == "VBG"
    return going and any(map(is_infinitive, children(token, "xcomp", "ccomp", "advcl")))


def _judges(head: Token) -> bool:
    """Whether a judgement word carries the predicate."""
    carriers: list[Token] = [] if is_verb(head) else [head]
    for child in head.children:
        if child.dep_ in {"attr", "acomp", "oprd", "xcomp"}:
            carriers.append(child)
        if child.dep_ == "prep" and child.lower_ == "as":
            carriers += children(child, "pobj", "amod", "pcomp")
        if child.dep_ == "dobj" and head.lemma_ in {"deal", "show", "be", "become", "mark"}:
            carriers.append(child)
    words = [w for c in carriers for w in (c, *(m for m in c.children if m.dep_ == "amod"))]
    return any(map(_judgement, words))


def _judgement(word: Token) -> bool:
    kinds = load("claim_kinds")
    forms = (word.lemma_.lower(), word.lower_)
    if any(kinds.value(child.lower_, "place") == "measure" for child in word.children):
        return False
    return any(kinds.value(form, "kind") == "evaluation" for form in forms)
