"""The only place that opens seeds. It never alters a text.

A reader turns the bytes of one file into text and metadata; `READERS` says which reader serves
which file type. The text of a document is the file's own, from the first character after the
front matter, so that ``file[text_start + i] == text[i]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from analysis.errors import SeedError
from analysis.model import Document, Problem
from analysis.reviews.file import REVIEWS_NAME

__all__ = ["MAX_BYTES", "READERS", "Content", "Seeds", "read"]

Seeds = str | Path | Iterable[str | Path] | Mapping[str, str]

MAX_BYTES = 20_000_000
"""A larger file is refused: it is hardly one document."""

MAX_FRONT_MATTER = 50_000
"""Longer front matter is refused: it is hardly metadata, and YAML is slow to read."""

NOT_SEEDS = frozenset({REVIEWS_NAME, "sources.csv"})
"""Files of the kit's own that stand beside the seeds."""

_METADATA = (
    "title", "publisher", "author", "published", "url", "restates", "language", "kind",
    "reliability",
)  # fmt: skip
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)(?:^---[ \t]*(?:\r?\n|\Z))", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"https?://", re.IGNORECASE)
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_AS_WRITTEN = ("bool", "int", "float")


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader finds in a file: its text, metadata, and where the text begins."""

    text: str
    metadata: Mapping[str, str]
    text_start: int
    media_type: str


class _Loader(yaml.SafeLoader):
    """Safe, and leaves words as written: ``language: no`` is Norwegian, ``1_000`` a title."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own name and form
        first: [(tag, form) for tag, form in forms if not tag.endswith(_AS_WRITTEN)]
        for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def read(seeds: Seeds) -> tuple[list[Document], list[Problem]]:
    """Reads seeds; one that cannot be read becomes a problem and stops no other.

    Parameters
    ----------
    seeds : path, list of paths, or mapping of doc_id to text
        A folder is read with its subfolders; hidden files are passed over.

    Returns
    -------
    documents : list of Document
        In the order of their ids.
    problems : list of Problem

    Raises
    ------
    SeedError
        If a path that was named does not exist.
    """
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for name, make in _sources(seeds):
        try:
            document = make()
            if document.doc_id in documents:
                message = f"two seeds are called {document.doc_id!r}; rename one"
                raise SeedError(name, "duplicate", message)
            documents[document.doc_id] = document
        except SeedError as error:
            problems.append(Problem(error.path, error.reason, error.message))
    return [documents[key] for key in sorted(documents)], problems


def _sources(seeds: Seeds) -> list[tuple[str, Callable[[], Document]]]:
    if isinstance(seeds, Mapping):
        return [(str(key), _from_text(str(key), text)) for key, text in seeds.items()]
    paths = [seeds] if isinstance(seeds, str | Path) else list(seeds)
    return [
        (str(path), _from_file(path, path.relative_to(root).as_posix()))
        for given in paths
        for root, path in _files(Path(given))
    ]


def _files(given: Path) -> list[tuple[Path, Path]]:
    if not _exists(given):
        message = "there is no such file or folder; name the folder that holds the seeds"
        raise SeedError(str(given), "unreadable", message)
    if not given.is_dir():
        return [(given.parent, given)]
    found = (path for path in given.rglob("*") if not path.is_dir() and _wanted(path, given))
    return [(given, path) for path in sorted(found)]


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long for one, such as a text given for a path
        return False


def _wanted(path: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return not hidden and path.name not in NOT_SEEDS


def _from_text(doc_id: str, text: str) -> Callable[[], Document]:
    def make() -> Document:
        if not isinstance(text, str):
            raise SeedError(doc_id, "type", f"a text must be a str, not {type(text).__name__}")
        return Document(_named(doc_id), _checked(doc_id, text), sha256=_digest(doc_id, text))

    return make


def _named(name: str) -> str:
    """`name` itself, if tables and files can hold it."""
    if not name.strip() or not _is_whole(name):
        message = f"a seed cannot be called {name!r}; give it a name in plain characters"
        raise SeedError(ascii(name), "name", message)
    return name


def _is_whole(text: str) -> bool:
    """Whether `text` can be written as UTF-8 and holds no NUL."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _digest(name: str, text: str) -> str:
    try:
        return sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        message = f"character {error.start} is half of a surrogate pair; repair the text"
        raise SeedError(name, "encoding", message) from None


def _from_file(path: Path, doc_id: str) -> Callable[[], Document]:
    def make() -> Document:
        _named(path.as_posix())
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            allowed = ", ".join(sorted(READERS))
            message = f"files of type {path.suffix or '(none)'!r} are not read; use {allowed}"
            raise SeedError(str(path), "type", message)
        if path.is_file():
            _check_link(path, doc_id)
        data = _bytes(path)
        content = reader(str(path), data)
        text = _checked(str(path), content.text)
        document = Document(
            doc_id,
            text,
            path=path.as_posix(),
            sha256=sha256(data).hexdigest(),
            media_type=content.media_type,
            text_start=content.text_start,
        )
        return _with(document, content.metadata)

    return make


def _with(document: Document, metadata: Mapping[str, str]) -> Document:
    values: dict[str, Any] = dict(metadata)
    return replace(document, **values)


def _check_link(path: Path, doc_id: str) -> None:
    """Refuse a link among the seeds of a folder that leads out of that folder."""
    if not path.is_symlink():
        return
    folder = path.parents[doc_id.count("/")]
    if not path.resolve().is_relative_to(folder.resolve()):
        message = "this link leads out of its folder; put a copy of the file there"
        raise SeedError(str(path), "unreadable", message)


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        message = "this is no ordinary file; remove it from the seeds"
        raise SeedError(str(path), "unreadable", message)
    try:
        if path.stat().st_size > MAX_BYTES:
            message = f"larger than {MAX_BYTES:,} bytes; split it into documents"
            raise SeedError(str(path), "too_large", message)
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SeedError(
            str(path), "unreadable", f"cannot be opened ({reason}); allow reading it or remove it"
        ) from None


def _checked(name: str, text: str) -> str:
    if not text.strip():
        raise SeedError(name, "empty", "holds no text; remove it or fill it")
    if "\x00" in text:
        raise SeedError(name, "encoding", "holds NUL characters; save it as plain text")
    return text


def _decode(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8; save the file as UTF-8"
        raise SeedError(name, "encoding", message) from None


def _plain(media_type: str) -> Callable[[str, bytes], Content]:
    def reader(name: str, data: bytes) -> Content:
        whole = _decode(name, data)
        mark = len(whole) - len(whole.removeprefix("\ufeff"))
        match = _FRONT.match(whole[mark:])
        if match is None:
            return Content(whole[mark:], {}, mark, media_type)
        start = mark + match.end()
        return Content(whole[start:], _front_matter(name, match[1]), start, media_type)

    return reader


def _front_matter(name: str, source: str) -> dict[str, str]:
    if len(source) > MAX_FRONT_MATTER:
        message = f"the front matter is longer than {MAX_FRONT_MATTER:,} characters; shorten it"
        raise SeedError(name, "front_matter", message)
    try:
        values = _Loader(source).get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" (line {where.line + 2})" if where else ""
        message = f"the front matter is not valid YAML{line}; mend it or remove it"
        raise SeedError(name, "front_matter", message) from None
    if values is None:
        return {}
    if not isinstance(values, dict):
        message = "the front matter must be lines of the form 'key: value'"
        raise SeedError(name, "front_matter", message)
    found = {key: _plain_value(name, key, values[key]) for key in _METADATA if key in values}
    _check_metadata(name, found)
    return found


def _plain_value(name: str, key: str, value: Any) -> str:
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
    message = f"{key} in the front matter must be one value, not a {type(value).__name__}"
    raise SeedError(name, "front_matter", message)


def _is_date(text: str) -> bool:
    match = _PARTIAL_DATE.fullmatch(text)
    try:
        return match is not None and bool(date(*(int(part or 1) for part in match.groups())))
    except ValueError:
        return False


def _check_metadata(name: str, found: Mapping[str, str]) -> None:
    published, url = found.get("published", ""), found.get("url", "")
    broken = next((key for key, value in found.items() if not _is_whole(value)), None)
    if broken:
        message = f"{broken} holds NUL or half of a surrogate pair; write the character itself"
        raise SeedError(name, "front_matter", message)
    if published and not _is_date(published):
        message = f"published must be YYYY, YYYY-MM or YYYY-MM-DD; got {published!r}"
        raise SeedError(name, "front_matter", message)
    if url and not _LINK.match(url):
        message = f"url must begin with http:// or https://; got {url!r}"
        raise SeedError(name, "front_matter", message)
    if found.get("reliability", "") not in {"", *"ABCDEF"}:
        message = f"reliability must be a letter from A to F; got {found['reliability']!r}"
        raise SeedError(name, "front_matter", message)


READERS: Mapping[str, Callable[[str, bytes], Content]] = {
    ".txt": _plain("text/plain"),
    ".md": _plain("text/markdown"),
    ".markdown": _plain("text/markdown"),
}
