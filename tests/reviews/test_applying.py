"""Decisions win over the machine, visibly; one without its row is told, never dropped."""

import pandas as pd
import pytest

import analysis
from analysis.model import Review
from analysis.reviews.file import REVIEWS_NAME, append_reviews
from analysis.reviews.report import agreement, marks

ONE = """\
---
title: One
author: Mary Bell
published: 2024-11-04
---
General Ivan Petrov said on Monday that 300 soldiers had arrived. The bridge at Orlo is closed.
The mayor, Ada Lund, said the port might close. It is not known where the soldiers will go.
"""
TWO = """\
---
title: Two
published: 2024-11-05
---
Ivan Petrov said 300 soldiers had arrived in Orlo.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seeds")
    (folder / "one.md").write_text(ONE, encoding="utf-8")
    (folder / "two.md").write_text(TWO, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def parsed(folder):
    return analysis.parse(folder)


@pytest.fixture(scope="module")
def machine(parsed):
    return analysis.assess(parsed)


@pytest.fixture
def decide(parsed, tmp_path):
    """Assess with some decisions, read from a file as ever."""

    def decide(*reviews):
        append_reviews(tmp_path / REVIEWS_NAME, reviews)
        (tmp_path / "note.txt").write_text("The dam holds.", encoding="utf-8")
        return analysis.assess(parsed.with_tables(reviews=analysis.parse(tmp_path).reviews))

    return decide


def review(row_id, field, value, *by, note=""):
    return Review(row_id, field, value, *(by or ("KL", "2025-03-20")), note)


def claim(tables, words):
    """The row of the one claim that holds some words."""
    found = tables.claims[tables.claims["text"].str.contains(words)]
    return found.iloc[0]


@pytest.mark.parametrize(
    ("field", "value", "machine_value"),
    [
        ("certainty", "certain", "possible"),
        ("kind", "evaluation", "forecast"),
        ("stance", "distances", "reports"),
        ("verification", "denied", "not_stated"),
        ("credibility", "2", ""),
    ],
)
def test_a_value_of_a_claim_is_corrected_and_the_machines_kept(
    machine, decide, field, value, machine_value
):
    row = claim(machine, "port might close")
    tables = decide(review(row["claim_id"], field, value))
    assert str(claim(tables, "port might close")[field]) == value
    [decision] = tables.reviews.to_dict("records")
    assert decision["status"] == "applied"
    assert decision["machine_value"] == machine_value
    assert decision["about"] == row["text"]
    assert tables.problems.empty
    assert row["certainty"] == "possible", "the machine's tables stay as they were"


def test_the_reliability_of_a_seed_is_set(decide):
    tables = decide(review("one.md", "reliability", "B"))
    assert dict(zip(tables.documents["doc_id"], tables.documents["reliability"], strict=True)) == {
        "one.md": "B",
        "two.md": "",
    }


def test_a_rejected_claim_leaves_with_all_that_hangs_on_it(machine, decide):
    gone = claim(machine, "300 soldiers had arrived in Orlo")["claim_id"]
    assert (machine.figures["claim_id"] == gone).any()
    assert (machine.links["from_id"] == gone).any()
    tables = decide(review(gone, "verdict", "rejected"))
    for table, column in (("claims", "claim_id"), ("figures", "claim_id"), ("links", "from_id")):
        assert gone not in set(getattr(tables, table)[column])
    assert tables.reviews["status"].tolist() == ["applied"]
    assert len(tables.claims) == len(machine.claims) - 1


def test_a_question_is_rejected_and_another_has_its_status_set(machine, decide):
    name = machine.questions["question_id"].iloc[0]
    tables = decide(review(name, "status", "addressed", note="by the second note"))
    assert tables.questions.iloc[0]["status"] == "addressed"
    assert tables.questions.iloc[0]["why"] == "KL decided so"
    assert decide(review(name, "verdict", "rejected")).questions.empty


def test_a_warning_is_dismissed(machine, decide):
    name = machine.flags["flag_id"].iloc[0]
    tables = decide(review(name, "verdict", "rejected"))
    assert name not in set(tables.flags["flag_id"])


@pytest.mark.parametrize("turned", [False, True])
def test_a_link_is_refused_and_restored(machine, decide, turned):
    """Whichever of the two claims the line begins with."""
    [link] = machine.links.to_dict("records")
    ends = (link["from_id"], link["to_id"])[:: -1 if turned else 1]
    tables = decide(review(ends[0], "not_linked", ends[1], note="two arrivals"))
    assert tables.links.empty
    [decision] = tables.reviews.to_dict("records")
    assert (decision["status"], decision["machine_value"]) == ("applied", "repeats")
    [told] = marks(tables)[ends[0]]
    assert told.startswith("not linked to “300 soldiers had arrived")
    assert tables.problems.empty
    again = decide(review(ends[1], "linked", ends[0], "KL", "2025-03-21"))
    assert again.links.to_dict("records") == [link]
    assert again.reviews["status"].tolist() == ["overruled", "applied"]


def test_a_link_that_is_not_there_cannot_be_refused_in_silence(machine, decide):
    one, other = claim(machine, "bridge at Orlo"), claim(machine, "port might close")
    tables = decide(review(one["claim_id"], "not_linked", other["claim_id"]))
    assert tables.reviews["status"].tolist() == ["orphaned"]
    assert "finds no link between the two claims" in tables.problems["message"].iloc[0]


def test_another_source_in_the_seeds_is_named(machine, decide):
    sources = dict(zip(machine.sources["name"], machine.sources["source_id"], strict=True))
    row = claim(machine, "port might close")
    tables = decide(review(row["claim_id"], "source", sources["Ivan Petrov"]))
    assert claim(tables, "port might close")["source_ids"] == [sources["Ivan Petrov"]]
    counts = dict(zip(tables.sources["name"], tables.sources["n_claims"], strict=True))
    assert counts["Ivan Petrov"] == 3
    assert tables.reviews["machine_value"].tolist() == ["Ada Lund"]


def test_a_new_source_is_named_and_the_author_speaks_no_more(machine, decide):
    row = claim(machine, "bridge at Orlo")
    assert row["attribution"] == "none"
    tables = decide(review(row["claim_id"], "source", "media: Orlo Radio"))
    changed = claim(tables, "bridge at Orlo")
    assert (changed["attribution"], changed["stance"]) == ("indirect", "reports")
    named = tables.sources[tables.sources["source_id"].isin(changed["source_ids"])]
    assert named[["name", "kind", "n_claims"]].to_numpy().tolist() == [["Orlo Radio", "media", 1]]


@pytest.mark.parametrize("name", ["a", "b"])
def test_the_author_of_a_seed_that_claims_nothing_itself_can_be_named(decide, name):
    said = "Ada Lund said the port might close."
    tables = analysis.parse({"a": said, "b": said})
    row = tables.claims.set_index("doc_id").loc[name]
    reviews = decide(review(row["claim_id"], "source", "author")).reviews.assign(status="")
    found = analysis.assess(tables.with_tables(reviews=reviews))
    assert found.reviews["status"].tolist() == ["applied"]
    [key] = found.claims.set_index("doc_id").loc[name, "source_ids"]
    names = found.sources.set_index("source_id")["name"]
    assert names[key] == {"a": "Author of a", "b": "Author of b"}[name]


def test_a_claim_and_a_question_are_added_and_judged(machine, decide, parsed):
    text = parsed.documents["text"].iloc[0]
    words = "soldiers will go"
    start = text.index(words)
    place = f"one.md#{start}-{start + len(words)} {words}"
    tables = decide(
        review("c-new", "added", place),
        review("c-new", "certainty", "probable"),
        review("q-new", "added", place),
    )
    added = tables.claims.set_index("claim_id").loc["c-new"]
    assert (added["text"], added["certainty"], added["rule"]) == (words, "probable", "review")
    assert "q-new" in set(tables.questions["question_id"])
    assert len(tables.claims) == len(machine.claims) + 1


def test_an_added_row_finds_its_words_after_an_edit(folder, decide, tmp_path):
    """Offsets are exact, or there is no row."""
    words = "The bridge at Orlo is closed"
    place = "one.md#3-31 " + words
    for text, status in (
        (f"A new start. {words}.", "applied"),
        ("The bridge at Orlo was closed.", "orphaned"),
        (f"{words}. He said: {words}.", "orphaned"),
    ):
        tables = analysis.parse({"one.md": text})
        reviews = decide(review("c-new", "added", place)).reviews.assign(status="")
        found = analysis.assess(tables.with_tables(reviews=reviews.head(1)))
        assert found.reviews["status"].tolist() == [status], text
        if status == "orphaned":
            assert "stand" in found.problems["message"].iloc[0]


def test_added_words_can_look_like_a_place(decide):
    """The first place on the line is the one meant."""
    tables = analysis.parse({"one.md": "The order in file #12-14 is late, and nobody knows why."})
    place = "one.md#0-32 The order in file #12-14 is late"
    reviews = decide(review("c-new", "added", place)).reviews.assign(status="")
    found = analysis.assess(tables.with_tables(reviews=reviews))
    assert found.reviews["status"].tolist() == ["applied"]
    assert "The order in file #12-14 is late" in set(found.claims["text"])


def test_what_is_added_twice_by_man_and_machine_is_one_row(machine, decide):
    row = claim(machine, "bridge at Orlo")
    place = f"one.md#{row['start']}-{row['end']} {row['text']}"
    tables = decide(review("c-new", "added", place), review("c-new", "certainty", "possible"))
    assert len(tables.claims) == len(machine.claims)
    assert claim(tables, "bridge at Orlo")["certainty"] == "possible"


def test_decisions_survive_a_new_seed(folder, machine, tmp_path):
    """The rows of other seeds keep their ids."""
    row = claim(machine, "port might close")
    for path in folder.glob("*.md"):
        (tmp_path / path.name).write_text(
            path.read_text(encoding="utf-8").replace("General", "Lately General"), encoding="utf-8"
        )
    (tmp_path / "three.md").write_text("The port closed, Ada Lund said.", encoding="utf-8")
    append_reviews(tmp_path / REVIEWS_NAME, [review(row["claim_id"], "certainty", "probable")])
    tables = analysis.assess(analysis.parse(tmp_path))
    assert claim(tables, "port might close")["certainty"] == "probable"


@pytest.mark.parametrize(
    ("row_id", "field", "value"),
    [
        ("c-gone", "certainty", "probable"),
        ("c-gone", "verdict", "rejected"),
        ("c-gone", "source", "author"),
        ("q-gone", "status", "open"),
        ("none.md", "reliability", "A"),
        ("o-gone", "same_as", "o-lost"),
        ("c-x", "added", "gone.md#1-2 words"),
    ],
)
def test_a_decision_without_its_row_is_orphaned_and_told(decide, row_id, field, value):
    tables = decide(review(row_id, field, value))
    assert tables.reviews["status"].tolist() == ["orphaned"]
    [problem] = tables.problems.to_dict("records")
    assert (problem["path"], problem["reason"]) == (REVIEWS_NAME, "orphaned")
    assert f"{field} = {value} of {row_id} by KL on 2025-03-20" in problem["message"]


def test_of_two_people_the_later_counts_and_both_are_told(machine, decide):
    name = claim(machine, "port might close")["claim_id"]
    tables = decide(
        review(name, "certainty", "certain", "MR", "2025-04-01"),
        review(name, "certainty", "probable", "KL", "2025-03-20"),
    )
    assert claim(tables, "port might close")["certainty"] == "certain"
    assert tables.reviews["status"].tolist() == ["applied", "overruled"]
    [problem] = tables.problems.to_dict("records")
    assert problem["reason"] == "contradiction"
    assert "probable" in problem["message"]
    assert "certain" in problem["message"]


def test_one_person_may_change_their_mind_and_take_it_back(machine, decide):
    name = claim(machine, "port might close")["claim_id"]
    tables = decide(
        review(name, "certainty", "certain"),
        review(name, "certainty", "probable"),
        review(name, "certainty", "withdrawn"),
    )
    assert claim(tables, "port might close")["certainty"] == "possible"
    assert tables.reviews["status"].tolist() == ["overruled", "overruled", "withdrawn"]
    assert tables.problems.empty


def test_assessing_again_changes_nothing(machine, decide):
    name = claim(machine, "port might close")["claim_id"]
    other = claim(machine, "bridge at Orlo")["claim_id"]
    once = decide(
        review(name, "certainty", "certain"),
        review(other, "verdict", "rejected"),
        review(machine.questions["question_id"].iloc[0], "status", "addressed"),
        review("c-gone", "kind", "factual"),
    )
    again = analysis.assess(once)
    for table in ("claims", "questions", "reviews", "problems"):
        pd.testing.assert_frame_equal(getattr(once, table), getattr(again, table))


def test_agreement_counts_what_people_judged(machine, decide):
    names = [claim(machine, words)["claim_id"] for words in ("port might", "bridge at", "in Orlo$")]
    tables = decide(
        review(names[0], "certainty", "certain"),
        review(names[0], "kind", "forecast"),
        review(names[1], "verdict", "accepted"),
        review(names[2], "verdict", "rejected"),
    )
    found = agreement(tables).set_index("field")
    assert found.loc["verdict"].tolist() == [2, 1]
    assert found.loc["certainty"].tolist() == [2, 1]
    assert found.loc["kind"].tolist() == [2, 2]
    assert "missed" not in found.index


def test_marks_say_both_values_and_who(machine, decide):
    name = claim(machine, "port might close")["claim_id"]
    tables = decide(review(name, "certainty", "certain", note="he was there"))
    assert marks(tables) == {
        name: [
            "certainty corrected: certain, the machine had possible (KL, 20 March 2025): "
            "he was there"
        ]
    }
