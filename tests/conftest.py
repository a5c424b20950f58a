"""Shared by all tests: the project's folder, small notebooks, commands, and one whole build."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import analysis
import analysis.run
from analysis.cache import CACHE_VARIABLE, MEGABYTES_VARIABLE, Cache
from analysis.run.notebooks import find_notebooks

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent

PARAMETERS = """\
seeds: str = "seeds"  # folder or file with the source documents
title: str = ""  # heading
focus: str = ""  # word or regular expression
since: str = ""  # first date
until: str = ""  # last date
min_certainty: str = "possible"  # certain, probable or possible
scale: str = "icd203"  # icd203 or phia
tlp: str = "TLP:CLEAR"  # handling
profile: str = "full"  # full, one-page or a folder
"""

LOAD = """\
import analysis
settings = analysis.check_notebook(globals())
tables = analysis.load(settings.seeds, scale=settings.scale)
"""

SEED = """\
---
title: Short note
publisher: Example
published: 2024-11-04
language: en
---
South Korean officials said on Monday that about 3,000 soldiers had arrived.
It is not known where they will go.
"""


@pytest.fixture(scope="session", autouse=True)
def shared_cache(tmp_path_factory):
    """One cache for all tests of a run, new each time: many build the same seeds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, str(tmp_path_factory.mktemp("cache")))
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


def write_notebook(path, *cells, parameters=PARAMETERS):
    """Write a notebook with the usual first cells and then the given ones."""
    made = new_notebook(
        cells=[
            new_markdown_cell(f"# {path.stem}"),
            new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            new_code_cell(LOAD),
            *map(new_code_cell, cells),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    made.metadata.kernelspec.language = "python"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(made, path)
    return path


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
def report(tmp_path_factory):
    """The folder of a whole build: the kit's own notebooks on the kit's own seeds."""
    out = tmp_path_factory.mktemp("report") / "reports"
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
