"""Blocks as plain text: what a console, a search index or a diff sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["KINDS", "plain", "plain_runs"]

Json = dict[str, Any]


def plain_runs(runs: list[Json]) -> str:
    """Return the text of runs without their styles and links."""
    return "".join(run["text"] for run in runs)


def plain(block: Json) -> str:
    """Return the text of a block, one line for each paragraph, row or point."""
    kind = block["type"]
    return "\n".join(line for line in _LINES[kind](block) if line)


def _pairs(pairs: list[Json]) -> list[str]:
    return [f"{pair['label']}: {plain_runs(pair['value'])}" for pair in pairs]


def _prose(block: Json) -> list[str]:
    return [plain_runs(paragraph) for paragraph in block["paragraphs"]]


def _bullets(block: Json) -> list[str]:
    lines = [plain_runs(block["lead"])]
    for number, item in enumerate(block["items"], start=1):
        mark = f"{number}." if block["ordered"] else "-"
        lines.append(f"{mark} {plain_runs(item['text'])}")
        inside = "\n".join(plain(child) for child in item["inside"])
        lines += [f"  {line}" for line in inside.splitlines()]
    return lines if block["items"] else [*lines, block["empty"]]


def _facts(block: Json) -> list[str]:
    return [block["caption"], *(_pairs(block["pairs"]) or [block["empty"]])]


def _table(block: Json) -> list[str]:
    head = " | ".join(column["label"] for column in block["columns"])
    rows = [" | ".join(plain_runs(cell) for cell in row["cells"]) for row in block["rows"]]
    body = [head, *rows] if rows else [block["empty"]]
    return [block["caption"], *body, plain_runs(block["note"])]


def _cards(block: Json) -> list[str]:
    lines: list[str] = []
    for card in block["cards"]:
        quotation = f"{card['before']}[{card['quote']}]{card['after']}".strip()
        lines += [plain_runs(card["heading"]), quotation, *_pairs(card["facts"])]
    return lines or [block["empty"]]


def _chart(block: Json) -> list[str]:
    return [block["title"], block["alt"], plain_runs(block["caption"]), plain_runs(block["source"])]


def _title(block: Json) -> list[str]:
    return [block["marking"], block["title"], block["subtitle"], *_pairs(block["facts"])]


def _children(block: Json) -> list[str]:
    return [plain(child) for child in block["blocks"]]


_LINES: dict[str, Callable[[Json], list[str]]] = {
    "prose": _prose,
    "bullets": _bullets,
    "facts": _facts,
    "table": _table,
    "chart": _chart,
    "cards": _cards,
    "notice": lambda block: [plain_runs(block["text"])],
    "title": _title,
    "stack": _children,
    "heading": lambda block: [plain_runs(block["text"])],
    "verbatim": lambda block: [block["verbatim"]],
    "image": lambda block: [block["alt"]],
    "quotation": _children,
    "rule": lambda block: [],
    "annex": lambda block: [],
}

KINDS = frozenset(_LINES) - {"stack"}
"""The types of block that a document is made of; a stack is what it holds."""
