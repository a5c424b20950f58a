"""Time and memory of the stages of a build."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread

import psutil

__all__ = ["Stage", "Stopwatch"]

INTERVAL = 0.25
"""Seconds between two looks at the memory; a build takes several seconds."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a build.

    Parameters
    ----------
    name : str
    seconds : float
        Wall time.
    peak_mb : float
        The largest resident size of this process and all its children together, in 10⁶ bytes;
        pages that they share count once for each.
    """

    name: str
    seconds: float
    peak_mb: float


class Stopwatch:
    """Collects `stages` as they pass."""

    def __init__(self) -> None:
        self.stages: list[Stage] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what happens inside."""
        done, peak = Event(), [_memory()]
        watcher = Thread(target=_watch, args=(done, peak), daemon=True)
        start = time.perf_counter()
        watcher.start()
        try:
            yield
        finally:
            seconds = time.perf_counter() - start
            done.set()
            watcher.join()
        self.stages.append(Stage(name, seconds, max(peak) / 1e6))


def _watch(done: Event, peak: list[int]) -> None:
    while not done.wait(INTERVAL):
        peak[0] = max(peak[0], _memory())


def _memory() -> int:
    this = psutil.Process()
    total = 0
    for process in (this, *this.children(recursive=True)):
        with suppress(psutil.Error):
            total += process.memory_info().rss
    return total
