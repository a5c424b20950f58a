"""How a notebook gets its tables: from those that the build just made, else from the seeds.

``seedbrief build`` parses the seeds once, saves the tables with a list of the seeds' hashes
(``seeds.sha256``, in the form that ``sha256sum --check`` reads), and names the folder in the
environment variable ``SEEDBRIEF_TABLES``. A notebook that runs alone finds no such folder, or one
made from other seeds, and parses for itself; what it shows is the same.

Of a store (`analysis.tables.partitions`) the documents within `focus`, `since` and `until` are
loaded and assessed. The seeds need not be there; if they are, they must be those it was made from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import SeedError, TableError
from analysis.formats.files import file_hash, lies_inside
from analysis.parameters import check
from analysis.place import Place, open_place
from analysis.settings import Limits, find_settings, settings_path

if TYPE_CHECKING:
    from analysis.tables import Tables

__all__ = [
    "CHECKOUT",
    "HASHES_NAME",
    "TABLES_VARIABLE",
    "Note",
    "chosen",
    "find_seeds",
    "latest",
    "load",
    "note",
    "read_note",
    "seed_hashes",
]

TABLES_VARIABLE = "SEEDBRIEF_TABLES"
HASHES_NAME = "seeds.sha256"

_ABOVE = Path(__file__).resolve().parents[1]

CHECKOUT: tuple[Path, ...] = (_ABOVE,) if (_ABOVE / "pyproject.toml").is_file() else ()
"""The kit's own folder, where it runs from there; beside an installed kit lie strangers' files."""


def load(  # noqa: PLR0913 - the parameters of a notebook that say which rows it needs
    seeds: str | Path = "seeds",
    *,
    scale: str = "icd203",
    tables: str | Path | None = None,
    focus: str = "",
    since: str = "",
    until: str = "",
) -> Tables:
    """Assessed tables of some seeds.

    Parameters
    ----------
    seeds : path
        A folder or a file. A relative path is looked for in the working folder, then in the
        folders above it, then in the kit's own where it runs from a clone, so that a notebook
        runs from any directory.
    scale : {"icd203", "phia"}
        The yardstick for likelihood words.
    tables : path, optional
        A folder of saved tables and the note of what they were made from, or a store. By default
        the one named in ``SEEDBRIEF_TABLES``, if that was made from the same seeds and scale.
    focus, since, until : str
        Of a store, only documents that have a sentence or section on `focus` and were published
        within the dates, as in `analysis.parameters`. Of all others every row is loaded; what a
        notebook shows of them is chosen by `analysis.brief.selection`.

    Raises
    ------
    SeedError
        If there are no such seeds.
    ParameterError
        If `scale`, `focus`, `since` or `until` is not allowed.
    TableError
        If `tables` is given and holds none, or was made from other seeds or with another scale; if
        too many documents of a store are chosen, or none.
    """
    from analysis.tables import Tables

    folder = tables or os.environ.get(TABLES_VARIABLE)
    asked = {"focus": focus, "since": since, "until": until}
    check({"scale": scale, **_given(asked)})
    place = open_place(str(folder)) if folder else None
    noted = read_note(place) if place else None
    if folder and place and noted is not None and _fits(noted, seeds, scale, asked):
        return _remembered(chosen(place, asked) if noted.is_store else Tables.load(folder))
    if tables and noted is None:
        told = "holds no tables with a note of what they were made from"
        raise TableError(f"{tables} {told}; name the folder that seedbrief parse wrote")
    if tables:
        made = f"was not made from {seeds} as it is now, with {scale}"
        raise TableError(f"{tables} {made}; run 'seedbrief parse' again")
    from analysis.assessment import assess
    from analysis.tables.parse import parse

    return _remembered(assess(parse(find_seeds(seeds), scale=scale)))


def chosen(place: Place, asked: Mapping[str, str]) -> Tables:
    """Assessed tables of the documents of a store that `focus`, `since` and `until` choose.

    Raises
    ------
    ParameterError
        If one of them is not allowed.
    TableError
        If the choice is empty or too large to be assessed, or the store cannot be read.
    """
    from analysis.assessment import assess
    from analysis.tables.choice import choose, load_choice

    settings = check(_given(asked))
    limits = find_settings(place.folder).limits if place.folder else Limits()
    noted = read_note(place)
    name = noted.seeds if noted else ""
    choice = choose(place, settings)
    return assess(load_choice(place, choice, settings, limits.assessed_claims, name))


_loaded: list[Tables] = []
"""The tables that this process loaded last: `analysis.show` takes a row's id alone."""


def _remembered(tables: Tables) -> Tables:
    _loaded[:] = [tables]
    return tables


def latest() -> Tables:
    """The tables that were loaded last; if there are none, those of the folder ``seeds``."""
    return _loaded[0] if _loaded else load()


@dataclass(frozen=True, slots=True)
class Note:
    """What lies beside saved tables: what they were made from.

    `head` names version and scale; `seeds` what a store's seeds are called, `key` is a hash over
    all that decided on it; `choice` the parameters by which documents of a store were chosen.
    """

    head: str
    hashes: Mapping[str, str]
    seeds: str = ""
    choice: Mapping[str, str] | None = None
    key: str = ""

    @property
    def is_store(self) -> bool:
        """Whether the tables are those of a whole store, in parts."""
        return bool(self.seeds) and self.choice is None

    @property
    def text(self) -> str:
        """The note as it is stored; ``sha256sum --check`` reads it too."""
        lines = [f"{digest}  {name}" for name, digest in self.hashes.items()]
        more = [f"{_SEEDS}{json.dumps(self.seeds)}"] if self.seeds else []
        more += [f"{_CHOICE}{json.dumps(self.choice)}"] if self.choice is not None else []
        more += [f"{_KEY}{json.dumps(self.key)}"] if self.key else []
        return "\n".join((self.head, *more, *lines, ""))


_SEEDS, _CHOICE, _KEY = "# seeds: ", "# choice: ", "# key: "


def note(hashes: Mapping[str, str], scale: str, **more: Any) -> Note:
    """The note of this version of the kit on tables that it makes now."""
    return Note(f"# seedbrief {version('seedbrief')}, {scale}", hashes, **more)


def read_note(place: Place) -> Note | None:
    """The note in a folder of tables; None if there is none that can be read."""
    try:
        head, *lines = place.read(HASHES_NAME).decode("utf-8").splitlines()
        parts = (line.split("  ", 1) for line in lines if not line.startswith("#"))
        hashes = {name: digest for digest, name in parts}
        seeds, choice, key = (_said(lines, what) for what in (_SEEDS, _CHOICE, _KEY))
        choice = choice if isinstance(choice, dict) else None
        return Note(head, hashes, str(seeds or ""), choice, str(key or ""))
    except (OSError, ValueError):
        return None


def _said(lines: Iterable[str], what: str) -> Any:
    """What the line that begins with `what` says; None if there is none."""
    return next((json.loads(line[len(what) :]) for line in lines if line.startswith(what)), None)


def _fits(noted: Note, seeds: str | Path, scale: str, asked: Mapping[str, str]) -> bool:
    """Whether noted tables are those of some seeds, as far as these are there to be looked at.

    A choice is known by the name of its seeds: a report is made of it where they need not be.
    """
    if noted.head != note({}, scale).head:
        return False
    if noted.choice is not None:
        return noted.seeds == Path(seeds).name and _given(asked) in ({}, _given(noted.choice))
    if noted.is_store and not Path(seeds).exists():
        return noted.seeds == Path(seeds).name
    return noted.hashes == seed_hashes(find_seeds(seeds))


def _given(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def find_seeds(seeds: str | Path) -> Path:
    """Return the path of the seeds from the working folder."""
    given = Path(seeds)
    here = Path.cwd()
    bases = () if given.is_absolute() else (*here.parents, *CHECKOUT)
    if given.exists():
        return given
    for base in bases:
        if (base / given).exists():
            return Path(os.path.relpath(base / given, here))
    message = "there is no such file or folder; name the folder that holds the seeds"
    raise SeedError(str(seeds), "unreadable", message)


def seed_hashes(seeds: Path, only: Collection[str] | None = None) -> dict[str, str]:
    """SHA-256 of each file among the seeds, by its path from their folder; hidden ones left out.

    The settings beside the seeds count too: with others, the same seeds can read differently.
    `only` names those that are wanted; by default all.
    """
    settings = settings_path(seeds)
    beside = {f"../{settings.name}": _sha256(settings)} if settings and seeds.is_dir() else {}
    if not seeds.is_dir():
        return {seeds.name: _sha256(seeds)}
    files = (path for path in seeds.rglob("*") if path.is_file())
    named = {path.relative_to(seeds).as_posix(): path for path in files}
    if only is not None:
        beside = {name: digest for name, digest in beside.items() if name in only}
        named = {name: path for name, path in named.items() if name in only}
    return beside | {
        name: _sha256(named[name]) if lies_inside(named[name], seeds) else "unreadable"
        for name in sorted(named)
        if not any(part.startswith(".") for part in name.split("/"))
    }


def _sha256(path: Path) -> str:
    try:
        return file_hash(path)
    except SeedError:
        return "unreadable"
