"""The same parse on a Dask cluster: a real scheduler, worker processes that die, the same bytes."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from stream.conftest import SEEDBRIEF, contents, write_corpus

from analysis.errors import SeedbriefError
from analysis.place import file_system
from analysis.run import parse

pytest.importorskip("distributed")

DASK = str(Path(sys.executable).parent / "dask")
DONE = ".seedbrief-unfinished/done"


@contextmanager
def running(*arguments, **environment):
    """A process of Dask on loopback, ended with all below it."""
    process = subprocess.Popen(
        [DASK, *map(str, arguments), "--no-dashboard"],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        below = psutil.Process(process.pid).children(recursive=True)
        for each in (*below, process):
            each.send_signal(signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """The address of a scheduler that has no workers."""
    file = tmp_path_factory.mktemp("dask") / "scheduler.json"
    with running("scheduler", "--host", "127.0.0.1", "--port", 0, "--scheduler-file", file):
        deadline = time.monotonic() + 60
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        import json

        yield json.loads(file.read_text())["address"]


def workers(address, number, **environment):
    options = ["--nthreads", 1, "--nworkers", number, "--host", "127.0.0.1"]
    return running("worker", address, *options, **environment)


def test_a_cluster_that_loses_a_worker_makes_the_same_bytes(project, scheduler, tmp_path):
    out = tmp_path / "out"
    with workers(scheduler, 2, SEEDBRIEF_CACHE="") as dask:
        command = [SEEDBRIEF, "parse", "--seeds", "seeds", "--out", f"file://{out}", "--quiet"]
        process = subprocess.Popen(
            [*command, "--scheduler", scheduler],
            cwd=project,
            env={**os.environ, "SEEDBRIEF_CACHE": ""},  # it is the workers that are looked at
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + 200
        while not list((out / DONE).glob("0*.json")) and time.monotonic() < deadline:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.05)
        busy = [each for each in psutil.Process(dask.pid).children() if each.num_threads() > 1]
        busy[-1].kill()
        said = process.communicate(timeout=300)[1]
        assert process.returncode == 0, said
    assert contents(out) == contents(project / "whole")


def test_addresses_are_read_and_written_by_workers_alone(project, tmp_path, monkeypatch):
    """An object store that only threads of this process share: files are fetched and put there."""
    from distributed import LocalCluster

    write_corpus(tmp_path / "seeds")
    files, root = file_system("memory://bucket/seeds")
    files.put(str(tmp_path / "seeds"), root, recursive=True)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=":0"
    ) as cluster:
        result = parse(
            "memory://bucket/seeds",
            "memory://bucket/out",
            scheduler=cluster.scheduler_address,
            progress=False,
        )
    assert len(result.written) == 13
    found = {name.rpartition("/")[2] for name in files.find("/bucket/out")}
    assert found == {path.name for path in (project / "whole").iterdir()}
    files.get("/bucket/out", str(tmp_path / "got"), recursive=True)
    same = ("sentences", "claims", "sources", "figures", "questions", "links")
    for name in same:
        got = next((tmp_path / "got").rglob(f"{name}.parquet")).read_bytes()
        assert got == (project / "whole" / f"{name}.parquet").read_bytes(), name
    ours = (project / "whole/seeds.sha256").read_text().splitlines()
    theirs = next((tmp_path / "got").rglob("seeds.sha256")).read_text().splitlines()
    assert sorted(theirs) == sorted(ours)
    assert not any(".seedbrief" in name for name in files.find("/bucket"))


def test_a_scheduler_that_is_not_there_is_one_line(seeds, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.stream.dask.SECONDS", 1)
    with pytest.raises(SeedbriefError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9 "):
        parse(seeds, tmp_path / "out", scheduler="tcp://127.0.0.1:9", progress=False)
    with pytest.raises(SeedbriefError, match="mend --scheduler tcp://HOST:PORT"):
        parse(seeds, tmp_path / "out", scheduler="nonsense", progress=False)


def test_a_scheduler_without_workers_is_one_line(scheduler, seeds, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.stream.dask.SECONDS", 2)
    with pytest.raises(SeedbriefError, match="has no workers; start some: dask worker tcp://"):
        parse(seeds, tmp_path / "out", scheduler=scheduler, progress=False)


def test_a_worker_with_another_kit_is_refused(root, scheduler, seeds, tmp_path):
    shutil.copytree(root / "analysis", tmp_path / "other" / "analysis")
    with (tmp_path / "other/analysis/copies.py").open("a") as file:
        file.write("# another version\n")
    with (
        workers(scheduler, 1, PYTHONPATH=str(tmp_path / "other")),
        pytest.raises(SeedbriefError, match=r"the worker at tcp://\S+ has seedbrief"),
    ):
        parse(seeds, tmp_path / "out", scheduler=scheduler, progress=False)


def test_without_dask_the_extra_is_named(seeds, tmp_path):
    (tmp_path / "without").mkdir()
    (tmp_path / "without/distributed.py").write_text("raise ImportError('not here')\n")
    done = subprocess.run(
        [SEEDBRIEF, "parse", "--seeds", seeds, "--out", "out", "--scheduler", "tcp://127.0.0.1:9"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "without")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.endswith(
        "seedbrief: --scheduler needs Dask: pip install 'seedbrief[dask]'\n"
    )
