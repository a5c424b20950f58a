"""Interviews without labels: whose questions, answers and notes are."""

import pytest

import analysis

HARBOUR = """The harbour of Orrin has been shut for a week. We met Mira Lund, who heads the port.

**Ms Lund, when will ships come in again?**

Not before Friday. I expect that the dredgers will come on Wednesday.

**The fishermen say that you were warned in May.**

We got a letter in May. It named 40 centimetres of silt.

**Did you answer it?**

I did not. My deputy, Jon Aske, told me that the matter was closed.

The shipping line had no complaints.

*Mira Lund has headed the port since 2019. The interview was shortened.*
"""

CLINIC = """Doctor Paul Veit has run the clinic at Sund since 2012. He spoke to our Anna Kroll.

How many children came in last week?

Thirty came in. In a normal week I see five.

Do you know the cause?

I have a suspicion. The water was tested on Monday.

What do you tell parents?

I tell them what I know. Milk costs nothing.

Veit was interviewed before the laboratory published its results.
"""


def said(text):
    """Who says each claim, by its text."""
    tables = analysis.parse({"x": text})
    names = tables.sources.set_index("source_id")["name"]
    return {row.text: [names[key] for key in row.source_ids] for row in tables.claims.itertuples()}


AUTHOR = ["Author of x"]


@pytest.mark.parametrize("mark", ["**", "*", "__"])
def test_what_is_set_in_bold_or_italics_is_asked_and_the_rest_answers(mark):
    found = said(HARBOUR.replace("**", mark))
    assert found["We got a letter in May"] == ["Mira Lund"]
    assert found["The shipping line had no complaints"] == ["Mira Lund"]
    assert found["you were warned in May"] == ["fishermen"]
    assert found["the matter was closed"] == ["Jon Aske", "Mira Lund"]
    assert found["Mira Lund has headed the port since 2019"] == AUTHOR
    assert found["The interview was shortened"] == AUTHOR
    assert not [
        claim for claim in found if "when will" in claim or "answer" in claim or "*" in claim
    ]


def test_whole_lines_that_ask_are_questions_and_who_spoke_to_a_reporter_answers():
    found = said(CLINIC)
    assert found["In a normal week I see five"] == ["Paul Veit"]
    assert found["The water was tested on Monday"] == ["Paul Veit"]
    assert found["Milk costs nothing"] == ["Paul Veit"]
    note = "Veit was interviewed before the laboratory published its results"
    assert found[note] == AUTHOR


def test_questions_can_be_headings():
    text = (
        "Economist Lena Ford explains the strike.\n\n## Why do they strike?\n\n"
        "Wages have fallen by a tenth. I understand it.\n\n## Will they win?\n\n"
        "I doubt it. The fund holds 4 million.\n"
    )
    found = said(text)
    assert found["Wages have fallen by a tenth"] == ["Lena Ford"]
    assert found["The fund holds 4 million"] == ["Lena Ford"]
    assert found["Economist Lena Ford explains the strike"] == AUTHOR


def test_nobody_is_named_for_the_answers_where_two_are_introduced():
    found = said(
        HARBOUR.replace("Ms Lund, when", "When").replace(
            "We met Mira Lund, who heads the port.",
            "Mira Lund heads the port. Jan Orr owns the ships.",
        )
    )
    assert found["We got a letter in May"] == []


@pytest.mark.parametrize(
    "text",
    [
        "The dam at Orrin broke. What we know.\n\n**What happened?**\n\nA wall gave way. Police "
        'said that 12 had died.\n\n**Who is to blame?**\n\nNobody knows. "I warned them," Tom Hill '
        "said.\n\n**Will it happen again?**\n\nThe ministry has ordered checks.\n",
        "Mayor Tom Hill, I have a question for you. Why is the bridge shut?\n\nIt was built "
        "in May. I crossed it once.\n\nAnd what of my taxes?\n\nThe council has raised them.\n",
    ],
)
def test_an_explainer_and_a_column_that_asks_are_their_authors(text):
    tables = analysis.parse({"x": text})
    assert "interview" not in set(tables.attributions["rule"])


def test_a_question_in_bold_between_labels_is_not_the_last_speakers():
    text = (
        "**Anna Veit ran the mill until May. She spoke to us.**\n\n**Gazette: Were you surprised?**"
        "\n\nVeit: No. It was a question of time.\n\n**Who decided that?**\n\nVeit: The owner did."
        "\n\n**The owner says that it was safe.**\n\nVeit: That is wrong. I saw the cracks.\n\n"
        "Would you testify?\n\nVeit: I have told the police all.\n"
    )
    found = said(text)
    assert found["it was safe"] == ["owner"]
    assert found["That is wrong"] == ["Anna Veit"]
    assert not [claim for claim in found if "decided" in claim or "testify" in claim]
