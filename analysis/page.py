"""What stands on a page beside its sentences, as places in the untouched text.

Datelines ("PARIS, 4 March (Wire) -"), the times of a live report, furniture ("Read also: ..."),
rows of figures in tables, and the marks of Markdown around words. None of it is said by anybody,
and a parser melts it into the sentence beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from analysis.lexicon import alternatives, load
from analysis.model import Span

__all__ = ["beside"]

_LINE = re.compile(r"[^\r\n]+")
_MARK = r"(?:\*{1,3}|_{1,3})"
_HEAD = re.compile(rf"[ \t]*(?:>[ \t]?)*(?:[-*+•–][ \t]+|#{{1,6}}[ \t]+)?{_MARK}?[(\[]?")
"""What may stand at the start of a line before its words."""

_STAMP = re.compile(
    rf"\d{{1,2}}(?::\d\d(?:[ ]?[ap]\.?m\.?)?|\.\d\d(?:[ ]?[ap]\.?m\.?|(?={_MARK})))"
    rf"(?: (?:GMT|UTC|CET|BST|EST|local time))?{_MARK}?[:,]?\s+(?:[–—-]\s+)?{_MARK}?"
    r"(?=[^\W\d_a-z]|[\"“«„])"
)
"""The time before an entry of a live report: "**14:55** Stallholders say"."""

_PLAIN_STAMP = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d[ \t]+(?=[\"“«„]?[^\W\d_a-z])")
"""A bare time with a dot, which is one where several lines begin so: "10.52 A bomb has hit"."""

_RUN_IN = re.compile(rf"(?P<mark>{_MARK})[\"“«„][^\"“”«»„]+[\"”»“](?P=mark)\s+(?=\S)")
"""What a text examines, before what it finds: "**“The dam is safe.”** False."."""

_EMPHASIS = re.compile(
    r"(?<![\w*_\\])(\*{1,3}|_{1,3})(?=[^\s*_])[^\n]{0,1500}?[^\s\\*_](\1)(?![\w*_])"
)
"""Words between marks of Markdown; not "2 * 3 * 4", "snake_case" or a bullet."""

_NAME = r"[^\W\d_][\w.’'/-]*"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:\d{{1,2}}\.?[ ]{_MONTH}|{_MONTH}[ ]\d{{1,2}})(?:,?[ ](?:19|20)\d\d)?"
_AGENCY = r"(?:,?[ ]\([^()\n]{2,40}\))?"
_DATELINE = re.compile(
    rf"(?P<city>{_NAME}(?:[ ]{_NAME}){{0,3}})"
    rf"(?:,[ ](?!{_DAY}){_NAME}(?:[ ]{_NAME}){{0,2}}){{0,2}}"
    rf"{_AGENCY}(?P<date>,?[ ]{_DAY})?{_AGENCY}"
    r"(?:[ \t]*[—–][ \t]*|[ \t]+--?[ \t]+)(?=[\"“«'‘(]?[^\W_])"
)
_LETTERS = 3
"""Letters of a place in capitals, at least: "US - " heads no report."""

_LONGEST = 20
"""Words of a line of furniture, at most."""

_SEPARATED = re.compile(r"[ \t]*\|[ \t]*|\t+|[ ]{2,}")
_FIGURE = re.compile(
    r"[(\[<>≤≥~±+−–$£€-]*\s?\d[\d.,\u00a0\u202f'’ ]*\s?(?:%|‰|°C?|[€$£]|[A-Za-zµ/³²]{1,4})?[)\]*†]?"
    r"|[–—-]|n/?a|\.{2,3}",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[<>~+−-]?\d[\d.,]*%?")
_FIGURES = 3
"""Figures at the end of a line that make it a row of a table."""

_RULED = re.compile(r"[\s|:=+-]+")
_SHORT_CELL = 5
"""Words of a cell that holds no sentence, at most."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    alone: bool
    """Whether no other line stands right above or below it."""

    @property
    def words(self) -> int:
        return len(self.text.split())


def beside(text: str) -> list[Span]:
    """The places in `text` that are no part of what its sentences say, in reading order."""
    lines = list(_lines(text))
    apart = {*_furniture(lines), *_rows_of_figures(lines)}
    found = [(line.start, line.end) for line in apart]
    live = sum(_PLAIN_STAMP.match(line.text) is not None for line in lines) > 1
    for line in lines:
        if line not in apart:
            found += _before_sentence(line, _PLAIN_STAMP if live else _STAMP)
    marks = (match.span(group) for match in _EMPHASIS.finditer(text) for group in (1, 2))
    return sorted([*found, *marks])


def _lines(text: str) -> Iterator[_Line]:
    found = [match for match in _LINE.finditer(text) if match[0].strip()]
    apart = [text.count("\n", a.end(), b.start()) > 1 for a, b in pairwise(found)]
    for match, above, below in zip(found, [True, *apart], [*apart, True], strict=False):
        yield _Line(*match.span(), match[0], above and below)


@cache
def _words(at: str) -> re.Pattern[str]:
    """The words of one place in the lexicon, case aside, a number for "#"."""
    words = alternatives(load("furniture").words(at=at)).replace(r"\#", r"\d+")
    return re.compile(rf"(?:{words})(?!\w)(?:\*{{1,3}}|_{{1,3}})?", re.IGNORECASE)


@cache
def _alert() -> re.Pattern[str]:
    return re.compile(rf"{_words('alert').pattern}\s*[:|]\s+(?=\S)", re.IGNORECASE)


def _furniture(lines: Sequence[_Line]) -> Iterator[_Line]:
    """Lines that point elsewhere, say who made what, or ask something of the reader."""
    listing = False
    for line in lines:
        head = _HEAD.match(line.text)
        start = head.end() if head else 0
        listing = listing and bool(re.match(r"[ \t]*[-*+•–][ \t]", line.text))
        label = _words("label").match(line.text, start)
        rest = line.text[label.end() :].lstrip("*_ \t") if label else ""
        pointing = label is not None and (not rest or rest[0] in ":|")
        called = line.alone and _words("line").match(line.text, start)
        first = line.text[start : start + 1]
        if listing or ((pointing or called) and line.words <= _LONGEST and not first.islower()):
            yield line
            listing = listing or (label is not None and not rest.strip(":*_ \t"))


def _before_sentence(line: _Line, stamp: re.Pattern[str]) -> Iterator[Span]:
    """The time, the alert and the dateline before what a line says, or what it is about."""
    run_in = _RUN_IN.match(line.text)
    head = _HEAD.match(line.text)
    at = run_in.end() if run_in else head.end() if head else 0
    for pattern in (stamp, _alert()):
        match = pattern.match(line.text, at)
        at = match.end() if match and not line.text[at].islower() else at
    dateline = _DATELINE.match(line.text, at)
    if dateline and _is_dateline(dateline, line):
        at = dateline.end()
    if at > (head.end() if head else 0):
        yield line.start, line.start + at


def _is_dateline(match: re.Match[str], line: _Line) -> bool:
    """Whether a place in capitals, or any with a date, stands before a sentence, not a heading."""
    city = match["city"]
    capitals = city.isupper() and sum(map(str.isalpha, city)) >= _LETTERS
    dated = bool(match["date"]) and city[0].isupper()
    return (capitals or dated) and bool(re.search(r"[.!?]", line.text[match.end() :]))


def _rows_of_figures(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The rows of tables that hold figures, with the heads over them.

    A row says what its figures are in another line: by itself it says nothing. A row with a
    sentence in a cell does.
    """
    run: list[_Line] = []
    for line in [*lines, None]:
        if line is not None and (len(_cells(line)) > 1 or _ends_in_figures(line.text)):
            run.append(line)
            continue
        if sum(map(_holds_figures, run)) > 1 or (len(run) > 1 and _holds_figures(run[-1])):
            yield from (row for row in run if _holds_figures(row) or _is_head(row))
        run = []


def _cells(line: _Line) -> list[str]:
    return [cell.strip(" *_") for cell in _SEPARATED.split(line.text.strip(" \t|"))]


def _holds_figures(line: _Line) -> bool:
    """Whether most of what a row holds is figures, two at least, or it ends in three."""
    cells = [cell for cell in _cells(line) if cell]
    figures = sum(bool(_FIGURE.fullmatch(cell)) for cell in cells)
    apart = len(cells) > 2 and figures > 1 and 2 * figures >= len(cells)
    return apart or _ends_in_figures(line.text)


def _ends_in_figures(text: str) -> bool:
    """Whether a line without a sentence ends in figures, before which something stands."""
    words = text.split()
    first = 0 if text[:1].isspace() else 1
    last = next(
        (n for n in range(len(words), first, -1) if not _TAIL.fullmatch(words[n - 1])), first
    )
    return len(words) - last >= _FIGURES and not re.search(r"[.!?]", " ".join(words[:last]))


def _is_head(line: _Line) -> bool:
    cells = _cells(line)
    short = all(len(cell.split()) <= _SHORT_CELL for cell in cells)
    return bool(_RULED.fullmatch(line.text)) or (len(cells) > 2 and short)
