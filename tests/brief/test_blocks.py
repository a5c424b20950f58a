"""Blocks: what they accept, and the forms they give to Jupyter."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from analysis.brief.blocks import (
    MIME,
    Bullets,
    Card,
    Cards,
    Column,
    Facts,
    Notice,
    Prose,
    Row,
    Run,
    Stack,
    Table,
    TitleBlock,
    anchor,
    safe_link,
)

BAD = "<script>alert(1)</script>"
BLOCKS = [
    Prose([BAD, (Run(BAD, "quote", link="https://example.org/?a=<b>"),)]),
    Bullets([BAD], lead=BAD),
    Facts([(BAD, BAD)], caption=BAD),
    Table(BAD, [Column(BAD)], [[BAD]], note=BAD),
    Table(BAD, [Column(BAD)], [], empty=BAD),
    Cards([Card("e1", BAD, BAD, BAD, BAD, [(BAD, BAD)], [Run(BAD, link="#e1")])]),
    Notice(BAD),
    TitleBlock(BAD, BAD, BAD, [(BAD, BAD)]),
]


@pytest.mark.parametrize("block", [*BLOCKS, Stack(BLOCKS)], ids=lambda block: type(block).__name__)
def test_seed_text_is_data_in_every_form(block):
    bundle = block._repr_mimebundle_()
    assert set(bundle) == {MIME, "text/html", "text/plain"}
    soup = BeautifulSoup(bundle["text/html"], "html.parser")
    assert not soup.find("script")
    assert BAD in soup.get_text()
    assert BAD in bundle["text/plain"]


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("#e1", True),
        ("https://example.org/a?b=1#c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("https:example.org", False),
        ("https://example.org/\nx", False),
        ("https://[bad", False),
        ("#a b", False),
        ("# onclick=x", False),
    ],
)
def test_only_anchors_and_web_addresses_stay_links(link, kept):
    assert safe_link(link) == (link if kept else "")
    assert Run("text", link=link).to_json()["link"] == (link if kept else "")


@given(st.text())
def test_an_anchor_of_any_text_can_be_linked_to(text):
    assert safe_link(f"#{anchor(text)}")


def test_different_names_in_other_scripts_have_different_anchors():
    assert anchor("Зеленський") != anchor("Путін")


def test_a_row_needs_one_cell_a_column():
    with pytest.raises(ValueError, match=r"each needs 2 cells.* row 1 has 1"):
        Table("x", [Column("A"), Column("B")], [["1", "2"], ["1"]]).to_json()


@pytest.mark.parametrize("columns", [[], [Column("A", width=0)]])
def test_a_table_needs_columns_with_a_width(columns):
    with pytest.raises(ValueError, match="at least one is needed"):
        Table("x", columns, []).to_json()


def test_an_unusable_anchor_is_refused_with_the_way_out():
    with pytest.raises(ValueError, match=r"got 'a b'; anchor\(\) makes one"):
        Table("x", [Column("A")], [Row(["1"], anchor="a b")]).to_json()


def test_a_bare_string_is_one_paragraph():
    assert Prose("abc").to_json() == Prose(["abc"]).to_json()


def test_control_characters_never_reach_a_cell():
    html = Prose("a\x00b\x07c\ud800d\u202ee\nf")._repr_mimebundle_()["text/html"]
    assert "a\ufffdb\ufffdc\ufffdde f" in html
    html.encode("utf-8")


def test_links_back_are_separated_here():
    back = [Run("a", link="#a"), Run(" "), Run("b", link="#b")]
    html = Cards([Card("e1", "h", "q", back=back)])._repr_mimebundle_()["text/html"]
    assert BeautifulSoup(html, "html.parser").find(class_="sb-back").get_text() == "Cited in a, b"
