"""Where files are kept while tables are made: a folder, or an address that fsspec knows.

A file is whole or not there. In a folder it is written beside its place and moved; object stores
(``s3://``, ``gs://``, ``abfs://`` and others) put a file there in one step by themselves.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.atomic import replacing
from analysis.errors import ParameterError, SeedbriefError

if TYPE_CHECKING:
    import pyarrow as arrow
    from pyarrow import parquet

__all__ = ["Place", "file_system", "is_address", "open_place"]


@dataclass(frozen=True, slots=True)
class Place:
    """A folder: its absolute path, or its address.

    Names are paths below it, with slashes.
    """

    address: str

    def below(self, name: str) -> Place:
        """A folder in this one."""
        return Place(f"{self.address.rstrip('/')}/{name}")

    @property
    def folder(self) -> Path | None:
        """The folder on this machine; None for an address of elsewhere."""
        return None if is_address(self.address) else Path(self.address)

    def read(self, name: str) -> bytes:
        """The bytes of a file; FileNotFoundError if there is none."""
        if self.folder is not None:
            return (self.folder / name).read_bytes()
        files, root = file_system(self.address)
        found: bytes = files.cat_file(f"{root}/{name}")
        return found

    def write(self, name: str, data: bytes) -> None:
        """Make a file with these bytes, in the place of an old one."""
        if self.folder is None:
            files, root = file_system(self.address)
            files.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)
            files.pipe_file(f"{root}/{name}", data)
            return
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as new:
            new.write_bytes(data)

    def has(self, name: str) -> bool:
        """Whether there is a file of this name."""
        if self.folder is not None:
            return (self.folder / name).is_file()
        files, root = file_system(self.address)
        return bool(files.isfile(f"{root}/{name}"))

    def names(self) -> Iterator[str]:
        """All files below this folder, sorted."""
        if self.folder is not None:
            found = (path for path in self.folder.rglob("*") if path.is_file())
            yield from sorted(path.relative_to(self.folder).as_posix() for path in found)
            return
        files, root = file_system(self.address)
        yield from sorted(name[len(root) :].lstrip("/") for name in files.find(root))

    def clear(self) -> None:
        """Remove the folder with all that is in it."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            return
        files, root = file_system(self.address)
        if files.exists(root):
            files.rm(root, recursive=True)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        if self.folder is not None:
            (self.folder / name).unlink(missing_ok=True)
            return
        files, root = file_system(self.address)
        if files.exists(f"{root}/{name}"):
            files.rm_file(f"{root}/{name}")

    def move(self, name: str, new: str) -> None:
        """Give a file another name, in the place of an old one of that name."""
        if self.folder is not None:
            (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).replace(self.folder / new)
            return
        files, root = file_system(self.address)
        files.makedirs(f"{root}/{new}".rpartition("/")[0], exist_ok=True)
        files.mv(f"{root}/{name}", f"{root}/{new}")

    def write_table(self, name: str, table: arrow.Table, group: int | None = None) -> None:
        """Make a Parquet file of a table, with `group` rows that are read together."""
        from pyarrow import parquet

        data = BytesIO()
        parquet.write_table(table, data, compression="zstd", row_group_size=group)
        self.write(name, data.getvalue())

    def open_table(self, name: str) -> parquet.ParquetFile:
        """A Parquet file to read from."""
        import pyarrow as arrow
        from pyarrow import parquet

        return parquet.ParquetFile(arrow.BufferReader(self.read(name)))


def is_address(text: str) -> bool:
    """Whether a place is named by an address, such as ``s3://bucket/seeds``, and not by a path."""
    scheme, colon, _ = text.partition("://")
    return bool(colon) and scheme.isascii() and scheme.replace("+", "").isalnum()


def open_place(text: str) -> Place:
    """The place that a user named: a path, ``file://`` and a path, or another address."""
    text = str(text)
    if text.startswith("file://"):
        text = text.removeprefix("file://")
    return Place(text.rstrip("/")) if is_address(text) else Place(str(Path(text).resolve()))


def file_system(address: str) -> tuple[Any, str]:
    """The file system that an address is in, and its path there without a slash at the end.

    Raises
    ------
    SeedbriefError
        If fsspec is not installed, or not what it needs for such addresses.
    ParameterError
        If no such addresses are known.
    """
    try:
        fsspec = import_module("fsspec")
        files, root = fsspec.url_to_fs(address)
    except ImportError as error:
        what = "pip install 'seedbrief[dask]'" if error.name == "fsspec" else str(error)
        raise SeedbriefError(f"{address} cannot be opened here: {what}") from None
    except ValueError as error:
        raise ParameterError("the address", address, f"one that can be opened ({error})") from None
    return files, str(root).rstrip("/")
