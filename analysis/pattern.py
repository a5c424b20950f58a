"""Regular expressions that come from a user: compiled, or refused with the reason.

Python's engine backtracks, so that a repeat of something which can itself match in several ways
takes time that doubles with each character ("(a+)+b"). Such patterns are refused by their shape,
because no time limit can interrupt the engine from within a thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Protocol, cast

from analysis.errors import ParameterError

__all__ = ["compile_pattern"]

MAX_LENGTH = 500
MAX_TURNS = 10
"""A repeat of at most this many turns may hold a choice; its cost stays bounded."""


@lru_cache
def compile_pattern(name: str, text: str) -> re.Pattern[str]:
    """Compile `text` without regard to case.

    Raises
    ------
    ParameterError
        If `text` is no regular expression, is too long, or could run for hours.
    """
    if len(text) > MAX_LENGTH:
        raise ParameterError(name, text[:40] + "…", f"at most {MAX_LENGTH} characters")
    try:
        pattern = re.compile(text, re.IGNORECASE)
        tree = import_module("re._parser").parse(text, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise ParameterError(name, text, f"a valid regular expression ({error})") from None
    if any(_explodes(*step) for step in _steps(tree)):
        wanted = "a pattern without a repeat around a repeat or a choice, which could run for hours"
        raise ParameterError(name, text, wanted)
    return pattern


class _Parsed(Protocol):
    """What `re` makes of a pattern; the type has no public name."""

    def getwidth(self) -> tuple[int, int]: ...
    def __iter__(self) -> Iterator[tuple[object, object]]: ...


def _explodes(operation: str, argument: object) -> bool:
    if operation not in ("MAX_REPEAT", "MIN_REPEAT"):
        return False
    _, most, body = cast("tuple[int, int, _Parsed]", argument)
    if most <= MAX_TURNS:
        return False
    shortest, longest = body.getwidth()
    return shortest != longest or any(name == "BRANCH" for name, _ in _steps(body))


def _steps(tree: _Parsed) -> Iterator[tuple[str, object]]:
    """All steps of a parsed pattern, those inside groups and choices too."""
    for operation, argument in tree:
        yield str(operation), argument
        for part in _parts(argument):
            yield from _steps(part)


def _parts(argument: object) -> Iterator[_Parsed]:
    if type(argument).__name__ == "SubPattern":
        yield cast("_Parsed", argument)
    elif isinstance(argument, tuple | list):
        for item in argument:
            yield from _parts(item)
