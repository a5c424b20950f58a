"""Who signs a letter or a blog post: its own word is that person's, not its publisher's."""

from __future__ import annotations

import re

from analysis.extract.named import Named
from analysis.extract.roles import body_kind, publisher_words
from analysis.extract.statements import QUOTED, speaks_as_body
from analysis.lexicon import load
from analysis.model import Document

__all__ = ["signatory"]

_SELF = re.compile(r"\b(?:I|[Mm]y)\b")
_TRADE = re.compile(
    r"\bI(?: am|['’]m) (?:an? |the )(?P<role>[\w-]+(?: [\w-]+){0,3}?)"
    r"(?: (?:at|for|with|of) (?:the )?(?P<body>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*))?(?=[,.;:]| and )"
)
"""What somebody says that he is: "I am a paediatrician at Lund Hospital"."""
_NAME = re.compile(
    r"(?:[A-Z][a-z]{0,3}\.? )?[A-Z][\w’'-]+(?: [A-Z]\.)?(?: (?:van|von|de|der|[A-Z][\w’'-]+)){1,3}"
)
_LETTER = re.compile(r"^(?:Dear\b|Sir\b|Madam\b)|^Yours\b", re.MULTILINE)
_LINES = 3
"""Lines of a signature, at most."""


def signatory(document: Document) -> Named | None:
    """Whoever signs a text below in which "I" speaks: a letter, or if it is said what he is.

    None where an author is given, or where the publisher is a body whose own word it is.
    """
    text = document.text.strip()
    own = QUOTED.sub("", text)
    if document.author or speaks_as_body(document) or not _SELF.search(own):
        return None
    lines = [line.strip(" *_-–—") for line in text.split("\n\n")[-1].split("\n")]
    if len(lines) > _LINES or any(line.endswith((".", "?", "!")) for line in lines):
        return None
    name, *told = [part.strip() for line in lines for part in line.split(",")]
    if not _NAME.fullmatch(name) or set(name.casefold().split()) & publisher_words("masthead"):
        return None
    role = next((part for part in told if _is_role(part)), "")
    body = next((part for part in told if part != role and body_kind(part) != "organisation"), "")
    trade = _TRADE.search(own)
    if not role and trade and _is_role(trade["role"]):
        role, body = trade["role"], trade["body"] or ""
    return Named(name, "person", role, body) if role or _LETTER.search(text) else None


def _is_role(words: str) -> bool:
    """Whether some words say what somebody is: "Minister of Finance", "retired teacher"."""
    return any(load("sources").value(word, "role") for word in words.casefold().split())
