"""Text that is no prose is kept and named, not searched; what stands beside it is read."""

import time

import pytest

import analysis

PLAIN = "The minister said on Friday that 1,200 dockers had left the port."

DEGENERATE = {
    "one word": "said " * 10_000,
    "brackets": "(" * 20_000,
    "labels": "Keller: " * 1_500,
    "a name": "Civil of " * 3_000,
    "marks": '"' * 20_000,
    "a long word": "x" * 100_000,
    "no spaces": "said." * 20_000,
    "figures": "12,000 " * 5_000,
}


@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_text_is_named_and_takes_bounded_time(name):
    """The bound is loose, for slow machines: without it some of these took many minutes."""
    text = f"{PLAIN}\n\n{DEGENERATE[name]}\n\nThe river falls."
    start = time.monotonic()
    tables = analysis.assess(analysis.parse({"a": text}))
    assert time.monotonic() - start < 120
    assert tables.documents["text"].iloc[0] == text
    assert PLAIN in set(tables.sentences["text"])
    assert list(tables.problems["reason"]) == ["not_prose"]
    assert "kept, but not searched for claims" in tables.problems["message"].iloc[0]
    assert any("dockers had left" in claim for claim in tables.claims["text"])


def test_prose_is_read_whole():
    tables = analysis.parse({"a": PLAIN + " See https://example.org/" + "a/b" * 200 + " for more."})
    assert tables.problems.empty


def test_what_is_only_named_is_no_refusal(tmp_path, run):
    """With ``--strict`` too the tables are written, and the note says what was not searched."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(f"{PLAIN}\n\n{'x' * 2_000}\n")
    result = run("seedbrief", "parse", "--strict", "--out", "out", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "Note: seeds/a.txt: is no prose from character 67 to 2,067 (" in result.stderr
