"""Who says what, scored: attributed claims on a benchmark with gold attributions.

    python benchmarks/attribution.py DATA_DIR [--split dev] [--no-speed]

DATA_DIR holds ``score.py``, ``benchdata.py`` and ``polnear/SPLIT/SPLIT.jsonl.gz``: the PolNeAR
corpus 1.0.0 (Newell, Margolin and Ruths, LREC 2018), one document a line with its ``id``, its
``text`` and its ``attributions`` (source, cue and content as lists of [start, end]). The corpus is
not part of the kit. Printed are the scorer's table, how well the scores are calibrated, documents a
second as a ratio to the bare spaCy pipeline, the share of each stage, and peak memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import spacy

import analysis
import analysis.read
from analysis.cache import without_cache
from analysis.extract.attributions import model
from analysis.parser import MODEL_NAMES
from analysis.segment import segment

Rows = list[dict[str, Any]]

MANY = 0.05
"""For the calibration, finds of nearly any score are looked at."""


def main() -> None:
    """Parse a split, score it, print the scores, the calibration and the speed."""
    raw = argparse.RawTextHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--no-speed", action="store_true")
    options = parser.parse_args()
    gold = options.data / "polnear" / options.split / f"{options.split}.jsonl.gz"
    if not gold.exists() or not (options.data / "score.py").exists():
        sys.exit(f"{options.data} must hold score.py, benchdata.py and {gold.name} (see --help)")
    sys.path.insert(0, str(options.data))
    rows = list(import_module("benchdata").read_jsonl(gold))
    print_scores(options.data / "score.py", gold, rows)
    print_calibration(rows)
    if not options.no_speed:
        print_speed({row["id"]: row["text"] for row in rows})


def predictions(rows: Rows, min_score: float | None = None) -> dict[str, Rows]:
    """The attributions that `analysis.parse` finds, a document, in the scorer's form."""
    tables = analysis.parse({row["id"]: row["text"] for row in rows}, min_score=min_score)
    found: dict[str, Rows] = {row["id"]: [] for row in rows}
    for row in tables.attributions.to_dict("records"):
        claim = {"content": row["spans"], "source": row["source_spans"], "cue": row["cue_spans"]}
        found[row["doc_id"]].append(claim | {"score": row["score"]})
    return found


def print_scores(scorer: Path, gold: Path, rows: Rows) -> None:
    """Run the benchmark's own scorer over what is found at the model's threshold."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "predictions.jsonl"
        found = predictions(rows)
        lines = (json.dumps({"doc_id": name, "claims": claims}) for name, claims in found.items())
        path.write_text("\n".join(lines), encoding="utf-8")
        subprocess.run([sys.executable, scorer, gold, path, "--boot", "500"], check=True)


def print_calibration(rows: Rows) -> None:
    """Of the finds of each score, the share whose content and source are right."""
    scorer = import_module("score")
    found = predictions(rows, min_score=MANY)
    bins: dict[int, list[tuple[float, bool]]] = {}
    for row in rows:
        document = scorer.Document(row["text"])
        gold = [document.claim(entry) for entry in row["attributions"]]
        claims = [document.claim(entry) for entry in found[row["id"]]]
        pairs = scorer.match(
            claims,
            gold,
            lambda claim: claim.content,
            0.5,
            lambda p, g, document=document: scorer.same_source(document, p, g),
        )
        right = {i for i, _ in pairs}
        for i, entry in enumerate(found[row["id"]]):
            bins.setdefault(min(int(entry["score"] * 10), 9), []).append(
                (entry["score"], i in right)
            )
    total, gap = sum(map(len, bins.values())), 0.0
    print("\nscore       finds   mean   right")
    for tenth, pairs in sorted(bins.items()):
        mean = sum(score for score, _ in pairs) / len(pairs)
        right_share = sum(ok for _, ok in pairs) / len(pairs)
        gap += abs(mean - right_share) * len(pairs) / total
        span, bar = f"{tenth / 10:.1f}-{tenth / 10 + 0.1:.1f}", "#" * round(40 * right_share)
        print(f"{span} {len(pairs):8} {mean:6.2f} {right_share:7.2f} {bar}")
    print(f"expected calibration error {100 * gap:.1f} points\n")


@without_cache()
def print_speed(texts: dict[str, str]) -> None:
    """Time `analysis.parse` and the bare spaCy pipeline in turn; quote the ratio."""
    nlp = spacy.load(next(name for name in MODEL_NAMES if spacy.util.is_package(name)))
    documents = analysis.read.read(texts)[0]
    steps: dict[str, Callable[[], object]] = {
        "spaCy's whole pipeline, bare": lambda: list(nlp.pipe(texts.values())),
        "analysis.parse": lambda: analysis.parse(texts),
        "  sentences and parses, alone": lambda: list(segment(documents)),
        "  the attribution model, alone": lambda: list(model().predict(texts.values())),
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in steps}
    for _ in range(3):
        for name, step in steps.items():
            wall, processor = time.perf_counter(), time.process_time()
            step()
            spent = time.perf_counter() - wall, time.process_time() - processor
            times[name].append(spent)
    best = {name: min(spent) for name, spent in times.items()}
    (bare, _), (whole, processor), (_, parsing), (_, reading) = best.values()
    print(f"\n{'':36}  seconds  documents a second  processor seconds")
    for name, (wall, spent) in best.items():
        print(f"{name:36} {wall:8.1f}  {len(texts) / wall:18.2f}  {spent:17.1f}")
    shares = {
        "sentences and parses": parsing,
        "the attribution model": reading,
        "rules and tables": processor - parsing - reading,
    }
    print("of the processor time of analysis.parse (the model reads beside the parser):")
    print(", ".join(f"{name} {spent / processor:.0%}" for name, spent in shares.items()))
    print(f"parse runs at {bare / whole:.2f} of the bare pipeline's speed (best of 3, in turn)")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
