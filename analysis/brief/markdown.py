"""Markdown cells as blocks: the same data that code cells give, for the same templates."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, cast

import mistune

from analysis.brief.blocks import Bullets, Column, Notice, Run, Style, Table, safe_link
from analysis.brief.cleaning import dicts_with
from analysis.brief.maths import formula
from analysis.brief.plaintext import plain_runs

__all__ = ["markdown_blocks"]

Json = dict[str, Any]


@lru_cache(maxsize=1)
def _parser() -> Callable[[str], list[Json]]:
    parser = mistune.create_markdown(renderer=None, plugins=["table", "strikethrough", "math"])
    return cast("Callable[[str], list[Json]]", parser)


def markdown_blocks(source: str) -> list[Json]:
    """Return the blocks of a markdown cell.

    Formulas are drawn; one that cannot be is shown as it was typed, and a notice says so. Raw HTML
    is shown as it was typed, too; a picture by its alt text, since a brief loads nothing.
    """
    blocks = list(_blocks(_parser()(source)))
    for text in dict.fromkeys(run["text"] for run in dicts_with("undrawn", blocks)):
        words = "This formula cannot be drawn here; it stands as it was typed, in LaTeX: "
        blocks.append(Notice((words, Run(text, "mono")), "warning").to_json())
    return blocks


def _blocks(tokens: list[Json]) -> Iterator[Json]:
    for token in tokens:
        make = _BLOCKS.get(token["type"])
        if make is not None:
            yield make(token)
        elif token["type"] != "blank_line":
            yield _verbatim(token)


def _heading(token: Json) -> Json:
    level, text = token["attrs"]["level"], _inline(token["children"])
    return {"type": "heading", "level": level, "text": text, "anchor": ""}


def _paragraph(token: Json) -> Json:
    return {"type": "prose", "paragraphs": [_inline(token["children"])]}


def _list(token: Json) -> Json:
    items = []
    for item in token["children"]:
        first, *rest = item["children"] or [{"type": "blank_line"}]
        is_text = first["type"] in ("block_text", "paragraph")
        text = _inline(first["children"]) if is_text else []
        inside = list(_blocks(rest if is_text else item["children"]))
        items.append({"text": text, "inside": inside})
    ordered = bool(token["attrs"]["ordered"])
    return Bullets((), ordered=ordered).to_json() | {"items": items}


def _quotation(token: Json) -> Json:
    return {"type": "quotation", "blocks": list(_blocks(token["children"]))}


def _table(token: Json) -> Json:
    head, *bodies = token["children"]
    columns = [
        Column(plain_runs(_inline(cell["children"])), cell["attrs"]["align"] or "left")
        for cell in head["children"]
    ]
    rows = [
        {"anchor": "", "cells": [_inline(cell["children"]) for cell in row["children"]]}
        for body in bodies
        for row in body["children"]
    ]
    return Table("", columns, ()).to_json() | {"rows": rows}


def _display(token: Json) -> Json:
    return {"type": "prose", "paragraphs": [[_formula(token["raw"])]]}


def _formula(source: str) -> Json:
    drawn = formula(source)
    return drawn if drawn is not None else Run(source.strip(), "mono").to_json() | {"undrawn": True}


def _verbatim(token: Json) -> Json:
    return {"type": "verbatim", "verbatim": token.get("raw", "").strip("\n")}


_BLOCKS: dict[str, Callable[[Json], Json]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "block_text": _paragraph,
    "list": _list,
    "block_quote": _quotation,
    "block_math": _display,
    "table": _table,
    "thematic_break": lambda token: {"type": "rule"},
}

_STYLES: dict[str, Style] = {"strong": "strong", "emphasis": "emphasis", "strikethrough": "muted"}
_TYPED = ("codespan", "inline_html")


def _inline(tokens: list[Json], style: Style = "plain", link: str = "") -> list[Json]:
    runs: list[Json] = []
    for token in tokens:
        kind = token["type"]
        if kind in ("softbreak", "linebreak"):
            runs.append(Run(" ").to_json())
        elif kind == "link":
            target = safe_link(html.unescape(token["attrs"]["url"]))
            runs += _inline(token["children"], style, target or link)
        elif kind in ("inline_math", "block_math"):
            runs.append(_formula(token["raw"]))
        elif kind == "image":
            alt = plain_runs(_inline(token.get("children", [])))
            runs.append(Run(f"[picture: {alt}]", "muted", link).to_json())
        elif "children" in token:
            inner = "strong" if style == "strong" else _STYLES.get(kind, style)
            runs += _inline(token["children"], inner, link)
        else:
            raw, typed = token.get("raw", ""), kind in _TYPED
            text = raw if typed else html.unescape(raw)
            runs.append(Run(text, "mono" if typed else style, link).to_json())
    return runs
