"""What a build gives back, and the errors that are its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import NotebookError, SeedbriefError
from analysis.model import Problem
from analysis.place import Place
from analysis.run.measure import Stage
from analysis.wording import listed

if TYPE_CHECKING:
    from analysis.tables import Tables

__all__ = [
    "BuildResult",
    "FailedNotebookError",
    "NotebookRun",
    "ParseResult",
    "RefusedError",
    "Saved",
    "reasons",
    "refused",
]


MOST_REASONS = 10
"""Of so many files an error in one line says why they cannot be read."""


class RefusedError(SeedbriefError):
    """With ``strict``: a seed was refused, or a line about one cannot be used."""


class FailedNotebookError(NotebookError):
    """A notebook that failed while it ran."""


@dataclass(frozen=True, slots=True, repr=False)
class ParseResult:
    """The files written, the seeds that could not be read, and what else is to be said."""

    written: tuple[Path, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = field(default=(), kw_only=True)

    def __repr__(self) -> str:
        """How much there is of what; a cell would show every file else."""
        counted = {name: len(getattr(self, name)) for name in ("written", "problems", "notes")}
        told = ", ".join(f"{name}: {number:,}" for name, number in counted.items())
        return f"<{type(self).__name__}, {told}>"


@dataclass(frozen=True, slots=True)
class Saved:
    """Tables that were saved, or a `store` that is kept where it was made.

    Of documents chosen from a store, `used` are the SHA-256 of the files that they were in.
    """

    problems: Sequence[Mapping[str, Any]]
    documents: int
    claims: int
    newest: str = ""
    reviewers: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    store: Place | None = None
    used: Mapping[str, str] | None = None

    @classmethod
    def of(cls, tables: Tables, used: Mapping[str, str] | None = None) -> Saved:
        """What a build needs to know of tables that were saved."""
        from analysis.reviews.report import reviewers
        from analysis.tables.schema import rows

        dates = [str(day) for day in tables.documents["published"] if day]
        counts = len(tables.documents), len(tables.claims)
        who = reviewers(tables)
        return cls(rows(tables.problems), *counts, max(dates, default=""), who, used=used)

    def told(self) -> dict[str, Any]:
        """What another process and the cache are told of saved tables, of values that JSON has."""
        names = ("problems", "documents", "claims", "newest", "reviewers", "used")
        return {name: getattr(self, name) for name in names}

    def note(self, place: object) -> str:
        """What is to be said of a store that lies at `place`."""
        return (
            f"{self.claims:,} claims in {self.documents:,} documents are too many to be held "
            f"against each other at once (limits.assessed_claims), so {place} is a store of parts, "
            f"not assessed; make a brief of some: seedbrief build --tables {place} -p focus WORD "
            "(or since, until)"
        )


@dataclass(frozen=True, slots=True)
class NotebookRun:
    """Seconds that a notebook took to run, and its HTML and PDF to export.

    `kept` says that they were not made but taken from the cache.
    """

    name: str
    run: float = 0.0
    export: float = 0.0
    kept: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class BuildResult(ParseResult):
    """What a build wrote, what it refused, and what it cost.

    Parameters
    ----------
    stages : tuple of Stage
        Wall time and peak memory of ``seeds``, ``reports`` and ``publish``.
    runs : tuple of NotebookRun
        Within ``reports``, where several run at once.
    """

    stages: tuple[Stage, ...]
    runs: tuple[NotebookRun, ...]


def refused(rows: Iterable[Mapping[Any, Any]], *, strict: bool) -> tuple[Problem, ...]:
    """What was refused or is to be said; with `strict`, an error if anything is faulty."""
    problems = tuple(Problem(**row) for row in rows)
    bad = [each for each in problems if each.faulty]
    if strict and bad:
        seeds = sum(each.refused for each in bad)
        lines = len(bad) - seeds
        told = [
            f"{seeds} of the seeds cannot be read" if seeds else "",
            f"{lines} {'line' if lines == 1 else 'lines'} about seeds cannot be used"
            if lines
            else "",
        ]
        raise RefusedError(f"{listed(told)}: {reasons(asdict(each) for each in bad)}")
    return problems


def reasons(problems: Iterable[Mapping[Any, Any]]) -> str:
    """Why files cannot be read, in one line; of many the first ones, and where the others are."""
    told = [f"{row['path']}: {row['message']}" for row in problems]
    rest = len(told) - MOST_REASONS
    more = [f"and {rest:,} more, which seedbrief doctor lists"] if rest > 0 else []
    return "; ".join([*told[:MOST_REASONS], *more])
