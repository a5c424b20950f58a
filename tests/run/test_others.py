"""A build of some notebooks leaves the reports of others where they still belong to its own."""

import shutil
from pathlib import Path

import pytest
from mini import PARAMETERS, SEED, write_notebook

import analysis
from analysis import cli
from analysis.run.verify import verify

TOP = PARAMETERS + "top: int = 5  # how many\n"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A seed, two notebooks of which one has a parameter of its own, and the report of both."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "note.md").write_text(SEED, encoding="utf-8")
    write_notebook(folder / "notebooks" / "one.ipynb", "len(tables.claims)")
    write_notebook(folder / "notebooks" / "two.ipynb", "tables.claims.head(top)", parameters=TOP)
    built(folder, "one", "two", top=3)
    return folder


def built(folder, *names, **parameters):
    """Build with some notebooks; what is said of it."""
    paths = [folder / "notebooks" / f"{name}.ipynb" for name in names]
    made = analysis.build(
        folder / "seeds", folder / "reports", parameters, paths or None, progress=False
    )
    return made.notes


@pytest.fixture
def place(whole, tmp_path, monkeypatch):
    shutil.copytree(whole, tmp_path / "whole")
    monkeypatch.chdir(tmp_path / "whole")
    return Path.cwd()


TWO = {"two.html", "two.ipynb", "two.pdf"}


def test_made_from_the_same_they_stay_as_if_all_had_been_made_at_once(place, contents):
    """The manifest too, with the value of a parameter that only the other notebook has."""
    before = contents(place / "reports")
    assert before.keys() > TWO
    assert built(place, "one") == ()
    assert contents(place / "reports") == before


def test_what_stays_and_what_is_new_is_one_report_that_can_be_made_again(place, contents):
    write_notebook(place / "notebooks" / "three.ipynb", "tables.figures[['text', 'low']]")
    assert built(place, "three") == ()
    names = contents(place / "reports").keys()
    assert {f"{name}.{end}" for name in ("one", "two", "three") for end in ("html", "pdf")} < names
    verdict = verify(place / "reports", place / "seeds", rebuild=True)
    assert verdict.discrepancies == ()


@pytest.mark.parametrize(
    ("edit", "parameters", "why"),
    [
        (" Nobody knows why.\n", {}, "made from other seeds; seedbrief build makes all anew"),
        ("", {"focus": "soldiers", "since": "2024"}, "made with another focus and since"),
    ],
)
def test_made_from_something_else_they_go_and_it_is_said(place, contents, edit, parameters, why):
    with (place / "seeds" / "note.md").open("a") as seed:
        seed.write(edit)
    [note] = built(place, "one", **parameters)
    assert note.startswith("removed the report two, ")
    assert why in note
    assert not contents(place / "reports").keys() & TWO
    assert verify(place / "reports", place / "seeds").discrepancies == ()


def test_two_values_of_a_notebooks_own_parameter_do_not_go_together(place):
    write_notebook(place / "notebooks" / "three.ipynb", "top", parameters=TOP)
    [note] = built(place, "three", top=4)
    assert note.startswith("removed the reports one and two, made with other parameters")


def test_what_somebody_wrote_into_one_stays_and_is_no_part_of_the_report(place, contents):
    (place / "reports" / "two.html").write_text("my own")
    built(place, "one")
    made = contents(place / "reports")
    assert made["two.html"] == b"my own"
    assert b"two.html" not in made["ro-crate-metadata.json"]


def test_a_build_of_all_removes_those_of_notebooks_that_there_are_no_more(place, contents):
    (place / "notebooks" / "two.ipynb").unlink()
    [note] = built(place)
    assert note == "removed the report two, made of notebooks that this build does not run"
    assert not contents(place / "reports").keys() & TWO


def test_the_command_says_so(place, capsys):
    assert cli.main(["build", "--quiet", "--notebook", "one", "-p", "title", "Another"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Note: removed the report two, made with another title; ")
