"""What a user may change about reading, in one file: ``seedbrief.toml`` beside the seeds.

The file lies in the folder that holds the folder of seeds, never among them: seeds may come from
anybody, and no seed may lift a limit. It has three sections, all optional::

    [limits]
    pages = 5000

    [fields]            # names of fields in .json and .jsonl files
    text = "body"
    published = "meta.date"

    [cache]
    megabytes = 20_000
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from analysis.errors import ParameterError, SeedbriefError

__all__ = ["METADATA", "SETTINGS_NAME", "Limits", "Settings", "find_settings", "settings_path"]

SETTINGS_NAME = "seedbrief.toml"

METADATA = (
    "title", "publisher", "author", "published", "url", "restates", "language", "kind",
    "reliability",
)  # fmt: skip
"""What can be said of a seed: in front matter, beside the file, or in fields of JSON."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read; more is refused with the name of the limit.

    What decides is counted, not timed, so that slow and fast machines read the same; `seconds` and
    `memory_mb` are the last net, for files that would else never end.
    """

    file_bytes: int = 20_000_000
    """A larger file is refused: it is hardly one document."""
    container_bytes: int = 200_000_000
    """The same for files that hold many documents: .zip, .mbox, .jsonl."""
    unpacked_bytes: int = 200_000_000
    """What one file may unpack to, with all that lies in it."""
    entries: int = 10_000
    """How many files and documents may lie in one file."""
    nesting: int = 3
    """How deep files may lie in files."""
    pages: int = 2_000
    """Pages of a PDF."""
    characters: int = 5_000_000
    """Characters of one document."""
    metadata_characters: int = 50_000
    """Longer front matter is refused: it is hardly metadata, and YAML is slow to read."""
    seconds: int = 60
    """Processor time for one file of a format that is read in a process of its own."""
    memory_mb: int = 1_000
    """Memory for the same."""
    assessed_claims: int = 200_000
    """So many claims are held against each other at most; 100,000 take 1.8 GB and 99 s."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`limits`, and the JSON field that holds the text or a value, where it has another name.

    `cache_megabytes` is how large the cache may grow; by default as `analysis.cache` says.
    """

    limits: Limits = field(default_factory=Limits)
    fields: Mapping[str, str] = field(default_factory=dict)
    cache_megabytes: int | None = None


def find_settings(seeds: str | Path | Iterable[str | Path] | Mapping[str, str]) -> Settings:
    """The settings for some seeds: those of the (first) folder that holds them.

    Raises
    ------
    SeedbriefError
        If the file is not TOML.
    ParameterError
        If it sets what does not exist, or to something that is not allowed.
    """
    path = settings_path(seeds)
    if path is None:
        return Settings()
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SeedbriefError(f"{path.name} cannot be read ({error}); mend or remove it") from None
    _known("section", given, ("limits", "fields", "cache"))
    limits, named = _limits(_section(given, "limits")), _fields(_section(given, "fields"))
    cache = _section(given, "cache")
    _known("name under [cache]", cache, ("megabytes",))
    _whole_numbers("cache", cache)
    return Settings(limits, named, cache.get("megabytes"))


def settings_path(seeds: Any) -> Path | None:
    """Where the settings for some seeds lie; None if there are none."""
    if isinstance(seeds, Mapping):
        return None
    paths = [seeds] if isinstance(seeds, str | Path) else list(seeds)
    for given in map(Path, paths[:1]):
        try:
            path = given.resolve().parent / SETTINGS_NAME
            return path if path.is_file() else None
        except OSError:  # a name that is too long for one: whoever opens it says so
            return None
    return None


def _section(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    section = given.get(name, {})
    if not isinstance(section, dict):
        raise ParameterError(f"{name} in {SETTINGS_NAME}", section, f"a section [{name}]")
    return section


def _known(what: str, given: Iterable[str], allowed: Iterable[str]) -> None:
    for name in given:
        if name not in allowed:
            raise ParameterError(f"{what} in {SETTINGS_NAME}", name, allowed)


def _limits(given: Mapping[str, Any]) -> Limits:
    _known("limit", given, [each.name for each in fields(Limits)])
    _whole_numbers("limits", given)
    return replace(Limits(), **given)


def _whole_numbers(section: str, given: Mapping[str, Any]) -> None:
    for name, value in given.items():
        if type(value) is not int or value < 1:
            raise ParameterError(f"{section}.{name}", value, "a whole number above 0")


def _fields(given: Mapping[str, Any]) -> dict[str, str]:
    _known("field", given, ("id", "text", *METADATA))
    for name, value in given.items():
        if not isinstance(value, str) or not value:
            raise ParameterError(f"fields.{name}", value, 'the name of a field, such as "body"')
    return dict(given)
