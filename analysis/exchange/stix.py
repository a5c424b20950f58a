"""STIX 2.1 for threat-intelligence platforms, through stix2 (``pip install seedbrief[stix]``).

===============  ==================================================================================
STIX             what it holds
===============  ==================================================================================
``identity``     a source; and the kit itself, a ``system``, which made all objects
``note``         a claim: its words are the content (of a negated or conditional one the whole
                 sentence), its sources the ``object_refs``
``opinion``      a person's decision on a claim's credibility, and nothing else
``report``       a seed with its notes, identities and opinions
``labels``       of a note ``certainty:``, ``stance:``, ``verification:``, ``kind:``,
                 ``likelihood:``, ``negated:`` and ``credibility:``; of a report ``reliability:``
                 and ``published:``; of an identity ``kind:`` and ``sourcing:``
===============  ==================================================================================

``confidence`` is never set. It is the producer's trust in his own object, on a scale of numbers;
certainty is how firmly a *source* commits itself, stance is where the *author* stands, and
verification is what the *text* says of it. They are four things and stay four. So is an
``opinion``: only a person's credibility makes one (1 strongly-agree to 5 strongly-disagree; 6,
"truth cannot be judged", is a label and makes none).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any

from analysis.errors import ExportError
from analysis.exchange.base import (
    Files,
    address,
    as_json,
    identifier,
    instant,
    issued,
    present,
    records,
    statements,
)
from analysis.exchange.credibility import Decision, decisions
from analysis.tables import Tables
from analysis.wording import listed

__all__ = ["stix"]

Row = Mapping[str, Any]
Object = dict[str, Any]

_CLASSES = {
    "person": "individual",
    "government": "organization",
    "intelligence": "organization",
    "military": "organization",
    "media": "organization",
    "organisation": "organization",
    "vague_group": "group",
}
"""STIX's identity classes; of an analyst or author it is not known whether he is one person."""
_OPINIONS = {1: "strongly-agree", 2: "agree", 3: "neutral", 4: "disagree", 5: "strongly-disagree"}


def stix(tables: Tables) -> Files:
    """A bundle of reports, notes, opinions and identities; see the module for what maps where.

    Ids are UUIDs of version 5, made from all else that an object says, so that objects with one
    id are equal whoever exports them, and a changed one is another. Dates are those of the seeds
    and reviews, the first moment of a day, month or year; what has none has the newest seed's.

    Raises
    ------
    ExportError
        If stix2 is not installed.
    """
    library = _library()
    objects = _Bundle(tables).objects()
    checked = [json.loads(library.parse(each, version="2.1").serialize()) for each in objects]
    bundle = f"bundle--{identifier('bundle', *(each['id'] for each in objects))}"
    whole = {"type": "bundle", "id": bundle, "objects": checked}
    return {"bundle.stix.json": as_json(whole)}


def _library() -> ModuleType:
    try:
        import stix2
    except ImportError:
        message = "STIX needs a library that is not installed"
        raise ExportError(f"{message}; run: pip install 'seedbrief[stix]'") from None
    module: ModuleType = stix2
    return module


class _Bundle:
    """The objects of one export, in an order in which each comes after those it refers to."""

    def __init__(self, tables: Tables) -> None:
        self.undated = issued(tables).strftime("%Y-%m-%d")
        self.documents = {row["doc_id"]: row for row in records(tables.documents)}
        self.claims = records(tables.claims)
        self.sources = {row["source_id"]: row for row in records(tables.sources)}
        self.decisions = decisions(tables)
        self.statements = statements(tables)
        self.claims_of: dict[str, list[str]] = defaultdict(list)
        self.first_said: dict[str, str] = {}
        for claim in self.claims:
            self.claims_of[claim["doc_id"]].append(claim["claim_id"])
            self._hear(claim)
        self.maker = self._object(
            "identity", self.undated, name="Seedbrief", identity_class="system"
        )

    def _hear(self, claim: Row) -> None:
        said = self.documents[claim["doc_id"]]["published"]
        for source_id in claim["source_ids"] if said else ():
            self.first_said[source_id] = min(said, self.first_said.get(source_id, said))

    def objects(self) -> list[Object]:
        identities = {key: self._identity(row) for key, row in self.sources.items()}
        notes = {row["claim_id"]: self._note(row, identities) for row in self.claims}
        opinions = {
            key: self._opinion(decided, notes[key])
            for key, decided in self.decisions.items()
            if decided.credibility in _OPINIONS
        }
        reports = []
        for row in self.documents.values():
            own = self.claims_of[row["doc_id"]]
            held = [notes[key] for key in own]
            heard = [ref for note in held for ref in note["object_refs"]]
            judged = [opinions[key]["id"] for key in own if key in opinions]
            refs = dict.fromkeys([*(note["id"] for note in held), *heard, *judged])
            reports.append(self._report(row, list(refs) or [self.maker["id"]]))
        return [self.maker, *identities.values(), *notes.values(), *opinions.values(), *reports]

    def _identity(self, row: Row) -> Object:
        described = {
            "roles": [row["role"]] if row["role"] else [],
            "description": f"Affiliation: {row['affiliation']}" if row["affiliation"] else "",
        }
        return self._object(
            "identity",
            self.first_said.get(row["source_id"], ""),
            name=row["name"],
            identity_class=_CLASSES.get(row["kind"], "unspecified"),
            labels=_labels(row, "kind", "sourcing"),
            external_references=[{"source_name": "seedbrief", "external_id": row["source_id"]}],
            **described,
        )

    def _note(self, row: Row, identities: Mapping[str, Object]) -> Object:
        document = self.documents[row["doc_id"]]
        speakers = [key for key in row["source_ids"] if key in identities]
        names = listed([self.sources[key]["name"] for key in speakers])
        likelihood = [row["likelihood_low"], row["likelihood_high"]]
        place = f"characters {row['start']} to {row['end']} of the text"
        return self._object(
            "note",
            document["published"],
            abstract=f"Claim of {names or 'nobody named'} in {_name(document)}",
            content=self.statements[row["claim_id"]],
            object_refs=[identities[key]["id"] for key in speakers] or [self.maker["id"]],
            lang=document["language"],
            labels=[
                *_labels(row, "kind", "certainty", "stance", "verification", "credibility"),
                *(["negated:yes"] if row["negated"] else []),
                *(["likelihood:{:g}-{:g}%".format(*likelihood)] if None not in likelihood else []),
            ],
            external_references=[
                {
                    "source_name": "seedbrief",
                    "external_id": row["claim_id"],
                    "description": f"{document['doc_id']}, {place}",
                }
            ],
        )

    def _opinion(self, decided: Decision, note: Object) -> Object:
        return self._object(
            "opinion",
            decided.date,
            opinion=_OPINIONS[decided.credibility],
            explanation=decided.note,
            authors=[decided.reviewer] if decided.reviewer else [],
            object_refs=[note["id"]],
        )

    def _report(self, row: Row, refs: list[str]) -> Object:
        published = row["published"] or self.undated
        reference = {"source_name": row["publisher"] or "seed", "external_id": row["doc_id"]}
        if row["url"]:
            reference |= {"url": address(row["url"])}
        return self._object(
            "report",
            published,
            name=_name(row),
            description=f"Restates: {row['restates']}" if row["restates"] else "",
            published=_moment(published),
            object_refs=refs,
            lang=row["language"],
            labels=[*_labels(row, "reliability"), f"published:{row['published'] or 'undated'}"],
            external_references=[reference | {"hashes": {"SHA-256": row["sha256"]}}],
        )

    def _object(self, kind: str, date: str, **properties: Any) -> Object:
        """An object without empty properties, its id made from all that it says."""
        said = present(properties)
        moment = _moment(date or self.undated)
        if hasattr(self, "maker"):
            said["created_by_ref"] = self.maker["id"]
        said |= {"created": moment, "modified": moment}
        name = identifier("stix", kind, json.dumps(said, sort_keys=True))
        return {"type": kind, "spec_version": "2.1", "id": f"{kind}--{name}", **said}


def _name(document: Row) -> str:
    return str(document["title"] or document["doc_id"])


def _moment(date: str) -> str:
    return instant(date).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _labels(row: Row, *columns: str) -> Iterable[str]:
    return [f"{column}:{row[column]}" for column in columns if row[column] not in (None, "")]
