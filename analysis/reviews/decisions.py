"""Which decisions count: of several on one thing the latest, by date, then by place in the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.reviews.fields import OPPOSITES, WITHDRAWN
from analysis.reviews.file import REVIEWS_NAME
from analysis.tables.schema import frame, rows

__all__ = ["Decisions", "thing"]

Row = Mapping[str, Any]

_ELSEWHERE = "elsewhere"


def thing(review: Row) -> Hashable:
    """What a decision is about: a field of a row, or how two rows go together."""
    if review["field"] in OPPOSITES:
        return frozenset((review["row_id"], review["value"]))
    return review["row_id"], review["field"]


class Decisions:
    """The lines of ``reviews``, and what becomes of each.

    Decisions that an earlier assessment applied keep what the machine had found then: the tables
    hold the person's value by now.
    """

    def __init__(self, reviews: pd.DataFrame) -> None:
        self._rows: list[dict[str, Any]] = [dict(row) for row in rows(reviews)]
        self._moved: dict[str, str] = {}
        self._said: dict[int, str] = {}
        about: dict[Hashable, list[int]] = defaultdict(list)
        for number, row in enumerate(self._rows):
            about[thing(row)].append(number)
        self._groups = [
            sorted(numbers, key=lambda n: (self._rows[n]["date"], n)) for numbers in about.values()
        ]
        self._last = sorted(numbers[-1] for numbers in self._groups)
        for numbers in self._groups:
            self._settle(numbers)

    def _settle(self, numbers: Sequence[int]) -> None:
        for number in numbers[:-1]:
            self._rows[number]["status"] = "overruled"
        last = self._rows[numbers[-1]]
        if last["value"] == WITHDRAWN:
            last["status"] = "withdrawn"

    def holding(self, *fields: str) -> Iterator[tuple[int, Row]]:
        """The decisions on some fields that count, each with its number."""
        for number in self._last:
            row = self._rows[number]
            if row["field"] in fields and row["status"] != "withdrawn":
                yield number, {**row, "row_id": self._moved.get(row["row_id"], row["row_id"])}

    def move(self, row_id: str, to: str) -> None:
        """Let decisions on `row_id` be on the row `to` from now on."""
        self._moved[row_id] = to

    def applied(self, number: int, machine_value: str = "", about: str = "") -> None:
        """Note that a decision found its row, and what the machine had there."""
        row = self._rows[number]
        if not row["status"]:
            row.update(status="applied", machine_value=machine_value)
            row["about"] = row["about"] or about

    def failed(self, number: int, why: str) -> None:
        """Note why a decision cannot be applied, where its row alone would not say it."""
        self._said[number] = why

    def leave_out(self, prefix: str) -> None:
        """Leave out decisions on rows with such ids that found none: it may lie elsewhere."""
        for numbers in self._groups:
            last = self._rows[numbers[-1]]
            if not last["status"] and last["row_id"].startswith(prefix):
                for number in numbers:
                    self._rows[number]["status"] = _ELSEWHERE

    def reviews(self) -> pd.DataFrame:
        """All decisions but those left out; those that found no row are orphaned."""
        for number in self._last:
            row = self._rows[number]
            row["status"] = row["status"] or "orphaned"
        return frame("reviews", [row for row in self._rows if row["status"] != _ELSEWHERE])

    def problems(self, known: pd.DataFrame) -> pd.DataFrame:
        """`known` problems with those of the decisions in the place of earlier ones."""
        kept = [row for row in rows(known) if row["reason"] not in {"orphaned", "contradiction"}]
        lost = [n for n in self._last if self._rows[n]["status"] == "orphaned"]
        found = [("orphaned", self._orphaned(n)) for n in lost]
        found += [("contradiction", told) for some in self._groups for told in self._against(some)]
        made = [{"path": REVIEWS_NAME, "reason": why, "message": text} for why, text in found]
        return frame("problems", [*kept, *made])

    def _orphaned(self, number: int) -> str:
        row = self._rows[number]
        about = f" (“{row['about']}”)" if row["about"] else ""
        why = self._said.get(number, f"no row has the id {row['row_id']} any more{about}")
        todo = "decide anew on the row in its place, or withdraw it"
        return f"{_decided(row)} was not applied: {why}; {todo}"

    def _against(self, numbers: Sequence[int]) -> Iterator[str]:
        """What two people decided differently on one thing, by the last word of each."""
        latest = {self._rows[n]["reviewer"]: self._rows[n] for n in numbers}
        said = [row for row in latest.values() if row["value"] != WITHDRAWN]
        last = self._rows[numbers[-1]]
        for row in said if last["value"] != WITHDRAWN else ():
            if (row["field"], row["value"]) != (last["field"], last["value"]):
                about = f" about “{last['about']}”" if last["about"] else ""
                one, other = _decided(row), _decided(last)
                yield f"{one}, but {other}{about}; the later one counts: agree on one"


def _decided(row: Row) -> str:
    when = f" on {row['date']}" if row["date"] else ""
    what = f"{row['field']} = {row['value']} of {row['row_id']}"
    return f"the decision {what} by {row['reviewer'] or 'nobody named'}{when}"
