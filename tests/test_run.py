"""A build: what it writes, that it can be repeated, and what it leaves when it fails."""

import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import nbformat
import psutil
import pytest

import analysis
from analysis.errors import NotebookError, ParameterError, SeedbriefError, SeedError
from analysis.run import RefusedError
from analysis.run.manifest import MANIFEST, outputs_of
from analysis.run.publish import publish, staging

TABLES = {
    *("attributions", "claims", "documents", "figures", "flags", "links", "problems"),
    *("merges", "questions", "reviews", "sentences", "sources"),
}


# What a build writes


def test_a_build_writes_every_notebook_in_three_forms_and_every_table(report, notebooks, contents):
    names = {path.stem for path in notebooks}
    assert names == {"brief", "claims", "sources", "questions", "figures"}
    expected = {f"{name}.{form}" for name in names for form in ("html", "pdf", "ipynb")}
    expected |= {f"tables/{name}.parquet" for name in TABLES} | {"tables/seeds.sha256", MANIFEST}
    assert set(contents(report)) == expected


def test_the_same_bytes_wherever_whenever_and_however_it_runs(
    report, run, root, tmp_path, contents
):
    result = run(
        *("seedbrief", "build", "--seeds", os.path.relpath(root / "seeds", tmp_path)),
        *("--out", "elsewhere", "--quiet"),
        cwd=tmp_path,
        SEEDBRIEF_CACHE="",
        TZ="Asia/Seoul",
        LC_ALL="C",
        PYTHONHASHSEED="7",
        COLUMNS="40",
        MPLBACKEND="agg",
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    first, second = contents(report), contents(tmp_path / "elsewhere")
    assert [name for name in first if first[name] != second.get(name)] == []
    assert set(second) == set(first)


def test_nothing_of_the_machine_is_in_a_report(report, root, contents):
    private = [str(root), str(report.parent), str(Path.home()), "/tmp/", sys.prefix]  # noqa: S108
    for name, data in contents(report).items():
        found = [path for path in private if path.encode() in data]
        assert not found, f"{name} holds {found}"


def test_executed_notebooks_hold_no_times_no_run_ids_and_no_standard_error(report):
    for path in report.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert set(notebook.metadata) == {"kernelspec", "language_info"}
        for cell in notebook.cells:
            assert not {"papermill", "execution"} & set(cell.metadata)
            assert all(output.get("name") != "stderr" for output in cell.get("outputs", []))


def test_the_manifest_names_seeds_parameters_versions_and_outputs_with_hashes(
    report, root, contents
):
    crate = json.loads((report / MANIFEST).read_text(encoding="utf-8"))
    by_id = {entity["@id"]: entity for entity in crate["@graph"]}
    assert by_id["./"]["datePublished"] == "2025-04-28T00:00:00+00:00"  # the newest seed's date
    outputs = {part["@id"] for part in by_id["./"]["hasPart"]}
    assert outputs == set(contents(report)) - {MANIFEST}
    for name in outputs:
        assert by_id[name]["sha256"] == sha256((report / name).read_bytes()).hexdigest()
    for path in (root / "seeds").glob("*.md"):
        assert by_id[f"#seed/{path.name}"]["sha256"] == sha256(path.read_bytes()).hexdigest()
    assert by_id["#parameter/scale"]["value"] == "icd203"
    assert by_id["#software/spacy"]["version"]
    actions = [by_id[each["@id"]] for each in by_id["./"]["mentions"]]
    results = {part["@id"] for action in actions for part in action["result"]}
    assert results == {name for name in outputs if not name.endswith(".ipynb")}
    assert {action["instrument"]["@id"] for action in actions} == {
        "#software/seedbrief",
        *(name for name in outputs if name.endswith(".ipynb")),
    }


def test_a_notebook_gets_the_tables_that_were_just_made_and_its_parameters(seeds, notebook):
    path = notebook(
        "mini",
        "import sys; print('spacy' in sys.modules, top, settings.focus, len(tables.documents))",
        parameters='top: int = 3\nscale: str = "icd203"\n'
        + "".join(
            f'{name}: str = "{value}"\n'
            for name, value in (
                *(("seeds", "seeds"), ("title", ""), ("focus", ""), ("since", "")),
                *(("until", ""), ("min_certainty", "possible"), ("tlp", "")),
                ("profile", "full"),
            )
        ),
    )
    out = seeds.parent / "out"
    result = analysis.build(seeds, out, {"focus": "{soldiers}", "top": "5"}, [path], progress=False)
    executed = nbformat.read(out / "mini.ipynb", as_version=4)
    assert executed.cells[-1].outputs[0].text == "False 5 {soldiers} 1\n"
    assert executed.cells[2].source == '# Parameters\ntop = 5\nfocus = "{soldiers}"\n'
    assert [stage.name for stage in result.stages] == ["seeds", "reports", "publish"]
    assert all(stage.peak_mb > 10 for stage in result.stages)
    assert [each.name for each in result.runs] == ["mini"]
    assert set(result.written) == {path for path in out.rglob("*") if path.is_file()}


# What it leaves alone, and what it leaves when it fails


@pytest.fixture
def old(seeds):
    """A folder with what counts as the last good report."""
    out = seeds.parent / "out"
    out.mkdir()
    (out / "mini.html").write_text("the last good report")
    return out


def test_with_strict_a_seed_that_cannot_be_read_ends_the_build(seeds, notebook, old, contents):
    (seeds / "bad.txt").write_bytes(b"caf\xe9")
    with pytest.raises(RefusedError, match=r"seeds/bad\.txt: byte 3 is not UTF-8"):
        analysis.build(seeds, old, notebooks=[notebook("mini")], strict=True, progress=False)
    assert contents(old) == {"mini.html": b"the last good report"}


def test_ctrl_c_stops_everything_and_changes_nothing(seeds, notebook, old, contents):
    started = seeds.parent / "started"
    path = notebook("mini", f"open({str(started)!r}, 'w').close(); import time; time.sleep(600)")
    command = Path(sys.executable).with_name("seedbrief")
    build = subprocess.Popen(
        [command, "build", "--seeds", seeds, "--out", old, "--notebook", path],
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 120
    while not started.exists():
        assert time.monotonic() < deadline and build.poll() is None, build.stderr.read()
        time.sleep(0.1)
    family = psutil.Process(build.pid).children(recursive=True)
    assert len(family) > 1  # the worker and the kernel
    build.send_signal(signal.SIGINT)
    _, said = build.communicate(timeout=30)
    assert build.returncode == 130
    assert said.endswith("seedbrief: stopped; nothing was changed\n")
    assert contents(old) == {"mini.html": b"the last good report"}
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"focuss": "x"}, r"parameter must be one of seeds, .*did you mean focus\?.*'focuss'"),
        ({"scale": "phi"}, r"scale must be one of icd203, phia .*'phi'"),
        ({"since": "next week"}, r"since must be a date such as 2024"),
        ({"focus": "(a+)+b"}, r"focus must be a pattern without a repeat around a repeat"),
        ({"min_certainty": 0.5}, r"min_certainty must be a text; got 0\.5"),
    ],
)
def test_a_wrong_parameter_stops_before_anything_runs(seeds, notebook, old, parameters, says):
    ran = seeds.parent / "ran"
    path = notebook("mini", f"open({str(ran)!r}, 'w').close()")
    with pytest.raises(ParameterError, match=says):
        analysis.build(seeds, old, parameters, [path], progress=False)
    assert not ran.exists()
    assert sorted(old.iterdir()) == [old / "mini.html"]


def test_a_notebook_that_lacks_a_parameter_is_named(seeds, notebook, old):
    path = notebook("mini", parameters='seeds: str = "seeds"  # folder\n')
    with pytest.raises(NotebookError, match=r"mini\.ipynb must declare also title, focus"):
        analysis.build(seeds, old, notebooks=[path], progress=False)


def test_a_file_that_is_no_notebook_is_named(seeds, old):
    path = seeds.parent / "mini.ipynb"
    path.write_text("{}")
    with pytest.raises(NotebookError, match=r"mini\.ipynb is no notebook that can be run"):
        analysis.build(seeds, old, notebooks=[path], progress=False)


def test_folders_that_a_build_must_not_write_to(seeds, notebook):
    path = notebook("mini")
    for out in (seeds, seeds / "out", path.parent):
        with pytest.raises(ParameterError, match="out must be another folder than"):
            analysis.build(seeds, out, notebooks=[path], progress=False)
    with pytest.raises(SeedbriefError, match="is a file"):
        analysis.build(seeds, path, notebooks=[path], progress=False)


def test_no_seeds_is_an_error_that_names_the_folder(seeds, notebook):
    path = notebook("mini")
    with pytest.raises(SeedError, match="nowhere: there is no such file or folder"):
        analysis.build(seeds.parent / "nowhere", seeds.parent / "out", notebooks=[path])
    assert not (seeds.parent / "out").exists()


# Moving into place


def made_in(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_files_of_others_stay_and_those_of_the_last_build_go_if_unchanged(tmp_path, contents):
    out, made = tmp_path / "out", tmp_path / "made"
    made_in(out, a_html="old", gone_html="old", edited_html="edited", mine_txt="mine")
    files = [
        {"@id": name, "@type": "File", "sha256": sha256(b"old").hexdigest()}
        for name in ("a.html", "gone.html", "edited.html", "../outside.txt")
    ]
    (out / MANIFEST).write_text(json.dumps({"@graph": files}))
    (tmp_path / "outside.txt").write_text("old")
    made_in(made, a_html="new", tables__b_csv="new")
    (made / MANIFEST).write_text("{}")
    publish(made, out, tmp_path / "previous")
    assert {name: data.decode() for name, data in contents(out).items()} == {
        **{"a.html": "new", "tables/b.csv": "new", MANIFEST: "{}"},
        **{"edited.html": "edited", "mine.txt": "mine"},
    }
    assert (tmp_path / "outside.txt").exists()


def test_if_one_file_cannot_be_moved_none_is(tmp_path, contents):
    out, made = tmp_path / "out", tmp_path / "made"
    made_in(out, a_html="old", c_html__inside_txt="a folder where a file should go")
    made_in(made, a_html="new", b_html="new", c_html="new")
    before = contents(out)
    with pytest.raises(OSError, match="directory"):
        publish(made, out, tmp_path / "previous")
    assert contents(out) == before


def test_two_builds_cannot_write_to_one_folder(tmp_path):
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(SeedbriefError, match="another build is writing to"), staging(tmp_path):
        pass
    os.close(handle)
    with staging(tmp_path) as folder:
        assert folder.parent == tmp_path


def test_what_a_killed_build_left_is_removed_and_a_failed_one_leaves_no_folder(tmp_path):
    (tmp_path / ".seedbrief-left").mkdir()
    with staging(tmp_path):
        assert not (tmp_path / ".seedbrief-left").exists()
    with pytest.raises(ZeroDivisionError), staging(tmp_path / "new" / "out"):
        _ = 1 / 0
    assert not (tmp_path / "new" / "out").exists()


def test_a_broken_manifest_lists_nothing(tmp_path):
    for text in ("", "[]", '{"@graph": 3}', '{"@graph": [{"@type": "File", "sha256": 1}]}'):
        (tmp_path / MANIFEST).write_text(text)
        assert outputs_of(tmp_path / MANIFEST) == {}


def test_no_html_names_a_folder_of_the_machine(report):
    for path in report.glob("*.html"):
        assert not re.search(r"(?:/home/|/root/|/tmp/)\w", path.read_text(encoding="utf-8"))
