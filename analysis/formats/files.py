"""Opening files: ordinary ones only, inside their folder, and not larger than is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from analysis.errors import SeedError
from analysis.settings import SETTINGS_NAME, Limits

__all__ = ["check_link", "check_ordinary", "file_bytes", "file_hash", "lies_inside"]


def lies_inside(path: Path, folder: Path) -> bool:
    """Whether a file in `folder` is no link that leads out of it."""
    return not path.is_symlink() or path.resolve().is_relative_to(folder.resolve())


def check_link(path: Path, doc_id: str) -> None:
    """Refuse a link among the seeds of a folder that leads out of that folder.

    Raises
    ------
    SeedError
    """
    if not lies_inside(path, path.parents[doc_id.count("/")]):
        message = "this link leads out of its folder; put a copy of the file there"
        raise SeedError(str(path), "unreadable", message)


def check_ordinary(path: Path, limits: Limits, name: str = "file_bytes") -> None:
    """Refuse what is no ordinary file, or has more bytes than the limit `name` allows.

    Raises
    ------
    SeedError
    """
    if not path.is_file():
        message = "this is no ordinary file; remove it from the seeds"
        raise SeedError(str(path), "unreadable", message)
    most = getattr(limits, name)
    if path.stat().st_size > most:
        message = f"larger than {most:,} bytes; split it into documents, or raise limits.{name}"
        raise SeedError(str(path), "too_large", f"{message} in {SETTINGS_NAME}")


def file_bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of an ordinary file of the size that is allowed for a document.

    Raises
    ------
    SeedError
        If it is none, is too large or cannot be opened.
    """
    with _opening(path):
        check_ordinary(path, limits)
        return path.read_bytes()


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, whatever its size.

    Raises
    ------
    SeedError
        If it cannot be opened.
    """
    with _opening(path), path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


@contextmanager
def _opening(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"cannot be opened ({reason}); allow reading it or remove it"
        raise SeedError(str(path), "unreadable", message) from None
