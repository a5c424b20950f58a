"""Is a report what it says? Each fault is one line: the file, what, expected, found.

The report may be anybody's. Nothing in it is run, no path in it leads out of its folder, and
nothing is written into it.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from analysis.cache import without_cache
from analysis.errors import SeedbriefError, SeedError, TableError
from analysis.loading import HASHES_NAME, Note, read_note, seed_hashes
from analysis.model import Document, Problem
from analysis.place import Place
from analysis.run.chosen import STORE
from analysis.run.crate import Crate, CrateError, Listed, read_crate
from analysis.run.discrepancy import Discrepancy, apart
from analysis.run.manifest import MANIFEST
from analysis.run.publish import sha256
from analysis.tables.schema import SCHEMA
from analysis.wording import listed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Discrepancy", "Verdict", "verify"]

MAX_FILE = 2_000_000_000
"""Bytes; a larger file is not read."""

NOT_OF_THE_REPORT = frozenset({"README.md", ".gitignore", ".gitkeep"})
"""Files of a repository that holds reports; a build leaves them alone, and so does this."""

MOST_ALIKE = 20
"""Faults of one kind and table that are told one by one; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All faults of a report, how much was looked at, and what a reader should know besides."""

    discrepancies: tuple[Discrepancy, ...]
    checked: Mapping[str, int]
    notes: tuple[str, ...] = ()
    made_again: bool = False

    @property
    def extent(self) -> str:
        """How much was checked, in words."""
        counted = [f"{n:,} {what}{'' if n == 1 else 's'}" for what, n in self.checked.items()]
        again = "; made again, it has the same bytes" if self.made_again else ""
        return f"{listed(counted)}{again}"


@without_cache()
def verify(
    report: str | Path,
    seeds: str | Path = "seeds",
    *,
    rebuild: bool = False,
    tables: str | Path | None = None,
) -> Verdict:
    """Check the manifest, every hash, every quotation and every id of a report.

    Nothing is taken from the cache. Of a report on documents chosen from a store the seeds of those
    are looked at, and no others.

    Parameters
    ----------
    report : path
        A folder that `build` wrote, here or elsewhere.
    seeds : path
        The folder or file with the seeds that it was made from.
    rebuild : bool
        Make the report again in a temporary folder, with the manifest's parameters and the
        notebooks of this installation, and compare the bytes.
    tables : path, optional
        The store from which the documents were chosen, to make such a report again.

    Raises
    ------
    SeedbriefError
        If `report` is no report, or there are no such seeds.
    """
    folder, source = Path(report), Path(seeds)
    _look_for(folder, source)
    checked: Counter[str] = Counter()
    found = list(_manifest_faults(folder))
    if found:
        return Verdict(tuple(found), checked)
    crate = read_crate(folder / MANIFEST)
    noted = _note(folder)
    chosen = noted is not None and noted.choice is not None
    if chosen and rebuild and tables is None:
        message = "was made from a store; name that with --tables to make it again"
        raise SeedbriefError(f"{report} {message}")
    found += _file_faults(folder, crate, checked)
    found += _seed_faults(source, crate, noted, checked)
    frames, missing = _tables(folder)
    found += missing
    found += _row_faults(frames, checked)
    found += _text_faults(frames, source, checked, crate.seeds if chosen else None)
    notes = [f"{report} is on chosen documents; other seeds were not looked at"] if chosen else []
    if rebuild:
        from analysis.run.again import differences

        again, versions = differences(folder, source, crate, Path(tables) if tables else None)
        found += again
        notes += versions
    return Verdict(tuple(found), checked, tuple(notes), rebuild)


def _look_for(report: Path, seeds: Path) -> None:
    """Refuse what is no report, and seeds that are not there."""
    if not report.is_dir():
        raise SeedbriefError(f"{report} is no folder; name the folder of a report")
    if not os.path.lexists(report / MANIFEST):
        raise SeedbriefError(
            f"{report} is no report: it holds no {MANIFEST}; name the folder of one"
        )
    if not seeds.exists():
        message = "there is no such file or folder; name the folder of the seeds with --seeds"
        raise SeedError(str(seeds), "unreadable", message)


def _manifest_faults(folder: Path) -> Iterator[Discrepancy]:
    try:
        if not _is_plain(folder / MANIFEST):
            raise CrateError("a link, folder or device")
        read_crate(folder / MANIFEST)
    except (CrateError, OSError) as error:
        yield Discrepancy(MANIFEST, "manifest", "the RO-Crate of a report", str(error))


def _is_plain(path: Path) -> bool:
    """Whether there is an ordinary file at `path`; a link may lead anywhere."""
    return stat.S_ISREG(path.lstat().st_mode)


# Files


def _file_faults(folder: Path, crate: Crate, checked: Counter[str]) -> Iterator[Discrepancy]:
    there = _files(folder)
    seen: set[str] = set()
    for each in crate.files:
        if each.name in seen:
            yield Discrepancy(MANIFEST, "file listed twice", "each once", each.name)
            continue
        seen.add(each.name)
        checked["file"] += 1
        if each.wrong:
            yield Discrepancy(MANIFEST, "file listed", each.wrong, each.name or "none")
        elif each.name not in there:
            yield Discrepancy(each.name, "file", "the one that the manifest lists", "none")
        else:
            yield from _content_faults(folder / each.name, each)
    there = {name for name in there if not name.startswith(f"{STORE}/")}
    for name in sorted(there - seen - NOT_OF_THE_REPORT - {MANIFEST}):
        yield Discrepancy(name, "file", "none, as the manifest lists none", "a file")
    expected = {f"tables/{name}.parquet" for name in SCHEMA} - seen
    for name in sorted(expected & there):
        yield Discrepancy(MANIFEST, "table listed", name, "none")


def _files(folder: Path) -> set[str]:
    """All that lies in a folder but folders, by path; links are not followed."""
    return {
        Path(parent, name).relative_to(folder).as_posix()
        for parent, folders, names in os.walk(folder)
        for name in (*names, *(each for each in folders if Path(parent, each).is_symlink()))
    }


def _content_faults(path: Path, listed: Listed) -> Iterator[Discrepancy]:
    if not _is_plain(path):
        yield Discrepancy(listed.name, "file", "an ordinary file", "a link or device")
        return
    size = path.stat().st_size
    if listed.size not in (-1, size):
        yield Discrepancy(listed.name, "size", f"{listed.size:,} bytes", f"{size:,}")
        return
    if size > MAX_FILE:
        yield Discrepancy(listed.name, "size", f"at most {MAX_FILE:,} bytes", f"{size:,}")
        return
    try:
        digest = sha256(path)
    except OSError as error:
        yield Discrepancy(listed.name, "file", "one that can be read", error.strerror or "none")
        return
    if digest != listed.sha256:
        yield Discrepancy(listed.name, "SHA-256", listed.sha256, digest)


# Seeds


def _note(folder: Path) -> Note | None:
    """What the tables say that they were made from."""
    path = folder / "tables" / HASHES_NAME
    if not path.is_file() or not _is_plain(path) or path.stat().st_size > MAX_FILE:
        return None
    return read_note(Place(str(path.parent.absolute())))


def _seed_faults(
    seeds: Path, crate: Crate, noted: Note | None, checked: Counter[str]
) -> Iterator[Discrepancy]:
    checked["seed file"] = len(crate.seeds)
    chosen = noted is not None and noted.choice is not None
    there = seed_hashes(seeds, crate.seeds if chosen else None)
    yield from _hash_faults(crate.seeds, there, f"{seeds.name}/", "none among the seeds")
    if noted is not None:
        where = f"tables/{HASHES_NAME}: "
        yield from _hash_faults(crate.seeds, noted.hashes, where, "none in this list")


def _hash_faults(
    expected: Mapping[str, str], found: Mapping[str, str], where: str, none: str
) -> Iterator[Discrepancy]:
    for name in sorted({*expected, *found}):
        one, other = expected.get(name), found.get(name)
        if one is None:
            yield Discrepancy(where + name, "seed", "none, as the manifest names none", "one")
        elif other is None:
            yield Discrepancy(where + name, "seed", "the one that the manifest names", none)
        elif one != other:
            yield Discrepancy(where + name, "SHA-256 of the seed", one or "none given", other)


# Tables


def _tables(folder: Path) -> tuple[dict[str, pd.DataFrame], list[Discrepancy]]:
    """The tables that hold what the schema says, and the faults of the others."""
    frames, faults = {}, []
    for name in SCHEMA:
        try:
            frames[name] = _table(folder, name)
        except TableError as error:
            faults.append(Discrepancy(_file(name), "table", "one", str(error)))
    return frames, faults


def _table(folder: Path, name: str) -> pd.DataFrame:
    from analysis.tables.schema import check
    from analysis.tables.stored import stored

    relative = PurePosixPath("tables", f"{name}.parquet")
    path = folder / relative
    inside = not (folder / "tables").is_symlink()
    if not inside or not os.path.lexists(path) or not _is_plain(path):
        raise TableError("no ordinary file in the report's own folder")
    try:
        return check(name, stored(path, name))
    except TableError as error:
        raise TableError(str(error).replace(str(path), path.name)) from None


def _row_faults(frames: Mapping[str, pd.DataFrame], checked: Counter[str]) -> Iterator[Discrepancy]:
    from analysis.tables.integrity import QUOTED, dangling, displaced, mislaid, misquoted

    checked["row"] = sum(map(len, frames.values()))
    checked["quotation"] = sum(len(frames[name]) for name, *_ in QUOTED if name in frames)
    checks = {
        "quotation": misquoted,
        "place": displaced,
        "mention": mislaid,
        "id that names no row": dangling,
    }
    for what, look in checks.items():
        alike: Counter[str] = Counter()
        for fault in look(frames):
            alike[fault.table] += 1
            if alike[fault.table] <= MOST_ALIKE:
                where = f"{what} of {fault.row}"
                yield Discrepancy(_file(fault.table), where, fault.expected, fault.found)
        for table, number in alike.items():
            if number > MOST_ALIKE:
                yield Discrepancy(_file(table), what, "all right", f"{number:,} that are not")


def _file(table: str) -> str:
    return f"tables/{table}.parquet"


def _text_faults(
    frames: Mapping[str, pd.DataFrame],
    seeds: Path,
    checked: Counter[str],
    only: Collection[str] | None,
) -> Iterator[Discrepancy]:
    """Each seed's text and metadata in the tables against the file, read again."""
    from analysis.tables.schema import rows

    if "documents" not in frames:
        return
    told = {row["doc_id"]: row for row in rows(frames["documents"])}
    file = "tables/documents.parquet"
    for document in _read_again(seeds, only):
        row = told.pop(document.doc_id, None)
        if row is not None:
            checked["character"] += len(document.text)
            yield from _apart(document, row)
        elif only is None:
            name = f"seed {document.doc_id}"
            yield Discrepancy(file, name, "a row for each seed that can be read", "none")
    for doc_id in told:
        yield Discrepancy(file, f"seed {doc_id}", "one that can be read", "none")


def _apart(document: Document, row: Mapping[str, Any]) -> Iterator[Discrepancy]:
    """What a row of ``documents`` says otherwise than its seed."""
    file, doc_id = "tables/documents.parquet", document.doc_id
    if document.text != row["text"]:
        where, one, other = apart(document.text, row["text"])
        what = f"text of {doc_id}, character {where}"
        yield Discrepancy(file, what, f"“{one}” as in the seed", f"“{other}”")
    for name in ("sha256", "media_type", "title", "publisher", "author", "published", "url"):
        said = getattr(document, name)
        if said != row[name]:
            yield Discrepancy(file, f"{name} of {doc_id}", said or "none", row[name] or "none")


def _read_again(seeds: Path, only: Collection[str] | None) -> Iterable[Document]:
    """The documents of some seeds; `only` those in some files, one after another."""
    if only is None:
        from analysis.corpus import gather

        return gather(seeds)[0]
    from analysis.formats.beside import Beside
    from analysis.languages import only_known
    from analysis.read import list_files, read_files
    from analysis.settings import find_settings

    listed, settings = list_files(seeds), find_settings(seeds)
    names = [name for name in listed.names if name in only]
    found = read_files(listed.root, names, Beside(listed.root, settings), settings)
    documents = (each for each in found if not isinstance(each, Problem))
    return (each for document in documents for each in only_known([document])[0])
