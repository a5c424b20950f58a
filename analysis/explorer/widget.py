"""The explorer: seeds with their marks, rows, filters and review, in one widget.

Its page is in ``static/``: plain modules, put one after the other when they are loaded. The page
filters by itself; Python filters by the same rule (`analysis.explorer.material.passes`), so that
`Explorer.filtered` needs no answer from a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from analysis.brief.blocks import Block, Cards
from analysis.errors import ParameterError, SeedbriefError, SeedError
from analysis.explorer.cards import card, listing
from analysis.explorer.material import FACETS, KEYS, material, passes
from analysis.loading import find_seeds, latest
from analysis.model import Ids, Problem, Review
from analysis.reviews.applying import ABOUT, find_words, with_values
from analysis.reviews.decisions import Decisions
from analysis.reviews.fields import FIELDS, OPPOSITES, check_value
from analysis.reviews.file import REVIEWS_NAME, append_reviews, read_reviews
from analysis.tables import Tables
from analysis.tables.schema import frame, rows
from analysis.tables.store import expect_tables
from analysis.wording import shortened

__all__ = ["Explorer", "explore"]

Json = dict[str, Any]

_STATIC = Path(__file__).with_name("static")
_MODULES = ("dom", "marks", "rows", "filters", "list", "text", "card", "review", "explorer")
_REVIEW = ("row_id", "field", "value", "reviewer", "date", "note", "about")
_IMPORT = re.compile(r'^import .*? from "\./\w+\.js";\n', re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=(?:async )?function|const|class)", re.MULTILINE)


def _script() -> str:
    """The page's modules as one: a widget has a single module, and nothing to load others from."""
    parts = [(_STATIC / f"{name}.js").read_text(encoding="utf-8") for name in _MODULES]
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", part)) for part in parts)


def explore(
    tables: Tables | None = None, *, reviewer: str = "", reviews: str | Path = ""
) -> Explorer:
    """Seeds, claims, questions and sources to look through, filter and review.

    Parameters
    ----------
    tables : Tables, optional
        Assessed tables, as `analysis.load` gives them; by default those loaded last.
    reviewer : str
        Who decides: a name or initials. The page asks for it and remembers it.
    reviews : path, optional
        The file for decisions, always a ``reviews.csv``: builds read no other; by default the one
        in the folder of the seeds.

    Returns
    -------
    Explorer

    Raises
    ------
    ParameterError
        If `tables` are no tables, or `reviews` is a file of another name.
    """
    found = latest() if tables is None else expect_tables(tables)
    if found.documents.empty:
        said = "; ".join(found.problems["message"]) or "they hold no seed"
        raise SeedError("tables", "empty", f"there is nothing to explore: {said}")
    return Explorer(found, reviewer=reviewer, reviews=reviews)


def _reviews_path(documents: pd.DataFrame, given: str | Path) -> Path | None:
    """Where decisions are kept; None if the seeds lie in no folder that can be found."""
    if given:
        if Path(given).name != REVIEWS_NAME:
            wanted = f"a file called {REVIEWS_NAME}, beside the seeds: builds read no other"
            raise ParameterError("reviews", given, wanted)
        return Path(given).resolve()
    row = rows(documents)[0]
    root = row["path"].removesuffix(row["doc_id"])
    if not row["path"]:
        return None
    try:
        return (find_seeds(root or ".") / REVIEWS_NAME).resolve()
    except SeedError:
        return None


class Explorer(anywidget.AnyWidget):
    """The widget that `explore` makes.

    `table` is the one listed, `selection` the id of the row selected in it, `filters` the value
    wanted of each facet (see `FACETS`) and ``text``, `only` the ids to be shown, or None for all.
    All of these can be set and observed; `selected` and `filtered` are data frames.
    """

    _esm = _script()
    _css = _STATIC / "explorer.css"

    material = traitlets.Dict().tag(sync=True)
    decisions = traitlets.Dict().tag(sync=True)
    lines: Any = traitlets.List().tag(sync=True)
    place = traitlets.Unicode().tag(sync=True)
    reviewer = traitlets.Unicode().tag(sync=True)
    table = traitlets.Enum((*KEYS, "decisions"), "claims").tag(sync=True)
    selection = traitlets.Unicode().tag(sync=True)
    filters = traitlets.Dict().tag(sync=True)
    only: Any = traitlets.List(allow_none=True, default_value=None).tag(sync=True)

    def __init__(self, tables: Tables, *, reviewer: str, reviews: str | Path) -> None:
        path = _reviews_path(tables.documents, reviews)
        super().__init__(
            material=material(tables),
            reviewer=reviewer,
            place=f"{path.parent.name}/{path.name}" if path else "",
        )
        self.tables = tables
        self._path = path
        self._reviews: list[Review] = []
        self._read_decisions()
        self.on_msg(self._hear)

    @property
    def filtered(self) -> pd.DataFrame:
        """The rows that the list shows, as a data frame with the values that people decided."""
        return self._frame(self._passing())

    @property
    def selected(self) -> pd.DataFrame:
        """The selected row, as a data frame of one row, or of none."""
        return self._frame([self.selection])

    def show(self, rows: object = None) -> Explorer:
        """Show only some rows: those of a data frame with ids, or a list of ids; None: all.

        Raises
        ------
        ParameterError
            If a frame has no column of ids, or an id is none of these tables.
        """
        if rows is None:
            self.only = None
            return self
        ids = _ids(rows)
        homes = {key: name for name in KEYS for key in self._rows(name)}
        unknown = next((key for key in ids if key not in homes), None)
        if unknown is not None:
            raise ParameterError("id", unknown, "the id of a claim, question or source shown here")
        self.table = homes[ids[0]] if ids else self.table
        self.only = [key for key in ids if homes[key] == self.table]
        self.selection = self.only[0] if self.only else ""
        return self

    def decide(self, row_id: str, field: str, value: str, note: str = "") -> None:
        """Append a decision to the reviews and show it.

        Parameters
        ----------
        row_id : str
            The row: a claim, question, source or flag by its id, a seed by its file name.
        field, value : str
            As in `analysis.reviews.fields`.
        note : str
            Why.

        Raises
        ------
        ParameterError
            If there is no such row, field or value.
        SeedbriefError
            If it cannot be saved; nothing is then changed.
        """
        seeds, flags = self.tables.documents["doc_id"], self.tables.flags["flag_id"]
        listed = [key for name in KEYS for key in self._rows(name)]
        if row_id not in {*listed, *seeds, *flags, *self.decisions}:
            wanted = "the id of a row of these tables, or the name of a seed"
            raise ParameterError("row_id", row_id, wanted)
        self._decide([{"row_id": row_id, "field": field, "value": value}], note)

    def _decide(self, found: Iterable[Mapping[str, str]], note: str) -> None:
        if self._path is None:
            message = "the seeds' folder is not known; name the file: explore(tables, reviews=...)"
            raise SeedbriefError(f"the decision was not saved: {message}")
        if not self.reviewer.strip():
            raise ParameterError("reviewer", self.reviewer, "a name or initials: say who decides")
        for each in found:
            check_value(each["field"], each["value"])
        today = date.today().isoformat()
        who = self.reviewer.strip()
        reviews = [
            Review(
                *(each["row_id"], each["field"], each["value"], who, today, note),
                about=self._about(each["row_id"]) or each.get("about", ""),
            )
            for each in found
        ]
        append_reviews(self._path, reviews)
        self._read_decisions()

    def add(self, table: str, doc_id: str, words: str, start: int = -1, note: str = "") -> str:
        """Add a claim or a question that the machine missed, by its exact words; gives its id."""
        texts = dict(
            zip(self.tables.documents["doc_id"], self.tables.documents["text"], strict=True)
        )
        if doc_id not in texts:
            raise ParameterError("doc_id", doc_id, texts)
        if table not in ("claims", "questions"):
            raise ParameterError("table", table, ("claims", "questions"))
        if not words.strip():
            raise ParameterError("words", words, "words of the seed: mark them in its text")
        text = texts[doc_id]
        at = find_words(text, words, start if start >= 0 else len(text))
        if isinstance(at, str):
            raise SeedbriefError(f"nothing was added: {at}; mark them in the text")
        said = text[slice(*at)]
        rank = text.count(said, 0, at[0])
        row_id = Ids(doc_id).make(table[0], "added", said, *([str(rank)] if rank else []))
        value = f"{doc_id}#{at[0]}-{at[1]} {' '.join(said.split())}"
        self._decide([{"row_id": row_id, "field": "added", "value": value, "about": said}], note)
        return row_id

    def _hear(self, _: object, content: Json, __: object) -> None:
        """Do what the page asks; say what went wrong."""
        try:
            self.reviewer = str(content.get("reviewer", self.reviewer))
            if content.get("do") == "decide":
                self._decide(content["decisions"], content.get("note", ""))
                self.send({"done": content["number"]})
            elif content.get("do") == "add":
                wanted = ("table", "doc_id", "words", "start", "note")
                row_id = self.add(*(content[name] for name in wanted))
                self.send({"done": content["number"], "added": row_id})
        except SeedbriefError as error:
            self.send({"failed": content.get("number"), "message": str(error)})

    def _read_decisions(self) -> None:
        """What the file holds now, other people's decisions too."""
        problems: list[Problem] = []
        if self._path is not None:
            self._reviews, problems = read_reviews(self._path.parent)
        statuses = {
            (row["row_id"], row["field"], row["value"]): row["status"]
            for row in rows(self.tables.reviews)
        }
        known: dict[str, Json] = {}
        lines: list[Json] = []
        for _, row in Decisions(self._review_frame()).holding(*FIELDS):
            name = f"{row['field']} {row['value']}" if row["field"] in OPPOSITES else row["field"]
            kept = {key: row[key] for key in ("value", "reviewer", "date", "note")}
            known.setdefault(row["row_id"], {})[name] = kept
            status = statuses.get((row["row_id"], row["field"], row["value"]), "new")
            lines.append({**{name: row[name] for name in _REVIEW}, "status": status})
        self.lines = [*lines, *({"problem": problem.message} for problem in problems)]
        self.decisions = known

    def _review_frame(self) -> pd.DataFrame:
        blank = {"machine_value": "", "status": ""}
        found = [{name: getattr(each, name) for name in _REVIEW} for each in self._reviews]
        return frame("reviews", [each | blank for each in found])

    def _about(self, row_id: str) -> str:
        for name in KEYS:
            if row_id in self._rows(name):
                return shortened(str(self._rows(name)[row_id]["text"]), ABOUT)
        titles = {row["doc_id"]: row["title"] for row in rows(self.tables.documents)}
        flags = {row["flag_id"]: row["message"] for row in rows(self.tables.flags)}
        return shortened(titles.get(row_id, flags.get(row_id, "")), ABOUT)

    def _rows(self, name: str) -> dict[str, Json]:
        return {row["id"]: row for row in self.material[name]}

    def _passing(self) -> list[str]:
        if self.table not in KEYS:
            return []
        allowed = (*FACETS[self.table], "text")
        for name in self.filters:
            if name not in allowed:
                raise ParameterError("filter", name, allowed)
        only = None if self.only is None else set(self.only)
        return [
            row["id"]
            for row in self.material[self.table]
            if (only is None or row["id"] in only)
            and passes(row, self.filters, self._state(row["id"]))
        ]

    def _state(self, row_id: str) -> str:
        """What people decided on a row, in one word."""
        found = self.decisions.get(row_id, {})
        verdict = found.get("verdict", {}).get("value", "")
        return verdict or ("corrected" if found else "not reviewed")

    def _frame(self, ids: Iterable[str]) -> pd.DataFrame:
        if self.table not in KEYS:
            return self._review_frame()
        decisions = Decisions(self._review_frame())
        table = with_values(getattr(self.tables, self.table), self.table, decisions)
        return table[table[KEYS[self.table]].isin(set(ids))].reset_index(drop=True)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The widget, and what stands in its place in an exported brief."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        chosen = self.selection and self.table != "sources" and len(self.selected)
        still: Block = (
            Cards([card(self.selection, self.tables)])
            if chosen
            else listing(self.table, self.filtered, self.tables)
        )
        return {**(data or {}), **still.forms()}, metadata


def _ids(found: object) -> list[str]:
    """The ids of rows in a data frame, a column or a list."""
    if isinstance(found, pd.DataFrame):
        columns = (*KEYS.values(), "from_id", "to_id")
        named = [name for name in columns if name in found]
        if not named:
            has = ", ".join(map(str, found.columns)) or "none"
            raise ParameterError("the data frame's columns", has, f"with one of {columns}")
        chosen = ["from_id", "to_id"] if named[0] == "from_id" and "to_id" in named else named[:1]
        ids = [str(key) for name in chosen for key in found[name]]
    elif isinstance(found, str):
        ids = [found]
    elif isinstance(found, Iterable):
        ids = [str(key) for key in found]
    else:
        raise ParameterError("rows", found, "a data frame with ids, a list of ids, or None")
    return [key for key in dict.fromkeys(ids) if key]
