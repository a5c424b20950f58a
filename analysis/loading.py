"""How a notebook gets its tables: from those that the build just made, else from the seeds.

``seedbrief build`` parses the seeds once, saves the tables with a list of the seeds' hashes
(``seeds.sha256``, in the form that ``sha256sum --check`` reads), and names the folder in the
environment variable ``SEEDBRIEF_TABLES``. A notebook that runs alone finds no such folder, or one
made from other seeds, and parses for itself; what it shows is the same.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import SeedError, TableError
from analysis.settings import settings_path

if TYPE_CHECKING:
    from analysis.tables import Tables

__all__ = ["TABLES_VARIABLE", "find_seeds", "latest", "listing", "load", "mark", "seed_hashes"]

TABLES_VARIABLE = "SEEDBRIEF_TABLES"
HASHES_NAME = "seeds.sha256"

_PROJECT = Path(__file__).resolve().parents[1]


def load(
    seeds: str | Path = "seeds", *, scale: str = "icd203", tables: str | Path | None = None
) -> Tables:
    """Assessed tables of some seeds.

    Parameters
    ----------
    seeds : path
        A folder or a file. A relative path is looked for in the working folder, then in the
        folders above it, then in the project that the kit was installed from, so that a notebook
        runs from any directory.
    scale : {"icd203", "phia"}
        The yardstick for likelihood words.
    tables : path, optional
        A folder of saved tables with the note that `mark` made. By default the one named in
        ``SEEDBRIEF_TABLES``, if that was made from the same seeds with the same scale.

    Raises
    ------
    SeedError
        If there are no such seeds.
    TableError
        If `tables` is given and was made from other seeds or with another scale.
    """
    from analysis.tables import Tables

    found = find_seeds(seeds)
    folder = tables or os.environ.get(TABLES_VARIABLE)
    if folder and _made_from(Path(folder), found, scale):
        return _remembered(Tables.load(folder))
    if tables:
        made = f"was not made from {seeds} as it is now, with {scale}"
        raise TableError(f"{tables} {made}; run 'seedbrief parse' again")
    return _remembered(_make(found, scale))


_loaded: list[Tables] = []
"""The tables that this process loaded last: `analysis.show` takes a row's id alone."""


def _remembered(tables: Tables) -> Tables:
    _loaded[:] = [tables]
    return tables


def latest() -> Tables:
    """The tables that were loaded last; if there are none, those of the folder ``seeds``."""
    return _loaded[0] if _loaded else load()


def _make(seeds: Path, scale: str) -> Tables:
    from analysis.assessment import assess
    from analysis.tables.parse import parse

    return assess(parse(seeds, scale=scale))


def mark(folder: Path, seeds: Path, scale: str) -> Path:
    """Note beside saved tables which seeds and which scale they were made from."""
    path = folder / HASHES_NAME
    path.write_text(listing(seed_hashes(seeds), scale), encoding="utf-8")
    return path


def find_seeds(seeds: str | Path) -> Path:
    """Return the path of the seeds from the working folder."""
    given = Path(seeds)
    here = Path.cwd()
    bases = () if given.is_absolute() else (*here.parents, _PROJECT)
    if given.exists():
        return given
    for base in bases:
        if (base / given).exists():
            return Path(os.path.relpath(base / given, here))
    message = "there is no such file or folder; name the folder that holds the seeds"
    raise SeedError(str(seeds), "unreadable", message)


def seed_hashes(seeds: Path) -> dict[str, str]:
    """SHA-256 of each file among the seeds, by its path from their folder; hidden ones left out.

    The settings beside the seeds count too: with others, the same seeds can read differently.
    """
    settings = settings_path(seeds)
    beside = {f"../{settings.name}": _sha256(settings)} if settings and seeds.is_dir() else {}
    if not seeds.is_dir():
        return {seeds.name: _sha256(seeds)}
    files = (path for path in seeds.rglob("*") if path.is_file())
    named = {path.relative_to(seeds).as_posix(): path for path in files}
    return beside | {
        name: _sha256(named[name]) if _inside(named[name], seeds) else "unreadable"
        for name in sorted(named)
        if not any(part.startswith(".") for part in name.split("/"))
    }


def _inside(path: Path, folder: Path) -> bool:
    """Whether a file lies in `folder`, and is no link that leads out of it."""
    return not path.is_symlink() or path.resolve().is_relative_to(folder.resolve())


def _made_from(folder: Path, seeds: Path, scale: str) -> bool:
    try:
        noted = (folder / HASHES_NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return noted == listing(seed_hashes(seeds), scale)


def listing(hashes: Mapping[str, str], scale: str) -> str:
    """The text of the note: SHA-256 and name of each seed, below the kit's version and scale."""
    lines = [f"{digest}  {name}" for name, digest in hashes.items()]
    return "\n".join((f"# seedbrief {version('seedbrief')}, {scale}", *lines, ""))


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError:
        return "unreadable"
