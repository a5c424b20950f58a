"""Reads annotated documents and turns their attributions into labels for word pieces."""

from __future__ import annotations

import bisect
import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from analysis.extract.attribution_model import CONTENT, CUE, NONE, SOURCE
from analysis.extract.attribution_units import Array, Unit, read_units

_FUNCTION_WORD_LIST = (
    "is are was were be been being am has have had do does did will would can could may might must"
    " shall should not n't n ' ’ t s to also still just only already never it he she they we i that"
    " a an the of in on"
)
_FUNCTION_WORDS = frozenset(_FUNCTION_WORD_LIST.split())
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Gold:
    """One annotated attribution within a unit: its anchor piece and the label of each piece."""

    anchor: int
    labels: Array


@dataclass(frozen=True)
class Example:
    """A unit with the attributions whose cue lies in it."""

    unit: Unit
    gold: tuple[Gold, ...]


@dataclass(frozen=True)
class Document:
    """A document as read, with its units."""

    doc_id: str
    text: str
    attributions: list[dict[str, Any]]
    examples: tuple[Example, ...]

    @property
    def units(self) -> list[Unit]:
        """The units alone."""
        return [example.unit for example in self.examples]


def load_documents(data: Path, split: str, tokenizer: Tokenizer) -> list[Document]:
    """Read ``DATA/SPLIT/SPLIT.jsonl.gz``.

    Raises
    ------
    FileNotFoundError
        If the split is not there.
    """
    path = data / split / f"{split}.jsonl.gz"
    if not path.is_file():
        raise FileNotFoundError(f"no split {split!r}: expected the file {path}")
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        return [_document(json.loads(line), tokenizer) for line in lines if line.strip()]


def hold_out_latest(
    documents: Sequence[Document], share: float
) -> tuple[list[Document], list[Document]]:
    """Split documents in two: all but the latest, and the latest ``share`` by date in their id."""
    ordered = sorted(documents, key=lambda document: (_date(document), document.doc_id))
    kept = len(ordered) - round(share * len(ordered))
    return ordered[:kept], ordered[kept:]


def _date(document: Document) -> str:
    found = _DATE.search(document.doc_id)
    return found.group() if found else ""


def _document(row: dict[str, Any], tokenizer: Tokenizer) -> Document:
    text, attributions = row["text"], row["attributions"]
    units = read_units(text, tokenizer)
    first_characters = [int(unit.starts[0]) for unit in units]
    gold: list[list[Gold]] = [[] for _ in units]
    for attribution in attributions:
        if not attribution["cue"]:
            continue
        number = bisect.bisect_right(first_characters, attribution["cue"][0][0]) - 1
        labelled = _gold(text, units[number], attribution) if number >= 0 else None
        if labelled:
            gold[number].append(labelled)
    examples = (Example(unit, tuple(found)) for unit, found in zip(units, gold, strict=True))
    return Document(row["id"], text, attributions, tuple(examples))


def _gold(text: str, unit: Unit, attribution: dict[str, Any]) -> Gold | None:
    labels = np.full(len(unit), NONE, np.int64)
    for label, part in ((CONTENT, "content"), (SOURCE, "source"), (CUE, "cue")):
        for start, end in attribution[part]:
            labels[(unit.starts < end) & (unit.ends > start)] = label
    cue = np.flatnonzero((labels == CUE) & unit.word_starts).tolist()
    telling = [k for k in cue if _is_telling(text[unit.starts[k] : unit.ends[k]])]
    return Gold(int((telling or cue)[0]), labels) if cue else None


def _is_telling(piece: str) -> bool:
    return piece[0].isalnum() and piece.lower() not in _FUNCTION_WORDS
