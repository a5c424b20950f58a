"""BibTeX of the seeds, through bibtexparser."""

from __future__ import annotations

import re
from typing import Any

from analysis.exchange.base import Files, address, headed, records
from analysis.tables import Tables
from analysis.wording import MONTHS

__all__ = ["bibtex"]


def bibtex(tables: Tables) -> Files:
    """One ``@misc`` entry a seed, in UTF-8, its key made from the seed's name.

    Every character that TeX would act on is escaped, dollar signs too: a title is never
    mathematics or a command. Letters with accents are written for classic BibTeX; other scripts
    stay as they are. Titles and authors stand in two pairs of braces, so that no style changes
    their capitals or takes a body for a person. What has no title is called as `headed` says.
    """
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Block, Entry, Field

    entries, taken = list[Block](), set[str]()
    for row in records(tables.documents):
        key = _key(row["doc_id"], taken)
        taken.add(key.casefold())
        entries.append(Entry("misc", key, [Field(k, v) for k, v in _fields(row).items() if v]))
    return {"seeds.bib": write_string(Library(entries), unparse_stack=[]).encode()}


def _key(name: str, taken: set[str]) -> str:
    """`name` in the characters that every BibTeX takes; a number tells equal ones apart."""
    key = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-") or "seed"
    rank = 2
    unique = key
    while unique.casefold() in taken:
        unique = f"{key}-{rank}"
        rank += 1
    return unique


def _fields(row: dict[str, Any]) -> dict[str, str]:
    year, month, day = (*row["published"].split("-"), "", "")[:3]
    title, note = headed(row)
    return {
        "title": _value(title, whole=True),
        "author": _value(row["author"], whole=True),
        "howpublished": _value(row["publisher"]),
        "year": _value(year),
        # a name that every style defines, such as "oct"
        "month": MONTHS[int(month) - 1][:3].lower() if month else "",
        "day": _value(day and str(int(day))),
        "url": f"{{{address(row['url'])}}}" if row["url"] else "",
        "language": _value(row["language"]),
        "note": _value(note),
    }


def _value(text: str, *, whole: bool = False) -> str:
    from pylatexenc.latexencode import unicode_to_latex

    if not text:
        return ""
    escaped = unicode_to_latex(" ".join(text.split()), unknown_char_policy="keep")
    return f"{{{{{escaped}}}}}" if whole else f"{{{escaped}}}"
