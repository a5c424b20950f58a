"""What changed as Markdown, for a comment on a pull request: the words of seeds do nothing there.

A sentence on a change holds words of seeds. It stands as code: in a code span neither CommonMark
nor GitHub nor GitLab sees a link, an address, a picture, a tag, a mention, the number of an issue
or a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from analysis.comparison.wording import GROUPS, counts
from analysis.wording import printable

__all__ = ["MOST_BYTES", "as_markdown"]

MOST_BYTES = 60_000
"""GitHub takes 65,536 characters in a comment."""

_REST = "\n{:,} more {} not shown; the brief on the changes has all.\n"
_ROOM = 100  # for that line


def as_markdown(changes: pd.DataFrame) -> str:
    """Write the counts, then each change as an item by table, in at most `MOST_BYTES` of UTF-8."""
    if changes.empty:
        return "Nothing changed.\n"
    written: list[str] = []
    room, left = MOST_BYTES - _ROOM, len(changes)
    for part, is_change in _parts(changes):
        room -= len(part.encode())
        if room < 0:
            written.append(_REST.format(left, "change is" if left == 1 else "changes are"))
            break
        written.append(part)
        left -= is_change
    return "".join(written)


def _parts(changes: pd.DataFrame) -> Iterator[tuple[str, bool]]:
    """Pieces of the text, and whether each is a change."""
    told = counts(changes)
    yield f"**{len(changes):,} {'change' if len(changes) == 1 else 'changes'}**\n\n", False
    for table, kinds in told:
        yield f"- {GROUPS[table]}: {', '.join(each.told() for each in kinds)}\n", False
    for table, _ in told:
        yield f"\n#### {GROUPS[table]}\n\n", False
        for words in changes.loc[changes["table"] == table, "words"]:
            yield f"- {_as_code(words)}\n", True


def _as_code(words: str) -> str:
    """A code span; its fence is longer than any row of backticks inside."""
    text = printable(" ".join(words.split()))
    longest = max((len(row) for row in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
