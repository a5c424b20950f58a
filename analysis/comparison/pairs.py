"""Two sets of tables whose rows are matched, and what a sentence on a change has to look up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from analysis.comparison.matching import Matches
from analysis.model import quote
from analysis.tables import Tables
from analysis.tables.schema import SCHEMA
from analysis.tables.schema import rows as table_rows

__all__ = ["Change", "Pairs", "Row", "Side"]

Row = Mapping[str, Any]


class Change(NamedTuple):
    """What changed: a row of the table that `analysis.compare` gives."""

    change: str
    table: str
    row_id: str
    field: str
    before: str
    after: str
    words: str


class Side:
    """One report's rows by id."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._rows: dict[str, dict[str, Row]] = {}

    def __getitem__(self, name: str) -> dict[str, Row]:
        """The rows of a table by their ids, in the table's order."""
        if name not in self._rows:
            key = SCHEMA[name].key
            self._rows[name] = {row[key]: row for row in table_rows(getattr(self.tables, name))}
        return self._rows[name]

    def words(self, row: Row) -> str:
        """A row's own words, without those of others that interrupt them."""
        text = self["documents"][row["doc_id"]]["text"]
        return quote(text, row["spans"]) if "spans" in row else str(row["text"])

    def who(self, source_ids: list[str]) -> str:
        """Whoever stands behind something, as briefs name them: "NIS, through Yonhap"."""
        names = [self.source(each) for each in source_ids]
        return ", through ".join(names) or "nobody named"

    def source(self, source_id: str) -> str:
        """A source's name; an author without one is the text itself."""
        row = self["sources"].get(source_id)
        if row is None:
            return "the author" if source_id == "author" else source_id
        if row["kind"] == "author" and row["sourcing"] != "on_record":
            return "the text itself"
        return str(row["name"])


@dataclass(frozen=True)
class Pairs:
    """An old and a new report; `same` leads from an old id to the new one of the same row."""

    old: Side
    new: Side
    same: Matches

    def matched(self, name: str) -> Iterator[tuple[Row, Row]]:
        """Rows of a table that both have."""
        after = self.new[name]
        for key, row in self.old[name].items():
            if key in self.same:
                yield row, after[self.same[key]]

    def gone(self, name: str) -> Iterator[Row]:
        """Rows that only the old report has."""
        return (row for key, row in self.old[name].items() if key not in self.same)

    def added(self, name: str) -> Iterator[Row]:
        """Rows that only the new report has."""
        known = {self.same[key] for key in self.old[name] if key in self.same}
        return (row for key, row in self.new[name].items() if key not in known)

    def translated(self, value: Any) -> Any:
        """An id of the old report, or a list of them, as the new one has it."""
        if isinstance(value, list):
            return [self.same.get(each, each) for each in value]
        return self.same.get(value, value)
