"""A manifest as it is read: it may be anybody's, so nothing in it is believed, opened or run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from analysis.errors import SeedbriefError
from analysis.run.manifest import JSON_TYPE

__all__ = ["Crate", "CrateError", "Listed", "read_crate"]

MAX_MANIFEST = 50_000_000
"""Bytes; a larger one lists more files than a report has."""

_HEX = frozenset("0123456789abcdef")


class CrateError(SeedbriefError):
    """A manifest that is none."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as listed; `size` is -1 where none is given, `wrong` says what keeps it unread."""

    name: str
    sha256: str
    size: int = -1
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Crate:
    """What a manifest says."""

    files: tuple[Listed, ...]
    seeds: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, object] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    published: str = ""


def read_crate(path: Path) -> Crate:
    """Read a manifest.

    Raises
    ------
    CrateError
        If it is no RO-Crate of a report.
    """
    graph = list(_graph(path))
    named = {str(each.get("@id", "")): each for each in graph}
    return Crate(
        tuple(_listed(each) for each in graph if "File" in _types(each)),
        {
            _text(each, "name"): _text(each, "sha256")
            for name, each in named.items()
            if name.startswith("#seed/")
        },
        {
            _text(each, "name"): _value(each)
            for name, each in named.items()
            if name.startswith("#parameter/")
        },
        {
            _text(each, "name"): _text(each, "version")
            for name, each in named.items()
            if name.startswith("#software/")
        },
        _text(named.get("./", {}), "datePublished"),
    )


def _graph(path: Path) -> Iterator[Mapping[str, Any]]:
    if path.stat().st_size > MAX_MANIFEST:
        raise CrateError(f"more than {MAX_MANIFEST:,} bytes")
    try:
        crate = json.loads(path.read_bytes())
    except (ValueError, RecursionError, MemoryError) as error:
        raise CrateError(f"no JSON ({error})") from None
    graph = crate.get("@graph") if isinstance(crate, dict) else None
    if not isinstance(graph, list) or not all(isinstance(each, dict) for each in graph):
        raise CrateError("JSON without an @graph of objects")
    if not any(each.get("@id") == "./" for each in graph):
        raise CrateError("an @graph without the report itself (./)")
    yield from graph


def _types(entity: Mapping[str, Any]) -> tuple[Any, ...]:
    kind = entity.get("@type")
    return tuple(kind) if isinstance(kind, list) else (kind,)


def _text(entity: Mapping[str, Any], key: str) -> str:
    value = entity.get(key, "")
    return value if isinstance(value, str) else ""


def _value(entity: Mapping[str, Any]) -> object:
    """A parameter's value; one that cannot be read stays the text that it is."""
    value = entity.get("value", "")
    if entity.get("encodingFormat") == JSON_TYPE and isinstance(value, str):
        with suppress(ValueError, RecursionError):
            return json.loads(value)
    return value


def _listed(entity: Mapping[str, Any]) -> Listed:
    name, digest = unquote(_text(entity, "@id")), _text(entity, "sha256")
    size = str(entity.get("contentSize", ""))
    number = int(size) if size.isascii() and size.isdecimal() and len(size) < 16 else -1
    wrong = _wrong_name(name)
    if not wrong and (len(digest) != 64 or not set(digest) <= _HEX):
        wrong = "a SHA-256 for it in 64 hexadecimal digits"
    return Listed(name, digest, number, wrong)


def _wrong_name(name: str) -> str:
    """What the name of a file in a report should be; "" if it is so."""
    parts = PurePosixPath(name).parts
    plain = "\x00" not in name and "\\" not in name and len(name) < 1_000
    inside = parts and ".." not in parts and not name.startswith("/") and ":" not in parts[0]
    return "" if plain and inside else "a path inside the report's folder"
