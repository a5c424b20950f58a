"""A streamed parse gives the bytes of a parse in one process, however it is cut and stopped."""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import fields
from pathlib import Path

import psutil
import pytest
from pyarrow import parquet
from stream.conftest import SEEDBRIEF, contents, report

from analysis.errors import SeedbriefError
from analysis.loading import seed_hashes
from analysis.place import Place
from analysis.run import RefusedError, parse
from analysis.run.chosen import known_store
from analysis.run.kept import Origin
from analysis.stream import Processes, find_files, stream
from analysis.stream import run as steps
from analysis.stream.engines import DIED
from analysis.stream.kit import kit
from analysis.stream.order import gathered
from analysis.stream.tasks import ParseTask, ReadTask, texts_of
from analysis.tables import Tables

WORK = ".seedbrief-unfinished"


def test_many_workers_make_the_same_bytes_as_one_process(project, run, tmp_path):
    """Order, copies, doubles, refusals, metadata and decisions among files in files."""
    run("parse", "--seeds", "seeds", "--out", tmp_path / "out", "--workers", 2)
    assert contents(tmp_path / "out") == contents(project / "whole")
    tables = Tables.load(tmp_path / "out")
    reasons = {*tables.problems["reason"]}
    assert reasons >= {"duplicate", "language", "unused", "empty", "broken", "review", "not_prose"}
    assert (tables.documents["same_as"] != "").sum() > 5


def start(folder, out, **environment):
    """A parse without the cache, in a session of its own as a terminal gives one."""
    return subprocess.Popen(
        [SEEDBRIEF, "parse", "--seeds", "seeds", "--out", out, "--workers", "2", "--quiet"],
        cwd=folder,
        env={**os.environ, "SEEDBRIEF_CACHE": "", **environment},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for(what, process):
    deadline = time.monotonic() + 120
    while not what():
        assert process.poll() is None and time.monotonic() < deadline, process.stderr.read()
        time.sleep(0.02)


def go_on(folder, out):
    """The same command again; what was not finished comes from the cache, to save time."""
    process = start(folder, out, SEEDBRIEF_CACHE=os.environ["SEEDBRIEF_CACHE"])
    assert process.wait(200) == 0, process.stderr.read()


def finished(out):
    """The parts that are done and what tells whether they were written again."""
    parts = {}
    for path in (out / WORK / "done").glob("0*.json"):
        part = out / WORK / "tables/claims" / f"part-{path.stem}.parquet"
        parts[part.name] = part.stat().st_ino, part.stat().st_mtime_ns
    return parts


@pytest.fixture
def store_project(store, tmp_path):
    """The corpus, where its tables become a store: parts keep their files to the end."""
    for name in ("seeds", "seedbrief.toml"):
        subprocess.run(["cp", "-a", store.parent / name, tmp_path / name], check=True)
    return tmp_path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_second_run_goes_on_where_the_first_was_stopped(store, store_project, number):
    out = store_project / "out"
    process = start(store_project, out)
    wait_for(lambda: len(finished(out)) >= 2, process)
    children = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, number) if number == signal.SIGINT else process.kill()
    said = process.communicate(timeout=60)[1]
    psutil.wait_procs(children, timeout=30)
    assert not [each for each in children if each.is_running()]
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert "documents; the same command goes on from there" in said
        assert said.startswith("seedbrief: stopped after ") and said.count("\n") == 1
    done = finished(out)
    assert 2 <= len(done) < 9
    go_on(store_project, out)
    for name, state in done.items():
        part = out / "claims" / name
        assert (part.stat().st_ino, part.stat().st_mtime_ns) == state
    assert not (out / WORK).exists()
    assert contents(out) == contents(store)


def test_ctrl_c_while_workers_start_is_one_line_too(store_project):
    """A terminal sends it to all processes of a command."""
    process = start(store_project, store_project / "out")
    wait_for(lambda: len(psutil.Process(process.pid).children()) > 1, process)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert said.startswith("seedbrief: stopped") and said.count("\n") == 1


def test_changed_seeds_are_parsed_anew(store_project):
    out = store_project / "out"
    process = start(store_project, out)
    wait_for(lambda: finished(out), process)
    process.kill()
    process.communicate()
    (store_project / "seeds/a/000.txt").write_text("Officials said that 20 soldiers had left.")
    go_on(store_project, out)
    texts = parquet.read_table(out / "documents")["text"].to_pylist()
    assert "Officials said that 20 soldiers had left." in texts


def test_a_worker_that_the_system_ends_costs_nothing(store, store_project):
    out = store_project / "out"
    process = start(store_project, out)
    wait_for(lambda: finished(out), process)
    workers = psutil.Process(process.pid).children()
    workers[-1].kill()
    assert process.wait(200) == 0, process.stderr.read()
    assert contents(out) == contents(store)


class Deadly(ParseTask):
    """A task whose process dies of one document, and which fails on another."""

    def run(self):
        """As a `ParseTask`, but for what the two texts do to it."""
        for document in texts_of(self.work, [i for i in self.items if i[:2] not in self.skipped]):
            if "DEADLY" in document.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "BREAKING" in document.text:
                raise RecursionError("too deep")
        yield from ParseTask.run(self)


def test_a_document_that_no_worker_survives_is_a_problem(tmp_path, monkeypatch):
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for number in range(20):
        word = {7: "DEADLY", 15: "BREAKING"}.get(number, "")
        (seeds / f"{number:02}.txt").write_text(f"{report(number)} {word}")

    def cut(*arguments):
        for task in steps_cut(*arguments):
            yield Deadly(task.number, task.items, task.scale, task.work, task.kit)

    steps_cut = steps.cut
    monkeypatch.setattr(steps, "cut", cut)
    work = Place(str(tmp_path / "work"))
    with Processes(2) as engine:
        made = stream(
            find_files(str(seeds), "icd203", seed_hashes(seeds)),
            work,
            engine,
            "icd203",
            lambda *_: None,
        )
    assert made.documents == 18
    first, second = made.problems
    assert first["path"].endswith("seeds/07.txt") and first["reason"] == "limit"
    assert "ended the process that read it, twice" in first["message"]
    assert second["path"].endswith("seeds/15.txt")
    assert "broke the parser (RecursionError: too deep)" in second["message"]


class DeadlyFile(ReadTask):
    """A task whose process dies of one file, and which fails on another."""

    def run(self):
        """As a `ReadTask`, but for what the two files do to it."""
        for name in self.names:
            data = Path(self.root, name).read_bytes() if name not in self.skipped else b""
            if b"DEADLY" in data:
                os.kill(os.getpid(), signal.SIGKILL)
            if b"BREAKING" in data:
                raise RecursionError("too deep")
        yield from ReadTask.run(self)


def test_a_file_that_no_worker_survives_is_a_problem_and_the_others_are_read(tmp_path):
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for number in range(4):
        word = {1: "DEADLY", 3: "BREAKING"}.get(number, "")
        (seeds / f"{number}.txt").write_text(f"{report(number)} {word}")
    work, found = Place(str(tmp_path / "work")), find_files(str(seeds), "icd203", {})
    tasks = [
        DeadlyFile(**{each.name: getattr(task, each.name) for each in fields(ReadTask)})
        for task in found.tasks(work, kit())
    ]
    told = []
    with Processes(1) as engine:
        steps._read(tasks, work, engine, lambda *news: told.append(news))
    corpus = gathered(work, len(tasks))
    assert sorted(corpus.items) == ["0.txt", "2.txt"]
    messages = {Path(each.path).name: (each.reason, each.message) for each in corpus.problems}
    broke = "broke the parser (RecursionError: too deep); split it or leave it out"
    assert messages == {
        "1.txt": ("limit", f"{DIED}; split it or leave it out"),
        "3.txt": ("limit", broke),
    }
    assert told[-1] == ("file", 4, 4, 0)


def test_a_small_corpus_after_a_large_one_leaves_no_parts(store_project, run):
    out = store_project / "out"
    parse(store_project / "seeds", out, progress=False)
    assert (out / "claims").is_dir() and not (out / "claims.parquet").exists()
    (store_project / "seedbrief.toml").unlink()
    parse(store_project / "seeds", out, progress=False)
    assert (out / "claims.parquet").is_file() and not (out / "claims").exists()
    assert len(Tables.load(out).documents) > 70


def test_a_store_says_what_to_do_with_it(store_project):
    result = parse(store_project / "seeds", store_project / "out", csv=True, progress=False)
    told, no_csv = result.notes
    assert "are too many to be held against each other at once" in told
    assert "seedbrief build --tables" in told and "-p focus WORD" in told
    assert "no CSV was written" in no_csv


def test_a_store_of_the_same_seeds_is_left_as_it_is(store, monkeypatch):
    monkeypatch.chdir(store.parent)
    monkeypatch.setattr("analysis.run.tables._made", lambda *arguments: 1 / 0)
    files = contents(store)
    again = parse("seeds", "store", progress=False)
    done, large = again.notes
    assert done == "store is the store of these seeds already, so nothing was done"
    assert "claims in 79 documents are too many to be held against each other" in large
    assert {problem.reason for problem in again.problems} >= {"duplicate", "language", "not_prose"}
    assert contents(store) == files
    with pytest.raises(RefusedError, match="of the seeds cannot be read"):
        parse("seeds", "store", strict=True, progress=False)


def test_a_store_of_other_seeds_or_kits_or_without_a_part_is_none(store, tmp_path, monkeypatch):
    shutil.copytree(store.parent, tmp_path / "large")
    place, origin = Place(str(tmp_path / "large/store")), Origin.of(tmp_path / "large/seeds")
    key = origin.key("seeds", "icd203")
    assert known_store(place, key).store == place
    assert known_store(place, None) is None
    assert known_store(place, origin.key("other", "icd203")) is None
    (origin.seeds / "a/000.txt").write_text("Officials said that 20 soldiers had left.")
    assert known_store(place, Origin.of(origin.seeds).key("seeds", "icd203")) is None
    monkeypatch.setattr("analysis.run.kept.fingerprint", lambda: "another kit")
    assert known_store(place, origin.key("seeds", "icd203")) is None
    (tmp_path / "large/store/claims/part-00003.parquet").unlink()
    assert known_store(place, key) is None


def test_workers_must_be_a_number_of_processes(seeds, tmp_path):
    with pytest.raises(SeedbriefError, match="workers must be a number of processes"):
        parse(seeds, tmp_path / "out", workers=-1)
