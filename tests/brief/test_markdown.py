"""Markdown cells become the blocks that code cells give."""

import pytest

from analysis.brief.markdown import markdown_blocks


def _runs(block):
    return [(run["text"], run["style"], run["link"]) for run in block["paragraphs"][0]]


@pytest.mark.parametrize(
    ("source", "runs"),
    [
        ("**a** and *b*", [("a", "strong", ""), (" and ", "plain", ""), ("b", "emphasis", "")]),
        ("[x](https://a.org/?b=1&amp;c)", [("x", "plain", "https://a.org/?b=1&c")]),
        ("[x](#e1)", [("x", "plain", "#e1")]),
        ("[x](javascript:alert(1))", [("x", "plain", "")]),
        ("`a<b>`", [("a<b>", "mono", "")]),
        ("$x^2$", [("x^2", "math", "")]),
        ("a &amp; b", [("a & b", "plain", "")]),
        ("![map](http://x/y.png)", [("[picture: map]", "muted", "")]),
    ],
)
def test_inline_text(source, runs):
    (block,) = markdown_blocks(source)
    assert _runs(block) == runs


def test_raw_html_is_shown_not_read():
    (block,) = markdown_blocks("a <b onclick='x'>c</b>")
    text = "".join(run["text"] for run in block["paragraphs"][0])
    assert text == "a <b onclick='x'>c</b>"
    assert markdown_blocks("<div>\nx\n</div>") == [
        {"type": "verbatim", "verbatim": "<div>\nx\n</div>"}
    ]


def test_blocks_of_a_cell():
    source = "# T\n\n- a\n  1. b\n\n> q\n\n---\n\n```\ncode\n```\n\n$$\ny\n$$\n"
    blocks = markdown_blocks(source)
    kinds = ["heading", "bullets", "quotation", "rule", "verbatim", "prose"]
    assert [block["type"] for block in blocks] == kinds
    (item,) = blocks[1]["items"]
    assert item["text"][0]["text"] == "a"
    assert item["inside"][0]["ordered"] is True


def test_a_table_keeps_alignment_and_cells():
    (table,) = markdown_blocks("| a | b |\n|---|--:|\n| 1 | **2** |\n")
    assert [(c["label"], c["align"]) for c in table["columns"]] == [("a", "left"), ("b", "right")]
    assert [cell[0]["text"] for cell in table["rows"][0]["cells"]] == ["1", "2"]
