"""From seeds to a report: `build` names the steps, its neighbours in this package do them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import Any

from analysis.brief.profile import PROFILE_VARIABLE
from analysis.brief.profile import find as find_profile
from analysis.brief.profile import load as load_profile
from analysis.cache import Cache, fingerprint, key_of, open_cache
from analysis.errors import NotebookError, ParameterError, SeedError
from analysis.loading import TABLES_VARIABLE
from analysis.model import Problem
from analysis.parameters import Parameters
from analysis.place import Place, open_place
from analysis.run.bars import FORMATS
from analysis.run.chosen import STORE, note_of_store
from analysis.run.kept import Origin, Shelf, cache_of, digest_of, report_key
from analysis.run.manifest import MANIFEST, Made, manifest
from analysis.run.measure import Stopwatch
from analysis.run.notebooks import Declared, checked, find_notebooks, given, inspect
from analysis.run.others import with_others
from analysis.run.publish import UNFINISHED, check_out, publish, sha256
from analysis.run.results import BuildResult, FailedNotebookError, NotebookRun, refused
from analysis.run.scope import look
from analysis.run.shop import Shop, open_shop
from analysis.run.tables import kept_tables
from analysis.run.traced import opened_before
from analysis.settings import SETTINGS_NAME

__all__ = ["build", "epoch", "profile_folder"]

REPORT = "report"
"""The kind of entries in the cache."""

OLDEST = "2000-01-01"
"""The date of a report whose seeds have none."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A build as it was asked for; `seeds`, `store` and `profile`, a folder, are absolute.

    Of documents from a store `seeds` is only a name: they need not be there. `some` says that
    notebooks were named: others may have made reports there.
    """

    seeds: Path
    out: Path
    store: Place | None
    notebooks: list[Path]
    parameters: Mapping[str, object]
    profile: str
    strict: bool
    some: bool


def build(  # noqa: PLR0913 - each is one line of the command's help
    seeds: str | Path = "seeds",
    out: str | Path = "reports",
    parameters: Mapping[str, object] | None = None,
    notebooks: str | Path | Iterable[str | Path] | None = None,
    *,
    tables: str | Path | None = None,
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
        notebook, ``tables/`` and ``ro-crate-metadata.json``. Reports of other notebooks stay if
        they were made of the same seeds, parameters and versions, else they go, which is said.
        Other files in it are left alone.
    parameters : mapping, optional
        For the notebooks; see `analysis.parameters`.
    notebooks : str, Path or iterable of them, optional
        Names such as ``brief``, or paths; by default all in ``notebooks/``.
    tables : path or address, optional
        A store that `parse` made of a large corpus. The report is on the documents that `focus`,
        `since` and `until` choose of it, and the seeds are not read.
    strict : bool
        Stop if any seed cannot be read, or a line about one cannot be used.
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
    plan = _plan(seeds, tables, Path(out), dict(parameters or {}), notebooks, strict)
    watch = Stopwatch()
    with open_shop(plan.seeds.parent, Path(out), len(plan.notebooks), progress) as shop:
        with watch.stage("seeds"):
            try:
                read = _read_seeds(plan, shop)
            except KeyboardInterrupt:
                raise KeyboardInterrupt(shop.bars.how_far) from None
        with watch.stage("reports"):
            seen = look(read.parameters, shop.tables, shop.cache, shop.submit)
            reports = _render(plan, shop, read)
        with watch.stage("publish"):
            written, note = _publish(plan, Path(out), shop, read, reports)
            nothing = seen()  # while there are workers to look
    runs = tuple(report.run for report in reports)
    notes = (*shop.notes, *read.answer.get("notes", ()), *filter(None, [nothing, note]))
    return BuildResult(tuple(written), read.problems, tuple(watch.stages), runs, notes=notes)


def _publish(
    plan: _Plan, out: Path, shop: Shop, read: _Read, reports: Sequence[_Report]
) -> tuple[list[Path], str]:
    """Put the report in its place; the files written, and what is to be said of others."""
    if not all(report.run.kept for report in reports):
        read.origin.check()
    stay, note = _describe(plan, shop, read)
    _keep(shop, read, reports)
    gone = _keep_store(plan, shop, read)
    written = publish(shop.made, out, shop.previous, gone, stay)
    rmtree(plan.out / UNFINISHED, ignore_errors=True)
    return written, note


def _plan(  # noqa: PLR0913, PLR0917 - what a build is asked for
    seeds: str | Path,
    tables: str | Path | None,
    out: Path,
    parameters: dict[str, object],
    notebooks: str | Path | Iterable[str | Path] | None,
    strict: bool,
) -> _Plan:
    if "seeds" in parameters:
        raise ParameterError("seeds", parameters["seeds"], "given as the seeds of the build")
    store = None if tables is None else open_place(str(tables))
    source = Path(seeds).resolve() if store is None else _seeds_of(store)
    if store is None and not source.exists():
        message = "there is no such file or folder; name the folder that holds the seeds"
        raise SeedError(str(seeds), "unreadable", message)
    profile = profile_folder(parameters)
    found = find_notebooks(notebooks)
    check_out(out, source if store is None else store.folder, found)
    some = notebooks is not None
    return _Plan(source, out.resolve(), store, found, parameters, profile, strict, some)


def _seeds_of(store: Place) -> Path:
    """What a store's seeds are called, as if they lay beside it, or here."""
    return (store.folder or Path.cwd() / "store").with_name(note_of_store(store).seeds)


def profile_folder(parameters: dict[str, object]) -> str:
    """Check the profile and return its folder; the report learns that folder's name only."""
    if "profile" not in parameters:
        return ""
    named = str(parameters["profile"]).strip()
    parameters["profile"] = load_profile(named).name
    return str(find_profile(named).resolve())


@dataclass(frozen=True, slots=True)
class _Read:
    """What is known once the seeds are read. `epoch` is the report's date."""

    parameters: Parameters
    declared: Declared
    origin: Origin
    answer: Mapping[str, Any]
    problems: tuple[Problem, ...]
    epoch: int


def _read_seeds(plan: _Plan, shop: Shop) -> _Read:
    """Check the parameters while the seeds are parsed; nothing else runs before both are done."""
    origin = Origin.of(plan.seeds if plan.store is None else None)
    scale = str(plan.parameters.get("scale", Parameters().scale))
    inspected = inspect(plan.notebooks, shop.cache, shop.submit)
    known = kept_tables(origin.key(plan.seeds.name, scale), shop.tables)
    parsed = None if known else _parse(plan, shop, scale)
    declared = inspected()
    parameters = checked({"seeds": plan.seeds.name, **plan.parameters}, declared)
    answer = known.told() if known else parsed.result() if parsed else {}
    shop.bars.hear({"tell": "seed", "done": answer["documents"], "total": answer["documents"]})
    problems = refused(answer["problems"], strict=plan.strict)
    return _Read(parameters, declared, origin, answer, problems, epoch(answer["newest"]))


def _parse(plan: _Plan, shop: Shop, scale: str) -> Future[Any]:
    asked = {name: str(plan.parameters.get(name, "")) for name in ("focus", "since", "until")}
    wanted = {"tables": str(shop.tables), "scale": scale, "asked": asked}
    if plan.store is not None:
        return shop.submit("choose", store=plan.store.address, **wanted)
    return shop.submit(
        "parse",
        seeds=plan.seeds.name,
        unfinished=str(plan.out / UNFINISHED),
        store=str(plan.out / STORE),
        shown=f"{plan.out.name}/{STORE}",
        **wanted,
    )


@dataclass(frozen=True, slots=True)
class _Report:
    """What one notebook became; `key` and what it `opened` if it can be kept."""

    run: NotebookRun
    key: str
    opened: Mapping[str, str] | None = None


def _render(plan: _Plan, shop: Shop, read: _Read) -> list[_Report]:
    tables = digest_of(shop.tables)
    keys = {path: _key(plan, read, tables, path) for path in plan.notebooks}
    jobs = {
        path: _run(plan, shop, read, path)
        for path, key in keys.items()
        if not _restored(plan, shop, key)
    }
    try:
        for job in as_completed(jobs.values()):
            job.result()  # the first failure ends the build
    except NotebookError as error:
        raise FailedNotebookError(str(error)) from error
    reports = []
    for path, key in keys.items():
        if path not in jobs:
            reports.append(_Report(NotebookRun(path.stem, kept=True), key))
            continue
        answer = jobs[path].result()
        opened = answer["opened"] if _key(plan, read, tables, path) == key else None
        run = NotebookRun(path.stem, answer["run"], answer["export"])
        reports.append(_Report(run, key, opened))
    return reports


def _key(plan: _Plan, read: _Read, tables: str, notebook: Path) -> str:
    """The key of what a notebook becomes, as the notebook and the profile are now."""
    look = load_profile(plan.profile).to_json() if plan.profile else {}
    return report_key(notebook, tables, [_given(plan, read, notebook), read.epoch, look])


def _given(plan: _Plan, read: _Read, notebook: Path) -> dict[str, Any]:
    names = ("seeds", *plan.parameters)
    return given(read.parameters, names, read.declared[str(notebook)])


def _restored(plan: _Plan, shop: Shop, key: str) -> bool:
    """Whether a notebook's files are in the cache, and were now written."""
    shelf = Shelf(shop.cache, REPORT)
    opened = shelf.details(key)
    if opened is None or not opened_before(opened, plan.seeds.parent):
        return False
    if shelf.restore(key, shop.made) is None:
        return False
    for step in ("run", *("export" for _ in FORMATS)):
        shop.bars.hear({"tell": step})
    return True


def _run(plan: _Plan, shop: Shop, read: _Read, notebook: Path) -> Future[Any]:
    return shop.submit(
        "render",
        name=notebook.stem,
        notebook=str(notebook),
        out=str(shop.made),
        parameters=_given(plan, read, notebook),
        environment={
            "SOURCE_DATE_EPOCH": str(read.epoch),
            TABLES_VARIABLE: str(shop.tables),
            PROFILE_VARIABLE: plan.profile,
        },
        own=[str(shop.tables), str(plan.seeds), str(plan.seeds.parent / SETTINGS_NAME)],
    )


def _describe(plan: _Plan, shop: Shop, read: _Read) -> tuple[set[Path], str]:
    """Write the manifest; the files in the folder that stay, and what is to be said of others."""
    files = _files(shop.made)
    notebooks = sorted(plan.notebooks, key=lambda path: path.stem)
    made = Made(
        title=read.parameters.title,
        published=datetime.fromtimestamp(read.epoch, UTC).isoformat(),
        seeds=read.origin.hashes if read.answer["used"] is None else read.answer["used"],
        parameters=read.parameters.as_dict(),
        notebooks={path.stem: read.declared[str(path)] for path in notebooks},
        outputs={
            path.relative_to(shop.made).as_posix(): (path.stat().st_size, sha256(path))
            for path in files
        },
        reviewers=read.answer["reviewers"],
    )

    def inspected(notebooks: Sequence[Path]) -> Declared:
        return inspect(notebooks, shop.cache, shop.submit)()

    whole, note = with_others(made, plan.out, inspected, some=plan.some)
    (shop.made / MANIFEST).write_bytes(_manifest(shop.cache, whole))
    return {Path(name) for name in whole.outputs.keys() - made.outputs.keys()}, note


def _manifest(cache: Cache, made: Made) -> bytes:
    """The manifest; from the cache where it can be: its library takes half a second to import."""
    key = key_of(fingerprint(), json.dumps(asdict(made)))
    stored = cache.get("manifest", key)
    if stored is not None:
        return stored
    text = manifest(made).encode("utf-8")
    open_cache().put("manifest", key, text)
    return text


def _keep_store(plan: _Plan, shop: Shop, read: _Read) -> list[Path]:
    """Leave a store that had to be made in the report's folder, beside the report.

    Returns
    -------
    list of Path
        Files of an older store there, which go.
    """
    if "made_store" not in read.answer:
        return []
    Path(read.answer["made_store"]).rename(shop.made / STORE)
    old = _files(plan.out / STORE) if (plan.out / STORE).is_dir() else []
    names = (path.relative_to(plan.out) for path in old)
    return [name for name in names if not (shop.made / name).is_file()]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _keep(shop: Shop, read: _Read, reports: Iterable[_Report]) -> None:
    """Keep what was made, now that it is known that no seed and no code changed meanwhile."""
    cache = cache_of(read.origin.seeds)
    for report in reports:
        if report.opened is not None:
            files = [shop.made / f"{report.run.name}.{suffix}" for suffix in ("ipynb", *FORMATS)]
            Shelf(cache, REPORT).keep(report.key, shop.made, files, report.opened)
    if not all(report.run.kept for report in reports):
        cache.trim()


def epoch(newest: str) -> int:
    """SOURCE_DATE_EPOCH as the user set it, else the day of the newest seed."""
    chosen = os.environ.get("SOURCE_DATE_EPOCH", "")
    if chosen and not chosen.isdecimal():
        raise ParameterError("SOURCE_DATE_EPOCH", chosen, "seconds since 1970, or unset")
    day = f"{newest or OLDEST}-01-01"[:10]
    return int(chosen or datetime.fromisoformat(f"{day}T00:00+00:00").timestamp())
