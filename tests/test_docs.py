"""The pages for users and developers: every command and all Python in them runs, in a copy.

A page is worked through from top to bottom, as a reader would. What a block of ``text`` shows is
what the block before it prints; ``...`` in it stands for anything.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from csv import DictReader
from pathlib import Path
from typing import NamedTuple

import numpy as np
import picture
import pytest
from PIL import Image

from analysis import cli
from analysis.parameters import NAMES
from analysis.settings import METADATA, find_settings

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
TEMPLATE = "analysis/templates/project/README.md"
PAGES = ["README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
PAGES += ["CONTRIBUTING.md", TEMPLATE]

NOT_RUN = {
    "make test": "it would run this test",
    "jupyter lab": "opens JupyterLab, a server; tests/browser drives one",
    "conda": "is no part of the environment; tests/test_environment.py reads environment.yml",
    "make bench": "measures for minutes",
    "python benchmarks/": "measures for minutes, some on data that cannot be shipped",
    "dask": "servers of a cluster; tests/stream/test_dask.py runs them",
    "seedbrief parse --scheduler": "the same",
    "nano": "an editor: waits for a person",
    "pip install": "fetches from the network; tests/test_wheel.py installs the wheel",
    "pre-commit install": "comes with the command before it",
}
"""Commands that are left out, by their first words, and why."""

LANGUAGES = {"sh", "python", "text", "toml", "csv"}


class Block(NamedTuple):
    """A fenced block of a page."""

    page: str
    line: int
    language: str
    source: str


def blocks(page):
    """The fenced blocks of a page, in order."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield Block(page, text.count("\n", 0, match.start()) + 2, match[1], match[2])


ALL = [block for page in PAGES for block in blocks(page)]


@pytest.fixture
def copy(tmp_path, report):
    """A copy of the project with its environment and a report, as after the first command."""
    folder = tmp_path / "seedbrief"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    compiled = (path.relative_to(ROOT) for path in (ROOT / "analysis").rglob("*.pyc"))
    for name in (*filter(None, listed.split("\0")), *compiled):
        if (ROOT / name).exists():  # one that was removed is listed until the commit
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)
    (folder / ".venv").symlink_to(BIN.parent)
    shutil.copytree(report, folder / "reports", dirs_exist_ok=True)
    return folder


def run(command, folder, place):
    """Run a command in the copy, with the kit of the copy."""
    return subprocess.run(
        command,
        cwd=place,
        env={
            **os.environ,
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(folder),
            "MAKEFLAGS": "--old-file=.venv/.ready",
            "GIT_AUTHOR_NAME": "tester",
            "GIT_AUTHOR_EMAIL": "tester@example.org",
            "GIT_COMMITTER_NAME": "tester",
            "GIT_COMMITTER_EMAIL": "tester@example.org",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )


def without_what_is_not_run(source):
    """The commands of a block; those that cannot run do nothing."""
    starts = "|".join(map(re.escape, NOT_RUN))
    return re.sub(rf"^(?:{starts}).*$", ":", source, flags=re.MULTILINE)


def check_output(block, printed):
    """What the page shows is what came, whatever stands for ``...``."""
    wanted = ".*?".join(map(re.escape, block.source.strip("\n").split("...")))
    assert re.search(wanted, printed, re.DOTALL), f"{block.page}:{block.line}\n{printed}"


RUNNABLE = {block.page for block in ALL if block.language in ("sh", "python")}


@pytest.mark.parametrize("page", [page for page in PAGES if page in RUNNABLE - {TEMPLATE}])
def test_every_command_and_all_python_of_a_page_runs(copy, page):
    work_through(page, copy, copy)


def test_the_readme_of_a_new_project_is_right_there(copy):
    assert run(["seedbrief", "new", "project"], copy, copy.parent).returncode == 0
    place = copy.parent / "project"
    work_through(TEMPLATE, copy, place)


def test_a_review_is_written_from_python_in_a_new_project_too(copy):
    """The page's example names no words of the kit's own seeds."""
    assert run(["seedbrief", "new", "project"], copy, copy.parent).returncode == 0
    work_through("docs/review.md", copy, copy.parent / "project")


def test_what_the_readme_writes_into_the_kits_folder_git_ignores():
    shell = "\n".join(block.source for block in blocks("README.md") if block.language == "sh")
    folders = re.findall(r"--out (\S+)", shell)
    assert folders
    ignored = subprocess.run(
        ["git", "check-ignore", *folders], cwd=ROOT, capture_output=True, check=False
    )
    assert ignored.stdout.decode().split() == folders


def work_through(page, folder, place):
    """Run the blocks of a page one after the other, each in the folder where the last one ended."""
    printed = ""
    for block in blocks(page):
        where = f"{page}:{block.line}"
        if block.language == "text":
            check_output(block, printed)
            continue
        if block.language == "sh":
            script = f"{without_what_is_not_run(block.source)}\npwd > {folder.parent / 'here'}"
            command = ["bash", "-euo", "pipefail", "-c", script]
        elif block.language == "python":
            command = [sys.executable, "-c", block.source]
        else:
            continue
        result = run(command, folder, place)
        printed = result.stdout
        assert result.returncode == 0, f"{where}\n{block.source}\n{printed[-4000:]}"
        if block.language == "sh":
            place = Path((folder.parent / "here").read_text().strip())


def test_every_block_says_what_it_is_and_none_hides_as_an_indented_one():
    assert ALL
    assert {block.language for block in ALL} <= LANGUAGES
    for page in PAGES:
        outside = re.sub(r"^```.*?^```$", "", (ROOT / page).read_text(), flags=re.M | re.S)
        assert not re.search(r"^ {4}\S", outside, re.MULTILINE), page


def test_each_exception_is_needed():
    shell = "\n".join(block.source for block in ALL if block.language == "sh")
    for start in NOT_RUN:
        assert re.search(rf"^{re.escape(start)}", shell, re.MULTILINE), start


def test_settings_in_the_pages_are_settings(tmp_path):
    (tmp_path / "seeds").mkdir()
    shown = [block.source for block in ALL if block.language == "toml"]
    assert shown
    for source in shown:
        assert tomllib.loads(source)
        (tmp_path / "seedbrief.toml").write_text(source)
        assert find_settings(tmp_path / "seeds")


def test_tables_in_the_pages_have_columns_that_are_read():
    heads = [DictReader(block.source.splitlines()) for block in ALL if block.language == "csv"]
    reviews = ["row_id", "field", "value", "reviewer", "date", "note", "about"]
    assert heads
    for head in heads:
        assert list(head.fieldnames) == reviews or set(head.fieldnames) <= {"path", *METADATA}
        assert all(None not in row and None not in row.values() for row in head)


def test_links_between_pages_lead_somewhere():
    for page in PAGES:
        if page == TEMPLATE:
            continue
        for target in re.findall(r"\]\(([^)#\s]+)\)", (ROOT / page).read_text()):
            if not re.match(r"https?:", target):
                assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"


def test_every_page_is_named_in_the_readme():
    named = (ROOT / "README.md").read_text()
    assert [page for page in PAGES if page.startswith("docs/") and f"({page})" not in named] == []


def test_every_command_is_told_with_an_example(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    names = re.findall(r"^    (\w+)  ", capsys.readouterr().out, re.MULTILINE)
    pages = "\n".join(block.source for block in ALL if block.language == "sh")
    assert {"new", "build", "verify", "diff", "export", "parse", "doctor"} <= set(names)
    for name in names:
        with pytest.raises(SystemExit):
            cli.main([name, "--help"])
        said = capsys.readouterr().out
        assert f"\n  seedbrief {name}" in said.partition("examples:")[2], name
        assert "exit status: 0" in said
        assert f"seedbrief {name}" in pages, name
        if name == "build":
            own = {"seeds", "profile"}  # have options of their own
            assert [each for each in NAMES if each not in own and each not in said] == []


def test_the_picture_in_the_readme_shows_todays_brief(report):
    """Words may move a little; another make-up, or another brief, must not go unseen."""
    if os.environ.get("RENEW_PICTURES"):
        picture.store(report / "brief.pdf")
    assert picture.PATH.stat().st_size < 200_000
    with Image.open(picture.PATH) as stored:
        was = np.asarray(stored.convert("L"), dtype=np.int16)
    today = np.asarray(picture.first_page(report / "brief.pdf").convert("L"), dtype=np.int16)
    assert today.shape == was.shape, "run `make pictures`"
    assert (abs(today - was) > 96).mean() < picture.STALE, "run `make pictures`"
