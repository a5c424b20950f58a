"""Figures: how fast they are read and, with gold figures, how many are right.

    python benchmarks/figures.py                 the speed on the kit's own seeds
    python benchmarks/figures.py DATA_FILE       the scores and the speed on gold figures

DATA_FILE is a JSON lines file (or its .gz), one sentence or document a line with its ``text`` and
its ``figures``: ``low``, ``high`` (numbers or null) and ``unit``. A predicted figure is right in
value when both bounds agree, and in unit when the units agree too, case and plural aside. Printed
are precision, recall and F1 of both, and the share of the parsing time that the figures take.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from analysis.extract import figures
from analysis.extract.base import parses
from analysis.model import Document, Figure, Ids
from analysis.segment import segment

SEEDS = Path(__file__).parents[1] / "seeds"

Key = tuple[float | None, float | None, str]


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON lines file, compressed or not."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read(texts: list[str]) -> list[list[Figure]]:
    """The figures of each text; prints the share of the time that they take."""
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    list(segment(documents[:1]))
    figures.extract(parses(next(segment([Document("warm-up", "It has 2 ships.")]))), (), Ids(""))
    start, spent, found = time.perf_counter(), 0.0, []
    for document, segmented in zip(documents, segment(documents), strict=True):
        sentences = parses(segmented)
        begun = time.perf_counter()
        found.append(figures.extract(sentences, (), Ids(document.doc_id)))
        spent += time.perf_counter() - begun
    whole = time.perf_counter() - start
    print(f"{sum(map(len, found))} figures, {spent / (whole - spent):.1%} of the parsing time")
    return found


def key(low: float | None, high: float | None, unit: str) -> Key:
    """What is compared: bounds to nine digits, unit without case and plural."""
    low, high = (None if bound is None else float(f"{bound:.9g}") for bound in (low, high))
    return low, high, unit.lower().removesuffix("s")


def f1(gold: list[Counter[Any]], predicted: list[Counter[Any]]) -> str:
    """Precision, recall and F1, micro-averaged over the texts."""
    right = sum((a & b).total() for a, b in zip(gold, predicted, strict=True))
    precision = right / max(1, sum(one.total() for one in predicted))
    recall = right / max(1, sum(one.total() for one in gold))
    both = 2 * precision * recall / max(1e-9, precision + recall)
    return f"P {precision:.3f} R {recall:.3f} F1 {both:.3f}"


def score(path: Path) -> None:
    """Score the figures of `path`, by value and by value with unit."""
    gold = rows(path)
    found = read([row["text"] for row in gold])
    wanted = [[key(f["low"], f["high"], f["unit"]) for f in row["figures"]] for row in gold]
    made = [[key(f.low, f.high, f.unit) for f in one] for one in found]
    for name, size in (("value", 2), ("value with unit", 3)):
        pairs = [[Counter(k[:size] for k in one) for one in keys] for keys in (wanted, made)]
        print(f"{name}: {f1(*pairs)}")


def main() -> None:
    """Score a file, or time the seeds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("data", type=Path, nargs="?")
    options = parser.parse_args()
    if options.data is None:
        read([path.read_text("utf-8") for path in sorted(SEEDS.glob("*.md"))])
        print("no scores: give a file with gold figures (see --help)")
    elif options.data.is_file():
        score(options.data)
    else:
        sys.exit(f"{options.data} is no file: see --help for what it must hold")


if __name__ == "__main__":
    main()
