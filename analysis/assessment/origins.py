"""On whose word a claim rests: its origin, the side it speaks for, and what only passes it on.

The innermost source is the origin ("Lee said the agency had reported": the agency); a medium that
cites somebody passes on. Two officials of one state or one body speak for one side. Nobody can tell
whether an unnamed source, a vague group or a medium that names no source is independent of others,
so none of them ever is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.assessment.words import role_words, states
from analysis.lexicon import load
from analysis.tables import Tables
from analysis.tables.schema import rows

__all__ = ["Origin", "Origins"]

_OWNED = re.compile(
    r"(?:([A-Z][\w-]*)['’]s? )?([a-z][a-z -]*?)(?: (?:of|for) (?:the )?([A-Z][\w-]*))?"
)
"""Norland's health ministry, the health ministry of Norland."""

_MINISTRY = re.compile(r"(?:The )?Ministry of (?:the )?(\w+(?: and \w+)?)\b")

_BODIES = {"government", "intelligence", "military", "organisation"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Who stands behind a claim.

    `ids` are the origins, innermost sources; `media` the media named among its sources and
    `publisher` that of the seed, as names in lower case; `sides` the states and bodies spoken for,
    `bodies` those of them that are no states; `known` says whether it is somebody of whom
    independence can be told, `employed` that somebody speaks for a body that the text does not
    name; `described` is a body that has no name of its own, `office` that of whoever heads it
    ("environment ministry", "environment minister"), `owner` the state or the like that the name of
    a body says it is of, `voice` names all of them.
    """

    ids: frozenset[str]
    media: frozenset[str]
    publisher: str
    sides: frozenset[str]
    bodies: frozenset[str]
    known: bool
    own: bool
    vague_media: bool
    described: str
    office: str
    owner: str
    employed: bool
    voice: str

    def same(self, other: Origin) -> bool:
        """Whether both rest on one source: a body and its spokesman are one.

        So are bodies without a name, if one is called more fully: "ministry", "health ministry".
        """
        if not (self.ids.isdisjoint(other.ids) and self.bodies.isdisjoint(other.bodies)):
            return True
        one, two = sorted((self.described, other.described), key=len)
        return bool(one) and f" {two}".endswith(f" {one}")

    def same_side(self, other: Origin) -> bool:
        """Whether both rest on one source, or on sources of one state, body or name."""
        same = self.same(other) or not self.sides.isdisjoint(other.sides)
        return same or self._namesake(other)

    def _namesake(self, other: Origin) -> bool:
        """Whether a part of one name is the other, or both speak for one office."""
        part, whole = sorted((self.voice.casefold(), other.voice.casefold()), key=len)
        called = bool(part) and f" {whole}".endswith(f" {part}")
        short, long = sorted((self.office, other.office), key=len)
        office = bool(short) and f" {long}".endswith(f" {short}")
        office &= not (self.owner and other.owner) or self.owner == other.owner
        return called or office

    @property
    def speaks(self) -> bool:
        """Whether somebody other than the author of a medium puts it forward."""
        return bool(self.ids or self.bodies) and not self.own

    def independent(self, other: Origin) -> bool:
        """Whether neither can lean on the other, as far as the seeds tell."""
        names = self.voice.casefold().split()[-1:], other.voice.casefold().split()[-1:]
        apart = self.known and other.known and not self.same_side(other) and names[0] != names[1]
        return apart and not (self._may_mean(other) or other._may_mean(self))

    def perhaps_one(self, other: Origin) -> bool:
        """Whether both may be one body by what they are called, and are not told to be.

        "The water company" and "Lindmoor Water", a campaign and "Kalvin's campaign".
        """
        alike = self._namesake(other) or self._may_mean(other) or other._may_mean(self)
        return alike and not self.same(other)

    def _may_mean(self, other: Origin) -> bool:
        """Whether this is a body without a name that may be the other: "the water company"."""
        told = self.described.casefold().split()[:-1]
        return not set(told).isdisjoint(other.voice.casefold().split())


class Origins:
    """The origins of all claims of some tables, whose sources are merged."""

    def __init__(self, tables: Tables) -> None:
        documents, claims = tables.documents, tables.claims
        self._sources: Mapping[str, Mapping[str, Any]] = {
            row["source_id"]: row for row in rows(tables.sources)
        }
        self._full = _full_names(self._sources, rows(tables.merges))
        self._publishers = {row["doc_id"]: row["publisher"].casefold() for row in rows(documents)}
        self._speaking = _speaking(self._sources, claims)
        speaking = frozenset(self._publishers[doc_id] for doc_id in self._speaking)
        self._media = frozenset(self._publishers.values()) - speaking
        self._bodies = _bodies(self._sources.values()) | speaking
        self._copied = {row["doc_id"]: row["same_as"] for row in rows(documents)}
        self._named = {
            (mention.rpartition("#")[0], row["name"].casefold()): key
            for key, row in self._sources.items()
            for mention in row["mentions"]
        }
        self._sides = {key: self._side(row) for key, row in self._sources.items()}

    def of(self, claim: Mapping[str, Any]) -> Origin:
        """The origin of a claim."""
        found = [self._first(claim["doc_id"], key) for key in claim["source_ids"]]
        own = claim["attribution"] == "none" and claim["doc_id"] not in self._speaking
        first = found[:1]
        sides = frozenset().union(*(self._sides[row["source_id"]] for row in first))
        media = {row["name"].casefold() for row in found if self._is_medium(row)}
        return Origin(
            ids=frozenset(row["source_id"] for row in first),
            media=frozenset(media),
            publisher=self._publishers[claim["doc_id"]],
            sides=sides,
            bodies=sides & self._bodies,
            known=bool(first) and not own and all(self._is_known(row) for row in first),
            own=own,
            vague_media=bool(first) and _is_vague_media(first[0]),
            described=_description(first[0]) if first else "",
            office=_office(first[0]) if first else "",
            owner=_owner(first[0]) if first else "",
            employed=bool(first) and self._is_employed(first[0]),
            voice=_voice(found, own=own),
        )

    def _first(self, doc_id: str, source_id: str) -> Mapping[str, Any]:
        """A source, or whom the original names so if the seed is a copy: they are one."""
        row = self._sources[source_id]
        original = self._named.get((self._copied[doc_id], row["name"].casefold()))
        return row if original is None else self._sources[original]

    def words(self, source_id: str) -> str:
        """The name, role and affiliation of a source."""
        row = self._sources[source_id]
        return f"{row['name']}. {row['role']}. {row['affiliation']}"

    def speaks_for(self, claim: Mapping[str, Any]) -> frozenset[str]:
        """The sides of all who are named as sources of a claim, those who pass it on included."""
        return frozenset().union(*(self._sides[key] for key in claim["source_ids"]))

    def side(self, source_id: str) -> frozenset[str]:
        """The states and bodies that a source speaks for."""
        return self._sides.get(source_id, frozenset())

    def _is_medium(self, row: Mapping[str, Any]) -> bool:
        name = row["name"].casefold()
        return (row["kind"] == "media" and name not in self._bodies) or name in self._media

    def _is_known(self, row: Mapping[str, Any]) -> bool:
        """Whether it can be told on whom this source leans."""
        return bool(
            row["resolved"]
            and (row["sourcing"] == "on_record" or _is_one_body(row))
            and row["kind"] not in {"vague_group", "author"}
            and not self._is_medium(row)
            and not self._is_employed(row)
        )

    def _is_employed(self, row: Mapping[str, Any]) -> bool:
        """Whether somebody speaks for a body, and the text does not say for which."""
        employed = role_words("employed") & set(row["role"].casefold().split())
        return bool(employed and not self._sides[row["source_id"]])

    def _side(self, row: Mapping[str, Any]) -> frozenset[str]:
        if row["kind"] == "author" or self._is_medium(row):
            return frozenset()
        whole = " ".join((row["name"], row["role"], row["affiliation"]))
        name = row["name"].casefold()
        known = frozenset({name} & self._bodies)
        holder = row["affiliation"].casefold()
        holder = self._full.get(holder, holder)
        known |= {holder, *_beginnings(holder), *_beginnings(name)} & self._bodies
        return known | (states(whole) if row["kind"] != "analyst" else frozenset())


def _full_names(
    sources: Mapping[str, Mapping[str, Any]], merges: Iterable[Mapping[str, Any]]
) -> dict[str, str]:
    """What some seeds call a body ("the agency"), where it is one body, with its full name."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in merges:
        found[row["name"].casefold()].add(sources[row["source_id"]]["name"].casefold())
    return {name: full.pop() for name, full in found.items() if len(full) == 1}


def _speaking(sources: Mapping[str, Mapping[str, Any]], claims: pd.DataFrame) -> frozenset[str]:
    """The seeds that are the statement of a body, whose own claims are that body's word."""
    own = rows(claims[claims["attribution"] == "none"])
    told = {row["doc_id"]: row["source_ids"][:1] for row in own}
    return frozenset(
        doc_id
        for doc_id, ids in told.items()
        if any(sources[source_id]["kind"] in _BODIES for source_id in ids)
    )


def _office(row: Mapping[str, Any]) -> str:
    """The body without a name of its own that somebody speaks for: "board", "energy ministry"."""
    ministry = _MINISTRY.match(row["name"])
    if ministry:
        return f"{ministry[1].casefold()} ministry"
    owned = _OWNED.fullmatch(row["name"])
    if owned and row["kind"] in _BODIES and _is_body(owned[2].split()[-1]):
        return owned[2]
    if row["affiliation"].islower():
        return str(row["affiliation"])
    *words, last = row["role"].casefold().split() or [""]
    if words and last == "minister":
        return " ".join([*words, "ministry"])
    held = last in role_words("employed") | {"chief", "president", "leader"}
    return " ".join(words) if held and words and _is_body(words[-1]) else _description(row)


def _owner(row: Mapping[str, Any]) -> str:
    """Whose a body is by its name: Norland of "Norland's health ministry"; "" if not told."""
    owned = _OWNED.fullmatch(row["name"])
    return (owned[1] or owned[3] or "").casefold() if owned else ""


def _is_body(noun: str) -> bool:
    return load("sources").value(noun, "kind") in _BODIES


def _beginnings(name: str) -> list[str]:
    """The first words of a name: "Borealis" of "Borealis spokesman"."""
    words = name.split()
    return [" ".join(words[:length]) for length in range(1, len(words))]


def _bodies(sources: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The names of bodies that speak somewhere, where they are proper names."""
    named = (row["name"] for row in sources if row["kind"] in _BODIES and row["resolved"])
    return frozenset(name.casefold() for name in named if name[:1].isupper())


def _description(row: Mapping[str, Any]) -> str:
    """The name of a body that has none of its own: "the fire service"."""
    name = str(row["name"])
    return name if row["kind"] in _BODIES and row["resolved"] and name == name.lower() else ""


def _is_one_body(row: Mapping[str, Any]) -> bool:
    """Whether a body without a name is told from others: "the police", "the fire service"."""
    words = _description(row).split()
    plain = len(words) > 1 or row["kind"] == "government"
    return bool(words) and plain and row["sourcing"] == "unstated" and _is_body(words[-1])


def _is_vague_media(row: Mapping[str, Any]) -> bool:
    words = set(row["name"].casefold().split())
    media = {"media", "press", "newspapers", "outlets", "broadcasters"}
    vague = row["kind"] == "vague_group" and words & media
    return bool(vague or (row["kind"] == "media" and row["sourcing"] == "unstated"))


def _voice(found: Sequence[Mapping[str, Any]], *, own: bool) -> str:
    if own:
        return "the text itself"
    if not found:
        return "nobody named"
    first, *through = (str(row["name"]) for row in found)
    return first + "".join(f", through {name}" for name in through)
