"""The figures of a claim with what its clause says of them: what happened, when, and of what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.assessment.dates import first_day, last_day, moments
from analysis.assessment.quantities import Quantity, losses, read_quantity, totals
from analysis.assessment.setting import Setting
from analysis.assessment.words import Terms, deeds, meant, role_words

__all__ = ["quantities_of", "without_wounds"]

_PART = re.compile(
    r"[,;:–—…]\s|\s(?:and|but|after|before|when|while|as|because|since|until|although|though"
    r"|which|who|where|if|than)\s"
)
"""Where one part of a claim ends and the next begins: what happened to whom stays within one."""

_UNDER_WHICH = re.compile(
    r"\b(?:after|within|during|over|in|for|every)\s+(?:the\s+(?:next|last|past|first)\s+)?$",
    re.IGNORECASE,
)

_AGED = re.compile(
    r"\ban? (?:\w+ )?\w+(?:er|or|an|ist|ant|ent|man|boy|girl|ese) of\s+$", re.IGNORECASE
)
_OLDEST = 115
"""Years that nobody outlives, so that a figure up to it can be an age."""

_HEAD = re.compile(r"\b([a-z]+) of (?:(?:about|around|some|nearly|up to|more than|over) )?$")

_LOST = re.compile(r"\b(?:lose|lost|losing)\s+$", re.IGNORECASE)
"""Soldiers that an army has lost are dead; those who have lost their homes are not."""

_BEING = re.compile(r"\b(?:is|are|was|were|been|has|have|had)\b")
"""A part with one of these has all of its verb."""

_WOUNDS = re.compile(
    r"\b(?:to|of|from) (?:(?:his|her|its|their|gunshot|stab|bullet|shrapnel|head) )+"
    r"(?:injur(?:ies|y)|wounds?)\b",
    re.IGNORECASE,
)
"""Whoever died of wounds is one of the dead."""


def without_wounds(text: str) -> str:
    """`text` without "of his wounds": whoever died of them is one of the dead."""
    return _WOUNDS.sub("", text)


def quantities_of(
    claim: Mapping[str, Any],
    said: str,
    terms: Terms,
    figures: Sequence[Mapping[str, Any]],
    setting: Setting,
) -> tuple[Quantity, ...]:
    """The figures of a claim that says `said`, of which `terms` are the terms."""
    lost = _losses_told(figures, setting)
    found = []
    for place, figure in enumerate(figures):
        part = _part(said, figure["text"])
        whole = _BEING.search(part) is not None
        near = setting.vocabulary.terms(part)
        before = said[: said.find(figure["text"])].split()[-1:]
        own = said if len(figures) == 1 else " ".join((*before, figure["text"], figure["counted"]))
        quantity = read_quantity(figure, own, setting.vocabulary)
        happened = near.senses or (frozenset() if whole else terms.senses)
        others = frozenset[str]().union(*lost[:place], *lost[place + 1 :]) - lost[place]
        gone = bool(_LOST.search(said[: said.find(figure["text"])]))
        done = deeds(part if whole else said)
        quantity = _filled(quantity, happened - others, done, lost=gone)
        quantity = replace(
            quantity,
            head=_head(said, figure["text"]),
            said=near.lemmas if whole else terms.lemmas,
            level=whole and not quantity.deeds,
            circumstance=_is_circumstance(said, figure, figures),
            period=_period(claim, said, part, setting.published[claim["doc_id"]]),
        )
        found.append(quantity)
    return tuple(found)


def _head(said: str, figure: str) -> str:
    """The noun whose size a figure gives: fine of "a fine of 1.8 million crowns"."""
    found = _HEAD.search(said[: said.find(figure)])
    return "" if found is None or found[1].lower() in totals() else meant(found[1].lower())


def _losses_told(figures: Sequence[Mapping[str, Any]], setting: Setting) -> list[frozenset[str]]:
    """The losses that each figure's own words tell, if others could be taken for its own.

    "412 cases and 19 deaths": the cases are not dead.
    """
    if len(figures) == 1:
        return [frozenset()]
    texts = (f"{f['text']} {f['counted']} {f['unit'].partition('/')[0]}" for f in figures)
    return [losses(setting.vocabulary.terms(text).senses) for text in texts]


def _is_circumstance(
    said: str, figure: Mapping[str, Any], others: Sequence[Mapping[str, Any]]
) -> bool:
    """Whether a figure says after how much, in which time or of how many something was counted.

    So does an age: "a packer of 22".
    """
    within = (each["start"] < figure["start"] < each["end"] for each in others)
    if _AGED.search(said[: said.find(figure["text"])]) and figure["high"] <= _OLDEST:
        return True
    under = _UNDER_WHICH.search(said[: said.find(figure["text"])])
    return any(within) or bool(len(others) > 1 and under)


def _period(claim: Mapping[str, Any], said: str, part: str, published: str) -> tuple[str, str]:
    """The time that a figure counts: that of its part of a claim, else of the claim's head or all.

    "In October 610 came, against 1,020 in September": each has its own.
    """
    for words in (part, _PART.split(said, maxsplit=1)[0]):
        found = moments(words, published)
        if found:
            first = min((m.first for m in found), key=first_day)
            last = (
                "" if any(not m.last for m in found) else max((m.last for m in found), key=last_day)
            )
            return first, last
    return claim["event_start"], claim["event_end"]


def _filled(
    quantity: Quantity, happened: Iterable[str], done: frozenset[str], *, lost: bool
) -> Quantity:
    """What the clause says happened, where the figure's own words do not, and its verbs."""
    told = frozenset(happened)
    senses = quantity.senses or losses(told) or told
    if not senses and quantity.noun in {"#people", "#forces"} and lost:
        senses = frozenset({"#death"})
    if quantity.measure:  # a loss of money is nobody's death
        senses -= losses(senses)
    return replace(quantity, senses=senses, deeds=done - role_words("measuring"))


def _part(said: str, figure: str) -> str:
    """The part of a claim that holds a figure: of "ten died and five were hurt" one half."""
    place, start = said.find(figure), 0
    for cut in _PART.finditer(said):
        if cut.end() <= place:
            start = cut.end()
        elif cut.start() >= place + len(figure):
            return _WOUNDS.sub("", said[start : cut.start()])
    return _WOUNDS.sub("", said[start:])
