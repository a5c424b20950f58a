"""What the explorer shows, as plain data: the seeds' texts and their rows with what to filter by.

Every row has ``facets`` (values to filter by) and ``words`` (what a search looks through), so that
the page and Python filter by the same few lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.brief.wording import described, likelihood
from analysis.model import SOURCE_KINDS, quote
from analysis.reviews.fields import FIELDS
from analysis.tables import Tables
from analysis.tables.schema import rows

__all__ = ["FACETS", "KEYS", "material", "passes"]

Json = dict[str, Any]
Row = Mapping[str, Any]
_Lists = dict[str, list[Json]]

KEYS = {"claims": "claim_id", "questions": "question_id", "sources": "source_id"}
"""The tables that the explorer lists, with their keys."""

FACETS: Mapping[str, tuple[str, ...]] = {
    "claims": (
        *("seed", "source", "certainty", "kind", "stance", "verification", "support", "flag"),
        "review",
    ),
    "questions": ("seed", "form", "status", "review"),
    "sources": ("seed", "kind", "sourcing", "review"),
}
"""What the rows of each table can be filtered by; ``review`` comes from the decisions."""


def material(tables: Tables) -> Json:
    """Everything that the page needs, ready for JSON."""
    texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    named = {row["source_id"]: row for row in rows(tables.sources)}
    return {
        "seeds": [{name: row[name] for name in _SEED_COLUMNS} for row in rows(tables.documents)],
        "claims": _claims(tables, texts, named),
        "questions": [_question(row, texts, named) for row in rows(tables.questions)],
        "sources": _sources(tables),
        "machine": _machine(tables),
        "choices": {
            name: list(field.allowed) for name, field in FIELDS.items() if field.how == "value"
        },
        "source_kinds": list(SOURCE_KINDS),
        "facets": {name: list(facets) for name, facets in FACETS.items()},
    }


def passes(row: Row, wanted: Mapping[str, str], state: str) -> bool:
    """Whether a row of `material` has every wanted value; `state` is what people decided on it."""
    facets = {**row["facets"], "review": [state]}
    for name, value in wanted.items():
        if name == "text":
            if not all(word in row["words"] for word in value.lower().split()):
                return False
        elif value and value not in facets.get(name, ()):
            return False
    return True


_SEED_COLUMNS = ("doc_id", "title", "publisher", "author", "published", "text", "reliability")


def _words(*parts: str) -> str:
    return " ".join(" ".join(parts).lower().split())


def _claims(tables: Tables, texts: Mapping[str, str], named: Mapping[str, Row]) -> list[Json]:
    figures, flags, links = _hanging(tables)
    found: list[Json] = []
    for row in rows(tables.claims):
        key, sources = row["claim_id"], [named[each] for each in row["source_ids"]]
        said = quote(texts[row["doc_id"]], row["spans"])
        found.append(
            {
                **{name: row[name] for name in _CLAIM_COLUMNS},
                "id": key,
                "text": said,
                "likelihood": likelihood(row),
                "happened": _happened(row),
                "origins": [named[each]["name"] for each in row["origin_ids"] if each in named],
                "credibility": "" if pd.isna(row["credibility"]) else str(row["credibility"]),
                "figures": figures[key],
                "flags": flags[key],
                "links": links[key],
                "facets": {
                    "seed": [row["doc_id"]],
                    "source": [source["name"] for source in sources],
                    **{name: [row[name]] for name in _LISTED},
                    "support": [_support(row)],
                    "flag": sorted({each["rule"] for each in flags[key]}),
                },
                "words": _words(said, row["cue"], *(source["name"] for source in sources)),
            }
        )
    return found


_CLAIM_COLUMNS = (
    *("doc_id", "start", "end", "spans", "kind", "attribution", "source_ids", "source_spans"),
    *("cue", "cue_spans", "certainty", "markers", "condition", "negated", "stance"),
    *("verification", "reported_at", "rule"),
)


_LISTED = ("certainty", "kind", "stance", "verification")


def _hanging(tables: Tables) -> tuple[_Lists, _Lists, _Lists]:
    """Figures, flags and links by the claim that they hang on."""
    figures: dict[str, list[Json]] = defaultdict(list)
    for row in rows(tables.figures):
        bounds = [None if pd.isna(row[name]) else row[name] for name in ("low", "high")]
        kept = {name: row[name] for name in ("start", "end", "text", "unit", "counted")}
        figures[row["claim_id"]].append({**kept, "low": bounds[0], "high": bounds[1]})
    flags: dict[str, list[Json]] = defaultdict(list)
    for row in rows(tables.flags):
        kept = {name: row[name] for name in ("rule", "severity", "message")}
        flags[row["claim_id"]].append({**kept, "id": row["flag_id"]})
    links: dict[str, list[Json]] = defaultdict(list)
    for row in rows(tables.links):
        told = {"relation": row["relation"], "why": row["why"]}
        links[row["from_id"]].append({**told, "to": row["to_id"], "turned": False})
        links[row["to_id"]].append({**told, "to": row["from_id"], "turned": True})
    return figures, flags, links


def _happened(row: Row) -> str:
    days = " to ".join(dict.fromkeys(filter(None, (row["event_start"], row["event_end"]))))
    return f"about {days}" if days and row["event_precision"] == "vague" else days


def _support(row: Row) -> str:
    if row["attribution"] == "none":
        return "author alone"
    origins: int = 0 if pd.isna(row["n_origins"]) else int(row["n_origins"])
    return {0: "no known origin", 1: "one origin"}.get(origins, "several origins")


def _question(row: Row, texts: Mapping[str, str], named: Mapping[str, Row]) -> Json:
    said = quote(texts[row["doc_id"]], row["spans"])
    raiser = named.get(row["raised_by"])
    author = raiser is None or raiser["kind"] == "author"
    kept = ("doc_id", "start", "end", "spans", "form", "as_question", "evidence", "why", "rule")
    return {
        **{name: row[name] for name in kept},
        "id": row["question_id"],
        "text": said,
        "status": row["status"],
        "raised_by": "the text itself" if author or raiser is None else described(raiser),
        "facets": {"seed": [row["doc_id"]], "form": [row["form"]], "status": [row["status"]]},
        "words": _words(said, row["as_question"]),
    }


_SOURCE_COLUMNS = ("name", "kind", "role", "affiliation", "sourcing", "resolved", "n_claims")


def _sources(tables: Tables) -> list[Json]:
    members: dict[str, list[Json]] = defaultdict(list)
    for row in rows(tables.merges):
        kept = {name: row[name] for name in ("doc_id", "name", "why")}
        members[row["source_id"]].append({**kept, "id": row["member_id"]})
    found = []
    for row in rows(tables.sources):
        seeds = sorted({mention.rpartition("#")[0] for mention in row["mentions"]})
        found.append(
            {
                **{name: row[name] for name in _SOURCE_COLUMNS},
                "id": row["source_id"],
                "text": described(row),
                "seeds": seeds,
                "mentions": row["mentions"],
                "members": members[row["source_id"]],
                "facets": {"seed": seeds, "kind": [row["kind"]], "sourcing": [row["sourcing"]]},
                "words": _words(described(row)),
            }
        )
    return sorted(found, key=lambda row: (-row["n_claims"], row["name"]))


def _machine(tables: Tables) -> dict[str, dict[str, str]]:
    """What the machine had found, by row and field, where people's values stand in the tables."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows(tables.reviews):
        if row["status"] == "applied" and FIELDS[row["field"]].how in {"value", "source"}:
            found[row["row_id"]][row["field"]] = row["machine_value"]
    return found
