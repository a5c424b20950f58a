"""Metadata that lies beside seeds: ``NAME.meta.yml`` and ``sources.csv``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from analysis.errors import SeedError
from analysis.formats.base import Source
from analysis.formats.files import check_link, file_bytes
from analysis.formats.metadata import META_SUFFIX, SOURCES_NAME, Line, meta_file, source_list
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
        self._problem: Problem | None = None
        self.used: set[str] = set()
        """The lines of the list that named a seed."""
        self._lines = self._source_list(root / SOURCES_NAME)

    def of(self, path: Path, doc_id: str) -> dict[str, str]:
        """The metadata of a document in the file `path`.

        A line of ``sources.csv`` for a folder or an archive holds for all in it; the narrower wins.

        Raises
        ------
        SeedError
            If what is said of it cannot be used.
        """
        said: dict[str, str] = {}
        parts = doc_id.split("/")
        for length in range(1, len(parts) + 1):
            line = self._lines.get("/".join(parts[:length]))
            if line is not None:
                self.used.add(line.path)
                said |= self._values(line, doc_id)
        beside = path.with_name(path.stem + META_SUFFIX)
        return said | (self._meta(beside) if _lies_there(beside) else {})

    def _values(self, line: Line, doc_id: str) -> Mapping[str, str]:
        if line.wrong:
            message = f"line {line.number} {line.wrong}; until then {doc_id} is not read"
            raise SeedError(str(self._root / SOURCES_NAME), "metadata", message)
        return line.values

    def _meta(self, path: Path) -> dict[str, str]:
        check_link(path, path.relative_to(self._root).as_posix())
        return meta_file(self._opened(path))

    def _opened(self, path: Path) -> Source:
        data = file_bytes(path, self._settings.limits)
        return Source(str(path), data, self._settings)

    def _source_list(self, path: Path) -> dict[str, Line]:
        if not _lies_there(path):
            return {}
        try:
            check_link(path, SOURCES_NAME)
            return source_list(self._opened(path))
        except SeedError as error:
            self._problem = Problem(error.path, error.reason, error.message)
            return {}

    def leftover(self) -> Iterator[Problem]:
        """What is said of seeds that are not there, and what is wrong with the whole list."""
        if self._problem is not None:
            yield self._problem
        for line in self._lines.values():
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
