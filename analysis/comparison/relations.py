"""Links and flags that came or went, and what new links tell of figures and of sources' words."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.comparison.pairs import Change, Pairs, Row, Side
from analysis.comparison.wording import about, related
from analysis.tables.schema import rows as table_rows

__all__ = ["flags", "links", "moved_by_update", "words_changed"]

Key = tuple[str, str]

_TURNS = {"says so": "now says what was denied", "denies": "now denies what was said"}


def _relations(side: Side, pairs: Pairs | None = None) -> dict[Key, Row]:
    """Links by their two claims; with `pairs`, under the ids of the new report."""
    rows = table_rows(side.tables.links)
    same = pairs.same if pairs else {}
    return {
        (same.get(row["from_id"], row["from_id"]), same.get(row["to_id"], row["to_id"])): row
        for row in rows
    }


def links(pairs: Pairs) -> Iterator[Change]:
    """Links raised and cleared, and pairs of claims that stand otherwise to each other now."""
    before, after = _relations(pairs.old, pairs), _relations(pairs.new)
    for key, row in after.items():
        old = before.get(key)
        if old is None:
            words = f"New link: {related(pairs.new, row)}."
            yield Change("raised", "links", " ".join(key), "relation", "", row["relation"], words)
        elif old["relation"] != row["relation"]:
            told = old["relation"], row["relation"]
            words = f"Changed link: {related(pairs.new, row)}; before: {told[0]}."
            yield Change("changed", "links", " ".join(key), "relation", *told, words)
    for key, row in before.items():
        if key not in after:
            words = f"Link that is gone: {related(pairs.old, row)}."
            yield Change("cleared", "links", " ".join(key), "relation", row["relation"], "", words)


def flags(pairs: Pairs) -> Iterator[Change]:
    """Warnings raised, cleared, and told in other words."""
    for row in pairs.added("flags"):
        words = f"New warning: {_rule(row)}: {row['message']}"
        yield Change("raised", "flags", row["flag_id"], "", "", row["message"], words)
    for row in pairs.gone("flags"):
        words = f"Warning that is gone: {_rule(row)}: {row['message']}"
        yield Change("cleared", "flags", row["flag_id"], "", row["message"], "", words)
    for before, after in pairs.matched("flags"):
        for name in ("severity", "message"):
            if before[name] != after[name]:
                words = f"{_rule(after)}: {name} is now {after[name]}"
                told = before[name], after[name]
                yield Change("changed", "flags", after["flag_id"], name, *told, words)


def _rule(row: Row) -> str:
    name = row["rule"].replace("_", " ")
    return f"{name[:1].upper()}{name[1:]} ({row['severity']}, {row['doc_id']})"


def _fresh(pairs: Pairs) -> Iterator[tuple[Row, Row, Row]]:
    """New links from a claim to one that the old report had, with both claims."""
    before, after = _relations(pairs.old, pairs), _relations(pairs.new)
    claims = pairs.new["claims"]
    known = {pairs.same[key] for key in pairs.old["claims"] if key in pairs.same}
    for key, row in after.items():
        if key not in before and row["to_id"] in known:
            yield row, claims[row["from_id"]], claims[row["to_id"]]


def moved_by_update(pairs: Pairs) -> Iterator[Change]:
    """Figures of earlier claims that a later word of the same side replaces."""
    held: dict[str, list[Row]] = {}
    for row in pairs.new["figures"].values():
        held.setdefault(row["claim_id"], []).append(row)
    for link, later, earlier in _fresh(pairs):
        if link["relation"] != "updates":
            continue
        for one in held.get(earlier["claim_id"], ()):
            for other in held.get(later["claim_id"], ()):
                if one["thing"] == other["thing"] and _quotes(link["why"], one, other):
                    who = pairs.new.who(later["source_ids"])
                    words = f"{who}: from “{one['text']}” to “{other['text']}” ({later['doc_id']})."
                    told = one["text"], other["text"]
                    yield Change("moved", "figures", other["figure_id"], "low, high", *told, words)


def _quotes(why: str, *figures: Row) -> bool:
    """Whether the reason for a link quotes some figures: others of the two claims did not move."""
    return all(f"“{row['text']}”" in why for row in figures)


def words_changed(pairs: Pairs) -> Iterator[Change]:
    """Sources, or sides, that now say what they denied, or deny what they said."""
    denying = {
        row["from_id"] for row in table_rows(pairs.new.tables.links) if row["relation"] == "denies"
    }
    for link, later, earlier in _fresh(pairs):
        same = set(later["source_ids"]) & set(earlier["source_ids"])
        if link["relation"] == "updates":
            told = _word(earlier, denying), _word(later, denying)
        elif link["relation"] == "denies" and same:
            told = "says so", "denies"
        else:
            continue
        if told[0] != told[1] and later["source_ids"]:
            source_id = later["source_ids"][0]
            words = (
                f"{pairs.new.who(later['source_ids'])} {_TURNS[told[1]]}: "
                f"{about(pairs.new, 'claims', later)}; "
                f"earlier {about(pairs.new, 'claims', earlier)}."
            )
            yield Change("changed its word", "sources", source_id, "word", *told, words)


def _word(claim: Row, denying: set[str]) -> str:
    denied = claim["negated"] or claim["verification"] == "denied" or claim["claim_id"] in denying
    return "denies" if denied else "says so"
