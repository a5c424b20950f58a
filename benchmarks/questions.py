"""Open questions, scored, and on request a sample of finds on running text to be read.

    python benchmarks/questions.py DATA_DIR [--misses N]
    python benchmarks/questions.py DATA_DIR --read FILE [--sample N]

DATA_DIR holds ``score.py`` and ``dev.jsonl.gz``: one item a line with its ``item_id``, its window
``text``, the ``sentence`` that is scored, a ``label``, a ``subtype`` and the gold ``questions`` as
lists of [start, end]. The items come from the GUM corpus and from UD English PUD and are not part
of the kit. FILE is a JSON lines file (or its .gz) of documents with ``id`` and ``text``. Printed
are the scorer's figures, the share of the time that the questions take, and the sample.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from analysis.extract import questions
from analysis.extract.base import parses
from analysis.model import Document, Ids, Question
from analysis.segment import segment


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON lines file, compressed or not."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def found(documents: list[Document], clock: dict[str, float]) -> Iterator[list[Question]]:
    """The questions of each document; `clock` counts the seconds and the sentences."""
    for document, segmented in zip(documents, segment(documents), strict=True):
        sentences = parses(segmented)
        start = time.perf_counter()
        yield questions.extract(sentences, (), Ids(document.doc_id))
        clock["questions"] += time.perf_counter() - start
        clock["sentences"] += len(sentences)


def score(folder: Path, misses: int) -> None:
    """Score the items of `folder` and print the figures, and the misses if asked for."""
    sys.path.insert(0, str(folder))
    scorer = import_module("score")
    gold = rows(folder / "dev.jsonl.gz")
    documents = [Document(item["item_id"], item["text"]) for item in gold]
    clock = {"questions": 0.0, "sentences": 0.0}
    start = time.perf_counter()
    predicted = [
        {"item_id": document.doc_id, "questions": [list(q.spans[0]) for q in made]}
        for document, made in zip(documents, found(documents, clock), strict=True)
    ]
    whole = time.perf_counter() - start
    result, judged = scorer.score(gold, predicted)
    print(json.dumps(result, indent=1))
    print(f"{clock['questions'] / whole:.1%} of {whole:.1f} s, {clock['sentences']:.0f} sentences")
    wrong = [(item, hit) for item, hit, _ in judged if bool(item["label"]) is not hit]
    for item, hit in wrong[:misses]:
        print("FALSE " if hit else "MISSED", item["text"][slice(*item["sentence"])])


def sample(path: Path, size: int) -> None:
    """Print `size` random finds on running text, and how many there are in 100 sentences."""
    documents = [Document(row["id"], row["text"]) for row in rows(path)]
    random.Random(0).shuffle(documents)
    clock = {"questions": 0.0, "sentences": 0.0}
    finds: list[str] = []
    for document, made in zip(documents, found(documents, clock), strict=True):
        for question in made:
            words = " … ".join(document.text[slice(*span)] for span in question.spans)
            finds.append(f"[{question.form}, {question.rule}] {words}\n    {question.as_question}")
        if len(finds) >= 3 * size:
            break
    print(f"{100 * len(finds) / clock['sentences']:.2f} finds in 100 sentences")
    random.Random(1).shuffle(finds)
    print("\n".join(finds[:size]))


def main() -> None:
    """Score the benchmark, or print a sample to be read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--read", type=Path)
    parser.add_argument("--sample", type=int, default=100)
    options = parser.parse_args()
    if options.read:
        sample(options.read, options.sample)
        return
    missing = [name for name in ("score.py", "dev.jsonl.gz") if not (options.data / name).exists()]
    if missing:
        sys.exit(f"{options.data} lacks {' and '.join(missing)}: see --help for what it must hold")
    score(options.data, options.misses)


if __name__ == "__main__":
    main()
