"""Likelihood: each yardstick word has the band of its scale, and nothing else has one."""

from pathlib import Path

import pytest

import analysis
from analysis.lexicon import load
from analysis.parameters import SCALES

GOLDEN = Path(__file__).parent / "golden" / "likelihood.tsv"


def golden():
    lines = GOLDEN.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.fixture(scope="module")
def claims():
    """The claims of all golden sentences, by scale: each sentence is a document of its own."""
    texts = {sentence: sentence for sentence, *_ in golden()}
    return {scale: analysis.parse(texts, scale=scale).claims for scale in SCALES}


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("case", golden(), ids=lambda case: f"{case[0]} ({case[1]})")
def test_golden_bands(claims, scale, case):
    """The innermost claim that holds the words has the band that a reader wrote beside it."""
    sentence, words, term, *bands = case
    band, found = bands[SCALES.index(scale)], claims[scale]
    mine = found[found["doc_id"] == sentence]
    holding = mine[mine["text"].str.contains(words, regex=False)]
    claim = min(holding.itertuples(), key=lambda row: len(row.text))
    if band == "-":
        assert claim.likelihood_term == ""
        assert claim.likelihood_low != claim.likelihood_low  # not a number
    else:
        assert claim.likelihood_term == term
        assert [claim.likelihood_low, claim.likelihood_high] == [float(b) for b in band.split("-")]


def test_the_table_has_every_term_of_both_scales():
    """A term without a golden case would be a number that nobody checked."""
    for place, scale in ((3, "icd203"), (4, "phia")):
        terms = {
            word for entry in load("likelihood") for word in entry.words if scale in entry.effect
        }
        assert terms <= {row[2] for row in golden() if row[place] != "-"}


def test_bands_are_those_of_the_standards():
    """ICD 203 (2015) and the PHIA yardstick, written here a second time from the standards."""
    bands = {
        "icd203": {(1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99)},
        "phia": {(0, 5), (10, 20), (25, 35), (40, 50), (55, 75), (80, 90), (95, 100)},
    }
    for scale, wanted in bands.items():
        effects = [entry.effect for entry in load("likelihood") if scale in entry.effect]
        assert {tuple(effect[scale]) for effect in effects} == wanted
