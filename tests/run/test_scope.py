"""A build that finds nothing in its scope says so, and makes its pages all the same."""

import pytest
from mini import SEED, write_notebook

from analysis import cli


@pytest.fixture
def build(tmp_path, monkeypatch, capsys):
    """Build from one short seed; the status and what is told on standard error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "note.md").write_text(SEED, encoding="utf-8")
    path = write_notebook(tmp_path / "notebooks" / "mini.ipynb", "len(tables.claims)")

    def build(*arguments):
        status = cli.main(["build", "--quiet", "--notebook", str(path), *arguments])
        return status, capsys.readouterr().err

    return build


def test_a_search_that_finds_nothing_is_told_each_time(build, tmp_path):
    """From the cache too."""
    told = (
        "Note: nothing in these seeds is within focus zebra and since 2030, so the pages are "
        "empty; try another word or a wider period\n"
    )
    for _ in range(2):
        assert build("-p", "focus", "zebra", "-p", "since", "2030") == (0, told)
    assert (tmp_path / "reports" / "mini.html").is_file()


@pytest.mark.parametrize(
    "asked", [(), ("-p", "focus", "soldiers"), ("-p", "min_certainty", "probable")]
)
def test_where_something_is_found_nothing_is_said(build, asked):
    assert build(*asked) == (0, "")
