"""Where a build is made: its folders, its workers, its progress and its cache."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from analysis.cache import Cache, open_cache
from analysis.run.bars import Bars
from analysis.run.pool import Pool, cpu_count, open_pool
from analysis.run.publish import staging

__all__ = ["Shop", "open_shop", "scratch_folder"]

WORKERS = 4
"""At most so many notebooks at once; each takes some 400 MB."""


@dataclass(frozen=True, slots=True)
class Shop:
    """Where a build is made, the workers that make it, and the cache that saves them work."""

    made: Path
    previous: Path
    pool: Pool
    threads: ThreadPoolExecutor
    bars: Bars
    cache: Cache
    notes: tuple[str, ...]

    @property
    def tables(self) -> Path:
        """Where the tables are made."""
        return self.made / "tables"

    def submit(self, job: str, **details: Any) -> Future[Any]:
        """Give a job to the workers, without waiting for it."""
        return self.threads.submit(self.pool.call, job, self.bars.hear, **details)


@contextmanager
def open_shop(place: Path, out: Path, notebooks: int, progress: bool) -> Iterator[Shop]:
    """Open a shop for a report in `out`, whose workers run in `place`."""
    cache = open_cache()
    trouble = cache.trouble()
    notes = (f"the cache cannot be written to, so nothing is kept ({trouble})",) if trouble else ()
    with ExitStack() as stack:
        folder = stack.enter_context(staging(out))
        scratch = Path(stack.enter_context(scratch_folder()))
        bars = stack.enter_context(Bars(notebooks=notebooks, shown=progress))
        size = min(max(2, notebooks), WORKERS, cpu_count())
        threads = stack.enter_context(ThreadPoolExecutor(size))
        pool = stack.enter_context(open_pool(size, place, scratch))
        (folder / "made").mkdir()
        yield Shop(folder / "made", folder / "previous", pool, threads, bars, cache, notes)


def scratch_folder() -> TemporaryDirectory[str]:
    """A folder that goes at the end, if it can; its path is short enough for sockets in it.

    It is in the usual place unless no path there would fit (108 characters).
    """
    place = "/tmp" if len(gettempdir()) > 60 else None  # noqa: S108 - mkdtemp's name is unguessable
    return TemporaryDirectory(prefix="sb-", dir=place, ignore_cleanup_errors=True)
