"""The hook that keeps outputs out of git, as this project has it and as a new one gets it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
CONFIGS = {
    "kit": ROOT / ".pre-commit-config.yaml",
    "project": ROOT / "analysis" / "templates" / "project" / "dot_pre-commit-config.yaml",
}
STORED = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=CONFIGS)
def hook(request):
    """The hook of a configuration, and the command that pre-commit would run."""
    hooks = yaml.safe_load(CONFIGS[request.param].read_text())["repos"][0]["hooks"]
    (found,) = (each for each in hooks if each["id"] == "nbstripout")
    name, *options = found["entry"].split()
    return found, [BIN / Path(name).name, *options]


def test_it_leaves_stored_notebooks_as_they_are_to_the_byte(hook, tmp_path):
    copies = [Path(shutil.copy(path, tmp_path)) for path in STORED]
    subprocess.run([*hook[1], *copies], check=True, timeout=60)
    for path, copy in zip(STORED, copies, strict=True):
        assert copy.read_bytes() == path.read_bytes(), path.name


def test_it_takes_out_what_a_run_has_added(hook, tmp_path):
    path = Path(shutil.copy(ROOT / "notebooks" / "brief.ipynb", tmp_path))
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, 1):
        cell.execution_count = number
        cell.outputs = [nbformat.v4.new_output("stream", text="the words of a secret seed")]
    nbformat.write(notebook, path)
    subprocess.run([*hook[1], path], check=True, timeout=60)
    assert "secret" not in path.read_text()
    after = nbformat.read(path, as_version=4)
    before = nbformat.read(ROOT / "notebooks" / "brief.ipynb", as_version=4)
    assert after.cells == before.cells


def test_it_looks_at_every_notebook_that_is_stored(hook):
    for path in STORED:
        assert re.search(hook[0]["files"], path.relative_to(ROOT).as_posix())
