"""Text that a spreadsheet would run as a formula, made inert and made itself again."""

from __future__ import annotations

import re

__all__ = ["neutral", "restored"]

_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def neutral(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet could take it for a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def restored(text: str) -> str:
    """The text that `neutral` was given."""
    return text[1:] if text.startswith("'") and _RISKY.match(text[1:]) else text
