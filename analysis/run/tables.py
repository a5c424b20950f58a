"""The first stage of a build, which ``seedbrief parse`` runs alone: seeds to saved tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import SeedError
from analysis.loading import mark
from analysis.model import Problem
from analysis.parameters import check
from analysis.run.bars import Bars
from analysis.run.publish import check_out, publish, staging
from analysis.run.results import ParseResult, RefusedError

if TYPE_CHECKING:
    from analysis.tables import Tables

__all__ = ["make_tables", "parse"]


def parse(
    seeds: str | Path = "seeds",
    out: str | Path = "tables",
    *,
    csv: bool = False,
    strict: bool = False,
    progress: bool = True,
) -> ParseResult:
    """Write the assessed tables of some seeds to `out`, as Parquet and, if `csv`, as CSV.

    Raises
    ------
    SeedError
        If no seed could be read.
    RefusedError
        With `strict`, if any could not.
    ParameterError, TableError
        If `out` lies among the seeds, or has files of people that a CSV file would replace.
    """
    check_out(Path(out), Path(seeds))
    if csv:
        from analysis.tables.store import check_place

        check_place(Path(out))
    with staging(Path(out)) as folder, Bars(shown=progress) as bars:
        made = folder / "made"

        def hear(done: int, total: int) -> None:
            bars.hear({"tell": "seed", "done": done, "total": total})

        tables = make_tables(Path(seeds), made, csv=csv, progress=hear)
        problems = refused(tables.problems.to_dict("records"), strict=strict)
        return ParseResult(tuple(publish(made, Path(out), folder / "previous")), problems)


def make_tables(
    seeds: Path,
    folder: Path,
    *,
    scale: str = "icd203",
    csv: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Tables:
    """Parse and assess seeds, save the tables in `folder`, note there what they came from."""
    from analysis.assessment import assess
    from analysis.tables.parse import parse as parse_seeds

    parsed = parse_seeds(seeds, scale=check({"scale": scale}).scale, progress=progress)
    if parsed.documents.empty:
        rows = parsed.problems.to_dict("records")
        reasons = "; ".join(f"{row['path']}: {row['message']}" for row in rows)
        raise SeedError(str(seeds), "empty", reasons or "holds no seeds; put some there")
    tables = assess(parsed)
    tables.save(folder, csv=csv)
    mark(folder, seeds, scale)
    return tables


def refused(rows: Iterable[Mapping[Any, Any]], *, strict: bool) -> tuple[Problem, ...]:
    """What was refused or is to be said; with `strict`, an error if anything was refused."""
    problems = tuple(Problem(**row) for row in rows)
    bad = [each for each in problems if each.refused]
    if strict and bad:
        reasons = "; ".join(f"{each.path}: {each.message}" for each in bad)
        raise RefusedError(f"{len(bad)} of the seeds cannot be read: {reasons}")
    return problems
