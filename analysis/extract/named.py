"""What a phrase says of a source: the record that names, roles and descriptions fill in."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

__all__ = ["Named"]


@dataclass(frozen=True)
class Named:
    """What a phrase says of a source."""

    name: str
    kind: str
    role: str = ""
    affiliation: str = ""
    sourcing: str = "on_record"
    proper: bool = True
    """Whether it has a name of its own."""
    owner: Token | None = field(default=None, compare=False)
    """The word that `affiliation` hangs on: a name, "its", "the firm"."""
    nouns: frozenset[str] = frozenset()
    """What it is called beside its name, in small letters: "minister", "brother"."""
