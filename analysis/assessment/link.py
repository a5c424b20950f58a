"""What a link is, and what two claims of one content are to each other."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.assessment.dates import is_later
from analysis.assessment.matter import Matter
from analysis.wording import day

__all__ = ["ONE_TIME", "OPEN", "Link", "agreement", "one_side", "passes_on", "who"]

ONE_TIME = 3
"""Days within which two reports of a state ("35 ships are waiting") speak of one time."""

OPEN = "whether the origins are independent is open"
"""Why claims that say the same are only related."""


@dataclass(frozen=True, slots=True)
class Link:
    """`relation` of the later or dependent claim to the other, and why.

    `goes_on` says that a toll goes on from that of somebody else.
    """

    later: Matter
    earlier: Matter
    relation: str
    why: str
    goes_on: bool = False


def agreement(later: Matter, earlier: Matter, reason: str) -> Link | None:
    """An echo where both rest on one origin, support where the origins are independent."""
    one, other = later.origin, earlier.origin
    if one.same(other):
        openly = later.doc_id == earlier.doc_id and one.media == other.media
        voices = " and ".join(dict.fromkeys((one.voice, other.voice)))
        why = f"{reason}, and have one origin: {voices}."
        return None if openly else Link(*_by_publication(later, earlier), "repeats", why)
    later, earlier = _by_publication(later, earlier)
    surely = is_later(later.when, earlier.when)
    for first, second in ((later, earlier), (earlier, later)):
        if passes_on(first, second) and not (first is earlier and surely):
            why = f"{reason}; {first.origin.voice} passes on what came from {second.origin.voice}."
            return Link(first, second, "repeats", why)
    if one.independent(other) and later.firm and earlier.firm and later.planned == earlier.planned:
        why = f"{reason}, and {one.voice} does not lean on {other.voice} as far as the seeds tell."
        return Link(later, earlier, "corroborates", why)
    if later.doc_id == earlier.doc_id:
        return None
    if one.speaks and other.speaks and one.perhaps_one(other):
        why = f"{reason}; {one.voice} and {other.voice} are called alike."
        return Link(later, earlier, "repeats", why)
    return Link(later, earlier, "related", f"{reason}; {OPEN}.")


def _by_publication(later: Matter, earlier: Matter) -> tuple[Matter, Matter]:
    """Who repeats whom: what was said "in May", as one writes later, may have come out on 3 May."""
    surely = is_later(later.when, earlier.when)
    return (
        (earlier, later) if not surely and earlier.published > later.published else (later, earlier)
    )


def passes_on(one: Matter, other: Matter) -> bool:
    """Whether `one` is the word of a medium, or of whoever published it, for another claim."""
    if one.doc_id != other.doc_id and one.origin.voice.casefold() == other.origin.publisher:
        return True
    if one.origin.known or not other.origin.ids or other.origin.own:
        return False
    published = other.origin.publisher if one.doc_id != other.doc_id else ""
    named = any(each in other.origin.media or each in published for each in one.origin.media)
    return named or one.origin.vague_media


def one_side(one: Matter, other: Matter) -> bool:
    """Whether both are the word of one source, body or state, or of somebody whom it employs."""
    return one.origin.same_side(other.origin) or _employs(one, other) or _employs(other, one)


def _employs(one: Matter, other: Matter) -> bool:
    """Whether `one` is the word of somebody's chief, speaker or lawyer on the body that speaks."""
    named = one.context | one.title
    return (
        one.origin.employed
        and not other.origin.employed
        and set(other.origin.voice.split()) <= named
    )


def who(matter: Matter) -> str:
    """Whose word a claim is, and of which day."""
    when = f", {day(matter.when)}" if matter.when else ""
    return f"{matter.origin.voice}{when}"
