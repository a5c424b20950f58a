"""Checks of the installation and of the working folder, each with what to do about a finding."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from analysis.errors import SeedbriefError

__all__ = ["Finding", "examine"]

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check."""

    good: bool
    what: str
    says: str


def examine(seeds: str | Path) -> list[Finding]:
    """Check Python, models, fonts, JupyterLab, the cache, notebooks, seeds and reviews."""
    found = Path(seeds)
    installed = [_python(), _model(), _fonts(), _lab(), _cache(found)]
    return [*installed, *_notebooks(), *_seeds(found), *_reviews(found)]


def _python() -> Finding:
    good = sys.version_info >= OLDEST_PYTHON
    advice = "" if good else f"; install {'.'.join(map(str, OLDEST_PYTHON))} or newer"
    return Finding(good, "Python", f"{sys.version.split()[0]}{advice}")


def _model() -> Finding:
    from analysis.parser import pipeline

    try:
        meta = pipeline().meta
    except (SeedbriefError, OSError) as error:
        return Finding(False, "language model", str(error))
    return Finding(True, "language model", f"{meta['lang']}_{meta['name']} {meta['version']}")


def _fonts() -> Finding:
    from analysis.brief.fonts import FACES, font_dir

    missing = [face.file for face in FACES if not (font_dir() / face.file).is_file()]
    if missing:
        advice = f"missing in {font_dir()}: {', '.join(missing)}; install the kit again"
        return Finding(False, "fonts", advice)
    return Finding(True, "fonts", f"all {len(FACES)} are there")


def _lab() -> Finding:
    """The explorer needs a part in JupyterLab, which lies outside of Python's packages."""
    from jupyter_core.paths import jupyter_path

    needed = {"anywidget": "explorer", "@jupyter-widgets/jupyterlab-manager": "widgets"}
    folders = [Path(folder) for folder in jupyter_path("labextensions")]
    missing = [name for name in needed if not any((at / name).is_dir() for at in folders)]
    if missing:
        says = f"lacks {' and '.join(missing)}, so that the explorer stays empty; install the kit"
        return Finding(False, "JupyterLab", f"{says} again, with the same Python")
    named = any((at / "seedbrief").is_dir() for at in folders)
    says = "" if named else "; the export menu calls the briefs Briefhtml and Briefpdf"
    return Finding(True, "JupyterLab", f"can show the explorer{says}")


def _cache(seeds: Path) -> Finding:
    from analysis.cache import CACHE_VARIABLE
    from analysis.run.kept import cache_of

    try:
        cache = cache_of(seeds)
    except SeedbriefError as error:
        return Finding(False, "cache", str(error))
    if cache.folder is None:
        return Finding(True, "cache", f"none, as {CACHE_VARIABLE} says: each build starts anew")
    if trouble := cache.trouble():
        advice = f"allow it, or name another folder in {CACHE_VARIABLE}"
        return Finding(False, "cache", f"cannot be written to ({trouble}); {advice}")
    entries, size = cache.extent()
    says = f"{size / 1e6:,.1f} of {cache.limit / 1e6:,.0f} MB, entries: {entries:,}"
    return Finding(True, "cache", f"{cache.folder} ({says}); it can be deleted at any time")


def _notebooks() -> Iterator[Finding]:
    import nbformat

    from analysis.run.notebooks import find_notebooks, notebook_folder

    folder = notebook_folder()
    try:
        paths = [*find_notebooks(None)] if folder is None else sorted(folder.glob("*.ipynb"))
    except SeedbriefError as error:
        yield Finding(False, "notebooks", str(error))
        return
    for path in paths:
        try:
            cells = nbformat.read(path, as_version=4).cells
        except (OSError, ValueError, AttributeError, nbformat.ValidationError) as error:
            yield Finding(False, path.name, f"is no notebook ({error}); mend or move it")
            continue
        stored = any(cell.get("outputs") for cell in cells)
        says = "has outputs; run: nbstripout " + path.name if stored else "stored without outputs"
        yield Finding(not stored, path.name, says)


def _seeds(seeds: Path) -> Iterator[Finding]:
    from analysis.corpus import gather

    try:
        documents, problems = gather(seeds)
    except SeedbriefError as error:
        yield Finding(False, "seeds", str(error))
        return
    for problem in problems:
        yield Finding(False, problem.path, problem.message)
    good = bool(documents)
    yield Finding(good, "seeds", f"{len(documents)} can be read" + ("" if good else "; add some"))


def _reviews(seeds: Path) -> Iterator[Finding]:
    """Whether every line of the reviews can be used, and whether decisions can be added."""
    from analysis.reviews.decisions import Decisions
    from analysis.reviews.file import REVIEWS_NAME, read_reviews
    from analysis.tables.schema import empty, frame

    path = seeds / REVIEWS_NAME
    if not seeds.is_dir() or not os.path.lexists(path):
        return
    reviews, problems = read_reviews(seeds)
    for problem in problems:
        yield Finding(False, problem.path, problem.message)
    blank = {"machine_value": "", "status": ""}
    decisions = Decisions(frame("reviews", [asdict(each) | blank for each in reviews]))
    for row in decisions.problems(empty("problems")).to_dict("records"):
        if row["reason"] == "contradiction":
            yield Finding(False, str(path), str(row["message"]))
    if not os.access(path, os.W_OK):
        yield Finding(False, str(path), "cannot be written to; allow it, or nobody can decide")
    people = len({review.reviewer for review in reviews if review.reviewer})
    decided = f"{len(reviews)} decision{'' if len(reviews) == 1 else 's'}"
    says = f"{decided} of {people} {'person' if people == 1 else 'people'} can be read"
    if not problems:
        yield Finding(True, str(path), f"{says}; a build says whether each still has its row")
