"""Wall time and peak memory of a build of the shipped seeds, by stage: medians of several runs.

Each build makes everything anew; `benchmarks/cache.py` measures what the cache saves.

    python benchmarks/build.py [RUNS]

Memory is the sum of the resident sizes of the build and all its children, so that pages which
forked kernels share count more than once.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tqdm import trange

import analysis
from analysis.cache import without_cache
from analysis.run import BuildResult

ROOT = Path(__file__).parents[1]
RUNS = 5


def main() -> None:
    """Build several times and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("runs", nargs="?", type=int, default=RUNS, help=f"builds ({RUNS})")
    runs = max(1, parser.parse_args().runs)
    with without_cache():
        results = [_build() for _ in trange(runs, desc="Builds", unit="build")]
    print(f"Medians of {runs} builds; the range of the whole: {_range(results)}\n")
    print(f"{'stage':<22}{'seconds':>9}{'peak MB':>9}")
    for number, stage in enumerate(results[0].stages):
        seconds = median(result.stages[number].seconds for result in results)
        peak = median(result.stages[number].peak_mb for result in results)
        print(f"{stage.name:<22}{seconds:>9.2f}{peak:>9.0f}")
    whole = median(_seconds(result) for result in results)
    peak = median(max(stage.peak_mb for stage in result.stages) for result in results)
    print(f"{'whole':<22}{whole:>9.2f}{peak:>9.0f}\n")
    print(f"{'within reports':<22}{'run':>9}{'export':>9}")
    for number, notebook in enumerate(results[0].runs):
        ran = median(result.runs[number].run for result in results)
        exported = median(result.runs[number].export for result in results)
        print(f"{notebook.name:<22}{ran:>9.2f}{exported:>9.2f}")


def _build() -> BuildResult:
    with TemporaryDirectory() as folder:
        notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
        return analysis.build(ROOT / "seeds", folder, notebooks=notebooks, progress=False)


def _seconds(result: BuildResult) -> float:
    return sum(stage.seconds for stage in result.stages)


def _range(results: list[BuildResult]) -> str:
    seconds = [_seconds(result) for result in results]
    return f"{min(seconds):.2f} to {max(seconds):.2f} s"


if __name__ == "__main__":
    main()
