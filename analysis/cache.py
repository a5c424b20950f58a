"""What was worked out before, found again by what it was worked out from.

An entry is a file of bytes, named by a hash over all that can change what it holds: the input, the
settings and the `fingerprint` of the code. So nothing in the cache is ever out of date, nothing
refers to it, and it can be deleted at any time, also while a build runs. Each entry begins with the
hash of its own name and content: one that is broken, cut short or put in another's place is not
used and made again. Entries are data; none is ever run or unpickled.

The cache lies in ``SEEDBRIEF_CACHE``; where that is empty there is none. By default it is the
folder ``seedbrief`` in the user's folder for caches. It grows to ``SEEDBRIEF_CACHE_MB``, else to
what the settings beside the seeds say; then what was not used for longest goes.
"""

from __future__ import annotations

import os
import platform
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path
from time import time

from analysis.atomic import replacing
from analysis.errors import ParameterError

__all__ = [
    "CACHE_VARIABLE",
    "MEGABYTES_VARIABLE",
    "Cache",
    "fingerprint",
    "key_of",
    "open_cache",
    "without_cache",
]

CACHE_VARIABLE = "SEEDBRIEF_CACHE"
MEGABYTES_VARIABLE = "SEEDBRIEF_CACHE_MB"

MEGABYTES = 5_000
"""The default; a seed of 600 words takes some 0.02."""

_FORM = "1"
"""The folder within the cache; another form of entries would have another."""

_DIGEST = 32
_PIECE = 1 << 20
_FAST = 1
"""zlib's level: a fifth of the size at a third of the time of the usual one."""

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# https://bford.info/cachedir/\n"
"""CACHEDIR.TAG: programs for backups pass a folder over that holds it."""

_PACKAGE = Path(__file__).parent

_LOADED = time()
"""Code that was changed later is not what runs in this process."""


def key_of(*parts: str | bytes) -> str:
    """The name of an entry: SHA-256 over `parts`, each told apart from the next by its length."""
    digest = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """Entries by kind and key, in a folder; without one, nothing is found and nothing is kept.

    Safe for threads and processes: an entry is written beside its place and moved there. What
    cannot be written is not kept, without an error.

    Parameters
    ----------
    folder : Path, optional
        An absolute path.
    limit : int
        Bytes; see `trim`.
    """

    folder: Path | None
    limit: int = MEGABYTES * 1_000_000

    def get(self, kind: str, key: str) -> bytes | None:
        """What was put there, or None.

        Parameters
        ----------
        kind : str
            A short name, such as ``seed``: entries of one kind have one form.
        key : str
            As `key_of` makes it.
        """
        path = self._path(kind, key)
        if path is None:
            return None
        try:
            data = path.read_bytes()
        except OSError:
            return None
        digest, packed = data[:_DIGEST], data[_DIGEST:]
        if digest != sha256(_name(kind, key) + packed).digest():
            return None
        _touch(path)
        return zlib.decompress(packed)

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep `data`, in the place of what was there before."""
        path = self._path(kind, key)
        if path is None:
            return
        packed = zlib.compress(data, _FAST)
        digest = sha256(_name(kind, key) + packed).digest()
        with suppress(OSError):
            self._prepare(path.parent)
            with replacing(path, durable=False) as new:
                new.write_bytes(digest + packed)

    def get_file(self, kind: str, key: str, target: Path) -> bool:
        """Write what was put there to `target`, a piece at a time; false if there is nothing."""
        path = self._path(kind, key)
        if path is None:
            return False
        try:
            source = path.open("rb")
        except OSError:
            return False
        digest, unpacker = sha256(_name(kind, key)), zlib.decompressobj()
        with source, target.open("wb") as out:
            given = source.read(_DIGEST)
            with suppress(zlib.error):
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    out.write(unpacker.decompress(piece))
        if given != digest.digest():
            target.unlink()
            return False
        _touch(path)
        return True

    def put_file(self, kind: str, key: str, source: Path) -> None:
        """Keep the content of a file, a piece at a time and not compressed: most files are."""
        path = self._path(kind, key)
        if path is None:
            return
        digest, packer = sha256(_name(kind, key)), zlib.compressobj(0)
        with suppress(OSError):
            self._prepare(path.parent)
            with (
                replacing(path, durable=False) as new,
                source.open("rb") as given,
                new.open("wb") as out,
            ):
                out.write(bytes(_DIGEST))
                while piece := given.read(_PIECE):
                    packed = packer.compress(piece)
                    digest.update(packed)
                    out.write(packed)
                packed = packer.flush()
                digest.update(packed)
                out.write(packed)
                out.seek(0)
                out.write(digest.digest())

    def trim(self) -> None:
        """Delete what was not used for longest, if the cache is larger than its limit."""
        entries = sorted(self._entries())
        size = sum(each for _, each, _ in entries)
        if size <= self.limit:
            return
        for _, each, path in entries:
            with suppress(OSError):
                path.unlink()
            size -= each
            if size <= 0.9 * self.limit:
                return

    def extent(self) -> tuple[int, int]:
        """How many entries there are, and their size in bytes."""
        sizes = [size for _, size, _ in self._entries()]
        return len(sizes), sum(sizes)

    def trouble(self) -> str:
        """Why nothing can be kept here; "" if it can, or is not meant to."""
        if self.folder is None:
            return ""
        try:
            self._prepare(self.folder / _FORM)
            with replacing(self.folder / "CACHEDIR.TAG", durable=False) as new:
                new.write_text(_TAG, encoding="ascii")
        except OSError as error:
            return f"{self.folder}: {error.strerror or error}"
        return ""

    def _path(self, kind: str, key: str) -> Path | None:
        return None if self.folder is None else self.folder / _FORM / kind / key[:2] / key

    def _prepare(self, folder: Path) -> None:
        """Make a folder; what the cache holds of people's documents is for nobody else to read."""
        assert self.folder is not None  # noqa: S101 - `_path` would have been None
        if not folder.is_dir():
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self.folder.mkdir(mode=0o700, exist_ok=True)
            folder.mkdir(parents=True, exist_ok=True)

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """When each entry was last used, its size and path; with what killed processes left."""
        if self.folder is None:
            return
        for path in (self.folder / _FORM).glob("*/*/*"):
            with suppress(OSError):
                status = path.stat()
                yield status.st_mtime, status.st_size, path


def _name(kind: str, key: str) -> bytes:
    return f"{kind}/{key}/".encode()


def _touch(path: Path) -> None:
    with suppress(OSError):
        os.utime(path)


def open_cache(megabytes: int | None = None) -> Cache:
    """The cache that the environment names; none if the kit's code has changed meanwhile.

    Parameters
    ----------
    megabytes : int, optional
        How large it may grow, if the environment does not say.

    Raises
    ------
    ParameterError
        If its size is no number.
    """
    most = os.environ.get(MEGABYTES_VARIABLE, "") or str(megabytes or MEGABYTES)
    if not most.isascii() or not most.isdecimal() or int(most) < 1:
        raise ParameterError(MEGABYTES_VARIABLE, most, "a whole number above 0")
    given = os.environ.get(CACHE_VARIABLE)
    folder = _usual() if given is None else Path(given).absolute() if given else None
    return Cache(None if _is_changed() else folder, int(most) * 1_000_000)


def _is_changed() -> bool:
    """Whether a file of the kit was changed after this process loaded the kit.

    What runs here is then not what `fingerprint` sees.
    """
    try:
        return any(path.stat().st_mtime > _LOADED for path in _code())
    except OSError:  # one is gone
        return True


@cache
def _code() -> list[Path]:
    """The kit's files; looking for them anew for each task would cost more than the task."""
    return list(_files(("",)))


def _usual() -> Path | None:
    """The user's folder for caches (XDG Base Directory Specification); None without a home."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        return (base if base.is_absolute() else Path.home() / ".cache") / "seedbrief"
    except RuntimeError:
        return None


@contextmanager
def without_cache() -> Iterator[None]:
    """For this process and those it starts meanwhile: nothing is taken from the cache."""
    before = os.environ.get(CACHE_VARIABLE)
    os.environ[CACHE_VARIABLE] = ""
    try:
        yield
    finally:
        if before is None:
            del os.environ[CACHE_VARIABLE]
        else:
            os.environ[CACHE_VARIABLE] = before


@cache
def fingerprint(*parts: str) -> str:
    """A hash over what runs: the kit's own files, all installed packages, Python, the machine.

    Parameters
    ----------
    *parts : str
        Names of modules and folders directly in the package, such as ``extract``, of which alone a
        result depends; by default all.
    """
    files = sorted(_files(parts or ("",)))
    own = [f"{path.relative_to(_PACKAGE).as_posix()} {_sha256(path)}" for path in files]
    return key_of("\n".join(own), "\n".join(_installed()), sys.version, platform.machine())


def _files(parts: tuple[str, ...]) -> Iterator[Path]:
    for part in parts:
        whole = _PACKAGE / part
        paths = whole.rglob("*") if whole.is_dir() else [_PACKAGE / f"{part}.py"]
        yield from (path for path in paths if _is_code(path) and not path.is_dir())


def _is_code(path: Path) -> bool:
    """Not what Python compiles and what editors leave for a moment."""
    inside = path.relative_to(_PACKAGE).parts
    return not any(part.startswith((".", "__pycache__")) for part in inside)


def _installed() -> list[str]:
    """``NAME-VERSION`` of all that is installed: packages, and under conda libraries too."""
    places = [Path(place) for place in sys.path if place]
    found = {path.stem for place in places for path in place.glob("*.dist-info")}
    return sorted(found | {path.stem for path in Path(sys.prefix, "conda-meta").glob("*.json")})


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
