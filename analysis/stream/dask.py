"""Tasks on a Dask cluster: `Cluster` is the engine of ``seedbrief parse --scheduler``.

The scheduler and its workers are somebody's own; nothing else is spoken to. The workers read the
seeds and write what they find themselves: seeds and output lie where all of them can reach them.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from importlib import import_module
from threading import Lock
from typing import Any

from analysis.errors import SeedbriefError
from analysis.stream.engines import DIED, Hear, Task, finish
from analysis.stream.kit import kit
from analysis.stream.tasks import ParseTask, ReadTask

__all__ = ["Cluster"]

SECONDS = 20
"""How long a scheduler may take to answer, and its first worker to be there."""

AHEAD = 2
"""Tasks for each thread of a worker that are handed over at once."""

_one_at_a_time = Lock()
"""Of the threads of a worker: the models are not made for several."""


class Cluster:
    """The workers of the scheduler at an address such as ``tcp://10.0.0.1:8786``."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._distributed = _distributed()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of other versions of libraries: checked below
                self._client = self._distributed.Client(
                    address, timeout=SECONDS, set_as_default=False
                )
        except (OSError, ValueError, TimeoutError) as error:
            message = f"no Dask scheduler answers at {address} ({type(error).__name__})"
            advice = "start one with dask scheduler, or mend --scheduler tcp://HOST:PORT"
            raise SeedbriefError(f"{message}; {advice}") from None

    def __enter__(self) -> Cluster:
        try:
            self._check_workers()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def _check_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=SECONDS)
        except TimeoutError:
            message = f"the scheduler at {self._address} has no workers; start some: dask worker"
            raise SeedbriefError(f"{message} {self._address} --nthreads 1") from None
        try:
            found: dict[str, str] = self._client.run(_kit)
        except ImportError as error:
            raise SeedbriefError(_not_installed(error)) from None
        for worker, theirs in sorted(found.items()):
            if theirs != kit():
                message = f"the worker at {worker} has {theirs}, this command has {kit()}"
                raise SeedbriefError(f"{message}; install the same versions of all packages")

    def map(self, tasks: Iterable[Task], hear: Hear) -> Iterator[tuple[Task, str]]:
        """See `analysis.stream.engines.Engine`. Dask itself tries again what a lost worker had."""
        waiting = iter(tasks)
        running: dict[Any, Task] = {}
        done = self._distributed.as_completed(loop=self._client.loop)
        try:
            while True:
                for task in waiting:
                    future = self._client.submit(_run, task, pure=False)
                    running[future] = task
                    done.add(future)
                    if len(running) >= AHEAD * max(1, self._threads()):
                        break
                if not running:
                    return
                future = next(done)
                task = running.pop(future)
                why = self._result(future)
                if not why:
                    hear(task.size if isinstance(task, ParseTask) else 0)
                yield task, why
        finally:
            self._client.cancel(list(running))

    def _threads(self) -> int:
        return sum(self._client.nthreads().values())

    def _result(self, future: Any) -> str:
        if future.status == "cancelled":
            message = f"the scheduler at {self._address} is gone; start it again"
            raise SeedbriefError(f"{message}, and the same command goes on")
        error = future.exception()
        if isinstance(error, self._distributed.KilledWorker):
            return DIED
        if isinstance(error, ImportError):
            raise SeedbriefError(_not_installed(error)) from None
        if error is not None:
            raise error
        return str(future.result())


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        message = "--scheduler needs Dask: pip install 'seedbrief[dask]'"
        raise SeedbriefError(message) from None


def _not_installed(error: ImportError) -> str:
    return f"a worker cannot load the kit ({error}); install the same seedbrief there"


def _kit() -> str:
    return kit()


def _run(task: ReadTask | ParseTask) -> str:
    with _one_at_a_time:
        return finish(task, lambda done: None)
