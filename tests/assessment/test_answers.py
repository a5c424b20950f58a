"""Open questions over time: what later claims settle, and what they do not."""

import pytest

import analysis
from analysis.assessment import contested
from analysis.assessment.places import places_of_states
from analysis.assessment.words import Vocabulary

FRONT = "---\ntitle: News from Halvik\npublished: {}\n---\n"


def answered(tmp_path, asked, told, published="2025-02-01"):
    (tmp_path / "a.md").write_text(FRONT.format("2025-01-01") + asked, encoding="utf-8")
    (tmp_path / "b.md").write_text(FRONT.format(published) + told, encoding="utf-8")
    tables = analysis.assess(analysis.parse(tmp_path))
    [question] = tables.questions[tables.questions["doc_id"] == "a.md"].to_dict("records")
    texts = tables.claims.set_index("claim_id")["text"]
    return question["status"], [texts[name] for name in question["evidence"]], question["why"]


WHETHER = "It is unclear whether the dam of Halvik will crack."
MANY = "How many miners died in Halvik is not known."


@pytest.mark.parametrize(
    ("asked", "told", "status"),
    [
        (WHETHER, "Engineer Anna Berg said that the dam of Halvik had cracked.", "addressed"),
        (WHETHER, "Engineer Anna Berg said that the dam of Halvik may have cracked.", "partly"),
        (WHETHER, "Observers said that the dam of Halvik had cracked.", "partly"),
        (
            WHETHER,
            "Engineer Anna Berg said that the dam of Halvik had cracked, though this has yet to be "
            "verified.",
            "partly",
        ),
        (WHETHER, "Engineer Anna Berg said that the dam of Halvik was full.", "open"),
        (WHETHER, "Engineer Anna Berg said that a dam in Morra had leaked.", "open"),
        (
            "What started the fire in Halvik is not known.",
            "Engineer Anna Berg said that the fire in Halvik was caused by a cable.",
            "addressed",
        ),
        (
            "It is unclear whether the union will call a strike in Halvik.",
            "Engineer Anna Berg said that the strike in Halvik had ended.",
            "addressed",
        ),
        (
            "It is unclear how long the stores of grain in Halvik will last.",
            "Engineer Anna Berg said that the stores of grain in Halvik would last until April.",
            "partly",
        ),
        (
            "What the crates were for remains unclear, police in Halvik said.",
            "Engineer Anna Berg said that the crates in Halvik held pumps.",
            "partly",
        ),
        (
            "Whether the dam of Halvik still stands is unclear.",
            "Engineer Anna Berg said that the army had destroyed the dam of Halvik.",
            "addressed",
        ),
        (
            "Whether the pilot survived the crash at Halvik is unclear.",
            "Engineer Anna Berg said that the pilot had died in the crash at Halvik.",
            "addressed",
        ),
        (
            "Whether the plant in Halvik still operates is unclear.",
            "Engineer Anna Berg said that the plant in Halvik had been closed.",
            "addressed",
        ),
        (
            "Why the dam of Halvik cracked is unclear.",
            "Engineer Anna Berg said that the dam of Halvik had cracked in March.",
            "open",
        ),
        (
            "Why the dam of Halvik cracked is unclear.",
            "Engineer Anna Berg said that the dam of Halvik cracked because drains were blocked.",
            "addressed",
        ),
        (
            "Who shut the gates of Halvik is unclear.",
            "Engineer Anna Berg said that the gates of the town had been shut.",
            "open",
        ),
        (
            "Why the sirens in Halvik did not sound is unclear.",
            "Engineer Anna Berg said that no order to sound the sirens in Halvik had been given.",
            "partly",
        ),
        (
            "Why the sirens in Halvik did not sound is unclear.",
            "Engineer Anna Berg said that no siren sounded in Halvik.",
            "open",
        ),
        (
            "Why the sirens in Halvik did not sound is unclear.",
            "Engineer Anna Berg said that the sirens in Halvik did not sound because of a fault.",
            "addressed",
        ),
        (
            "Why the inspections in Halvik did not take place is unclear.",
            "Engineer Anna Berg said that inspections in Halvik were postponed for lack of staff.",
            "addressed",
        ),
        (
            "Why the inspections in Halvik did not take place is unclear.",
            "Engineer Anna Berg said that inspections in Halvik were postponed in March.",
            "open",
        ),
        (
            "It is unclear whether the match in Halvik will take place.",
            "Engineer Anna Berg said that the match in Halvik had been cancelled.",
            "addressed",
        ),
        (
            "How long the strike in Halvik will last is unclear.",
            "Engineer Anna Berg said that the strike in Halvik had ended after two weeks.",
            "partly",
        ),
        (
            "How long the strike in Halvik will last is unclear.",
            "Engineer Anna Berg said that the strike in Halvik had ended.",
            "open",
        ),
        (
            "Whether the coins of Halvik were insured is unclear.",
            "The coins of Halvik were not insured, the ministry of culture said.",
            "addressed",
        ),
        (
            "Whether the coins of Halvik were insured is unclear.",
            "The coins of Halvik were not insured, the Norvian culture ministry said.",
            "addressed",
        ),
        (
            "Whether the coins of Halvik were insured is unclear.",
            "The coins of Halvik were not insured, a ferryman said.",
            "partly",
        ),
        (
            "Whether the union will call a strike in Halvik is unclear.",
            "Engineer Anna Berg said that the strike in Halvik had ended on 3 December 2024.",
            "open",
        ),
        (
            "When the line to Halvik will open is unclear.",
            "Engineer Anna Berg said that the line to Halvik had opened on 3 January 2025.",
            "addressed",
        ),
        (
            "When the line to Halvik will open is unclear.",
            "Engineer Anna Berg said that a second line to Halvik had opened on 3 January 2025.",
            "open",
        ),
        (
            "How much the delay in Halvik will cost is unclear.",
            "Engineer Anna Berg said that the delay in Halvik had cost 14 million florins.",
            "partly",
        ),
        (
            "Whether the school in Halvik can open in February is unclear.",
            "Engineer Anna Berg said that the school in Halvik will stay closed until May.",
            "partly",
        ),
        (
            "Whether the school in Halvik can open in February is unclear.",
            "Engineer Anna Berg said that the school in Halvik had been closed in autumn.",
            "open",
        ),
        (
            "Who let the crowd onto the bridge of Halvik is unclear.",
            "Engineer Anna Berg said that a steward had let the crowd onto the bridge of Halvik.",
            "addressed",
        ),
        (
            "Who let the crowd onto the bridge of Halvik is unclear.",
            "Engineer Anna Berg said that the crowd was let onto the bridge of Halvik.",
            "open",
        ),
        (
            "Who laid the mine in Halvik nobody outside the police can say.",
            "Two men from Halvik have been charged, prosecutor Anna Berg said.",
            "partly",
        ),
        (
            "Who laid the mine in Halvik nobody outside the police can say.",
            "Two men from Halvik have been charged with fraud, prosecutor Anna Berg said.",
            "open",
        ),
        (MANY, "Engineer Anna Berg said that 40 miners died in Halvik.", "partly"),
        (MANY, "Engineer Anna Berg said that miners died in Halvik.", "open"),
        (
            "It is unclear whether further ships will come to Halvik.",
            "Engineer Anna Berg said that ships had come to Halvik.",
            "open",
        ),
    ],
)
def test_later_claims_bear_on_a_question(tmp_path, asked, told, status):
    """Never addressed on a hedge, an unnamed source or an unverified report."""
    found, evidence, why = answered(tmp_path, asked, told)
    assert found.split("_")[0] == status
    assert bool(evidence) == bool(why) == (status != "open")


ENGINEERS = "It is unclear whether the engineers will fight in Russia."
HURT = "Doctor Anna Berg said that 40 engineers were wounded in the fighting for Morsk."


CRACKED = "Engineer Anna Berg said that the dam of Halvik had cracked."


@pytest.mark.parametrize(
    ("asked", "first", "second", "status"),
    [
        (
            WHETHER,
            CRACKED,
            "Minister Karl Moe said that the dam of Halvik had not cracked.",
            "partly",
        ),
        (
            WHETHER,
            CRACKED,
            "Minister Karl Moe denied that the dam of Halvik had cracked.",
            "partly",
        ),
        (
            WHETHER,
            CRACKED,
            "Minister Karl Moe said that the dam of Halvik had cracked.",
            "addressed",
        ),
        (
            WHETHER,
            "Engineer Anna Berg said that the dam of Halvik had not cracked.",
            CRACKED,
            "addressed",
        ),
        (
            WHETHER,
            CRACKED,
            "Minister Karl Moe said that the dam of Halvik may not have cracked.",
            "addressed",
        ),
        (
            "Whether the plant in Halvik still operates is unclear.",
            "Engineer Anna Berg said that the plant in Halvik operates.",
            "Minister Karl Moe said that the plant in Halvik had been closed.",
            "partly",
        ),
        (
            "It is not known whether the alarm system in Halvik was working.",
            "Engineer Anna Berg said that the alarm system in Halvik was in working order.",
            "Prosecutor Karl Moe said that the alarm system in Halvik had been switched off.",
            "partly",
        ),
        (
            "It is not known whether the alarm system in Halvik was working.",
            "Engineer Anna Berg said that the alarm system in Halvik was put in by a firm.",
            "Prosecutor Karl Moe said that the alarm system in Halvik had been switched off.",
            "addressed",
        ),
        (
            "Who shut the gates of Halvik is unclear.",
            "Engineer Anna Berg said that Olaf Lind had shut the gates of Halvik.",
            "Minister Karl Moe said that Olaf Lind had not shut the gates of Halvik.",
            "partly",
        ),
    ],
)
def test_answers_that_differ_address_a_question_in_part(tmp_path, asked, first, second, status):
    """Both stand first among the evidence, and the reason says that they differ."""
    (tmp_path / "c.md").write_text(FRONT.format("2025-03-01") + second, encoding="utf-8")
    found, evidence, why = answered(tmp_path, asked, first)
    assert found == {"partly": "partly_addressed"}.get(status, status)
    assert why.startswith("The answers differ: ") is (status == "partly")
    if status == "partly":
        assert evidence[0] in first
        assert evidence[1] in second


def test_one_question_answered_a_hundred_times_is_held_against_few(tmp_path, monkeypatch):
    """How many answers are compared does not grow with how many there are."""
    compared = []
    real = contested.one_side
    monkeypatch.setattr(contested, "one_side", lambda *pair: compared.append(0) or real(*pair))
    counts = []
    for number in (60, 120):
        compared.clear()
        told = (
            f"Minister A{chr(97 + n % 26)}{chr(97 + n // 26)}k Kerr said that the dam of Halvik "
            f"had {'not ' if n % 2 else ''}cracked."
            for n in range(number)
        )
        answered(tmp_path, WHETHER, " ".join(told))
        counts.append(len(compared))
    assert 0 < counts[1] <= counts[0] * 1.5


def test_who_changes_his_word_is_held_to_the_later(tmp_path):
    """The reason names the answer that stands, not the one that its own side took back."""
    (tmp_path / "c.md").write_text(FRONT.format("2025-03-01") + CRACKED, encoding="utf-8")
    told = "Engineer Anna Berg said that the dam of Halvik had not cracked."
    status, _, why = answered(tmp_path, WHETHER, told)
    assert status == "addressed"
    assert "1 March 2025" in why


@pytest.mark.parametrize(
    ("where", "status"),
    [
        ("Camps stand in Russia's Morsk and Belsk regions. ", "addressed"),
        ("Camps stand in the Russian region of Morsk. ", "addressed"),
        ("Camps stand in Poland's Morsk region. ", "open"),
        ("Camps stand in Russia's Belsk region. ", "open"),
        ("Russia's Morsk region is calm. Others write of Ukraine's Morsk region. ", "open"),
    ],
)
def test_a_place_lies_where_the_seeds_say(tmp_path, where, status):
    """What happened there is no answer if no seed says so, or two differ."""
    told = "Camps were pitched. " + HURT
    assert answered(tmp_path, where + ENGINEERS, told)[0] == status


@pytest.mark.parametrize("text", ["A" * 400_000, "Ab's " * 100_000, "Ab's, " * 100_000])
def test_no_text_makes_the_search_for_places_long(text):
    """Quadratic work on any of these would take hours."""
    assert not places_of_states([text], Vocabulary([]))


def test_an_earlier_claim_settles_nothing(tmp_path):
    """What was said before the question was asked is no answer to it."""
    told = "Engineer Anna Berg said that the dam of Halvik had cracked."
    assert answered(tmp_path, WHETHER, told, "2024-12-01") == ("open", [], "")


def test_the_evidence_is_named(tmp_path):
    """The reader learns which claim, whose, when, and in which words they meet."""
    told = "Engineer Anna Berg said that the dam of Halvik had cracked."
    _, evidence, why = answered(tmp_path, WHETHER, told)
    assert evidence == ["the dam of Halvik had cracked"]
    assert why == "Anna Berg (1 February 2025) says firmly what is asked: Halvik, crack and dam."


HOW = "How the mould spread within the dairy of Halvik in Norrland is not known."


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ('How did it spread? "On two ladles," Anna Berg said.', "addressed"),
        ('How did it spread? "Probably on two ladles," Anna Berg said.', "partly_addressed"),
        ('Where did it spread? "On two ladles," Anna Berg said.', "open"),
        ('How did it begin? "On two ladles," Anna Berg said.', "open"),
        ('How did it spread in Morra? "On two ladles," Anna Berg said.', "open"),
    ],
)
def test_a_later_seed_that_asks_the_same_is_answered(tmp_path, told, status):
    """By whoever speaks next; the question must be the same but for what "it" stands for."""
    told = f"Engineer Anna Berg has seen the dairy of Halvik in Norrland. {told}"
    found, evidence, why = answered(tmp_path, HOW, told)
    assert found == status
    assert bool(evidence) == why.startswith("Asked “How did it spread?”, ") == (status != "open")


def test_what_could_not_be_confirmed_is_what_the_sentence_before_it_reports(tmp_path):
    """Though no word of it has a sense of its own."""
    asked = (
        "Relatives in Halvik in Norrland said that a skipper had been hit in the arm. "
        "The report could not be confirmed."
    )
    told = "Doctor Anna Berg of Halvik in Norrland said that the skipper had been hit in the arm."
    assert answered(tmp_path, asked, told)[:2] == (
        "addressed",
        ["the skipper had been hit in the arm"],
    )
