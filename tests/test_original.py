"""The document that started the project: what a careful reader finds in it, the kit finds too.

The document is not a part of the project. The tests look for it where the environment variable
``SEEDBRIEF_ORIGINAL`` says, else in a folder ``seeds`` of any folder beside the project's.
"""

import os
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.segment import blocks

NAME = "000_13b5c67f7d6b534e.txt"


def find():
    named = os.environ.get("SEEDBRIEF_ORIGINAL")
    beside = Path(__file__).parents[2].glob(f"*/seeds/{NAME}")
    return next((path for path in ([Path(named)] if named else beside) if path.is_file()), None)


ORIGINAL = find()
pytestmark = pytest.mark.skipif(
    ORIGINAL is None, reason=f"{NAME} is not here; SEEDBRIEF_ORIGINAL can name it"
)


@pytest.fixture(scope="module")
def tables():
    return analysis.assess(analysis.parse(ORIGINAL))


@pytest.fixture(scope="module")
def text(tables):
    return tables.documents["text"].iloc[0]


def rows_with(table, words):
    """The rows whose text holds `words`."""
    return table[table["text"].str.contains(words, regex=False)].to_dict("records")


def claim_with(tables, words):
    """The narrowest claim that holds `words`."""
    found = rows_with(tables.claims, words)
    assert found, f"no claim holds {words!r}"
    return min(found, key=lambda row: len(row["text"]))


def speakers(tables, claim):
    names = tables.sources.set_index("source_id")["name"]
    return [names[source_id] for source_id in claim["source_ids"]]


HEADINGS = [
    "North Korea’s Military Support: Scope and Implications",
    "Insights from Analysts on North Korean Troop Capabilities",
    "Challenges Ahead: Casualties and the Risk of Attrition",
    "North Korea’s Role in Supplying Munitions",
    "Morale and Defection: Potential Pitfalls for North Korean Forces",
]


def test_headings_are_found_and_melt_into_nothing(tables, text):
    """Five headings, each the section of what follows it, none of them in a sentence."""
    assert [text[b.start : b.end] for b in blocks(text) if b.heading] == HEADINGS
    assert list(dict.fromkeys(tables.sentences["section"])) == ["", *HEADINGS]
    for heading in HEADINGS:
        assert rows_with(tables.sentences, heading) == []
        assert rows_with(tables.claims, heading) == []


def test_sentences_are_those_of_the_text(tables):
    """Twenty-five sentences, each ending in a full stop."""
    assert len(tables.sentences) == 25
    assert tables.sentences["text"].str.rstrip("”").str.endswith(".").all()


@pytest.mark.parametrize(
    ("name", "kind", "role", "affiliation"),
    [
        ("Andrew Yeo", "analyst", "senior fellow", "Brookings Institution"),
        ("Ramon Pacheco Pardo", "analyst", "analyst", ""),
        ("Volodymyr Zelensky", "person", "President", ""),
    ],
)
def test_a_speaker_is_resolved(tables, name, kind, role, affiliation):
    """One row a person, with the role and affiliation that the text gives and no other."""
    surname = name.split()[-1]
    [source] = tables.sources[tables.sources["name"].str.endswith(surname)].to_dict("records")
    assert (source["name"], source["kind"]) == (name, kind)
    assert source["resolved"]
    assert source["sourcing"] == "on_record"
    assert role in source["role"]
    assert affiliation in source["affiliation"]
    assert bool(source["affiliation"]) == bool(affiliation)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("could offer Russia an immediate boost", "Andrew Yeo"),
        ("might prove valuable in repelling", "Andrew Yeo"),
        ("might face issues with morale", "Andrew Yeo"),
        ("would deal a significant blow", "Andrew Yeo"),
        ("could effectively support Russian operations", "Ramon Pacheco Pardo"),
        ("may lack specific knowledge", "Ramon Pacheco Pardo"),
        ("would likely need minimal training", "Ramon Pacheco Pardo"),
        ("are stationed on Russian training grounds", "Volodymyr Zelensky"),
    ],
)
def test_a_surname_finds_its_name(tables, words, name):
    """ "Yeo" is Andrew Yeo, "Pardo" is Ramon Pacheco Pardo."""
    assert speakers(tables, claim_with(tables, words)) == [name]


def test_an_addressee_is_no_source(tables):
    """Zelensky informed Yoon; Yoon says nothing."""
    assert not tables.sources["name"].str.contains("Yoon").any()


def test_what_is_vague_stays_vague(tables):
    """Agencies and media that the text does not name are groups, not bodies."""
    for words in ("intelligence agencies", "Ukrainian media"):
        [source] = tables.sources[tables.sources["name"].str.contains(words)].to_dict("records")
        assert source["kind"] == "vague_group"


@pytest.mark.parametrize(
    ("words", "low", "high", "what"),
    [
        ("10,000 and 12,000", 10_000, 12_000, ("soldiers", "")),
        ("3,000", 3_000, 3_000, ("fighters", "around")),
        ("700,000", None, 700_000, ("fatalities", "approaching")),
        ("millions", 1_000_000, None, ("shells", "")),
        ("18", 18, 18, ("soldiers", "")),
    ],
)
def test_a_figure_has_the_bounds_of_the_text(tables, words, low, high, what):
    """A bound that the text does not give is empty; unit and approximator are the text's."""
    [figure] = rows_with(tables.figures, words)
    bounds = [None if pd.isna(value) else value for value in (figure["low"], figure["high"])]
    assert bounds == [low, high]
    assert (figure["unit"], figure["approximator"]) == what
    assert figure["claim_id"] in set(tables.claims["claim_id"])


def test_there_are_no_other_figures(tables):
    """Dates are no figures."""
    assert len(tables.figures) == 5


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("embedded", "how effective these troops"),
        ("concealed", "the extent of North Korean leader Kim Jong Un’s commitment"),
        ("concealed", "the number of elite soldiers North Korea can provide"),
        ("concealed", "the potential scale of casualties"),
        ("conditional", "Should initial deployments lead to significant losses"),
        ("conditional", "if casualty numbers climb to levels experienced by Russian forces"),
    ],
)
def test_an_open_question_is_found(tables, form, words):
    """Four in the first paragraph, and two conditions whose outcome matters."""
    [question] = rows_with(tables.questions, words)
    assert question["form"] == form
    assert question["status"] == "open"
    assert question["as_question"].endswith("?")


def test_the_gap_in_verification_is_a_question(tables):
    """Whether the eighteen deserted is open."""
    [question] = tables.questions[tables.questions["form"] == "verification_gap"].to_dict("records")
    assert "has yet to be independently verified" in question["text"]
    assert "18 North Korean soldiers" in question["as_question"]


def test_there_are_no_other_questions(tables):
    """Hedges are no questions."""
    assert len(tables.questions) == 7


CLAIMS = [
    # words, certainty, stance, kind, verification
    ("is sending between 10,000 and 12,000", "probable", "reports", "factual", "not_stated"),
    ("around 3,000 North Korean fighters", "certain", "reports", "factual", "not_stated"),
    ("who likely lack real combat experience", "probable", "asserts", "factual", "not_stated"),
    ("could impact both the quality", "possible", "asserts", "forecast", "not_stated"),
    ("could offer much-needed manpower", "possible", "asserts", "forecast", "not_stated"),
    ("might also provide a morale boost", "possible", "asserts", "forecast", "not_stated"),
    ("could offer Russia an immediate boost", "possible", "reports", "forecast", "not_stated"),
    ("could effectively support", "possible", "reports", "forecast", "not_stated"),
    ("may lack specific knowledge", "possible", "reports", "factual", "not_stated"),
    ("would likely need minimal training", "probable", "reports", "forecast", "not_stated"),
    ("might prove valuable", "possible", "reports", "forecast", "not_stated"),
    ("comes with risks", "certain", "asserts", "factual", "not_stated"),
    ("could strain the partnership", "possible", "asserts", "forecast", "not_stated"),
    ("might hesitate to send", "possible", "asserts", "forecast", "not_stated"),
    ("has specifically targeted", "certain", "asserts", "factual", "not_stated"),
    ("morale could falter", "possible", "asserts", "forecast", "not_stated"),
    ("might face issues with morale", "possible", "reports", "forecast", "not_stated"),
    ("18 North Korean soldiers had", "certain", "distances", "factual", "unverified"),
    ("would deal a significant blow", "certain", "endorses", "forecast", "not_stated"),
]


@pytest.mark.parametrize(("words", "held"), [(words, held) for words, *held in CLAIMS])
def test_a_claim_is_held_as_the_text_holds_it(tables, words, held):
    """Certainty, stance, kind and verification, each of its own."""
    claim = claim_with(tables, words)
    assert [claim[name] for name in ("certainty", "stance", "kind", "verification")] == held


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("a crucial supplier of munitions", "asserts"),
        ("a formidable ally", "reports"),
        ("reported dedication", "reports"),
    ],
)
def test_a_judgement_is_the_one_who_makes_it(tables, words, stance):
    """The author calls North Korea crucial, the intelligence service formidable."""
    assert claim_with(tables, words)["stance"] == stance


def test_what_is_acknowledged_is_confirmed(tables):
    """The intelligence service acknowledged the supply of munitions: its word stands for it."""
    [found] = rows_with(tables.attributions.rename(columns={"cue": "text", "text": "x"}), "acknow")
    assert found["source_text"] == "Ukraine’s military intelligence"
    assert claim_with(tables, "a crucial supplier of munitions")["verification"] == "confirmed"


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("might hesitate to send", "Should initial deployments lead to significant losses"),
        (
            "morale could falter",
            "if casualty numbers climb to levels experienced by Russian forces",
        ),
    ],
)
def test_a_condition_is_kept_apart(tables, words, condition):
    """What a claim hangs on is a column of its own."""
    assert claim_with(tables, words)["condition"] == condition


def test_numbers_for_likelihood_stand_only_where_the_text_has_the_word(tables):
    """Two times "likely", and no number for "could", "may" and "might"."""
    rated = tables.claims[tables.claims["likelihood_term"] != ""]
    assert list(rated["likelihood_term"]) == ["likely", "likely"]
    assert list(rated["likelihood_low"]) == [55, 55]
    rest = tables.claims.drop(index=rated.index)
    assert rest["likelihood_low"].isna().all()


def test_sentences_that_only_ask_hold_no_claim(tables):
    """ "Observers are questioning how ..." puts nothing forward."""
    for words in ("Observers are questioning", "there is a broader inquiry"):
        assert rows_with(tables.claims, words) == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("no_provenance", "neither author nor publisher"),
        ("unattributed_figure", "approaching 700,000"),
        ("unattributed_figure", "millions of artillery shells"),
        ("missing_affiliation", "Ramon Pacheco Pardo"),
        ("unverified_report", "not been verified"),
        ("vague_source", "Ukrainian media"),
    ],
)
def test_an_editor_is_warned(tables, rule, words):
    """What a careful editor would ask about."""
    flags = tables.flags[tables.flags["rule"] == rule]
    assert flags["message"].str.contains(words, regex=False).any()
