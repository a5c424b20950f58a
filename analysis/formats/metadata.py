"""What is said of a seed: in its front matter, in ``NAME.meta.yml`` beside it, in ``sources.csv``.

A line that cannot be used is told and left out; the seed and the other lines are read.
``NAME.meta.yml`` wins over ``sources.csv``, and both win over what stands inside the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from io import StringIO
from itertools import pairwise
from typing import Any, NamedTuple

import yaml

from analysis.errors import not_commas
from analysis.formats.base import Source, decode, is_link
from analysis.settings import METADATA
from analysis.wording import is_date, is_whole, listed

__all__ = [
    "META_SUFFIX",
    "SOURCES_NAME",
    "Line",
    "Said",
    "SourceList",
    "from_yaml",
    "is_mapping",
    "left_out",
    "meta_file",
    "source_list",
]

META_SUFFIX = ".meta.yml"
SOURCES_NAME = "sources.csv"

MOST_FAULTS = 10
"""So many of one file are told; a file with more is not what its name says."""

_AS_WRITTEN = ("bool", "int", "float")
_UNREADABLE = (yaml.YAMLError, ValueError, RecursionError, MemoryError)
_ENTRY = re.compile(r"^(?=[^\s#-])", re.MULTILINE)


class _Loader(yaml.SafeLoader):
    """Safe, and leaves words as written: ``language: no`` is Norwegian, ``1_000`` a title."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own name and form
        first: [(tag, form) for tag, form in forms if not tag.endswith(_AS_WRITTEN)]
        for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class Said(NamedTuple):
    """What is said of a seed, and what was left out of it, each with the reason."""

    values: Mapping[str, str]
    faults: tuple[str, ...] = ()


def left_out(fault: str) -> str:
    """What is wrong, and what becomes of it."""
    return f"{fault}; until that is mended it is left out"


def is_mapping(source: Source, text: str) -> bool:
    """Whether `text` is YAML with keys, or nothing."""
    try:
        return not _is_long(source, text) and isinstance(_loaded(text), dict)
    except _UNREADABLE:
        return False


def from_yaml(source: Source, text: str, place: str = "the front matter", line: int = 2) -> Said:
    """The metadata in `text`, whose first line is `line` of the file; other keys are left alone."""
    values, faults = _entries(source, text, place, line)
    return _checked({key: values[key] for key in METADATA if key in values}, faults, place)


def meta_file(source: Source) -> Said:
    """The metadata in a file beside a seed, in which every key must be known.

    Raises
    ------
    SeedError
        If it is not UTF-8.
    """
    values, faults = _entries(source, decode(source).removeprefix("\ufeff"), "the file", 1)
    unknown = [_unknown(str(key)) for key in values if key not in METADATA]
    kept = {key: values[key] for key in METADATA if key in values}
    return _checked(kept, [*faults, *unknown], "the file")


def _entries(
    source: Source, text: str, place: str, line: int
) -> tuple[Mapping[Any, Any], list[str]]:
    """The entries of YAML; where it cannot be read as a whole, those that can by themselves."""
    if _is_long(source, text):
        longest = source.settings.limits.metadata_characters
        return {}, [f"{place} is longer than {longest:,} characters; shorten it"]
    try:
        values = _loaded(text)
    except _UNREADABLE:
        return _by_entry(text, place, line)
    if isinstance(values, dict):
        return values, []
    return {}, [f"{place} must be lines of the form 'key: value'; write it so"]


def _is_long(source: Source, text: str) -> bool:
    return len(text) > source.settings.limits.metadata_characters


def _loaded(text: str) -> Any:
    values = _Loader(text).get_single_data()
    return {} if values is None else values


def _by_entry(text: str, place: str, line: int) -> tuple[dict[Any, Any], list[str]]:
    values: dict[Any, Any] = {}
    wrong = []
    starts = [0, *(match.start() for match in _ENTRY.finditer(text) if match.start()), len(text)]
    for start, end in pairwise(starts):
        entry = _entry(text[start:end])
        if isinstance(entry, dict):
            values |= entry
        else:
            wrong.append(str(line + text.count("\n", 0, start)))
    if not wrong:
        return values, []
    lines = f"line {wrong[0]} of {place} is" if len(wrong) == 1 else ""
    lines = lines or f"lines {listed(wrong, MOST_FAULTS)} of {place} are"
    advice = "put a value that holds a colon or begins with a sign in quotes"
    return values, [f"{lines} not valid YAML; {advice}"]


def _entry(text: str) -> Any:
    """An entry; one that has the form of a date and is none is what stands there."""
    try:
        return _loaded(text)
    except _UNREADABLE as error:
        if isinstance(error, ValueError):
            return yaml.BaseLoader(text).get_single_data()
        return None


def _checked(values: Mapping[str, Any], faults: Sequence[str], place: str) -> Said:
    """The values that have the form which their key needs; the others are faults too."""
    kept: dict[str, str] = {}
    found = list(faults)
    for key, value in values.items():
        plain = _plain(value)
        if plain is None:
            found.append(f"{key} in {place} must be one value, not a {type(value).__name__}")
        elif wrong := _wrong(key, plain):
            found.append(wrong)
        else:
            kept[key] = plain
    if len(found) > MOST_FAULTS:
        found[MOST_FAULTS:] = [f"{place} has {len(found) - MOST_FAULTS:,} more faults"]
    return Said(kept, tuple(map(left_out, found)))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of ``sources.csv``: what it says of which seed, and what of it was left out."""

    path: str
    number: int
    said: Said


class SourceList(NamedTuple):
    """The lines of ``sources.csv`` by the path of the seed, and what is wrong with the list."""

    lines: Mapping[str, Line]
    faults: tuple[str, ...] = ()


def source_list(source: Source) -> SourceList:
    """The lines of ``sources.csv``.

    The header is ``path`` and any of the metadata's names. An empty cell says nothing.

    Raises
    ------
    SeedError
        If the file is no such table.
    """
    text = decode(source).removeprefix("\ufeff")
    lines = csv.reader(StringIO(text, newline=""))
    said: dict[str, Line] = {}
    faults: list[str] = []
    try:
        header = [cell.strip() for cell in next(lines, [])]
        if header[:1] != ["path"]:
            message = not_commas(text, "path") or "the first line must begin with path; write it so"
            raise source.refuse("metadata", message)
        faults += _wrong_columns(header)
        for cells in filter(any, lines):
            line = _line(header, cells, lines.line_num)
            first = said.setdefault(line.path, line)
            if first is not line:
                again = f"names {line.path!r} again, after line {first.number}; remove one"
                faults.append(f"line {line.number} {again}")
    except csv.Error as error:
        faults.append(f"line {lines.line_num} is not valid CSV ({error}), nor is what follows")
    return SourceList(said, tuple(map(left_out, faults)))


def _wrong_columns(header: Sequence[str]) -> Iterator[str]:
    for place, name in enumerate(header[1:], 1):
        if name not in METADATA:
            yield _unknown(name)
        elif name in header[:place]:
            yield f"the column {name} stands twice in the first line; remove one"


def _line(header: Sequence[str], cells: Sequence[str], number: int) -> Line:
    path = cells[0].strip() if is_whole(cells[0]) else ascii(cells[0])
    if len(cells) != len(header):
        wrong = f"has {len(cells)} cells instead of {len(header)}: quote cells with commas"
        return Line(path, number, Said({}, (left_out(wrong),)))
    columns = zip(header[1:], cells[1:], strict=True)
    values: dict[str, str] = {}
    for name, cell in columns:  # of two columns of one name the first counts
        if name in METADATA and cell.strip():
            values.setdefault(name, cell)
    return Line(path, number, _checked(values, (), "the list"))


def _unknown(key: str) -> str:
    near = get_close_matches(key, METADATA, n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return f"{key[:60]!r} is no key{hint}; use {', '.join(METADATA)}"


def _plain(value: Any) -> str | None:
    """A value as text; None if it is not one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return " ".join(value.split()) if isinstance(value, str) else None


def _wrong(key: str, value: str) -> str:
    """What is wrong with the value of a key, and what is allowed; "" if nothing is."""
    if not is_whole(value):
        return f"{key} holds NUL or half of a surrogate pair; write the character itself"
    if key == "published" and value and not is_date(value):
        return f"published must be YYYY, YYYY-MM or YYYY-MM-DD; got {value!r}"
    if key == "url" and value and not is_link(value):
        return f"url must begin with http:// or https://; got {value!r}"
    if key == "reliability" and value not in {"", *"ABCDEF"}:
        return f"reliability must be a letter from A to F; got {value!r}"
    return ""
