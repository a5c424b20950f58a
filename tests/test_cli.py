"""The command: its exit status, and one line for each error."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis import cli
from analysis.brief.profile import find
from analysis.run.bars import Bars


@pytest.fixture
def command(capsys, monkeypatch, tmp_path):
    """Run a command in this process, in an empty folder; return status, output and errors."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments):
        status = cli.main(list(map(str, arguments)))
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


def test_build_lists_what_it_wrote_and_what_it_refused(command, seeds, notebook):
    (seeds / "bad.exe").write_bytes(b"MZ")
    status, out, err = command("build", "--notebook", notebook("mini"), "-p", "scale", "phia")
    assert status == 0
    assert out.startswith("Wrote to reports:\n  mini.html\n  mini.ipynb\n  mini.pdf\n")
    assert "  ro-crate-metadata.json\n" in out
    assert "Refused seeds/bad.exe: files of type '.exe' are not read" in err
    for bar in ("Seeds", "Notebooks", "HTML, PDF"):
        assert bar in err


TITLE = """\
from analysis.brief import sections, selection
sections.title(selection.view(tables, settings))
"""


def test_a_profile_of_ones_own_reaches_the_report_by_its_name_only(
    command, seeds, notebook, contents, tmp_path
):
    house = tmp_path / "looks-of-houses" / "our-house"
    shutil.copytree(find("full"), house)
    text = (house / "profile.toml").read_text()
    lines = text.replace('title = ""', 'title = "House brief"').replace("#1b4f72", "#7a1f2b")
    (house / "profile.toml").write_text(lines)
    mini = notebook("mini", TITLE)
    arguments = ("build", "--quiet", "--notebook", mini, "-p", "tlp", "red")
    status, _, err = command(*arguments, "--profile", "looks-of-houses/our-house")
    assert (status, err) == (0, "")
    made = contents(Path("reports"))
    page = made["mini.html"].decode()
    assert "<h1>House brief</h1>" in page
    assert "--accent:#7a1f2b" in page
    assert "TLP:RED" in page
    assert b'profile = "our-house"' in made["mini.ipynb"].replace(b"\\", b"")
    assert not [name for name, data in made.items() if b"looks-of-houses" in data]
    status, _, err = command(*arguments, "--profile", "looks-of-houses/none")
    assert status == 2
    assert "profile must be full, one-page or a folder that holds a profile.toml" in err
    assert contents(Path("reports")) == made


def test_a_failed_notebook_gives_one_line_and_status_1_and_the_last_report_stays(
    command, seeds, notebook, contents
):
    Path("reports").mkdir()
    Path("reports/mini.html").write_text("the last good report")
    status, out, err = command("build", "--quiet", "--notebook", notebook("mini", "1 / 0"))
    says = "seedbrief: mini.ipynb failed in cell [3]: ZeroDivisionError: division by zero\n"
    assert (status, out, err) == (1, "", says)
    assert contents(Path("reports")) == {"mini.html": b"the last good report"}


def test_strict_and_a_refused_seed_give_status_1(command, seeds):
    (seeds / "bad.txt").write_bytes(b"\xff\xfe\xfd")
    status, out, err = command("parse", "--strict", "--quiet")
    assert (status, out) == (1, "")
    assert err.startswith("seedbrief: 1 of the seeds cannot be read: seeds/bad.txt: ")
    assert err.count("\n") == 1


def test_parse_writes_tables_and_csv_on_request(command, seeds):
    assert command("parse", "--quiet", "--csv", "--out", "made") == (0, "", "")
    assert {"claims.parquet", "claims.csv", "seeds.sha256"} <= {
        path.name for path in Path("made").iterdir()
    }


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["build", "--seeds", "nowhere"], "nowhere: there is no such file or folder; name the"),
        (["parse", "--seeds", "nowhere"], "nowhere: there is no such file or folder; name the"),
        (
            ["build", "--notebook", "breif"],
            "there is no notebook 'breif'; there are brief, changes",
        ),
        (["parse", "--seeds", "empty"], "empty: holds no seeds"),
        (["build", "--out", "seeds/out"], "out must be another folder than seeds/"),
    ],
)
def test_wrong_arguments_give_one_line_and_status_2(command, seeds, arguments, says):
    Path("empty").mkdir()
    status, out, err = command(*arguments, "--quiet")
    assert (status, out) == (2, "")
    assert err.startswith(f"seedbrief: {says}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["biuld"], "seedbrief: the command must be one of new, build, verify"),
        (["biuld"], "(did you mean build?); got 'biuld'"),
        (["build", "wire"], "seedbrief build: there is no place for 'wire': name documents with"),
        (["build", "wire"], "--seeds wire, name a notebook with --notebook wire"),
        (["build", "--notebok", "brief"], "(did you mean --notebook?); got '--notebok'"),
        (["--debug", "build"], "--debug stands after the command"),
        (["new", "one", "two"], "seedbrief new: there is no place for 'two' (seedbrief new --help"),
        (["build", "-p", "focus=x"], "-p/--parameter must be a name and a value: -p focus strike"),
        ([], "seedbrief: name a command, one of new, build, verify"),
    ],
)
def test_a_slip_of_the_pen_is_one_line_with_what_was_probably_meant(capsys, arguments, says):
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    said = capsys.readouterr()
    assert (end.value.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert says in said.err


@pytest.mark.parametrize(
    "given", [["-p", "focus", "a", "-p", "focus", "b"], ["-p", "profile", "full", "--profile", "b"]]
)
def test_a_parameter_that_is_given_twice_is_refused(command, seeds, given):
    """One of the two would be passed over without a word."""
    status, _, err = command("build", *given)
    assert (status, "must be given once, and it is" in err) == (2, True)


def test_a_store_for_verify_is_no_use_without_a_rebuild(command):
    status, _, err = command("verify", "reports", "--tables", "store")
    assert (status, "--tables must be given with --rebuild" in err) == (2, True)


def test_help_is_set_flush_left(capsys):
    """Python 3.11 keeps the indents of a docstring."""
    with pytest.raises(SystemExit):
        cli.main(["parse", "--help"])
    assert "\nMany seeds are parsed" in capsys.readouterr().out


@pytest.mark.parametrize("strict", [(), ("--strict",)])
def test_of_many_refused_seeds_an_error_names_the_first(command, tmp_path, strict):
    folder = tmp_path / "seeds"
    folder.mkdir()
    for number in range(25):
        (folder / f"{number:02}.exe").write_bytes(b"MZ")
    if strict:
        (folder / "a.txt").write_text("The mayor said 300 people had come.")
    status, _, err = command("parse", "--quiet", *strict)
    assert status == (1 if strict else 2)
    assert "09.exe" in err and "10.exe" not in err
    assert "and 15 more, which seedbrief doctor lists" in err


def test_a_place_that_cannot_be_written_to_is_named_and_what_to_do(command, tmp_path, monkeypatch):
    def forbidden(path, *_, **__):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("analysis.run.new.TemporaryDirectory", lambda **_: forbidden(tmp_path))
    status, _, err = command("new", "strike")
    assert (status, err) == (
        2,
        f"seedbrief: {tmp_path}: Permission denied; allow that, or name another place\n",
    )


def test_a_fault_of_the_kit_has_a_status_of_its_own(command, monkeypatch):
    """1 would say that diff found a change."""

    def broken(*_):
        raise TypeError("no")

    monkeypatch.setattr("analysis.run.changes.find_changes", broken)
    status, _, err = command("diff", "old", "new")
    assert (status, err.startswith("seedbrief: unexpected TypeError: no")) == (3, True)


def test_in_a_log_progress_is_lines_without_control_codes(capsys):
    """A bar of its own for each stage would go up and back over what was written."""
    with Bars(notebooks=2, shown=True) as bars:
        bars.hear({"tell": "seed", "done": 3, "total": 3})
        bars.hear({"tell": "seed", "done": 3, "total": 3})
        for kind in ("run", "export", "run", "export", "export", "export"):
            bars.hear({"tell": kind})
    said = capsys.readouterr().err
    assert not set(said) & {"\r", "\x1b"}
    lines = said.splitlines()
    assert [line.split()[0] for line in lines] == ["Seeds", "Notebooks", "HTML,"]
    assert all(part in line for part, line in zip(("3/3", "2/2", "4/4"), lines, strict=True))


@pytest.mark.parametrize(("total", "told"), [(9, "9/9 read"), (200, "200/200 documents")])
def test_a_rate_is_told_of_many_documents_only(capsys, total, told):
    """Of the first of a few it would be thousands a second, with no time left."""
    with Bars(shown=True) as bars:
        bars.tell("seed", total, total, 0)
    said = capsys.readouterr().err
    assert told in said
    assert ("/s" in said) == (total > 100)


def test_debug_shows_where_it_happened(command, seeds):
    status, _, err = command("parse", "--seeds", "nowhere", "--debug", "--quiet")
    assert status == 2
    assert "Traceback" in err


def test_doctor_finds_nothing_here(command, root):
    status, out, _ = command("doctor", "--seeds", root / "seeds")
    assert "PROBLEM" not in out
    assert status == 0


def test_doctor_names_outputs_in_notebooks_and_unreadable_seeds(command, seeds, notebook):
    path = notebook("mini")
    stored = '"outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}]'
    path.write_text(path.read_text().replace('"outputs": []', stored, 1))
    (path.parent / "broken.ipynb").write_text("not JSON")
    (seeds / "bad.txt").write_bytes(b"\xff")
    status, out, _ = command("doctor")
    problems = [line for line in out.splitlines() if line.startswith("PROBLEM")]
    assert status == 1
    assert [line.split()[1] for line in problems] == [
        "broken.ipynb:",
        "mini.ipynb:",
        "seeds/bad.txt:",
    ]


def test_help_comes_fast_and_imports_nothing_heavy():
    """No figure for the time: what is slow is known, and must not be imported."""
    heavy = {"numpy", "pandas", "spacy", "papermill", "nbformat", "matplotlib", "tqdm"}
    code = "import sys, analysis.cli; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert heavy & set(result.stdout.split()) == set()


def test_help_names_every_command(run, tmp_path):
    started = time.monotonic()
    result = run("seedbrief", "--help", cwd=tmp_path)
    assert time.monotonic() - started < 5
    for name in ("build", "parse", "doctor", "verify", "diff", "exit status"):
        assert name in result.stdout


def test_doctor_names_metadata_of_no_seed(command, seeds):
    (seeds / "gone.meta.yml").write_text("title: Gone\n")
    status, out, _ = command("doctor")
    assert status == 1
    assert "PROBLEM  seeds/gone.meta.yml: there is no seed 'gone' beside it; rename or" in out


def test_doctor_says_where_the_cache_is_and_how_large(command, seeds, own_cache, monkeypatch):
    own_cache.put("seed", "0" * 64, b"x" * 100)
    _, out, _ = command("doctor")
    assert f"ok       cache: {own_cache.folder} (0.0 of 5,000 MB, entries: 1); it can" in out
    monkeypatch.setenv("SEEDBRIEF_CACHE_MB", "much")
    status, out, _ = command("doctor")
    assert status == 1
    assert "PROBLEM  cache: SEEDBRIEF_CACHE_MB must be a whole number above 0; got 'much'" in out
    monkeypatch.delenv("SEEDBRIEF_CACHE_MB")
    monkeypatch.setenv("SEEDBRIEF_CACHE", str(seeds / "note.md" / "cache"))
    status, out, _ = command("doctor")
    assert status == 1
    assert "PROBLEM  cache: cannot be written to" in out
    monkeypatch.setenv("SEEDBRIEF_CACHE", "")
    assert "ok       cache: none, as SEEDBRIEF_CACHE says" in command("doctor")[1]


def test_doctor_reads_the_reviews(command, seeds, notebook):
    notebook("mini")
    (seeds / "reviews.csv").write_text(
        "row_id,field,value,reviewer,date,note\n"
        "c-1,certainty,certain,KL,2025-03-20,\n"
        "c-1,certainty,possible,MR,2025-03-21,\n"
        "c-1,certanty,possible,MR,2025-03-21,\n",
        encoding="utf-8",
    )
    status, out, _ = command("doctor")
    told = [line for line in out.splitlines() if line.startswith("PROBLEM")]
    assert status == 1
    assert len(told) == 2
    assert "line 4: field must be one of" in told[0]
    assert "certainty = certain of c-1 by KL" in told[1]


def test_parse_replaces_nothing_that_people_wrote(command, seeds, contents):
    (seeds / "reviews.csv").write_text("row_id,field,value,reviewer,date,note\n", encoding="utf-8")
    before = contents(seeds)
    for out in (seeds, seeds / "tables"):
        status, _, err = command("parse", "--out", out, "--csv", "--quiet")
        assert status == 2
        assert "out must be another folder than seeds/" in err
    status, _, err = command("parse", "--seeds", "seeds/note.md", "--out", "seeds", "--csv")
    assert status == 2
    assert err == "seedbrief: seeds/reviews.csv is not a table that the kit wrote; " + (
        "name another folder\n"
    )
    assert contents(seeds) == before


def test_words_of_a_stranger_cannot_act_on_a_terminal(command, seeds, notebook):
    notebook("mini")
    (seeds / "reviews.csv").write_text(
        "row_id,field,value,reviewer,date,note\n"
        "c-1,certainty,certain,\x1b]0;KL\x07,2025-03-20,\n"
        "c-1,certainty,possible,MR,2025-03-21,\n",
        encoding="utf-8",
    )
    items = [{"id": "\x1b]0;title\x07", "text": "The dam holds."}]
    (seeds / "items.json").write_text(json.dumps(items), encoding="utf-8")
    told = [command("doctor")[1], command("parse", "--quiet")[2]]
    told.append(command("parse", "--seeds", "\x1b[2Jnone", "--quiet")[2])
    assert r"by \x1b]0;KL\x07" in told[0]
    assert r"by \x1b]0;KL\x07" in told[1]
    assert "a seed cannot be called" in told[1]
    assert told[2].startswith(r"seedbrief: \x1b[2Jnone: there is no such file")
    for line in "".join(told).splitlines():
        assert line.isprintable(), line
