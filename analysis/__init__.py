"""Seedbrief: who claims what, how firmly, on whose word, and what nobody knows yet.

The pipeline is named as verbs::

    tables = analysis.parse("seeds/")      # seeds to data frames
    tables = analysis.assess(tables)       # merged sources, links, flags, question status
    tables = analysis.load("seeds/")       # both, or the tables that a build just made
    analysis.explore(tables)               # a widget to look through, filter and review
    analysis.show(claim_id)                # the card of one row
    analysis.compare("old/", "new/")       # what changed between two reports
    analysis.build(seeds="seeds/", out="reports/", parameters={})   # HTML, PDF, notebooks
    analysis.export(tables, "xlsx", "tables.xlsx")   # for other programs
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import analysis.cache  # noqa: F401 - at once: it notes when the code was loaded

if TYPE_CHECKING:
    from analysis.assessment import assess
    from analysis.comparison import compare
    from analysis.exchange import export
    from analysis.explorer import explore, show
    from analysis.loading import load
    from analysis.parameters import check_notebook
    from analysis.run import build
    from analysis.tables import Tables
    from analysis.tables.parse import parse

__all__ = [
    "Tables",
    "__version__",
    "assess",
    "build",
    "check_notebook",
    "compare",
    "explore",
    "export",
    "load",
    "parse",
    "show",
]

__version__ = "0.1.0"

_HOMES = {
    "Tables": "analysis.tables",
    "parse": "analysis.tables.parse",
    "assess": "analysis.assessment",
    "compare": "analysis.comparison",
    "load": "analysis.loading",
    "check_notebook": "analysis.parameters",
    "build": "analysis.run",
    "export": "analysis.exchange",
    "explore": "analysis.explorer",
    "show": "analysis.explorer",
}


def __getattr__(name: str) -> Any:
    """Import a part of the kit when it is first asked for: a fast start for the commands."""
    if name in _HOMES:
        if "JPY_SESSION_NAME" in os.environ and "IPython" in sys.modules:
            # A notebook that is open in JupyterLab; not one that papermill or a build runs.
            import_module("analysis.explorer.frames").install()
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'analysis' has no attribute {name!r}; it has {sorted(__all__)}")
