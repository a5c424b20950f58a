"""Checks of the installation and of the working folder, each with what to do about a finding."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
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
    """Check Python, the language model, the fonts, the notebooks and the seeds."""
    return [_python(), _model(), _fonts(), *_notebooks(), *_seeds(Path(seeds))]


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


def _notebooks() -> Iterator[Finding]:
    import nbformat

    from analysis.run.notebooks import find_notebooks

    try:
        paths = find_notebooks(None)
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
