"""What figures count, as plain news tells it, and over which time."""

import pytest

import analysis
from analysis.assessment.matter import matters
from analysis.assessment.origins import Origins
from analysis.assessment.setting import Setting


def counted(text):
    """The quantities of a seed published in August 2024."""
    tables = analysis.parse({"seed": text})
    dated = tables.documents.assign(published="2024-08-08")
    tables = analysis.assess(tables.with_tables(documents=dated))
    origins = Origins(tables)
    return [q for matter in matters(tables, Setting(tables), origins) for q in matter.quantities]


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("A dozen people lost their lives in the fire, the brigade said.", "#death"),
        ("Four men succumbed to their burns, the brigade said.", "#death"),
        ("The board said that 17 patients had tested positive.", "#infection"),
        ("The board said that the yeast had been found in 34 patients.", "#infection"),
        ("The board said that the number of cases had climbed to 23.", "#infection"),
        ("The firm announced the loss of 2,400 posts.", "#dismissal"),
        ("The firm said that it would reduce its workforce by 2,400 positions.", "#dismissal"),
        ("The union said that 5,000 workers had downed tools.", "#stoppage"),
        ("The minister said that 1,870 migrants had reached the island.", "#transport"),
        ("The officer said that the patrol had sent back three boats.", "#refusal"),
        ("The ministry said that the camp held 2,850 people.", "#lodging"),
        ("The group said that 22 people were missing.", "#missing"),
    ],
)
def test_what_happened_to_those_counted(text, sense):
    """Two plain words together tell what one technical word would."""
    assert sense in counted(text)[0].senses


def test_lost_money_is_no_death():
    """Nor is it a casualty."""
    assert counted("The mayor said that the loss would be $8 million.")[0].senses == frozenset()


def test_the_whole_is_no_result():
    """Of "two of the four doors" two were locked."""
    two, four = counted("The police said that two of the four rear doors had been locked.")
    assert (two.low, two.circumstance) == (2, False)
    assert (four.low, four.circumstance) == (4, True)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("The group said that 37 people had died in July.", ("2024-07", "2024-07")),
        ("The group said that 37 people had died since January.", ("2024-01", "")),
        ("In June the group counted 37 dead.", ("2024-06", "2024-06")),
        ("The group said that 37 people had died.", ("", "")),
    ],
)
def test_the_time_that_a_figure_counts(text, period):
    """As far as the text tells it."""
    assert counted(text)[0].period == period


def test_two_figures_of_one_sentence_have_their_own_times():
    """They differ, and there is no conflict."""
    one, other = counted(
        "The ministry said that in June 610 people arrived, against 1,020 in May 2024."
    )
    assert one.period != other.period
    assert one.apart(other)
    assert not one.apart(one)


@pytest.mark.parametrize("text", ["Holds 1 and 2 were searched.", "The two neighbours quarrel."])
def test_numbers_that_count_nothing(text):
    """Labels, and two that are known."""
    assert counted(text) == []
