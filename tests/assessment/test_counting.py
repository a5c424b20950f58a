"""What figures count: the same words for the same thing, and for nothing else."""

import pandas as pd
import pytest

import analysis

SEEDS = {
    "a": "Officer Ann Kerr said that 40 sailors had been killed in Norland. "
    "Kerr said that 90 sailors had been wounded in Norland.",
    "b": "Minister Bo Li said that at least 60 sailors were killed in Norland. "
    "Li said that Norland would send 500 sailors to Sudland.",
    "c": "Doctor Cy Moss said that 70 miners had been killed in Westland.",
    "d": "Norland sent 300 sailors to Sudland, Officer Ann Kerr said.",
}


@pytest.fixture(scope="module")
def figures():
    return analysis.assess(analysis.parse(SEEDS)).figures.set_index("text")["thing"]


def test_the_same_deed_of_the_same_names_is_one_thing(figures):
    """Killed and killed; the wounded, and the killed elsewhere, are others."""
    assert figures["40 sailors"] == figures["at least 60 sailors"]
    assert figures["40 sailors"].startswith("sailors dead · Norland")
    others = figures[["90 sailors", "70 miners", "500 sailors", "300 sailors"]]
    assert figures["40 sailors"] not in set(others)
    assert others.nunique() == 4


def test_a_plan_is_not_a_deed(figures):
    """What is going to be sent is not yet sent."""
    assert ", planned or foreseen" in figures["500 sailors"]
    assert "planned" not in figures["300 sailors"]


def test_nothing_happens_to_a_measure():
    """Kilometres are not wounded, whatever the sentence tells."""
    told = "Officer Ann Kerr said that ten men were wounded seven kilometres from Norland."
    things = analysis.assess(analysis.parse({"a": told})).figures.set_index("text")["thing"]
    kilometres = things[things.index.str.contains("kilometres")]
    assert len(kilometres) == 1
    assert "wounded" not in kilometres.iloc[0].partition(" · ")[0]


def test_without_a_known_deed_the_words_beside_the_figure_decide():
    """Repainted and unloaded are two things; a million is no thing that two figures share."""
    told = (
        "Officer Ann Kerr said that 14 ships had been repainted in Norland. "
        "Kerr said that two ships had been unloaded in Norland. "
        "Minister Bo Li said that four ships had been repainted in Norland. "
        "Li said that Norland had earned 3 million euros. "
        "Li said that the mayor of Norland owed 2 million euros."
    )
    figures = analysis.assess(analysis.parse({"a": told})).figures
    things = dict(zip(figures["low"], figures["thing"], strict=True))
    assert things[14] == things[4] == "ships (repainted) · Norland"
    assert len({things[14], things[2], things[3e6], things[2e6]}) == 4


def test_before_assessment_nothing_is_said():
    """`parse` cannot know what other seeds count."""
    assert (analysis.parse(SEEDS).figures["thing"] == "").all()


def test_the_order_of_the_seeds_changes_nothing(figures):
    """Seeds come in any order."""
    turned = analysis.assess(analysis.parse(dict(reversed(SEEDS.items())))).figures
    turned = turned.set_index("text")["thing"].sort_index()
    pd.testing.assert_series_equal(turned, figures.sort_index())


def test_a_thing_is_not_named_after_those_who_speak_of_it():
    """The lawmaker and his agency tell of the dead; only the place and the army are told of."""
    told = (
        "Norland's lawmaker Bo Li spoke of 3,000 killed or wounded in Port Vell.\n\n"
        "Officer Ann Kerr of Sudland had named 700 killed or wounded in Port Vell."
    )
    things = analysis.assess(analysis.parse({"a": told})).figures["thing"]
    assert set(things) == {"dead or wounded · Port Vell"}
