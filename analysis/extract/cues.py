"""What a reporting word does to what it reports: stance, certainty, denial, or nothing said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spacy.tokens import Token

from analysis.extract.base import Parse, has, has_word, is_negated, is_verb
from analysis.lexicon import load
from analysis.model import Attribution

__all__ = [
    "NO_CUE",
    "Cue",
    "asks",
    "cue_word",
    "is_revised",
    "is_silent",
    "is_taken_back",
    "read_cue",
    "read_verb",
]

_NOUN_FRAMES = {"object", "naming", "about", "of", "amount", "number"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word: its lemma (or words), its effect, and whether it says that nothing is said.

    `effect` holds what the lexicon gives, at least a `stance`.
    """

    word: str
    effect: Mapping[str, Any]
    silent: bool = False
    negates: bool = False
    """Whether its own negation is one of the content: "does not expect that Y"."""

    @property
    def certainty(self) -> str:
        """How sure the word says that the source is, or ""."""
        denied = self.effect.get("negated_certainty") if self.negates else ""
        by_word = self.effect.get("certainty") or load("certainty").value(self.word, "certainty")
        return str(denied or by_word or "")

    @property
    def known(self) -> bool:
        """Whether the lexicon has the word."""
        return "frames" in self.effect or "form" in self.effect

    @property
    def takes_noun(self) -> bool:
        """Whether a noun phrase alone is a claim under it: "denied the reports"."""
        return bool(_NOUN_FRAMES & set(self.effect.get("frames", ())))

    @property
    def takes_noun_only(self) -> bool:
        """Whether no clause can follow it: "called the plan a mistake"."""
        return self.takes_noun and "clause" not in self.effect["frames"]


NO_CUE = Cue("", {"stance": "asserts"})
"""What the author says himself."""


def read_cue(parse: Parse, attribution: Attribution) -> Cue:
    """The cue of an attribution; `parse` is the sentence it stands in."""
    tokens = parse.within(attribution.cue_spans)
    verb = next((t for t in tokens if load("cues").get(cue_word(t))), None)
    neutral = attribution.rule == "after_colon"  # what follows a denial is said, not denied
    if attribution.type == "according_to" or neutral or not tokens:
        return _with_effect("according to", "cue_forms")
    if attribution.type == "adjectival":
        return _with_effect(str(tokens[0].lower_), "cue_forms")
    if verb is None:
        noun = next((t for t in tokens if load("cue_forms").get(t.lemma_.lower())), tokens[0])
        return _with_effect(str(noun.lemma_).lower(), "cue_forms", silent=is_silent(tokens, ""))
    return _read(verb, tokens)


def read_verb(verb: Token) -> Cue | None:
    """The cue that a verb is by itself, or None where the lexicon does not know it."""
    return _read(verb, [verb]) if load("cues").get(cue_word(verb)) else None


def _read(verb: Token, tokens: Sequence[Token]) -> Cue:
    word = cue_word(verb)
    raised = load("cues").value(word, "raises_negation", False) and _negated(verb)
    return replace(_with_effect(word, "cues", silent=is_silent(tokens, word)), negates=raised)


def cue_word(verb: Token) -> str:
    """The lemma of a reporting verb, with its particle where the lexicon has both: "call on"."""
    word = str(verb.lemma_).lower()
    longer = (f"{word} {c.lower_}" for c in verb.children if c.dep_ in {"prep", "prt"})
    return next((phrase for phrase in longer if load("cues").get(phrase)), word)


def _with_effect(word: str, lexicon: str, *, silent: bool = False) -> Cue:
    entry = load(lexicon).get(word)
    return Cue(word, {"stance": "reports"} | (dict(entry.effect) if entry else {}), silent)


def is_silent(tokens: Sequence[Token], word: str) -> bool:
    """Whether the cue is negated, so that nothing is said ("could not confirm that Y").

    A negated verb of belief passes its negation down: "does not think that Y" still says much.
    """
    verbs = [token for token in tokens if is_verb(token)]
    if not verbs or load("cues").value(word, "raises_negation", False):
        return False
    governors = [*verbs, *(verb.head for verb in verbs if verb.dep_ == "xcomp")]
    withheld = any(load("grammar").value(token.lemma_, "withholding") for token in governors)
    return withheld or any(_negated(verb) for verb in verbs)


def is_taken_back(cue: Sequence[Token]) -> bool:
    """Whether a cue ends a statement and makes none: "lifted its warning", "withdrew his claim"."""
    grammar = load("grammar")
    nouns = [t for t in cue if t.pos_ == "NOUN" and grammar.value(t.lemma_.lower(), "revocable")]
    return any(
        noun.dep_ in {"dobj", "nsubjpass"} and grammar.value(noun.head.lemma_.lower(), "revoking")
        for noun in nouns
    )


def is_revised(cue: Sequence[Token]) -> bool:
    """Whether a cue changes a number: "cut its forecast for"."""
    numbers = [t for t in cue if load("grammar").value(t.lemma_.lower(), "given")]
    return any(
        noun.dep_ == "dobj" and load("grammar").value(noun.head.lemma_.lower(), "revising")
        for noun in numbers
    )


def _negated(verb: Token) -> bool:
    first = verb
    while first.dep_ == "conj" and (first.tag_ == "VB" or has_word(first.head, "neither")):
        first = first.head
    return any(is_negated(head) or has(head, "preconj") for head in (verb, first))


def asks(first: Token) -> bool:
    """Whether the clause that `first` opens is an indirect question: it says nothing."""
    return first.lower_ in {"whether", "if"} or first.tag_ in {"WRB", "WP", "WP$"}
