"""CSL-JSON of the seeds, for Zotero, pandoc and other citation processors."""

from __future__ import annotations

from typing import Any

from analysis.exchange.base import Files, as_json, headed, present, records
from analysis.tables import Tables

__all__ = ["csl"]

_TYPES = {
    "article": "article",
    "blog": "post-weblog",
    "broadcast": "broadcast",
    "hearing": "hearing",
    "interview": "interview",
    "legislation": "legislation",
    "magazine": "article-magazine",
    "news": "article-newspaper",
    "paper": "article-journal",
    "post": "post",
    "report": "report",
    "speech": "speech",
    "webpage": "webpage",
}
"""What a seed's front matter calls itself, as CSL 1.0.2 calls it; all else is a document."""


def csl(tables: Tables) -> Files:
    """One item a seed. What a seed does not say of itself, its item does not say either.

    Only a title each needs: see `headed`.
    An author is a literal name: the front matter does not say which part is the family name.
    """
    return {"seeds.csl.json": as_json([_item(row) for row in records(tables.documents)])}


def _item(row: dict[str, Any]) -> dict[str, Any]:
    title, note = headed(row)
    return present(
        {
            "id": row["doc_id"],
            "type": _TYPES.get(row["kind"].casefold(), "webpage" if row["url"] else "document"),
            "title": title,
            "author": [{"literal": row["author"]}] if row["author"] else [],
            "publisher": row["publisher"],
            "issued": _date(row["published"]),
            "URL": row["url"],
            "language": row["language"],
            "note": note,
            "custom": {"sha256": row["sha256"]},
        }
    )


def _date(published: str) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in published.split("-")]]} if published else {}
