"""A project outside the kit's folder: ``seedbrief new``.

What it starts with lies in ``analysis/templates/project``, a name that begins with a dot as
``dot_NAME``: a ``.gitignore`` there would act on the kit itself. The notebooks and the workflow
are links to the kit's own; in a wheel they are files.
"""

from __future__ import annotations

import json
import re
import shutil
from importlib.metadata import distribution
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.errors import ParameterError
from analysis.run.notebooks import TEMPLATE

__all__ = ["new"]

REQUIREMENTS = "requirements.txt"

ELSEWHERE = """\
# If no package index has it: put the kit's wheel into a folder wheels/ beside this file.
--find-links wheels
"""


def new(folder: str | Path) -> list[Path]:
    """Start a project in a folder that does not exist yet, or is empty.

    Parameters
    ----------
    folder : path
        It gets seeds, notebooks, a place for reports, settings, and files for git and CI: all of
        them or, if something fails, none.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    ParameterError
        If there is anything in `folder`, or it is the working folder.
    """
    target = Path(folder)
    if target.is_symlink() or (target.exists() and not _is_empty(target)):
        raise ParameterError("FOLDER", str(folder), "a new or an empty folder; nothing was written")
    place = target.resolve()
    if place == Path.cwd():
        raise ParameterError("FOLDER", str(folder), "another folder than the one you are in")
    place.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".seedbrief-", dir=place.parent) as scratch:
        made = Path(scratch) / "project"
        _copy(TEMPLATE, made)
        (made / REQUIREMENTS).write_text(_requirements(), encoding="utf-8")
        made.rename(place)
    return sorted(path for path in target.rglob("*") if path.is_file())


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _copy(template: Path, made: Path) -> None:
    """Copy the words of files, not their rights: an installed kit may be read-only."""
    made.mkdir()
    for each in sorted(template.iterdir()):
        if each.name.startswith((".", "__")):
            continue  # what an editor, Jupyter or Python left there
        at = made / re.sub(r"^dot_", ".", each.name)
        if each.is_dir():
            _copy(each, at)
        else:
            shutil.copyfile(each, at)


def _requirements() -> str:
    """The kit in this version, from where it was installed: a repository, or else an index."""
    kit = distribution("seedbrief")
    origin = json.loads(kit.read_text("direct_url.json") or "{}")  # PEP 610
    vcs = origin.get("vcs_info")
    if vcs:
        return f"seedbrief @ {vcs['vcs']}+{origin['url']}@{vcs['commit_id']}\n"
    return f"{ELSEWHERE}seedbrief=={kit.version}\n"
