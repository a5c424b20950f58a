"""What changed between two reports: `compare` names the steps."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.comparison.changes import CHANGES, changes
from analysis.comparison.matching import match
from analysis.comparison.pairs import Change, Pairs, Side
from analysis.tables import Tables
from analysis.tables.store import find_tables

__all__ = ["CHANGES", "COLUMNS", "compare"]

COLUMNS = Change._fields


def compare(old: Tables | str | Path, new: Tables | str | Path) -> pd.DataFrame:
    """What changed from one report to a later one.

    A row is known again by its id, else by its seed and its words, so that an edited sentence has
    changed, and is not gone and new. Offsets, counts and the rules that made a row are not held
    against each other; ``fields.toml`` names what is.

    Parameters
    ----------
    old, new : Tables or path
        Assessed tables, or the folder of a report or of tables.

    Returns
    -------
    DataFrame
        A row for each change, empty if there is none, with the columns ``change`` (one of
        `CHANGES`), ``table``, ``row_id`` (the new id, of what is gone the old one; of links both
        claims' ids; of reviews the id of the row decided on), ``field`` (empty where the whole row
        is meant), ``before``, ``after`` and ``words``, a sentence.

    Raises
    ------
    TableError
        If a folder holds no tables, or tables of another version.
    """
    before, after = (each if isinstance(each, Tables) else find_tables(each) for each in (old, new))
    found = changes(Pairs(Side(before), Side(after), match(before, after)))
    return pd.DataFrame(found, columns=list(COLUMNS), dtype="str")
