"""From rows to judgement: one source across seeds, and warnings that a reader can check.

Frames go in, new frames come out; nothing is changed in place. Sources are merged only where two
seeds give the same full name: a wrong merge is worse than a missed one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.lexicon import load
from analysis.model import Ids
from analysis.tables import Tables
from analysis.tables.schema import frame
from analysis.tables.schema import rows as table_rows

__all__ = ["assess"]

_PEOPLE = {"person", "analyst"}
_NEVER_MERGED = {"vague_group", "author"}


def assess(tables: Tables) -> Tables:
    """Merge sources that several seeds name, and raise flags.

    Parameters
    ----------
    tables : Tables
        As `parse` makes them.

    Returns
    -------
    Tables
        With merged ``sources``, their ids in ``claims``, ``attributions`` and ``questions``, and
        ``flags``. `tables` itself stays as it was.
    """
    merged = _merge_sources(tables)
    return merged.with_tables(flags=_flags(merged))


def _merge_sources(tables: Tables) -> Tables:
    shared = _shared_ids(tables.sources)

    def renamed(ids: list[str]) -> list[str]:
        return list(dict.fromkeys(shared[source_id] for source_id in ids))

    claims = tables.claims.assign(source_ids=tables.claims["source_ids"].map(renamed))
    attributions = tables.attributions.assign(
        source_ids=tables.attributions["source_ids"].map(renamed)
    )
    raised_by = tables.questions["raised_by"].map(lambda name: shared.get(name, name))
    return tables.with_tables(
        claims=claims,
        attributions=attributions,
        questions=tables.questions.assign(raised_by=raised_by.astype("str")),
        sources=_merged_rows(tables.sources, shared, claims),
    )


def _shared_ids(sources: pd.DataFrame) -> dict[str, str]:
    """Each source id with the id of the merged source it becomes."""
    ids: dict[str, str] = {}
    for row in table_rows(sources):
        key = _key(row)
        ids[row["source_id"]] = Ids("").make("o", *key) if key else row["source_id"]
    return ids


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What two rows must share to be one source; nothing for those that are never merged."""
    person = row["kind"] in _PEOPLE
    vague = row["kind"] in _NEVER_MERGED or row["sourcing"] != "on_record" or not row["resolved"]
    if vague or (person and " " not in row["name"]):
        return ()
    owner = "" if person else row["affiliation"].casefold()
    return ("person" if person else row["kind"], row["name"].casefold(), owner)


def _merged_rows(
    sources: pd.DataFrame, shared: Mapping[str, str], claims: pd.DataFrame
) -> pd.DataFrame:
    rows: dict[str, dict[str, Any]] = {}
    for row in table_rows(sources):
        source_id = shared[row["source_id"]]
        known = rows.setdefault(source_id, row | {"source_id": source_id, "mentions": []})
        known["mentions"] = [*known["mentions"], *row["mentions"]]
        for column in ("role", "affiliation"):
            known[column] = known[column] or row[column]
        known["kind"] = "analyst" if row["kind"] == "analyst" else known["kind"]
    held = claims[["doc_id", "source_ids"]].explode("source_ids").groupby("source_ids")["doc_id"]
    seeds = held.agg(list).to_dict()
    for source_id, row in rows.items():
        named_in = {mention.rpartition("#")[0] for mention in row["mentions"]}
        row["n_claims"] = len(seeds.get(source_id, ()))
        row["n_documents"] = max(1, len(named_in.union(seeds.get(source_id, ()))))
    return frame("sources", list(rows.values()))


def _flags(tables: Tables) -> pd.DataFrame:
    found = [*_seed_flags(tables), *_figure_flags(tables), *_claim_flags(tables)]
    ids: dict[str, Ids] = {}
    records = []
    for rule, doc_id, claim_id, spans, words in found:
        effect = load("flags").entry(rule).effect
        maker = ids.setdefault(doc_id, Ids(doc_id))
        record = {
            "flag_id": maker.make("w", rule, claim_id, *words.values()),
            "doc_id": doc_id,
            "rule": rule,
            "severity": effect["severity"],
            "claim_id": claim_id,
            "spans": spans,
            "message": _filled(str(effect["message"]), words),
        }
        records.append(record)
    return frame("flags", records)


def _filled(message: str, words: Mapping[str, str]) -> str:
    """`message` with its names replaced; the words are data, never a format string."""
    for name, word in words.items():
        before, found, after = message.partition("{" + name + "}")
        message = before + word + after if found else message
    return message


_Flag = tuple[str, str, str, list[list[int]], dict[str, str]]


def _seed_flags(tables: Tables) -> Iterator[_Flag]:
    for row in table_rows(tables.documents):
        wanted = {
            "who wrote or published it": row["author"] or row["publisher"],
            "when it was published": row["published"],
            "where it comes from": row["url"] or row["restates"],
        }
        missing = [what for what, value in wanted.items() if not value]
        if missing:
            yield "no_provenance", row["doc_id"], "", [], {"missing": " nor ".join(missing)}


def _figure_flags(tables: Tables) -> Iterator[_Flag]:
    authors = set(tables.claims.loc[tables.claims["attribution"] == "none", "claim_id"])
    sourceless = tables.claims["source_ids"].map(len) == 0
    authors |= set(tables.claims.loc[sourceless, "claim_id"])
    for row in table_rows(tables.figures):
        if row["claim_id"] in authors:
            span = [[row["start"], row["end"]]]
            words = {"figure": row["text"]}
            yield "unattributed_figure", row["doc_id"], row["claim_id"], span, words


def _claim_flags(tables: Tables) -> Iterator[_Flag]:
    sources = {row["source_id"]: row for row in table_rows(tables.sources)}
    told: set[str] = set()
    for claim in table_rows(tables.claims):
        if claim["verification"] == "unverified":
            yield "unverified_report", claim["doc_id"], claim["claim_id"], claim["spans"], {}
        for source_id in claim["source_ids"]:
            rule = _source_rule(sources[source_id], claim)
            once = rule in {"missing_affiliation", "missing_role"}
            if rule and not (once and source_id in told):
                told.add(source_id)
                words = {"source": sources[source_id]["name"]}
                yield rule, claim["doc_id"], claim["claim_id"], claim["source_spans"], words


def _source_rule(source: Mapping[str, Any], claim: Mapping[str, Any]) -> str:
    """The warning that a claim's source calls for, or ""."""
    if not source["resolved"]:
        return "unresolved_source"
    if source["sourcing"] in {"unnamed", "background"}:
        return "unnamed_source"
    if source["kind"] == "vague_group":
        return "vague_source" if claim["certainty"] == "certain" else ""
    if source["kind"] == "analyst" and not source["affiliation"]:
        return "missing_affiliation"
    nameless = source["kind"] == "person" and not source["role"] and not source["affiliation"]
    return "missing_role" if nameless else ""
