"""Which state a place lies in, as far as the seeds say so: "Russia's Kursk region".

No gazetteer of the world is asked: a place that two states are said to have belongs to neither.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from analysis.assessment.words import Vocabulary, states

__all__ = ["places_of_states"]

_KIND = (
    "area|border|canton|city|coast|county|department|district|governorate|island|oblast|peninsula|port|"
    "prefecture|province|region|state|territory|town|village"
)
# Bounded, so that no text of a stranger takes long: a word of a million letters, an endless list.
_NAME = r"\b[A-Z][\w’'-]{1,40}(?: [A-Z][\w’'-]{1,40})?"
_NAMES = rf"{_NAME}(?:, {_NAME}){{0,9}}(?:,? and {_NAME})?"

_OWNED = re.compile(rf"({_NAME})['’]s? ({_NAMES}) (?:{_KIND}|counties|cities|territories)s?\b")
"""Russia's Kursk and Bryansk regions."""

_OF = re.compile(rf"({_NAME}) (?:{_KIND})s? of ({_NAMES})")
"""The Russian region of Kursk."""

_NEXT = re.compile(r", | and |,")


def places_of_states(texts: Iterable[str], vocabulary: Vocabulary) -> Mapping[str, frozenset[str]]:
    """By the name of each place, the one state that has it."""
    found: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for match in (*_OWNED.finditer(text), *_OF.finditer(text)):
            owners = states(match[1])
            for place in _NEXT.split(match[2]):
                for name in vocabulary.terms(place).names - owners:
                    found[name] |= owners
    return {name: frozenset(owners) for name, owners in found.items() if len(owners) == 1}
