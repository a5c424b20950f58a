"""Which sources of several seeds are one, each pair with its evidence.

The same full name, in one spelling or another; an acronym that a seed writes out; and, if the seeds
speak of the same things, a surname that fits one full name or is all that both give, a firm called
by the head of its name, or a body that has no name of its own ("the fire service") called alike.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from analysis.assessment.naming import (
    BODIES,
    PEOPLE,
    Row,
    another_owner,
    as_others_say,
    contradict,
    full_name,
    is_common,
    is_distinct,
    is_named,
    says_more,
    seeds_of,
)
from analysis.assessment.setting import Setting
from analysis.assessment.words import folded, is_state, is_word
from analysis.lexicon import load
from analysis.tables import Tables
from analysis.wording import listed

__all__ = ["Merge", "same_sources"]

_ENOUGH, _PLENTY = 3, 4
"""Seeds speak of the same things if they share this much: 1 for a state, 2 for any other name."""

_MOST = 50
"""Sources of one name, or one description, that another is held against: the last before it."""

Merge = tuple[str, str, str]
"""Two source ids and why they are one."""

_Bearers = Mapping[tuple[str, ...], list[Row]]
"""Rows by their full name."""


def same_sources(sources: Sequence[Row], tables: Tables, setting: Setting) -> Iterator[Merge]:
    """Pairs of sources that are one, the surest evidence first."""
    owners = _Owners(sources, setting)
    yield from _same_name(sources, owners, setting)
    yield from _owned(sources, setting)
    yield from _acronyms(sources, tables, setting)
    yield from _surnames(sources, setting)
    yield from _shortened(sources, setting)
    yield from _described(sources, owners, setting)
    yield from _offices(sources, setting)


class _Owners:
    """Whose the bodies are that are called alike: two states have each a defence ministry."""

    def __init__(self, sources: Sequence[Row], setting: Setting) -> None:
        self._setting = setting
        self._owned: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in sources:
            office = row["role"].lower().split()
            if row["kind"] in BODIES and (owned := _with_owner(row))["affiliation"]:
                self._owned[_tail(row)].append(owned)
            elif row["kind"] in PEOPLE and row["affiliation"] and office[-1:] == ["minister"]:
                self._owned[(*office[-2:-1], "ministry")].append(row)

    def contested(self, row: Row) -> bool:
        """Whether a body without an owner could be one of two in seeds on the same things.

        So it could if its own seed gives an owner to another that is called alike.
        """
        if _with_owner(row)["affiliation"]:
            return False
        rows, own = self._owned.get(_tail(row), ())[:_MOST], set(seeds_of(row))
        if any(other["kind"] in BODIES and own & set(seeds_of(other)) for other in rows):
            return True
        near = [other for other in rows if _shared_names(other, row, self._setting)]
        return any(another_owner(near[0], other) for other in near[1:])


def _tail(row: Row) -> tuple[str, ...]:
    """The last two words of what a body is called by others."""
    return tuple(as_others_say(row)[0].lower().split()[-2:])


def _with_owner(row: Row) -> Row:
    """A body with the owner that the seed gives, or its name: "the Norvian defence ministry"."""
    said, owner = as_others_say(row)
    words = said.split()
    if not owner and len(words) > 2 and words[0][0].isupper() and not is_word(words[0].lower()):
        owner = words[0]
    return {**row, "affiliation": owner}


def _same_name(sources: Sequence[Row], owners: _Owners, setting: Setting) -> Iterator[Merge]:
    """One name; if it is made of common words ("Health Ministry"), in seeds on the same things."""
    first: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in sources:
        key = full_name(row)
        if not key or (not is_distinct(row) and owners.contested(row)):
            continue
        for known in first[key][-_MOST:]:
            if is_distinct(row) or _shared_names(known, row, setting):
                yield known["source_id"], row["source_id"], _spelt(known["name"], row["name"])
                break
        else:
            first[key].append(row)


def _spelt(one: str, other: str) -> str:
    if one.casefold() == other.casefold():
        return f"the seeds give the same full name, “{one}”"
    return f"“{one}” and “{other}” are spellings of one name"


def _owned(sources: Sequence[Row], setting: Setting) -> Iterator[Merge]:
    """A body whose owner one seed leaves out, with the only owner that others give."""
    owned: dict[tuple[str, ...], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    free = []
    for row in sources:
        key = full_name(row)
        if not key or key[0] == "person":
            continue
        if key[2]:
            owned[key[:2]][key[2]].append(row)
        else:
            free.append(row)
    for row in free:
        known = owned[full_name(row)[:2]]
        if len(known) == 1 and (" " in row["name"] or row["name"].isupper()):
            [(owner, full)] = known.items()
            how = f"is called so with one owner only ({full[0]['affiliation'] or owner})"
            yield from _fitting(full[:_MOST], row, setting, how)


def _surnames(sources: Sequence[Row], setting: Setting) -> Iterator[Merge]:
    """A bare surname with the one full name that bears it, if the seeds are about the same.

    Where none does, with the same bare surname.
    """
    bearers: dict[str, dict[tuple[str, ...], list[Row]]] = defaultdict(lambda: defaultdict(list))
    bare = []
    for row in sources:
        words = row["name"].split()
        if len(words) == 1 and _may_be_surname(row, setting):
            bare.append(row)
        elif len(words) > 1 and is_named(row) and row["kind"] in PEOPLE:
            bearers[folded(words[-1])][full_name(row)].append(row)
    alone: dict[str, list[Row]] = defaultdict(list)
    for row in bare:
        near = _near(bearers[folded(row["name"])], row, setting)
        if len(near) == 1:
            [full] = near
            how = "is the only full name with this surname"
            for merge in _fitting(full, row, setting, how):
                full.append({**row, "name": full[0]["name"]})
                yield merge
        elif not near:
            alone[folded(row["name"])].append(row)
    for rows in alone.values():
        yield from _alike_surnames(rows, setting)


def _near(bearers: _Bearers, row: Row, setting: Setting) -> list[list[Row]]:
    """The bearers of a surname in seeds on the same things: another lives in another town."""
    return [
        rows
        for rows in bearers.values()
        if any(_shared_names(other, row, setting) for other in rows[:_MOST])
    ]


def _alike_surnames(rows: Sequence[Row], setting: Setting) -> Iterator[Merge]:
    """A surname that is all that two seeds on one matter give."""
    for place, row in enumerate(rows):
        for other in rows[max(0, place - _MOST) : place]:
            shared = _shared_names(other, row, setting, _PLENTY)
            person = _is_addressed(row["name"], [*seeds_of(other), *seeds_of(row)], setting)
            if shared and person and not _contradict(other, row, setting):
                about = listed(shared, most=4)
                why = f"both seeds call a person “{row['name']}” and speak of {about}"
                yield other["source_id"], row["source_id"], why
                break


def _may_be_surname(row: Row, setting: Setting) -> bool:
    """Whether one word can be a person's name, whatever kind of source it was read as."""
    told = row["kind"] not in {"media", "author"} and row["sourcing"] in {"on_record", "unstated"}
    terms = setting.vocabulary.terms(row["name"], initial=True)
    body = load("sources").value(row["name"], "kind") or is_state(row["name"])
    return bool(row["resolved"] and told and terms.names and not body)


def _contradict(one: Row, other: Row, setting: Setting) -> bool:
    """Whether two rows have other posts, or their seeds another name or address for them."""
    if contradict(one, other):
        return True
    if not {one["kind"], other["kind"]} & PEOPLE:
        return False
    full = max(one["name"], other["name"], key=len).split()
    before = _before_surname([*seeds_of(one), *seeds_of(other)], full[-1], setting)
    address = {_address(word) for word in before} - {""}
    return len(address) > 1 or any(_is_first_name(word, full) for word in before)


def _before_surname(seeds: Sequence[str], surname: str, setting: Setting) -> set[str]:
    """The words with a capital that in some seeds stand before a surname.

    Of others than forms of address only those that stand nowhere else: "in Vendral Reis said".
    """
    text = "\n".join(map(setting.text, seeds))
    pattern = (
        r"(?<!\bin )(?<!\bat )\b([A-Z][\w’'-]*)"
        rf"(?:(?<=\b[A-Z]\w)\.|(?<=\b[A-Z]\w\w)\.)? {re.escape(surname)}\b"  # Dr. Mrs.
    )
    before = Counter(re.findall(pattern, text))
    return {
        word
        for word, times in before.items()
        if _address(word) or times == len(re.findall(rf"\b{word}\b", text))
    }


def _is_addressed(surname: str, seeds: Sequence[str], setting: Setting) -> bool:
    """Whether a form of address or an office stands before a surname: "Ms Adler"."""
    before = map(str.casefold, _before_surname(seeds, surname, setting))
    return any(_address(word) or load("sources").value(word, "role") for word in before)


def _address(word: str) -> str:
    """Whether a word addresses a man ("he") or a woman ("she"); "" if it addresses nobody."""
    return str(load("titles").value(word.casefold(), "pronoun", ""))


def _is_first_name(word: str, full: Sequence[str]) -> bool:
    """Whether a word before a surname is the first name of somebody else."""
    low = word.casefold()
    known = load("sources").get(low) or load("titles").get(low) or is_state(word)
    owner = word.endswith(("'s", "’s"))  # "Kelmar's Brann"
    return not (known or owner or is_word(low) or len(full) == 1 or word in full)


def _shortened(sources: Sequence[Row], setting: Setting) -> Iterator[Merge]:
    """A body called by the head of its name ("Pelora"), if one name alone begins so nearby.

    A place is not what is named after it, nor a firm its works council or those who watch it: the
    name must end as those of firms do.
    """
    longer: dict[str, dict[tuple[str, ...], list[Row]]] = defaultdict(lambda: defaultdict(list))
    short, surnames = [], set()
    for row in sources:
        key, words = full_name(row), row["name"].split()
        if key[:1] == ("person",):
            surnames.add(folded(words[-1]))
        if key[:1] != ("body",) or is_common(key[1]):
            continue
        head = key[1].split()[0]
        if load("endings").value(as_others_say(row)[0].split()[-1].casefold(), "firm"):
            longer[head][key].append(row)
        elif " " not in key[1]:
            short.append(row)
    for row in short:
        name = full_name(row)[1]
        near = [] if name in surnames else _near(longer[name], row, setting)
        if len(near) == 1 and not _is_place(row["name"], [*near[0], row], setting):
            yield from _fitting(near[0], row, setting, f"alone begins with “{row['name']}”")


def _is_place(name: str, rows: Sequence[Row], setting: Setting) -> bool:
    """Whether a seed says that somebody or something is in a place of this name."""
    pattern = re.compile(
        rf"\b(?:in|at|near|around|outside|across|town of|city of|people of) {re.escape(name)}\b"
        r"(?! [A-Z])"
    )
    return any(pattern.search(setting.text(seed)) for row in rows for seed in seeds_of(row))


def _described(sources: Sequence[Row], owners: _Owners, setting: Setting) -> Iterator[Merge]:
    """Bodies of two words or more without a name of their own, called alike in seeds on one matter.

    One may say more than the other ("the regional fire service") if no third says something else.
    """
    alike: dict[tuple[str, ...], list[tuple[str, Row]]] = defaultdict(list)
    for row in sources:
        said = as_others_say(row)[0]
        mine = said.lower()
        common = not is_named(row) or is_common(said)
        if not (row["kind"] in BODIES and row["resolved"] and " " in mine and common):
            continue
        if owners.contested(row):
            continue
        owned, known = _with_owner(row), alike[_tail(row)]
        near = [
            (name, other, shared)
            for name, other in known[-_MOST:]
            if (shared := _shared_names(other, row, setting, _PLENTY))
        ]
        for name, other, shared in near:
            least = min(mine, name, key=len)
            fuller = {n for n, _, _ in near if n.endswith(f" {least}")}
            fits = says_more(max(mine, name, key=len), least) and not another_owner(other, owned)
            if fits and len(fuller | {mine, name}) <= 2:
                about = listed(shared, most=4)
                why = f"“{other['name']}” and “{row['name']}”: both seeds speak of {about}"
                yield other["source_id"], row["source_id"], why
                break
        known.append((mine, owned))


def _offices(sources: Sequence[Row], setting: Setting) -> Iterator[Merge]:
    """Who is only called by an office of two words or more, with the one named to hold it."""
    holders: dict[str, dict[tuple[str, ...], list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in sources:
        if row["role"] and " " in row["role"] and full_name(row)[:1] == ("person",):
            holders[row["role"].casefold()][full_name(row)].append(row)
    for row in sources:
        known = holders.get(row["name"].casefold(), {})
        if row["kind"] in PEOPLE and row["resolved"] and len(known) == 1:
            [(holder, *_)] = known.values()
            shared = _shared_names(holder, row, setting, _PLENTY)
            if shared and not contradict(holder, row):
                about = listed(shared, most=4)
                why = (
                    f"“{holder['name']}” alone is called {row['name']}; both seeds speak of {about}"
                )
                yield holder["source_id"], row["source_id"], why


def _shared_names(one: Row, other: Row, setting: Setting, least: int = _ENOUGH) -> list[str]:
    """Names that the seeds of both sources hold, their own left out; [] if too few."""
    written = setting.vocabulary.written
    own = {written(word) for row in (one, other) for word in row["name"].split()}
    held = [
        frozenset().union(*(setting.names(seed) for seed in seeds_of(row))) for row in (one, other)
    ]
    names = held[0] & held[1] - own
    weight = sum(1 if is_state(name) else 2 for name in names)
    return sorted(names) if weight >= least else []


def _fitting(full: Sequence[Row], row: Row, setting: Setting, how: str) -> Iterator[Merge]:
    """`row` with the first of the rows of a full name that it fits, if it contradicts none."""
    if any(_contradict(other, row, setting) for other in full):
        return
    for other in full:
        shared = _shared_names(other, row, setting)
        if shared:
            about = listed(shared, most=4)
            why = f"“{other['name']}” {how}, and both seeds speak of {about}"
            yield other["source_id"], row["source_id"], why
            return


def _acronyms(sources: Sequence[Row], tables: Tables, setting: Setting) -> Iterator[Merge]:
    """An acronym in one seed with the full name that another seed writes beside it."""
    bodies = [row for row in sources if is_named(row)]
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
