"""What a notebook cell shows: plain data that the page, the PDF and JupyterLab each lay out.

A cell ends in one block, or in a `Stack` of several::

    Table(
        caption="Figures that disagree",
        columns=(Column("Source", width=2), Column("Low", "right"), Column("High", "right")),
        rows=[
            Row((("NIS ", Run("[4]", link="#e4")), "3,000", "3,000"), anchor="f1"),
            ("Pentagon", "10,000", "12,000"),
        ],
        empty="No seed gives a figure.",
    )

The contract:

- **Text is data.** A `Text` is a string, a `Run`, or a sequence of both. Nothing in it is ever read
  as Markdown, HTML or Typst, so seed text needs no escaping. Line breaks count as spaces.
- **Links** point to an anchor of the same brief (``"#e4"``) or to an http(s) address. Any other
  address is dropped and its text stays. A link to an anchor that no block carries is dropped on
  export, so that citing a row that a filter removed does no harm.
- **Anchors** are ids made by the caller: letters, digits, ``-`` and ``_``, starting with a letter;
  `anchor()` makes one from any text. Of two equal ones in a brief the first counts.
- **Empty** is a state of its own: a `Table`, `Bullets`, `Facts` or `Cards` without rows shows its
  `empty` sentence, or nothing at all if that is ``""``.
- **Headings** are not blocks. They belong to the notebook's markdown cells, which give the contents
  list and the bookmarks. A `TitleBlock` takes the place of the notebook's first level-1 heading.
- **Determinism.** A block is nothing but its fields: equal fields, equal bytes.

Each block gives Jupyter three forms of itself: `MIME` (the data, which both exporters read),
``text/html`` (for JupyterLab, light and dark) and ``text/plain``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeAlias
from urllib.parse import urlsplit

__all__ = [
    "MIME",
    "Block",
    "Bullets",
    "Card",
    "Cards",
    "Chart",
    "Column",
    "Facts",
    "Notice",
    "Prose",
    "Row",
    "Run",
    "Stack",
    "Table",
    "Text",
    "TitleBlock",
    "anchor",
    "safe_link",
]

MIME = "application/vnd.seedbrief.v1+json"

Json: TypeAlias = dict[str, Any]
Style: TypeAlias = Literal["plain", "strong", "emphasis", "muted", "quote", "mono"]
Align: TypeAlias = Literal["left", "right", "center"]

_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")


def anchor(text: str) -> str:
    """Make an anchor from any text: ``"Who is speaking?"`` gives ``"who-is-speaking"``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9_]+", plain.lower()))
    if _ANCHOR.match(slug):
        return slug
    return f"s-{slug or hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:12]}"


def safe_link(link: str) -> str:
    """Return `link` if it is ``#anchor`` or a plain http(s) address, else an empty string."""
    if link.startswith("#"):
        return link if _ANCHOR.match(link[1:]) else ""
    if " " in link or not link.isprintable():
        return ""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return link if parts.scheme in ("http", "https") and parts.netloc else ""


def _anchor_or_none(name: str) -> str:
    if name and not _ANCHOR.match(name):
        raise ValueError(
            f"anchor: letters, digits, '-' and '_' after a letter are allowed, got {name!r}; "
            "anchor() makes one from any text"
        )
    return name


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style, optionally a link, optionally a place to link to.

    `quote` is for words as they stand in a seed (the quotation marks are the caller's), `muted`
    for what surrounds or qualifies, `mono` for identifiers, hashes and offsets. A citation takes
    both: ``Run("[1]", link="#e1", anchor="c1")``; the card `e1` then leads back to ``#c1``.
    """

    text: str
    style: Style = "plain"
    link: str = ""
    anchor: str = ""

    def to_json(self) -> Json:
        """Return the run as JSON, an address that is not allowed left out."""
        return {
            "text": self.text,
            "style": self.style,
            "link": safe_link(self.link),
            "anchor": _anchor_or_none(self.anchor),
        }


Text: TypeAlias = str | Run | Sequence[str | Run]


def _runs(text: Text) -> list[Json]:
    parts: Iterable[str | Run] = (text,) if isinstance(text, str | Run) else text
    runs = (part if isinstance(part, Run) else Run(str(part)) for part in parts)
    return [run.to_json() for run in runs if run.text]


def _links(runs: Sequence[Run]) -> list[Json]:
    return [run for run in _runs(runs) if run["text"].strip()]


Anchor: TypeAlias = str
Pairs: TypeAlias = Sequence[tuple[str, Text]]
Links: TypeAlias = Sequence[Run]

_FORMS: dict[Any, Callable[[Any], Any]] = {
    "Anchor": _anchor_or_none,
    "Links": _links,
    "Pairs": lambda pairs: [{"label": label, "value": _runs(value)} for label, value in pairs],
    "Text": _runs,
    "Sequence[Text]": lambda texts: [_runs(text) for text in texts],
    **dict.fromkeys(
        ("Sequence[Block]", "Sequence[Card]", "Sequence[Column]"),
        lambda parts: [part.to_json() for part in parts],
    ),
}
"""What becomes of a field in JSON, by its type as written; all others stay as they are."""


class _Part:
    """A block or what it is made of: plain fields, and the JSON that they make."""

    __slots__ = ()

    def to_json(self) -> Json:
        """Return the fields by their names, ready for JSON.

        Raises
        ------
        ValueError
            If an anchor is none.
        """
        return {
            each.name: _FORMS.get(each.type, lambda value: value)(getattr(self, each.name))
            for each in fields(self)  # type: ignore[arg-type]  # all parts are dataclasses
        }


class Block(_Part):
    """The base of all blocks: its data, and how Jupyter shows it."""

    __slots__ = ()

    def to_json(self) -> Json:
        """Return the block as JSON-ready data with a `type`."""
        return {"type": type(self).__name__.removesuffix("Block").lower(), **super().to_json()}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Json:
        return self.forms()

    def forms(self) -> Json:
        """Return the data, the HTML and the plain text of the block by their MIME types."""
        from analysis.brief.markup import block_html, block_text

        data = self.to_json()
        return {MIME: data, "text/html": block_html(data), "text/plain": block_text(data)}


@dataclass(frozen=True, slots=True)
class Prose(Block):
    """Paragraphs of running text."""

    paragraphs: Sequence[Text]

    def to_json(self) -> Json:
        """Return the paragraphs as lists of runs; a bare string is one paragraph."""
        texts = (self.paragraphs,) if isinstance(self.paragraphs, str) else self.paragraphs
        return {"type": "prose", "paragraphs": [_runs(text) for text in texts]}


@dataclass(frozen=True, slots=True)
class Bullets(Block):
    """A list of points under an optional lead-in sentence."""

    items: Sequence[Text]
    lead: Text = ""
    ordered: bool = False
    empty: str = ""

    def to_json(self) -> Json:
        """Return the items; `inside` is where nested Markdown lists keep their blocks."""
        items = [{"text": _runs(item), "inside": []} for item in self.items]
        return Block.to_json(self) | {"items": items}


@dataclass(frozen=True, slots=True)
class Facts(Block):
    """Label and value pairs, in the order given: provenance, parameters, scope."""

    pairs: Pairs
    caption: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Column(_Part):
    """A table column; `width` is relative to the other columns' widths."""

    label: str
    align: Align = "left"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Row(_Part):
    """A table row that other text can point to by its anchor."""

    cells: Sequence[Text]
    anchor: Anchor = ""


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A table that wraps, never clips, and repeats its head on every page.

    The first column names the row: it is a row header for screen readers and the heading of the
    row's card on a phone. A row is a `Row`, or a plain tuple of cells where no anchor is needed.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row | Sequence[Text]]
    note: Text = ""
    empty: str = "Nothing to show."

    def to_json(self) -> Json:
        """Return columns and rows.

        Raises
        ------
        ValueError
            If a row has another number of cells than there are columns, if there is no column, or
            if a width is not positive.
        """
        if not self.columns or any(column.width <= 0 for column in self.columns):
            raise ValueError("columns: at least one is needed, each with a width above 0")
        rows = [row if isinstance(row, Row) else Row(row) for row in self.rows]
        for number, row in enumerate(rows):
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"rows: each needs {len(self.columns)} cells, one a column; "
                    f"row {number} has {len(row.cells)}"
                )
        return Block.to_json(self) | {"rows": [row.to_json() for row in rows]}


@dataclass(frozen=True, slots=True)
class Chart(Block):
    """A vector drawing; made by `analysis.brief.charts`.

    `title` says the message in a sentence, `alt` what a reader who cannot see it would need,
    `caption` how to read it, `source` where its data come from. `narrow` is the same drawing for
    a phone's width; without it a phone scrolls the wide one.
    """

    svg: str
    title: str
    alt: str
    caption: Text = ""
    source: Text = ""
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Card(_Part):
    """One piece of evidence: the exact quotation between its neighbours, its facts, links back.

    `before`, `quote` and `after` follow each other as they stand in the seed, spaces included.
    `back` holds the links back to where it is cited, ``(Run("key points", link="#c1"),)``; commas
    between them are set here.
    """

    anchor: Anchor
    heading: Text
    quote: str
    before: str = ""
    after: str = ""
    facts: Pairs = ()
    back: Links = ()


@dataclass(frozen=True, slots=True)
class Cards(Block):
    """Evidence cards, in the order given."""

    cards: Sequence[Card]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Notice(Block):
    """A remark set apart from the text; `warning` where a reader could be misled without it."""

    text: Text
    severity: Literal["info", "warning"] = "info"


@dataclass(frozen=True, slots=True)
class TitleBlock(Block):
    """The head of a brief: title, subtitle, handling marking (``"TLP:CLEAR"``) and facts.

    `profile` is the data of an `analysis.brief.profile.Profile`: with it the exporters know which
    sections to show, and in which colours.
    """

    title: str
    subtitle: str = ""
    marking: str = ""
    facts: Pairs = ()
    profile: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stack(Block):
    """Several blocks shown by one cell, one under the other."""

    blocks: Sequence[Block]
