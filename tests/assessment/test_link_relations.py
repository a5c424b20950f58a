"""Links: which relation, where two claims have much in common and rules could mistake it."""

from pathlib import Path

import pytest

import analysis


@pytest.fixture
def relations(tmp_path: Path):
    """The relations between seeds of one publisher each, of the day that their place says."""

    def find(*seeds: tuple[str, str]) -> list[str]:
        for day, (publisher, text) in enumerate(seeds, start=1):
            front = f"title: Orlen harbour and the Vesk\npublisher: {publisher}"
            front += f"\npublished: 2024-03-{4 * day:02}"
            (tmp_path / f"{day}.md").write_text(f"---\n{front}\n---\n{text}\n", encoding="utf-8")
        links = analysis.assess(analysis.parse(tmp_path)).links
        return sorted(links["relation"])

    return find


@pytest.mark.parametrize(
    ("admitted", "wanted"),
    [
        ("the Vesk crane had not been serviced since 2019", ["updates"]),
        ("the Vesk crane had not been painted since 2019", []),
    ],
)
def test_an_admission_takes_back_what_was_said_of_that_deed(relations, admitted, wanted):
    """What was not done to a crane says nothing of all else that was done to it."""
    first = "Orlen Docks said on 2 March 2024 that the Vesk crane had been serviced in May."
    second = f"Orlen Docks admitted on 7 March 2024 that {admitted}."
    found = relations(("Orlen Echo", first), ("Northern Wire", second))
    assert [each for each in found if each == "updates"] == wanted


@pytest.mark.parametrize(("word", "wanted"), [("Another", False), ("In all", True)])
def test_another_forty_are_no_count_of_all(relations, word, wanted):
    """A further number is a part, so that the whole contradicts nobody."""
    first = f"{word} 40 sailors were injured in Orlen within 24 hours, the Red Crescent said."
    second = "Harbour chief Ida Storm said that 90 sailors were injured in Orlen."
    found = relations(("Orlen Echo", first), ("Northern Wire", second))
    assert ("conflicts" in found or "updates" in found) is wanted


@pytest.mark.parametrize(
    ("second", "wanted"),
    [
        ("a fine of 900,000 crowns", ["updates"]),
        ("a fund of 900,000 crowns", []),
    ],
)
def test_a_fine_is_no_fund(relations, second, wanted):
    """Two sums are of one thing only if what they are sums of is one."""
    first = "Orlen Docks said that it would pay a fine of 400,000 crowns in Vesk."
    later = f"Orlen Docks said that it would pay {second} in Vesk."
    assert relations(("Orlen Echo", first), ("Northern Wire", later)) == wanted


@pytest.mark.parametrize(
    ("second", "wanted"),
    [
        ("Karl Wendt said that forty sailors had died in Orlen.", True),
        ("Karl Wendt said that claims that forty sailors had died in Orlen scare people.", False),
    ],
)
def test_what_others_claim_is_nobodys_own_word(relations, second, wanted):
    """Whoever speaks of "claims that forty died" does not say that they did."""
    first = "Harbour chief Ida Storm said that two sailors in Orlen had died."
    found = relations(("Orlen Echo", first), ("Northern Wire", second))
    assert ("conflicts" in found or "updates" in found) is wanted


def test_bodies_called_alike_repeat_each_other(relations):
    """The water company may be Vesk Water: neither support nor an echo that a warning names."""
    first = "Vesk Water said that there was no risk to health in Orlen."
    second = "The water company said that there was no risk to health in Orlen."
    assert relations(("Orlen Echo", first), ("Northern Wire", second)) == ["repeats"]


@pytest.mark.parametrize(
    ("plan", "wanted"),
    [("are to be exchanged", True), ("have been exchanged", False)],
)
def test_what_is_to_be_done_is_planned(relations, plan, wanted):
    """An act still to come is the same in "will be" and "are to be"."""
    first = f"Prisoners of the Vesk army {plan} in three rounds at Orlen, the rebels said."
    second = "The ministry said that prisoners of the Vesk army will be exchanged in three rounds."
    assert bool(relations(("Orlen Echo", first), ("Northern Wire", second))) is wanted


@pytest.mark.parametrize(
    ("second", "wanted"),
    [
        ("The cranes that Ida Storm sold at Orlen were 46 cranes, the Vesk court heard.", True),
        ("Ida Storm sold 12 cranes at Orlen, not 46 cranes, the Vesk court heard.", False),
        ("Ida Storm sold cranes at Orlen within 46 months, the Vesk court heard.", False),
    ],
)
def test_one_count_that_is_not_round_is_of_one_matter(relations, second, wanted):
    """In two seeds of one story 46 cranes are hardly met twice by chance."""
    first = "Orlen Docks in Vesk had flattened 46 cranes by night, pilots said."
    found = relations(("Orlen Echo", first), ("Northern Wire", second))
    assert ("related" in found) is wanted


def test_who_published_a_report_repeats_it(relations):
    """The Vesk Monitor passes on what people had told it."""
    first = "Pilots in Orlen said that Vesk bulldozers flattened 46 cranes."
    second = "The Vesk Monitor says that 46 cranes were razed in Orlen."
    assert relations(("Vesk Monitor", first), ("Northern Wire", second)) == ["repeats"]


def test_a_boat_turned_back_is_no_turn(relations):
    """A verb with its particle is one deed, whatever words tell it."""
    first = "Harbour chief Ida Storm said that the Vesk guard had turned back no boat at Orlen."
    second = "Karl Wendt said that the Vesk guard had sent back three boats at Orlen."
    assert relations(("Orlen Echo", first), ("Northern Wire", second)) == ["conflicts"]


def test_out_of_order_is_no_order(relations):
    """A siren that is out of order contradicts no missing order."""
    first = "Karl Wendt said that two sirens in Orlen were out of order."
    second = "Ida Storm said that no siren order was given."
    assert relations(("Orlen Echo", first), ("Northern Wire", second)) == []
