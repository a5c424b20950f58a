"""Statements: whose word a text is, and who is meant in it without a name."""

from __future__ import annotations

import pytest

import analysis
from analysis.extract.statements import speaking_body
from analysis.model import Document

PLAIN = "Ten miners died in the pit. The pit is closed."


@pytest.mark.parametrize(
    ("publisher", "text", "kind"),
    [
        ("Ministry of Defence of Norvia", PLAIN, "government"),
        ("Regional Mining Agency of Halvik", PLAIN, "organisation"),
        ("North Line Agency", PLAIN, None),
        ("Mining Safety Agency", f"We are sorry. {PLAIN}", "organisation"),
        ("Works Council of Karst, Halvik", PLAIN, "government"),
        ("Karst AG", PLAIN, "organisation"),
        ("Dam Watch", "In July our volunteers counted ten boats.", "organisation"),
        ("Orvane Chemicals", "Orvane Chemicals regrets the accident.", "organisation"),
        ("Orvane Chemicals", PLAIN, None),
        (
            "Land Rights Monitor",
            "Our researchers met villagers. We call on the state.",
            "organisation",
        ),
        ("Halvik Monitor", PLAIN, None),
        ("Northern Press Service", PLAIN, None),
        ("Press Office of the Government", PLAIN, "government"),
        ("Northern Press", "We know of ten dead. Our figures are new.", None),
        ("Valley Times", "Valley Times regrets the accident.", None),
        ("Steppe News Agency", PLAIN, None),
        ("Ministry of Health, as reported by Valley Wire", PLAIN, None),
        ("Pit and Plain", "We asked the firm. “We regret it,” it said.", None),
        ("", "We regret the accident.", None),
    ],
)
def test_whose_word_a_text_is(publisher, text, kind):
    """By the head of the publisher's name, or by how the text speaks of itself."""
    body = speaking_body(Document("a", text, publisher=publisher))
    assert (body and body.kind) == kind


def test_what_a_named_author_writes_is_no_statement():
    """A university's magazine has authors."""
    assert (
        speaking_body(Document("a", PLAIN, publisher="Halvik University", author="A. B.")) is None
    )


def parsed(folder, publisher, text):
    """Tables of one seed with a publisher."""
    front = f"---\ntitle: T\npublisher: {publisher}\npublished: 2024-03-04\n---\n"
    (folder / "a.md").write_text(f"{front}{text}\n", encoding="utf-8")
    return analysis.parse(folder)


def behind(tables):
    """The names behind each claim, in order."""
    names = tables.sources.set_index("source_id")["name"]
    return [[names[key] for key in ids] for ids in tables.claims["source_ids"]]


REPORT = (
    "The Mining Agency closed the pit in June. Ten miners died. "
    "The Agency believes that gas was the cause. "
    "An internal review found that a sensor had failed. "
    "The Board was informed that two guards had resigned."
)


def test_a_body_stands_behind_what_its_report_says(tmp_path):
    """Under its name, its short name, and where nobody is named."""
    tables = parsed(tmp_path, "Mining Agency of Halvik", REPORT)
    assert {tuple(names) for names in behind(tables)} == {("Mining Agency of Halvik",)}
    assert not tables.sources["kind"].eq("author").any()


def test_a_figure_in_a_statement_has_a_source(tmp_path):
    """The same words in a medium have none."""
    statement = analysis.assess(parsed(tmp_path, "Mining Agency of Halvik", REPORT))
    assert "unattributed_figure" not in set(statement.flags["rule"])
    wire = analysis.assess(parsed(tmp_path, "Halvik Wire", "Ten miners died in June."))
    assert list(wire.flags["rule"]).count("unattributed_figure") == 1


def test_an_officer_in_minutes_is_the_bodys_own(tmp_path):
    """ "The treasurer" needs no antecedent there; nobody names him."""
    text = "The treasurer said that the repair would cost ten million crowns."
    source = parsed(tmp_path, "Halvik Hospital Trust", text).sources.iloc[0]
    assert (source["affiliation"], source["resolved"]) == ("Halvik Hospital Trust", True)
    assert source["sourcing"] == "unnamed"


def test_who_ends_the_sentence_says_what_is_known(tmp_path):
    """ "Are known to have died, the brigade told the paper"."""
    text = (
        "Fourteen people are now known to have died in the fire at the mill, "
        "the county fire brigade told the paper on Monday."
    )
    tables = parsed(tmp_path, "Halvik Wire", text)
    assert ["county fire brigade"] in behind(tables)
    assert [] not in behind(tables)


@pytest.mark.parametrize("text", ["“" * 200_000, "a" * 200_000, "Halvik Works told " * 10_000])
def test_a_text_made_to_be_slow_is_judged_in_one_pass(text):
    """Marks that never close and words that never end cost no more than their length."""
    body = speaking_body(Document("x", text, publisher="Halvik Works"))
    assert (body is None) == ("Halvik" not in text)


MINUTES = (
    "Mr Ahl said that the firm accepted the findings. A swab of January had been positive; he "
    "himself had heard of it only in May. In all, 61,000 tins had been sold.\n\n"
    "Ms Vik reported that eleven infants had been infected. The price was 20 million crowns. The "
    "motion was carried by 31 votes.\n\nDr Kolbe asked that the plant be shut. "
    "It had been built in 1960.\n"
)


def spoken(tables):
    """The names behind each claim, by its text."""
    return {
        text: names for text, [names] in zip(tables.claims["text"], behind(tables), strict=True)
    }


def test_in_minutes_a_speaker_goes_on_without_a_new_said(tmp_path):
    """In the tense of indirect speech, or with a state; a vote is the meeting's."""
    said = spoken(parsed(tmp_path, "Health Committee of Halvik", MINUTES))
    assert said["A swab of January had been positive"] == "Ahl"
    assert said["he himself had heard of it only in May"] == "Ahl"
    assert said["In all, 61,000 tins had been sold"] == "Ahl"
    assert said["The price was 20 million crowns"] == "Vik"
    assert said["The motion was carried by 31 votes"] == "Health Committee of Halvik"
    assert said["It had been built in 1960"] == "Kolbe"


@pytest.mark.parametrize(
    ("publisher", "text"),
    [
        ("Halvik Courier", MINUTES),
        ("Health Committee of Halvik", MINUTES.replace("Ms Vik", "The office")),
    ],
)
def test_elsewhere_the_author_tells_what_went_before(tmp_path, publisher, text):
    """In a newspaper, and where no three people called Mr or Ms speak."""
    said = spoken(parsed(tmp_path, publisher, text))
    assert said["In all, 61,000 tins had been sold"] != "Ahl"
