"""Cuts text into the units that the attribution network reads, and makes its inputs from them.

Training and use share this module, so that the two cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

__all__ = [
    "WINDOW_PIECES",
    "Array",
    "TrunkInput",
    "Unit",
    "anchor_distances",
    "anchor_flags",
    "pack_windows",
    "read_units",
    "trunk_input",
]

Array = npt.NDArray[Any]

WINDOW_PIECES = 160
_UNIT_PIECES = 250
_JOINED_CHARACTERS = 900
_LINE_CHARACTERS = 4000
_WRAP_MARGIN, _WRAP_RAGGED = (40, 110), 30
_CLS, _SEP = 101, 102
_STRAIGHT_QUOTE, _OPENING_QUOTES, _CLOSING_QUOTES = '"', frozenset("“„«"), frozenset("”»")
_STARTS_WITH_QUOTE = re.compile(r"\s*[\"“„«]")
_SENTENCE_ENDS = frozenset(".!?")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph as word pieces: what a branch sees at once.

    ``starts`` and ``ends`` are the pieces' code points in the text, ``word_starts`` marks the first
    piece of each word, ``features`` holds ``2 * capitals + inside quotation marks``.
    """

    ids: Array
    features: Array
    word_starts: Array
    starts: Array
    ends: Array

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, start: int, end: int) -> Unit:
        """The unit's pieces from ``start`` to ``end``."""
        cut = slice(start, end)
        return Unit(
            self.ids[cut],
            self.features[cut],
            self.word_starts[cut],
            self.starts[cut],
            self.ends[cut],
        )


def read_units(text: str, tokenizer: Tokenizer) -> list[Unit]:
    """Cut a text into units of at most 250 pieces, in order and without overlap."""
    clean = _SURROGATES.sub("\ufffd", text)
    spans = list(_unit_spans(clean))
    pieces = [clean[start:end] for start, end in spans]
    encoded = tokenizer.encode_batch(pieces, add_special_tokens=False)
    units: list[Unit] = []
    for (start, _), encoding in zip(spans, encoded, strict=True):
        if encoding.ids:
            units.extend(_split(clean, _unit(clean, start, encoding)))
    return units


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of lines and of paragraphs wrapped over lines; overlong ones are cut at a space."""
    for block in _blocks(text):
        lines = [(block[0][0], block[-1][1])] if _is_wrapped(text, block) else block
        for start, end in lines:
            yield from _cut(text, start, end)


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines without an empty line between them."""
    block: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\n]+", text):
        if match.group().isspace():
            continue
        if block and match.start() > block[-1][1] + 1:
            yield block
            block = []
        block.append(match.span())
    if block:
        yield block


def _is_wrapped(text: str, block: Sequence[tuple[int, int]]) -> bool:
    """Whether all lines but the last end near one margin, as in a wrapped paragraph.

    One line proves nothing about a margin: of two lines, the second has to go on in lower case.
    """
    lengths = [end - start for start, end in block[:-1]]
    if not lengths or (len(lengths) == 1 and not text[block[1][0]].islower()):
        return False
    narrowest, widest = _WRAP_MARGIN
    ragged = max(lengths) - min(lengths)
    return narrowest <= min(lengths) and max(lengths) <= widest and ragged <= _WRAP_RAGGED


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LINE_CHARACTERS:
        space = text.rfind(" ", start + _LINE_CHARACTERS // 2, start + _LINE_CHARACTERS)
        cut = space + 1 if space >= 0 else start + _LINE_CHARACTERS
        yield start, cut
        start = cut
    yield start, end


def _unit_spans(text: str) -> Iterator[tuple[int, int]]:
    """Join a line with the next after a colon, or where a quotation goes on in the next."""
    current: tuple[int, int] | None = None
    last_line = ""
    for start, end in _lines(text):
        line = text[start:end]
        near = current is not None and end - current[0] < _JOINED_CHARACTERS
        if current is not None and near and _goes_on(last_line, line):
            current = current[0], end
        else:
            if current is not None:
                yield current
            current = start, end
        last_line = line
    if current is not None:
        yield current


def _goes_on(line: str, following: str) -> bool:
    if line.rstrip().endswith(":"):
        return True
    return bool(_STARTS_WITH_QUOTE.match(following)) and _quotation_open(line)


def _quotation_open(line: str) -> bool:
    opened = sum(line.count(mark) for mark in _OPENING_QUOTES)
    closed = sum(line.count(mark) for mark in _CLOSING_QUOTES)
    return opened > closed or line.count(_STRAIGHT_QUOTE) % 2 == 1


def _unit(text: str, start: int, encoding: Encoding) -> Unit:
    words = encoding.word_ids
    offsets = np.array(encoding.offsets, np.int64) + start
    word_starts = np.array([k == 0 or words[k] != words[k - 1] for k in range(len(words))], bool)
    return Unit(
        np.array(encoding.ids, np.int64),
        _features(text, offsets, word_starts),
        word_starts,
        offsets[:, 0],
        offsets[:, 1],
    )


def _features(text: str, offsets: Array, word_starts: Array) -> Array:
    features = np.zeros(len(offsets), np.int64)
    inside, line_end = False, -1
    for k, (start, end) in enumerate(offsets.tolist()):
        piece = text[start:end]
        if start > line_end:
            inside = inside and not _quotation_stops(text[line_end:start], piece)
            line_end = text.find("\n", start)
            line_end = len(text) if line_end < 0 else line_end
        quoted = inside
        if piece == _STRAIGHT_QUOTE:
            inside, quoted = not inside, True
        elif piece in _OPENING_QUOTES or piece in _CLOSING_QUOTES:
            inside, quoted = piece in _OPENING_QUOTES, True
        capitals = _capitals(piece) if word_starts[k] else 0
        features[k] = 2 * capitals + quoted
    return features


def _quotation_stops(gap: str, piece: str) -> bool:
    """A quotation left open ends with its paragraph; one that goes on there opens again."""
    return gap.count("\n") > 1 or bool(_STARTS_WITH_QUOTE.match(piece))


def _capitals(piece: str) -> int:
    """2: all capitals, 1: a capital first, 0: neither."""
    if len(piece) > 1 and piece.isupper():
        return 2
    return int(piece[:1].isupper())


def _split(text: str, unit: Unit) -> Iterator[Unit]:
    """Cut an overlong unit at the end of a sentence, or at least of a word."""
    start = 0
    while len(unit) - start > _UNIT_PIECES:
        end = start + _UNIT_PIECES
        words = [k for k in range(start + _UNIT_PIECES // 2, end) if unit.word_starts[k]]
        sentences = [k for k in words if text[unit.ends[k - 1] - 1] in _SENTENCE_ENDS]
        end = (sentences or words or [end])[-1]
        yield unit.part(start, end)
        start = end
    yield unit.part(start, len(unit))


def pack_windows(
    units: Sequence[Unit], limit: int = WINDOW_PIECES, first_limit: int | None = None
) -> list[list[int]]:
    """Group neighbouring units (by number) into windows of at most ``limit`` pieces where possible.

    ``first_limit`` shortens the first window; training moves the window edges with it.
    """
    windows: list[list[int]] = []
    room = first_limit or limit
    used = 1
    for number, unit in enumerate(units):
        needed = len(unit) + 1
        if not windows or used + needed > room:
            room = limit if windows else room
            windows.append([])
            used = 1
        windows[-1].append(number)
        used += needed
    return windows


@dataclass(frozen=True, slots=True)
class TrunkInput:
    """Arrays of shape (windows, pieces); ``places`` gives each unit's row and first column."""

    ids: Array
    features: Array
    mask: Array
    word_starts: Array
    places: list[tuple[int, int, Unit]]


def trunk_input(windows: Sequence[Sequence[Unit]]) -> TrunkInput:
    """Pad windows of units to one batch, with a mark between units."""
    width = max(1 + sum(len(unit) + 1 for unit in window) for window in windows)
    ids, features, mask, word_starts = np.zeros((4, len(windows), width), np.int64)
    places = []
    for row, window in enumerate(windows):
        ids[row, 0] = _CLS
        column = 1
        for unit in window:
            cut = slice(column, column + len(unit))
            ids[row, cut] = unit.ids
            features[row, cut] = unit.features
            word_starts[row, cut] = unit.word_starts
            places.append((row, column, unit))
            column += len(unit) + 1
            ids[row, column - 1] = _SEP
        mask[row, :column] = 1
    return TrunkInput(ids, features, mask, word_starts, places)


def anchor_flags(length: int, anchor: int, others: Iterable[int]) -> Array:
    """1 at this anchor, 2 at the others, 0 elsewhere."""
    flags = np.zeros(length, np.int64)
    flags[list(others)] = 2
    flags[anchor] = 1
    return flags


def anchor_distances(length: int, anchor: int) -> Array:
    """Signed distance to the anchor in 33 buckets: exact up to 8 pieces, then by half octaves."""
    signed = np.arange(length) - anchor
    distance = np.abs(signed)
    octaves = np.floor(2 * np.log2(np.maximum(distance, 1) / 8)).astype(np.int64)
    bucket = np.where(distance <= 8, distance, np.minimum(16, 9 + octaves))
    return np.asarray(np.sign(signed) * bucket + 16, np.int64)
