"""The sections of the notebooks: each function takes a `View` and returns a block to show.

Sentences are written from values; every statement about a row carries a citation to its card in
the evidence annex.
"""

from analysis.brief.sections.colophon import (
    limits,
    method,
    problems,
    provenance,
    seeds_table,
    warnings,
)
from analysis.brief.sections.front import key_points, title
from analysis.brief.sections.numbers import figures_chart, figures_table
from analysis.brief.sections.relations import (
    AGAINST,
    FOR,
    links_table,
    merges_table,
    timeline_table,
)
from analysis.brief.sections.reviewed import agreement_table, reviews_table
from analysis.brief.sections.speakers import sources_chart, sources_table
from analysis.brief.sections.statements import claims_table, main_claims_table, questions_table

__all__ = [
    "AGAINST",
    "FOR",
    "agreement_table",
    "claims_table",
    "figures_chart",
    "figures_table",
    "key_points",
    "limits",
    "links_table",
    "main_claims_table",
    "merges_table",
    "method",
    "problems",
    "provenance",
    "questions_table",
    "reviews_table",
    "seeds_table",
    "sources_chart",
    "sources_table",
    "timeline_table",
    "title",
    "warnings",
]
