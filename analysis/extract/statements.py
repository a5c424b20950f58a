"""Whether a document is the statement of a body: a release, a report, minutes.

Then what nobody else is said to say is that body's word, not an author's about it. A medium's text
is none, whatever it calls itself.
"""

from __future__ import annotations

import re

from analysis.extract.named import Named
from analysis.extract.roles import body_kind, publisher_words
from analysis.lexicon import load
from analysis.model import Document

__all__ = ["QUOTED", "is_medium", "speaking_body", "speaks_as_body"]

_BODIES = {"government", "intelligence", "military", "organisation"}

_OWNER = re.compile(r",| (?:of|for|in|at) ")
"""What stands behind the head of a body's name: "Ministry of Defence", "Council, Hallstead"."""

_PASSED_ON = re.compile(r"\b(?:reported|quoted|via|briefing|interview)\b")
"""A medium's account of what a body said: "Ministry of Health, as reported by"."""

QUOTED = re.compile(r"[“\"«][^“”\"«»]*[”\"»]")
_WE = re.compile(
    r"\b(?:[Ww]e (?!asked|spoke|talked|contacted|reached|met|put)"
    r"|[Oo]ur (?!report|article|correspondent|newspaper|reader|earlier|questions)\w+)"
)
"""A body that tells of itself; no journalist who asks."""

_CAMPAIGNS = re.compile(
    r"\b(?:[Ww]e (?:call on|call for|demand|urge|recommend|estimate)"
    r"|[Oo]ur (?:researchers|members|volunteers|staff|delegates|campaign|findings))\b"
)
"""What a group says of itself and no newspaper does."""

_SERVICES = {"agency", "service"}
"""What bodies of the state and services of news are both called: the one speaks of itself."""
_SELF = re.compile(r"\b(?:[Ww]e|[Oo]urs?|[Uu]s|[Tt]he (?:Agency|Service))\b")

_NEAR = 40
"""Characters before a name in which the last word before it is looked for."""

_TOLD = {"told", "to", "with", "by"}


def speaking_body(document: Document) -> Named | None:
    """The body whose own word a document is, or None if it is a medium's or an author's.

    Its publisher is a body by the kind of its name ("Ministry of Defence"); or, where the name
    tells nothing, the text says "we" outside of quotations or begins with it.
    """
    name = document.publisher.strip()
    if document.author or not name or is_medium(document):
        return None
    head, last = _ends(name)
    known = load("sources").value(head, "kind") in _BODIES
    shared = {head, last} & load("repeating").words(body=True)
    known = known and not (head == last in _SERVICES and not _speaks_of_itself(document, name))
    if known or shared or _tells_of_itself(document.text, name):
        return Named(name, body_kind(name), nouns=frozenset({head} if known else ()))
    return None


def speaks_as_body(document: Document) -> bool:
    """Whether the name of the publisher alone shows that it is a body: "Ministry of Defence"."""
    name = document.publisher.strip()
    return bool(name) and not is_medium(document) and bool({*_ends(name)} & _body_words())


def is_medium(document: Document) -> bool:
    """Whether the name of a document's publisher is that of a medium.

    What campaigners and newspapers are both called by is a body's if the text calls for something.
    """
    name = document.publisher.strip()
    if not name or body_kind(name) == "media" or _PASSED_ON.search(name):
        return bool(name)
    head, last = _ends(name)
    campaigns = _CAMPAIGNS.search(QUOTED.sub("", document.text))
    shared = campaigns and {head, last} & load("repeating").words(body=True)
    return _is_newswire(name, head) or bool(
        {head, last} & publisher_words("masthead") and not shared
    )


def _body_words() -> frozenset[str]:
    return frozenset().union(*(load("sources").words(kind=kind) for kind in _BODIES))


def _ends(name: str) -> tuple[str, str]:
    """The word that the name of a body turns on, and its last one."""
    head, last = (words.split()[-1].casefold() for words in (_OWNER.split(name)[0] or name, name))
    return head, last


def _is_newswire(name: str, head: str) -> bool:
    """Whether a name is that of an agency or service of news: "Northern Press Service"."""
    wire = load("repeating").words(newswire=True) & set(name.casefold().split())
    return bool(wire) and body_kind(head) == "organisation"


def _speaks_of_itself(document: Document, name: str) -> bool:
    """Whether "North Line Agency" or "we" stands in the text: a wire is silent about itself."""
    return name in document.text or bool(_SELF.search(QUOTED.sub("", document.text)))


def _tells_of_itself(text: str, name: str) -> bool:
    before, named, _ = text.strip().partition(". ")[0].partition(name)
    begun = named and (before[-_NEAR:].split() or [""])[-1] not in _TOLD
    return bool(_WE.search(QUOTED.sub("", text)) or begun)
