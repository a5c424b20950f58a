"""What is taken from the cache in place of being made: tables, and what notebooks became.

An entry lists files by the hash of their content, under which each lies in the cache, the same file
once. All that an entry was made from is its key; what a notebook opened besides stands in the
entry, and must be as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.cache import Cache, fingerprint, key_of, open_cache
from analysis.errors import SeedbriefError
from analysis.loading import seed_hashes
from analysis.run.publish import sha256
from analysis.settings import find_settings, settings_path

__all__ = ["Origin", "Shelf", "cache_of", "digest_of", "report_key"]

_FILE = "file"

_LARGEST = 0.1
"""The share of the cache that the files of one entry may take."""


def cache_of(seeds: Path | None) -> Cache:
    """The cache, of the size that the settings beside some seeds of this machine allow."""
    return open_cache(find_settings(seeds).cache_megabytes if seeds else None)


@dataclass(frozen=True, slots=True)
class Origin:
    """Seeds as they were at one moment: a folder or a file of this machine, and the files' hashes.

    Of those that lie elsewhere nothing is known before they are read.
    """

    seeds: Path | None
    hashes: Mapping[str, str]

    @classmethod
    def of(cls, seeds: Path | None) -> Origin:
        """The seeds as they are now."""
        return cls(seeds, {} if seeds is None else seed_hashes(seeds))

    def key(self, shown: str, scale: str) -> str | None:
        """The key of the tables of the seeds; None where their files are not all that decides.

        Parameters
        ----------
        shown : str
            What the folder or file is called in the tables.
        scale : str
            The yardstick for likelihood words.
        """
        if self.seeds is None or "unreadable" in self.hashes.values():
            return None
        if self.seeds.is_dir() and _has_odd_files(self.seeds):
            return None
        beside = {} if self.seeds.is_dir() else _beside(self.seeds)
        return key_of(fingerprint(), shown, scale, json.dumps([dict(self.hashes), beside]))

    def check(self) -> None:
        """Make sure that nothing changed since.

        Raises
        ------
        SeedbriefError
            If something did.
        """
        if self.seeds is not None and seed_hashes(self.seeds) != self.hashes:
            raise SeedbriefError("the seeds changed while they were read; run the command again")


def _has_odd_files(folder: Path) -> bool:
    """Whether there are pipes, devices and links to nowhere: no hash tells what is said of them."""
    return any(not path.is_file() and not path.is_dir() for path in folder.rglob("*"))


def _beside(seed: Path) -> dict[str, str]:
    """Hashes of what stands beside a single file and says something of it."""
    from analysis.formats.metadata import META_SUFFIX, SOURCES_NAME

    named = [seed.with_name(name) for name in (seed.stem + META_SUFFIX, SOURCES_NAME)]
    settings = settings_path(seed)
    found = [path for path in (*named, settings) if path is not None and path.is_file()]
    return {path.name: sha256(path) for path in found}


def digest_of(folder: Path) -> str:
    """A hash over the files of a folder and their names."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return key_of(*(f"{path.relative_to(folder).as_posix()} {sha256(path)}" for path in files))


def report_key(notebook: Path, tables: str, settings: Any) -> str:
    """The key of what a notebook becomes.

    Parameters
    ----------
    notebook : Path
        As it is stored; its name stands in its HTML and PDF.
    tables : str
        As `digest_of` finds it for the tables that it shows.
    settings : object
        What else it is told, of values that JSON has.
    """
    said = json.dumps(settings, sort_keys=True)
    return key_of(fingerprint(), notebook.stem, notebook.read_bytes(), tables, said)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Entries of one kind, each some files and details of values that JSON has."""

    cache: Cache
    kind: str

    def keep(self, key: str, folder: Path, files: Iterable[Path], details: Any) -> None:
        """Keep files of `folder`, unless they are too large."""
        paths = list(files)
        if sum(path.stat().st_size for path in paths) > _LARGEST * self.cache.limit:
            return
        names = {path.relative_to(folder).as_posix(): sha256(path) for path in paths}
        for path, digest in zip(paths, names.values(), strict=True):
            self.cache.put_file(_FILE, digest, path)
        entry = json.dumps({"files": names, "details": details})
        self.cache.put(self.kind, key, entry.encode("ascii"))

    def details(self, key: str) -> Any:
        """What was kept with the files; None if there is no such entry."""
        entry = self._entry(key)
        return entry and entry["details"]

    def restore(self, key: str, folder: Path) -> Any:
        """Write the files to `folder` and return the details; None and no file if one is lost."""
        entry = self._entry(key)
        if entry is None:
            return None
        written: list[Path] = []
        for name, digest in entry["files"].items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not self.cache.get_file(_FILE, digest, path):
                for each in written:
                    each.unlink()
                return None
            written.append(path)
        return entry["details"]

    def _entry(self, key: str) -> dict[str, Any] | None:
        data = self.cache.get(self.kind, key)
        entry: dict[str, Any] | None = None if data is None else json.loads(data)
        return entry
