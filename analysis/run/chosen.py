"""A report on some documents of a store: their rows, assessed, and what they came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from analysis.errors import TableError
from analysis.formats.metadata import META_SUFFIX, SOURCES_NAME
from analysis.loading import HASHES_NAME, Note, chosen, note, read_note
from analysis.place import Place
from analysis.reviews.file import REVIEWS_NAME
from analysis.run.results import Saved
from analysis.settings import SETTINGS_NAME

__all__ = ["STORE", "known_store", "make_choice", "note_of_store"]

STORE = "store"
"""The folder in a report where a build leaves the store that it had to make."""

_ABOUT_ALL = frozenset({f"../{SETTINGS_NAME}", SOURCES_NAME, REVIEWS_NAME})


def note_of_store(place: Place) -> Note:
    """What a store was made from.

    Raises
    ------
    TableError
        If there is no store.
    """
    noted = read_note(place)
    if noted is None or not noted.is_store:
        message = "is no store, as seedbrief parse makes it of a large corpus"
        raise TableError(f"{place.address} {message}; of others make briefs with --seeds")
    return noted


def known_store(place: Place, key: str | None) -> Saved | None:
    """The store in a folder, if it is whole and was made of what `Origin.key` says."""
    noted, folder = read_note(place), place.folder
    if folder is None or noted is None or not key or noted.key != key:
        return None
    from analysis.tables.partitions import count_rows, load_whole

    try:
        return Saved(load_whole(place, "problems"), *count_rows(folder), store=place)
    except TableError:  # somebody removed a part
        return None


def make_choice(place: Place, folder: Path, asked: Mapping[str, str], scale: str) -> Saved:
    """Save the assessed tables of documents that are chosen from a store.

    Raises
    ------
    TableError
        If nothing is chosen or too much, or the store was made by another version or scale.
    """
    noted = note_of_store(place)
    if noted.head != note({}, scale).head:
        made = noted.head.removeprefix("# ")
        raise TableError(f"{place.address} was made with {made}; make it anew with seedbrief parse")
    tables = chosen(place, asked)
    tables.save(folder)
    used = dict(_used(noted.hashes, tables.documents["doc_id"]))
    text = note(used, scale, seeds=noted.seeds, choice=dict(asked)).text
    (folder / HASHES_NAME).write_text(text, encoding="utf-8")
    return Saved.of(tables, used)


def _used(hashes: Mapping[str, str], documents: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The files that documents were in, and those that say something of them, in order."""
    files = {_file(hashes, doc_id) for doc_id in documents}
    beside = {PurePosixPath(name).with_suffix("").as_posix() + META_SUFFIX for name in files}
    wanted = files | beside | _ABOUT_ALL
    yield from ((name, digest) for name, digest in hashes.items() if name in wanted)


def _file(hashes: Mapping[str, str], doc_id: str) -> str:
    """The file among the seeds that a document was in: itself, or the outermost archive."""
    parts = doc_id.split("/")
    names = ("/".join(parts[:length]) for length in range(1, len(parts) + 1))
    return next((name for name in names if name in hashes), "")
