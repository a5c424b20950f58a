"""Words: lemmas, senses and names without a parse; the lists behind them hold in their examples."""

import pytest

from analysis.assessment.words import Vocabulary, folded, states
from analysis.lexicon import load

VOCABULARY = Vocabulary(["In Halvik the harbour is shut, and so is Halvik's school."])


@pytest.mark.parametrize(
    ("text", "lemmas", "names"),
    [
        ("ten soldiers were killed in Halvik", {"#forces", "#death"}, {"Halvik"}),
        ("North Koreans left", {"#departure"}, {"North Korea"}),
        ("the Kremlin's harbours", {"harbour"}, {"Russia"}),
        ("Halvik burnt on Friday", {"burn"}, {"Halvik"}),
        ("Harbours burnt", {"harbour", "burn"}, set()),
        ("give us 20 ships", {"ship"}, set()),
    ],
)
def test_a_text_speaks_of_lemmas_senses_and_names(text, lemmas, names):
    """Light words, days and numbers say nothing; a capital at the head makes no name."""
    terms = VOCABULARY.terms(text, initial=True)
    assert (terms.lemmas, terms.names) == (lemmas, names)


def test_those_from_a_place_are_of_that_place():
    """Also where no table of states knows it; nobody's name is taken apart."""
    vocabulary = Vocabulary(
        ["A Halvan court in Halva sat with two Kelmari judges from Kelmar, and Julia met Julian."]
    )
    assert vocabulary.terms("the Halvan soldiers", initial=True).names == {"Halva"}
    assert vocabulary.terms("no Kelmari ships", initial=True).names == {"Kelmar"}
    assert vocabulary.terms("saw Julian there", initial=True).names == {"Julian"}


@pytest.mark.parametrize("name", ["Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskij", "ZELENSKY"])
def test_spellings_of_a_name_are_one(name):
    """Ways to write Cyrillic and other letters in Latin ones."""
    assert folded(name) == "zelensky"


SENSES = [(entry, example) for entry in load("senses") for example in entry.examples]


@pytest.mark.parametrize(("entry", "example"), SENSES, ids=lambda value: str(value)[:40])
def test_each_sense_is_read_in_its_examples(entry, example):
    """And no word stands for itself beside it."""
    assert f"#{entry.name}" in VOCABULARY.terms(example, initial=True).lemmas


@pytest.mark.parametrize("entry", list(load("countries")), ids=lambda entry: entry.name)
def test_each_state_is_read_in_its_example(entry):
    """By its capital or another of its names."""
    [example] = entry.examples
    assert states(example) == {entry.effect["side"]}


@pytest.mark.parametrize("entry", list(load("repeating")), ids=lambda entry: entry.name)
def test_each_word_of_repeating_claims_stands_in_its_example(entry):
    """In the form of the list or an inflected one."""
    words = entry.examples[0].lower().replace(".", "").split()
    assert any(word.startswith(listed.rstrip("e")) for word in words for listed in entry.words)
