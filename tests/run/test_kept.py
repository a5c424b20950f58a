"""Builds with the cache: the bytes of a build without one, and nothing made twice."""

import json
import os
import shutil
import subprocess
import sys
import zlib
from itertools import cycle
from pathlib import Path

import pytest
from mini import SEED, write_notebook

import analysis
from analysis.cache import CACHE_VARIABLE, MEGABYTES, MEGABYTES_VARIABLE, Cache, key_of
from analysis.errors import ParameterError, SeedbriefError
from analysis.loading import read_note
from analysis.place import Place
from analysis.run import RefusedError, parse, pool, tables
from analysis.run.kept import Origin, cache_of
from analysis.run.verify import verify

SECOND = "The Pentagon said on Tuesday that at least 10,000 soldiers were in Russia.\n"


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    """Two seeds, two notebooks, their report, made without a cache, and a cache filled with it."""
    folder = tmp_path_factory.mktemp("warm")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "note.md").write_text(SEED, encoding="utf-8")
    (folder / "seeds" / "second.txt").write_text(SECOND)
    write_notebook(folder / "notebooks" / "one.ipynb", "len(tables.claims)")
    write_notebook(folder / "notebooks" / "two.ipynb", "tables.figures[['text', 'low']]")
    paths = sorted((folder / "notebooks").iterdir())
    for cache, out in (("", "anew"), (str(folder / "own-cache"), "first")):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(CACHE_VARIABLE, cache)
            analysis.build(folder / "seeds", folder / out, notebooks=paths, progress=False)
    return folder


@pytest.fixture
def place(warm, tmp_path, own_cache):
    """A copy of it without the reports: somewhere else."""
    for name in ("seeds", "notebooks", "own-cache"):
        shutil.copytree(warm / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def first(warm, contents):
    """The files of the report without a cache."""
    return contents(warm / "anew")


@pytest.fixture
def build(place, contents):
    """Build in `place`; which notebooks were run, and the report's files."""

    def build(*names, out="out", **settings):
        paths = sorted((place / "notebooks").glob("*.ipynb"))
        paths = [path for path in paths if path.stem in (names or (path.stem,))]
        made = analysis.build(
            place / "seeds", place / out, notebooks=paths, progress=False, **settings
        )
        return [each.name for each in made.runs if not each.kept], contents(place / out)

    return build


@pytest.fixture
def idle(monkeypatch):
    """No process may be started."""

    def refuse(*arguments):
        raise AssertionError("a process was started")

    monkeypatch.setattr(pool, "_process", refuse)


def entries(cache, kind):
    return sorted((cache.folder / "1" / kind).glob("*/*"))


@pytest.mark.usefixtures("idle")
def test_a_warm_build_has_the_bytes_of_a_cold_one_and_starts_nothing(
    warm, build, place, first, contents
):
    assert contents(warm / "first") == first
    assert build() == ([], first)
    assert build() == ([], first)
    shutil.rmtree(place / "out")
    assert build() == ([], first)
    assert build(out="elsewhere") == ([], first)


@pytest.mark.parametrize("command", ["build", "parse"])
def test_a_warm_command_imports_no_library_of_weight(place, monkeypatch, command):
    """They take longer to import than all else that it does."""
    monkeypatch.chdir(place)  # where seeds are called as they were when the cache was filled
    paths = [arg for path in (place / "notebooks").iterdir() for arg in ("--notebook", str(path))]
    command = [command, "--quiet", "--out", "o", *(paths if command == "build" else ())]
    heavy = "{'pandas', 'numpy', 'spacy', 'papermill', 'nbconvert', 'rocrate', 'duckdb', 'typst'}"
    code = f"from analysis.cli import main; assert main({command}) == 0; import sys; "
    code += f"sys.exit(' '.join({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stderr.strip() == ""


@pytest.fixture
def no_work(monkeypatch):
    """Nothing may be read, parsed or assessed."""

    def refuse(*arguments, **settings):
        raise AssertionError("tables were made")

    monkeypatch.setattr("analysis.run.tables._made", refuse)


@pytest.fixture
def mixed(tmp_path, monkeypatch):
    """The working folder, with seeds of which one is refused."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/note.md").write_text(SEED, encoding="utf-8")
    (tmp_path / "seeds/empty.txt").write_text("")
    return tmp_path


@pytest.mark.parametrize("csv", [False, True])
def test_a_warm_parse_gives_what_a_cold_one_gives(mixed, own_cache, contents, request, csv):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, "")
        cold = parse("seeds", "cold", csv=csv, progress=False)
    parse("seeds", "first", csv=csv, progress=False)
    request.getfixturevalue("no_work")
    warm = parse("seeds", "warm", csv=csv, progress=False)
    assert contents(mixed / "warm") == contents(mixed / "cold") == contents(mixed / "first")
    assert warm.problems == cold.problems and len(warm.problems) == 1
    assert [path.name for path in warm.written] == [path.name for path in cold.written]
    assert (mixed / "warm/claims.csv").exists() == csv
    with pytest.raises(RefusedError, match="holds no text"):
        parse("seeds", "strict", csv=csv, strict=True, progress=False)


def test_a_parse_takes_what_a_build_made_and_a_build_what_a_parse_made(
    mixed, own_cache, contents, monkeypatch
):
    path = write_notebook(mixed / "notebooks" / "one.ipynb", "1")
    analysis.build("seeds", "built", notebooks=[path], progress=False)
    parse("seeds", "parsed", progress=False)
    assert contents(mixed / "parsed") == contents(mixed / "built/tables")
    shutil.rmtree(own_cache.folder)
    parse("seeds", "parsed", progress=False)
    monkeypatch.setattr(sys.modules["analysis.run.build"], "_parse", lambda *arguments: 1 / 0)
    analysis.build("seeds", "again", notebooks=[path], progress=False)
    assert contents(mixed / "again/tables") == contents(mixed / "built/tables")


def test_tables_name_their_seeds_as_they_were_asked_for(mixed, own_cache):
    """The same seeds by another path: not what is in the cache, for paths stand in tables."""
    parse("seeds", "first", progress=False)
    parse(mixed / "seeds", "second", progress=False)
    for out, shown in (("first", "seeds"), ("second", f"{mixed}/seeds")):
        assert list(analysis.Tables.load(out).documents["path"]) == [f"{shown}/note.md"]


def test_seeds_that_change_while_they_are_parsed_are_told_and_not_kept(
    mixed, own_cache, monkeypatch
):
    def change(*arguments):
        (mixed / "seeds/note.md").write_text("It rains.")
        return parse_few(*arguments)

    parse_few = tables._parse_few
    monkeypatch.setattr(tables, "_parse_few", change)
    with pytest.raises(SeedbriefError, match="the seeds changed while they were read; run the"):
        parse("seeds", "out", progress=False)
    assert entries(own_cache, "tables") == []


def test_what_may_be_read_another_day_is_read_again(mixed, own_cache, monkeypatch):
    """A seed for which this machine had no time or memory; also among those of a store."""
    passing = {"path": "seeds/x.txt", "reason": "limit", "message": "took too long"}
    assert not tables._lasting([passing]) and tables._lasting([passing | {"reason": "empty"}])
    monkeypatch.setattr(tables, "_lasting", lambda problems: False)
    parse("seeds", "out", progress=False)
    assert entries(own_cache, "tables") == []
    (mixed / "seedbrief.toml").write_text("[limits]\nassessed_claims = 1\n")
    parse("seeds", "store", progress=False)
    assert read_note(Place(str(mixed / "store"))).key == ""


def test_whatever_happens_to_entries_the_bytes_are_the_same(build, own_cache, first):
    harms = cycle(
        [
            lambda data: data[:-1] + bytes([data[-1] ^ 1]),
            lambda data: data[: len(data) // 2],
            lambda data: b"",
            lambda data: data[:32] + zlib.compress(b'{"files": {}, "details": {}}'),
        ]
    )
    for kind in ("report", "file", "tables", "seed", "notebook", "manifest"):
        paths = entries(own_cache, kind)
        assert paths, kind
        for path, harm in zip(paths, harms, strict=False):
            path.write_bytes(harm(path.read_bytes()))
    assert build() == (["one", "two"], first)
    assert build() == ([], first)


def test_with_half_of_the_cache_lost_the_bytes_are_the_same(build, own_cache, first):
    for path in sorted(path for path in own_cache.folder.rglob("*") if path.is_file())[::2]:
        path.unlink()
    assert build()[1] == first
    assert build() == ([], first)


def test_a_changed_notebook_is_the_only_one_that_is_run(build, place, first):
    path = place / "notebooks" / "two.ipynb"
    before = path.read_text()
    path.write_text(before.replace("'low'", "'high'"))
    ran, second = build()
    assert ran == ["two"]
    same = {name for name in first if first[name] == second[name]}
    assert set(first) - same == {"two.ipynb", "two.html", "two.pdf", "ro-crate-metadata.json"}
    assert "high" in second["two.ipynb"].decode()
    path.write_text(before)
    assert build() == ([], first)


def test_a_changed_seed_is_the_only_one_that_is_parsed(build, place, own_cache):
    assert len(entries(own_cache, "seed")) == 2
    (place / "seeds" / "second.txt").write_text(SECOND.replace("10,000", "12,000"))
    ran, report = build()
    assert ran == ["one", "two"]
    assert len(entries(own_cache, "seed")) == 3
    assert "12,000" in report["two.ipynb"].decode()


def test_parameters_profile_and_date_count(build, place, monkeypatch):
    assert build("one", parameters={"focus": ""})[0] == []
    assert build("one", parameters={"title": "A title"})[0] == ["one"]
    house = place / "house"
    shutil.copytree(Path(analysis.__file__).parent / "brief/profiles/full", house)
    assert build("one", parameters={"profile": str(house)})[0] == ["one"]
    assert build("one", parameters={"profile": str(house)})[0] == []
    text = (house / "profile.toml").read_text()
    (house / "profile.toml").write_text(text.replace('"a4"', '"letter"'))
    assert build("one", parameters={"profile": str(house)})[0] == ["one"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert build("one")[0] == ["one"]


def test_a_wrong_parameter_is_refused_as_ever(build, idle):
    with pytest.raises(ParameterError, match="scale must be one of"):
        build(parameters={"scale": "phi"})


def test_a_file_that_a_notebook_reads_counts(build, place):
    write_notebook(place / "notebooks" / "two.ipynb", "open('extra.txt').read()")
    (place / "extra.txt").write_text("first words")
    assert build("two")[0] == ["two"]
    assert build("two")[0] == []
    (place / "extra.txt").write_text("second words")
    ran, second = build("two")
    assert ran == ["two"]
    assert "second words" in second["two.ipynb"].decode()


def test_a_notebook_that_writes_a_file_is_run_each_time(build, place):
    write_notebook(place / "notebooks" / "two.ipynb", "open('written.txt', 'w').close()")
    assert [build("two")[0] for _ in range(2)] == [["two"], ["two"]]


def test_a_notebook_can_say_that_it_is_not_to_be_kept(build, place):
    path = place / "notebooks" / "two.ipynb"
    content = json.loads(path.read_text())
    content["metadata"]["seedbrief"] = {"cache": False}
    path.write_text(json.dumps(content))
    assert [build("two")[0] for _ in range(2)] == [["two"], ["two"]]


def test_a_cache_that_cannot_be_written_to_is_one_note(place, run, monkeypatch):
    (place / "file").write_text("no folder")
    result = run(
        *("seedbrief", "build", "--notebook", "notebooks/one.ipynb", "--quiet"),
        cwd=place,
        SEEDBRIEF_CACHE=str(place / "file" / "cache"),
    )
    assert result.returncode == 0
    [line] = result.stderr.splitlines()
    assert line.startswith("Note: the cache cannot be written to, so nothing is kept")
    assert (place / "reports" / "one.pdf").exists()


def test_a_cache_that_is_deleted_while_a_build_runs_does_no_harm(build, place, own_cache, first):
    gone = f"import shutil; shutil.rmtree({str(own_cache.folder)!r})"
    write_notebook(place / "notebooks" / "three.ipynb", gone)
    ran, second = build()
    assert ran == ["three"]
    assert {name: second[name] for name in first if "json" not in name} == {
        name: data for name, data in first.items() if "json" not in name
    }


def test_a_relative_cache_lies_in_the_folder_of_the_command(place, run):
    for _ in range(2):
        result = run(
            *("seedbrief", "build", "--notebook", "notebooks/one.ipynb", "--quiet"),
            cwd=place,
            SEEDBRIEF_CACHE="own",
        )
        assert (result.returncode, result.stderr) == (0, "")
    assert (place / "own" / "1" / "seed").is_dir()
    assert {path.name for path in place.iterdir()} == {
        *("notebooks", "own", "own-cache", "reports", "seeds"),
    }


def test_the_settings_say_how_large_the_cache_may_grow_and_the_environment_wins(
    mixed, own_cache, monkeypatch
):
    (mixed / "seedbrief.toml").write_text("[cache]\nmegabytes = 7\n")
    assert cache_of(mixed / "seeds") == Cache(own_cache.folder, 7_000_000)
    assert cache_of(None).limit == MEGABYTES * 1_000_000
    monkeypatch.setenv(MEGABYTES_VARIABLE, "9")
    assert cache_of(mixed / "seeds").limit == 9_000_000


@pytest.mark.parametrize("warm", [False, True])
def test_a_parse_leaves_the_cache_within_its_limit(mixed, own_cache, warm):
    """Also one in this process, and one that took all from the cache."""
    (mixed / "seedbrief.toml").write_text("[cache]\nmegabytes = 1\n")
    if warm:
        parse("seeds", "out", progress=False)
    for number in range(3):
        own_cache.put("seed", key_of(f"{number}"), os.urandom(500_000))
        os.utime(own_cache._path("seed", key_of(f"{number}")), (1, 1))
    parse("seeds", "out", progress=False)
    assert own_cache.extent()[1] <= 1_000_000
    assert len(entries(own_cache, "tables")) == 1


def test_verify_takes_nothing_from_the_cache(build, place, own_cache, first, monkeypatch):
    monkeypatch.chdir(place)
    _, report = build()
    assert report == first
    assert verify(place / "out", place / "seeds").discrepancies == ()
    for path in entries(own_cache, "file"):
        data = own_cache.get("file", path.name)
        if data == report["one.html"]:
            own_cache.put("file", path.name, data.replace(b"<footer>", b"<footer>forged"))
    assert build()[1]["one.html"] != report["one.html"]
    found = verify(place / "out", place / "seeds", rebuild=True).discrepancies
    assert {each.file for each in found} >= {"one.html"}


def test_seeds_that_are_more_than_their_bytes_are_read_each_time(seeds, tmp_path):
    def key(folder):
        return Origin.of(folder).key("seeds", "icd203")

    assert key(seeds) is not None
    os.mkfifo(seeds / "pipe.txt")
    assert key(seeds) is None
    (seeds / "pipe.txt").unlink()
    (seeds / "nowhere.txt").symlink_to(tmp_path / "nowhere")
    assert key(seeds) is None
    (seeds / "nowhere.txt").unlink()
    (tmp_path / "outside.txt").write_text("outside")
    (seeds / "outside.txt").symlink_to(tmp_path / "outside.txt")
    assert key(seeds) is None


@pytest.mark.parametrize(
    "name", ["reviews.csv", "note.meta.yml", "sources.csv", "a/third.txt", "../seedbrief.toml"]
)
def test_what_is_said_of_seeds_counts(seeds, name):
    def key():
        return Origin.of(seeds).key("seeds", "icd203")

    before = key()
    (seeds / name).parent.mkdir(exist_ok=True)
    (seeds / name).write_text("")
    first = key()
    (seeds / name).write_text("x")
    assert len({before, first, key(), None}) == 4


@pytest.mark.parametrize("name", ["note.meta.yml", "sources.csv", "seedbrief.toml"])
def test_what_stands_beside_a_single_seed_counts(seeds, name):
    seed = seeds / "note.md"
    before = Origin.of(seed).key("note.md", "icd203")
    (seeds / name).write_text("")
    assert Origin.of(seed).key("note.md", "icd203") != before
