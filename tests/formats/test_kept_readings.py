"""What a file of a risky format held is kept: opened once, with the same outcome ever after."""

import grimp
import pytest
from hostile.corpus import CASES
from hostile.made import docx, html, mail, pdf, zipped

from analysis.formats import sandbox
from analysis.read import read

WORDS = "The union said on Friday that about 1,200 dockers had stopped work."


@pytest.fixture
def opened(own_cache, monkeypatch):
    """The suffixes of the files that a worker was asked to open."""
    suffixes = []
    ask = sandbox._Worker.ask

    def watched(self, job):
        suffixes.append(job["suffix"])
        return ask(self, job)

    monkeypatch.setattr(sandbox._Worker, "ask", watched)
    return suffixes


def test_files_are_opened_once_and_the_outcome_is_the_same(write, opened):
    files = {"a_html": html(WORDS), "b_pdf": pdf([WORDS, WORDS]), "c_docx": docx(prose=WORDS)}
    folder = write(**files, d_pdf=b"%PDF-1.7 broken")
    first = read(folder)
    assert [each.doc_id for each in first[0]] == ["a.html", "b.pdf", "c.docx"]
    assert first[0][1].pages
    assert [each.path for each in first[1]] == [str(folder / "d.pdf")]
    assert sorted(opened) == [".docx", ".html", ".pdf", ".pdf"]
    del opened[:]
    assert read(folder) == first
    assert opened == []


def test_a_changed_file_and_another_limit_are_opened_again(write, opened, seeds):
    folder = write(a_html=html(WORDS), b_docx=docx(prose=WORDS))
    read(folder)
    del opened[:]
    (folder / "a.html").write_text(html(f"{WORDS} Nobody knows why."))
    [changed, _], _ = read(folder)
    assert "Nobody knows why." in changed.text
    assert opened == [".html"]
    (seeds.parent / "seedbrief.toml").write_text("[limits]\npages = 5\n")
    read(folder)
    assert sorted(opened[1:]) == [".docx", ".html"]


def test_an_archive_is_opened_each_time_what_lies_in_it_is_not(write, opened):
    folder = write(a_zip=zipped([("b.docx", docx(prose=WORDS)), ("c.txt", WORDS)]))
    first = read(folder)
    assert len(first[0]) == 2
    del opened[:]
    assert read(folder) == first
    assert opened == [".zip"]


def test_a_refusal_for_want_of_time_or_memory_is_not_kept(write, opened, seeds):
    (seeds.parent / "seedbrief.toml").write_text("[limits]\nseconds = 1\n")
    folder = write(a_html=html("<b></b>" * 400_000))
    for _ in range(2):
        _, [problem] = read(folder)
        assert problem.reason == "limit"
    assert opened == [".html"] * 2


def test_names_of_files_do_not_count(write, opened):
    folder = write(a_eml=mail(WORDS))
    [before], _ = read(folder)
    (folder / "a.eml").rename(folder / "b.eml")
    [after], _ = read(folder)
    assert (before.doc_id, after.doc_id) == ("a.eml", "b.eml")
    assert after.text == before.text
    assert opened == [".eml"]


def test_hostile_files_have_the_same_outcome_from_the_cache(write, opened):
    names = [name for name in sorted(CASES) if name.endswith((".html", ".docx", ".json"))][::4]
    folder = write()
    for number, name in enumerate(names):
        data = CASES[name][0]
        path = folder / f"{number}.{name.rpartition('.')[2]}"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    assert read(folder) == read(folder)
    assert len(opened) == len(names)


def test_all_that_reading_depends_on_is_in_its_fingerprint():
    graph = grimp.build_graph("analysis")
    modules = {"analysis.formats", *graph.find_descendants("analysis.formats")}
    modules -= {"analysis.formats.sandbox", "analysis.formats.beside"}
    needed = set().union(*map(graph.find_upstream_modules, modules)) - {"analysis"}
    assert {module.split(".")[1] for module in needed} <= {*sandbox.PARTS}
