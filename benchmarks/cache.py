"""What the cache saves: a build with nothing changed, and one changed seed among many.

    python benchmarks/cache.py [DOCUMENTS] [--runs RUNS]

Each figure is the wall time of a whole command, from the shell. The shipped seeds are built with
an empty cache, then again and again, into the same folder and into others. Then a corpus of made
seeds, two sentences each, is parsed with an empty cache, with nothing changed, and with one seed
changed. The cache is a temporary one; nobody's own is touched.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from analysis.cache import CACHE_VARIABLE, Cache

ROOT = Path(__file__).parents[1]
COMMAND = Path(sys.executable).with_name("seedbrief")
DOCUMENTS = 1_000
RUNS = 5

WHO = ("The ministry", "A spokesman", "South Korean officials", "The governor", "Two analysts")
SAID = ("said", "told reporters", "announced", "claimed", "wrote")
WHAT = ("soldiers", "dockers", "ships", "houses", "patients", "vehicles")
DID = ("had arrived", "were counted", "had left", "were registered", "had been moved")
WHERE = ("Bremen", "Kursk", "Oslo", "Lagos", "Quito", "Perth", "Osaka", "Riga")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("documents", nargs="?", type=int, default=DOCUMENTS)
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        os.environ[CACHE_VARIABLE] = str(Path(folder, "cache"))
        _shipped(Path(folder), options.runs)
        _corpus(Path(folder), options.documents, options.runs)


def _shipped(folder: Path, runs: int) -> None:
    def build(out: str) -> float:
        return _time("build", "--seeds", ROOT / "seeds", "--out", folder / out)

    print("The shipped seeds, all notebooks")
    cold = build("same")
    _print("an empty cache", [cold])
    _print("nothing changed", [build("same") for _ in range(runs)], cold)
    _print("another folder each time", [build(f"{run}") for run in range(runs)], cold)


def _corpus(folder: Path, size: int, runs: int) -> None:
    seeds = folder / "seeds"
    seeds.mkdir()
    numbers = random.Random(0)
    for number in range(size):
        (seeds / f"{number:06}.txt").write_text(_text(numbers), encoding="utf-8")

    def parse() -> float:
        return _time("parse", "--seeds", seeds, "--out", folder / "tables")

    def changed() -> float:
        (seeds / "000000.txt").write_text(_text(numbers), encoding="utf-8")
        return parse()

    print(f"{size:,} made seeds, parsed and assessed")
    cold = parse()
    _print("an empty cache", [cold])
    _print("nothing changed", [parse() for _ in range(runs)], cold)
    _print("one changed seed", [changed() for _ in range(runs)], cold)
    entries, held = Cache(folder / "cache").extent()
    print(f"The cache holds {entries:,} entries in {held / 1e6:.1f} MB.")


def _text(numbers: random.Random) -> str:
    return " ".join(
        f"{numbers.choice(WHO)} {numbers.choice(SAID)} that {numbers.randrange(100, 100_000):,} "
        f"{numbers.choice(WHAT)} {numbers.choice(DID)} in {numbers.choice(WHERE)}."
        for _ in range(2)
    )


def _time(*command: object) -> float:
    start = time.perf_counter()
    subprocess.run([COMMAND, *map(str, command), "--quiet"], check=True)
    return time.perf_counter() - start


def _print(what: str, seconds: Iterable[float], cold: float = 0) -> None:
    times = sorted(seconds)
    middle = median(times)
    spread = f" ({times[0]:.2f} to {times[-1]:.2f})" if len(times) > 1 else ""
    saved = f", {cold / middle:.0f} times as fast" if cold else ""
    print(f"  {what:<26}{middle:8.2f} s{spread}{saved}", flush=True)


if __name__ == "__main__":
    main()
