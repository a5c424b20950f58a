"""Reports in a folder that a build of some notebooks does not make: which stay, and why others go.

A folder holds one report: all its pages were made from the same tables with the same parameters,
and its manifest says so once. Pages made from the same as those of a new build belong to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from analysis.errors import SeedbriefError
from analysis.parameters import NAMES
from analysis.run.crate import Crate, Listed, read_crate
from analysis.run.manifest import MANIFEST, Made, installed
from analysis.run.notebooks import Declared, checked
from analysis.run.publish import sha256
from analysis.wording import listed

__all__ = ["with_others"]


def with_others(
    made: Made, out: Path, inspected: Callable[[Sequence[Path]], Declared], *, some: bool
) -> tuple[Made, str]:
    """What the manifest tells, with the other reports in `out` that still belong to this one.

    Parameters
    ----------
    made : Made
        What this build made.
    out : Path
        The folder of the report as it is.
    inspected : callable
        What notebooks declare; asked for those that stay, as they were executed.
    some : bool
        Whether this is a build of some notebooks; if not, no others belong to it.

    Returns
    -------
    made : Made
    note : str
        What does not stay, and why; "" if all does.
    """
    try:
        crate = read_crate(out / MANIFEST)
    except (OSError, SeedbriefError):
        return made, ""
    left = dict(_reports(out, crate, made))
    why = _difference(crate, made) if some else "of notebooks that this build does not run"
    if left and not why:
        try:
            return _joined(
                made, crate, left, inspected([out / f"{name}.ipynb" for name in left])
            ), ""
        except SeedbriefError:
            why = "with other parameters"
    if not left:
        return made, ""
    names = f"{'report' if len(left) == 1 else 'reports'} {listed(list(left))}"
    advice = "; seedbrief build makes all anew" if some else ""
    return made, f"removed the {names}, made {why}{advice}"


def _reports(out: Path, crate: Crate, made: Made) -> Iterator[tuple[str, list[Listed]]]:
    """The files of each other report, by its notebook's name, if they are as they were made."""
    files = {each.name: each for each in crate.files if not each.wrong}
    for name in files:
        stem = PurePosixPath(name).stem
        if name != f"{stem}.ipynb" or stem in made.notebooks:
            continue
        own = [each for each in files.values() if PurePosixPath(each.name).stem == stem]
        own = [each for each in own if "/" not in each.name and each.name not in made.outputs]
        if all(_is_as_made(out / each.name, each) for each in own):
            yield stem, own


def _is_as_made(path: Path, file: Listed) -> bool:
    return path.is_file() and not path.is_symlink() and sha256(path) == file.sha256


def _difference(crate: Crate, made: Made) -> str:
    """What the report in the folder was made from otherwise; "" if it was made from the same."""
    if crate.versions != installed():
        return "by another version of the kit or of what it needs"
    if crate.seeds != made.seeds:
        return "from other seeds"
    other = [name for name in NAMES if crate.parameters.get(name) != made.parameters[name]]
    if other:
        return f"with another {listed(other)}"
    tables = {each.name: each.sha256 for each in crate.files if each.name.startswith("tables/")}
    now = {name: hashed for name, (_, hashed) in made.outputs.items() if name in tables}
    return "" if tables == now and crate.published == made.published else "from other tables"


def _joined(made: Made, crate: Crate, left: Mapping[str, list[Listed]], declared: Declared) -> Made:
    """Both in one; the order is that of a build of all of them.

    Raises
    ------
    SeedbriefError
        If a parameter of a notebook's own has no value that holds for both.
    """
    others = {Path(path).stem: entries for path, entries in declared.items()}
    notebooks = dict(sorted({**made.notebooks, **others}.items()))
    values = {**crate.parameters, **made.parameters}
    for name in values.keys() - set(NAMES):
        sides = ((others, crate.parameters), (made.notebooks, made.parameters))
        told = [had.get(name) for side, had in sides if any(name in each for each in side.values())]
        if any(each != values[name] for each in told):
            raise SeedbriefError(f"{name} has two values")
    files = {each.name: (each.size, each.sha256) for own in left.values() for each in own}
    return replace(
        made,
        notebooks=notebooks,
        parameters=checked(values, notebooks).as_dict(),
        outputs={**made.outputs, **files},
    )
