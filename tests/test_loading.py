"""Tables that a build made serve the notebooks, unless the seeds are others."""

import subprocess

import pytest

import analysis
from analysis.errors import SeedError, TableError
from analysis.loading import TABLES_VARIABLE, find_seeds, load, seed_hashes
from analysis.run import parse


@pytest.fixture
def tables(seeds, tmp_path):
    parse(seeds, tmp_path / "tables", progress=False)
    return tmp_path / "tables"


def test_saved_tables_are_used_only_for_the_seeds_and_scale_they_came_from(
    seeds, tables, monkeypatch
):
    (tables / "questions.parquet").unlink()  # whoever reads these will notice
    monkeypatch.setenv(TABLES_VARIABLE, str(tables))
    with pytest.raises(TableError, match="questions"):
        load(seeds)
    assert len(load(seeds, scale="phia").documents) == 1
    (seeds / "another.md").write_text("Officials said that 20 soldiers had left.")
    assert len(load(seeds).documents) == 2
    with pytest.raises(TableError, match="was not made from"):
        load(seeds, tables=tables)


def test_both_ways_give_the_same_tables(seeds, tables):
    saved, fresh = load(seeds, tables=tables), load(seeds)
    for name, table in fresh.items():
        assert table.equals(getattr(saved, name)), name


def test_the_note_beside_the_tables_is_what_sha256sum_reads(seeds, tables):
    subprocess.run(
        ["sha256sum", "--check", "--strict", tables / "seeds.sha256"], cwd=seeds, check=True
    )


def test_seeds_are_found_from_a_folder_below_and_from_anywhere(seeds, tmp_path, monkeypatch):
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert str(find_seeds("seeds")) == "../../seeds"
    (tmp_path / "seeds").rename(tmp_path / "gone")
    assert find_seeds("seeds").resolve() == find_seeds("seeds/").resolve()
    assert (find_seeds("seeds") / "2024-10-15-reported-desertions.md").exists()
    with pytest.raises(SeedError, match="no-such-folder: there is no such file or folder"):
        load("no-such-folder")


def test_hidden_files_do_not_count(seeds):
    before = seed_hashes(seeds)
    (seeds / ".note.md.swp").write_text("x")
    (seeds / ".git").mkdir()
    (seeds / ".git" / "config").write_text("x")
    assert seed_hashes(seeds) == before == seed_hashes(seeds / "note.md")


def test_the_package_names_its_verbs_without_importing_them():
    assert callable(analysis.parse)
    assert callable(analysis.load)
    assert callable(analysis.check_notebook)
    assert callable(analysis.build)
