"""The only place that opens seeds. It finds them, gives each a name, and says what is refused.

How a file becomes text is the business of its reader in `analysis.formats`. Files of risky formats
are read in processes of their own; a file inside a file is read in turn, as if it lay in a folder
of the outer one's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from os import R_OK, X_OK, access
from pathlib import Path, PurePath
from typing import Any
from unicodedata import category

from analysis.errors import SeedError
from analysis.formats import FORMATS, Content, Entry, Format, Refusal, Source
from analysis.formats.beside import Beside, is_metadata
from analysis.formats.files import check_link, check_ordinary, file_bytes, file_hash
from analysis.formats.sandbox import Sandbox, Stored, open_sandbox
from analysis.model import Document, Problem
from analysis.reviews.file import REVIEWS_NAME
from analysis.settings import Limits, Settings, find_settings
from analysis.wording import is_whole

__all__ = ["Listing", "Seeds", "is_risky", "is_seed", "list_files", "read", "read_files"]

_CLOSED = "this folder cannot be opened (Permission denied); allow reading it"

Seeds = str | Path | Iterable[str | Path] | Mapping[str, str]

NOT_SEEDS = frozenset({REVIEWS_NAME})
"""Files of the kit's own that stand beside the seeds; `Beside` knows those with metadata."""

READERS = 2
"""Processes that read files of risky formats at once."""


Result = Document | Problem


def read(seeds: Seeds) -> tuple[list[Document], list[Problem]]:
    """Reads seeds; one that cannot be read becomes a problem and stops no other.

    Parameters
    ----------
    seeds : path, list of paths, or mapping of doc_id to text
        A folder is read with its subfolders; hidden files are passed over.

    Returns
    -------
    documents : list of Document
        In the order of their ids.
    problems : list of Problem

    Raises
    ------
    SeedError
        If a path that was named does not exist.
    ParameterError, SeedbriefError
        If ``seedbrief.toml`` beside the seeds is wrong.
    """
    if isinstance(seeds, Mapping):
        results = [_from_text(str(key), text) for key, text in seeds.items()]
    else:
        seeds = [seeds] if isinstance(seeds, str | Path) else list(seeds)
        results = list(_from_paths(seeds, find_settings(seeds)))
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for result in results:
        if isinstance(result, Problem):
            problems.append(result)
        elif result.doc_id in documents:
            message = f"two seeds are called {result.doc_id!r}; rename one"
            problems.append(Problem(result.path or result.doc_id, "duplicate", message))
        else:
            documents[result.doc_id] = result
    return [documents[key] for key in sorted(documents)], problems


def _from_text(doc_id: str, text: str) -> Result:
    try:
        if not isinstance(text, str):
            raise SeedError(doc_id, "type", f"a text must be a str, not {type(text).__name__}")
        digest = _digest(doc_id, text)
        return Document(_named(doc_id), _checked(doc_id, text, Limits()), sha256=digest)
    except SeedError as error:
        return Problem(error.path, error.reason, error.message)


def _digest(name: str, text: str) -> str:
    try:
        return sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        message = f"character {error.start} is half of a surrogate pair; repair the text"
        raise SeedError(name, "encoding", message) from None


def _from_paths(seeds: Sequence[str | Path], settings: Settings) -> Iterator[Result]:
    """What lies at some paths, in the order of the files' names."""
    found = [list_files(given) for given in map(Path, seeds)]
    besides = [Beside(each.root, settings) for each in found]
    with open_sandbox(settings, READERS) as sandbox, ThreadPoolExecutor(READERS) as threads:
        jobs: list[tuple[_Folder, Path, Future[list[Result]] | None]] = []
        for each, beside in zip(found, besides, strict=True):
            folder = _Folder(each.root, beside, settings, sandbox)
            for path in (each.root / name for name in each.names):
                job = threads.submit(folder.all, path) if is_risky(path.suffix) else None
                jobs.append((folder, path, job))
        for folder, path, job in jobs:
            yield from folder.read(path) if job is None else job.result()
    for each, beside in zip(found, besides, strict=True):
        yield from beside.faults()
        if each.whole:
            yield from beside.leftover()


@dataclass(frozen=True, slots=True)
class Listing:
    """The seeds in a folder: `root`, and their paths from there with slashes, in order.

    `whole` says that it is all that lies there, and not one file of it.
    """

    root: Path
    names: tuple[str, ...]
    whole: bool = True


def list_files(given: Path) -> Listing:
    """The seeds in a folder with its subfolders, or a single file; hidden files are passed over.

    Raises
    ------
    SeedError
        If there is nothing at `given`.
    """
    if not _exists(given):
        message = "there is no such file or folder; name the folder that holds the seeds"
        raise SeedError(str(given), "unreadable", message)
    if not given.is_dir():
        return Listing(given.parent, (given.name,), whole=False)
    if not access(given, R_OK | X_OK):
        raise SeedError(str(given), "unreadable", _CLOSED)
    # A folder that nobody may look into is listed, so that it is refused and told of.
    found = (
        path.relative_to(given)
        for path in given.rglob("*")
        if not path.is_dir() or not access(path, R_OK | X_OK)
    )
    names = (path.as_posix() for path in found if is_seed(path))
    return Listing(given, tuple(sorted(names, key=lambda name: name.split("/"))))


def read_files(
    root: Path, names: Iterable[str], beside: Beside, settings: Settings
) -> Iterator[Document | Problem]:
    """All documents and problems of some files below `root`, one after another."""
    with open_sandbox(settings, 1) as sandbox:
        folder = _Folder(root, beside, settings, sandbox)
        for name in names:
            yield from folder.read(root / name)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long for one, such as a text given for a path
        return False


def is_seed(path: PurePath) -> bool:
    """Whether a file, by its path from the folder of seeds, is one and not about them."""
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and path.name not in NOT_SEEDS and not is_metadata(path)


def is_risky(suffix: str) -> bool:
    """Whether files of a type are read in a process of their own."""
    kind = FORMATS.get(suffix.lower())
    return kind is not None and kind.apart


@dataclass(slots=True)
class _Budget:
    """What the files inside one file may still take."""

    bytes: int
    entries: int


@dataclass(frozen=True, slots=True)
class _File:
    """A file, or one inside another: where its bytes lie, and its name to people and in tables."""

    path: Path
    shown: str
    doc_id: str
    suffix: str
    depth: int = 0

    def inside(self, name: str) -> _File:
        """The part of this file called `name`; "" is the file itself."""
        if not name:
            return self
        return replace(self, shown=f"{self.shown}/{name}", doc_id=f"{self.doc_id}/{name}")


@dataclass(frozen=True, slots=True)
class _Folder:
    """Reads the files of one folder of seeds."""

    root: Path
    beside: Beside
    settings: Settings
    sandbox: Sandbox

    def all(self, path: Path) -> list[Result]:
        """What `read` yields."""
        return list(self.read(path))

    def read(self, path: Path) -> Iterator[Result]:
        """All documents and problems of a file, one after another."""
        doc_id = path.relative_to(self.root).as_posix()
        limits = self.settings.limits
        file = _File(path, path.as_posix(), doc_id, path.suffix.lower())
        budget = _Budget(limits.unpacked_bytes, limits.entries)
        try:
            _named(path.as_posix())
            if path.is_dir():
                raise SeedError(file.shown, "unreadable", _CLOSED)
            kind = _format(file)
            if path.is_file():
                check_link(path, doc_id)
            check_ordinary(path, limits, "container_bytes" if kind.container else "file_bytes")
        except SeedError as error:
            yield Problem(error.path, error.reason, error.message)
            return
        self.beside.of(doc_id)  # it is named there, even if it cannot be read
        said, faults = self.beside.meta(path)
        yield from faults
        yield from self._documents(file, said, budget)

    def _documents(self, file: _File, said: Mapping[str, str], budget: _Budget) -> Iterator[Result]:
        """The documents of a file and of those inside it, `said` what stands beside the outer."""
        try:
            kind = _format(file)
            parts = self._parts(file, kind, budget)
            digest = file_hash(file.path)
        except SeedError as error:
            yield Problem(file.shown, error.reason, error.message)
            return
        for part in parts:
            inner = file.inside(part.name)
            if isinstance(part, Refusal):
                yield Problem(inner.shown, part.reason, part.message)
            elif isinstance(part, Content):
                yield self._document(part, inner, said, (kind.media_type, digest))
                for fault in part.faults:
                    yield Problem(inner.shown, "front_matter", fault)
            elif file.depth >= self.settings.limits.nesting:
                most = self.settings.limits.nesting
                message = f"lies more than {most} files deep; unpack it, or raise limits.nesting"
                yield Problem(inner.shown, "nesting", message)
            else:
                nested = replace(inner, path=part.path, suffix=part.suffix, depth=file.depth + 1)
                yield from self._documents(nested, said, budget)
                part.path.unlink(missing_ok=True)

    def _parts(
        self, file: _File, kind: Format, budget: _Budget
    ) -> Iterable[Content | Refusal | Stored]:
        if not kind.apart:
            data = file_bytes(file.path, self.settings.limits)
            source = Source(file.shown, data, self.settings)
            return [part for part in kind.load()(source) if not isinstance(part, Entry)]
        if budget.entries < 1 or budget.bytes < 1:
            message = "the outer file holds too much; unpack it, or raise limits.unpacked_bytes"
            raise SeedError(file.shown, "too_large", message)
        parts = self.sandbox.read(file.shown, file.path, file.suffix, budget.bytes)
        budget.entries -= parts.files
        budget.bytes -= parts.bytes
        return parts

    def _document(
        self, content: Content, file: _File, said: Mapping[str, str], origin: tuple[str, str]
    ) -> Result:
        media_type, digest = origin
        try:
            document = Document(
                _named(file.doc_id),
                _checked(file.shown, content.text, self.settings.limits),
                path=file.shown,
                sha256=digest,
                media_type=media_type,
                converter=content.converter,
                text_start=content.text_start,
                pages=content.pages,
            )
            about: dict[str, Any] = {**content.metadata, **self.beside.of(file.doc_id), **said}
            return replace(document, **about)
        except SeedError as error:
            return Problem(error.path, error.reason, error.message)


def _format(file: _File) -> Format:
    kind = FORMATS.get(file.suffix)
    if kind is None:
        allowed = ", ".join(sorted(FORMATS))
        suffix = file.suffix or "(none)"
        raise SeedError(file.shown, "type", f"files of type {suffix!r} are not read; use {allowed}")
    return kind


def _named(name: str) -> str:
    """`name` itself, if tables and files can hold it."""
    if not name.strip() or not is_whole(name) or any(category(each) == "Cc" for each in name):
        message = f"a seed cannot be called {name!r}; give it a name in plain characters"
        raise SeedError(ascii(name), "name", message)
    return name


def _checked(name: str, text: str, limits: Limits) -> str:
    if not text.strip():
        raise SeedError(name, "empty", "holds no text; remove it or fill it")
    if "\x00" in text:
        raise SeedError(name, "encoding", "holds NUL characters; save it as plain text")
    if not is_whole(text):
        raise SeedError(name, "encoding", "holds half of a surrogate pair; repair the text")
    if len(text) > limits.characters:
        message = f"has more than {limits.characters:,} characters; split it into documents"
        raise SeedError(name, "too_large", message)
    return text
