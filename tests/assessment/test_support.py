"""Independent support: origins are counted, not voices."""

import pytest

import analysis


def origins(tables, seed, words):
    claims = tables.claims[tables.claims["doc_id"] == seed]
    [claim] = [c for c in claims.to_dict("records") if words in c["text"]]
    names = tables.sources.set_index("source_id")["name"]
    assert claim["n_origins"] == len(claim["origin_ids"])
    return [names[name] for name in claim["origin_ids"]]


@pytest.mark.parametrize(
    ("seed", "words", "wanted"),
    [
        ("flood-2.md", "warnings had come too late", ["Karl Wendt", "Ines Falk"]),
        ("flood-2.md", "the bridge had collapsed", ["Local radio"]),
        ("flood-1.md", "9.2 metres", ["Jan Pohl"]),
        ("flood-3.md", "120 people", ["Ida Storm"]),
        ("bank-2.md", "2 million records", ["Finance Wire"]),
    ],
)
def test_an_echo_brings_no_origin(assessed_seeds, seed, words, wanted):
    """Who repeats, passes on or belongs to the same body adds nothing."""
    assert origins(assessed_seeds, seed, words) == wanted


def test_nobody_named_is_no_origin():
    """A figure that "is said" to be so has no origin."""
    tables = analysis.assess(analysis.parse({"x": "Losses in Halvik are said to be nearing 700."}))
    assert origins(tables, "x", "700") == []


def test_a_body_without_a_name_may_be_the_one_that_is_named():
    """Where "the power company" says what Karst Power said, it repeats it: no support."""
    seeds = {
        "a": "Karst Power said on 3 March 2024 that the dam of Halvik had been closed by a storm.",
        "b": "The power company said on 5 March 2024 that a storm had closed the dam of Halvik.",
        "c": "The fire service said on 5 March 2024 that a storm had closed the dam of Halvik.",
    }
    tables = analysis.assess(analysis.parse(seeds))
    seed = tables.claims.set_index("claim_id")["doc_id"]
    told = {
        (seed[link["from_id"]], seed[link["to_id"]]): link["relation"]
        for link in tables.links.to_dict("records")
    }
    assert told[("b", "a")] == "repeats"
    assert told[("c", "a")] == "corroborates"


def test_whom_a_firm_employs_is_not_independent_of_it_by_its_short_name():
    """“Ardent” in one seed is “Ardent Biosciences” in another, and so is its spokeswoman."""
    told = "had no record of a warning from the hospital of Halvik."
    seeds = {
        "a": f"On 3 March 2024 Ardent said that it {told}",
        "b": f"On 4 March 2024 Ines Falk, spokeswoman for Ardent Biosciences, said the firm {told}",
        "c": "Ardent Biosciences said on 5 March 2024 that the trial of Halvik would go on.",
    }
    tables = analysis.assess(analysis.parse(seeds))
    assert set(tables.sources["name"]) >= {"Ardent", "Ines Falk", "Ardent Biosciences"}
    assert max(tables.claims["n_origins"]) == 1
