"""What a person can decide: each field with the tables it belongs to and its allowed values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.errors import ParameterError
from analysis.model import CERTAINTIES, KINDS, QUESTION_STATUSES, STANCES, VERIFICATIONS

__all__ = ["ADDED", "FIELDS", "LINKS", "OPPOSITES", "PAIRS", "WITHDRAWN", "Field", "check_value"]

WITHDRAWN = "withdrawn"
"""The value that takes a decision back: what the machine found holds again."""

PAIRS = ("same_as", "not_same_as")
"""The fields that say of two sources whether they are one."""

LINKS = ("linked", "not_linked")
"""The fields that say of two claims whether the machine's link between them is right."""

OPPOSITES = {one: other for pair in (PAIRS, LINKS) for one, other in (pair, pair[::-1])}
"""The fields that say something of two rows; each takes its opposite back."""

ADDED = re.compile(
    r"(?P<doc_id>.+?)#(?P<start>\d{1,9})-(?P<end>\d{1,9}) (?P<words>.+)", re.DOTALL | re.ASCII
)
"""What an added row is made of; no seed has as many characters as nine digits can count."""

How = Literal["verdict", "value", "source", "pair", "added"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be decided.

    `how` says what it does: keep or drop a row, replace a value of the column that has the
    field's name, name other sources, join or part two rows, add a row. `allowed` is empty where
    the value is free.
    """

    name: str
    tables: tuple[str, ...]
    how: How
    allowed: tuple[str, ...] = ()


FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        # Whether the row is right. A rejected one leaves the tables.
        Field("verdict", ("claims", "questions", "flags"), "verdict", ("accepted", "rejected")),
        # Who stands behind it: 'author', or ids in sources, or 'KIND: NAME' for a new one; several
        # joined by ';', the one that said it first.
        Field("source", ("claims",), "source"),
        # The source's commitment, what kind of proposition it is, the author's commitment, and what
        # the text says of its verification.
        Field("certainty", ("claims",), "value", CERTAINTIES),
        Field("kind", ("claims",), "value", KINDS),
        Field("stance", ("claims",), "value", STANCES),
        Field("verification", ("claims",), "value", VERIFICATIONS),
        # By the Admiralty code: 1 (confirmed) to 6, A (reliable) to F (cannot be judged).
        Field("credibility", ("claims",), "value", tuple("123456")),
        Field("reliability", ("documents",), "value", tuple("ABCDEF")),
        # Whether it is still open.
        Field("status", ("questions",), "value", QUESTION_STATUSES),
        # The id of the other source, which is the same one or is not; of the other claim, the link
        # with which is right or wrong.
        Field("same_as", ("sources",), "pair"),
        Field("not_same_as", ("sources",), "pair"),
        Field("linked", ("claims",), "pair"),
        Field("not_linked", ("claims",), "pair"),
        # A row that the machine missed: DOC_ID#START-END and its exact words.
        Field("added", ("claims", "questions"), "added"),
    )
}


def check_value(field: str, value: str) -> None:
    """Stop at a field that does not exist or a value that it does not allow.

    Raises
    ------
    ParameterError
        With what is allowed.
    """
    if field not in FIELDS:
        raise ParameterError("field", field, FIELDS)
    if field in OPPOSITES and value == WITHDRAWN:
        other = "source" if field in PAIRS else "claim"
        wanted = f"the other {other}; to take it back, decide the opposite ({OPPOSITES[field]})"
        raise ParameterError(field, value, wanted)
    allowed = FIELDS[field].allowed
    if allowed and value not in (*allowed, WITHDRAWN):
        raise ParameterError(field, value, (*allowed, WITHDRAWN))
