"""What a build gives back, and the errors that are its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import NotebookError, SeedbriefError
from analysis.model import Problem
from analysis.run.measure import Stage

__all__ = ["BuildResult", "FailedNotebookError", "NotebookRun", "ParseResult", "RefusedError"]


class RefusedError(SeedbriefError):
    """With ``strict``: at least one seed was refused."""


class FailedNotebookError(NotebookError):
    """A notebook that failed while it ran."""


@dataclass(frozen=True, slots=True)
class ParseResult:
    """The files written, the seeds that could not be read, and what else is to be said."""

    written: tuple[Path, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class NotebookRun:
    """Seconds that a notebook took to run, and its HTML and PDF to export.

    `kept` says that they were not made but taken from the cache.
    """

    name: str
    run: float = 0.0
    export: float = 0.0
    kept: bool = False


@dataclass(frozen=True, slots=True)
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
