"""What `notebooks/changes.ipynb` shows: two reports, cut to its parameters, and what changed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.brief.selection import View, view
from analysis.comparison import COLUMNS, compare
from analysis.errors import ParameterError
from analysis.parameters import Parameters
from analysis.tables import Tables
from analysis.tables.store import find_tables

__all__ = ["Comparison", "comparison"]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two reports as `compare` sees them; `old` and `new` are None where none were named."""

    changes: pd.DataFrame
    settings: Parameters
    old: Tables | None = None
    new: Tables | None = None


def comparison(settings: Parameters) -> Comparison:
    """Compare the reports that the parameters `old` and `new` name.

    Both are cut to the other parameters first: a claim that a parameter leaves out has not changed.

    Raises
    ------
    ParameterError
        If only one of them is named.
    TableError
        If one holds no tables.
    """
    named = {name: str(settings.extra.get(name, "")) for name in ("old", "new")}
    if not any(named.values()):
        return Comparison(pd.DataFrame(columns=list(COLUMNS), dtype="str"), settings)
    for name, folder in named.items():
        if not folder:
            raise ParameterError(name, folder, "a folder, like the other one")
    old, new = (_within(view(find_tables(folder), settings, ())) for folder in named.values())
    return Comparison(compare(old, new), settings, old, new)


def _within(seen: View) -> Tables:
    """The tables in scope; of sources those that speak in scope, if anything restricts it."""
    settings, tables = seen.settings, seen.tables
    usual = settings.min_certainty == Parameters().min_certainty
    if usual and not (settings.focus or settings.since or settings.until):
        return tables
    heard = {name for ids in tables.claims["source_ids"] for name in ids}
    heard |= set(tables.questions["raised_by"])
    return tables.with_tables(sources=tables.sources[tables.sources["source_id"].isin(heard)])
