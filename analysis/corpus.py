"""The seeds as they are worked on: read, in a language that can be parsed, copies told."""

from __future__ import annotations

from analysis.copies import with_copies
from analysis.languages import only_known
from analysis.model import Document, Problem
from analysis.read import Seeds, read

__all__ = ["gather"]


def gather(seeds: Seeds) -> tuple[list[Document], list[Problem]]:
    """The documents to parse, in the order of their ids, and why other seeds are refused.

    Raises
    ------
    SeedError
        If a path that was named does not exist.
    """
    documents, problems = read(seeds)
    known, foreign = only_known(documents)
    return with_copies(known), [*problems, *foreign]
