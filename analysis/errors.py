"""What can go wrong, each error with one line that says what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "ExportError",
    "LexiconError",
    "NotebookError",
    "ParameterError",
    "SeedError",
    "SeedbriefError",
    "TableError",
]


class SeedbriefError(Exception):
    """Base of all errors that a user can do something about."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in a cell: what to do, not where in the kit it was noticed."""
        return [f"{type(self).__name__}: {self}"]


class SeedError(SeedbriefError):
    """A seed that cannot be read.

    Parameters
    ----------
    path : str
        The seed as the user named it.
    reason : str
        A short key: ``unreadable``, ``encoding``, ``front_matter``, ``empty``, ``type``,
        ``duplicate``.
    message : str
        What is wrong and what to do, in one sentence.
    """

    def __init__(self, path: str, reason: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path, self.reason, self.message = path, reason, message


class LexiconError(SeedbriefError):
    """A lexicon entry that breaks the rules of its file."""


class TableError(SeedbriefError):
    """A table that does not hold what its schema declares."""


class ExportError(SeedbriefError):
    """Tables that a format or this installation cannot take."""


class NotebookError(SeedbriefError):
    """A notebook that is missing, malformed or failed while it ran."""


class ParameterError(SeedbriefError):
    """A parameter with an unknown name or a value that is not allowed.

    Parameters
    ----------
    name : str
        The parameter as given.
    value : object
        The value that came.
    allowed : iterable of str or str
        The allowed values, or a phrase that describes them.
    """

    def __init__(self, name: str, value: object, allowed: Iterable[str] | str) -> None:
        if isinstance(allowed, str):
            wanted = allowed
        else:
            options = [str(option) for option in allowed]
            wanted = "one of " + ", ".join(options)
            near = get_close_matches(str(value), options, n=1)
            wanted += f" (did you mean {near[0]}?)" if near else ""
        super().__init__(f"{name} must be {wanted}; got {value!r}")
        self.name, self.value, self.allowed = name, value, wanted
