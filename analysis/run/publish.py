"""The only place that writes into a report folder: all of a build, or nothing.

A build is made in a hidden folder inside OUT, which is on the same file system as OUT even where
OUT is a mount of its own. When it is complete and on the disk, OUT is exchanged for a folder with
the new files and those of others (`exchange`): a kill at any moment leaves the old report or the
new. Where that cannot be done, the hidden folder is renamed to `COMMITTED` and its files are moved
one by one; the next run finishes what a kill interrupted. If a move fails, those before are undone.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp
from threading import current_thread, main_thread

from analysis.atomic import sync
from analysis.errors import ParameterError, SeedbriefError
from analysis.run.exchange import CannotExchangeError, exchange, sibling
from analysis.run.manifest import MANIFEST, outputs_of

__all__ = ["UNFINISHED", "check_out", "publish", "sha256", "staging"]

PREFIX = ".seedbrief-"

COMMITTED = ".seedbrief-committed"
"""What lies in a folder of this name belongs to the report, and is moved to its place."""

UNFINISHED = ".seedbrief-unfinished"
"""The folder of a parse that was stopped: the next one goes on from there."""

GONE = ".gone"
"""A list in that folder: files of the old report that the new one does not have."""


def check_out(out: Path, seeds: Path | None = None, notebooks: Iterable[Path] = ()) -> None:
    """Refuse a folder whose own files would be replaced, or read as seeds the next time.

    Parameters
    ----------
    out : path
        Where files are to be written.
    seeds : path, optional
        The seeds; `out` must not be their folder or lie in it.
    notebooks : iterable of path
        The notebooks that are run; `out` must not be the folder of one.

    Raises
    ------
    ParameterError
        If it is one of them.
    """
    target = out.resolve()
    taken = [path.parent.resolve() for path in notebooks]
    taken = [folder for folder in taken if folder == target]
    if seeds is not None and seeds.resolve() in (target, *target.parents):
        taken.append(seeds.resolve())
    if taken:
        raise ParameterError("out", str(out), f"another folder than {taken[0].name}/")


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """A new folder inside `out`, under a lock that keeps other builds off; removed at the end.

    Raises
    ------
    SeedbriefError
        If another build is writing to `out`, or `out` is no folder or cannot be written to.
    """
    made = not out.exists()
    if not made and not out.is_dir():
        raise SeedbriefError(f"{out} is a file; name a folder to write the reports to")
    try:
        out.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=out).close()
    except OSError as error:
        message = f"cannot be written to ({error.strerror}); allow that, or choose another --out"
        raise SeedbriefError(f"{out} {message}") from None
    with _lock(out):
        _finish(out)
        for left in (*out.glob(f"{PREFIX}*"), sibling(out.resolve())):  # from a killed build
            if left.name != UNFINISHED:
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(mkdtemp(prefix=PREFIX, dir=out.resolve()))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            if made:
                with suppress(OSError):  # holds a report now
                    out.rmdir()


@contextmanager
def _lock(out: Path) -> Iterator[None]:
    """Hold `out` for this build; the system lets go of it even if the process is killed."""
    import fcntl

    handle = os.open(out, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"another build is writing to {out}; wait for it, or choose another --out"
            raise SeedbriefError(message) from None
        except OSError:  # a file system without locks: go on without
            pass
        if not os.path.samestat(os.fstat(handle), out.stat()):
            message = f"another build has just written to {out}; run this one again"
            raise SeedbriefError(message)
        yield
    finally:
        os.close(handle)


def publish(
    made: Path,
    out: Path,
    previous: Path,
    gone: Iterable[Path] = (),
    stay: Iterable[Path] = (),
) -> list[Path]:
    """Make the files of `made` the report in `out`, all at once.

    Files of an earlier build that this one does not make are removed, if they are as that build
    left them and do not `stay`; all other files in `out` are left alone.

    Parameters
    ----------
    made, out : Path
    previous : Path
        An empty folder for what is replaced, so that it can be put back.
    gone, stay : iterable of path
        Files in `out` that do not stay, and of an earlier build that do, from there.

    Returns
    -------
    list of Path
        The files' new places.
    """
    names = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
    names.sort(key=lambda name: name == Path(MANIFEST))
    stale = [*(_stale(out, {*names, *stay}) if Path(MANIFEST) in names else ()), *gone]
    for name in names:
        sync(made / name)
    with _undisturbed():
        try:
            exchange(made.resolve(), out.resolve(), [*names, *stale], PREFIX)
        except CannotExchangeError:
            _move(made, out, previous, names, stale)
    return [out / name for name in names]


def _move(
    made: Path, out: Path, previous: Path, names: Sequence[Path], stale: Sequence[Path]
) -> None:
    """Move every file to its place, one by one; if one fails, put all back."""
    for name in (*names, *stale):
        _keep(out / name, previous / name)
    (made / GONE).write_text(json.dumps([str(name) for name in stale]), encoding="utf-8")
    sync(made / GONE)
    made.rename(out / COMMITTED)
    sync(out)
    try:
        _finish(out)
    except BaseException:
        for name in (*names, *stale):
            _put_back(previous / name, out / name)
        shutil.rmtree(out / COMMITTED, ignore_errors=True)
        raise


def _finish(out: Path) -> None:
    """Move what was committed to its place, the manifest last."""
    made = out / COMMITTED
    if not (made / GONE).is_file():
        return
    names = [path.relative_to(made) for path in made.rglob("*") if path.is_file()]
    for name in sorted(names, key=lambda name: (name == Path(MANIFEST), name)):
        if name != Path(GONE):
            (out / name).parent.mkdir(exist_ok=True)
            (made / name).replace(out / name)
    for name in json.loads((made / GONE).read_text(encoding="utf-8")):
        (out / name).unlink(missing_ok=True)
    shutil.rmtree(made, ignore_errors=True)


def _keep(file: Path, copy: Path) -> None:
    if file.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(file, copy)
        except OSError:  # a file system without hard links
            shutil.copy2(file, copy)


def _put_back(copy: Path, file: Path) -> None:
    if copy.exists():
        copy.replace(file)
    else:
        file.unlink(missing_ok=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep Ctrl-C off for the few milliseconds that this takes."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _stale(out: Path, names: set[Path]) -> list[Path]:
    recorded = outputs_of(out / MANIFEST)
    return [
        Path(name)
        for name, digest in recorded.items()
        if Path(name) not in names and (out / name).is_file() and sha256(out / name) == digest
    ]


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
