"""Changes as Markdown: all are there, in bounds, and no word of a seed does anything."""

import mistune
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.comparison import COLUMNS
from analysis.comparison.markdown import MOST_BYTES, as_markdown

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "![p](https://example.org/p.png) [here](javascript:alert(1))",
    "https://example.org www.example.org name@example.org",
    "@everyone #1 GH-1 !1 owner/name#1 0123456789012345678901234567890123456789",
    "` `` ``` ```` `",
    "``` html\n<script>alert(1)</script>\n```",
    "`",
    "\n\n/close\n\n# Head\n\n---\n| a | b |\n|---|---|\n- [x] done",
    "<!-- --> ${{ github.token }} $(id) $`x^2`$ :tada: \\` &lt; {{ x }}",
    "\u202eright to left\u202c \x1b[31mred \x07 \u2028 line",
]


def changes(*sentences, table="claims"):
    rows = [dict.fromkeys(COLUMNS, "") for _ in sentences]
    for row, words in zip(rows, sentences, strict=True):
        row |= {"change": "new", "table": table, "words": words}
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def tokens(value):
    """All tokens of a parsed text, however deep."""
    for token in value:
        yield token
        yield from tokens(token.get("children", ()))


def parsed(text):
    plugins = ["table", "strikethrough", "task_lists", "url", "footnotes"]
    return list(tokens(mistune.create_markdown(renderer=None, plugins=plugins)(text)))


USED = {
    *("paragraph", "strong", "text", "list", "list_item", "block_text", "heading"),
    *("codespan", "blank_line"),
}


def test_counts_stand_first_then_each_change_under_its_table():
    text = as_markdown(pd.concat([changes("A said B."), changes("One is gone.", table="flags")]))
    assert text == (
        "**2 changes**\n\n- Claims: 1 new\n- Flags: 1 new\n"
        "\n#### Claims\n\n- `A said B.`\n\n#### Flags\n\n- `One is gone.`\n"
    )
    assert as_markdown(changes()) == "Nothing changed.\n"


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_seeds_stand_as_code(words):
    found = parsed(as_markdown(changes("First.", words, "Last.")))
    assert {token["type"] for token in found} <= USED
    code = [token["raw"] for token in found if token["type"] == "codespan"]
    assert len(code) == 3
    own = "".join(token["raw"] for token in found if token["type"] == "text")
    assert own == "3 changesClaims: 3 newClaims"


@settings(deadline=None)
@given(st.text())
def test_any_words_stand_as_code(words):
    if not words.strip():
        return
    found = parsed(as_markdown(changes(words, "Last.")))
    assert {token["type"] for token in found} <= USED
    code = [token["raw"] for token in found if token["type"] == "codespan"]
    assert (len(code), code[-1]) == (2, "Last.")


def test_control_characters_are_written_out():
    assert as_markdown(changes("a\x1b[31m\u202eb")).count("`a\\x1b[31m\\u202eb`") == 1


def test_a_comment_takes_what_is_written_and_the_rest_is_counted():
    many = changes(*(f"Nummer {number} wächst." for number in range(9_000)))
    text = as_markdown(many)
    assert MOST_BYTES - 200 < len(text.encode()) <= MOST_BYTES
    shown = text.count("wächst")
    assert text.endswith(
        f"\n{9_000 - shown:,} more changes are not shown; the brief on the changes has all.\n"
    )
    assert "1 more change is not shown" in as_markdown(changes("short", "x" * MOST_BYTES))
