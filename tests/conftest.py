"""Shared by all tests: the project's folder, small notebooks, commands, and one whole build."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from mini import PARAMETERS, SEED, write_notebook

import analysis
import analysis.run
from analysis.cache import CACHE_VARIABLE, MEGABYTES_VARIABLE, Cache
from analysis.run.notebooks import find_notebooks

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


# A shell's background jobs ignore Ctrl-C, and what they start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("kit", settings(), deadline=None)
settings.load_profile("kit")  # no example fails because the machine is busy


def pytest_terminal_summary(terminalreporter):
    """Say it where tests in the browser were skipped, also in a short summary."""
    skipped = [
        each for each in terminalreporter.stats.get("skipped", ()) if "browser" in each.nodeid
    ]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} tests in a browser were skipped: Chromium or what they need is "
            "missing (apt install chromium)"
        )


@pytest.fixture(scope="session")
def of_all_workers(tmp_path_factory, worker_id):
    """A folder that is one for all processes that share the tests of a run."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session", autouse=True)
def shared_cache(of_all_workers):
    """One cache for all tests of a run, new each time: many build the same seeds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, str(of_all_workers / "cache"))
        patch.delenv(MEGABYTES_VARIABLE, raising=False)
        yield


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """A new, empty cache for one test."""
    cache = Cache(tmp_path / "own-cache")
    monkeypatch.setenv(CACHE_VARIABLE, str(cache.folder))
    return cache


@pytest.fixture
def no_cache(monkeypatch):
    """Everything is made anew: for tests of what a second run would not do, or do otherwise."""
    monkeypatch.setenv(CACHE_VARIABLE, "")


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def notebooks():
    """The kit's own notebooks that make reports."""
    return find_notebooks(None)


@pytest.fixture
def seeds(tmp_path):
    """A folder with one short seed."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "note.md").write_text(SEED, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """One short seed in ``seeds`` and its ``tables``: not every test loads the language model."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "note.md").write_text(SEED, encoding="utf-8")
    analysis.run.parse(folder / "seeds", folder / "tables", progress=False)
    return folder


@pytest.fixture
def notebook(tmp_path):
    """Write ``notebooks/NAME.ipynb``, as `write_notebook` does."""

    def write(name, *cells, parameters=PARAMETERS):
        return write_notebook(
            tmp_path / "notebooks" / f"{name}.ipynb", *cells, parameters=parameters
        )

    return write


@pytest.fixture(scope="session")
def run():
    """Run one of the kit's commands in a fresh process."""

    def run(*command, cwd, **environment):
        name, *arguments = map(str, command)
        return subprocess.run(
            [BIN / name, *arguments],
            cwd=cwd,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def report(tmp_path_factory, of_all_workers):
    """The folder of a whole build: the kit's own notebooks on the kit's own seeds.

    Workers wait for the first of them to have it; the others take it from the cache.
    """
    out = tmp_path_factory.mktemp("report") / "reports"
    with (of_all_workers / "report.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        analysis.build(ROOT / "seeds", out, notebooks=find_notebooks(None), progress=False)
    return out


@pytest.fixture(scope="session")
def contents():
    """Read all files of a folder, by path."""

    def contents(folder):
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    return contents
