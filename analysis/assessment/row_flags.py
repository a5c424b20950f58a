"""Warnings that a seed, a figure or a claim calls for by itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from analysis.assessment.figure_flags import figure_flags
from analysis.assessment.flags import Found
from analysis.lexicon import load
from analysis.tables import Tables
from analysis.tables.schema import rows
from analysis.wording import listed

__all__ = ["row_flags"]

_TOLD = re.compile(r",\s+(?:who|whose)\b")
"""What a seed tells of a person right behind the name: "Nils Karo, who teaches at Hest"."""
_BESIDE = re.compile(r",\s+(?:the|its|their|our)\b")
"""A post that the text has spoken of the body before: "Irma Vestal, the chemist on duty"."""
_ONE_OF = re.compile(r"(?:one|another|a third) of them", re.IGNORECASE)
"""Somebody of a group for which the seed has its warning already."""
_HEAD = 4
"""Words of a description among which its head is looked for."""


def row_flags(tables: Tables, own: Set[str]) -> Iterator[Found]:
    """Warnings for which no other row is needed; `own` are the claims of the seeds' own authors.

    What a body says in a statement of its own is not among them: the figures there are its own.
    """
    yield from _seed_flags(tables)
    yield from figure_flags(tables, own)
    yield from _claim_flags(tables)


def _seed_flags(tables: Tables) -> Iterator[Found]:
    for row in rows(tables.documents):
        wanted = {
            "neither author nor publisher": row["author"] or row["publisher"],
            "no date": row["published"],
            "no address": row["url"] or row["restates"],
        }
        missing = [what for what, value in wanted.items() if not value]
        if missing:
            words = {"missing": listed(missing)}
            yield Found("no_provenance", row["doc_id"], "", [], words)
    for row in rows(tables.documents[tables.documents["same_as"] != ""]):
        for one, other in ((row["doc_id"], row["same_as"]), (row["same_as"], row["doc_id"])):
            yield Found("copied_seed", one, "", [], {"other": other})


def _texts(tables: Tables) -> dict[str, str]:
    return dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))


def _claim_flags(tables: Tables) -> Iterator[Found]:
    sources = {row["source_id"]: row for row in rows(tables.sources)}
    texts = _texts(tables)
    held = {(s["role"].casefold(), s["affiliation"]) for s in sources.values() if s["role"]}
    named_at = _mentions(sources)
    told: set[tuple[str, str, str]] = set()
    nameless: set[str] = set()
    for claim in rows(tables.claims):
        if claim["verification"] == "unverified":
            place = claim["doc_id"], claim["claim_id"], claim["spans"]
            yield Found("unverified_report", *place, {})
        for source_id in claim["source_ids"]:
            source = sources[source_id]
            spans = _first_named(named_at[source_id, claim["doc_id"]], claim)
            named = " ".join(texts[claim["doc_id"]][a:b] for a, b in spans)
            rule = _source_rule(source, named, claim, held)
            among = _ONE_OF.fullmatch(source["name"]) and claim["doc_id"] in nameless
            if rule == "unnamed_source" and source["kind"] == "vague_group":
                nameless.add(claim["doc_id"])
            if rule and not among and (claim["doc_id"], source_id, rule) not in told:
                told.add((claim["doc_id"], source_id, rule))
                words = {"source": source["name"]}
                yield Found(rule, claim["doc_id"], claim["claim_id"], spans, words)


def _mentions(
    sources: Mapping[str, Mapping[str, Any]],
) -> Mapping[tuple[str, str], list[list[int]]]:
    """Where each seed names each source."""
    found: dict[tuple[str, str], list[list[int]]] = defaultdict(list)
    for source_id, source in sources.items():
        for mention in source["mentions"]:
            doc_id, _, at = mention.rpartition("#")
            found[source_id, doc_id].append([*map(int, at.split("-"))])
    return found


def _first_named(mentions: Sequence[list[int]], claim: Mapping[str, Any]) -> list[list[int]]:
    """Where a seed first names a source: not at the "he" that makes the claim.

    Of the sources of one claim each has words of its own.
    """
    here = [list(span) for span in claim["source_spans"]]
    earlier = [span for span in mentions if span[0] < claim["start"]]
    own = [span for span in mentions if span in here]
    return [min(earlier)] if earlier else own or list(mentions[:1]) or here


def _source_rule(
    source: Mapping[str, Any], named: str, claim: Mapping[str, Any], held: Set[tuple[str, str]]
) -> str:
    """The warning that a claim's source calls for, or "".

    `named` are the words that the seed names it by, `held` the offices of people with a name.
    """
    name, definite = source["name"].casefold(), named.casefold().startswith("the ")
    if not source["resolved"] and load("descriptions").value(name, "stands_for"):
        return "unresolved_source"
    if source["sourcing"] in {"unnamed", "background"}:
        known = definite and _is_held(name, source["affiliation"], held)
        return "" if known else "unnamed_source"
    if source["kind"] == "vague_group":
        firm = claim["certainty"] == "certain"
        vague = firm and _are_people(name) and not _is_definite(name)
        return "vague_source" if vague else ""
    if source["kind"] == "analyst" and not source["affiliation"]:
        return "" if _BESIDE.search(named) else "missing_affiliation"
    unknown = source["kind"] == "person" and not source["role"] and not source["affiliation"]
    unknown = unknown and not _TOLD.search(named)
    return "missing_role" if unknown and _is_introduced(source["name"], named) else ""


def _is_held(name: str, affiliation: str, held: Set[tuple[str, str]]) -> bool:
    """Whether a seed names who holds an office: "the governor", where Ada Tole is one."""
    of_it = (role for role, body in held if body in {affiliation, ""} or not affiliation)
    return (name, affiliation) in held or any(role.startswith(f"{name} of ") for role in of_it)


def _are_people(group: str) -> bool:
    """Whether a group is people or bodies: shadows, radar tracks and the like are nobody."""
    endings, sources = load("endings"), load("sources")
    human, people = tuple(endings.words(human=True)), load("persons")

    def means_somebody(word: str) -> bool:
        one = f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")
        known = any(sources.get(each) or people.get(each) for each in (word, one))
        return known or (one.endswith(human) and endings.value(one, "human") is not False)

    return any(map(means_somebody, re.findall(r"[^\W_]+", group)))


def _is_definite(group: str) -> bool:
    """Whether a group is a text that the seed describes ("papers of the firm"), or all of one.

    Bare "reports" and "claims" are nobody's.
    """
    words, sources = group.split(), load("sources")
    text = any(sources.value(word, "document") for word in words[:_HEAD])
    hearsay = len(words) == 1 and load("cue_forms").get(group.removesuffix("s")) is not None
    all_of_them = sources.value(words[0], "whole") or "both" in words
    return (text and not hearsay) or bool(all_of_them)


def _is_introduced(name: str, named: str) -> bool:
    """Whether a name is sure to be a person's whom the seed introduces: in full, or as Mr or Ms.

    A bare surname stands for somebody known, or is the name of a firm or place.
    """
    words = (word.rstrip(".") for word in named.casefold().split())
    return " " in name or any(load("titles").value(word, "honorific") for word in words)
