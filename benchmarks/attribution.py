"""Who says what, scored: attributed claims on a benchmark with gold attributions.

    python benchmarks/attribution.py DATA_DIR [--split dev]

DATA_DIR holds ``score.py``, ``benchdata.py`` and ``polnear/SPLIT/SPLIT.jsonl.gz``: the PolNeAR
corpus 1.0.0 (Newell, Margolin and Ruths, LREC 2018), one document a line with its ``id``, its
``text`` and its ``attributions`` (source, cue and content as lists of [start, end]). The corpus is
not part of the kit. Printed are the scorer's table and documents a second.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import analysis


def predictions(tables: analysis.Tables) -> dict[str, list[dict[str, Any]]]:
    """The attributions of each document in the scorer's form."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in tables.attributions.to_dict("records"):
        claim = {"content": row["spans"], "source": row["source_spans"], "cue": row["cue_spans"]}
        found.setdefault(row["doc_id"], []).append(claim)
    return found


def main() -> None:
    """Parse a split, score it, print the scores and the speed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", default="dev")
    options = parser.parse_args()
    gold = options.data / "polnear" / options.split / f"{options.split}.jsonl.gz"
    if not gold.exists() or not (options.data / "score.py").exists():
        sys.exit(f"{options.data} must hold score.py, benchdata.py and {gold.name} (see --help)")
    sys.path.insert(0, str(options.data))
    rows = list(import_module("benchdata").read_jsonl(gold))
    analysis.parse({"warm-up": "She said that it rains."})
    start = time.perf_counter()
    found = predictions(analysis.parse({row["id"]: row["text"] for row in rows}))
    seconds = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "predictions.jsonl"
        lines = (
            json.dumps({"doc_id": row["id"], "claims": found.get(row["id"], [])}) for row in rows
        )
        path.write_text("\n".join(lines), encoding="utf-8")
        subprocess.run([sys.executable, options.data / "score.py", gold, path], check=True)
    words = sum(len(row["text"].split()) for row in rows)
    print(f"{len(rows)} documents, {words:,} words: {len(rows) / seconds:.2f} documents a second")


if __name__ == "__main__":
    main()
