"""Records: ids that survive an edit, quotations of several spans."""

import pytest

import analysis
from analysis.model import Ids, hull, quote

SAID = "Maria Keller said that about 300 miners had left the town."
ASKED = "It is unclear whether they will come back."
KEYS = {
    "sentences": "sentence_id",
    "attributions": "attribution_id",
    "claims": "claim_id",
    "figures": "figure_id",
    "questions": "question_id",
    "sources": "source_id",
}


def ids_of(tables, doc_id):
    """The ids of each table's rows; sources belong to a seed by where they are named."""
    rows = {}
    for name, key in KEYS.items():
        table = getattr(tables, name)
        if name == "sources":
            mine = table["mentions"].map(
                lambda places, doc_id=doc_id: any(p.startswith(f"{doc_id}#") for p in places)
            )
        else:
            mine = table["doc_id"] == doc_id
        rows[name] = list(table.loc[mine, key])
    return rows


@pytest.fixture(scope="module")
def plain():
    return analysis.parse({"x": f"{SAID} {ASKED}"})


@pytest.mark.parametrize(
    "edited",
    [
        f"The harvest was poor. {SAID} {ASKED} Snow fell on Friday.",
        f"A heading\n\n{SAID}\n{ASKED}\n",
        f"{SAID}\r\n\r\n{ASKED}",
    ],
)
def test_an_edit_elsewhere_changes_no_id(plain, edited):
    """A review keeps its row when the seed is edited around it."""
    before, after = ids_of(plain, "x"), ids_of(analysis.parse({"x": edited}), "x")
    assert all(before.values())
    for name, ids in before.items():
        assert set(ids) <= set(after[name]), name


def test_an_edit_of_the_words_changes_the_id(plain):
    """A decision about other words must not stick to these."""
    edited = analysis.parse({"x": f"{SAID.replace('300', '400')} {ASKED}"})
    before, after = ids_of(plain, "x"), ids_of(edited, "x")
    assert not set(before["claims"]) & set(after["claims"])
    assert before["questions"] == after["questions"]


def test_the_same_words_in_another_seed_have_other_ids(plain):
    """Two seeds that say the same stay two rows."""
    other = ids_of(analysis.parse({"y": f"{SAID} {ASKED}"}), "y")
    for name, ids in ids_of(plain, "x").items():
        assert not set(ids) & set(other[name]), name


def test_words_that_occur_twice_are_told_apart():
    """The same sentence twice in a seed gives two rows of each kind, the first with its old id."""
    tables = analysis.parse({"x": f"{SAID}\n\n{SAID}"})
    assert tables.sentences["sentence_id"].nunique() == 2
    assert tables.claims["claim_id"].nunique() == len(tables.claims) == 2
    once = analysis.parse({"x": SAID})
    assert tables.claims["claim_id"].iloc[0] == once.claims["claim_id"].iloc[0]


def test_an_id_ignores_how_the_white_space_falls():
    """A paragraph that is wrapped anew keeps its ids."""
    assert Ids("x").make("c", "a  b\n c") == Ids("x").make("c", "a b c")


def test_an_id_keeps_its_parts_apart():
    """Words that move from one part to the next are other words."""
    assert Ids("x").make("c", "a b", "c") != Ids("x").make("c", "a", "b c")


def test_an_id_is_made_from_any_text():
    """Half a surrogate pair reaches the ids only in tests, and must not stop them."""
    assert Ids("x").make("c", "\ud800").startswith("c-")


def test_a_quotation_of_several_spans_shows_the_gap():
    """The reader sees that words were left out."""
    text = "The agency, Lee said, was wrong."
    spans = ((0, 10), (22, 31))
    assert quote(text, spans) == "The agency … was wrong"
    assert hull(spans) == (0, 31)
