"""What a notebook opens while it runs, so that a build knows when to run it again.

It is noted by an audit hook (PEP 578) in the notebook's kernel: the files it reads besides the
tables, the seeds and what is installed. A notebook that does what leaves no trace in files is not
kept: one that writes files, starts programs, lists folders or speaks to other machines.
"""

from __future__ import annotations

import json
import os
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from hashlib import file_digest
from pathlib import Path
from typing import Any

from analysis.atomic import replacing
from analysis.cache import key_of

__all__ = ["TRACE_VARIABLE", "Trace", "opened_before", "read_trace"]

TRACE_VARIABLE = "SEEDBRIEF_TRACE"
"""The environment variable that tells a kernel in JSON where to write what it opened (``to``), and
which folders are the build's ``own``."""

_BEYOND = (
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.startfile",
    "os.system",
    "socket.sendto",
    "subprocess.Popen",
)
"""Events whose effects or findings no file tells."""

_LISTING = ("os.listdir", "os.scandir")

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_MOST = 1_000
"""Files; who opens more is run again each time."""


class Trace:
    """An audit hook, from when it is made; it cannot be taken away again.

    Parameters
    ----------
    own : iterable of str
        Folders whose files do not count: they are in the key already, or are passing. Hidden
        ones count: they are no seeds.
    to : Path
        Where to write at the end.
    """

    def __init__(self, own: Iterable[str], to: Path) -> None:
        self._to, self._folder = to, os.getcwd()  # noqa: PTH109
        places = (*own, *_installed(), "/dev", "/proc", "/sys")
        self._own = tuple(f"{os.path.realpath(place)}{os.sep}" for place in places if place)
        self._opened: set[str] = set()
        self._beyond = ""
        self._on = True
        sys.addaudithook(self._hear)

    @classmethod
    def asked(cls, asked: str, *own: str) -> Trace:
        """Begin as `TRACE_VARIABLE` says."""
        given = json.loads(asked)
        return cls((*given["own"], *own), Path(given["to"]))

    def end(self) -> None:
        """Write what was opened, as JSON."""
        self._on = False
        beyond = self._beyond or ("open" if len(self._opened) > _MOST else "")
        written = json.dumps({"beyond": beyond, "opened": sorted(self._opened)})
        with replacing(self._to, durable=False) as new:
            new.write_text(written, encoding="ascii")

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._on:
            return
        if event == "open":
            self._open(arguments)
        elif event in _LISTING:
            self._note(arguments[0] or ".", os.sep)
        elif event in _BEYOND or (event == "socket.connect" and isinstance(arguments[1], tuple)):
            self._beyond = self._beyond or event  # an address on a network is a tuple

    def _open(self, arguments: tuple[Any, ...]) -> None:
        path, _, flags = arguments
        if path is None or isinstance(path, int):
            return
        if not isinstance(flags, int) or not flags & _WRITING:
            self._note(path)
        elif not self._is_own(path):
            self._beyond = self._beyond or f"open {path}"

    def _note(self, path: Any, suffix: str = "") -> None:
        if not isinstance(path, int) and not self._is_own(path):
            name = os.fsdecode(path)
            moved = os.getcwd() != self._folder  # noqa: PTH109 - no objects in a hook
            self._opened.add((os.path.abspath(name) if moved else name) + suffix)  # noqa: PTH100

    def _is_own(self, path: Any) -> bool:
        real = f"{os.path.realpath(os.fsdecode(path))}{os.sep}"
        return any(real.startswith(own) and "/." not in real[len(own) - 1 :] for own in self._own)


def _installed() -> list[str]:
    """Where Python, its packages and the kit lie; what is installed is in a build's fingerprint."""
    paths = sysconfig.get_paths()
    places = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    return [*places, *(place for place in sys.path if place), str(Path(__file__).parents[1])]


def read_trace(path: Path, folder: Path) -> dict[str, str] | None:
    """What a notebook opened, each with a hash; None if that is not all that it depends on.

    A name that ends with a slash is a folder that was listed; a relative one starts in `folder`,
    where the notebook ran.
    """
    try:
        trace = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if trace["beyond"]:
        return None
    return {name: _hash(folder, name) for name in trace["opened"]}


def opened_before(opened: Mapping[str, str], folder: Path) -> bool:
    """Whether all that a notebook opened is as it was then."""
    return all(_hash(folder, name) == digest for name, digest in opened.items())


def _hash(folder: Path, name: str) -> str:
    """The hash of a file, or of the names in a folder; "" if there is none that can be read."""
    path = folder / name
    try:
        if name.endswith(os.sep):
            return key_of(*sorted(each.name for each in path.iterdir()))
        with path.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
