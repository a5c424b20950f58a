"""What is no prose is kept in the text but not searched: no reader makes claims of it.

What a page has beside its sentences is told in `analysis.page`. Text without sentences or words (a
table of numbers in one line, encoded data, one word ten thousand times) has no claims to find, and
parsers and rules take time that grows with the square of a sentence.
The bounds are counted, so that every machine reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.model import Document, Problem, Span
from analysis.page import beside

__all__ = ["MAX_SENTENCE", "MAX_WORD", "masked", "unread"]

MAX_WORD = 1_000
"""Characters without white space; longer than any word or address."""

MAX_SENTENCE = 400
"""Tokens; the longest sentence of legal prose has some 300."""

_SHOWN = 3
_LONG_WORD = re.compile(rf"\S{{{MAX_WORD + 1},}}")


def masked(text: str) -> tuple[str, list[Span]]:
    """`text` with blanks for all that is no part of a sentence, and where overlong words stand."""
    spans = [match.span() for match in _LONG_WORD.finditer(text)]
    plain = _LONG_WORD.sub(lambda match: " " * len(match[0]), text)
    pieces, done = [], 0
    for start, end in beside(plain):
        pieces += [plain[done:start], " " * (end - max(start, done))]
        done = max(done, end)
    return "".join([*pieces, plain[done:]]), spans


def unread(document: Document, spans: Sequence[Span]) -> list[Problem]:
    """What to say of the parts of a document that are kept but not searched."""
    if not spans:
        return []
    places = ", ".join(f"{start:,} to {end:,}" for start, end in spans[:_SHOWN])
    more = f" and {len(spans) - _SHOWN} more places" if len(spans) > _SHOWN else ""
    message = (
        f"is no prose from character {places}{more} (a sentence of over {MAX_SENTENCE} words, or a "
        f"word of over {MAX_WORD:,} characters): kept, but not searched for claims; split or cut it"
    )
    return [Problem(document.path or document.doc_id, "not_prose", message)]
