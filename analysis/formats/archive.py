"""Archives: each file in a ``.zip`` is read as if it lay in a folder of that name.

Nothing is unpacked to where a name says; a name that leads out of the archive is refused.
"""

from __future__ import annotations

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from zipfile import ZipFile, ZipInfo

from analysis.errors import SeedError
from analysis.formats.base import Entry, Part, Refusal, Source
from analysis.settings import SETTINGS_NAME

__all__ = ["open_zip", "read", "unpack"]


def read(source: Source) -> Iterator[Part]:
    """The files of an archive; hidden ones are passed over."""
    archive = open_zip(source)
    infos = [info for info in archive.infolist() if not info.is_dir() and not _hidden(info)]
    for info in infos:
        wrong = _wrong(info)
        if wrong:
            yield Refusal(_shown(info.filename), *wrong)
            continue
        try:
            data = unpack(source, archive, info)
        except SeedError as error:
            yield Refusal(info.filename, error.reason, error.message)
        else:
            yield Entry(info.filename, data, PurePosixPath(info.filename).suffix.lower())


def open_zip(source: Source) -> ZipFile:
    """A zip file, if what it says to hold is within the limits.

    Raises
    ------
    SeedError
        If it is none, or holds too much.
    """
    limits = source.settings.limits
    try:
        archive = ZipFile(source.open())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise source.refuse("broken", f"is no zip file ({error}); make it anew") from None
    infos = archive.infolist()
    if len(infos) > limits.entries:
        message = f"holds more than {limits.entries:,} files; split it, or raise limits.entries"
        raise source.refuse("too_large", f"{message} in {SETTINGS_NAME}")
    if sum(info.file_size for info in infos) > limits.unpacked_bytes:
        raise source.refuse("too_large", _expands(source))
    return archive


def unpack(source: Source, archive: ZipFile, info: ZipInfo) -> bytes:
    """One file of an archive, never more than it says to be.

    Raises
    ------
    SeedError
        If it cannot be unpacked.
    """
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except (
        *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
        *(EOFError, OSError, ValueError),
    ) as error:
        message = f"cannot be unpacked ({error}); make the archive anew"
        raise source.refuse("broken", message) from None
    if len(data) > info.file_size:
        raise source.refuse("too_large", "is larger than the archive says; make it anew")
    return data


def _expands(source: Source) -> str:
    most = source.settings.limits.unpacked_bytes
    return f"unpacks to more than {most:,} bytes; split it, or raise limits.unpacked_bytes"


def _hidden(info: ZipInfo) -> bool:
    parts = info.filename.replace("\\", "/").split("/")
    return "__MACOSX" in parts or any(
        part.startswith(".") and part not in {".", ".."} for part in parts
    )


def _wrong(info: ZipInfo) -> tuple[str, str] | None:
    """Reason and message if a file in an archive must not be read."""
    name = info.filename
    if "\\" in name or ":" in name or name.startswith("/") or ".." in name.split("/"):
        return "name", "its name leads out of the archive; pack it anew"
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in name):
        return "name", "its name holds control characters; rename it"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "unreadable", "is a link; pack the file itself"
    if info.flag_bits & 1:
        return "encrypted", "is encrypted; unpack it with its password"
    return None


def _shown(name: str) -> str:
    return name if name.isprintable() else ascii(name)
