"""Which rows of two reports are one: by id, else by the seed and the words they share.

Ids come from the seed's name and the quoted words, so an edit elsewhere in a seed changes none.
What remains are edited sentences and renamed seeds. Two rows are then one if they and the
sentences around them share half of their words; of several, the pair that shares most.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from analysis.tables import Tables
from analysis.tables.schema import SCHEMA
from analysis.tables.schema import rows as table_rows

__all__ = ["Matches", "match"]

HALF = 0.5
"""The share of words that two rows with their sentences have in common, at least."""

OWN = 1 / 3
"""The share of their own words, at least: a sentence can hold two claims."""

COMMON = 200
"""A word that more rows of a seed hold leads to no candidate: it tells too little."""

_WORD = re.compile(r"\w+(?:[.,]\d+)*")

Matches = dict[str, str]
"""New id by old id, of all tables; rows that are gone have none."""

Row = Mapping[str, Any]


def match(old: Tables, new: Tables) -> Matches:
    """The rows of two reports that are one."""
    found = _same_documents(old, new)
    for name in ("sentences", "claims", "questions", "figures", "attributions"):
        found |= _same_rows(name, old, new, found)
    found |= _same_sources(old, new, found)
    return found | _same_flags(old, new, found)


def _same_documents(old: Tables, new: Tables) -> Matches:
    found, left, right = _by_id("documents", old, new)
    texts = {row["text"]: row["doc_id"] for row in right}
    for row in left:
        if row["text"] in texts:
            found[row["doc_id"]] = texts.pop(row["text"])
    rest = [row for row in left if row["doc_id"] not in found]
    others = [row for row in right if row["doc_id"] not in found.values()]
    return found | _by_words(
        [(row["doc_id"], row["text"], row["text"]) for row in rest],
        [(row["doc_id"], row["text"], row["text"]) for row in others],
    )


def _same_rows(name: str, old: Tables, new: Tables, known: Matches) -> Matches:
    found, left, right = _by_id(name, old, new)
    key = SCHEMA[name].key
    around = [
        dict(zip(each.sentences["sentence_id"], each.sentences["text"], strict=True))
        for each in (old, new)
    ]
    for some, others in _by_home(left, right, known):
        before, after = (
            [(row[key], _words_of(row), texts.get(row["sentence_id"], "")) for row in side]
            for side, texts in zip((some, others), around, strict=True)
        )
        found |= _by_words(before, after)
    return found


def _words_of(row: Row) -> str:
    """A row's own words; a figure's with what it counts, for the number may have moved."""
    return f"{row['text']} {row.get('counted', '')}"


def _same_sources(old: Tables, new: Tables, known: Matches) -> Matches:
    """By id, else by the claims and attributions behind which they stand, else by name and kind.

    Of two that are called alike and stay two, the first has the id that is made of the name, and
    another may be the first once there is one seed more: their claims tell.
    """
    found, left, _ = _by_id("sources", old, new)
    called = {row["source_id"]: (row["name"], row["kind"]) for row in table_rows(new.sources)}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for before, after in _standing_behind(old, new, known):
        votes[before][after] += 1
    namesakes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in table_rows(new.sources):
        namesakes[row["name"].casefold(), row["kind"]].append(row["source_id"])
    for key in list(found):
        behind = max(votes[key], key=lambda each: (votes[key][each], each), default=key)
        if behind != key and key not in votes[key] and called[behind] == called[key]:
            found[key] = behind
    for row in left:
        same = namesakes[row["name"].casefold(), row["kind"]]
        if row["source_id"] in votes:
            most = max(votes[row["source_id"]].items(), key=lambda item: (item[1], item[0]))
            found[row["source_id"]] = most[0]
        elif len(same) == 1:
            found[row["source_id"]] = same[0]
    return found


def _standing_behind(old: Tables, new: Tables, known: Matches) -> Iterator[tuple[str, str]]:
    for name in ("claims", "attributions"):
        key = SCHEMA[name].key
        columns = [getattr(new, name)[column] for column in (key, "source_ids")]
        after = dict(zip(*columns, strict=True))
        for row in table_rows(getattr(old, name)[[key, "source_ids"]]):
            others = after.get(known.get(row[key], ""), ())
            if len(others) == len(row["source_ids"]):
                yield from zip(row["source_ids"], others, strict=True)


def _same_flags(old: Tables, new: Tables, known: Matches) -> Matches:
    """By id, else one rule's flags of one claim or seed, in their order."""
    found, left, right = _by_id("flags", old, new)

    def place(row: Row, matches: Mapping[str, str]) -> Hashable:
        return (
            row["rule"],
            *(matches.get(row[name], row[name]) for name in ("doc_id", "claim_id")),
        )

    waiting: dict[Hashable, list[str]] = defaultdict(list)
    for row in right:
        waiting[place(row, {})].append(row["flag_id"])
    for row in left:
        others = waiting[place(row, known)]
        if others:
            found[row["flag_id"]] = others.pop(0)
    return found


def _by_id(
    name: str, old: Tables, new: Tables
) -> tuple[Matches, list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows that both have, and those that only the old or the new one has."""
    key = SCHEMA[name].key
    before, after = getattr(old, name), getattr(new, name)
    both = set(before[key]) & set(after[key])
    rest = [table_rows(table[~table[key].isin(both)]) for table in (before, after)]
    return {each: each for each in before[key] if each in both}, rest[0], rest[1]


def _by_home(
    left: Iterable[Row], right: Iterable[Row], known: Matches
) -> Iterator[tuple[list[Row], list[Row]]]:
    """Rows of one seed in both, the old ones under the seed's new name."""
    homes: dict[str, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for row in left:
        homes[known.get(row["doc_id"], "")][0].append(row)
    for row in right:
        homes[row["doc_id"]][1].append(row)
    yield from (pair for pair in homes.values() if all(pair))


Worded = tuple[str, str, str]
"""A row's id, its own words, and the sentence around them."""


def _by_words(left: Sequence[Worded], right: Sequence[Worded]) -> Matches:
    """The pairs that share most words, each row in one pair at most."""
    ours, theirs = (
        [(_bag(own), _bag(around)) for _, own, around in side] for side in (left, right)
    )
    holding: dict[str, list[int]] = defaultdict(list)
    for place, (own, _) in enumerate(theirs):
        for word in own:
            holding[word].append(place)
    pairs = []
    for a, (own, around) in enumerate(ours):
        near = {b for word in own if len(holding[word]) <= COMMON for b in holding[word]}
        for b in near:
            shared = _shared(own, theirs[b][0])
            alike = (shared + _shared(around, theirs[b][1])) / 2
            if shared >= OWN and alike >= HALF:
                pairs.append((-alike, abs(a - b), a, b))
    found: Matches = {}
    taken: set[int] = set()
    for *_, a, b in sorted(pairs):
        if left[a][0] not in found and b not in taken:
            found[left[a][0]] = right[b][0]
            taken.add(b)
    return found


def _bag(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """The share of words in common, 0 to 1 (Dice's coefficient of two bags of words)."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 0.0
