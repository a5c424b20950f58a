"""Open questions, scored, and on request a sample of finds on running text to be read.

    python benchmarks/questions.py [--misses N]
    python benchmarks/questions.py DATA_DIR [--misses N]
    python benchmarks/questions.py DATA_DIR --read FILE [--sample N]

Without DATA_DIR the sentences of ``data/questions.jsonl`` beside this file are scored (see
``data/README.md``): a find is right if it shares at least half of the longer of the two with what
the reader marked. Misses are shown of every part but ``held_out``. DATA_DIR holds ``score.py`` and
``dev.jsonl.gz``: one item a line with its ``item_id``, its window ``text``, the ``sentence`` that
is scored, a ``label``, a ``subtype`` and the gold ``questions`` as lists of [start, end]. The items
come from the GUM corpus and from UD English PUD and are not part of the kit. FILE is a JSON lines
file (or its .gz) of documents with ``id`` and ``text``. Printed are the scorer's figures, the share
of the time that the questions take, and the sample.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from analysis.extract import questions
from analysis.extract.base import parses
from analysis.model import Document, Ids, Question, Span
from analysis.segment import segment

OWN = Path(__file__).parent / "data" / "questions.jsonl"


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


def score_own(misses: int) -> None:
    """Score the kit's own sentences by part, and print what is wrong in those that are read."""
    gold = rows(OWN)
    documents = [Document(item["id"], item["text"]) for item in gold]
    clock = {"questions": 0.0, "sentences": 0.0}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: list[str] = []
    for item, made in zip(gold, found(documents, clock), strict=True):
        text, part = item["text"], counts[item["split"]]
        wanted = [
            (text.index(words), text.index(words) + len(words)) for words in item["questions"]
        ]
        spans = [question.spans[0] for question in made]
        part["right"] += sum(any(_alike(span, each) for each in wanted) for span in spans)
        part["met"] += sum(any(_alike(span, each) for span in spans) for each in wanted)
        part["found"] += len(spans)
        part["expected"] += len(wanted)
        off = [text[slice(*s)] for s in spans if not any(_alike(s, each) for each in wanted)]
        lost = [text[slice(*w)] for w in wanted if not any(_alike(span, w) for span in spans)]
        if item["split"] != "held_out":
            wrong += [f"FALSE  {words} | {text}" for words in off]
            wrong += [f"MISSED {words} | {text}" for words in lost]
    print("             precision  recall  right  found  expected")
    for name, part in counts.items():
        precision, recall = (
            100 * part["right"] / part["found"],
            100 * part["met"] / part["expected"],
        )
        rest = f"{part['right']:6} {part['found']:6} {part['expected']:9}"
        print(f"  {name:10} {precision:9.1f} {recall:7.1f} {rest}")
    print("\n".join(wrong[:misses]))


def _alike(one: Span, other: Span) -> bool:
    """Whether two spans share at least half of the longer one."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared >= max(one[1] - one[0], other[1] - other[0])


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
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--read", type=Path)
    parser.add_argument("--sample", type=int, default=100)
    options = parser.parse_args()
    if options.read:
        sample(options.read, options.sample)
        return
    if options.data is None:
        score_own(options.misses)
        return
    missing = [name for name in ("score.py", "dev.jsonl.gz") if not (options.data / name).exists()]
    if missing:
        sys.exit(f"{options.data} lacks {' and '.join(missing)}: see --help for what it must hold")
    score(options.data, options.misses)


if __name__ == "__main__":
    main()
