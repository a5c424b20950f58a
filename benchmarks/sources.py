"""Who is meant by each source, scored on a set made by hand.

    python benchmarks/sources.py [--misses]

Reads ``data/sources.jsonl`` beside this file (see ``data/README.md``). An attribution is found if
one has a cue that overlaps the gold cue; a column is right if all sources of the attribution have
the gold value, and no source is missing or too many. Case, articles and the shape of apostrophes do
not matter. Printed for each split are the attributions found and the share of right ones for each
column, in per cent; for names also over all gold attributions, found or not. ``--misses`` lists
what is wrong in the open split; the other one stays unread.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import analysis

DATA = Path(__file__).parent / "data" / "sources.jsonl"
COLUMNS = ("name", "role", "affiliation", "kind", "sourcing", "resolved")


class Pairing(NamedTuple):
    """A gold attribution, its document, and the sources that the kit gives it, if it has it."""

    document: dict[str, Any]
    gold: dict[str, Any]
    found: list[dict[Any, Any]] | None


def normal(value: object) -> str:
    """`value` without case, articles and curly apostrophes."""
    words = str(value).casefold().replace("’", "'").split()
    return " ".join(word for word in words if word not in {"a", "an", "the"})


def values(sources: Sequence[dict[Any, Any]], column: str) -> list[str]:
    """The values of `column`, in the order of the names, so that two lists can be compared."""
    ordered = sorted(sources, key=lambda source: normal(source["name"]))
    return [normal(source[column]) for source in ordered]


def pairings(documents: Sequence[dict[str, Any]]) -> Iterator[Pairing]:
    """Each gold attribution with what the kit makes of it."""
    tables = analysis.parse({document["id"]: document["text"] for document in documents})
    sources: dict[str, dict[Any, Any]] = {
        row["source_id"]: row for row in tables.sources.to_dict("records")
    }
    rows: dict[str, list[dict[Any, Any]]] = {}
    for row in tables.attributions.to_dict("records"):
        rows.setdefault(row["doc_id"], []).append(row)
    for document in documents:
        for gold in document["attributions"]:
            start, end = gold["cue_start"], gold["cue_start"] + len(gold["cue"])
            same = [
                row
                for row in rows.get(document["id"], [])
                if any(a < end and start < b for a, b in row["cue_spans"])
            ]
            ids = same[0]["source_ids"] if same else []
            yield Pairing(document, gold, [sources[key] for key in ids] if same else None)


def share(right: int, of: int) -> str:
    """A part of a whole in per cent."""
    return f"{100 * right / of:5.1f}" if of else "  –  "


def report(split: str, paired: Sequence[Pairing]) -> None:
    """Print the figures of one split."""
    found = [(pair.gold["sources"], pair.found) for pair in paired if pair.found is not None]
    print(f"{split}: {len(found)} of {len(paired)} attributions found")
    for column in COLUMNS:
        right = sum(values(gold, column) == values(kit, column) for gold, kit in found)
        line = f"  {column:<12}{share(right, len(found))}"
        print(line + (f"   of all {share(right, len(paired))}" if column == "name" else ""))


def misses(paired: Sequence[Pairing]) -> None:
    """Print each found attribution with a wrong column: its sentence, gold and found value."""
    for document, gold, found in paired:
        wrong = [
            f"    {column}: {values(gold['sources'], column)} found {values(found, column)}"
            for column in COLUMNS
            if found is not None and values(gold["sources"], column) != values(found, column)
        ]
        if wrong:
            start = gold["cue_start"]
            context = re.sub(r"\s+", " ", document["text"][max(0, start - 90) : start + 60])
            print(f"{document['id']} [{gold['cue']}] … {context} …", *wrong, sep="\n")


def main() -> None:
    """Parse the set and score both splits."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--misses", action="store_true", help="list the misses of the open split")
    options = parser.parse_args()
    documents = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    paired = list(pairings(documents))
    for split in ("open", "held_out"):
        report(split, [pair for pair in paired if pair.document["split"] == split])
    if options.misses:
        misses([pair for pair in paired if pair.document["split"] == "open"])


if __name__ == "__main__":
    main()
