"""From annotated documents to model files: ``python -m training DATA_DIR MODEL_DIR``."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from analysis.extract.attribution_model import AttributionModel, Decoding
from training.base import base_folder
from training.blend import blend
from training.calibrate import calibrated
from training.corpus import Document, hold_out_latest, load_documents
from training.evaluate import evaluate, table
from training.export import write_int8, write_single_precision
from training.fit import fit
from training.network import from_base
from training.recipe import Recipe

_MODEL_FILES = ("trunk.onnx", "branch.onnx", "tokenizer.json")
_FORMAT = 1


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, or go on from a checkpoint; export, calibrate and evaluate."""
    options = _options(arguments)
    recipe = replace(Recipe(), seconds=options.seconds, threads=options.threads)
    options.scratch.mkdir(parents=True, exist_ok=True)
    base = base_folder(options.base, options.scratch)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    documents = load_documents(options.data, "train", tokenizer)
    seen, heldout = hold_out_latest(documents, recipe.heldout_share)
    torch.manual_seed(recipe.seed)
    network = from_base(base)
    network, steps = fit(network, seen, recipe, options.scratch / "checkpoint.pt")
    if options.blend:
        blend(network, options.blend, options.share)
    tests = {"heldout": heldout, "dev": load_documents(options.data, "dev", tokenizer)}
    single, small = options.scratch / "fp32", options.model
    write_single_precision(network, single)
    write_int8(single, small)
    facts: dict[str, Any] = {"recipe": asdict(recipe), "steps": steps}
    if options.blend:
        facts["share"] = options.share
    for folder in (small, single):
        shutil.copyfile(base / "tokenizer.json", folder / "tokenizer.json")
        _finish(folder, tests, facts)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with train/ and dev/")
    parser.add_argument("model", type=Path, help="folder for the finished model's files")
    parser.add_argument("--seconds", type=float, default=Recipe.seconds, help="training time")
    parser.add_argument("--threads", type=int, default=Recipe.threads)
    parser.add_argument("--base", type=Path, help="folder with the base weights, if at hand")
    parser.add_argument(
        "--scratch",
        type=Path,
        default=Path(tempfile.gettempdir()) / "seedbrief-training",
        help="folder for base weights, single precision and the checkpoint; a run goes on from it",
    )
    parser.add_argument("--blend", type=Path, help="checkpoint of another run to average with")
    parser.add_argument("--share", type=float, default=0.65, help="this run's share of the average")
    return parser.parse_args(arguments)


def _finish(folder: Path, tests: dict[str, list[Document]], facts: dict[str, Any]) -> None:
    """Calibrate on the held-out documents, measure, and write the manifest."""
    _write_manifest(folder, Decoding(), facts)
    model = AttributionModel.load(folder)
    model = model.with_decoding(calibrated(model, tests["heldout"]))
    reports = {name: evaluate(model, documents) for name, documents in tests.items()}
    for name, report in reports.items():
        print(f"\n{folder.name}, {name}\n{table(report)}", flush=True)
    _write_manifest(folder, model.decoding, facts | {"figures": reports})


def _write_manifest(folder: Path, decoding: Decoding, facts: dict[str, Any]) -> None:
    hashes = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in _MODEL_FILES
    }
    settings = {field.name: getattr(decoding, field.name) for field in fields(decoding)}
    manifest = {"format": _FORMAT, "files": hashes, "decoding": settings, **facts}
    text = json.dumps(manifest, indent=1, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
