"""How far two careful readers agree on links: what can be reached at most.

    python benchmarks/readers.py

Two sets of ``assessment.py`` were read a second time, by somebody who saw the seeds and the list of
claims but no link. Each reader's expected links are scored by the other's, as the kit's are: right
if the other expects the pair with one of these relations, left out if the other allows it, else
wrong. A link that gives several relations is right by any of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

from assessment import DATA, NEVER_TASTE, share

READ_TWICE = ("development4", "heldout3")

Links = Mapping[frozenset[str], set[str]]


def links_of(file: str, kind: str) -> Links:
    """The links of a file, without their direction."""
    data = tomllib.loads((DATA / file).read_text(encoding="utf-8"))
    return {frozenset((one, other)): set(r.split()) for one, r, other in data["links"][kind]}


def scored(found: Links, expected: Links, allowed: Links) -> tuple[int, int]:
    """How many links are right by another reader's, and how many are right or wrong."""
    right = sum(bool(relations & expected.get(pair, set())) for pair, relations in found.items())
    left_out = sum(
        _may_be(relations, allowed.get(pair, set())) for pair, relations in found.items()
    )
    return right, len(found) - left_out


def _may_be(relations: set[str], allowed: set[str]) -> bool:
    return bool(relations & allowed or ("any" in allowed and relations - NEVER_TASTE))


def main() -> None:
    """Score each reader by the other."""
    print("                          precision  recall  expected")
    for name in READ_TWICE:
        files = f"{name}.toml", f"{name}.second.toml"
        for who, mine, theirs in (("second", *files[::-1]), ("first", *files)):
            expected = links_of(theirs, "expected")
            right, counted = scored(
                links_of(mine, "expected"), expected, links_of(theirs, "allowed")
            )
            figures = share(right, counted), share(right, len(expected))
            print(f"{name + ', ' + who + ' reader':<26}{'     '.join(figures)}  {len(expected):8}")


if __name__ == "__main__":
    main()
