"""Metadata that lies beside seeds: ``NAME.meta.yml`` and ``sources.csv``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from analysis.errors import SeedError
from analysis.formats.base import Source
from analysis.formats.files import check_link, file_bytes
from analysis.formats.metadata import (
    META_SUFFIX,
    SOURCES_NAME,
    SourceList,
    left_out,
    meta_file,
    source_list,
)
from analysis.model import Problem
from analysis.settings import Settings

__all__ = ["Beside", "is_metadata"]


def is_metadata(path: PurePath) -> bool:
    """Whether a file among the seeds only says something of others."""
    return path.name == SOURCES_NAME or path.name.endswith(META_SUFFIX)


class Beside:
    """What the files beside the seeds of the folder `root` say of them."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self._root, self._settings = root, settings
        self.used: set[str] = set()
        """The lines of the list that named a seed."""
        self._list = self._source_list(root / SOURCES_NAME)

    def of(self, doc_id: str) -> dict[str, str]:
        """What ``sources.csv`` says of a document.

        A line for a folder or an archive holds for all in it; the narrower wins.
        """
        said: dict[str, str] = {}
        parts = doc_id.split("/")
        for length in range(1, len(parts) + 1):
            line = self._list.lines.get("/".join(parts[:length]))
            if line is not None:
                self.used.add(line.path)
                said |= line.said.values
        return said

    def meta(self, path: Path) -> tuple[Mapping[str, str], list[Problem]]:
        """What the ``.meta.yml`` beside the file `path` says, and what of it was left out."""
        beside = path.with_name(path.stem + META_SUFFIX)
        if not _lies_there(beside):
            return {}, []
        try:
            check_link(beside, beside.relative_to(self._root).as_posix())
            said = meta_file(self._opened(beside))
        except SeedError as error:
            return {}, [Problem(error.path, "metadata", left_out(error.message))]
        return said.values, [Problem(str(beside), "metadata", each) for each in said.faults]

    def _opened(self, path: Path) -> Source:
        data = file_bytes(path, self._settings.limits)
        return Source(str(path), data, self._settings)

    def _source_list(self, path: Path) -> SourceList:
        if not _lies_there(path):
            return SourceList({})
        try:
            check_link(path, SOURCES_NAME)
            return source_list(self._opened(path))
        except SeedError as error:
            return SourceList({}, (left_out(error.message),))

    def faults(self) -> Iterator[Problem]:
        """What is wrong with the list, and what was left out of the lines that named a seed."""
        lines = [line for line in self._list.lines.values() if line.path in self.used]
        told = [f"line {line.number}: {each}" for line in lines for each in line.said.faults]
        for each in (*self._list.faults, *told):
            yield Problem(str(self._root / SOURCES_NAME), "metadata", each)

    def leftover(self) -> Iterator[Problem]:
        """What is said of seeds that are not there."""
        for line in self._list.lines.values():
            if line.path not in self.used:
                message = f"line {line.number} names {line.path!r}, which is no seed here; mend it"
                yield Problem(str(self._root / SOURCES_NAME), "unused", message)
        stems: dict[Path, set[str]] = {}
        for path in sorted(self._root.rglob(f"*{META_SUFFIX}")):
            if path.parent not in stems:
                others = (each for each in path.parent.iterdir() if not is_metadata(each))
                stems[path.parent] = {each.stem for each in others}
            name = path.name.removesuffix(META_SUFFIX)
            if not path.name.startswith(".") and name not in stems[path.parent]:
                message = f"there is no seed {name!r} beside it; rename or remove it"
                yield Problem(str(path), "unused", message)


def _lies_there(path: Path) -> bool:
    return path.is_symlink() or path.exists()
