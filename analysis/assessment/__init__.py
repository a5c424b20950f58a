"""From rows to judgement: one source across seeds, links, support, open questions, warnings.

Frames go in, new frames come out; nothing is changed in place. Every merge, link, status and flag
carries its reason. Precision goes before completeness: what is not sure is not said.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.assessment.claim_flags import claim_flags
from analysis.assessment.counting import counted_things
from analysis.assessment.flags import raised
from analysis.assessment.links import Link, find_links
from analysis.assessment.matter import matters
from analysis.assessment.merging import merge_sources
from analysis.assessment.origins import Origins
from analysis.assessment.questions import answered_questions
from analysis.assessment.row_flags import row_flags
from analysis.assessment.setting import Setting
from analysis.assessment.standing import standing_links
from analysis.assessment.support import support
from analysis.assessment.timeline import dated_claims
from analysis.reviews.applying import review_assessment, review_parse, review_sources
from analysis.reviews.decisions import Decisions
from analysis.tables import Tables
from analysis.tables.schema import frame, rows
from analysis.tables.store import expect_tables

__all__ = ["assess"]


def assess(tables: Tables) -> Tables:
    """Merge sources, date and link claims, weigh their support, follow questions, raise flags.

    Parameters
    ----------
    tables : Tables
        As `parse` makes them.

    Returns
    -------
    Tables
        With merged ``sources`` (their ids in ``claims``, ``attributions`` and ``questions``, the
        evidence in ``merges``), the dates and origins of ``claims``, ``links``, what
        ``figures`` count, the status of ``questions``, and ``flags``. What people decided in
        ``reviews`` wins; ``problems`` lists decisions whose row is gone or that contradict each
        other. `tables` itself stays as it was.

    Raises
    ------
    ParameterError
        If `tables` are no tables.
    """
    decisions = Decisions(expect_tables(tables).reviews)
    tables = review_parse(tables, decisions)
    setting = Setting(tables)
    merged = merge_sources(tables, dated_claims(tables), setting, decisions)
    merged = review_sources(merged, decisions)
    origins = Origins(merged)
    held = matters(merged, setting, origins)
    links = standing_links(find_links(held), decisions)
    figures = {row["figure_id"]: [[row["start"], row["end"]]] for row in rows(merged.figures)}
    own = {matter.claim_id for matter in held if matter.origin.own}
    found = [*row_flags(merged, own), *claim_flags(held, links, origins, setting, figures)]
    assessed = merged.with_tables(
        figures=merged.figures.assign(thing=counted_things(merged.figures, held, setting)),
        claims=_supported(merged.claims, support(held, links, origins)),
        links=_link_rows(links),
        questions=answered_questions(merged, held, setting, links),
        flags=raised(found),
    )
    return review_assessment(assessed, decisions)


def _supported(claims: pd.DataFrame, origins: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    ids = [list(origins[claim_id]) for claim_id in claims["claim_id"]]
    counts = pd.Series([len(each) for each in ids], index=claims.index, dtype="Int64")
    held = pd.Series(ids, index=claims.index, dtype="object")
    return claims.assign(n_origins=counts, origin_ids=held)


def _link_rows(links: Sequence[Link]) -> pd.DataFrame:
    return frame(
        "links",
        [
            {
                "from_id": link.later.claim_id,
                "to_id": link.earlier.claim_id,
                "relation": link.relation,
                "why": link.why,
            }
            for link in links
        ],
    )
