"""Figures, scored, their share of the time, and on request a sample of finds to be read.

    python benchmarks/figures.py [DATA_FILE ...] [--misses N]
    python benchmarks/figures.py --read FILE [--sample N] [--seed N]

DATA_FILE is a JSON lines file (or its .gz), by default ``figures.jsonl`` and ``counted.jsonl`` in
``data`` beside this file (see ``data/README.md``): one sentence or document a line with its
``text`` and its ``figures``: ``low``, ``high`` (numbers or null) and ``unit``; ``split`` names the
part that it belongs to. A predicted figure is right in value when both bounds agree, and with unit
when the units agree too, case and plural aside. Where a figure has ``counted``, it is right in this
when one with its bounds and unit says all these words and no others; those in brackets may be left
out. Printed are precision, recall and F1 by part, of what is counted the recall, and the share of
``analysis.parse`` that the figures take on the kit's own seeds. Misses are shown of every part but
``held_out``. FILE is a JSON lines file of documents with ``id`` and ``text``; a sample of its
sentences with digits is printed with their figures.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import analysis
from analysis.cache import without_cache
from analysis.extract import figures
from analysis.extract.base import Parse, parses
from analysis.model import Document, Figure, Ids
from analysis.segment import segment

HERE = Path(__file__).parent

Key = tuple[float | None, float | None, str]


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON lines file, compressed or not."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read(texts: Sequence[str]) -> Iterator[tuple[list[Parse], list[Figure]]]:
    """The sentences and the figures of each text."""
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    for document, segmented in zip(documents, segment(documents), strict=True):
        sentences = parses(segmented)
        yield sentences, figures.extract(sentences, (), Ids(document.doc_id))


def key(low: float | None, high: float | None, unit: str) -> Key:
    """What is compared: bounds to nine digits, unit without case and plural."""
    low, high = (None if bound is None else float(f"{bound:.9g}") for bound in (low, high))
    return low, high, unit.lower().removesuffix("s")


def f1(gold: Sequence[Counter[Any]], made: Sequence[Counter[Any]]) -> str:
    """Precision, recall and F1, micro-averaged over the texts."""
    right = sum((a & b).total() for a, b in zip(gold, made, strict=True))
    precision = right / max(1, sum(one.total() for one in made))
    recall = right / max(1, sum(one.total() for one in gold))
    both = 2 * precision * recall / max(1e-9, precision + recall)
    return f"P {precision:.3f} R {recall:.3f} F1 {both:.3f}"


def says(counted: str, wanted: str) -> bool:
    """Whether what is counted has the `wanted` words and, besides those in brackets, no others."""
    needed, allowed, said = (
        {word.removesuffix("s") for word in re.findall(r"\w+", words.lower())} - {"the", "a"}
        for words in (re.sub(r"\(.*?\)", "", wanted), wanted, counted)
    )
    return needed <= said <= allowed


def score(path: Path, misses: int) -> None:
    """Score the figures of `path` by part: by value, with unit, and by what is counted."""
    gold = rows(path)
    wanted = [[key(f["low"], f["high"], f["unit"]) for f in row["figures"]] for row in gold]
    found = [made for _, made in read([row["text"] for row in gold])]
    made = [[key(f.low, f.high, f.unit) for f in one] for one in found]
    for part in sorted({row.get("split", "all") for row in gold}):
        places = [n for n, row in enumerate(gold) if row.get("split", "all") == part]
        for name, size in (("value", 2), ("value with unit", 3)):
            pair = [[Counter(k[:size] for k in keys[n]) for n in places] for keys in (wanted, made)]
            print(f"{part:10} {name:16} {f1(*pair)}  ({len(places)} texts)")
        told = [met for n in places for met in _counted(gold[n]["figures"], found[n])]
        print(f"{part:10} {'counted':16} {sum(told)} of {len(told)}")
    shown = [n for n, row in enumerate(gold) if row.get("split") != "held_out"]
    wrong = [n for n in shown if Counter(wanted[n]) != Counter(made[n])]
    wrong += [n for n in shown if not all(_counted(gold[n]["figures"], found[n]))]
    for n in sorted(set(wrong))[:misses]:
        said = [one.get("counted", "") for one in gold[n]["figures"]]
        print(f"\n{gold[n]['text']}\n  wanted {list(zip(wanted[n], said, strict=True))}")
        print(f"  found  {list(zip(made[n], [one.counted for one in found[n]], strict=True))}")


def _counted(gold: Sequence[dict[str, Any]], made: Sequence[Figure]) -> list[bool]:
    """Of each figure that has ``counted``, whether one was found that says the same."""
    return [
        any(
            key(f.low, f.high, f.unit) == key(one["low"], one["high"], one["unit"])
            and says(f.counted, one["counted"])
            for f in made
        )
        for one in gold
        if "counted" in one
    ]


@without_cache()
def share() -> None:
    """Print the share of ``analysis.parse`` that the figures take on the kit's seeds."""
    analysis.parse(HERE.parent / "seeds")  # the models are loaded before the clock starts
    spent, plain = [0.0], figures.extract

    def timed(*arguments: Any) -> list[Figure]:
        begun = time.perf_counter()
        found = plain(*arguments)
        spent[0] += time.perf_counter() - begun
        return found

    with patch.object(figures, "extract", timed):
        begun = time.perf_counter()
        made = len(analysis.parse(HERE.parent / "seeds").figures)
        whole = time.perf_counter() - begun
    print(f"{made} figures in the seeds, {spent[0] / whole:.1%} of the time of analysis.parse")


def sample(path: Path, size: int, seed: int) -> None:
    """Print the figures of random sentences with digits, to be read and judged."""
    chosen = random.Random(seed).sample([row["text"] for row in rows(path)], 60)
    found = []
    for sentences, made in read(chosen):
        for one in sentences:
            text = one.text[one.sentence.start : one.sentence.end]
            if any(map(str.isdigit, text)):
                mine = [f for f in made if f.sentence_id == one.sentence.sentence_id]
                found.append((" ".join(text.split()), mine, one.text))
    for number, (sentence, mine, text) in enumerate(random.Random(seed).sample(found, size), 1):
        print(f"\n[{number}] {sentence}")
        for f in mine:
            bounds = f"{f.low}..{f.high}" if f.low != f.high else f"{f.low}"
            print(f"    {bounds} {f.unit} [{f.counted}] «{text[f.start : f.end]}»")


def main() -> None:
    """Score a file and time the seeds, or print a sample to be read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    sets = [HERE / "data" / name for name in ("figures.jsonl", "counted.jsonl")]
    parser.add_argument("data", type=Path, nargs="*", default=sets)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--read", type=Path)
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.read:
        sample(options.read, options.sample, options.seed)
    else:
        for path in options.data:
            print(path.name)
            score(path, options.misses)
        share()


if __name__ == "__main__":
    main()
