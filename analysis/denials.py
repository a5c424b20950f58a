"""How a source stands against the words of a claim: for whatever prints them with its name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from analysis.lexicon import load

__all__ = ["denial"]


def denial(claim: Mapping[str, Any]) -> str:
    """How the source of a claim stands against its words: "denied", "doubted", or not at all.

    The words of such a claim are what the source says is not so.
    """
    if not claim["negated"]:
        return ""
    return next((how for pattern, how in _forms() if pattern.search(claim["cue"])), "")


@cache
def _forms() -> Sequence[tuple[re.Pattern[str], str]]:
    """The forms of each reporting word that denies, verb and noun, with how it does."""
    ending = r"(?:e|s|es|ed|ing|y|ies|ied|ying|ials?|als?|ions?)?"
    found = []
    for entry in load("cues"):
        if entry.effect.get("denies"):
            how = "doubted" if entry.effect.get("certainty") else "denied"
            for word in entry.words:
                verb, *rest = word.split()
                form = " ".join([re.escape(verb.rstrip("ey")) + ending, *map(re.escape, rest)])
                found.append((re.compile(rf"\b{form}\b", re.IGNORECASE), how))
    return found
