"""Seeds with the same words are told, in whatever order they lie, and count as one origin."""

from random import Random

import pytest

import analysis
from analysis.copies import with_copies
from analysis.model import Document

WORDS = [f"word{number}" for number in range(3_000)]


@pytest.fixture
def words():
    return Random(7).choices(WORDS, k=400)  # noqa: S311 - a sample, not a secret


def originals(*texts, published=()):
    """``same_as`` of each text; the ids are a, b, c ..."""
    dates = [*published, *[""] * len(texts)]
    documents = [
        Document(chr(97 + number), text, published=dates[number])
        for number, text in enumerate(texts)
    ]
    found = with_copies(documents)
    assert [each.doc_id for each in found] == [each.doc_id for each in documents]
    return [each.same_as for each in found]


def test_the_same_words_are_a_copy_whatever_their_case_and_marks(words):
    text = " ".join(words)
    assert originals(text, text.upper(), text.replace(" ", ",\n")) == ["", "a", "a"]


def test_short_texts_are_copies_only_of_the_same_words():
    assert originals("The dam holds.", "the dam holds", "The dam breaks.") == ["", "a", ""]


@pytest.mark.parametrize("share", [0.9, 0.7, 0.5])
def test_a_wire_report_that_was_cut_is_a_copy(words, share):
    assert originals(" ".join(words), " ".join(words[: int(share * len(words))])) == ["", "a"]


def test_a_new_lead_and_some_other_words_make_no_other_report(words):
    edited = ["Our", "own", "correspondent", "reports", *words]
    edited[50:300:40] = ["changed"] * 7
    assert originals(" ".join(words), " ".join(edited)) == ["", "a"]


def test_texts_that_share_a_paragraph_are_no_copies(words):
    other = Random(8).choices(WORDS, k=400)  # noqa: S311
    assert originals(" ".join(words), " ".join([*words[:100], *other])) == ["", ""]


def test_the_first_published_is_the_original(words):
    text = " ".join(words)
    assert originals(text, text, text, published=["2025-03", "2025-01", ""]) == ["b", "", "b"]


def test_a_copy_is_no_second_origin(tmp_path):
    """An official known by one name in a wire report and its copy backs nothing up."""
    report = (
        "Officials met in Halvik on Monday. Spokesman Berg said that 300 soldiers had left Halvik. "
        "The town was quiet, the market was open, and the buses ran as on every other day of the "
        "week. Schools and offices were open too, and nobody was seen at the gates of the port."
    )
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(
            f"---\npublished: 2025-01-0{ord(name) - 96}\n---\n{report}"
        )
    tables = analysis.assess(analysis.parse(tmp_path))
    assert list(tables.documents["same_as"]) == ["", "a.md"]
    assert set(tables.claims["n_origins"].dropna()) <= {0, 1}
    texts = dict(zip(tables.claims["claim_id"], tables.claims["text"], strict=True))
    held = {
        link["relation"]
        for link in tables.links.to_dict("records")
        if "soldiers" in texts[link["from_id"]] and "soldiers" in texts[link["to_id"]]
    }
    assert held == {"repeats"}
