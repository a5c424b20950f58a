"""Claims that are so alike that readers would link them, where no rule and no figure decides."""

import pytest

import analysis
from analysis.lexicon import load

OTHERS = " ".join(
    f"Peru said on 5 March 2024 that {said}."
    for said in (
        "the harbour would be dredged", "schools had reopened", "bread had become dearer",
        "a ferry was late", "nurses went on strike", "the museum had bought a painting",
        "trains were running again", "the tax on fuel would fall", "the vote was postponed",
        "a bridge needed repairs", "vaccines had arrived", "farmers had lost their harvest",
    )
)  # fmt: skip
"""Claims on other matters: how rare a word is shows only among many."""


def linked(first, second):
    """The relations between claims of two seeds, and the reasons."""
    links = analysis.assess(analysis.parse({"a": first, "b": second, "c": OTHERS})).links
    return links["relation"].tolist(), " ".join(links["why"])


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("the doors of the mill in Halvik had been locked on the instruction of a shift manager",
         "both rear doors had been locked when the fire broke out in Halvik", ["related"]),
        ("the doors of the mill in Halvik had been locked on the instruction of a shift manager",
         "the rear doors in Halvik had not been locked at any hour", ["conflicts"]),
        ("the doors of the mill in Halvik had been locked on the instruction of a shift manager",
         "the mill in Halvik had been insured when the fire broke out", []),
    ],
)  # fmt: skip
def test_what_is_said_in_other_words_is_linked(first, second, wanted):
    """The relation follows from who speaks and whether one of the claims denies."""
    found, why = linked(
        f"Chile said on 3 March 2024 that {first}.", f"Kenya said on 4 March 2024 that {second}."
    )
    assert found == wanted
    assert ("door" in why) == bool(wanted)


TOLL = "{} said on {} March 2024 that {} people had died in the fire in Halvik."


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (("A fire chief", 3, "five"), ("The hospital", 5, "eight"), ["updates"]),
        (("A fire chief", 3, "eight"), ("The hospital", 5, "five"), ["conflicts"]),
        (("A fire chief", 3, "about 50"), ("The hospital", 5, "about 90"), ["conflicts"]),
        (("Chile", 3, "five"), ("Kenya", 5, "eight"), ["conflicts"]),
        (("A fire chief", 3, "five"), ("The hospital", 5, "at least eight"), ["updates"]),
    ],
)
def test_a_toll_goes_on_where_nobody_disputes_it(first, second, wanted):
    """A later, higher count; not an estimate, and not the word of an independent origin."""
    assert linked(TOLL.format(*first), TOLL.format(*second))[0] == wanted


def test_arrests_mount_whoever_counts_them():
    """A later, higher number contradicts no earlier one; an earlier one of the same day does."""
    said = "{} said on {} March 2024 that {} people had been arrested in Halvik."
    first = said.format("Chile", 3, "14")
    assert linked(first, said.format("Kenya", 20, "more than 900"))[0] == ["updates"]
    assert linked(first, said.format("Kenya", 3, "more than 900"))[0] == ["conflicts"]


def test_what_is_asked_claims_nothing():
    """ "How many soldiers are there" neither bears out nor denies that there are 8,000."""
    told = "Chile said on 3 March 2024 that some 8,000 soldiers of Norway were in Halvik."
    asked = "Kenya said on 5 March 2024 that how many soldiers of Norway were in Halvik was secret."
    assert linked(told, asked)[0] == []


def test_a_toll_does_not_go_on_from_that_of_somebody_who_has_a_later_one():
    """The hospital's eight replace its own six, not the five of the fire chief."""
    seeds = {
        "a": TOLL.format("A fire chief", 3, "five"),
        "b": TOLL.format("The hospital", 3, "six"),
        "c": TOLL.format("The hospital", 5, "eight"),
    }
    links = analysis.assess(analysis.parse(seeds)).links
    updates = links[links["relation"] == "updates"]
    assert len(updates) == 1
    assert "same side" in updates["why"].item()


CAMP = "The water in Halvik had been off for four days, Chile said on 3 March 2024."


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("Kenya said that the supply of water had never been interrupted.", ["denies"]),
        ("Kenya said that no nurse had been dismissed.", []),
        ("Kenya said that schools had reopened. The water never failed, Peru said.", []),
        ("Chile said that the water had not been clean either.", []),
    ],
)
def test_a_denial_answers_what_somebody_else_says_right_before_it(answer, wanted):
    """Not over another claim, nor without a word in common, nor one's own word."""
    links = analysis.assess(analysis.parse({"a": f"{CAMP} {answer}"})).links
    assert links["relation"].tolist() == wanted


def test_an_admission_takes_back_what_the_same_origin_had_denied():
    """In other words, but with one in common, and later."""
    seeds = {
        "a": "Chile said on 3 March 2024 that no houses in Halvik had been demolished.",
        "b": "Chile acknowledged on 9 June 2024 that 29 dwellings were demolished by its men.",
        "c": "Chile acknowledged on 9 June 2024 that the road is in a poor state.",
    }
    links = analysis.assess(analysis.parse(seeds)).links
    assert links["relation"].tolist() == ["updates"]
    assert "takes back" in links["why"].item()


@pytest.mark.parametrize("entry", load("contraries"), ids=lambda entry: entry.name)
def test_a_word_and_its_contrary_conflict(entry):
    """Each entry's example is of two who cannot both be right."""
    links = analysis.assess(analysis.parse({"a": entry.examples[0]})).links
    assert links["relation"].tolist() == ["conflicts"]


@pytest.mark.parametrize(
    ("second", "wanted"),
    [
        ("a consultancy had kept 2.3 million dollars of Halvik for itself", ["related"]),
        ("the repair of the pier in Halvik would take 2.3 million hours", []),
        ("no more than 3 million dollars of Halvik had reached the ministry", []),
    ],
)
def test_one_exact_amount_in_two_seeds_is_hardly_chance(second, wanted):
    """Of the same unit, whatever is said of it."""
    first = "Chile said on 3 March 2024 that Halvik had paid 2.3 million dollars for it."
    assert linked(first, f"Kenya said on 9 June 2024 that {second}.")[0] == wanted
