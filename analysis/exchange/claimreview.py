"""schema.org ClaimReview, JSON-LD, for fact-checkers' sites and search engines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.exchange.base import Files, address, as_json, identifier, present, records, statements
from analysis.exchange.credibility import MEANINGS, Decision, decisions
from analysis.tables import Tables

__all__ = ["claimreview"]

Row = Mapping[str, Any]

VAGUE = "People whom the text does not tell apart"
"""schema.org knows persons and organisations only; a vague group is neither."""


def claimreview(tables: Tables) -> Files:
    """One ClaimReview a claim, to be completed by the newsroom that publishes it.

    ``reviewRating`` and the review's author and date are there only where a person set the
    claim's credibility. Ratings run from 1 (improbable) to 5 (confirmed), the larger the surer,
    as search engines read them: the Admiralty code's 1 becomes 5, its 5 becomes 1, and its 6,
    "truth cannot be judged", is words without a number. Neither the source's certainty nor the
    author's stance nor the text's word on verification is a rating. The file can stand in a page
    as it is: it holds no character that could end its script. A claim that is negated or hangs on
    a condition is given as the whole sentence, since its own words could say the opposite.
    """
    documents = {row["doc_id"]: row for row in records(tables.documents)}
    sources = {row["source_id"]: row for row in records(tables.sources)}
    decided = decisions(tables)
    said = statements(tables)
    graph = [
        _review(
            claim | {"text": said[claim["claim_id"]]},
            documents[claim["doc_id"]],
            sources,
            decided.get(claim["claim_id"]),
        )
        for claim in records(tables.claims)
    ]
    whole = {"@context": "https://schema.org", "@graph": graph}
    return {"claimreview.jsonld": as_json(whole, embeddable=True)}


def _review(
    claim: Row, document: Row, sources: Mapping[str, Row], decision: Decision | None
) -> dict[str, Any]:
    review = {
        "@type": "ClaimReview",
        "@id": identifier("claimreview", claim["claim_id"], document["sha256"]).urn,
        "claimReviewed": claim["text"],
        "itemReviewed": _claim(claim, document, sources),
    }
    review |= present({"inLanguage": document["language"]})
    return review if decision is None else review | _decided(decision)


def _claim(claim: Row, document: Row, sources: Mapping[str, Row]) -> dict[str, Any]:
    speakers = [_speaker(sources[each]) for each in claim["source_ids"] if each in sources]
    said = {
        "@type": "Claim",
        "text": claim["text"],
        "author": [speaker for speaker in speakers if speaker],
        "datePublished": claim["reported_at"] or document["published"],
        "appearance": _work(document),
    }
    return present(said)


def _speaker(source: Row) -> dict[str, Any] | None:
    """Whoever is said to have claimed it; the author of a seed without a name is nobody."""
    if source["kind"] == "author":
        return None
    is_person = source["kind"] in {"person", "analyst"}
    named = {
        "@type": "Person" if is_person else "Organization",
        "name": source["name"],
        "jobTitle": source["role"] if is_person else "",
        "affiliation": (
            {"@type": "Organization", "name": source["affiliation"]}
            if is_person and source["affiliation"]
            else None
        ),
        "description": "" if is_person else source["role"],
        "disambiguatingDescription": VAGUE if source["kind"] == "vague_group" else "",
    }
    return present(named)


def _work(document: Row) -> dict[str, Any]:
    publisher = document["publisher"]
    work = {
        "@type": "CreativeWork",
        "name": document["title"] or document["doc_id"],
        "url": address(document["url"]),
        "datePublished": document["published"],
        "author": {"@type": "Person", "name": document["author"]} if document["author"] else None,
        "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
        "isBasedOn": _basis(document["restates"]),
        "identifier": f"sha256:{document['sha256']}",
    }
    return present(work)


def _basis(restates: str) -> str | dict[str, str]:
    is_address = not restates or restates.startswith(("http://", "https://"))
    return restates if is_address else {"@type": "CreativeWork", "name": restates}


def _decided(decision: Decision) -> dict[str, Any]:
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": MEANINGS[decision.credibility]}
    if decision.credibility < 6:
        rating |= {"ratingValue": 6 - decision.credibility, "bestRating": 5, "worstRating": 1}
    reviewer = decision.reviewer
    said = {
        "reviewRating": rating | present({"ratingExplanation": decision.note}),
        "author": {"@type": "Person", "name": reviewer} if reviewer else None,
        "datePublished": decision.date,
    }
    return present(said)
