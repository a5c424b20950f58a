"""What a notebook opens is noted, so that it is run again when that has changed."""

import json
import subprocess
import sys

import pytest

from analysis.run.traced import opened_before, read_trace

SCRIPT = """
import os, sys, socket, subprocess
from pathlib import Path
from analysis.run.traced import Trace
trace = Trace({own!r}, Path({to!r}))
{code}
trace.end()
"""


@pytest.fixture
def place(tmp_path):
    """A folder with one file outside of `own` and one inside."""
    folder = tmp_path / "place"
    (folder / "own").mkdir(parents=True)
    (folder / "a.txt").write_text("a")
    (folder / "own" / "b.txt").write_text("b")
    return folder


@pytest.fixture
def traced(place, tmp_path):
    """Run code under a trace, in `place`: what it opened, with hashes."""

    def traced(code):
        to = tmp_path / "to.trace"
        script = SCRIPT.format(own=[str(place / "own")], to=str(to), code=code)
        subprocess.run([sys.executable, "-c", script], cwd=place, check=True)
        return read_trace(to, place), json.loads(to.read_text())["beyond"]

    return traced


def test_files_that_are_read_are_named_with_their_hash(traced, place):
    opened, _ = traced("open('a.txt').read(); open('own/b.txt').read(); import colorsys")
    assert [*opened] == ["a.txt"]
    assert opened_before(opened, place)
    (place / "a.txt").write_text("changed")
    assert not opened_before(opened, place)
    (place / "a.txt").unlink()
    assert not opened_before(opened, place)


def test_a_file_that_was_looked_for_and_not_found_counts(traced, place):
    opened, _ = traced("try: open('later.txt')\nexcept OSError: pass")
    assert opened == {"later.txt": ""}
    (place / "later.txt").write_text("now")
    assert not opened_before(opened, place)


def test_a_folder_that_was_listed_counts(traced, place):
    opened, _ = traced("os.listdir('.'); list(Path('own').iterdir())")
    assert [*opened] == ["./"]
    assert opened_before(opened, place)
    (place / "c.txt").write_text("c")
    assert not opened_before(opened, place)


def test_a_hidden_file_among_ones_own_counts(traced, place):
    (place / "own" / ".hidden").write_text("x")
    assert [*traced("open('own/.hidden').read()")[0]] == ["own/.hidden"]


def test_a_relative_name_is_whole_after_a_change_of_folder(traced, place):
    (place / "sub").mkdir()
    (place / "sub" / "c.txt").write_text("c")
    opened, _ = traced("os.chdir('sub'); open('c.txt').read()")
    assert [*opened] == [str(place / "sub" / "c.txt")]


@pytest.mark.parametrize(
    ("code", "event"),
    [
        ("open('new.txt', 'w').close()", "open new.txt"),
        ("open('a.txt', 'a').close()", "open a.txt"),
        ("os.system('true')", "os.system"),
        ("subprocess.run(['true'])", "subprocess.Popen"),
        (
            "s = socket.socket()\ntry: s.connect(('127.0.0.1', 9))\nexcept OSError: pass",
            "socket.connect",
        ),
    ],
)
def test_what_no_file_tells_is_named_and_keeps_it_from_the_cache(traced, code, event):
    assert traced(code) == (None, event)


def test_writing_to_ones_own_folder_is_free(traced):
    assert traced("open('own/new.txt', 'w').close()") == ({}, "")


def test_without_a_trace_nothing_is_known(tmp_path):
    assert read_trace(tmp_path / "none", tmp_path) is None
    (tmp_path / "broken").write_text("{")
    assert read_trace(tmp_path / "broken", tmp_path) is None
