"""Annotations, ClaimReview and STIX: valid, anchored, and nothing in them mixed up."""

import json
import sys
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
import stix2
import stix2validator

from analysis.errors import ExportError
from analysis.exchange.base import identifier
from analysis.tables.schema import rows

SCHEMAS = Path(__file__).parent / "schemas"


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def check(value, name):
    schema = load(SCHEMAS / f"{name}.json")
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(
        value
    )


@pytest.fixture(scope="module")
def collection(exported):
    return load(exported("webannotation"))


def targets(collection):
    for item in collection["first"]["items"]:
        for target in item["target"] if isinstance(item["target"], list) else ():
            yield item, unquote(target["source"]["id"]), *target["selector"]


def test_annotations_keep_to_the_data_model(collection):
    check(collection, "webannotation")
    items = collection["first"]["items"]
    assert len({item["id"] for item in items}) == len(items) == collection["total"]


def test_annotations_anchor_again_by_position_on_the_files_of_the_seeds(collection, seeds_folder):
    """Code points of the file as it lies there, front matter and byte order mark included."""
    seen = set()
    for _, name, position, quotation in targets(collection):
        text = (seeds_folder / name).read_bytes().decode("utf-8")
        start, end = position["start"], position["end"]
        assert text[start:end] == quotation["exact"]
        assert text[:start].endswith(quotation["prefix"])
        assert text[end:].startswith(quotation["suffix"])
        seen.add(name)
    assert len(seen) == 4


def test_annotations_anchor_again_by_quotation_alone(collection, seeds_folder):
    """Where a sentence stands twice in a text, its surroundings tell which is meant."""
    texts = {}
    for _, name, position, quotation in targets(collection):
        text = texts.setdefault(name, (seeds_folder / name).read_bytes().decode("utf-8"))
        around = quotation["prefix"] + quotation["exact"] + quotation["suffix"]
        assert text.count(around) == 1
        assert text.index(around) + len(quotation["prefix"]) == position["start"]
    assert (
        sum(text.count("said that the mine was closed") for text in texts.values()) == 4
    )  # twice in two


def test_every_place_of_every_row_is_annotated(collection, tables):
    wanted = sum(
        len(row["spans"]) if "spans" in row else 1
        for name in ("attributions", "claims", "figures", "questions", "flags")
        for row in rows(getattr(tables, name))
    )
    assert len(list(targets(collection))) == wanted > 30


def test_an_annotation_of_a_claim_says_each_column_apart(collection, tables):
    claim = rows(tables.claims)[0]
    document = tables.documents.set_index("doc_id").loc[claim["doc_id"]]
    name = identifier("annotation", claim["claim_id"], document["sha256"]).urn
    (item,) = [each for each in collection["first"]["items"] if each["id"] == name]
    said = [body["value"] for body in item["body"]]
    for column in ("certainty", "stance", "verification", "credibility"):
        assert f"{column}: {claim[column]}" in said


@pytest.fixture(scope="module")
def reviews(exported):
    return load(exported("claimreview"))


def test_claim_reviews_keep_to_schema_org(reviews, tables):
    check(reviews, "claimreview")
    assert len(reviews["@graph"]) == len(tables.claims)


def test_only_what_a_person_decided_is_rated(reviews):
    """2, 6 and 5 of the Admiralty code: probably true, cannot be judged, improbable."""
    rated = [each["reviewRating"] for each in reviews["@graph"] if "reviewRating" in each]
    assert [each.get("ratingValue") for each in rated] == [4, None, 1]
    assert rated[1]["alternateName"] == "Truth cannot be judged"
    judged = [each for each in reviews["@graph"] if "author" in each]
    assert [(each["author"]["name"], each["datePublished"]) for each in judged] == [
        ("KL", "2025-03-20")
    ] * 3
    assert len(reviews["@graph"]) > 10


def test_a_claim_review_can_stand_in_a_page(exported):
    data = exported("claimreview").read_bytes()
    assert b"alert(1)" in data
    assert not {b"<", b">", b"&"} & {data[place : place + 1] for place in range(len(data))}


def test_a_denial_is_not_reviewed_as_what_it_denies(reviews):
    said = [
        each["claimReviewed"]
        for each in reviews["@graph"]
        if "12 soldiers" in each["claimReviewed"]
    ]
    assert said
    assert all("denied" in words for words in said)


@pytest.fixture(scope="module")
def bundle(exported):
    return load(exported("stix"))


def kinds(bundle, kind):
    return [each for each in bundle["objects"] if each["type"] == kind]


def test_the_bundle_is_valid_stix(exported):
    options = stix2validator.ValidationOptions(version="2.1")
    result = stix2validator.validate_file(str(exported("stix")), options)
    errors = [str(error) for each in result.object_results for error in each.errors]
    assert result.is_valid, errors[:3]
    assert stix2.parse(exported("stix").read_text(encoding="utf-8"))["type"] == "bundle"


def test_every_reference_of_the_bundle_is_in_it(bundle):
    ids = [each["id"] for each in bundle["objects"]]
    assert len(set(ids)) == len(ids)
    for each in bundle["objects"]:
        assert {*each.get("object_refs", []), each.get("created_by_ref", ids[0])} <= set(ids)
        assert each["id"].split("--")[1][14] == "5"  # the version of the UUID


def test_the_bundle_keeps_certainty_stance_verification_and_confidence_apart(bundle, tables):
    notes = kinds(bundle, "note")
    assert len(notes) == len(tables.claims)
    assert not [each for each in bundle["objects"] if "confidence" in each]
    for note, claim in zip(notes, rows(tables.claims), strict=True):
        for column in ("certainty", "stance", "verification"):
            assert [each for each in note["labels"] if each.startswith(f"{column}:")] == [
                f"{column}:{claim[column]}"
            ]


def test_only_what_a_person_decided_is_an_opinion(bundle):
    """Of 2, 6 and 5, the 6 ("cannot be judged") is no opinion."""
    opinions = kinds(bundle, "opinion")
    assert [each["opinion"] for each in opinions] == ["agree", "strongly-disagree"]
    assert {(each["authors"][0], each["created"]) for each in opinions} == {
        ("KL", "2025-03-20T00:00:00.000Z")
    }


def test_a_report_is_dated_as_its_seed_and_says_when_it_is_not(bundle):
    dated = {each["name"]: (each["published"], each["labels"]) for each in kinds(bundle, "report")}
    assert len(dated) == 4
    assert dated["Long"] == ("2024-10-18T00:00:00Z", ["published:2024-10-18"])
    assert "published:undated" in dated["b-c-d.txt"][1]


def test_without_stix2_the_error_says_what_to_install(exported, monkeypatch):
    monkeypatch.setitem(sys.modules, "stix2", None)
    with pytest.raises(ExportError, match=r"pip install 'seedbrief\[stix\]'"):
        exported("stix")
