"""How well pairs of claims that readers link are told from others, and the fit of that.

    python benchmarks/likeness.py            each set by weights fitted to the others
    python benchmarks/likeness.py --write    fit to all sets, into analysis/models/likeness.toml

A logistic regression over the traits of `analysis.assessment.likeness`, with a ridge penalty. The
sets are those of ``assessment.py`` that may be read; pairs that a reader only allows are left out.
The table gives, of the pairs that are surest, how many a reader links, whatever the relation, and
how many of those expected are among them.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
from assessment import READ, Golden

import analysis.assessment
from analysis.assessment.likeness import Likeness, Traits
from analysis.assessment.matter import Matter, matters

MODEL = Path(analysis.__file__).parent / "models" / "likeness.toml"
HEAD = """\
# The weights of likeness: see analysis/assessment/likeness.py.
# Written by benchmarks/likeness.py --write; do not edit by hand.
"""
SUREST = (10, 20, 30, 40, 60)
PENALTY = 3.0
ROUNDS = 40

Numbers = npt.NDArray[np.float64]


@dataclass
class Pairs:
    """Pairs of claims of a set, and what a reader says of them.

    `linked` is 1 for pairs that must be linked, 0 for others, -1 for those that may be; `expected`
    is how many links the set expects.
    """

    traits: Numbers
    linked: Numbers
    expected: int


def pairs_of(name: str) -> Pairs:
    """All pairs of a set whose seeds share a name."""
    held: list[Matter] = []

    def seen(*given: object) -> list[Matter]:
        held[:] = matters(*given)  # type: ignore[arg-type]
        return held

    analysis.assessment.matters = seen  # type: ignore[assignment]
    try:
        golden = Golden(name)
    finally:
        analysis.assessment.matters = matters
    told: dict[frozenset[str], int] = {}
    for kind, value in (("allowed", -1), ("expected", 1)):
        for one, _, other in golden.data["links"][kind]:
            for claim in golden.meant[one]:
                told |= {frozenset((claim, each)): value for each in golden.meant[other]}
    likeness = Likeness(held)
    traits, linked = [], []
    for one, other in combinations(held, 2):
        if _one_breath(one, other) or not (one.known & other.known or one.story & other.story):
            continue
        traits.append(likeness.traits(one, other))
        linked.append(told.get(frozenset((one.claim_id, other.claim_id)), 0))
    return Pairs(np.array(traits), np.array(linked), len(golden.data["links"]["expected"]))


def _one_breath(one: Matter, other: Matter) -> bool:
    same = one.claim["sentence_id"] == other.claim["sentence_id"]
    return same and one.origin.ids == other.origin.ids


def fitted(sets: Sequence[Pairs]) -> Numbers:
    """The bias and the weights of the traits, by Newton's method on standardised traits."""
    sure = [each.linked >= 0 for each in sets]
    traits = np.concatenate([each.traits[k] for each, k in zip(sets, sure, strict=True)])
    truth = np.concatenate([each.linked[k] for each, k in zip(sets, sure, strict=True)])
    middle, spread = traits.mean(0), traits.std(0)
    given = np.column_stack([np.ones(len(traits)), (traits - middle) / spread])
    ridge = np.diag([0.0, *[PENALTY] * traits.shape[1]])
    weights = np.zeros(given.shape[1])
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (likely - truth) + ridge @ weights
        curve = (given * (likely * (1 - likely))[:, None]).T @ given + ridge
        weights -= np.linalg.solve(curve, slope)
    plain = weights[1:] / spread
    return np.array([weights[0] - plain @ middle, *plain])


def report(name: str, held: Pairs, weights: Numbers) -> None:
    """Print how a set fares with some weights."""
    sums = weights[0] + held.traits @ weights[1:]
    order = [n for n in np.argsort(-sums, kind="stable") if held.linked[n] >= 0]
    print(f"{name}: {held.expected} links expected\n  surest   pairs right   found")
    for most in SUREST:
        right = int((held.linked[order[:most]] == 1).sum())
        print(f"{most:8}{right / most:14.0%}{right / held.expected:8.0%}")


def write(weights: Numbers) -> None:
    """Write the weights where the kit reads them."""
    bias, *rest = (round(float(each), 3) for each in weights)
    lines = [f"{name} = {each}" for name, each in zip(Traits._fields, rest, strict=True)]
    text = "\n".join([f"bias = {bias}", "", "[weights]", *lines, ""])
    MODEL.write_text(f"{HEAD}\n{text}", encoding="utf-8")


def main() -> None:
    """Score each set with what is learned from the others, or fit to all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="fit to all sets, for the kit")
    options = parser.parse_args()
    given: Mapping[str, Pairs] = {name: pairs_of(name) for name in READ}
    if options.write:
        write(fitted(list(given.values())))
        return
    for name in READ:
        others = [each for other, each in given.items() if other != name]
        report(name, given[name], fitted(others))


if __name__ == "__main__":
    main()
