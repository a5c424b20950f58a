"""An executed notebook as one document: blocks in order, one title, sound headings and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from analysis.brief.blocks import Run, TitleBlock, anchor, safe_link
from analysis.brief.cleaning import clean_block, dicts_with
from analysis.brief.markdown import markdown_blocks
from analysis.brief.outputs import output_blocks
from analysis.brief.plaintext import KINDS, plain_runs
from analysis.brief.profile import SECTIONS, Profile, from_json
from analysis.errors import NotebookError

__all__ = ["Document", "anchors_of", "read_notebook", "settle_links"]

Json = dict[str, Any]

_SHORT = 18  # characters: a date, a number, a word or two
_COMPACT = 48  # characters in the widest cells of all columns together: half a line
_JOINTS = re.compile(r"[\s/._=&?-]+")  # those of `broken` in brief.typ
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


@dataclass(frozen=True, slots=True)
class Document:
    """What both exporters lay out.

    `title` is the title block's data, `blocks` the rest, `contents` the headings with their
    levels (2 and deeper) and anchors. `date` is an ISO date or empty. A block of type ``annex``
    stands where the body ends, if the notebook has sections and the profile shows the evidence.
    """

    title: Json
    blocks: list[Json]
    language: str = "en"
    date: str = ""
    contents: list[Json] = field(default_factory=list)
    profile: Profile = field(default_factory=Profile)

    def to_json(self) -> Json:
        """Return the document as JSON-ready data."""
        return {
            "title": self.title,
            "language": self.language,
            "blocks": self.blocks,
            "contents": self.contents,
            "profile": self.profile.to_json(),
        }


def read_notebook(notebook: Json) -> Document:
    """Return the document that an executed notebook shows, without its code.

    Cells tagged ``section:NAME`` are chosen and ordered by the profile in the title block. Cells
    without such a tag stay behind the section before them.

    Parameters
    ----------
    notebook : dict
        A notebook in format 4. Its metadata may hold ``seedbrief``: a mapping with `title`,
        `language` (a BCP 47 tag), `marking` and `date` (ISO) for what no `TitleBlock` says.

    Raises
    ------
    NotebookError
        If a cell ended in an error, or shows a block that this version does not know.
    ParameterError
        If the title block carries a profile that is not allowed.
    """
    settings = notebook.get("metadata", {}).get("seedbrief", {})
    groups = _groups(notebook["cells"])
    heads = [block for _, blocks in groups for block in blocks if block["type"] == "title"]
    carried = heads[0].get("profile") if heads else None
    profile = from_json(carried) if carried else Profile()
    title, blocks = _split_title([*_arranged(groups, profile)], settings)
    _level_headings(blocks)
    for table in dicts_with("columns", blocks):
        _note_lengths(table)
        table["compact"] = sum(column["longest"] for column in table["columns"]) <= _COMPACT
    known = _settle_anchors([title, *blocks])
    settle_links([title, *blocks], known)
    contents = [block for block in blocks if block["type"] == "heading"]
    language = str(settings.get("language", "en"))
    return Document(
        title,
        blocks,
        language if _LANGUAGE.match(language) else "en",
        str(settings.get("date", "")),
        contents,
        profile,
    )


def settle_links(blocks: list[Json], known: set[str]) -> None:
    """Drop the links that lead nowhere; their text stays."""
    for run in dicts_with("link", blocks):
        link = safe_link(run["link"])
        run["link"] = link if not link.startswith("#") or link[1:] in known else ""


def anchors_of(blocks: list[Json]) -> set[str]:
    """Return all places that a link can lead to."""
    return {str(holder["anchor"]) for holder in dicts_with("anchor", blocks)} - {""}


def _groups(cells: list[Json]) -> list[tuple[str, list[Json]]]:
    """What each cell shows, with the section that it is tagged with, if any."""
    groups = []
    for number, cell in enumerate(cells, start=1):
        tags = cell.get("metadata", {}).get("tags", [])
        names = [str(tag).removeprefix("section:") for tag in tags if tag.startswith("section:")]
        blocks = [clean_block(block) for block in _shown(cell, f"cell {number}")]
        groups.append((names[0] if names else "", blocks))
    return groups


def _shown(cell: Json, where: str) -> Iterator[Json]:
    source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        yield from markdown_blocks(source)
    elif cell["cell_type"] == "code":
        for block in output_blocks(cell, where):
            yield from _flat(block, where)


def _arranged(groups: list[tuple[str, list[Json]]], profile: Profile) -> Iterator[Json]:
    """Give the blocks in the profile's order, with a mark where the body ends."""
    shelves: dict[str, list[Json]] = {"": []}
    last = ""
    for section, blocks in groups:
        if profile.shows(section):
            last = section
        if profile.shows(section) or section not in SECTIONS:
            shelves.setdefault(last, []).extend(blocks)
    yield from shelves[""]
    for section in profile.sections:
        if section == "evidence" and section in shelves:
            yield {"type": "annex"}
        yield from shelves.get(section, ())


def _flat(block: Json, where: str) -> Iterator[Json]:
    kind = block.get("type")
    if kind == "stack":
        for child in block["blocks"]:
            yield from _flat(child, where)
    elif kind in KINDS:
        yield block
    else:
        raise NotebookError(
            f"{where} shows a block of type {kind!r}, which this version does not know; "
            f"known are {', '.join(sorted(KINDS))}: run the notebook again with this version"
        )


def _split_title(shown: list[Json], settings: Json) -> tuple[Json, list[Json]]:
    """Take the title block out, or make one; the first level-1 heading gives way to it."""
    heads = [b for b in shown if b["type"] == "title"]
    first = next((b for b in shown if b["type"] == "heading" and b["level"] == 1), None)
    heading = plain_runs(first["text"]) if first is not None else ""
    title = TitleBlock("").to_json() | (heads[0] if heads else {})
    title.pop("profile", None)
    title["title"] = title["title"] or str(settings.get("title", "")) or heading or "Untitled brief"
    title["marking"] = title["marking"] or str(settings.get("marking", ""))
    drop = [first, *heads[:1]]
    return title, [b for b in shown if not any(b is dropped for dropped in drop)]


def _level_headings(blocks: list[Json]) -> None:
    """Make levels start at 2, below the title, and never skip one on the way down."""
    level = 1
    for block in blocks:
        if block["type"] == "title":  # a second head is a chapter of this document
            text = [Run(block["title"]).to_json()]
            block |= {"type": "heading", "level": 1, "text": text, "anchor": ""}
        if block["type"] == "heading":
            level = min(max(2, int(block["level"])), level + 1, 6)
            block["level"] = level
        else:
            for inner in dicts_with("type", block):
                if inner["type"] == "heading":  # inside a quotation or a list: no part of contents
                    bold = [run | {"style": "strong"} for run in inner["text"]]
                    inner |= {"type": "prose", "paragraphs": [bold]}


def _settle_anchors(blocks: list[Json]) -> set[str]:
    """Keep the first of equal anchors, give each heading one of its own; return all of them."""
    known: set[str] = set()
    for holder in dicts_with("anchor", blocks):
        name = str(holder["anchor"])
        holder["anchor"] = name if safe_link(f"#{name}") and name not in known else ""
        known.add(holder["anchor"])
    for block in blocks:
        if block["type"] == "heading":
            block["anchor"] = _unused(anchor(plain_runs(block["text"])), known)
            known.add(block["anchor"])
    return known - {""}


def _note_lengths(table: Json) -> None:
    """Note for each column its longest text, and whether it is so short that it needs no wrapping.

    A table whose columns are all narrow is laid out at its own width: spread over the page it would
    be torn apart.
    """
    for number, column in enumerate(table["columns"]):
        texts = [plain_runs(row["cells"][number]) for row in table["rows"]]
        lengths = [len(text) for text in texts]
        column["longest"] = max([len(column["label"]), *lengths])
        column["short"] = max(lengths, default=0) <= _SHORT
        # What stands between the joints where a word may break, such as a hash.
        pieces = [len(piece) for text in texts for piece in _JOINTS.split(text)]
        column["piece"] = max(pieces, default=0)


def _unused(name: str, known: set[str]) -> str:
    number, candidate = 1, name
    while candidate in known:
        number += 1
        candidate = f"{name}-{number}"
    return candidate
