"""The first stage of a build, which ``seedbrief parse`` runs alone: seeds to saved tables.

A few seeds are parsed in this process. More are streamed through workers (`analysis.stream`). If
their claims are too many to be held against each other, the tables stay in parts: a store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from analysis.cache import key_of, open_cache
from analysis.errors import ParameterError, SeedError
from analysis.loading import HASHES_NAME, Note, note
from analysis.parameters import check
from analysis.place import Place, is_address, open_place
from analysis.run.bars import Bars
from analysis.run.chosen import known_store
from analysis.run.kept import Origin, Shelf, cache_of
from analysis.run.publish import UNFINISHED, check_out, publish, staging
from analysis.run.results import ParseResult, Saved, reasons, refused

if TYPE_CHECKING:
    from analysis.stream import Engine, Made, Seeds, Tell
    from analysis.tables import Tables

__all__ = ["Workshop", "kept_tables", "make_tables", "parse"]

TABLES = "tables"
"""The kind of entries in the cache."""

PASSING = frozenset({"limit", "unreadable"})
"""Reasons for which a seed is refused by this machine today, and perhaps not tomorrow."""


def _nobody(kind: str, done: int, total: int, before: int) -> None:
    """Hear nothing."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where a large corpus is parsed, and by whom.

    `place` keeps what is finished until all is; `workers` are processes of this machine (0: one
    for each processor), unless there is the address of a Dask `scheduler`. `tell` hears how far
    they are, which is `shown`.
    """

    place: Place
    workers: int = 0
    scheduler: str = ""
    tell: Tell = _nobody
    shown: bool = False

    def open(self) -> Engine:
        """Start the workers, or reach those of the cluster."""
        if self.scheduler:
            from analysis.stream.dask import Cluster

            return Cluster(self.scheduler)
        from analysis.run.pool import cpu_count
        from analysis.stream import Processes

        return Processes(self.workers or cpu_count())


def parse(  # noqa: PLR0913 - each is one line of the command's help
    seeds: str | Path = "seeds",
    out: str | Path = "tables",
    *,
    csv: bool = False,
    strict: bool = False,
    progress: bool = True,
    workers: int = 0,
    scheduler: str = "",
) -> ParseResult:
    """Write the assessed tables of some seeds to `out`, as Parquet and, if `csv`, as CSV.

    Those of a corpus that is too large to be assessed at once become a store: each table a folder
    of parts, not assessed. A parse that was stopped goes on from what it had finished.

    Parameters
    ----------
    seeds, out : str or path
        Folders, or addresses that fsspec can open.
    csv : bool
        Write CSV files too.
    strict : bool
        Stop if any seed cannot be read, or a line about one cannot be used.
    progress : bool
        Show a progress bar.
    workers : int
        Processes; 0: one for each processor.
    scheduler : str
        The address of a Dask scheduler, whose workers parse in place of this machine.

    Raises
    ------
    SeedError
        If no seed could be read.
    RefusedError
        With `strict`, if any could not.
    ParameterError, TableError
        If `out` lies among the seeds, or has files of people that a CSV file would replace.
    KeyboardInterrupt
        With how far it came, if it was stopped.
    """
    place = open_place(str(out))
    if workers < 0:
        raise ParameterError("workers", workers, "a number of processes, 0 for all processors")
    shop = Workshop(place.below(UNFINISHED), workers, scheduler, shown=progress)
    if place.folder is None:
        result = _parse_elsewhere(str(seeds), place, shop, csv=csv, strict=strict)
    else:
        folder = Path(str(out).removeprefix("file://"))
        result = _parse_here(str(seeds), folder, shop, csv=csv, strict=strict)
    cache_of(open_place(str(seeds)).folder).trim()
    return result


def _parse_here(seeds: str, out: Path, shop: Workshop, *, csv: bool, strict: bool) -> ParseResult:
    check_out(out, open_place(seeds).folder)
    if csv:
        from analysis.tables.store import check_place

        check_place(out)
    with staging(out) as folder:
        made, there = folder / "made", open_place(str(out))
        with Bars(shown=shop.shown) as bars:
            hearing = replace(shop, tell=bars.tell)
            saved = make_tables(seeds, made, hearing, csv=csv, there=there)
        problems = refused(saved.problems, strict=strict)
        notes = _notes(saved, out, csv)
        if saved.store == there:
            written = sorted(out.glob("*/part-*.parquet"))
            notes = (f"{out} is the store of these seeds already, so nothing was done", *notes)
        else:
            made = saved.store.folder if saved.store and saved.store.folder else made
            names = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
            written = publish(made, out, folder / "previous", _replaced(out, names))
            for name in _tables(names):
                with suppress(OSError):  # a folder of parts, or none
                    (out / name).rmdir()
    shop.place.clear()
    return ParseResult(tuple(written), problems, notes=notes)


def _tables(names: Iterable[PurePath]) -> set[str]:
    """The tables to which files belong: ``claims.parquet``, ``claims/part-00000.parquet``."""
    return {name.parts[0].removesuffix(".parquet") for name in names if name.suffix == ".parquet"}


def _replaced(out: Path, names: set[Path]) -> list[Path]:
    """Tables in `out` of the other form, or parts that there are no more."""
    tables = _tables(names)
    files = [path for name in tables for path in (out / name).glob("part-*.parquet")]
    files += [out / f"{name}.parquet" for name in tables]
    found = (path.relative_to(out) for path in files if path.is_file())
    return sorted(path for path in found if path not in names)


def _parse_elsewhere(
    seeds: str, out: Place, shop: Workshop, *, csv: bool, strict: bool
) -> ParseResult:
    """The same where nothing can be exchanged at once: the list of hashes is there when all is."""
    if csv:
        raise ParameterError("csv", csv, f"left out for {out.address}; export from a report")
    with TemporaryDirectory(prefix="sb-tables-") as scratch:
        made = Path(scratch, "made")
        with Bars(shown=shop.shown) as bars:
            saved = make_tables(seeds, made, replace(shop, tell=bars.tell))
        problems = refused(saved.problems, strict=strict)
        if saved.store is None:
            for path in made.iterdir():
                shop.place.write(f"whole/{path.name}", path.read_bytes())
    source = shop.place.below("whole") if saved.store is None else saved.store
    names = sorted(source.names(), key=lambda name: (name == HASHES_NAME, name))
    tables = _tables(map(PurePath, names))
    out.remove(HASHES_NAME)
    for name in [each for each in out.names() if each not in names]:
        if tables & _tables([PurePath(name)]):
            out.remove(name)
    for name in names:
        out.move(f"{source.address.removeprefix(out.address)}/{name}".strip("/"), name)
    shop.place.clear()
    return ParseResult(tuple(map(Path, names)), problems, notes=_notes(saved, out.address, csv))


def _notes(saved: Saved, out: object, csv: bool) -> tuple[str, ...]:
    if saved.store is None:
        return ()
    left_out = "no CSV was written of so many rows; export from a report on some of them"
    return (saved.note(out), left_out) if csv else (saved.note(out),)


def make_tables(  # noqa: PLR0913 - what tables are made of, where and how
    seeds: str,
    folder: Path,
    shop: Workshop,
    *,
    scale: str = "icd203",
    csv: bool = False,
    there: Place | None = None,
) -> Saved:
    """Parse seeds and assess them, save the tables in `folder`, note there what they came from.

    What this kit made of the same seeds before is taken from the cache. Tables that are too large
    to be assessed are left in parts, where they were made, or `there` if these seeds' lie there.

    Raises
    ------
    SeedError
        If no seed could be read.
    SeedbriefError
        If seeds changed meanwhile.
    """
    check({"scale": scale})
    seeds = seeds.removeprefix("file://")
    origin = Origin.of(None if is_address(seeds) else Path(seeds))
    key = origin.key(Path(seeds).as_posix(), scale)
    order = _Order(seeds, origin, key, scale, folder, csv)
    known = (there and known_store(there, key)) or kept_tables(key, folder, csv=csv)
    if known is None:
        return _made(order, shop)
    shop.tell("seed", known.documents, known.documents, 0)
    return known


def kept_tables(key: str | None, folder: Path, *, csv: bool = False) -> Saved | None:
    """Tables from the cache, now written to `folder`, if they are there; see `Origin.key`."""
    details = key and Shelf(open_cache(), TABLES).restore(_with(key, csv), folder)
    return Saved(**details) if details else None


def _with(key: str, csv: bool) -> str:
    return key_of(key, "csv") if csv else key


@dataclass(frozen=True, slots=True)
class _Order:
    """Which tables are to be made: of what, how and where."""

    seeds: str
    origin: Origin
    key: str | None
    scale: str
    folder: Path
    csv: bool


def _made(order: _Order, shop: Workshop) -> Saved:
    from analysis.stream import find_files, stream

    found = find_files(order.seeds, order.scale, order.origin.hashes)
    most = found.settings.limits.assessed_claims
    if found.are_few and not shop.scheduler:
        parsed = _parse_few(Path(order.seeds), shop, order.scale)
        if len(parsed.claims) <= most:
            return _save(order, parsed, order.origin.hashes)
    with shop.open() as engine:
        made = stream(found, shop.place, engine, order.scale, shop.tell)
    if not made.documents:
        raise _empty(order.seeds, made.problems)
    place, hashes = shop.place.below("tables"), made.hashes or order.origin.hashes
    if made.claims <= most:
        return _save(order, _whole(place, made), hashes)
    order.origin.check()
    key = order.key if order.key and _lasting(made.problems) else ""
    noted = note(hashes, order.scale, seeds=_name_of(found), key=key)
    _complete_store(place, made, noted)
    return Saved(made.problems, made.documents, made.claims, store=place)


def _save(order: _Order, parsed: Tables, hashes: Mapping[str, str]) -> Saved:
    from analysis.assessment import assess

    order.origin.check()
    tables = assess(parsed)
    tables.save(order.folder, csv=order.csv)
    noted = note(hashes, order.scale).text
    (order.folder / HASHES_NAME).write_text(noted, encoding="utf-8")
    saved = Saved.of(tables)
    if order.key and _lasting(saved.problems):
        key, files = _with(order.key, order.csv), sorted(order.folder.iterdir())
        Shelf(cache_of(order.origin.seeds), TABLES).keep(key, order.folder, files, saved.told())
    return saved


def _lasting(problems: Iterable[Mapping[str, Any]]) -> bool:
    return all(row["reason"] not in PASSING for row in problems)


def _parse_few(seeds: Path, shop: Workshop, scale: str) -> Tables:
    from analysis.tables.parse import parse as parse_seeds

    def progress(done: int, total: int) -> None:
        shop.tell("seed", done, total, 0)

    parsed = parse_seeds(seeds, scale=scale, progress=progress)
    if parsed.documents.empty:
        raise _empty(str(seeds), parsed.problems.to_dict("records"))
    return parsed


def _empty(seeds: str, problems: Iterable[Mapping[Any, Any]]) -> SeedError:
    return SeedError(seeds, "empty", reasons(problems) or "holds no seeds; put some there")


def _whole(place: Place, made: Made) -> Tables:
    from analysis.tables.partitions import load_parts
    from analysis.tables.schema import frame

    parts = load_parts(place, range(made.parts))
    told = {"problems": made.problems, "reviews": made.reviews}
    return parts.with_tables(**{name: frame(name, rows) for name, rows in told.items()})


def _complete_store(place: Place, made: Made, noted: Note) -> None:
    """Write the tables about the whole corpus, and what the store was made from."""
    from analysis.tables.partitions import WHOLE, part_name
    from analysis.tables.schema import frame
    from analysis.tables.store import to_arrow

    told = {"problems": made.problems, "reviews": made.reviews}
    for name in WHOLE:
        table = to_arrow(name, frame(name, told.get(name, [])))
        place.write_table(part_name(name, 0), table)
    place.write(HASHES_NAME, noted.text.encode("utf-8"))


def _name_of(seeds: Seeds) -> str:
    """What the seeds are called, without the way to them."""
    return seeds.root.rpartition("/")[2] if seeds.whole else next(iter(seeds.sizes))
