"""The brief on what changed: its sections, and the notebook as `seedbrief diff --out` runs it."""

import nbformat
import pypdfium2
import pytest

import analysis
from analysis import cli
from analysis.brief.changes import comparison
from analysis.brief.sections import changes
from analysis.errors import ParameterError
from analysis.parameters import check

EXTRA = {"old": "str", "new": "str"}

OLD = "---\ntitle: The bridge\npublished: 2025-04-02\n---\n" + (
    "Governor Ines Falk denied that warnings had come too late in Brenholm.\n"
    "The fire service said that 40 people had been killed in Brenholm.\n"
)
NEW = "---\ntitle: The dam\npublished: 2025-04-20\n---\n" + (
    "Ines Falk acknowledged that warnings had come too late in Brenholm.\n"
    "The fire service said that 75 people had been killed in Brenholm.\n"
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("folders")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "bridge.md").write_text(OLD)
    analysis.assess(analysis.parse(folder / "seeds")).save(folder / "earlier")
    (folder / "seeds" / "dam.md").write_text(NEW)
    analysis.assess(analysis.parse(folder / "seeds")).save(folder / "later" / "tables")
    return folder


@pytest.fixture
def compared(folders):
    def compared(**parameters):
        named = {"old": str(folders / "earlier"), "new": str(folders / "later")}
        return comparison(check({**named, **parameters}, EXTRA))

    return compared


def text(block):
    """All words of a block."""
    return block._repr_mimebundle_()["text/plain"]


def test_the_head_counts_before_and_now(compared):
    data = changes.title(compared(tlp="amber")).to_json()
    facts = {each["label"]: each["value"][0]["text"] for each in data["facts"]}
    assert facts["Seeds"] == "1 before, 2 now"
    assert facts["Scope"] == "everything in the seeds"
    assert (data["title"], data["marking"]) == ("What changed between two reports", "TLP:AMBER")


def test_the_summary_counts_and_begins_with_what_matters(compared):
    said = text(changes.summary(compared()))
    assert "seeds (one new)" in said
    assert "one with another word than before" in said
    points = said.split("Changed word. ")[1]
    assert points.startswith("Ines Falk now says what was denied: ")
    assert "“40 people” to “75 people”" in points


def test_a_table_tells_each_change_once_under_its_name(compared):
    found = compared()
    data = changes.changes_table(found, "claims").to_json()
    rows = [[cell[0]["text"] for cell in row["cells"]] for row in data["rows"]]
    assert len(rows) == int((found.changes["table"] == "claims").sum()) > 0
    assert all(lead == "New claim" and words.startswith("“") for lead, words in rows)
    assert "Nothing changed in reviews." in text(changes.changes_table(found, "reviews"))


def test_both_reports_are_cut_to_the_scope(compared):
    earlier = compared(until="2025-04-10").changes
    assert earlier["table"].tolist() == ["flags"], "the later seed withdraws an earlier denial"
    assert "Nothing changed in scope." in text(changes.summary(compared(since="2025-05")))
    focused = compared(focus="killed").changes
    assert len(focused[focused["table"] == "claims"]) == 1
    assert "Ines Falk" not in "".join(focused["words"])


def test_without_two_reports_there_is_nothing_to_compare_and_one_alone_is_an_error(compared):
    found = comparison(check({}, EXTRA))
    assert changes.NOTHING in text(changes.summary(found))
    with pytest.raises(ParameterError, match="new must be a folder, like the other one"):
        compared(new="")


def test_diff_writes_a_brief_without_a_trace_of_the_machine(folders, tmp_path, contents, capsys):
    for out in ("one", "two"):
        arguments = ["diff", folders / "earlier", folders / "later", "--out", tmp_path / out]
        assert cli.main(list(map(str, arguments))) == 1
    assert "changes.pdf" in capsys.readouterr().err
    made = contents(tmp_path / "one")
    assert made == contents(tmp_path / "two")
    assert set(made) == {"changes.html", "changes.pdf", "changes.ipynb"}
    for name, data in made.items():
        assert str(folders).encode() not in data, name
    page = made["changes.html"].decode()
    assert "Ines Falk now says what was denied" in page
    executed = nbformat.reads(made["changes.ipynb"].decode(), as_version=4)
    assert 'old = "old"' in executed.cells[2].source
    pages = pypdfium2.PdfDocument(made["changes.pdf"])
    words = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "What changed between two reports" in words


def test_diff_takes_the_parameters_of_the_notebook(folders, tmp_path, capsys):
    def diff(*arguments):
        status = cli.main(["diff", *map(str, (folders / "earlier", folders / "later")), *arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    assert "75 people" in diff()[1]
    status, out, _ = diff("-p", "focus", "warnings", "--out", str(tmp_path), "-p", "title", "Falk")
    assert status == 1
    assert "warnings had come too late" in out
    assert "75 people" not in out
    page = (tmp_path / "changes.html").read_text()
    assert "<h1>Falk</h1>" in page
    assert "75 people" not in page
    assert diff("-p", "until", "2024")[:2] == (0, "Nothing changed.\n")
    for name, value in (("focuss", "x"), ("old", "x"), ("seeds", "x"), ("profile", "none")):
        status, out, err = diff("-p", name, value, "--out", str(tmp_path / "none"))
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert name in err
    assert not (tmp_path / "none").exists()


def test_diff_prints_for_a_pull_request(folders, capsys):
    assert cli.main(["diff", str(folders / "earlier"), str(folders / "later"), "--markdown"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("**")
    assert "\n#### Claims\n\n- `" in out
