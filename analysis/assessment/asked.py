"""What an open question asks after: who, how many, how long, whether, of what and of whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from analysis.assessment.matter import Matter
from analysis.assessment.setting import Setting
from analysis.assessment.words import Terms, deeds, is_state, is_verb, meant, role_words
from analysis.lexicon import load

__all__ = ["BEYOND", "Asked", "asked_after", "asking_word"]

BEYOND = re.compile(r"\b(?:further|additional|more|another|again|second|new|next)\b", re.IGNORECASE)
"""What asks for more of something, and what tells of more."""

_POLAR = frozenset(
    ("will", "would", "is", "are", "was", "were", "did", "does", "do", "has", "have", "had",
     "can", "could", "should", "may", "might", "whether", "if")
)  # fmt: skip
_BEFORE_NOUN = frozenset(
    ("the", "a", "an", "its", "his", "her", "their", "any", "no", "of", "in", "on", "at", "for",
     "from", "to", "with", "by", "more", "further")
)  # fmt: skip
_LASTS = re.compile(r"\b(?:will|would|stays?|stayed|remain\w*|keep|kept)\b", re.IGNORECASE)
"""What says that something goes on, or will."""

_WITH = re.compile(r"\b(\w+ed)\b(?:\s+(?:with|of|for|over|to|in)\s+(.+))?")
"""Somebody charged, and with what."""

_TAKES_PLACE = re.compile(r"\b(?:tak(?:e|es|en|ing)|took)\s+place\b", re.IGNORECASE)

_BROUGHT_ABOUT = re.compile(r"\b(what) (?:started|led to|lay behind|brought about) ", re.IGNORECASE)
"""What asks after a cause."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks after.

    `word` is what it asks with ("how long", "whether"); `around` are the names that stand around
    it; `amount` says that it asks how much or how many, `polar` that yes or no would answer it,
    `deeds` are its verbs, as far as one can tell, and `done` those that are certain to be,
    `beyond` says that it asks for more of something, `coming` for what will be, `lacking` why
    something was not so; `endings` are the states in it, each with what ends it and whether that
    must be said to last, `undone` what is said of one that is not so, `suspected` the words by
    which a doer of its deed is told of.
    """

    doc_id: str
    word: str
    terms: Terms
    around: frozenset[str]
    amount: bool
    polar: bool
    deeds: frozenset[str]
    done: frozenset[str]
    beyond: bool
    coming: bool
    lacking: bool
    endings: tuple[tuple[str, tuple[str, ...], bool], ...]
    undone: tuple[str, ...]
    suspected: frozenset[str]

    def may_speak(self, matter: Matter) -> bool:
        """Whether a claim can bear on it at all: it has a word of it, or need not have any."""
        if self.amount or self.suspected:
            return True
        told = matter.terms.lemmas
        ends = (ends for _, ends, _ in self.endings)
        return not told.isdisjoint(self.terms.lemmas) or any(not told.isdisjoint(e) for e in ends)

    def shared(self, matter: Matter) -> frozenset[str]:
        """The lemmas of the question that a claim speaks to: its own, and states that it ends."""
        told = matter.terms.lemmas
        found = self.terms.lemmas & told
        ended = [
            state
            for state, ends, lasting in self.endings
            if not told.isdisjoint(ends) and (not lasting or _LASTS.search(matter.said))
        ]
        return found | frozenset(ended) if ended else found

    def suspects(self, matter: Matter) -> str:
        """The word by which a claim tells whom somebody holds for the doer: "charged".

        What they are charged with must be what is asked after, where the claim says it.
        """
        for found in _WITH.finditer(matter.said.lower()) if self.suspected else ():
            word, deed = found.groups()
            terms = {meant(each) for each in re.findall(r"[a-z]+", deed or "")}
            if word in self.suspected and (not deed or terms & self.terms.lemmas):
                return word
        return ""


def asked_after(question: Mapping[str, Any], setting: Setting, matters: Sequence[Matter]) -> Asked:
    """What `question` asks after; `matters` are the claims of its seed."""
    words = question["as_question"] or setting.quote(question)
    words = _BROUGHT_ABOUT.sub(r"\1 caused ", words)
    terms = setting.vocabulary.terms(words, initial=True)
    low = words.lower().split()
    word = "whether" if question["form"] == "verification_gap" else asking_word(words)
    counts = word not in {"who", "whom", "whose", "why", "where", "when"}
    amount = counts and any(each in role_words("quantity") for each in low[:8])
    amounts = role_words("quantity") | {"true"}
    lemmas = terms.lemmas - amounts - role_words("pointing") - role_words("plan")
    if terms.senses:
        lemmas -= role_words("staging")
    if word == "how long":
        lemmas -= {"long", "last"}
    if question["form"] == "verification_gap" and not question["as_question"]:
        lemmas = _reported_before(question, matters, setting) if _points(words) else frozenset()
        terms = Terms(lemmas, frozenset(n for n in setting.about(question) if is_state(n)))
    return Asked(
        question["doc_id"],
        word,
        Terms(lemmas, terms.names),
        setting.about(question),
        amount=amount,
        polar=word == "whether",
        deeds=_deeds(low) & lemmas,
        done=deeds(words) & lemmas,
        beyond=bool(BEYOND.search(words)),
        coming="will" in low,
        lacking=word == "why" and bool({"not", "no", "never", "nothing"} & set(low)),
        endings=tuple(_endings(words, lemmas)),
        undone=tuple(
            words for state in sorted(lemmas) for words in load("states").value(state, "undone", ())
        ),
        suspected=_suspected(word, _deeds(low) & lemmas),
    )


def _endings(words: str, lemmas: frozenset[str]) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """The states among some lemmas, what ends each, and whether that must be said to last."""
    states = load("states")
    for lemma in sorted(lemmas):
        state = "happen" if lemma == "place" and _TAKES_PLACE.search(words) else lemma
        ends = states.value(state, "ended_by", ())
        if ends:
            yield lemma, tuple(ends), bool(states.value(state, "lasting"))


def _suspected(word: str, asked: frozenset[str]) -> frozenset[str]:
    """The words that tell of a doer where a question asks who did one of some deeds."""
    held = (load("states").value(deed, "suspected", ()) for deed in asked if word == "who")
    return frozenset(term for words in held for term in words)


def asking_word(words: str) -> str:
    """What a question asks with, in lower case: "who", "how many"; "whether" for yes or no."""
    low = [word.strip(".,;?") for word in words.lower().split()]
    if not low or low[0] in _POLAR:
        return "whether" if low else ""
    return " ".join(low[:2]) if low[0] == "how" and low[1:2] in (["long"], ["many"]) else low[0]


def _deeds(words: Sequence[str]) -> frozenset[str]:
    """The lemmas of a question that can be its verb: no article or preposition stands before."""
    words = [word.strip(".,;?") for word in words]
    found = (meant(word) for before, word in pairwise(words) if before not in _BEFORE_NOUN)
    return frozenset(term for term in found if term[:1] == "#" or is_verb(term))


def _points(words: str) -> bool:
    """Whether what could not be confirmed is "the reports", "a deployment": told before it."""
    found = {word.strip(".,;").removesuffix("s") for word in words.lower().split()}
    told = role_words("pointing") - {"it", "this", "that"}
    return bool(found & told) or "nor denied" in words.lower()


def _reported_before(
    question: Mapping[str, Any], matters: Sequence[Matter], setting: Setting
) -> frozenset[str]:
    """What the sentence before the question reports, else what the nearest claim tells of."""
    before = [matter for matter in matters if matter.claim["start"] < question["start"]]
    before.sort(key=lambda matter: matter.place)
    near = [m for m in before if setting.distance(m.claim, question) == 1 and m.origin.speaks]
    told = [m.terms.senses or m.terms.lemmas for m in near if len(m.terms.lemmas) > 1]
    told = told or [m.terms.senses for m in before if m.terms.senses]
    return told[-1] if told else frozenset()
