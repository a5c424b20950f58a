"""JSON: an object is a document. ``.jsonl`` has one a line, ``.json`` one object or a list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.formats.base import Content, Part, Refusal, Source, converter, decode, found
from analysis.settings import METADATA, SETTINGS_NAME

__all__ = ["read", "read_lines"]


def read(source: Source) -> Iterator[Part]:
    """The documents of a ``.json`` file; those of a list are called by their number or id."""
    try:
        value = _parsed(decode(source).removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise source.refuse("broken", f"is not valid JSON ({_why(error)}); mend it") from None
    if not isinstance(value, list):
        yield _document(source, "", value)
        return
    if len(value) > source.settings.limits.entries:
        raise source.refuse("too_large", _too_many(source))
    for number, each in enumerate(value, 1):
        yield _document(source, str(number), each)


def read_lines(source: Source) -> Iterator[Part]:
    """The documents of a ``.jsonl`` file, one a line, called by their line's number or id."""
    _check_encoding(source)
    told = 0
    with source.open() as lines:
        for number, line in enumerate(lines, 1):
            text = line.decode("utf-8").removesuffix("\n")
            if number == 1:
                text = text.removeprefix("\ufeff")
            if not text.strip():
                continue
            told += 1
            if told > source.settings.limits.entries:
                raise source.refuse("too_large", _too_many(source))
            try:
                yield _document(source, str(number), _parsed(text))
            except (ValueError, RecursionError) as error:
                message = f"line {number} is not valid JSON ({_why(error)}); mend it"
                yield Refusal(str(number), "broken", message)


def _check_encoding(source: Source) -> None:
    """Refuse a file that is not UTF-8 before its first line is read."""
    place = 0
    with source.open() as lines:
        for line in lines:
            decode(source, line, place)
            place += len(line)


def _too_many(source: Source) -> str:
    most = source.settings.limits.entries
    return (
        f"holds more than {most:,} documents; split it, or raise limits.entries in seedbrief.toml"
    )


def _parsed(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = dict(pairs)
    if len(keys) != len(pairs):
        raise ValueError("a key stands twice")
    return keys


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, character {error.pos}"
    return "a number is too long" if "int_max_str_digits" in str(error) else str(error)


def _document(source: Source, number: str, value: Any) -> Part:
    names = source.settings.fields
    if not isinstance(value, dict):
        return Refusal(number, "broken", "a document must be an object with fields; mend it")
    field = names.get("text", "text")
    text = _field(value, field)
    if not isinstance(text, str):
        has = ", ".join(repr(key[:40]) for key in list(value)[:8]) or "none"
        message = f"has no text in a field {field!r}; its fields are {has}"
        advice = f"name the right one in {SETTINGS_NAME}: [fields] text = ..."
        return Refusal(number, "fields", f"{message}; {advice}")
    given = {key: _field(value, names.get(key, key)) for key in METADATA}
    said = {key: _written(each) for key, each in given.items()}
    said["published"] = said["published"][:10]  # a time of day is left out
    name = _written(_field(value, names.get("id", "id"))) if number else ""
    return Content(text, found(**said), name=name or number, converter=converter())


def _field(value: Mapping[str, Any], path: str) -> Any:
    """A field by its name, or by names joined by full stops where it lies deeper."""
    if path in value:
        return value[path]
    found: Any = value
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_written(each) for each in value)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
