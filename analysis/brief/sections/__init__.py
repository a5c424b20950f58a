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
from analysis.brief.sections.gaps import gaps, sourcing
from analysis.brief.sections.numbers import contention_chart, contention_table, figures_table
from analysis.brief.sections.relations import (
    AGAINST,
    FOR,
    disputes_table,
    links_table,
    merges_table,
    timeline_table,
)
from analysis.brief.sections.reviewed import agreement_table, reviewed, reviews_table
from analysis.brief.sections.speakers import sources_chart, sources_table
from analysis.brief.sections.spread import support_chart, support_table, timeline_chart
from analysis.brief.sections.statements import (
    answered_questions_table,
    claims_table,
    main_claims_table,
    open_questions_table,
    questions_table,
)

__all__ = [
    "AGAINST",
    "FOR",
    "agreement_table",
    "answered_questions_table",
    "claims_table",
    "contention_chart",
    "contention_table",
    "disputes_table",
    "figures_table",
    "gaps",
    "key_points",
    "limits",
    "links_table",
    "main_claims_table",
    "merges_table",
    "method",
    "open_questions_table",
    "problems",
    "provenance",
    "questions_table",
    "reviewed",
    "reviews_table",
    "seeds_table",
    "sources_chart",
    "sources_table",
    "sourcing",
    "support_chart",
    "support_table",
    "timeline_chart",
    "timeline_table",
    "title",
    "warnings",
]
