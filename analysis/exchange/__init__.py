"""Tables in the formats of other programs: one module a format, and the one list of them.

A format is a function from `Tables` to named bytes. None looks at the clock, the locale or the
machine, and each lets a library write what a library exists for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.atomic import replacing
from analysis.errors import ExportError, ParameterError
from analysis.exchange import (
    bibtex,
    claimreview,
    csl,
    datapackage,
    plain,
    stix,
    webannotation,
    xlsx,
)
from analysis.exchange.base import Files, portable
from analysis.tables import Tables
from analysis.tables.store import check_place, expect_tables
from analysis.wording import printable

__all__ = ["FORMATS", "Format", "export"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what makes it, and the name it gets by default; several `files` make a folder."""

    make: Callable[[Tables], Files]
    name: str
    files: bool = False


FORMATS: Mapping[str, Format] = {
    "csv": Format(plain.csv, "csv", files=True),
    "json": Format(plain.json, "tables.json"),
    "xlsx": Format(xlsx.xlsx, "tables.xlsx"),
    "webannotation": Format(webannotation.webannotation, "annotations.jsonld"),
    "csl": Format(csl.csl, "seeds.csl.json"),
    "bibtex": Format(bibtex.bibtex, "seeds.bib"),
    "stix": Format(stix.stix, "bundle.stix.json"),
    "claimreview": Format(claimreview.claimreview, "claimreview.jsonld"),
    "datapackage": Format(datapackage.datapackage, "datapackage", files=True),
}
DEFAULT_FOLDER = Path("exports")


def export(tables: Tables, to: str, path: str | Path | None = None) -> list[Path]:
    """Write tables in a format that other programs read.

    Parameters
    ----------
    tables : Tables
        Assessed ones say most; see `analysis.assess`.
    to : str
        A key of `FORMATS`: ``csv``, ``json``, ``xlsx``, ``webannotation``, ``csl``, ``bibtex``,
        ``stix``, ``claimreview`` or ``datapackage``.
    path : path, optional
        The file, or for ``csv`` and ``datapackage`` the folder; by default a name of the
        format's own in ``exports/``. What is there by that name is replaced.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    ParameterError
        If `to` is unknown, or `tables` are no tables.
    ExportError
        If a library for the format is missing, the format cannot hold the tables, or `path` is a
        folder where a file is meant, or a file where a folder is.
    TableError
        If a file would replace one that people wrote beside seeds.
    """
    if to not in FORMATS:
        raise ParameterError("to", to, FORMATS)
    chosen = FORMATS[to]
    out = Path(path) if path is not None else DEFAULT_FOLDER / chosen.name
    if out.exists() and out.is_dir() != chosen.files:
        wanted = "folder" if chosen.files else "file"
        raise ExportError(f"{out} must be a {wanted} for {to}; name another path")
    files = chosen.make(portable(expect_tables(tables)))
    if chosen.files:
        _check_folder(out, files)
        for folder in sorted({(out / name).parent for name in files}):
            check_place(folder)
    return [_write(out / name if chosen.files else out, data) for name, data in files.items()]


def _check_folder(out: Path, files: Iterable[str]) -> None:
    """Refuse a folder that holds anything else: tables among seeds would be read as metadata."""
    own = {Path(name).parts[0] for name in files}
    others = sorted(each.name for each in out.glob("[!.]*") if each.name not in own)
    if others:
        message = f"{out} holds other files, such as {printable(others[0])}"
        raise ExportError(f"{message}; name a new folder, or one that an export made")


def _write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as new:
        new.write_bytes(data)
    return path
