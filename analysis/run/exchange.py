"""One folder for another in a single step, as Linux can do it: nobody ever sees a half.

A folder is made beside the old one, with a hard link to each new file and to each old one that
stays; then the two change places by one system call. What somebody saved into the old folder in
that moment is moved over before it is removed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from analysis.atomic import sync

__all__ = ["CannotExchangeError", "exchange", "sibling"]

MOST_KEPT = 1_000
"""Files of others in the folder; with more it is hardly a folder of reports."""

_NO_LINKS = frozenset(
    (errno.EPERM, errno.EACCES, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV, errno.EMLINK)
)
"""What file systems answer that make no hard link, or no more of them."""

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE


class CannotExchangeError(Exception):
    """It cannot be done with such a folder or file system; nothing was changed."""


def sibling(out: Path) -> Path:
    """Where the new folder waits beside `out`, and the old one until it is removed."""
    return out.with_name(f".seedbrief-{out.name}")


def exchange(made: Path, out: Path, gone: Iterable[Path], hidden: str) -> None:
    """Make `out` hold the files of `made` and all that it held but `gone`, in one step.

    Parameters
    ----------
    made, out : path
        Absolute, on one file system; `out` is no link.
    gone : iterable of path
        Files that do not stay, relative to `out`.
    hidden : str
        How folders begin that do not stay.

    Raises
    ------
    CannotExchangeError
        If it cannot be done here; `out` is then as before.
    OSError
        If a file of others stands where one of `made` should, or the disk is full.
    """
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None or out.is_mount() or Path.cwd() == out:
        raise CannotExchangeError
    leaving = set(gone)
    kept = _names(out, leaving, hidden)
    if len(kept) > MOST_KEPT:
        raise CannotExchangeError
    waiting = sibling(out)
    try:
        waiting.mkdir()
    except OSError as error:
        raise CannotExchangeError from error
    try:
        _link(made, waiting, _names(made, set(), hidden))
        _link(out, waiting, kept)
        shutil.copystat(out, waiting)
        _sync_folders(waiting)
        paths = os.fsencode(waiting), os.fsencode(out)
        if rename(_HERE, paths[0], _HERE, paths[1], _EXCHANGE) != 0:
            raise CannotExchangeError(os.strerror(ctypes.get_errno()))
        sync(out.parent)
        late = [
            name for name in _names(waiting, leaving, hidden) if not os.path.lexists(out / name)
        ]
        _link(waiting, out, late)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _names(folder: Path, gone: set[Path], hidden: str) -> list[Path]:
    """All that lies in `folder`, folders first, but for files in `gone` and `hidden` folders."""
    names = [path.relative_to(folder) for path in folder.rglob("*")]
    return sorted(
        name
        for name in names
        if not name.parts[0].startswith(hidden) and (name not in gone or _is_folder(folder / name))
    )


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _link(old: Path, new: Path, names: Iterable[Path]) -> None:
    for name in names:
        target = new / name
        if not _is_folder(old / name):
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(old / name, target, follow_symlinks=False)
            except NotImplementedError as error:
                raise CannotExchangeError from error
            except OSError as error:
                if error.errno in _NO_LINKS:
                    raise CannotExchangeError from error
                raise
        elif target.is_dir() or not target.exists():
            target.mkdir(exist_ok=True)
            shutil.copystat(old / name, target)
        else:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(name))


def _sync_folders(folder: Path) -> None:
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        sync(path)
