"""One source across seeds, each merge with its evidence; a wrong merge is worse than a missed one.

`analysis.assessment.identity` says which are one. Vague groups, authors and pronouns never are. A
person's decision, ``same_as`` or ``not_same_as`` in the reviews, goes before all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.assessment.identity import Merge, same_sources
from analysis.assessment.naming import BODIES, PEOPLE, Row, lasting_name
from analysis.assessment.setting import Setting
from analysis.assessment.words import is_state
from analysis.model import Ids
from analysis.reviews.decisions import Decisions
from analysis.reviews.fields import PAIRS
from analysis.tables import Tables
from analysis.tables.schema import frame
from analysis.tables.schema import rows as table_rows

__all__ = ["merge_sources"]


def merge_sources(
    tables: Tables, claims: pd.DataFrame, setting: Setting, decisions: Decisions
) -> Tables:
    """Tables with `claims`, merged ``sources``, their ids everywhere, and ``merges``."""
    sources = _as_bodies(table_rows(tables.sources), tables)
    groups = _Groups([row["source_id"] for row in sources])
    forced, forbidden = _decisions(decisions, sources)
    for one, other in forbidden:
        groups.keep_apart(one, other)
    for one, other, why in [*forced, *same_sources(sources, tables, setting)]:
        groups.join(one, other, why)
    shared = _ids(sources, groups)
    return _renamed(tables, claims, sources, shared, groups)


def _as_bodies(sources: Sequence[Row], tables: Tables) -> list[Row]:
    """The sources, those as bodies that were read as persons and that others know to be none.

    A person without a role bears the name of a body in another seed, of a publisher or of a state.
    """
    kinds = {name.casefold(): "media" for name in tables.documents["publisher"] if " " in name}
    named = (row for row in sources if row["kind"] in {*BODIES, "media"} and " " in row["name"])
    kinds |= {row["name"].casefold(): row["kind"] for row in named}

    def told(row: Row) -> Row:
        bare = row["kind"] in PEOPLE and not row["role"] and not row["affiliation"]
        kind = "government" if is_state(row["name"]) else kinds.get(row["name"].casefold(), "")
        return {**row, "kind": kind} if bare and kind else row

    return [told(row) for row in sources]


class _Groups:
    """Sets of sources that are one, which never join what must be kept apart."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._members = {name: [name] for name in ids}
        self._home = {name: name for name in ids}
        self._apart: set[frozenset[str]] = set()
        self.why: dict[str, str] = {}

    def home(self, name: str) -> str:
        return self._home[name]

    def members(self, name: str) -> list[str]:
        return self._members[self._home[name]]

    def keep_apart(self, one: str, other: str) -> None:
        self._apart.add(frozenset((one, other)))

    def kept_apart(self, name: str) -> bool:
        return any(name in pair for pair in self._apart)

    def join(self, one: str, other: str, why: str) -> None:
        here, there = self._home[one], self._home[other]
        mine, theirs = self._members[here], self._members[there]
        if here == there or (
            self._apart and any(frozenset((a, b)) in self._apart for a in mine for b in theirs)
        ):
            return
        if len(mine) < len(theirs):
            here, there, mine, theirs = there, here, theirs, mine
        for name in (one, other):
            self.why.setdefault(name, why)
        mine += theirs
        for name in self._members.pop(there):
            self._home[name] = here


def _decisions(
    decisions: Decisions, sources: Sequence[Row]
) -> tuple[list[Merge], list[tuple[str, str]]]:
    """What people decided on sources of these tables; other decisions are passed over.

    A decision may name a source as one seed has it, or the source that it became.
    """
    known: dict[str, list[str]] = defaultdict(list)
    for row in sources:
        key = lasting_name(row)
        names = {row["source_id"], _lasting_id(key)} if key else {row["source_id"]}
        for name in sorted(names):
            known[name].append(row["source_id"])
    sources_by_id = {row["source_id"]: row for row in sources}
    forced, forbidden = [], []
    for number, row in decisions.holding(*PAIRS):
        if row["row_id"] in known and row["value"] in known:
            about = sources_by_id[known[row["row_id"]][0]]["name"]
            decisions.applied(number, about=about)
        pairs = [
            (one, other)
            for one in known.get(row["row_id"], ())
            for other in known.get(row["value"], ())
            if one != other
        ]
        if row["field"] == "same_as":
            note = f": {row['note']}" if row["note"] else ""
            why = f"{row['reviewer'] or 'A reviewer'} decided so{note}"
            forced += [(*pair, why) for pair in pairs]
        else:
            forbidden += pairs
    return forced, forbidden


def _lasting_id(key: tuple[str, ...]) -> str:
    """An id made of what the source is called, so that it lasts whichever seeds name it."""
    return Ids("").make("o", *key)


def _ids(sources: Sequence[Row], groups: _Groups) -> dict[str, str]:
    """Each source's id with that of the source it becomes: made of the name, so that it lasts."""
    keys: dict[str, tuple[str, ...]] = {}
    for row in sources:
        if not groups.kept_apart(row["source_id"]):
            home, key = groups.home(row["source_id"]), lasting_name(row)
            keys[home] = max(keys.get(home, ()), key, key=lambda k: (len("".join(k)), k))
    made: dict[str, str] = {}
    taken: set[str] = set()
    for home, key in keys.items():
        lasting = _lasting_id(key) if key else home
        if lasting not in taken:  # two bodies of one name in different countries stay two
            made[home] = lasting
            taken.add(lasting)
    return {
        row["source_id"]: made.get(groups.home(row["source_id"]), groups.home(row["source_id"]))
        for row in sources
    }


def _renamed(
    tables: Tables,
    claims: pd.DataFrame,
    sources: Sequence[Row],
    shared: Mapping[str, str],
    groups: _Groups,
) -> Tables:
    def renamed(ids: list[str]) -> list[str]:
        return list(dict.fromkeys(shared[source_id] for source_id in ids))

    claims = claims.assign(source_ids=claims["source_ids"].map(renamed))
    attributions = tables.attributions.assign(
        source_ids=tables.attributions["source_ids"].map(renamed)
    )
    raised_by = tables.questions["raised_by"].map(lambda name: shared.get(name, name))
    return tables.with_tables(
        claims=claims,
        attributions=attributions,
        questions=tables.questions.assign(raised_by=raised_by.astype("str")),
        sources=_merged_rows(sources, shared, claims),
        merges=_merges(tables, sources, shared, groups),
    )


def _merged_rows(
    sources: Sequence[Row], shared: Mapping[str, str], claims: pd.DataFrame
) -> pd.DataFrame:
    merged: dict[str, dict[str, Any]] = {}
    for row in sources:
        source_id = shared[row["source_id"]]
        known = merged.setdefault(source_id, {**row, "source_id": source_id, "mentions": []})
        known["mentions"].extend(row["mentions"])
        for column in ("role", "affiliation"):
            known[column] = known[column] or row[column]
        studies = "analyst" in {known["kind"], row["kind"]}
        if known["sourcing"] != "on_record" and row["sourcing"] == "on_record":
            known |= {"name": row["name"], "sourcing": "on_record"}
        elif known["sourcing"] == row["sourcing"]:
            fuller = max(known, row, key=lambda each: len(each["name"].split()))
            known |= {"name": fuller["name"], "kind": fuller["kind"]}
        known["kind"] = "analyst" if studies else known["kind"]
    held = claims[["doc_id", "source_ids"]].explode("source_ids").groupby("source_ids")["doc_id"]
    seeds = held.agg(list).to_dict()
    for source_id, found in merged.items():
        named_in = {mention.rpartition("#")[0] for mention in found["mentions"]}
        found["n_claims"] = len(seeds.get(source_id, ()))
        found["n_documents"] = max(1, len(named_in.union(seeds.get(source_id, ()))))
    return frame("sources", list(merged.values()))


def _merges(
    tables: Tables, sources: Sequence[Row], shared: Mapping[str, str], groups: _Groups
) -> pd.DataFrame:
    """One row for each source that was merged with another; those of an earlier run are kept."""
    records = [
        {**row, "source_id": shared.get(row["source_id"], row["source_id"])}
        for row in table_rows(tables.merges)
    ]
    known = {row["member_id"] for row in records}
    for row in sources:
        name = row["source_id"]
        if len(groups.members(name)) > 1 and name not in known:
            seed = row["mentions"][0].rpartition("#")[0] if row["mentions"] else ""
            record = {"source_id": shared[name], "member_id": name, "doc_id": seed}
            records.append({**record, "name": row["name"], "why": f"{groups.why[name]}."})
    return frame("merges", records)
