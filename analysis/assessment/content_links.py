"""Links from what claims say: the same, or that it is not so."""

from __future__ import annotations

from dataclasses import replace

from analysis.assessment.alignment import (
    at_other_times,
    in_words,
    near,
    opposite,
    other_event,
    own_places,
    shared_content,
)
from analysis.assessment.dates import days_between, is_later
from analysis.assessment.denial_links import all_denied, shared_words
from analysis.assessment.likeness import Likeness
from analysis.assessment.link import Link, agreement, one_side
from analysis.assessment.matter import Matter
from analysis.assessment.quantities import losses

__all__ = ["by_content", "by_likeness"]

_SURE = 0.2
"""The likeness from which two claims are linked though no rule says that they say the same: of the
pairs above it that `by_likeness` links readers link about six of ten, by that relation."""

_VERY_SURE = 0.4
"""The same for claims that do not tell of one deed, or each of a place of its own."""

_FRESH = 7
"""Days within which those killed contradict somebody who said that nobody had been."""

_WORDS = 2
"""Words that such claims must share, those for people left out."""


def by_content(later: Matter, earlier: Matter) -> Link | None:
    """A link between claims that say the same, or of which one gives the contrary."""
    for one, other in ((later, earlier), (earlier, later)):
        contrary = opposite(one, other)
        if contrary and one.claim["negated"] == other.claim["negated"]:
            reason = shared_content(contrary, other)
            return _opposed(later, earlier, reason) if reason else None
    figures = bool(later.quantities), bool(earlier.quantities)
    reason = shared_content(later, earlier, whole=figures[0] != figures[1])
    if reason and later.claim["negated"] != earlier.claim["negated"]:
        return _opposed(later, earlier, reason) if all_denied(later, earlier) else None
    if not reason or all(figures):
        return None
    return agreement(later, earlier, f"Both say the same ({reason})")


def by_likeness(later: Matter, earlier: Matter, likeness: Likeness) -> Link | None:
    """A link between claims in whose likes readers saw one, where figures do not decide."""
    if not _of_one_story(later, earlier):
        return None
    alike = likeness.of(later, earlier)
    if alike < _SURE:
        return None
    shared = in_words(later.terms.all & earlier.terms.all)
    opposed = later.claim["negated"] != earlier.claim["negated"]
    if _same_deeds(later, earlier) and not own_places(later, earlier):
        if opposed:
            return _opposed(later, earlier, shared) if all_denied(later, earlier) else None
        return _not_support(agreement(later, earlier, f"Both speak of {shared}"))
    if alike < _VERY_SURE or opposed or later.doc_id == earlier.doc_id:
        return None
    return _loosely(later, earlier, f"Both speak of {shared}")


def _not_support(link: Link | None) -> Link | None:
    """A link as it is, but for support: that claims are alike does not say that they agree."""
    if link is None or link.relation != "corroborates":
        return link
    return replace(link, relation="related", why=f"{link.why[:-1]}, but not in the same words.")


def _loosely(later: Matter, earlier: Matter, reason: str) -> Link | None:
    """A link of claims that are very alike, but tell of other deeds or places."""
    if later.origin.same(earlier.origin):
        return agreement(later, earlier, reason)
    if one_side(later, earlier):
        return None
    return Link(later, earlier, "related", f"{reason}, not of the same deed or place.")


def _of_one_story(one: Matter, other: Matter) -> bool:
    """Whether two claims of one story share words, and nothing that rules know sets them apart."""
    if one.planned != other.planned or len(one.terms.lemmas & other.terms.lemmas) < _WORDS:
        return False
    if len(shared_words(one, other)) < _WORDS:
        return False
    if one.claim["sentence_id"] == other.claim["sentence_id"] or not near(one, other):
        return False
    return not (_other_figures(one, other) or other_event(one, other))


def _other_figures(one: Matter, other: Matter) -> bool:
    """Whether both give figures, and not one is the same."""
    if one.numerals and other.numerals and one.numerals != other.numerals:
        return True
    pairs = [(mine, theirs) for mine in one.quantities for theirs in other.quantities]
    return bool(pairs) and not any(
        (m.low, m.high) == (t.low, t.high) or (m.same_noun(t) and m.agrees(t)) for m, t in pairs
    )


def _same_deeds(one: Matter, other: Matter) -> bool:
    """Whether one tells of a deed of the other, or neither of any."""
    told = one.deeds & (other.terms.lemmas | other.deeds) or other.deeds & one.terms.lemmas
    return bool(told) or not (one.deeds or other.deeds)


def _stale(later: Matter, earlier: Matter) -> bool:
    """Whether the earlier claim is too old for the later one to contradict it."""
    return days_between(later.when, earlier.when) > _FRESH


def _opposed(later: Matter, earlier: Matter, reason: str) -> Link | None:
    """One says that it is so, the other that it is not."""
    why = f"One says it, the other says that it is not so ({reason})"
    came_true = earlier.planned and not later.planned and not later.claim["negated"]
    if came_true and later.firm and one_side(later, earlier):
        surely = is_later(later.when, earlier.when)
        why = f"It has come about though the same side had said that it would not ({reason})."
        return Link(later, earlier, "updates", why) if surely else None
    if (
        not (later.meant and earlier.meant)
        or later.planned != earlier.planned
        or at_other_times(later, earlier)
    ):
        return None
    if one_side(later, earlier):
        surely = is_later(later.when, earlier.when)
        return Link(later, earlier, "updates", f"{why}: both are of one side.") if surely else None
    if earlier.none and losses(later.terms.senses) and _stale(later, earlier):
        return None
    if later.origin.speaks and earlier.origin.speaks:
        return Link(later, earlier, "conflicts", f"{why}.")
    return None
