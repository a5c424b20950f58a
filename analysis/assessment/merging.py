"""One source across seeds, each merge with its evidence; a wrong merge is worse than a missed one.

Sources are merged where seeds give the same full name, in one spelling or another; where a seed
writes out an acronym; and, if the seeds speak of the same things, where a bare surname fits exactly
one full name, or a body that has no name of its own ("the fire service") is called alike. Vague
groups, authors and pronouns never are. A person's decision, ``same_as`` or ``not_same_as`` in the
reviews, goes before all of this.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd

from analysis.assessment.setting import Setting
from analysis.assessment.words import folded, is_state, is_word, states
from analysis.lexicon import load
from analysis.model import Ids
from analysis.reviews.decisions import Decisions
from analysis.reviews.fields import PAIRS
from analysis.tables import Tables
from analysis.tables.schema import frame
from analysis.tables.schema import rows as table_rows
from analysis.wording import listed

__all__ = ["merge_sources"]

_PEOPLE = {"person", "analyst"}
_BODIES = {"government", "intelligence", "military", "organisation"}

_NEVER_MERGED = {"vague_group", "author"}
_MINISTRY = re.compile(
    r"(Ministry|Department) (?:of|for) (?:the )?([A-Z][\w-]*(?: (?:and )?[A-Z][\w-]*)*?)"
    r"(?: of (?:the )?(?:Republic of )?(.+))?",
    re.IGNORECASE,
)
_OF_PLACE = re.compile(r"(.+ (?:Agency|Council|Service|Authority|Office)) of ([A-Z].*)")
_STEM = 4
"""Letters that a state and its people share at least: Norvia, Norvian."""

_ENOUGH, _PLENTY = 3, 4
"""Seeds speak of the same things if they share this much: 1 for a state, 2 for any other name."""

_MOST = 50
"""Sources of one name, or one description, that another is held against: the last before it."""

Row = Mapping[str, Any]
Merge = tuple[str, str, str]
"""Two source ids and why they are one."""


def merge_sources(
    tables: Tables, claims: pd.DataFrame, setting: Setting, decisions: Decisions
) -> Tables:
    """Tables with `claims`, merged ``sources``, their ids everywhere, and ``merges``."""
    sources = _as_bodies(table_rows(tables.sources), tables)
    groups = _Groups([row["source_id"] for row in sources])
    forced, forbidden = _decisions(decisions, sources)
    for one, other in forbidden:
        groups.keep_apart(one, other)
    for one, other, why in [*forced, *_evidence(sources, tables, setting)]:
        groups.join(one, other, why)
    shared = _ids(sources, groups)
    return _renamed(tables, claims, sources, shared, groups)


def _as_bodies(sources: Sequence[Row], tables: Tables) -> list[Row]:
    """The sources, those as bodies that were read as persons and that others know to be none.

    A person without a role bears the name of a body in another seed, of a publisher or of a state.
    """
    kinds = {name.casefold(): "media" for name in tables.documents["publisher"] if " " in name}
    named = (row for row in sources if row["kind"] in {*_BODIES, "media"} and " " in row["name"])
    kinds |= {row["name"].casefold(): row["kind"] for row in named}

    def told(row: Row) -> Row:
        bare = row["kind"] in _PEOPLE and not row["role"] and not row["affiliation"]
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
        key = _lasting_key(row)
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


def _evidence(sources: Sequence[Row], tables: Tables, setting: Setting) -> Iterator[Merge]:
    yield from _same_name(sources, setting)
    yield from _owned(sources, setting)
    yield from _acronyms(sources, tables, setting)
    yield from _surnames(sources, setting)
    yield from _described(sources, setting)
    yield from _offices(sources, setting)


def _same_name(sources: Sequence[Row], setting: Setting) -> Iterator[Merge]:
    """One name; if it is made of common words ("Health Ministry"), in seeds on the same things."""
    first: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in sources:
        key = _key(row)
        if not key:
            continue
        for known in first[key][-_MOST:]:
            if _is_distinct(row) or _shared_names(known, row, setting):
                yield known["source_id"], row["source_id"], _spelt(known["name"], row["name"])
                break
        else:
            first[key].append(row)


def _is_distinct(row: Row) -> bool:
    """Whether a name is a person's, has an owner or holds a word that is in no dictionary."""
    if row["affiliation"] or row["kind"] in _PEOPLE or states(row["name"]):
        return True
    return not all(is_word(word.lower()) for word in row["name"].split())


def _owned(sources: Sequence[Row], setting: Setting) -> Iterator[Merge]:
    """A body whose owner one seed leaves out, with the only owner that others give."""
    owned: dict[tuple[str, ...], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    free = []
    for row in sources:
        key = _key(row)
        if not key or key[0] == "person":
            continue
        if key[2]:
            owned[key[:2]][key[2]].append(row)
        else:
            free.append(row)
    for row in free:
        known = owned[_key(row)[:2]]
        if len(known) == 1 and (" " in row["name"] or row["name"].isupper()):
            [(owner, full)] = known.items()
            how = f"is called so with one owner only ({full[0]['affiliation'] or owner})"
            yield from _fitting(full[:_MOST], row, setting, how)


def _described(sources: Sequence[Row], setting: Setting) -> Iterator[Merge]:
    """Bodies of two words or more without a name of their own, called alike in seeds on one matter.

    One may say more than the other ("the regional fire service") if no third says something else.
    """
    alike: dict[tuple[str, ...], list[tuple[str, Row]]] = defaultdict(list)
    for row in sources:
        said, owner = _plain(row)
        words = said.lower().split()
        common = not _is_named(row) or (not states(said) and all(map(is_word, words)))
        if not (row["kind"] in _BODIES and row["resolved"] and len(words) > 1 and common):
            continue
        owned = {**row, "affiliation": owner or (words[0] if said[:1].isupper() else "")}
        known = alike[tuple(words[-2:])]
        for name, other in known[-_MOST:]:
            mine = " ".join(words)
            fuller = {n for n, _ in known if n.endswith(f" {min(mine, name, key=len)}")}
            fits = mine.endswith(name) or name.endswith(mine)
            if not fits or len(fuller | {mine, name}) > 2 or _another_owner(other, owned):
                continue
            shared = _shared_names(other, row, setting, _PLENTY)
            if shared:
                about = listed(shared, most=4)
                why = f"“{other['name']}” and “{row['name']}”: both seeds speak of {about}"
                yield other["source_id"], row["source_id"], why
                break
        known.append((" ".join(words), owned))


def _another_owner(one: Row, other: Row) -> bool:
    """Whether two bodies belong to different states or bodies: "Norvian" is of Norvia."""
    owners = [row["affiliation"].casefold().removeprefix("the ") for row in (one, other)]
    if not all(owners) or owners[0][:_STEM] == owners[1][:_STEM]:
        return False
    return states(owners[0].title()).isdisjoint(states(owners[1].title()))


def _offices(sources: Sequence[Row], setting: Setting) -> Iterator[Merge]:
    """Who is only called by an office of two words or more, with the one named to hold it."""
    holders: dict[str, dict[tuple[str, ...], Row]] = defaultdict(dict)
    for row in sources:
        if row["role"] and " " in row["role"] and _key(row)[:1] == ("person",):
            holders[row["role"].casefold()].setdefault(_key(row), row)
    for row in sources:
        known = holders.get(row["name"].casefold(), {})
        if row["kind"] in _PEOPLE and row["resolved"] and len(known) == 1:
            [(_, holder)] = known.items()
            shared = _shared_names(holder, row, setting, _PLENTY)
            if shared and not _contradict(holder, row):
                about = listed(shared, most=4)
                why = (
                    f"“{holder['name']}” alone is called {row['name']}; both seeds speak of {about}"
                )
                yield holder["source_id"], row["source_id"], why


def _spelt(one: str, other: str) -> str:
    if one.casefold() == other.casefold():
        return f"the seeds give the same full name, “{one}”"
    return f"“{one}” and “{other}” are spellings of one name"


def _key(row: Row) -> tuple[str, ...]:
    """What two rows must share to be one source; nothing for those that are never merged."""
    person = row["kind"] in _PEOPLE and not is_state(row["name"])
    if not _is_named(row) or (person and " " not in row["name"]):
        return ()
    said, owner = (row["name"], "") if person else _plain(row)
    name = " ".join(folded(word) for word in said.split())
    return ("person" if person else "body", name, owner)


def _lasting_key(row: Row) -> tuple[str, ...]:
    """What the lasting id of a source is made of: kind, name in full and owner."""
    key = _key(row)
    if key[:1] != ("body",):
        return key
    kind = "government" if is_state(row["name"]) else row["kind"]
    return kind, " ".join(map(folded, row["name"].split())), row["affiliation"].casefold()


def _plain(row: Row) -> tuple[str, str]:
    """The name of a body as others say it, and whose it is: "Interior Ministry", "Karst Power".

    Of the full name the state or region and a firm's legal form are left out.
    """
    name = re.sub(r"^(?:its|their|our|his|her) ", "", row["name"])
    ministry, placed = _MINISTRY.fullmatch(name), _OF_PLACE.fullmatch(name)
    owner = ""
    if ministry:
        name = f"{ministry[2].removesuffix(' Affairs')} {ministry[1]}"
        owner = ministry[3] or ""
    elif placed:
        name, owner = placed[1], placed[2]
    words = name.split()
    while len(words) > 1 and load("sources").value(words[-1].casefold(), "form"):
        words.pop()
    return " ".join(words), (row["affiliation"] or owner).casefold()


@cache
def _groups() -> frozenset[str]:
    return load("sources").words(group=True)


def _is_named(row: Row) -> bool:
    """Whether the seed gives a proper name: not a group, a pronoun or "the ministry"."""
    return bool(
        row["kind"] not in _NEVER_MERGED
        and not _groups() & set(row["name"].lower().split())
        and row["sourcing"] == "on_record"
        and row["resolved"]
        and (row["name"] != row["name"].lower() or row["affiliation"])
    )


def _shared_names(one: Row, other: Row, setting: Setting, least: int = _ENOUGH) -> list[str]:
    """Names that the seeds of both sources hold, their own left out; [] if too few."""
    written = setting.vocabulary.written
    own = {written(word) for row in (one, other) for word in row["name"].split()}
    held = [
        frozenset().union(*(setting.names(seed) for seed in _seeds(row))) for row in (one, other)
    ]
    names = held[0] & held[1] - own
    weight = sum(1 if is_state(name) else 2 for name in names)
    return sorted(names) if weight >= least else []


def _seeds(row: Row) -> list[str]:
    return sorted({mention.rpartition("#")[0] for mention in row["mentions"]})


def _surnames(sources: Sequence[Row], setting: Setting) -> Iterator[Merge]:
    """A bare surname with the one full name that bears it, if the seeds are about the same."""
    bearers: dict[str, dict[tuple[str, ...], list[Row]]] = defaultdict(lambda: defaultdict(list))
    bare = []
    for row in sources:
        words = row["name"].split()
        if len(words) == 1 and _may_be_surname(row, setting):
            bare.append(row)
        elif len(words) > 1 and _is_named(row) and row["kind"] in _PEOPLE:
            bearers[folded(words[-1])][_key(row)].append(row)
    for row in bare:
        known = bearers[folded(row["name"])]
        if len(known) == 1:
            [full] = known.values()
            how = "is the only full name with this surname"
            for merge in _fitting(full, row, setting, how):
                full.append({**row, "name": full[0]["name"]})
                yield merge


def _may_be_surname(row: Row, setting: Setting) -> bool:
    """Whether one word can be a person's name, whatever kind of source it was read as."""
    told = row["kind"] not in {"media", "author"} and row["sourcing"] in {"on_record", "unstated"}
    terms = setting.vocabulary.terms(row["name"], initial=True)
    body = load("sources").value(row["name"], "kind") or is_state(row["name"])
    return bool(row["resolved"] and told and terms.names and not body)


def _fitting(full: Sequence[Row], row: Row, setting: Setting, how: str) -> Iterator[Merge]:
    """`row` with the first of the rows of a full name that it fits, if it contradicts none."""
    if any(_contradict(other, row) for other in full):
        return
    for other in full:
        shared = _shared_names(other, row, setting)
        if shared:
            about = listed(shared, most=4)
            why = f"“{other['name']}” {how}, and both seeds speak of {about}"
            yield other["source_id"], row["source_id"], why
            return


def _contradict(one: Row, other: Row) -> bool:
    """Whether the seeds give the two different roles and affiliations.

    "Head of personnel" and "head of the bus company" differ, "head" is either.
    """
    pairs = [(one[key].casefold(), other[key].casefold()) for key in ("role", "affiliation")]
    told = [(a, b) for a, b in pairs if a and b]
    if told and not any(set(a.split()) & set(b.split()) for a, b in told):
        return True
    posts = [f"{row['role']} {row['affiliation']}".casefold().split() for row in (one, other)]
    special = [{w for w in post if not load("sources").value(w, "role")} - {"of"} for post in posts]
    return all(special) and special[0].isdisjoint(special[1])


def _acronyms(sources: Sequence[Row], tables: Tables, setting: Setting) -> Iterator[Merge]:
    """An acronym in one seed with the full name that another seed writes beside it."""
    bodies = [row for row in sources if _is_named(row)]
    short = [row for row in bodies if re.fullmatch(r"[A-Z][A-Za-z.&]{1,9}", row["name"])]
    meanings = _spelled_out(tables, {row["name"] for row in short})
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in bodies:
        by_name[row["name"].casefold()].append(row)
    for row in short:
        names = meanings.get(row["name"], set())
        if len(names) == 1:
            [name] = names
            full = [other for other in by_name[name] if other["source_id"] != row["source_id"]]
            yield from _fitting(full, row, setting, f"is written out beside “{row['name']}”")


def _spelled_out(tables: Tables, wanted: set[str]) -> dict[str, set[str]]:
    """Each acronym with the names that stand before it in some seed: Civil Guard (CG)."""
    found: dict[str, set[str]] = defaultdict(set)
    pattern = re.compile(
        r"((?:[A-Z][\w’'-]*\s(?:(?:of|for|and|the|de)\s)*){1,7})\(([A-Z][\w.&]+)\)"
    )
    for text in tables.documents["text"] if wanted else ():
        for match in pattern.finditer(text):
            if match[2] in wanted:
                found[match[2]].update(_endings(match[1].split(), match[2]))
    return found


def _endings(words: Sequence[str], acronym: str) -> Iterator[str]:
    """The end of `words` whose capitals spell `acronym`."""
    letters = re.sub(r"[^A-Z]", "", acronym)
    for start in range(len(words)):
        name = words[start:]
        initials = "".join(word[0] for word in name if word[0].isupper())
        if name[0][0].isupper() and initials == letters:
            yield " ".join(name).casefold()


def _ids(sources: Sequence[Row], groups: _Groups) -> dict[str, str]:
    """Each source's id with that of the source it becomes: made of the name, so that it lasts."""
    keys: dict[str, tuple[str, ...]] = {}
    for row in sources:
        if not groups.kept_apart(row["source_id"]):
            home, key = groups.home(row["source_id"]), _lasting_key(row)
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
        known["mentions"] = [*known["mentions"], *row["mentions"]]
        for column in ("role", "affiliation"):
            known[column] = known[column] or row[column]
        if known["sourcing"] != "on_record" and row["sourcing"] == "on_record":
            known |= {"name": row["name"], "sourcing": "on_record"}
        elif known["sourcing"] == row["sourcing"]:
            known["name"] = max(known["name"], row["name"], key=lambda name: len(name.split()))
        known["kind"] = "analyst" if row["kind"] == "analyst" else known["kind"]
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
