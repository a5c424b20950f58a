"""Attributions: who is said to say what, exact to the character."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

import analysis


class Case(NamedTuple):
    """A text and, for one attribution in it, words of source, cue and content, and its type."""

    text: str
    source: str
    cue: str
    content: str
    type: str = "indirect"


CASES = {
    "verb and clause": Case(
        "The minister said that the road would open in May.",
        "The minister",
        "said",
        "the road would open in May",
    ),
    "verb without that": Case(
        "Officials say the road will open in May.", "Officials", "say", "the road will open in May"
    ),
    "cue at the end": Case(
        "The road will open in May, the minister said.",
        "the minister",
        "said",
        "The road will open in May",
    ),
    "inverted cue": Case(
        "“The road will open in May,” said the minister.",
        "the minister",
        "said",
        "The road will open in May",
        "direct_quote",
    ),
    "cue in the middle": Case(
        "The road, the minister said, will open in May.",
        "the minister",
        "said",
        "will open in May",
    ),
    "direct quotation": Case(
        "“We have nothing to hide,” the chairman told reporters.",
        "the chairman",
        "told",
        "We have nothing to hide",
        "direct_quote",
    ),
    "partial quotation": Case(
        "The chairman said that the firm had “nothing to hide”.",
        "The chairman",
        "said",
        "nothing to hide",
        "mixed",
    ),
    "according to, first": Case(
        "According to the coroner, the man had drowned.",
        "the coroner",
        "According to",
        "the man had drowned",
        "according_to",
    ),
    "according to, last": Case(
        "The man had drowned, according to the coroner.",
        "the coroner",
        "according to",
        "The man had drowned",
        "according_to",
    ),
    "addressee is no source": Case(
        "The general informed the president that the town had fallen.",
        "The general",
        "informed",
        "the town had fallen",
    ),
    "denial of a clause": Case(
        "The company denied that it had sold the data.",
        "The company",
        "denied",
        "it had sold the data",
    ),
    "naming": Case(
        "The senator called the plan a disgrace.", "The senator", "called", "a disgrace"
    ),
    "charge": Case(
        "The union accused the bank of breaking its word.",
        "The union",
        "accused",
        "breaking its word",
    ),
    "urging": Case(
        "Doctors urged the city to close the plant.", "Doctors", "urged", "to close the plant"
    ),
    "the first of two coordinated cues": Case(
        "The agency believes the men are in Kursk and expects them to stay there.",
        "The agency",
        "believes",
        "the men are in Kursk",
    ),
    "the second of two coordinated cues": Case(
        "The agency believes the men are in Kursk and expects them to stay there.",
        "The agency",
        "expects",
        "them to stay there",
    ),
    "a cue that the parser hangs on the content": Case(
        "KCNA announced that a monument would be built and spoke of fallen soldiers.",
        "KCNA",
        "spoke",
        "fallen soldiers",
    ),
    "whoever hears says nothing": Case(
        "The jury heard that the alarm had failed.", "", "heard", "the alarm had failed"
    ),
    "whoever is believed says nothing": Case(
        "The firm is believed to have lost money.",
        "",
        "is believed",
        "The firm … to have lost money",
    ),
    "a dateline is no source": Case(
        "ELDERBY, 3 March 2025 – Tarn Water announced that it would replace the mains.",
        "Tarn Water",
        "announced",
        "it would replace the mains",
    ),
    "a label before what is said": Case(
        "Governor Vera Stolz: The bridge is closed. It will open in May.",
        "Governor Vera Stolz",
        "",
        "The bridge is closed. It will open in May.",
        "direct_quote",
    ),
    "what is told in a turn": Case(
        "Governor Vera Stolz: The bridge is closed. Engineers report 40 cracks.",
        "Engineers",
        "report",
        "40 cracks",
    ),
    "a noun with its clause": Case(
        "The firm's admission that records were lost came late.",
        "The firm",
        "admission",
        "records were lost",
        "noun",
    ),
    "a date between cue and clause": Case(
        "The envoy said on Monday that talks had failed.", "The envoy", "said", "talks had failed"
    ),
}


@pytest.fixture(scope="module")
def parsed() -> analysis.Tables:
    """All cases parsed together, each as a seed of its own."""
    return analysis.parse({name: case.text for name, case in CASES.items()})


def rows(tables: analysis.Tables, doc_id: str) -> list[dict[str, Any]]:
    return tables.attributions[tables.attributions["doc_id"] == doc_id].to_dict("records")


@pytest.mark.parametrize("name", CASES)
def test_an_attribution_has_its_source_cue_and_content(parsed, name):
    case = CASES[name]
    found = [row for row in rows(parsed, name) if case.content in row["text"]]
    assert found, rows(parsed, name)
    row = min(found, key=lambda row: len(row["text"]))
    assert (row["source_text"], row["cue"], row["type"]) == (case.source, case.cue, case.type)


NOTHING_SAID = {
    "plain statement": "The road opened in May.",
    "inability": "The road could not be opened in May.",
    "a label that names nobody": "Background: The road opened in May.",
}


@pytest.mark.parametrize("name", NOTHING_SAID)
def test_what_nobody_says_is_no_attribution(name):
    assert analysis.parse({name: NOTHING_SAID[name]}).attributions.empty


def test_nested_attributions_keep_both_levels_in_order():
    text = "The bank expects that prices will fall, its chairman told the panel."
    tables = analysis.parse({"x": text})
    inner = tables.attributions[tables.attributions["parent_id"] != ""].iloc[0]
    outer = tables.attributions.set_index("attribution_id").loc[inner["parent_id"]]
    assert (inner["source_text"], outer["source_text"]) == ("The bank", "its chairman")


TRANSCRIPT = """\
Moderator: Is the bridge safe?

Vera Stolz: It is safe.

We have tested it twice.

Moderator: Thank you. The council says the tests were late.

The debate was recorded in May.
"""


def test_a_turn_lasts_until_the_next_label_and_not_beyond_the_last():
    tables = analysis.parse({"x": TRANSCRIPT})
    names = tables.sources.set_index("source_id")["name"]
    said = {row.text: [names[key] for key in row.source_ids] for row in tables.claims.itertuples()}
    assert said["It is safe"] == said["We have tested it twice"] == ["Vera Stolz"]
    assert said["the tests were late"] == ["council", "Moderator"]
    assert said["The debate was recorded in May"] == ["Author of x"]


INTERVIEW = """\
Harbour master Lena Voss has run the port of Brask since 2019.

**Q:** How many ships turned away?

**A:** At least 12 ships turned away in March.

I saw it myself.

**Q:** Will they come back?

**A:** Minister Olav Reth has promised 40 million euros.
"""


@pytest.mark.parametrize("marks", ["**", ""])
def test_answers_are_those_of_the_one_person_whom_an_interview_introduces(marks):
    tables = analysis.parse({"x": INTERVIEW.replace("**", marks)})
    names = tables.sources.set_index("source_id")["name"]
    said = {row.text: [names[key] for key in row.source_ids] for row in tables.claims.itertuples()}
    assert said["At least 12 ships turned away in March"] == ["Lena Voss"]
    assert said["I saw it myself"] == ["Lena Voss"]
    assert said["Minister Olav Reth has promised 40 million euros"] == ["Lena Voss"]


def test_nobody_is_named_for_answers_of_an_interview_that_introduces_two():
    two = INTERVIEW.replace("since 2019.", "since 2019. Captain Ann Kerr leads the pilots.")
    tables = analysis.parse({"x": two})
    sources = tables.sources[tables.sources["name"] == "interviewed person"]
    assert list(sources["resolved"]) == [False]
    assert {"Lena Voss", "Ann Kerr"}.isdisjoint(tables.sources["name"])


def test_a_source_is_whole_and_in_the_sentence_of_its_cue():
    text = (
        "Memos found on the dead suggest that soldiers were pressed to kill themselves rather than "
        "be captured. Ukraine's commander-in-chief, Oleksandr Syrskyi, nevertheless described "
        "the men as well trained."
    )
    tables = analysis.parse({"x": text})
    assert tables.attributions.iloc[0]["source_text"] == "Memos found on the dead"


def test_whoever_is_cited_stands_before_whoever_cites():
    text = "The Herald, citing two officials, reported that the mine had closed."
    tables = analysis.parse({"x": text})
    names = tables.sources.set_index("source_id")["name"]
    claim = tables.claims[tables.claims["text"].str.contains("mine had closed")].iloc[0]
    assert [names[source_id] for source_id in claim["source_ids"]] == ["two officials", "Herald"]


@pytest.mark.parametrize(
    "text",
    [
        "It rained for days.\n\n"
        "The Weather Institute's warning of 2 October was correct and in time. The gauge worked.",
        "Well 4 has been shut since May. "
        "That taps are still over the limit suggests that at least one other well is polluted.",
    ],
)
def test_what_is_said_of_a_statement_or_a_fact_is_nobodys_word(text):
    """A warning that was right, a fact that suggests another."""
    tables = analysis.parse({"x": text})
    names = tables.sources.set_index("source_id")["kind"]
    assert {names[key] for ids in tables.claims["source_ids"] for key in ids} == {"author"}
    assert list(tables.claims["text"])


def test_the_content_stands_around_an_inserted_reporting_clause():
    text = "They were four days late, he concedes, because cash was tight."
    tables = analysis.parse({"x": text})
    assert list(tables.attributions["text"]) == [
        "They were four days late … because cash was tight"
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The commission met. Teresa Kalvin received 46.9 per cent, said its chairman, Ulric "
            "Baston. Turnout was 68 per cent.",
            "its chairman, Ulric Baston",
            "Teresa Kalvin received 46.9 per cent",
        ),
        ("Rehn says 2,000.", "Rehn", "2,000"),
    ],
)
def test_a_clause_before_its_cue_and_a_bare_number_are_said(text, source, content):
    tables = analysis.parse({"x": text})
    assert list(tables.attributions["source_text"]) == [source]
    assert list(tables.attributions["text"]) == [content]


def test_what_is_said_to_be_is_nobodys_saying():
    text = "A clip said to show the bridge falling has been watched two million times."
    tables = analysis.parse({"x": text})
    assert list(tables.sources["kind"]) == ["author"]
