"""From pieces of lines on pages to running text: columns, furniture, paragraphs, hyphens.

Coordinates are those of PDF: points, from the lower left corner of the page upwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

__all__ = ["Fragment", "Page", "running_text"]

MARGIN = 0.12
"""The share of a page's height, at its head and foot, in which furniture is looked for."""

REPEATED = 2
"""On so many pages a line must stand at the same place of head or foot to be furniture."""

MIN_LINES = 4
"""A column has at least so many lines."""

MAX_HEADING_WORDS = 16

LONGEST_WORD = 60
"""Characters of a word that is broken at the end of a line."""

MAX_FRAGMENTS = 5_000
"""A page with more pieces of lines is not looked at for columns."""

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"""\W*(?:page|p\.|seite)?\W*(?:\d{1,4}|[ivxl]{1,6})(?:\W*(?:of|/|von)\W*\d{1,4})?\W*
    | (?:https?|file)://\S+ | \d+/\d+/\d+,[ ]\d+:\d+.{0,3}   # what browsers print""",
    re.IGNORECASE | re.VERBOSE,
)
_FIGURES = re.compile(r"[^\w]{0,3}\d[\d.,\s]*\W{0,2}\w{0,4}\Z|[–—-]\Z|n/?a\Z", re.IGNORECASE)
"""What a cell of figures holds."""
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]\d]*\Z")
_BROKEN_WORD = re.compile(r"(\w+)[-\u2010\u00ad]\Z")
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a line: its words, its box, and how its characters look."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False

    @property
    def width(self) -> float:
        """Width of the box."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what is written on it, in the order of the file."""

    height: float
    fragments: tuple[Fragment, ...]


@dataclass(slots=True)
class _Line:
    """A line of running text; `column` counts columns through all pages."""

    text: str
    box: Fragment
    column: int
    page: int
    cells: tuple[str, ...] = ()
    """Its pieces from left to right, if there are several."""
    row: bool = False
    """Whether it is the row of a table."""


def running_text(pages: Iterable[Page]) -> tuple[str, tuple[int, ...]]:
    """The text, a paragraph a line with blank lines between, and the offset of each page."""
    whole = list(pages)
    furniture = _furniture(whole)
    lines: list[_Line] = []
    column = 0
    for number, page in enumerate(whole):
        kept = [f for f in page.fragments if f not in furniture[number]]
        for group in _columns(kept):
            lines += _lines(group, column, number)
            column += 1
    return _joined(lines, len(whole))


def _edges(page: Page) -> list[Fragment]:
    """What stands at the head and foot of a page, apart from the rest by more than a line."""
    down = sorted(page.fragments, key=lambda f: -f.bottom)
    up = sorted(page.fragments, key=lambda f: f.top)
    low, high = MARGIN * page.height, (1 - MARGIN) * page.height
    head = _before_gap([f for f in down if f.bottom > high], down)
    return head + _before_gap([f for f in up if f.top < low], up)


def _before_gap(zone: Sequence[Fragment], order: Sequence[Fragment]) -> list[Fragment]:
    """The fragments of `zone` before the last gap in it; `order` goes on where it ends."""
    found = 0
    for place, fragment in enumerate(zone, 1):
        after = order[place] if place < len(order) else None
        if after is None or _gap(fragment, after) > 0.8 * fragment.size:
            found = place
    return list(zone[:found])


def _gap(last: Fragment, after: Fragment) -> float:
    return max(last.bottom - after.top, after.bottom - last.top)


def _pattern(fragment: Fragment) -> str:
    """Its words, numbers aside, and its height on the page."""
    return f"{round(fragment.bottom / 4)} {_NUMBER.sub('#', fragment.text.casefold())}"


def _furniture(pages: Sequence[Page]) -> list[set[Fragment]]:
    """Of each page what is no part of the text: running heads and feet, page numbers."""
    edges = [_edges(page) for page in pages]
    known = Counter(pattern for edge in edges for pattern in set(map(_pattern, edge)))
    often = max(REPEATED, len(pages) * 0.3)
    return [
        {f for f in edge if known[_pattern(f)] >= often or _PAGE_NUMBER.fullmatch(f.text)}
        for edge in edges
    ]


def _columns(fragments: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """Groups in reading order: full-width parts, and columns from left to right between them."""
    gutter = _gutter(fragments)
    if gutter is None:
        if fragments:
            yield list(fragments)
        return
    for band, split in _bands(fragments, gutter):
        if split:
            yield from _columns([f for f in band if f.right <= gutter])
            yield from _columns([f for f in band if f.right > gutter])
        else:
            yield band


def _gutter(fragments: Sequence[Fragment]) -> float | None:
    """Where a page is divided into columns of running text; None if it is not.

    Lines of text fill their column; the cells of a table, which is read row by row, do not.
    """
    best, found = 0, None
    if len(fragments) > MAX_FRAGMENTS:
        return None
    edges = Counter(round(f.left) for f in fragments)
    for edge in sorted(edge for edge, count in edges.items() if count >= MIN_LINES):
        at = edge - 2.0
        left = [f for f in fragments if f.right <= at]
        right = [f for f in fragments if f.left >= at]
        across = len(fragments) - len(left) - len(right)
        gain = min(len(left), len(right)) - across
        if gain > best and min(len(left), len(right)) >= MIN_LINES and _fill(left, right):
            best, found = gain, at
    return found


def _fill(*columns: Sequence[Fragment]) -> bool:
    """Whether most of each column's words stand in lines that are long and as wide as it."""
    for column in columns:
        width = max(f.right for f in column) - min(f.left for f in column)
        written = sum(len(f.text) for f in column)
        full = sum(len(f.text) for f in column if f.width > 0.6 * width and len(f.text) > 18)
        if full < 0.5 * written:
            return False
    return True


def _bands(fragments: Sequence[Fragment], gutter: float) -> Iterator[tuple[list[Fragment], bool]]:
    """The parts of a page from top to bottom, and whether each is divided at `gutter`."""
    band: list[Fragment] = []
    wide: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda f: (-f.bottom, f.left)):
        across = fragment.left < gutter < fragment.right
        if across and band:
            yield band, True
            band = []
        if not across and wide:
            yield wide, False
            wide = []
        (wide if across else band).append(fragment)
    if wide:
        yield wide, False
    if band:
        yield band, True


def _lines(group: Sequence[Fragment], column: int, page: int) -> list[_Line]:
    """The lines of one column from top to bottom, pieces of one line joined."""
    lines: list[_Line] = []
    for fragment in sorted(group, key=lambda f: (-round(f.bottom, 1), f.left)):
        last = lines[-1] if lines else None
        if last is not None and abs(last.box.bottom - fragment.bottom) < 0.4 * last.box.size:
            first, second = sorted((last.box, fragment), key=lambda f: f.left)
            text = f"{first.text} {second.text}"
            box = replace(
                last.box,
                text=text,
                left=first.left,
                right=max(first.right, second.right),
                size=max(first.size, second.size),
            )
            cells = (*last.cells, fragment.text)
            lines[-1] = _Line(text, box, column, page, cells)
        else:
            lines.append(_Line(fragment.text, fragment, column, page, (fragment.text,)))
    return [*_with_rows(lines)]


def _with_rows(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The lines, those that are rows of a table written as such: "Brook | 14.2 | 6.1".

    A row has three pieces at least, most of them figures behind the first; so has the head over it.
    """
    rows = [_is_row(line) for line in lines]
    for number, line in enumerate(lines):
        head = len(line.cells) > 2 and any(rows[number + 1 : number + 2])
        if rows[number] or head:
            yield replace(line, text=" | ".join(line.cells), row=True)
        else:
            yield line


def _is_row(line: _Line) -> bool:
    figures = sum(bool(_FIGURES.match(cell)) for cell in line.cells[1:])
    return len(line.cells) > 2 and 2 * figures > len(line.cells) - 1


def _joined(lines: Sequence[_Line], count: int) -> tuple[str, tuple[int, ...]]:
    """Paragraphs from lines. A page begins at its first character, or where the last one ended."""
    body = median([line.box.size for line in lines]) if lines else 1.0
    leading = _leading(lines)
    margins = _margins(lines)
    words = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    text = ""
    pages: list[int] = []
    for last, line in pairwise((None, *lines)):
        assert line is not None  # noqa: S101 - only the first of all is None
        heading = _is_heading(line, body)
        if last is None or _parts(last, line, leading, body, margins[line.column]):
            text += "\n\n" if text else ""
            start, text = len(text), text + ("## " if heading else "") + line.text
        else:
            text, start = _continued(text, line.text, words)
        while len(pages) <= line.page:
            pages.append(start if len(pages) == line.page else min(start, len(text)))
    pages += [len(text)] * (count - len(pages))
    return text, tuple(pages)


def _leading(lines: Sequence[_Line]) -> float:
    """The usual distance of lines."""
    steps = [
        last.box.bottom - line.box.bottom
        for last, line in pairwise(lines)
        if last.column == line.column and 0 < last.box.bottom - line.box.bottom < 4 * last.box.size
    ]
    return median(steps) if steps else 0.0


def _margins(lines: Sequence[_Line]) -> dict[int, float]:
    """Where the lines of each column begin, indented ones aside."""
    lefts: dict[int, list[float]] = {}
    for line in lines:
        lefts.setdefault(line.column, []).append(line.box.left)
    return {column: median(values) for column, values in lefts.items()}


def _is_heading(line: _Line, body: float) -> bool:
    short = len(line.text.split()) <= MAX_HEADING_WORDS
    bold = line.box.bold and not _ENDS.search(line.text)
    return short and (bold or line.box.size > 1.15 * body)


def _parts(last: _Line, line: _Line, leading: float, body: float, margin: float) -> bool:
    """Whether `line` begins a paragraph."""
    if last.row or line.row:
        return True
    if _is_heading(last, body) != _is_heading(line, body):
        return True
    if abs(last.box.size - line.box.size) > 0.12 * body:
        return True
    ended = _ENDS.search(last.text) is not None
    if last.column != line.column:
        return ended
    step = last.box.bottom - line.box.bottom
    indented = line.box.left - margin > 0.8 * body and last.box.left - margin < 0.8 * body
    return step > 1.3 * leading or (ended and indented) or _is_item(line.text)


def _is_item(text: str) -> bool:
    return text.startswith(("• ", "– ", "▪ ", "- ", "· "))


def _continued(text: str, line: str, words: Counter[str]) -> tuple[str, int]:
    """`text` with another line of the same paragraph, and where that line begins."""
    broken = _BROKEN_WORD.search(text, max(0, len(text) - LONGEST_WORD))
    rest = _WORD.match(line)
    if broken is None or rest is None or not line[0].islower():
        apart = "" if text.endswith(("-", "–", "—", "/")) and not text.endswith(" –") else " "
        return text + apart + line, len(text + apart)
    with_hyphen = f"{broken[1]}-{rest[0]}".casefold()
    without = f"{broken[1]}{rest[0]}".casefold()
    keep = words[with_hyphen] > words[without]
    text = text if keep else text[:-1]
    return text + line, len(text)
