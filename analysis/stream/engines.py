"""Who runs the tasks: processes of this machine here, or the workers of a Dask cluster.

An engine has one method, ``map``: tasks go in, and each comes out when it is done, or with why it
cannot be done. What a task found lies in the files that it wrote.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from threading import Thread, current_thread, main_thread
from typing import Any, Protocol, TypeVar

from analysis.errors import SeedbriefError
from analysis.stream.tasks import ParseTask, ReadTask

__all__ = ["DIED", "Engine", "Processes", "finish"]

Task = TypeVar("Task", ReadTask, ParseTask)

Hear = Callable[[int], None]
"""Gets the number of documents that were done since it was last called."""

_CONTEXT = multiprocessing.get_context("spawn")

TICK = 0.5
"""Seconds between two looks at how far the workers are."""

DIED = "ended the process that read it, twice, most likely for want of memory"
"""Why a task cannot be done, if its worker died, and another one that tried it again."""

RENEWED = 64
"""Tasks after which a process is replaced: what libraries keep of all that they read goes."""


class Engine(AbstractContextManager["Engine"], Protocol):
    """Runs tasks, somewhere and several at once."""

    def map(self, tasks: Iterable[Task], hear: Hear) -> Iterator[tuple[Task, str]]:
        """Each task when it is done, with "", or with why it cannot be done.

        Raises
        ------
        SeedbriefError
            What keeps all tasks from being done.
        """


def finish(task: ReadTask | ParseTask, hear: Hear) -> str:
    """Run a task to its end; return "", or what in its input broke the kit.

    Raises
    ------
    SeedbriefError
        Of this class itself: errors of the others do not come whole out of another process.
    OSError
        If a file cannot be read or written.
    """
    try:
        for done in task.run():
            hear(done)
    except SeedbriefError as error:
        raise SeedbriefError(str(error)) from None
    except OSError:
        raise
    except Exception as error:
        return f"broke the parser ({type(error).__name__}: {' '.join(str(error).split())[:200]})"
    return ""


@dataclass(slots=True)
class _Slot:
    """A place for one worker process, which is renewed when it died.

    `state` is shared with the process: its id, and the documents that it has done.
    """

    pool: ProcessPoolExecutor
    state: Any
    heard: int = 0
    tasks: int = 0

    @classmethod
    def open(cls) -> _Slot:
        state = _CONTEXT.Array("q", 2, lock=False)
        pool = ProcessPoolExecutor(1, _CONTEXT, initializer=_begin, initargs=(state,))
        return cls(pool, state)

    def news(self) -> int:
        """Documents done since this was last asked."""
        done = int(self.state[1])
        new, self.heard = done - self.heard, done
        return new

    def close(self) -> None:
        """End the process at once."""
        if self.state[0]:
            with suppress(ProcessLookupError):
                os.kill(self.state[0], signal.SIGKILL)
        self.pool.shutdown(cancel_futures=True)


class Processes:
    """Processes of this machine, one thread each; none of them outlives this one."""

    def __init__(self, workers: int) -> None:
        self._slots = [_Slot.open() for _ in range(workers)]

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        for slot in self._slots:
            slot.close()

    def map(self, tasks: Iterable[Task], hear: Hear) -> Iterator[tuple[Task, str]]:
        """See `Engine`."""
        waiting: Iterator[tuple[Task, bool]] = ((task, False) for task in tasks)
        again: deque[tuple[Task, bool]] = deque()
        free = list(range(len(self._slots)))
        running: dict[Future[str], tuple[int, Task, bool]] = {}
        while True:
            while free:
                following: tuple[Task, bool] | None
                following = again.popleft() if again else next(waiting, None)
                if following is None:
                    break
                number = free.pop()
                running[self._submit(number, following[0])] = (number, following[0], following[1])
            if not running:
                return
            done, _ = wait(running, TICK, FIRST_COMPLETED)
            for number, _, _ in running.values():
                hear(self._slots[number].news())
            for future in done:
                number, task, tried = running.pop(future)
                free.append(number)
                try:
                    yield task, future.result()
                except BrokenProcessPool:
                    self._renew(number)
                    if tried:
                        yield task, DIED
                    else:
                        again.append((task, True))

    def _submit(self, number: int, task: Task) -> Future[str]:
        if self._slots[number].tasks >= RENEWED:
            self._renew(number)
        self._slots[number].tasks += 1
        with _starting():
            return self._slots[number].pool.submit(_run, task)

    def _renew(self, number: int) -> None:
        self._slots[number].close()
        self._slots[number] = _Slot.open()


@contextmanager
def _starting() -> Iterator[None]:
    """Let a process that starts meanwhile do its sums in one thread, and never hear Ctrl-C.

    That is the command's, which then ends it; one that comes now waits until this is over.
    """
    before, came = os.environ.get(_THREADS), list[int]()
    os.environ[_THREADS] = "1"
    main = current_thread() is main_thread()  # no other may say what becomes of signals
    handler = main and signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if main:
            signal.signal(signal.SIGINT, handler)
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before
    if came:
        raise KeyboardInterrupt


_THREADS = "OMP_NUM_THREADS"

_state: Any = None
"""In a worker process: what it tells the one that started it."""


def _begin(state: Any) -> None:
    global _state  # noqa: PLW0603 - a process has one
    _state = state
    state[0] = os.getpid()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(task: ReadTask | ParseTask) -> str:
    return finish(task, _tell)


def _tell(done: int) -> None:
    _state[1] += done
