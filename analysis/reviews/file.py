"""``reviews.csv``: one line a decision, only ever appended to, readable in a diff.

The first line is the header. A cell that a spreadsheet would run as a formula is stored with an
apostrophe before it. Lines end with a newline, so that git's union merge (see ``.gitattributes``)
puts the lines of two people together; a header or a line that then stands there twice does no harm.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from io import StringIO
from pathlib import Path
from typing import Any

from analysis.errors import ParameterError, SeedbriefError, SeedError, not_commas, not_utf8
from analysis.model import Problem, Review
from analysis.reviews.fields import ADDED, FIELDS, WITHDRAWN, check_value
from analysis.spreadsheet import neutral, restored
from analysis.wording import is_date, is_whole, listed

__all__ = ["COLUMNS", "REVIEWS_NAME", "append_reviews", "read_reviews"]

REVIEWS_NAME = "reviews.csv"
"""The file in a folder of seeds that holds what people decided on rows."""

MAX_BYTES = 20_000_000

COLUMNS = tuple(field.name for field in fields(Review))
_NEEDED = COLUMNS[:-1]
"""The last column, `about`, may be missing: it only helps people."""


def read_reviews(seeds: Any) -> tuple[list[Review], list[Problem]]:
    """The decisions in the ``reviews.csv`` of each folder among `seeds`; none if there is none.

    The file is UTF-8 with the header ``row_id,field,value,reviewer,date,note,about``, the last
    column optional. A line that cannot be used becomes a problem and stops no other.

    Parameters
    ----------
    seeds : path, list of paths, or mapping of doc_id to text
    """
    reviews: list[Review] = []
    problems: list[Problem] = []
    paths = (
        () if isinstance(seeds, Mapping) else [seeds] if isinstance(seeds, str | Path) else seeds
    )
    for path in (Path(given) / REVIEWS_NAME for given in paths if Path(given).is_dir()):
        if not path.is_symlink() and not path.exists():
            continue
        try:
            for line, cells in _lines(str(path), _text(path)):
                review, wrong = _review(cells)
                if wrong:
                    problems.append(Problem(str(path), "review", f"line {line}: {wrong}"))
                else:
                    reviews.append(review)
        except SeedError as error:
            problems.append(Problem(error.path, error.reason, error.message))
    return reviews, problems


def _text(path: Path) -> str:
    name = str(path)
    if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
        message = "this link leads out of its folder; put a copy of the file there"
        raise SeedError(name, "unreadable", message)
    if not path.is_file():
        raise SeedError(name, "unreadable", "this is no ordinary file; remove it from the seeds")
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"cannot be opened ({reason}); allow reading it"
        raise SeedError(name, "unreadable", message) from None
    if len(data) > MAX_BYTES:
        raise SeedError(name, "too_large", f"larger than {MAX_BYTES:,} bytes; split it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SeedError(name, "encoding", not_utf8(data, error.start)) from None


def _lines(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines below the header, with their numbers; empty ones and headers are passed over."""
    lines = csv.reader(StringIO(text, newline=""), strict=True)
    headers = (list(COLUMNS), list(_NEEDED))
    try:
        if next(lines, []) not in headers:
            message = not_commas(text, COLUMNS[0])
            message = message or f"the first line must be {','.join(COLUMNS)}; write it so"
            raise SeedError(name, "review", message)
        for cells in lines:
            if any(cells) and cells not in headers:
                yield lines.line_num, cells
    except csv.Error as error:
        message = f"line {lines.line_num} is not valid CSV ({error}); mend it"
        raise SeedError(name, "review", message) from None


def _review(cells: Sequence[str]) -> tuple[Review, str]:
    """The decision on a line, and what is wrong with it, or ""."""
    review = Review(*(restored(cell.strip()) for cell in [*cells, *[""] * 7][: len(COLUMNS)]))
    return review, _wrong_cells(cells) or _wrong(review)


def _wrong_cells(cells: Sequence[str]) -> str:
    if len(cells) not in (len(_NEEDED), len(COLUMNS)):
        many = f"{len(_NEEDED)} or {len(COLUMNS)}"
        return f"has {len(cells)} cells instead of {many}; quote cells with commas"
    if not all(is_whole(cell) for cell in cells):
        return "holds NUL characters; save it as plain text"
    return ""


def _wrong(review: Review) -> str:
    """All that is wrong with a decision, and what to do; "" if nothing is."""
    faults = "; ".join(_faults(review))
    return f"{faults}; mend the line or remove it" if faults else ""


def _faults(review: Review) -> Iterator[str]:
    if missing := [name for name in ("row_id", "field", "value") if not getattr(review, name)]:
        yield f"must name row_id, field and value; missing: {listed(missing)}"
    if review.date and not is_date(review.date):
        yield f"date must be YYYY, YYYY-MM or YYYY-MM-DD; got {review.date!r}"
    if review.field and (review.value or review.field not in FIELDS):
        try:
            check_value(review.field, review.value)
        except ParameterError as error:
            yield str(error)
    if review.field == "added" and review.row_id and review.value:
        yield from _faults_added(review)


def _faults_added(review: Review) -> Iterator[str]:
    if not review.row_id.startswith(("c-", "q-")):
        yield f"an added row's id begins with c- or q-; got {review.row_id!r}"
    if review.value != WITHDRAWN and not ADDED.fullmatch(review.value):
        yield f"added must be DOC_ID#START-END WORDS; got {review.value!r}"


def append_reviews(path: Path, reviews: Iterable[Review]) -> None:
    """Add decisions at the end of `path`, all or none, while no other process writes there.

    Raises
    ------
    SeedbriefError
        If one cannot be stored or the file cannot be written; it is then as it was before.
    """
    found = [Review(*(" ".join(cell.split()) for cell in astuple(each))) for each in reviews]
    for review in found:
        wrong = "it holds NUL characters" if not is_whole("".join(astuple(review))) else ""
        if wrong := wrong or _wrong(review):
            raise SeedbriefError(f"the decision was not saved: {wrong}")
    try:
        with _held(path) as handle:
            _add(handle, path, found)
    except OSError as error:
        message = f"the decision was not saved: {error.strerror or error}: {path}"
        raise SeedbriefError(f"{message}; make room or allow writing, then decide again") from None


@contextmanager
def _held(path: Path) -> Iterator[int]:
    """The file, opened and locked; opened again if an editor replaced it in the meantime."""
    import fcntl

    if path.is_symlink():
        raise SeedbriefError(f"{path} is a link; decisions are only added to an ordinary file")
    while True:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if path.exists() and os.path.samestat(os.fstat(handle), path.stat()):
                yield handle
                return
        finally:
            os.close(handle)


def _add(handle: int, path: Path, reviews: Sequence[Review]) -> None:
    """Write and flush; on a full disk, cut off what was written."""
    size = os.fstat(handle).st_size
    width, ends = _shape(path, size)
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    if not size:
        writer.writerow(COLUMNS)
    for review in reviews:
        writer.writerow([neutral(cell) for cell in astuple(review)][:width])
    data = (("" if ends else "\n") + lines.getvalue()).encode("utf-8")
    try:
        if os.write(handle, data) != len(data):
            raise OSError(28, "no space left on the disk")
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, size)
        raise


def _shape(path: Path, size: int) -> tuple[int, bool]:
    """How many columns the file has, and whether it ends with a whole line.

    Raises
    ------
    SeedbriefError
        If it has another header: a line added to it would be read as something else.
    """
    if not size:
        return len(COLUMNS), True
    try:
        text = _text(path)
        for _ in _lines(str(path), text):
            pass
    except SeedError as error:
        raise SeedbriefError(f"the decision was not saved: {error}") from None
    header = next(csv.reader(StringIO(text, newline="")))
    return len(header), text.endswith("\n")
