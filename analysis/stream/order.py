"""What all read tasks found together: which texts are parsed, in which order, and what is refused.

Of a text only its name, date and fingerprint are held, some 500 bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from analysis.copies import by_publication, find_copies
from analysis.model import Problem
from analysis.place import Place
from analysis.stream.tasks import (
    GROUP,
    MOST_CHARACTERS,
    MOST_DOCUMENTS,
    ParseTask,
    read_name,
    text_name,
)

__all__ = ["Corpus", "cut", "gathered"]

_LIGHT = ["doc_id", "path", "published", "place", "characters", "refused", "mark"]

FEWEST = 8
SHARE = 64
"""A task has a 64th of the documents, but 8 to 128 of them: enough tasks to keep all workers busy
to the end, and not too many files."""


@dataclass(slots=True)
class Corpus:
    """Documents by name, each with the file of texts and the row there, and problems in order."""

    items: dict[str, tuple[str, int]] = field(default_factory=dict)
    characters: dict[str, int] = field(default_factory=dict)
    same_as: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    foreign: list[Problem] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


def gathered(work: Place, tasks: int) -> Corpus:
    """What so many read tasks found: as `analysis.corpus.gather`, but for the texts."""
    corpus = Corpus()
    marks: dict[str, tuple[str, bytes]] = {}
    foreign: dict[str, Problem] = {}
    for number in range(tasks):
        told = json.loads(work.read(read_name(number)))
        corpus.used.update(told["used"])
        problems = [(place, Problem(*parts)) for place, *parts in told["problems"]]
        for found in _in_order(problems, _texts(work, number, told["texts"])):
            if isinstance(found, Problem):
                corpus.problems.append(found)
                continue
            name = found["doc_id"]
            if name in corpus.items or name in foreign:
                message = f"two seeds are called {name!r}; rename one"
                corpus.problems.append(Problem(found["path"] or name, "duplicate", message))
            elif found["refused"]:
                foreign[name] = Problem(found["path"] or name, "language", found["refused"])
            else:
                corpus.items[name] = found["file"], found["row"]
                corpus.characters[name] = found["characters"]
                marks[name] = found["published"], found["mark"]
    corpus.foreign = [foreign[name] for name in sorted(foreign)]
    corpus.same_as = _copies(work, corpus, marks)
    return corpus


def _texts(work: Place, number: int, files: int) -> Iterator[dict[str, Any]]:
    for file in range(files):
        name = text_name(number, file)
        rows = work.open_table(name).read(columns=_LIGHT).to_pylist()
        yield from (each | {"file": name, "row": row} for row, each in enumerate(rows))


def _in_order(
    problems: Sequence[tuple[int, Problem]], texts: Iterable[dict[str, Any]]
) -> Iterator[Problem | dict[str, Any]]:
    """Problems and texts as they were found, one after another."""
    rest = list(reversed(problems))
    for text in texts:
        while rest and rest[-1][0] < text["place"]:
            yield rest.pop()[1]
        yield text
    yield from (problem for _, problem in reversed(rest))


def _copies(work: Place, corpus: Corpus, marks: dict[str, tuple[str, bytes]]) -> dict[str, str]:
    @lru_cache(4)
    def texts(file: str, group: int) -> list[str]:
        table = work.open_table(file).read_row_group(group, columns=["text"])
        found: list[str] = table["text"].to_pylist()
        return found

    def text_of(name: str) -> str:
        file, row = corpus.items[name]
        return texts(file, row // GROUP)[row % GROUP]

    order = sorted(marks, key=lambda name: by_publication(marks[name][0], name))
    return find_copies(((name, marks[name][1]) for name in order), text_of)


def cut(corpus: Corpus, scale: str, work: Place, kit: str) -> Iterator[ParseTask]:
    """The documents in the order of their names, cut into tasks by nothing but their sizes."""
    most = min(MOST_DOCUMENTS, max(FEWEST, len(corpus.items) // SHARE))
    number, size = 0, 0
    items: list[tuple[str, int, str]] = []
    for name in sorted(corpus.items):
        if items and (len(items) >= most or size >= MOST_CHARACTERS):
            yield ParseTask(number, tuple(items), scale, work, kit)
            number, size, items = number + 1, 0, []
        items.append((*corpus.items[name], corpus.same_as.get(name, "")))
        size += corpus.characters[name]
    if items:
        yield ParseTask(number, tuple(items), scale, work, kit)
