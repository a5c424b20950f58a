"""What is said of a seed: in its front matter, in ``NAME.meta.yml`` beside it, in ``sources.csv``.

What a person wrote must be right in every line: a seed whose metadata cannot be trusted is not read
by half. ``NAME.meta.yml`` wins over ``sources.csv``, and both win over what stands inside the file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from io import StringIO
from typing import Any

import yaml

from analysis.formats.base import Source, decode, is_link
from analysis.settings import METADATA
from analysis.wording import is_date, is_whole

__all__ = ["META_SUFFIX", "SOURCES_NAME", "Line", "from_yaml", "meta_file", "source_list"]

META_SUFFIX = ".meta.yml"
SOURCES_NAME = "sources.csv"

_AS_WRITTEN = ("bool", "int", "float")


class _Loader(yaml.SafeLoader):
    """Safe, and leaves words as written: ``language: no`` is Norwegian, ``1_000`` a title."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own name and form
        first: [(tag, form) for tag, form in forms if not tag.endswith(_AS_WRITTEN)]
        for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def from_yaml(source: Source, text: str, place: str = "the front matter") -> dict[str, str]:
    """The metadata in `text`; other keys are left alone.

    Raises
    ------
    SeedError
        If it is no valid YAML, or a value has not the form that its key needs.
    """
    values = _mapping(source, text, place)
    kept = {key: _plain(source, key, values[key], place) for key in METADATA if key in values}
    for wrong in _wrong(kept):
        raise source.refuse(_reason(place), wrong)
    return kept


def meta_file(source: Source) -> dict[str, str]:
    """The metadata in a file beside a seed, in which every key must be known.

    Raises
    ------
    SeedError
        If it is not UTF-8 or not valid, or a key is unknown.
    """
    text = decode(source).removeprefix("\ufeff")
    unknown = [key for key in _mapping(source, text, "the file") if key not in METADATA]
    if unknown:
        raise source.refuse("metadata", _unknown(str(unknown[0])))
    return from_yaml(source, text, "the file")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of ``sources.csv``: what it says of which seed, and what is `wrong` with it."""

    path: str
    number: int
    values: Mapping[str, str]
    wrong: str = ""


def source_list(source: Source) -> dict[str, Line]:
    """The lines of ``sources.csv`` by the path of the seed.

    The header is ``path`` and any of the metadata's names. An empty cell says nothing.

    Raises
    ------
    SeedError
        If the file is no such table.
    """
    lines = csv.reader(StringIO(decode(source).removeprefix("\ufeff"), newline=""))
    said: dict[str, Line] = {}
    try:
        header = [cell.strip() for cell in next(lines, [])]
        _check_header(source, header)
        for cells in lines:
            if any(cells):
                line = _line(source, header, cells, lines.line_num)
                again = line.path in said
                said[line.path] = replace(line, wrong="names a seed again") if again else line
    except csv.Error as error:
        message = f"line {lines.line_num} is not valid CSV ({error}); mend it"
        raise source.refuse("metadata", message) from None
    return said


def _check_header(source: Source, header: list[str]) -> None:
    if header[:1] != ["path"]:
        raise source.refuse("metadata", "the first line must begin with path; write it so")
    for name in header[1:]:
        if name not in METADATA:
            raise source.refuse("metadata", _unknown(name))
    if len(set(header)) != len(header):
        raise source.refuse("metadata", "a column stands twice in the first line; remove one")


def _line(source: Source, header: list[str], cells: list[str], number: int) -> Line:
    path = cells[0].strip() if is_whole(cells[0]) else ascii(cells[0])
    if len(cells) != len(header):
        wrong = f"has {len(cells)} cells instead of {len(header)}: quote cells with commas"
        return Line(path, number, {}, wrong)
    values = {
        name: " ".join(cell.split())
        for name, cell in zip(header[1:], cells[1:], strict=True)
        if cell.strip()
    }
    wrong = next(_wrong(values), "")
    return Line(path, number, values, f"is wrong: {wrong}" if wrong else "")


def _unknown(key: str) -> str:
    near = get_close_matches(key, METADATA, n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return f"{key[:60]!r} is no key{hint}; use {', '.join(METADATA)}"


def _mapping(source: Source, text: str, place: str) -> Mapping[Any, Any]:
    longest = source.settings.limits.metadata_characters
    if len(text) > longest:
        message = f"{place} is longer than {longest:,} characters; shorten it"
        raise source.refuse(_reason(place), message)
    try:
        values = _Loader(text).get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError, MemoryError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" (line {where.line + (2 if 'front' in place else 1)})" if where else ""
        message = f"{place} is not valid YAML{line}; mend it or remove it"
        raise source.refuse(_reason(place), message) from None
    if values is None:
        return {}
    if not isinstance(values, dict):
        message = f"{place} must be lines of the form 'key: value'"
        raise source.refuse(_reason(place), message)
    return values


def _reason(place: str) -> str:
    return "front_matter" if "front" in place else "metadata"


def _plain(source: Source, key: str, value: Any, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if isinstance(value, str):
        return " ".join(value.split())
    message = f"{key} in {place} must be one value, not a {type(value).__name__}"
    raise source.refuse(_reason(place), message)


def _wrong(values: Mapping[str, str]) -> Iterator[str]:
    for key, value in values.items():
        if not is_whole(value):
            yield f"{key} holds NUL or half of a surrogate pair; write the character itself"
    published, url = values.get("published", ""), values.get("url", "")
    if published and not is_date(published):
        yield f"published must be YYYY, YYYY-MM or YYYY-MM-DD; got {published!r}"
    if url and not is_link(url):
        yield f"url must begin with http:// or https://; got {url!r}"
    if values.get("reliability", "") not in {"", *"ABCDEF"}:
        yield f"reliability must be a letter from A to F; got {values['reliability']!r}"
