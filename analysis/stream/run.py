"""The steps of a streamed parse."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from analysis.atomic import TEMPORARY
from analysis.errors import SeedbriefError
from analysis.formats.beside import Beside
from analysis.model import Problem
from analysis.place import Place
from analysis.reviews.file import read_reviews
from analysis.stream.engines import Engine, Task
from analysis.stream.kit import kit
from analysis.stream.order import Corpus, cut, gathered
from analysis.stream.seeds import Seeds
from analysis.stream.tasks import ParseTask, ReadTask, done_name, named, read_name

__all__ = ["Made", "Tell", "stream"]

Tell = Callable[[str, int, int, int], None]
"""Gets what is counted (``file`` or ``seed``), how many are done, how many there are, and how many
of them were done by an earlier run."""

PLAN = "plan.json"


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: `parts` of each table, below ``tables`` of the work folder, and the rest."""

    documents: int
    claims: int
    parts: int
    problems: list[dict[str, Any]]
    reviews: list[dict[str, Any]]
    hashes: dict[str, str]


def stream(seeds: Seeds, work: Place, engine: Engine, scale: str, tell: Tell) -> Made:
    """Read and parse seeds; write the parts of tables to `work`, or go on with those there.

    Raises
    ------
    SeedbriefError
        If a worker cannot go on.
    KeyboardInterrupt
        With how far it came, if it was stopped.
    """
    _prepare(work, seeds.state)
    reads = list(seeds.tasks(work, kit()))
    try:
        _read(reads, work, engine, tell)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("stopped while files were read; the same command goes on") from None
    corpus = gathered(work, len(reads))
    tasks = list(cut(corpus, scale, work, kit()))
    _parse(tasks, work, engine, tell)
    _tidy(work)
    leftover, reviews, unclear = _about(seeds, corpus)
    found = [json.loads(work.read(done_name(task.number))) for task in tasks]
    problems = [*corpus.problems, *leftover, *corpus.foreign, *unclear]
    return Made(
        documents=sum(each["documents"] for each in found),
        claims=sum(each["claims"] for each in found),
        parts=len(tasks),
        problems=[asdict(each) for each in problems]
        + [p for each in found for p in each["problems"]],
        reviews=reviews,
        hashes=_hashes(work, len(reads)),
    )


def _prepare(work: Place, state: str) -> None:
    """Keep what an earlier run finished, if it was made by this kit from the same seeds."""
    plan = json.dumps({"kit": kit(), "seeds": state}).encode("ascii")
    if not work.has(PLAN) or work.read(PLAN) != plan:
        work.clear()
        work.write(PLAN, plan)


def _tidy(work: Place) -> None:
    """Remove files that workers were writing when they were killed."""
    for name in list(work.names()):
        if name.rpartition("/")[2].startswith(TEMPORARY):
            work.remove(name)


def _read(tasks: Iterable[ReadTask], work: Place, engine: Engine, tell: Tell) -> None:
    there = set(work.below("read").names())
    total = sum(task.size for task in tasks)
    rest = [task for task in tasks if read_name(task.number).partition("/")[2] not in there]
    done = before = total - sum(task.size for task in rest)
    tell("file", done, total, before)
    failed = []
    for task, why in engine.map(rest, lambda _: None):
        done += 0 if why else task.size
        failed += [task] if why else []
        tell("file", done, total, before)
    for task in failed:
        _without_deadly(task, engine)
        done += task.size
        tell("file", done, total, before)


def _parse(tasks: list[ParseTask], work: Place, engine: Engine, tell: Tell) -> None:
    there = set(work.below("done").names())
    total = sum(task.size for task in tasks)
    rest = [task for task in tasks if done_name(task.number).partition("/")[2] not in there]
    before = total - sum(task.size for task in rest)
    progress = _Progress(tell, total, before)
    try:
        for task in [task for task, why in progress.followed(engine, rest) if why]:
            _without_deadly(task, engine)
    except KeyboardInterrupt:
        how_far = f"stopped after {progress.done:,} of {total:,} documents"
        raise KeyboardInterrupt(f"{how_far}; the same command goes on from there") from None


class _Progress:
    """Counts documents that are done: as workers tell of them, and surely once a task is."""

    def __init__(self, tell: Tell, total: int, before: int) -> None:
        self._tell, self._total, self._before = tell, total, before
        self.done = before
        self._heard = 0
        tell("seed", before, total, before)

    def followed(self, engine: Engine, tasks: list[ParseTask]) -> Iterator[tuple[ParseTask, str]]:
        """What the engine yields, while it is told how far it is."""
        for task, why in engine.map(tasks, self._hear):
            self.done += 0 if why else task.size
            self._hear(0)
            yield task, why

    def _hear(self, documents: int) -> None:
        """Show what workers tell; one that died told of documents that are not done."""
        self._heard += documents
        shown = min(max(self.done, self._before + self._heard), self._total)
        self._tell("seed", shown, self._total, self._before)


def _without_deadly(task: Task, engine: Engine) -> None:
    """Find the files or documents with which it cannot be done, and do it with the others."""
    skipped: dict[Any, str] = dict(_deadly(task, engine))
    for _, why in engine.map([replace(task, skipped=skipped)], lambda _: None):
        if why:
            raise SeedbriefError(f"one of {task.size} seeds {why}; use fewer --workers")


def _deadly(task: Task, engine: Engine) -> Iterator[tuple[Any, str]]:
    for half, why in list(engine.map(task.halves(), lambda _: None)):
        if why and half.size == 1:
            yield half.inputs[0], why
        elif why:
            yield from _deadly(half, engine)


def _about(
    seeds: Seeds, corpus: Corpus
) -> tuple[list[Problem], list[dict[str, Any]], list[Problem]]:
    """What is wrong with what is said of seeds, people's decisions, and what is wrong with them."""
    with seeds.about() as folder:
        beside = Beside(folder, seeds.settings)
        beside.used = corpus.used
        told = [*beside.faults(), *(beside.leftover() if seeds.whole else ())]
        leftover = [named(each, str(folder), seeds.shown) for each in told]
        reviews, unclear = read_reviews(folder) if seeds.whole else ([], [])
    rows = [asdict(review) | {"machine_value": "", "status": ""} for review in reviews]
    return leftover, rows, [named(each, str(folder), seeds.shown) for each in unclear]


def _hashes(work: Place, tasks: int) -> dict[str, str]:
    """SHA-256 of each file, where the seeds lie elsewhere and were hashed as they were read."""
    found: dict[str, str] = {}
    for number in range(tasks):
        found |= json.loads(work.read(read_name(number)))["hashes"]
    return dict(sorted(found.items()))
