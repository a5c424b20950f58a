"""What can go wrong, each error with one line that says what to do about it."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
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
    "not_commas",
    "not_utf8",
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


def not_utf8(data: bytes, place: int) -> str:
    """What to say of a file that begins with `data` and has no UTF-8 at the byte `place`."""
    wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    name = "UTF-16" if wide else "WINDOWS-1252"
    told = f"byte {place} is not UTF-8{'; the file is in UTF-16' if wide else ''}"
    how = f"in an editor: Save As, encoding UTF-8; in a shell: iconv -f {name} -t UTF-8 OLD > NEW"
    return f"{told}; save the file as UTF-8 ({how})"


def not_commas(header: str, first: str) -> str:
    """What to say of a table whose first column is `first`, if its columns stand apart otherwise.

    A spreadsheet writes CSV as its language does: in half of Europe with semicolons.
    """
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if header.startswith((f"{first}{sign}", f'"{first}"{sign}')):
            return f"its columns are parted by {name}; save it as CSV with commas between them"
    return ""
