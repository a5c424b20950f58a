"""From seeds to a report: `build` names the steps, its neighbours in this package do them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from analysis.brief.profile import PROFILE_VARIABLE
from analysis.brief.profile import find as find_profile
from analysis.brief.profile import load as load_profile
from analysis.errors import NotebookError, ParameterError, SeedbriefError, SeedError
from analysis.loading import TABLES_VARIABLE, seed_hashes
from analysis.model import Problem
from analysis.parameters import Parameters
from analysis.run.bars import Bars
from analysis.run.manifest import MANIFEST, Made, manifest
from analysis.run.measure import Stopwatch
from analysis.run.notebooks import Declared, checked, find_notebooks, given
from analysis.run.pool import Pool, cpu_count, open_pool
from analysis.run.publish import check_out, publish, sha256, staging
from analysis.run.results import BuildResult, FailedNotebookError, NotebookRun
from analysis.run.tables import refused

__all__ = ["build", "epoch", "short_folder"]

WORKERS = 4
"""At most so many notebooks at once; each takes some 400 MB."""

OLDEST = "2000-01-01"
"""The date of a report whose seeds have none."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A build as it was asked for; `seeds` and `profile`, a folder, are absolute."""

    seeds: Path
    notebooks: list[Path]
    parameters: Mapping[str, object]
    profile: str
    strict: bool


def build(  # noqa: PLR0913 - each is one line of the command's help
    seeds: str | Path = "seeds",
    out: str | Path = "reports",
    parameters: Mapping[str, object] | None = None,
    notebooks: Iterable[str | Path] | None = None,
    *,
    strict: bool = False,
    progress: bool = True,
) -> BuildResult:
    """Make a report: parse the seeds, run the notebooks, export HTML and PDF.

    What `out` held before stays whole until the new report is complete. The same seeds,
    parameters and versions give the same bytes, wherever and whenever it runs.

    Parameters
    ----------
    seeds : path
        A folder or a file with source documents.
    out : path
        The folder for the report: ``NAME.html``, ``NAME.pdf`` and ``NAME.ipynb`` for each
        notebook, ``tables/`` and ``ro-crate-metadata.json``. Other files in it are left alone.
    parameters : mapping, optional
        For the notebooks; see `analysis.parameters`.
    notebooks : iterable of str or Path, optional
        Names such as ``brief``, or paths; by default all in ``notebooks/``.
    strict : bool
        Stop if any seed cannot be read.
    progress : bool
        Show a progress bar for each stage.

    Raises
    ------
    SeedError
        If no seed could be read.
    RefusedError
        With `strict`, if any could not.
    ParameterError, NotebookError
        If a parameter is unknown or not allowed, or a notebook is missing or fails.
    """
    plan = _plan(seeds, out, dict(parameters or {}), notebooks, strict)
    watch = Stopwatch()
    with _open_shop(plan, Path(out), progress) as shop:
        with watch.stage("seeds"):
            read = _read_seeds(plan, shop)
        with watch.stage("reports"):
            runs = _render(plan, shop, read)
        with watch.stage("publish"):
            _describe(plan, shop, read)
            written = publish(shop.made, Path(out), shop.previous)
    return BuildResult(tuple(written), read.problems, tuple(watch.stages), tuple(runs))


def _plan(
    seeds: str | Path,
    out: str | Path,
    parameters: dict[str, object],
    notebooks: Iterable[str | Path] | None,
    strict: bool,
) -> _Plan:
    if "seeds" in parameters:
        raise ParameterError("seeds", parameters["seeds"], "given as the seeds of the build")
    source = Path(seeds).resolve()
    if not source.exists():
        message = "there is no such file or folder; name the folder that holds the seeds"
        raise SeedError(str(seeds), "unreadable", message)
    profile = _profile(parameters)
    found = find_notebooks(notebooks)
    check_out(Path(out), source, found)
    return _Plan(source, found, parameters, profile, strict)


def _profile(parameters: dict[str, object]) -> str:
    """Check the profile and return its folder; the report learns that folder's name only."""
    if "profile" not in parameters:
        return ""
    named = str(parameters["profile"]).strip()
    parameters["profile"] = load_profile(named).name
    return str(find_profile(named).resolve())


@dataclass(frozen=True, slots=True)
class _Shop:
    """Where a build is made, and the workers that make it."""

    made: Path
    previous: Path
    pool: Pool
    threads: ThreadPoolExecutor
    bars: Bars

    def submit(self, job: str, **details: Any) -> Future[Any]:
        """Give a job to the workers, without waiting for it."""
        return self.threads.submit(self.pool.call, job, self.bars.hear, **details)


@contextmanager
def _open_shop(plan: _Plan, out: Path, progress: bool) -> Iterator[_Shop]:
    with ExitStack() as stack:
        folder = stack.enter_context(staging(out))
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="sb-", dir=short_folder())))
        bars = stack.enter_context(Bars(notebooks=len(plan.notebooks), shown=progress))
        size = min(max(2, len(plan.notebooks)), WORKERS, cpu_count())
        threads = stack.enter_context(ThreadPoolExecutor(size))
        pool = stack.enter_context(open_pool(size, plan.seeds.parent, scratch))
        (folder / "made").mkdir()
        yield _Shop(folder / "made", folder / "previous", pool, threads, bars)


def short_folder() -> str | None:
    """The usual folder for temporary files, unless no socket's path would fit (108 characters)."""
    return "/tmp" if len(gettempdir()) > 60 else None  # noqa: S108 - mkdtemp's name is unguessable


@dataclass(frozen=True, slots=True)
class _Read:
    """What is known once the seeds are read. `epoch` is the report's date."""

    parameters: Parameters
    declared: Declared
    hashes: Mapping[str, str]
    problems: tuple[Problem, ...]
    reviewers: Mapping[str, tuple[int, str]]
    epoch: int


def _read_seeds(plan: _Plan, shop: _Shop) -> _Read:
    """Check the parameters while the seeds are parsed; nothing else runs before both are done."""
    hashes = seed_hashes(plan.seeds)
    scale = str(plan.parameters.get("scale", Parameters().scale))
    inspected = shop.submit("inspect", notebooks=[str(path) for path in plan.notebooks])
    tables = str(shop.made / "tables")
    parsed = shop.submit("parse", seeds=plan.seeds.name, tables=tables, scale=scale)
    declared = inspected.result()
    parameters = checked({"seeds": plan.seeds.name, **plan.parameters}, declared)
    shop.submit("prepare")
    answer = parsed.result()
    problems = refused(answer["problems"], strict=plan.strict)
    return _Read(
        parameters, declared, hashes, problems, answer["reviewers"], epoch(answer["newest"])
    )


def _render(plan: _Plan, shop: _Shop, read: _Read) -> list[NotebookRun]:
    environment = {
        "SOURCE_DATE_EPOCH": str(read.epoch),
        TABLES_VARIABLE: str(shop.made / "tables"),
        PROFILE_VARIABLE: plan.profile,
    }
    names = ("seeds", *plan.parameters)
    jobs = {
        path.stem: shop.submit(
            "render",
            name=path.stem,
            notebook=str(path),
            out=str(shop.made),
            parameters=given(read.parameters, names, read.declared[str(path)]),
            environment=environment,
        )
        for path in plan.notebooks
    }
    try:
        for job in as_completed(jobs.values()):
            job.result()  # the first failure ends the build
    except NotebookError as error:
        raise FailedNotebookError(str(error)) from error
    return [NotebookRun(name, **job.result()) for name, job in jobs.items()]


def _describe(plan: _Plan, shop: _Shop, read: _Read) -> None:
    if seed_hashes(plan.seeds) != read.hashes:
        raise SeedbriefError("the seeds changed while they were read; run the build again")
    files = [path for path in shop.made.rglob("*") if path.is_file()]
    made = Made(
        title=read.parameters.title,
        published=datetime.fromtimestamp(read.epoch, UTC).isoformat(),
        seeds=read.hashes,
        parameters=read.parameters.as_dict(),
        notebooks={path.stem: read.declared[str(path)] for path in plan.notebooks},
        outputs={
            path.relative_to(shop.made).as_posix(): (path.stat().st_size, sha256(path))
            for path in files
        },
        reviewers=read.reviewers,
    )
    (shop.made / MANIFEST).write_text(manifest(made), encoding="utf-8")


def epoch(newest: str) -> int:
    """SOURCE_DATE_EPOCH as the user set it, else the day of the newest seed."""
    chosen = os.environ.get("SOURCE_DATE_EPOCH", "")
    if chosen and not chosen.isdecimal():
        raise ParameterError("SOURCE_DATE_EPOCH", chosen, "seconds since 1970, or unset")
    day = f"{newest or OLDEST}-01-01"[:10]
    return int(chosen or datetime.fromisoformat(f"{day}T00:00+00:00").timestamp())
