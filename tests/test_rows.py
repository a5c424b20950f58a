"""Rows of documents: the same from the cache as found anew, and found anew only where need be."""

from dataclasses import replace
from pathlib import Path

import grimp
import pytest

import analysis
from analysis.extract import document as extracting
from analysis.model import Document, Ids
from analysis.tables import SCHEMA, Tables
from analysis.tables.integrity import REFERENCES, dangling, mislaid
from analysis.tables.partitions import PARTED
from analysis.tables.rows import _IDS, PARTS, rows_of
from analysis.tables.schema import frame

SPOKEN = """\
South Korean officials said on Monday that about {} soldiers had arrived.
It is not known where they will go.
"""
LONG = "A" * 1_001


@pytest.fixture
def read(monkeypatch):
    """The texts of the documents that were parsed."""
    seen = []
    extract = extracting.extract

    def watched(documents, **settings):
        seen.extend(document.text for document in documents)
        return extract(documents, **settings)

    monkeypatch.setattr(extracting, "extract", watched)
    return seen


def corpus(size=5):
    return [
        Document(f"seed{number}.txt", SPOKEN.format(3000 + number), path=f"a/seed{number}.txt")
        for number in range(size)
    ]


def test_rows_from_the_cache_are_those_found_anew(own_cache, no_cache, monkeypatch, read):
    documents = [*corpus(), Document("unread.txt", f"Lee said so. {LONG} Kim denied it.")]
    anew = list(rows_of(documents))
    monkeypatch.setenv("SEEDBRIEF_CACHE", str(own_cache.folder))
    first, second = list(rows_of(documents)), list(rows_of(documents))
    assert anew == first == second
    assert read == [document.text for document in documents] * 2
    assert anew[0]["claims"] and anew[0]["figures"] and anew[0]["questions"]
    assert anew[-1]["problems"][0]["reason"] == "not_prose"


def test_one_changed_seed_costs_one_parse(own_cache, read):
    documents = corpus(40)
    list(rows_of(documents))
    del read[:]
    documents[33] = replace(documents[33], text=SPOKEN.format("two hundred"))
    rows = list(rows_of(documents))
    assert read == [documents[33].text]
    assert rows[33]["figures"][0]["low"] == 200
    assert [each["documents"][0]["doc_id"] for each in rows] == [each.doc_id for each in documents]


def test_a_renamed_seed_and_a_copy_cost_no_parse_and_have_ids_of_their_own(
    own_cache, no_cache, monkeypatch, read
):
    """With and without an author; ids in every column that holds them."""
    text = f"{SPOKEN}The union, Lee said, denied it. Who will pay? He is unsure. {LONG}".format(3)
    documents = [
        Document(name, text, author=author)
        for author in ("", "Maria Keller")
        for name in (f"a{len(author)}.txt", f"b{len(author)}/c.md", f"Kim{len(author)}")
    ]
    anew = [next(rows_of([document])) for document in documents]
    monkeypatch.setenv("SEEDBRIEF_CACHE", str(own_cache.folder))
    del read[:]
    assert list(rows_of(documents)) == anew == list(rows_of(documents))
    assert len(read) == 2
    names = [each["sources"][-1]["name"] for each in anew]
    assert names == ["Author of a0", "Author of b0/c", "Author of Kim0", *["Maria Keller"] * 3]
    for document, rows in zip(documents, anew, strict=True):
        ids = Ids(document.doc_id)
        assert [each["sentence_id"] for each in rows["sentences"]] == [
            ids.make("s", each["text"]) for each in rows["sentences"]
        ]
        author = rows["sources"][-1]
        assert author["source_id"] == ids.make("o", "author", author["name"])
        assert any(author["source_id"] in each["source_ids"] for each in rows["claims"])
        table = Tables(**{name: frame(name, rows.get(name, [])) for name in SCHEMA})
        assert not list(dangling(dict(table.items()))) and not list(mislaid(dict(table.items())))


def test_every_column_of_ids_is_among_those_that_get_the_name():
    columns = {column for _, column, _ in REFERENCES} | {table.key for table in SCHEMA.values()}
    found = {column for name in PARTED for column in SCHEMA[name].names if column in columns}
    assert found - {"doc_id"} == set(_IDS)


def test_rows_do_not_depend_on_what_else_is_read(own_cache, no_cache):
    documents = corpus()
    together = list(rows_of(documents))
    assert [next(rows_of([document])) for document in documents] == together


@pytest.mark.parametrize(
    "changed",
    [
        {"path": "b/seed0.txt"},
        {"same_as": "seed4.txt"},
        {"published": "2024-11-04", "reliability": "B"},
        {"sha256": "0" * 64, "text_start": 40, "language": "en"},
    ],
)
def test_what_the_extractors_do_not_see_costs_no_parse(own_cache, read, changed):
    [document] = corpus(1)
    [rows] = rows_of([document])
    del read[:]
    [again] = rows_of([replace(document, **changed)])
    assert read == []
    assert again["documents"] == [rows["documents"][0] | changed]
    assert again["claims"] == rows["claims"]


@pytest.mark.parametrize(
    ("changed", "settings"),
    [
        ({"author": "Maria Keller"}, {}),
        ({"publisher": "Ministry of Health"}, {}),
        ({"pages": (0, 40)}, {}),
        ({"text": SPOKEN}, {}),
        ({}, {"scale": "phia"}),
        ({}, {"min_score": 0.2}),
    ],
)
def test_what_can_change_a_row_costs_a_parse(own_cache, read, changed, settings):
    [document] = corpus(1)
    list(rows_of([document]))
    list(rows_of([replace(document, **changed)], **settings))
    assert len(read) == 2


def test_broken_and_lost_entries_are_made_again(own_cache, read):
    documents = corpus(3)
    rows = list(rows_of(documents))
    paths = sorted(path for path in own_cache.folder.rglob("seed/*/*") if path.is_file())
    assert len(paths) == 3
    paths[0].write_bytes(b"[]")
    paths[1].unlink()
    assert list(rows_of(documents)) == rows
    assert len(read) == 5


def test_tables_from_the_cache_have_the_same_bytes(own_cache, no_cache, monkeypatch, tmp_path):
    seeds = Path(__file__).parents[1] / "seeds"
    analysis.parse(seeds).save(tmp_path / "anew")
    monkeypatch.setenv("SEEDBRIEF_CACHE", str(own_cache.folder))
    for name in ("first", "second"):
        analysis.parse(seeds).save(tmp_path / name)
        for path in sorted((tmp_path / "anew").iterdir()):
            assert (tmp_path / name / path.name).read_bytes() == path.read_bytes(), path.name


def test_all_that_rows_depend_on_is_in_their_fingerprint():
    graph = grimp.build_graph("analysis")
    needed = graph.find_upstream_modules("analysis.tables.rows") - {"analysis", "analysis.tables"}
    named = {f"analysis.{part.replace('/', '.')}" for part in PARTS}
    missing = {
        module
        for module in needed - {"analysis.cache", "analysis.atomic"}
        if not any(module == part or module.startswith(f"{part}.") for part in named)
    }
    assert not missing
