"""Links that people let stand: one that somebody refused leaves the tables, and all made of it."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.assessment.links import Link
from analysis.reviews.decisions import Decisions
from analysis.reviews.fields import LINKS

__all__ = ["standing_links"]


def standing_links(links: Sequence[Link], decisions: Decisions) -> list[Link]:
    """The links that nobody refused; `decisions` learn which relation the machine had found."""
    decided = list(decisions.holding(*LINKS))
    if not decided:
        return list(links)
    by_pair = {frozenset((each.later.claim_id, each.earlier.claim_id)): each for each in links}
    refused = set()
    for number, row in decided:
        pair = frozenset((row["row_id"], row["value"]))
        link = by_pair.get(pair)
        if link is None:
            decisions.failed(number, "the machine finds no link between the two claims any more")
            continue
        first = link.later if link.later.claim_id == row["row_id"] else link.earlier
        decisions.applied(number, link.relation, str(first.claim["text"]))
        refused |= {pair} if row["field"] == "not_linked" else set()
    kept = (each for pair, each in by_pair.items() if pair not in refused)
    return list(kept) if refused else list(links)
