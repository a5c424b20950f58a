"""What a worker does: read some files, or parse some documents, and write what it found.

A task depends on nothing but its own fields and the files that they name, and writes whole files at
places of its own: it can run twice, anywhere. A last small file says that it is done; where that is
there, nothing is done again. Tasks are generators that yield at each step, so that whoever runs
them can tell how far they are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pyarrow as arrow

from analysis.copies import fingerprint
from analysis.formats.beside import Beside
from analysis.formats.metadata import SOURCES_NAME
from analysis.languages import only_known
from analysis.model import Document, Problem
from analysis.place import Place, file_system
from analysis.read import read_files
from analysis.settings import Limits, Settings
from analysis.stream.kit import check_kit
from analysis.tables.partitions import PARTED, WHOLE, part_name
from analysis.tables.rows import rows_of
from analysis.tables.schema import SCHEMA, empty, frame
from analysis.tables.store import Tables, to_arrow

__all__ = [
    "Item",
    "ParseTask",
    "ReadTask",
    "Steps",
    "done_name",
    "fetched",
    "named",
    "read_name",
    "text_name",
    "texts_of",
]

Found = TypeVar("Found", bound=Document | Problem)
Part = TypeVar("Part")

Steps = Generator[int, None, None]
"""Documents done since the last step."""

Item = tuple[str, int, str]
"""Where a text is, a file and a row in it, and the name of the seed that it is a copy of."""

MOST_DOCUMENTS = 128
MOST_CHARACTERS = 1_000_000
"""What a file of texts holds at most, but for one long text."""

GROUP = 32
"""Texts that are read from it together."""

_FIELDS = [(each.name, arrow.string()) for each in fields(Document)]
_SCHEMA = arrow.schema(
    [
        *((name, kind) for name, kind in _FIELDS if name not in {"text_start", "pages"}),
        ("text_start", arrow.int64()),
        ("pages", arrow.list_(arrow.int64())),
        ("place", arrow.int64()),
        ("characters", arrow.int64()),
        ("refused", arrow.string()),
        ("mark", arrow.binary()),
    ]
)


def read_name(number: int) -> str:
    """The file that says that a `ReadTask` is done, and what it found beside texts."""
    return f"read/{number:05}.json"


def text_name(number: int, file: int) -> str:
    """A file of texts that a `ReadTask` wrote."""
    return f"read/{number:05}-{file:05}.parquet"


def done_name(number: int) -> str:
    """The file that says that a `ParseTask` is done, how much it found, and its problems."""
    return f"done/{number:05}.json"


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Files to read into texts.

    `root` is the absolute path or the address of the folder of seeds, `shown` its name to people;
    `names` are paths below it, and `beside` those of metadata that must lie there too. For
    `skipped` and `trial` see `ParseTask`.
    """

    number: int
    root: str
    shown: str
    names: tuple[str, ...]
    beside: tuple[str, ...]
    settings: Settings
    work: Place
    kit: str
    skipped: Mapping[str, str] = field(default_factory=dict)
    trial: bool = False

    @property
    def size(self) -> int:
        """How many files there are."""
        return len(self.names)

    @property
    def inputs(self) -> tuple[str, ...]:
        """What each of them is called in `skipped`."""
        return self.names

    def halves(self) -> tuple[ReadTask, ...]:
        """The same files in two trials, or in one if there is but one."""
        return tuple(replace(self, names=part, trial=True) for part in _halves(self.names))

    def run(self) -> Steps:
        """Read the files, write texts, then the file that says so."""
        check_kit(self.kit)
        if not self.trial and self.work.has(read_name(self.number)):
            return
        texts = _Texts(None if self.trial else self.work, self.number)
        problems = []
        with fetched(self.root, (*self.names, *self.beside)) as root:
            beside = _beside(root, self.settings)
            for place, result in enumerate(self._results(root, beside)):
                found = named(result, str(root), self.shown)
                if isinstance(found, Problem):
                    problems.append((place, found.path, found.reason, found.message))
                else:
                    texts.add(place, found)
                yield 0
            texts.flush()
            told = {
                "texts": texts.files,
                "problems": problems,
                "used": sorted(beside.used),
                "hashes": self._hashes(root),
            }
        if not self.trial:
            self.work.write(read_name(self.number), json.dumps(told).encode("ascii"))

    def _results(self, root: Path, beside: Beside) -> Iterator[Document | Problem]:
        kept = [name for name in self.names if name not in self.skipped]
        yield from read_files(root, kept, beside, self.settings)
        for name in self.names:
            if name in self.skipped:
                yield _lost(str(root / name), self.skipped[name])

    def _hashes(self, root: Path) -> dict[str, str]:
        """SHA-256 of the files, where they had to be fetched."""
        if root == Place(self.root).folder:
            return {}
        return {name: _sha256(root / name) for name in (*self.names, *self.beside)}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def named(result: Found, root: str, shown: str) -> Found:
    """A document or problem with its path as people know it."""
    path = result.path
    if root != shown and (path == root or path.startswith(f"{root}/")):
        path = f"{shown.rstrip('/')}{path[len(root) :]}" if shown != "." else path[len(root) + 1 :]
    return replace(result, path=path)


class _Texts:
    """Writes documents to files of moderate size, so that a large archive takes little memory."""

    def __init__(self, work: Place | None, number: int) -> None:
        self._work, self._number = work, number
        self._rows: list[dict[str, Any]] = []
        self._characters = 0
        self.files = 0

    def add(self, place: int, document: Document) -> None:
        """Keep a document, `place` being its place among all that its task found."""
        known, foreign = only_known([document])
        row = asdict(known[0] if known else replace(document, text="", pages=()))
        refused = foreign[0].message if foreign else ""
        mark = fingerprint(document.text) if known else b""
        size = len(document.text)
        row |= {"place": place, "characters": size, "refused": refused, "mark": mark}
        self._rows.append(row)
        self._characters += size
        if len(self._rows) >= MOST_DOCUMENTS or self._characters >= MOST_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Write what is kept."""
        if self._rows:
            table = arrow.Table.from_pylist(self._rows, _SCHEMA)
            if self._work is not None:
                self._work.write_table(text_name(self._number, self.files), table, GROUP)
            self.files += 1
            self._rows, self._characters = [], 0


def _beside(root: Path, settings: Settings) -> Beside:
    """The metadata beside the seeds; their list is read once for many tasks."""
    try:
        status = (root / SOURCES_NAME).stat()
        when = status.st_mtime_ns, status.st_size
    except OSError:
        when = 0, 0
    beside = _known_beside(root, settings.limits, tuple(settings.fields.items()), when)
    beside.used.clear()
    return beside


@lru_cache(2)
def _known_beside(
    root: Path, limits: Limits, names: tuple[tuple[str, str], ...], when: tuple[int, int]
) -> Beside:
    return Beside(root, Settings(limits, dict(names)))


@contextmanager
def fetched(root: str, names: Iterable[str]) -> Iterator[Path]:
    """The folder of seeds, or a copy of some of its files where it has an address."""
    place = Place(root)
    if place.folder is not None:
        yield place.folder
        return
    files, base = file_system(root)
    with TemporaryDirectory(prefix="sb-seeds-") as scratch:
        folder = Path(scratch, base.rpartition("/")[2] or "seeds")
        folder.mkdir()
        for name in names:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            files.get_file(f"{base}/{name}", str(target))
        yield folder


@dataclass(frozen=True, slots=True)
class ParseTask:
    """Documents to parse into rows, in the order of their ids.

    Parameters
    ----------
    number : int
        Of the part that is made of each table.
    items : tuple
        Of each document: the file of texts, the row there, and the seed that it is a copy of.
    skipped : mapping
        Documents that cannot be parsed, by file and row, and why.
    trial : bool
        Write nothing: whoever asks wants to know whether a worker survives it.
    """

    number: int
    items: tuple[Item, ...]
    scale: str
    work: Place
    kit: str
    skipped: Mapping[tuple[str, int], str] = field(default_factory=dict)
    trial: bool = False

    @property
    def size(self) -> int:
        """How many documents there are."""
        return len(self.items)

    @property
    def inputs(self) -> tuple[tuple[str, int], ...]:
        """What each of them is called in `skipped`."""
        return tuple(item[:2] for item in self.items)

    def halves(self) -> tuple[ParseTask, ...]:
        """The same documents in two trials, or in one if there is but one."""
        return tuple(replace(self, items=part, trial=True) for part in _halves(self.items))

    def run(self) -> Steps:
        """Parse the documents, write a part of each table, then the file that says so."""
        check_kit(self.kit)
        if not self.trial and self.work.has(done_name(self.number)):
            return
        kept = [item for item in self.items if item[:2] not in self.skipped]
        documents = list(texts_of(self.work, kept))
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMA}
        for rows in rows_of(documents, scale=self.scale, threads=1):
            for name, records in rows.items():
                found[name] += records
            yield 1
        if not self.trial:
            self._write(found)

    def _write(self, found: dict[str, list[dict[str, Any]]]) -> None:
        parts = {name: frame(name, found[name]) for name in PARTED}
        tables = Tables(**{name: empty(name) for name in WHOLE}, **parts)
        for name in PARTED:
            table = to_arrow(name, getattr(tables, name))
            self.work.write_table(f"tables/{part_name(name, self.number)}", table)
        lost = [item for item in self.items if item[:2] in self.skipped]
        texts = zip(texts_of(self.work, lost), lost, strict=True)
        problems = found["problems"] + [
            asdict(_lost(text.path or text.doc_id, self.skipped[at[:2]])) for text, at in texts
        ]
        told = {
            "documents": len(tables.documents),
            "claims": len(tables.claims),
            "problems": problems,
        }
        self.work.write(done_name(self.number), json.dumps(told).encode("ascii"))


def _halves(some: tuple[Part, ...]) -> list[tuple[Part, ...]]:
    middle = len(some) // 2
    return [part for part in (some[:middle], some[middle:]) if part]


def _lost(path: str, why: str) -> Problem:
    return Problem(path, "limit", f"{why}; split it or leave it out")


def texts_of(work: Place, items: Sequence[Item]) -> Iterator[Document]:
    """The documents at some places of files of texts, in the order of `items`."""
    wanted: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, (name, row, _) in enumerate(items):
        wanted[name, row // GROUP].append(index)
    found: dict[int, Document] = {}
    for (name, group), indices in sorted(wanted.items()):
        rows = work.open_table(name).read_row_group(group).to_pylist()
        for index in indices:
            found[index] = _document(rows[items[index][1] % GROUP], items[index][2])
    yield from (found[index] for index in range(len(items)))


def _document(row: dict[str, Any], same_as: str) -> Document:
    values = {each.name: row[each.name] for each in fields(Document)}
    return Document(**values | {"pages": tuple(row["pages"]), "same_as": same_as})
