"""A report made again from its seeds, and what differs from the one that somebody has.

Only names and values are taken from the manifest; the notebooks that run are this installation's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from shutil import copyfile
from tempfile import TemporaryDirectory

import pandas as pd

from analysis.errors import ParameterError, SeedbriefError, TableError
from analysis.loading import seed_hashes
from analysis.run.build import build
from analysis.run.crate import Crate
from analysis.run.discrepancy import Discrepancy, apart
from analysis.run.manifest import MANIFEST, installed
from analysis.run.publish import sha256
from analysis.tables.schema import SCHEMA
from analysis.tables.stored import stored

__all__ = ["differences"]

_EPOCH = "SOURCE_DATE_EPOCH"


def differences(
    report: Path, seeds: Path, crate: Crate, store: Path | None = None
) -> tuple[list[Discrepancy], list[str]]:
    """Make a report again in a temporary folder, from seeds or a store, and compare each file.

    Returns
    -------
    found : list of Discrepancy
        Each names the table, row and column, or the line, where two files first differ.
    notes : list of str
        Versions that differ between the report's making and this installation.
    """
    notes = list(_versions(crate.versions))
    with TemporaryDirectory(prefix="seedbrief-") as scratch:
        out = Path(scratch, "out")
        try:
            _make(seeds, out, Path(scratch, "in"), crate, store)
        except (SeedbriefError, OSError, ValueError, OverflowError) as error:
            return [Discrepancy(MANIFEST, "making it again", "a report", str(error))], notes
        return list(_compare(report, out, versions_differ=bool(notes))), notes


def _versions(then: Mapping[str, str]) -> Iterator[str]:
    now = installed()
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            made, here = then.get(name, "not named"), now.get(name, "not installed")
            yield f"{name}: the report was made with {made}, here is {here}"


def _make(seeds: Path, out: Path, place: Path, crate: Crate, store: Path | None) -> None:
    given = dict(crate.parameters)
    name = str(given.pop("seeds", ""))
    if name in ("", ".", "..") or PurePosixPath(name).name != name or "\x00" in name:
        raise ParameterError("seeds", name, "the plain name of a folder or file")
    notebooks = [
        PurePosixPath(each.name).stem
        for each in crate.files
        if not each.wrong and each.name.endswith(".ipynb") and "/" not in each.name
    ]
    with _dated(crate.published):
        if store is not None:
            build(name, out, given, notebooks, tables=store, progress=False)
            return
        build(_named(seeds, place, name), out, given, notebooks, progress=False)


def _named(seeds: Path, place: Path, name: str) -> Path:
    """The seeds under the name that they had, which a report shows: a copy, if need be."""
    if seeds.resolve().name == name:
        return seeds
    if not seeds.is_dir():
        place.mkdir()
        copyfile(seeds, place / name)
        return place / name
    for each in seed_hashes(seeds):
        copy = place / name / each
        copy.parent.mkdir(parents=True, exist_ok=True)
        copyfile(seeds / each, copy)
    return place / name


@contextmanager
def _dated(published: str) -> Iterator[None]:
    """Date the report as the other is dated."""
    before = os.environ.get(_EPOCH)
    os.environ[_EPOCH] = str(int(datetime.fromisoformat(published).timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_EPOCH]
        else:
            os.environ[_EPOCH] = before


def _compare(report: Path, again: Path, *, versions_differ: bool) -> Iterator[Discrepancy]:
    made = sorted(path for path in again.rglob("*") if path.is_file())
    for path in made:
        name = path.relative_to(again).as_posix()
        theirs = report / name
        if name == MANIFEST and versions_differ:
            continue  # it names the versions
        if theirs.is_symlink() or not theirs.is_file():
            yield Discrepancy(name, "made again", "the file that comes of the seeds", "none")
        elif theirs.stat().st_size != path.stat().st_size or sha256(theirs) != sha256(path):
            yield _differing(name, path, theirs)


def _differing(name: str, ours: Path, theirs: Path) -> Discrepancy:
    table = PurePosixPath(name).stem
    if name.startswith("tables/") and name.endswith(".parquet") and table in SCHEMA:
        return _differing_row(name, table, ours, theirs)
    one, other = (_beginning(path).decode("latin-1") for path in (ours, theirs))
    where, ours_there, theirs_there = apart(one, other)
    if name.endswith((".html", ".ipynb", ".json", ".sha256")):
        place = f"line {one.count(chr(10), 0, where) + 1}"
        shown = [
            each.encode("latin-1").decode("utf-8", "replace") for each in (ours_there, theirs_there)
        ]
        return Discrepancy(name, f"made again, {place}", f"“{shown[0]}”", f"“{shown[1]}”")
    sizes = [f"{path.stat().st_size:,} bytes" for path in (ours, theirs)]
    return Discrepancy(name, f"made again, byte {where:,}", sizes[0], f"other ones in {sizes[1]}")


def _beginning(path: Path) -> bytes:
    """So much of a file as is looked at for the place where two differ."""
    with path.open("rb") as stream:
        return stream.read(1 << 26)


def _differing_row(name: str, table: str, ours: Path, theirs: Path) -> Discrepancy:
    made = stored(ours, table)
    try:
        given = stored(theirs, table)
    except TableError as error:
        return Discrepancy(
            name, "made again", f"{len(made)} rows", str(error).replace(str(theirs), name)
        )
    key = SCHEMA[table].key
    for number, (one, other) in enumerate(zip(_rows(made), _rows(given), strict=False)):
        for column, mine, yours in zip(made.columns, one, other, strict=True):
            if mine != yours:
                row = f" ({made[key].iloc[number]})" if key else ""
                _, here, there = apart(mine, yours)
                what = f"made again, row {number}{row}, {column}"
                return Discrepancy(name, what, here or "nothing", there or "nothing")
    if len(made) != len(given):
        return Discrepancy(name, "made again", f"{len(made)} rows", f"{len(given)}")
    return Discrepancy(name, "made again", "the bytes of the same rows", "other bytes of them")


def _rows(table: pd.DataFrame) -> Iterator[list[str]]:
    """Rows as texts: a missing number is equal to itself."""
    for row in table.itertuples(index=False):
        yield [str(cell) for cell in row]
