"""Reports from seeds: the only part of the kit that writes into a report folder."""

from analysis.run.build import build
from analysis.run.measure import Stage
from analysis.run.results import (
    BuildResult,
    FailedNotebookError,
    NotebookRun,
    ParseResult,
    RefusedError,
)
from analysis.run.tables import parse

__all__ = [
    "BuildResult",
    "FailedNotebookError",
    "NotebookRun",
    "ParseResult",
    "RefusedError",
    "Stage",
    "build",
    "parse",
]
