"""Writing so that a file is whole or not there, whatever happens in between."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

__all__ = ["TEMPORARY", "replacing", "sync"]

TEMPORARY = ".seedbrief-"
"""How the names of files begin that are being written."""


@contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """A new file to write, which takes the place of `path` at the end if nothing fails.

    If it need not be `durable`, it can be lost when the machine stops, and only its owner reads it.
    """
    handle, name = mkstemp(prefix=TEMPORARY, suffix=path.suffix, dir=path.parent)
    os.close(handle)
    new = Path(name)
    try:
        yield new
        if durable:
            new.chmod(0o666 & ~_umask())
            sync(new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """See to it that a file, or what a folder lists, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
