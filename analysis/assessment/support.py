"""How many independent origins stand behind a claim, and which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from analysis.assessment.links import Link
from analysis.assessment.matter import Matter
from analysis.assessment.origins import Origin, Origins

__all__ = ["support"]


def support(
    matters: Sequence[Matter], links: Iterable[Link], origins: Origins
) -> dict[str, tuple[str, ...]]:
    """For each claim one source id for each independent origin behind it, its own first.

    A claim has its own origin and those of the claims that corroborate it, each side counted once;
    a claim without a figure bears out none with one. An echo brings no origin, and nor does a claim
    whose source is not known to be independent. Who passes on what an origin said is no origin.
    """
    helpers: dict[str, list[Matter]] = defaultdict(list)
    for link in links:
        if link.relation == "corroborates":
            for one, other in ((link.later, link.earlier), (link.earlier, link.later)):
                if other.quantities or not one.quantities:
                    helpers[one.claim_id].append(other)
    return {
        matter.claim_id: tuple(_independent(matter.origin, helpers[matter.claim_id], origins))
        for matter in matters
    }


def _independent(own: Origin, helpers: Sequence[Matter], origins: Origins) -> Iterable[str]:
    found: dict[str, frozenset[str]] = {}
    for origin in (own, *(matter.origin for matter in helpers)):
        for source_id in sorted(origin.ids):
            sides = origins.side(source_id)
            known: Mapping[str, frozenset[str]] = found
            if source_id not in known and not any(sides & other for other in known.values()):
                found[source_id] = sides
    return found
