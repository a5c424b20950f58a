"""Headings, paragraphs and sentences, all as offsets into the untouched text.

The layout comes from the lines alone, so that a heading never melts into the next sentence.
Sentence boundaries come from `analysis.parser`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from spacy.tokens import Doc, Span

from analysis.model import Document, Ids, Sentence
from analysis.model import Span as Place
from analysis.parser import CLOSERS, MAX_PARSED, parse
from analysis.prose import MAX_SENTENCE, masked

__all__ = ["Block", "Paragraph", "Segmented", "blocks", "segment"]

MAX_HEADING_WORDS = 16
MIN_MARGIN = 40
"""Characters; running text is hardly broken at less."""

_LINE = re.compile(r"[^\r\n]+")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+•–]|\d{1,2}[.)])[ \t]+")
_MARKDOWN_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*\Z")
_BOLD_LINE = re.compile(r"[ \t]*(\*\*|__)(?!\s)(?:(?!\1).)+(?<!\s)\1[ \t]*")
"""A line in bold type, as questions are set in interviews."""
_QUOTE_MARK = re.compile(r"[ \t]*(?:>[ \t]?)+")
_RULE = re.compile(r"[ \t]*([-*_=])(?:[ \t]*\1){2,}[ \t]*\Z")
_STOPS = ".!?:;…,"
_OPENERS = "\"'“‘„«([{"
_BREAK = re.compile(r"[.!?…][\"'”’»)\]]*\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph: ``document.text[start:end]``."""

    start: int
    end: int
    heading: bool
    section: str


@dataclass(frozen=True)
class Paragraph:
    """A parsed paragraph or a piece of a very long one; `doc` tokens start at `start`."""

    start: int
    end: int
    section: str
    number: int
    doc: Doc


@dataclass(frozen=True)
class Segmented:
    """A document with its parsed paragraphs and its sentences in reading order."""

    document: Document
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    parses: tuple[Span, ...]
    """The parse of each sentence, in the order of `sentences`."""
    unread: tuple[Place, ...] = ()
    """Parts of the text that are no prose and were not searched."""


def blocks(text: str) -> list[Block]:
    """The headings and paragraphs of `text`.

    A heading is a Markdown heading, or a single line without a full stop that stands before
    other text. Hard-wrapped lines are one paragraph; a list item is a paragraph of its own.
    """
    pieces = list(_pieces(text))
    found: list[Block] = []
    section = ""
    run = 0
    for number, (start, end, marked) in enumerate(pieces):
        follows = number + 1 < len(pieces)
        heading = marked or (follows and run < 2 and _like_heading(text[start:end]))
        heading = heading and not (not marked and _in_list_of_lines(text, pieces, number))
        run = run + 1 if heading else 0
        if heading:
            section = " ".join(text[start:end].split())
        found.append(Block(start, end, heading, section))
    return found


def _in_list_of_lines(text: str, pieces: list[tuple[int, int, bool]], number: int) -> bool:
    """Whether three or more lines like headings stand together: a list, not headings."""

    def like(index: int) -> bool:
        if not 0 <= index < len(pieces):
            return False
        start, end, marked = pieces[index]
        return not marked and _like_heading(text[start:end])

    around = [like(number + step) for step in (-2, -1, 1, 2)]
    return (around[1] and (around[0] or around[2])) or (around[2] and around[3])


def _like_heading(line: str) -> bool:
    words = line.split()
    bare = line.rstrip().rstrip(CLOSERS)
    return (
        "\n" not in line
        and 0 < len(words) <= MAX_HEADING_WORDS
        and not bare.endswith(tuple(_STOPS))
        and _opens(line)
        and any(character.isalpha() for character in line)
    )


def _opens(line: str) -> bool:
    """Whether `line` begins as a sentence or heading can: with no small letter, no mark."""
    first = line.lstrip().lstrip(_OPENERS)[:1]
    return first.isalnum() and not first.islower()


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, is a marked heading) of each block, Markdown marks left outside."""
    usual = _usual_length(text)
    for group in _groups(text):
        for lines in _joined(text, group, usual):
            start, end = lines[0][0], lines[-1][1]
            line = text[start:end]
            heading = _MARKDOWN_HEADING.match(line) if len(lines) == 1 else None
            if heading and heading[1]:
                yield start + heading.start(1), start + heading.end(1), True
                continue
            for mark in (_QUOTE_MARK, _LIST_ITEM):
                match = mark.match(text, start, end)
                start = match.end() if match else start
            start, end = _trimmed(text, start, end)
            if start < end:
                yield start, end, False


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _groups(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines between blank lines and ruled lines."""
    group: list[tuple[int, int]] = []
    last = 0
    for match in _LINE.finditer(text):
        gap = text[last : match.start()].replace("\r\n", "\n")
        blank = not match[0].strip() or _RULE.match(match[0])
        if group and (blank or len(gap) > 1):
            yield group
            group = []
        if not blank:
            group.append(match.span())
        last = match.end()
    if group:
        yield group


def _usual_length(text: str) -> int:
    """The median length of the lines of running text: near the margin, if there is one."""
    lengths = [len(line) for line in _LINE.findall(text) if len(line) > MIN_MARGIN]
    return int(median(lengths)) if lengths else MIN_MARGIN


def _joined(text: str, group: list[tuple[int, int]], usual: int) -> Iterator[list[tuple[int, int]]]:
    """Lines of one group, those of a hard-wrapped paragraph together."""
    margin = max(usual, *(end - start for start, end in group))
    run: list[tuple[int, int]] = []
    for line, after in pairwise([*group, group[-1]]):
        opens = not run or _closed(text, run[-1])
        alone = line != after and _stands_alone(text, line, after, margin)
        if opens and (alone or _BOLD_LINE.fullmatch(text, *line)):
            yield from _paragraphs(text, run)
            yield [line]
            run = []
        else:
            run.append(line)
    yield from _paragraphs(text, run)


def _stands_alone(text: str, line: tuple[int, int], after: tuple[int, int], margin: int) -> bool:
    """Whether `line` is like a heading and was not broken off to stay within `margin`."""
    following = text[slice(*after)]
    words = following.split()
    room = margin - (line[1] - line[0]) - 1
    broken_off = bool(words) and len(words[0]) > room
    return _like_heading(text[slice(*line)]) and _opens(following) and not broken_off


def _closed(text: str, line: tuple[int, int]) -> bool:
    return text[slice(*line)].rstrip().rstrip(CLOSERS).endswith(tuple(".!?:…"))


def _paragraphs(text: str, lines: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    if _wrapped(text, lines):
        yield from _items(text, lines)
    else:
        yield from ([line] for line in lines)


def _items(text: str, group: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    item: list[tuple[int, int]] = []
    for line in group:
        if item and (_LIST_ITEM.match(text, *line) or _MARKDOWN_HEADING.match(text[slice(*line)])):
            yield item
            item = []
        item.append(line)
    yield item


def _wrapped(text: str, group: list[tuple[int, int]]) -> bool:
    """Whether the lines of `group` are one paragraph broken at a margin.

    All lines but the last are then about as long as the longest, which is no longer than
    printed lines are (120 characters), and one of them breaks off in mid-sentence.
    """
    lengths = [end - start for start, end in group[:-1]]
    if not lengths or max(lengths) > 120:
        return False
    full = all(length >= 0.6 * max(lengths) for length in lengths)
    open_end = any(not _closed(text, line) for line in group[:-1])
    return full and open_end and max(lengths) >= 30


def segment(documents: Iterable[Document]) -> Iterator[Segmented]:
    """Parses documents; the text that the parser sees has the same length as the original."""
    for document in documents:
        text, _ = masked(document.text)
        layout = [block for block in blocks(text) if not block.heading]
        pieces = [
            (start, end, block.section, number)
            for number, block in enumerate(layout)
            for start, end in _chunks(text, block.start, block.end)
        ]
        parsed = parse(_for_parser(text[p[0] : p[1]]) for p in pieces)
        paragraphs = tuple(
            Paragraph(*piece, doc) for piece, doc in zip(pieces, parsed, strict=True)
        )
        yield _segmented(document, paragraphs)


_PLAIN = {code: " " for code in range(0x3001) if chr(code).isspace()} | {ord("’"): "'"}
"""What the parser was not trained on, each replaced by one character that it knows."""


def _for_parser(text: str) -> str:
    return text.translate(_PLAIN)


def _chunks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_PARSED:
        window = text[start : start + MAX_PARSED]
        breaks = [match.end() for match in _BREAK.finditer(window)]
        cut = breaks[-1] if breaks else window.rfind(" ") + 1 or MAX_PARSED
        yield start, start + cut
        start += cut
    if start < end:
        yield start, end


def _segmented(document: Document, paragraphs: tuple[Paragraph, ...]) -> Segmented:
    ids = Ids(document.doc_id)
    text, unread = masked(document.text)
    sentences: list[Sentence] = []
    parses: list[Span] = []
    for paragraph in paragraphs:
        for sentence in paragraph.doc.sents:
            start = paragraph.start + sentence.start_char
            start, end = _trimmed(text, start, paragraph.start + sentence.end_char)
            if len(sentence) > MAX_SENTENCE:
                unread.append((start, end))
            elif start < end:
                name = ids.make("s", document.text[start:end])
                page = bisect_right(document.pages, start) or None
                sentences.append(
                    Sentence(name, start, end, paragraph.section, paragraph.number, page)
                )
                parses.append(sentence)
    return Segmented(document, paragraphs, tuple(sentences), tuple(parses), tuple(sorted(unread)))
