"""The worker processes of a build, and the environment that makes their output reproducible."""

from __future__ import annotations

import builtins
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import Any

import psutil

from analysis import errors
from analysis.cache import CACHE_VARIABLE, open_cache
from analysis.run.nursery import SOCKET, specify

__all__ = ["Pool", "cpu_count", "open_pool"]

Hear = Callable[[dict[str, Any]], None]

UNSET = (
    "COLUMNS",
    "FORCE_COLOR",
    "LANGUAGE",
    "LINES",
    "NO_COLOR",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
)
"""Variables that change what Python, pandas or matplotlib print or draw."""

FIXED = {
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OMP_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONSAFEPATH": "1",
    "PYTHONUTF8": "1",
    "TZ": "UTC",
}
"""The same everywhere. PYTHONSAFEPATH: no module is imported from beside the seeds."""


class Pool:
    """Workers that take jobs from any thread; a job waits until a worker is free.

    They start when there is a first job: a build that finds all in the cache needs none.
    """

    def __init__(self, start: Callable[[], list[Worker]]) -> None:
        self._start, self._started, self._closed, self._lock = start, False, False, Lock()
        self._free: SimpleQueue[Worker] = SimpleQueue()

    def call(self, job: str, hear: Hear | None = None, **details: Any) -> Any:
        """Give `job` to a free worker and return its answer.

        Parameters
        ----------
        job : str
            A name in `analysis.run.worker.JOBS`.
        hear : callable, optional
            Gets each progress message.

        Raises
        ------
        SeedbriefError
            The worker's error, or that it died.
        """
        with self._lock:
            if self._closed:
                raise errors.SeedbriefError(f"there are no workers any more for {job!r}")
            for worker in () if self._started else self._start():
                self._free.put(worker)
            self._started = True
        worker = self._free.get()
        try:
            return worker.call({"job": job, **details}, hear)
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """Start no workers from now on; a start that is under way is waited for."""
        with self._lock:
            self._closed = True


class Worker:
    """The parent's side of a process that runs `analysis.run.worker`."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self._process, self._log = process, log

    def call(self, job: dict[str, Any], hear: Hear | None) -> Any:
        """Send a job, pass on progress messages, return the answer."""
        answer = self._talk(job, hear)
        if "done" in answer:
            return answer["done"]
        raise _error(answer)

    def _talk(self, job: dict[str, Any], hear: Hear | None) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None  # noqa: S101 - pipes were asked for
        try:
            stdin.write(json.dumps(job) + "\n")
            stdin.flush()
            for line in stdout:
                answer: dict[str, Any] = json.loads(line)
                if "tell" not in answer:
                    return answer
                if hear is not None:
                    hear(answer)
        except BrokenPipeError:
            pass
        last = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        message = f"the worker process for {job['job']!r} ended early: {''.join(last) or 'killed'}"
        raise errors.SeedbriefError(message)


@contextmanager
def open_pool(size: int, folder: Path, scratch: Path) -> Iterator[Pool]:
    """Workers in `folder`, and the nursery of their kernels; all end with this, come what may."""
    with ExitStack() as stack:

        def start() -> list[Worker]:
            for name in ("run", "tmp"):
                (scratch / name).mkdir()
            specify(scratch / "jupyter")
            environment = _environment(scratch)

            def process(module: str, log: Path) -> subprocess.Popen[str]:
                return stack.enter_context(_process(module, folder, environment, log))

            logs = [scratch / f"worker-{number}.log" for number in range(size)]
            workers = [Worker(process("worker", log), log) for log in logs]
            process("nursery", scratch / "nursery.log")
            return workers

        pool = Pool(start)
        try:
            yield pool
        finally:
            pool.close()


@contextmanager
def _process(
    module: str, folder: Path, environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[str]]:
    """Run a module of this package, with pipes; kill it and its children at the end."""
    with log.open("wb") as stream:
        process = subprocess.Popen(  # noqa: S603 - the kit starts its own modules
            [sys.executable, "-m", f"analysis.run.{module}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stream,
            cwd=folder,
            env=environment,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C reaches the build alone, which then ends these
        )
    try:
        yield process
    finally:
        children: list[psutil.Process] = []
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(process.pid).children(recursive=True)
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()


def cpu_count() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _environment(scratch: Path) -> dict[str, str]:
    cache = open_cache().folder
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    return {
        **kept,
        **FIXED,
        CACHE_VARIABLE: str(cache or ""),
        "IPYTHONDIR": str(scratch / "ipython"),
        "JUPYTER_PATH": str(scratch / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(scratch / "run"),
        "MATPLOTLIBRC": _matplotlib_defaults(),
        SOCKET: str(scratch / "nursery"),
        "TMPDIR": str(scratch / "tmp"),
    }


def _matplotlib_defaults() -> str:
    """The settings that matplotlib comes with, so that a user's own change no chart."""
    spec = find_spec("matplotlib")
    folders = (spec.submodule_search_locations if spec else None) or [""]
    return str(Path(folders[0], "mpl-data", "matplotlibrc"))


def _error(answer: dict[str, Any]) -> Exception:
    """The worker's error, with its message as it was said there and its traceback as a note."""
    kind = getattr(errors, answer["error"], None) or getattr(builtins, answer["error"])
    error: Exception = kind.__new__(kind)
    error.args = (answer["message"],)
    error.add_note(answer["trace"])
    return error
