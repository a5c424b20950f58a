"""Which files are read, found out before any is opened, and cut into tasks by that list alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from analysis.cache import key_of
from analysis.errors import SeedError
from analysis.formats import FORMATS
from analysis.formats.beside import is_metadata
from analysis.loading import note
from analysis.place import Place, file_system, is_address, open_place
from analysis.read import is_seed, list_files
from analysis.reviews.file import REVIEWS_NAME
from analysis.settings import SETTINGS_NAME, Settings, find_settings
from analysis.stream.tasks import ReadTask, fetched

__all__ = ["Seeds", "find_files"]

MOST_FILES = 256
MOST_BYTES = 32_000_000
"""What one task reads, but for a file that is larger by itself or holds many documents."""

SMALL_FILES = 32
SMALL_BYTES = 1_000_000
"""So few seeds are parsed sooner than a process has started."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """The seeds below `root`, an absolute path or an address; `shown` is its name to people.

    Parameters
    ----------
    sizes : mapping
        Bytes by name, in the order in which they are read.
    beside : tuple of str
        Files that say something of seeds.
    whole : bool
        Whether these are all seeds of a folder.
    state : str
        A hash over all that lies there.
    """

    root: str
    shown: str
    sizes: Mapping[str, int]
    beside: tuple[str, ...]
    whole: bool
    settings: Settings
    state: str

    @property
    def are_few(self) -> bool:
        """Whether it is not worth while to start processes for them."""
        held = sum(size for name, size in self.sizes.items() if _is_container(name))
        local = not is_address(self.root)
        return local and len(self.sizes) <= SMALL_FILES and held <= SMALL_BYTES

    def tasks(self, work: Place, kit: str) -> Iterator[ReadTask]:
        """The files in their order, cut into tasks; one that holds many documents is its own."""
        for number, names in enumerate(self._cut()):
            beside = self._needed(names)
            yield ReadTask(number, self.root, self.shown, names, beside, self.settings, work, kit)

    def _cut(self) -> Iterator[tuple[str, ...]]:
        names: list[str] = []
        size = 0
        for name, more in self.sizes.items():
            apart = _is_container(name)
            if names and (apart or len(names) >= MOST_FILES or size + more > MOST_BYTES):
                yield tuple(names)
                names, size = [], 0
            names.append(name)
            size += more
            if apart:
                yield tuple(names)
                names, size = [], 0
        if names:
            yield tuple(names)

    def _needed(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Metadata that must be fetched with some files; none where all lies in one folder."""
        if not is_address(self.root):
            return ()
        folders = {name.rpartition("/")[0] for name in names}
        return tuple(
            name for name in self.beside if name.rpartition("/")[0] in folders or "/" not in name
        )

    @contextmanager
    def about(self) -> Iterator[Path]:
        """A folder with what is said of seeds, and with their names."""
        if not is_address(self.root):
            yield Path(self.root)
            return
        with fetched(self.root, self.beside) as folder:
            for name in self.sizes:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).touch()
            yield folder


def find_files(seeds: str, scale: str, hashes: Mapping[str, str]) -> Seeds:
    """The seeds in a folder, in a single file or at an address.

    Parameters
    ----------
    seeds : str
        As it was named by people.
    scale : str
        The yardstick for likelihood words.
    hashes : mapping
        As `analysis.loading.seed_hashes` finds them, of seeds on this machine.

    Raises
    ------
    SeedError
        If there are none.
    ParameterError, SeedbriefError
        If the settings beside them are wrong, or the address cannot be opened.
    """
    place = open_place(seeds)
    if place.folder is None:
        return _elsewhere(place.address, scale)
    given = Path(seeds.removeprefix("file://"))
    found = list_files(given)
    root = found.root.absolute()
    sizes = {name: _size(root / name) for name in found.names}
    state = key_of(note(hashes, scale).text)
    return Seeds(
        str(root), found.root.as_posix(), sizes, (), found.whole, find_settings(given), state
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # a broken link: its reader says so
        return 0


def _elsewhere(address: str, scale: str) -> Seeds:
    files, base = file_system(address)
    found: dict[str, dict[str, Any]] = files.find(base, detail=True)
    if not found:
        message = "there is no such file or folder; name the address that holds the seeds"
        raise SeedError(address, "unreadable", message)
    whole = base not in found
    root, base = (address, base) if whole else (_above(address), _above(base))
    below = {name[len(base) :].lstrip("/"): about for name, about in found.items()}
    paths = [PurePosixPath(name) for name in sorted(below, key=lambda name: name.split("/"))]
    sizes = {
        path.as_posix(): int(below[path.as_posix()]["size"]) for path in paths if is_seed(path)
    }
    beside = [path.as_posix() for path in paths if is_metadata(path)] if whole else []
    beside += [REVIEWS_NAME] if REVIEWS_NAME in below else []
    settings, text = _settings(files, _above(base))
    told = {name: _version(about) for name, about in below.items()}
    state = key_of(scale, text, json.dumps(told, sort_keys=True))
    return Seeds(root, root, sizes, tuple(beside), whole, settings, state)


def _version(about: Mapping[str, Any]) -> list[str]:
    """What changes when a file does, as far as its store says."""
    return [str(about.get(key, "")) for key in ("size", "ETag", "mtime", "LastModified", "created")]


def _settings(files: Any, above: str) -> tuple[Settings, bytes]:
    """The settings in the folder that holds the seeds."""
    path = f"{above}/{SETTINGS_NAME}"
    if not files.isfile(path):
        return Settings(), b""
    with TemporaryDirectory(prefix="sb-seeds-") as scratch:
        files.get_file(path, str(Path(scratch, SETTINGS_NAME)))
        return find_settings(Path(scratch, "seeds")), files.cat_file(path)


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _is_container(name: str) -> bool:
    kind = FORMATS.get(PurePosixPath(name).suffix.lower())
    return kind is not None and kind.container
