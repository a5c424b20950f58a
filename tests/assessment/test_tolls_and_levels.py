"""What later counts, levels and claims that nobody was killed are to those before them."""

from __future__ import annotations

import pytest

import analysis


def _links(first: str, second: str) -> list[str]:
    return list(analysis.assess(analysis.parse({"a": first, "b": second})).links["relation"])


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (
            "The fire service said on 3 March 2024 that five people had been killed in Halvik.",
            "The hospital said on 6 March 2024 that eight people had been killed in Halvik.",
            ["updates"],
        ),
        (
            "Orvane Chemicals said on 3 March 2024 that five people had been killed in Halvik.",
            "Doctor Ann Kerr said on 6 March 2024 that 90 people had been killed in Halvik.",
            ["conflicts"],
        ),
        (
            "Chile said on 3 March 2024 that five people had been killed in Halvik.",
            "Peru said on 6 March 2024 that eight people had been killed in Halvik.",
            ["conflicts"],
        ),
        (
            "The fire service said on 3 March 2024 that five colleagues had lost their lives in "
            "Halvik.",
            "The hospital said on 6 March 2024 that eight men had died in Halvik.",
            ["updates"],
        ),
    ],
    ids=["rises", "another order", "two states", "colleagues and men"],
)
def test_a_toll_rises_within_days(first, second, wanted):
    """An accident's toll goes on; ten times as many, or another state's word, contradicts it."""
    assert _links(first, second) == wanted


SEED = "---\ntitle: Halvik\npublisher: {publisher}\npublished: {day}\n---\n{text}\n"


@pytest.mark.parametrize(
    ("day", "wanted"), [("2024-06-04", ["updates"]), ("2024-03-04", ["related"])]
)
def test_a_later_figure_of_no_named_source_replaces_the_earlier(tmp_path, day, wanted):
    """Months later it is news, on the next day perhaps only another figure."""
    first = SEED.format(
        publisher="Valley Wire",
        day="2024-03-03",
        text="Orvane Chemicals said that the repair of the bridge in Halvik cost 30 million euros.",
    )
    second = SEED.format(
        publisher="Valley Times",
        day=day,
        text="The repair of the bridge in Halvik cost 47 million euros.",
    )
    (tmp_path / "a.md").write_text(first, encoding="utf-8")
    (tmp_path / "b.md").write_text(second, encoding="utf-8")
    tables = analysis.assess(analysis.parse(tmp_path))
    assert list(tables.links["relation"]) == wanted


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (
            "The central bank of Norland said on 3 March 2024 that the key rate stood at 9 per "
            "cent.",
            "Minister Ann Kerr said on 8 May 2024 that Norland had lowered the key rate to 8 per "
            "cent.",
            ["updates"],
        ),
        (
            "The central bank of Norland said on 3 March 2024 that inflation stood at 9 per cent.",
            "Minister Ann Kerr said on 8 May 2024 that turnout in Norland stood at 8 per cent.",
            [],
        ),
        (
            "Minister Ann Kerr said that 1,190 people had arrived in Halvik in June 2024.",
            "Minister Ann Kerr said that 610 people had arrived in Halvik in July 2024.",
            [],
        ),
    ],
    ids=["one rate", "two rates", "what each month brings"],
)
def test_a_level_changes(first, second, wanted):
    """Its later value replaces the earlier; what each month brings is no level."""
    assert _links(first, second) == wanted


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (
            "Police commissioner Hugo Strell said on 6 May 2024 that nobody had been killed in "
            "Halvik.",
            "Doctor Ann Kerr said on 6 May 2024 that two young men had died of gunshot wounds in "
            "Halvik.",
            ["conflicts"],
        ),
        (
            "Police commissioner Hugo Strell said on 6 May 2024 that nobody had been killed in "
            "Halvik.",
            "Doctor Ann Kerr said on 27 June 2024 that nine people had been killed in Halvik.",
            [],
        ),
        (
            "Police commissioner Hugo Strell said on 6 May 2024 that nobody had been executed in "
            "Halvik.",
            "Doctor Ann Kerr said on 6 May 2024 that two young men had died in Halvik.",
            [],
        ),
        (
            "Commissioner Hugo Strell said on 6 May 2024 that nobody had been killed in Halvik.",
            "Doctor Ann Kerr said on 9 May 2024 that there were no deaths in Halvik.",
            ["corroborates"],
        ),
        (
            "Commissioner Hugo Strell said on 6 May 2024 that not a single Orvian soldier was in "
            "Halvik.",
            "General Ann Kerr said on 6 May 2024 that Orvia had sent 5,000 soldiers to Halvik.",
            ["conflicts"],
        ),
    ],
    ids=["on that day", "weeks later", "how they died", "both say so", "soldiers sent"],
)
def test_that_nobody_was_killed_contradicts_those_killed(first, second, wanted):
    """It does on the same days, and not where it only says how nobody died."""
    assert _links(first, second) == wanted


def test_units_of_one_kind_are_held_against_each_other():
    """2.4 tonnes are more than 900 kilograms, and miles are no kilometres."""
    first = "The firm Orvane said on 3 March 2024 that 900 kilograms of phenol reached the Velm."
    second = "The agency Halm said on 3 March 2024 that 2.4 tonnes of phenol reached the Velm."
    assert _links(first, second) == ["conflicts"]
    third = "The agency Halm said on 3 March 2024 that 0.9 tonnes of phenol reached the Velm."
    assert _links(first, third) == ["related"]
