"""Whom the questions of an interview without labels are put to: whom the text introduces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from analysis.extract.base import NOUN_SUBJECTS, Parse
from analysis.extract.roles import is_role
from analysis.lexicon import load
from analysis.model import Span

__all__ = ["introduced"]

_ADDRESS = re.compile(
    r"(?:^|, )(?P<title>[A-Z][\w-]+\.?) "
    r"(?P<name>[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+)?)(?=, |[?!])"
)
_TALKING = {"speak", "talk", "tell", "interview", "meet", "ask", "sit", "visit", "answer", "reach"}
_PREPOSITIONS = {"to", "with"}

Name = tuple[Parse, Span]
"""A name, as the sentence and the place that it stands in."""


def introduced(before: Sequence[Parse], asked: Sequence[Parse]) -> Name | None:
    """The person who is interviewed, or None where the text does not tell.

    It is whom a question calls by name; or who is said to speak or to be asked; or the only person
    named.

    Parameters
    ----------
    before : sequence of Parse
        What stands before the first question.
    asked : sequence of Parse
        The questions.
    """
    names = list(_names(before))
    for parse in asked:
        called = _ADDRESS.search(parse.own_text)
        if called and _is_title(called["title"]):
            surname = called["name"].split()[-1]
            start = parse.sentence.start
            own = parse, (start + called.start("title"), start + called.end("name"))
            return next((n for n in names if _words(n)[-1:] == [surname]), own)
    talking = [name for name in names if _talks(name, before)]
    chosen = talking or [name for name in names if not _is_passing(name)]
    return chosen[0] if len({_words(name)[-1] for name in chosen}) == 1 else None


def _is_title(word: str) -> bool:
    bare = word.casefold().rstrip(".")
    return load("titles").get(bare) is not None or bool(load("sources").value(bare, "role"))


def _words(name: Name) -> list[str]:
    parse, (start, end) = name
    return parse.text[start:end].split()


def _names(parses: Sequence[Parse]) -> Iterator[Name]:
    """The people named: of two names at least, or with a title or an office before them."""
    for parse in parses:
        done = -1
        for token in parse.words:
            run = [token] if token.i > done and token.pos_ == "PROPN" else []
            while run and run[-1].i + 1 < len(token.doc) and _goes_on(run[-1].nbor(1)):
                run.append(run[-1].nbor(1))
            if run:
                done = run[-1].i
                kept = [t for t in run if not is_role(t)]
                titled = run[0].i > parse.words[0].i and _names_office(run[0].nbor(-1))
                person = all(t.ent_type_ in {"PERSON", ""} for t in kept) or titled
                if kept and person and (len(kept) > 1 or titled or len(kept) < len(run)):
                    yield parse, (parse.start(kept[0]), parse.end(kept[-1]))


def _goes_on(token: Token) -> bool:
    particle = load("grammar").value(token.lower_, "particle") and token.text.islower()
    return token.pos_ == "PROPN" or bool(particle)


def _names_office(token: Token) -> bool:
    return is_role(token) and token.pos_ in {"NOUN", "PROPN"}


def _head(name: Name) -> Token:
    """The word of a name that the rest of its sentence hangs on."""
    inside = name[0].within((name[1],))
    return next((t for t in inside if t.head not in inside), inside[-1])


def _talks(name: Name, before: Sequence[Parse]) -> bool:
    """Whether it is who speaks to the medium, or whom its people met: "We spoke to Lund"."""
    head = _head(name)
    if head.dep_ in {"appos", "compound", "nmod"} and head.head.pos_ in {"NOUN", "PROPN"}:
        head = head.head
    verb = head.head
    if head.dep_ == "pobj":
        verb = head.head.head
        subject = next((c for c in verb.children if c.dep_ in NOUN_SUBJECTS), None)
        theirs = subject is not None and (subject.lower_ == "we" or not _is_somebody(subject))
        return head.head.lower_ in _PREPOSITIONS and verb.lemma_ in _TALKING and theirs
    if head.dep_ == "dobj":
        return verb.lemma_ in _TALKING and any(c.lower_ == "we" for c in verb.children)
    if head.dep_ not in NOUN_SUBJECTS:
        return False
    following = [p for p in before if p.sentence.start > name[0].sentence.start][:1]
    pronoun = [t for p in following for t in p.words[:1] if t.lower_ in {"he", "she"}]
    return verb.lemma_ in _TALKING or any(t.head.lemma_ in _TALKING for t in pronoun)


def _is_somebody(subject: Token) -> bool:
    return subject.lower_ in {"he", "she"} or subject.ent_type_ == "PERSON"


def _is_passing(name: Name) -> bool:
    """Whether somebody is only named beside who matters: "told our Malte Orr", "by Malte Orr"."""
    head = _head(name)
    return head.dep_ == "poss" or (head.dep_ == "pobj" and head.head.lower_ in {"by", "to", "with"})
