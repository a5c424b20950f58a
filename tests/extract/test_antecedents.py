"""Whom an owner, a description or a pronoun means, and who answers in an interview."""

import pytest

import analysis


def speakers(text):
    """The names behind each attribution of a text, in reading order."""
    tables = analysis.parse({"seed": text})
    names = tables.sources.set_index("source_id")["name"]
    return [[names[key] for key in ids] for ids in tables.attributions["source_ids"]]


def source(text, name):
    """The row of the source of this name."""
    rows = analysis.parse({"seed": text}).sources.to_dict("records")
    return next(row for row in rows if row["name"] == name)


@pytest.mark.parametrize(
    ("text", "name", "affiliation"),
    [
        (
            "Dravonia rejected this. “We have no part in it,” said Ilse Terhan, a spokeswoman for "
            "its foreign ministry.",
            "Ilse Terhan",
            "Dravonia's foreign ministry",
        ),
        (
            "Kestria's defence ministry said that the town was taken. Han Belor, the spokesman of "
            "Norvia's foreign ministry, said that it was not.",
            "Han Belor",
            "Norvia's foreign ministry",
        ),
        (
            "Bell's campaign said that it had won. Dario Menn, who runs the president's campaign, "
            "said that it was fair.",
            "Dario Menn",
            "president's campaign",
        ),
        (
            "Ukraine's military intelligence said that it was late. Budanov told the BBC that "
            "it was not. The deputy head of the agency, Vadym Orlov, said that it was early.",
            "Vadym Orlov",
            "Ukraine's military intelligence",
        ),
    ],
)
def test_somebody_belongs_to_the_body_that_the_text_names(text, name, affiliation):
    """Another body that bears the same noun is not meant."""
    assert source(text, name)["affiliation"] == affiliation


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Teresa Kalvin spoke. Her campaign said that it had won.", ["Kalvin's campaign"]),
        ("Halden Foods was sold. Its lawyers said that it was late.", ["Halden Foods' lawyers"]),
        (
            "Kalvin, whose lawyer said that she had left, called the ruling a farce. "
            "“I won in May,” she said.",
            ["Kalvin"],
        ),
        (
            "The interior ministry said that 30 had died. The court said it would rule in May.",
            ["court"],
        ),
        ("Norrit Minerals said that it was shut. The union said its members knew.", ["union"]),
        (
            "A group calling itself the Marn Valley Front said that it had done it.",
            ["Marn Valley Front"],
        ),
        (
            "Freight goes by Kolm, Selmark Railways said. The damage is small, according to the "
            "railways, which put it at 30 million crowns.",
            ["Selmark Railways"],
        ),
    ],
)
def test_a_description_means_whom_it_fits(text, names):
    """The last attribution, by the names of its sources."""
    assert speakers(text)[-1] == names


def test_a_state_is_no_person():
    """There is a word for its people in the text."""
    text = "Drovian ships came. Drovia asserts that the boats had crossed the border."
    assert source(text, "Drovia")["kind"] == "government"


ANSWERS = """Lena Osk teaches history at Brenholt University.

**How many soldiers are there?**

Some 11,000. I would say that 700 have died.

**Why do they fight?**

The driver told me that he was paid. Kestria denies that they fight.
"""


def test_who_is_introduced_answers_what_is_asked_in_bold_type():
    """The turns are hers; what she tells of others is theirs first."""
    tables = analysis.parse({"seed": ANSWERS})
    names = tables.sources.set_index("source_id")["name"]
    claims = {
        row["text"]: [names[key] for key in row["source_ids"]]
        for row in tables.claims.to_dict("records")
    }
    assert claims["700 have died"] == ["Lena Osk"]
    assert claims["they fight"] == ["Kestria", "Lena Osk"]
    assert source(ANSWERS, "Lena Osk")["affiliation"] == "Brenholt University"


def test_what_explains_a_matter_is_no_interview():
    """Nobody says "I" in the answers."""
    text = ANSWERS.replace("I would say that 700 have died.", "The rest have left.")
    tables = analysis.parse({"seed": text})
    assert "Lena Osk" not in set(tables.sources["name"])
