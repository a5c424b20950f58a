"""The parent's side of the processes that read risky formats (`analysis.formats.worker`)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from queue import SimpleQueue
from shutil import rmtree
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from analysis.cache import Cache, fingerprint, key_of, open_cache
from analysis.errors import SeedError
from analysis.formats import FORMATS, Content, Refusal, Source
from analysis.formats.files import file_hash
from analysis.formats.worker import EXTENT, FOUND
from analysis.settings import Settings

__all__ = ["Parts", "Sandbox", "Stored", "open_sandbox"]

PARTS = ("errors", "formats", "model", "settings", "wording")
"""The modules and folders of the kit on which the reading of a file depends."""

_KIND, _FOUND_KIND = "read", "found"

KINDS = {"Content": Content, "Refusal": Refusal}


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that lay in another file, in a folder of the sandbox until that is closed."""

    name: str
    suffix: str
    path: Path


Found = Content | Refusal | Stored


@dataclass(frozen=True, slots=True)
class Parts:
    """What was found in a file, read from `path` anew each time: there may be any number of it.

    `files` lay in it, with so many `bytes` in all.
    """

    path: Path
    files: int
    bytes: int

    def __iter__(self) -> Iterator[Found]:
        with self.path.open(encoding="ascii") as lines:
            yield from (_part(json.loads(line)) for line in lines)

    def __len__(self) -> int:
        with self.path.open("rb") as lines:
            return sum(1 for _ in lines)


@dataclass(slots=True)
class Sandbox:
    """Processes that read files of risky formats; each starts when it is first needed.

    What a file held is kept in the cache, unless it holds files, which are opened in turn.
    """

    settings: Settings
    folder: Path
    cache: Cache
    _free: SimpleQueue[_Worker] = field(default_factory=SimpleQueue)

    def read(self, name: str, path: Path, suffix: str, unpacked_bytes: int) -> Parts:
        """The parts of a file, read by the reader of `suffix`.

        Parameters
        ----------
        name : str
            For messages.
        path : path
            Where the file lies.
        suffix : str
            A key of `FORMATS`.
        unpacked_bytes : int
            How much it may unpack to.

        Raises
        ------
        SeedError
            If it cannot be read, crashed the reader or broke a limit.
        """
        limits = replace(self.settings.limits, unpacked_bytes=unpacked_bytes)
        reading = {"suffix": suffix, "limits": asdict(limits), "fields": dict(self.settings.fields)}
        digest = _sha256(path)
        key = key_of(fingerprint(*PARTS), digest, json.dumps(reading, sort_keys=True))
        source, place = Source(name, b"", self.settings), Path(mkdtemp(dir=self.folder))
        data = self._stored(key, place)
        if data is None:
            data = self._ask(source, path, reading, place)
            if digest and digest == _sha256(path):
                self._keep(key, place, data)
        return _parts(source, place, data)

    def _stored(self, key: str, place: Path) -> bytes | None:
        """The extent of a file that was read before; its parts are written to `place`."""
        data = self.cache.get(_KIND, key)
        if data is None or b"refused" in data:
            return data
        return data if self.cache.get_file(_FOUND_KIND, key, place / FOUND) else None

    def _keep(self, key: str, place: Path, data: bytes) -> None:
        """Keep what was found, but for files, which are opened in turn."""
        extent = json.loads(data)
        if "refused" not in extent and not extent["files"]:
            self.cache.put_file(_FOUND_KIND, key, place / FOUND)
        if not extent.get("files"):
            self.cache.put(_KIND, key, data)

    def _ask(self, source: Source, path: Path, reading: dict[str, Any], place: Path) -> bytes:
        """The extent that the worker tells; the parts are then in `place`."""
        job = {**reading, "name": source.name, "path": str(path.absolute()), "folder": str(place)}
        worker = self._free.get()
        try:
            status = worker.ask(job)["status"]
        finally:
            self._free.put(worker)
        if status != 0:
            rmtree(place, ignore_errors=True)
            raise source.refuse("limit", _ended(source, status, reading["suffix"]))
        return (place / EXTENT).read_bytes()


def _sha256(path: Path) -> str:
    try:
        return file_hash(path)
    except SeedError:  # the reader says it
        return ""


def _parts(source: Source, place: Path, data: bytes) -> Parts:
    extent = json.loads(data)
    if "refused" in extent:
        raise source.refuse(*map(str, extent["refused"]))
    return Parts(place / FOUND, int(extent["files"]), int(extent["bytes"]))


def _part(part: dict[str, Any]) -> Found:
    kind = part.pop("kind")
    if kind == "Entry":
        return Stored(part["name"], part["suffix"], Path(part["path"]))
    made: Found = KINDS[kind](**part)
    return replace(made, pages=tuple(made.pages)) if isinstance(made, Content) else made


def _ended(source: Source, status: int, suffix: str) -> str:
    limits, kind = source.settings.limits, FORMATS[suffix].name
    if -status in {signal.SIGXCPU, signal.SIGKILL}:
        what = f"took more than {limits.seconds} seconds to read"
        return f"{what}; save it anew or split it, or raise limits.seconds"
    what = f"the reader of {kind} broke off, for want of memory or by a fault in the file"
    return f"{what}; save it anew or split it, or raise limits.memory_mb"


class _Worker:
    """One process, started when it is first asked and again if it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        """Give a job and wait for the answer; a worker that died answers for the killed child."""
        for _ in range(2):
            process = self._started()
            assert process.stdin is not None and process.stdout is not None  # noqa: S101 - pipes
            with suppress(BrokenPipeError):
                process.stdin.write(json.dumps(job) + "\n")
                process.stdin.flush()
                line = process.stdout.readline()
                if line:
                    answer: dict[str, Any] = json.loads(line)
                    return answer
            self.end()
        return {"status": -signal.SIGABRT}

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "analysis.formats.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                env={**os.environ, "PYTHONSAFEPATH": "1", "PYTHONHASHSEED": "0"},
                start_new_session=True,
            )
        return self._process

    def end(self) -> None:
        """End the process and its child."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(BrokenPipeError):
                    assert pipe is not None  # noqa: S101 - pipes were asked for
                    pipe.close()
            self._process = None


@contextmanager
def open_sandbox(settings: Settings, size: int) -> Iterator[Sandbox]:
    """A sandbox of at most `size` processes; they and their files are gone at the end."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="sb-read-"))
        sandbox = Sandbox(settings, Path(folder), open_cache())
        for _ in range(size):
            worker = _Worker()
            stack.callback(worker.end)
            sandbox._free.put(worker)
        yield sandbox
