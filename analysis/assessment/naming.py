"""What a source is called, so that two rows can be held against each other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from analysis.assessment.words import folded, is_state, is_word, states
from analysis.lexicon import load

__all__ = [
    "BODIES",
    "PEOPLE",
    "Row",
    "another_owner",
    "as_others_say",
    "contradict",
    "full_name",
    "is_body",
    "is_common",
    "is_distinct",
    "is_named",
    "lasting_name",
    "says_more",
    "seeds_of",
]

PEOPLE = frozenset(("person", "analyst"))
BODIES = frozenset(("government", "intelligence", "military", "organisation"))

_NEVER_MERGED = frozenset(("vague_group", "author"))
_MINISTRY = re.compile(
    r"(Ministry|Department) (?:of|for) (?:the )?([A-Z][\w-]*(?: (?:and )?[A-Z][\w-]*)*?)"
    r"(?: of (?:the )?(?:Republic of )?(.+))?",
    re.IGNORECASE,
)
_OF_PLACE = re.compile(
    r"(.+ (?i:Agency|Council|Service|Authority|Office|Ministry|Army|Police)) of (?:the )?([A-Z].*)"
)
_STEM = 4
"""Letters that a state and its people share at least: Norvia, Norvian."""

Row = Mapping[str, Any]


def full_name(row: Row) -> tuple[str, ...]:
    """What two rows must share to be one source; nothing for those that are never merged."""
    person = row["kind"] in PEOPLE and not is_state(row["name"])
    if not is_named(row) or (person and " " not in row["name"]):
        return ()
    said, owner = (row["name"], "") if person else as_others_say(row)
    name = " ".join(folded(word) for word in said.split())
    return ("person" if person else "body", name, owner)


def lasting_name(row: Row) -> tuple[str, ...]:
    """What the lasting id of a source is made of: kind, name in full and owner."""
    key = full_name(row)
    if key[:1] != ("body",):
        return key
    kind = "government" if is_state(row["name"]) else row["kind"]
    return kind, " ".join(map(folded, row["name"].split())), row["affiliation"].casefold()


def as_others_say(row: Row) -> tuple[str, str]:
    """The name of a body as others say it, and whose it is: "Interior Ministry", "Karst Power".

    Of the full name the state or region and a firm's legal form are left out.
    """
    name = re.sub(r"^(?:its|their|our|his|her) ", "", row["name"])
    ministry, placed = _MINISTRY.fullmatch(name), _OF_PLACE.fullmatch(name)
    owner = ""
    if ministry:
        name = f"{ministry[2].removesuffix(' Affairs')} {ministry[1]}"
        owner = ministry[3] or ""
    elif placed:
        name, owner = placed[1], placed[2]
    words = name.split()
    while len(words) > 1 and load("sources").value(words[-1].casefold(), "form"):
        words.pop()
    return " ".join(words), (row["affiliation"] or owner).casefold()


@cache
def _groups() -> frozenset[str]:
    return load("sources").words(group=True)


def is_named(row: Row) -> bool:
    """Whether the seed gives a proper name: not a group, a pronoun or "the ministry"."""
    return bool(
        row["kind"] not in _NEVER_MERGED
        and not _groups() & set(row["name"].lower().split())
        and _is_on_record(row)
        and row["resolved"]
        and (row["name"] != row["name"].lower() or row["affiliation"])
    )


def _is_on_record(row: Row) -> bool:
    """Whether it is said who speaks, be it by a name that no dictionary holds alone: "Helion"."""
    if row["sourcing"] == "on_record":
        return True
    words = row["name"].split()
    bare = row["kind"] in BODIES and row["sourcing"] == "unstated"
    return bare and all(word[0].isupper() and not is_word(word.lower()) for word in words)


def is_body(row: Row) -> bool:
    """Whether a source is a body by what it is called: "the ministry of culture", "police"."""
    head = re.split(r" (?:of|in|for|at) ", row["name"].casefold())[0].split()
    kind = load("sources").value(head[-1], "kind") if head else None
    return bool(row["kind"] in BODIES and row["resolved"] and kind in BODIES)


def is_common(name: str) -> bool:
    """Whether a name is made of words that any dictionary holds: "Health Ministry"."""
    return not states(name) and all(is_word(word.lower()) for word in name.split())


def is_distinct(row: Row) -> bool:
    """Whether a name is a person's, has an owner or holds a word that is in no dictionary."""
    return bool(row["affiliation"] or row["kind"] in PEOPLE or not is_common(row["name"]))


def seeds_of(row: Row) -> list[str]:
    """The seeds that name a source."""
    return sorted({mention.rpartition("#")[0] for mention in row["mentions"]})


def another_owner(one: Row, other: Row) -> bool:
    """Whether two bodies belong to different states or bodies: "Norvian" is of Norvia."""
    owners = [row["affiliation"].casefold().removeprefix("the ") for row in (one, other)]
    if not all(owners) or owners[0][:_STEM] == owners[1][:_STEM]:
        return False
    return states(owners[0].title()).isdisjoint(states(owners[1].title()))


def contradict(one: Row, other: Row) -> bool:
    """Whether the seeds give the two different roles and affiliations.

    "Head of personnel" and "head of the bus company" differ, "head" is either, and so is an
    academic title: a professor heads a group.
    """
    roles = [_post(row["role"]) for row in (one, other)]
    bodies = [row["affiliation"].casefold().split() for row in (one, other)]
    told = [(a, b) for a, b in (roles, bodies) if a and b]
    if told and not any(set(a) & set(b) for a, b in told):
        return True
    posts = [role + body for role, body in zip(roles, bodies, strict=True)]
    special = [{w for w in post if not load("sources").value(w, "role")} - {"of"} for post in posts]
    return all(special) and special[0].isdisjoint(special[1])


def _post(role: str) -> list[str]:
    return [word for word in role.casefold().split() if word.rstrip(".") not in _degrees()]


@cache
def _degrees() -> frozenset[str]:
    """Academic titles, short and in full: they are borne beside any post."""
    entries = [entry for entry in load("titles") if entry.effect.get("degree")]
    return frozenset(w for e in entries for w in (*e.words, str(e.effect["long"])))


def says_more(longer: str, shorter: str) -> bool:
    """Whether a name is another one with words before it, none of which makes it somebody's."""
    before = longer.removesuffix(shorter)
    whole = before != longer and (not before or before.endswith(" "))
    return whole and not {"of", "for", "at", "from", "in"} & set(before.split())
