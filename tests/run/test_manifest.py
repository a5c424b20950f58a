"""The manifest is a Workflow Run RO-Crate, to the validator of those who specify it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
import rocrate
from rocrate_validator import services
from rocrate_validator.models import Severity, ValidationSettings
from rocrate_validator.utils.http import HttpRequester

from analysis.run.crate import read_crate
from analysis.run.manifest import MANIFEST, Made, manifest

CONTEXT = "https://w3id.org/ro/crate/1.1/context"

TERMS_OF_1_1 = {
    "ComputationalWorkflow": "https://bioschemas.org/ComputationalWorkflow",
    "FormalParameter": "https://bioschemas.org/FormalParameter",
    "input": "https://bioschemas.org/ComputationalWorkflow#input",
    "output": "https://bioschemas.org/ComputationalWorkflow#output",
}
"""Where the context of RO-Crate 1.1 differs, for us, from 1.3's, which the library comes with."""


class Shelf:
    """Stands for the network: it has the one document that a crate refers to."""

    cache = None

    def get(self, url, **_):
        assert url == CONTEXT
        context = json.loads(
            Path(rocrate.__file__).with_name("data").joinpath("ro-crate.jsonld").read_bytes()
        )
        context["@context"] |= TERMS_OF_1_1
        response = requests.Response()
        response.status_code, response.url = 200, url
        response.headers["Content-Type"] = "application/ld+json"
        response._content = json.dumps(context).encode()
        return response

    head = get


@pytest.fixture
def faults(monkeypatch):
    """What the validator finds wrong with a crate, of all that the profile requires."""
    monkeypatch.setattr(HttpRequester, "initialize_cache", lambda *_, **__: None)
    monkeypatch.setattr(HttpRequester(), "session", Shelf(), raising=False)

    def find(folder):
        settings = ValidationSettings(
            rocrate_uri=str(folder),
            profile_identifier="workflow-run-crate",
            requirement_severity=Severity.REQUIRED,
            offline=True,
        )
        return [issue.message for issue in services.validate(settings).get_issues()]

    return find


def test_the_manifest_of_a_report_is_a_workflow_run_crate(report, faults):
    assert faults(report) == []


def made(**changed):
    """A manifest's text, of a report with one notebook that takes parameters of its own."""
    settings = {
        "title": "Strike",
        "published": "2025-03-14T00:00:00+00:00",
        "seeds": {"a b.md": "0" * 64},
        "parameters": {"scale": "icd203", "ports": ["Ayr", {"near": "Troon"}], "deep": True},
        "notebooks": {
            "tides": {
                "scale": {"inferred_type_name": "str", "help": "yardstick"},
                "ports": {"inferred_type_name": "list", "help": ""},
            }
        },
        "outputs": {f"tides.{kind}": (3, "1" * 64) for kind in ("ipynb", "html", "pdf")},
        "reviewers": {"KL": (2, "2025-03-20"), "unnamed": (1, "")},
    }
    return manifest(Made(**settings | changed))


def graph(text):
    return {each["@id"]: each for each in json.loads(text)["@graph"]}


@pytest.fixture
def folder(tmp_path):
    """The files that the manifest names."""
    for suffix in ("ipynb", "html", "pdf"):
        (tmp_path / f"tides.{suffix}").write_bytes(b"abc")
    return tmp_path


def test_a_manifest_with_parameters_of_its_own_is_a_workflow_run_crate(folder, faults):
    (folder / MANIFEST).write_text(made())
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("lost", "what"),
    [
        ("./", "hasPart"),
        ("tides.ipynb", "programmingLanguage"),
        ("#tables", "instrument"),
        ("#run/tides", "instrument"),
    ],
)
def test_the_validator_sees_what_is_missing(folder, faults, lost, what):
    crate = json.loads(made())
    for each in crate["@graph"]:
        if each["@id"] == lost:
            del each[what]
    (folder / MANIFEST).write_text(json.dumps(crate))
    assert faults(folder) != []


def test_who_reviewed_is_named_with_the_number_and_the_last_day_of_the_decisions():
    entities = graph(made())
    assert entities["#reviewer/KL"] == {"@id": "#reviewer/KL", "@type": "Person", "name": "KL"}
    review = entities["#review/KL"]
    assert review["@type"] == "ReviewAction"
    assert (review["name"], review["endTime"]) == ("2 decisions in reviews.csv", "2025-03-20")
    assert review["agent"] == {"@id": "#reviewer/KL"}
    assert "endTime" not in entities["#review/unnamed"]
    assert {"@id": "#review/KL"} in entities["./"]["mentions"]


def test_a_notebook_is_a_workflow_and_its_parameters_are_its_inputs():
    entities = graph(made())
    assert entities["tides.ipynb"]["input"] == [{"@id": "#input/scale"}, {"@id": "#input/ports"}]
    assert entities["#input/scale"]["additionalType"] == "Text"
    assert entities["#input/scale"]["description"] == "yardstick"
    assert entities["#parameter/scale"]["exampleOfWork"] == {"@id": "#input/scale"}
    told = [each["@id"] for each in entities["#run/tides"]["object"]]
    assert told == ["#parameter/scale", "#parameter/ports"]


def test_parameters_come_back_as_they_were(tmp_path):
    (tmp_path / MANIFEST).write_text(made(), encoding="utf-8")
    crate = read_crate(tmp_path / MANIFEST)
    assert crate.parameters == {
        "scale": "icd203",
        "ports": ["Ayr", {"near": "Troon"}],
        "deep": True,
    }
    assert crate.seeds == {"a b.md": "0" * 64}
    assert {each.name for each in crate.files} == {"tides.html", "tides.ipynb", "tides.pdf"}


def test_no_clock_is_in_the_manifest():
    assert str(datetime.now(UTC).year) not in made()
