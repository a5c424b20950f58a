"""A file that crashes, fills the memory or never ends takes nobody else along."""

import os
import signal
import threading
import time
from pathlib import Path

import psutil
import pytest
from hostile.corpus import CASES
from hostile.made import docx, html

from analysis.formats.sandbox import open_sandbox
from analysis.read import read
from analysis.settings import Settings

pytestmark = pytest.mark.usefixtures("no_cache")

SLOW = html("<b></b>" * 400_000)


def test_a_file_that_takes_too_long_is_one_problem(write, seeds):
    (seeds.parent / "seedbrief.toml").write_text("[limits]\nseconds = 2\n")
    documents, [problem] = read(write(a_html=SLOW, b_html=html(), c_docx=docx()))
    assert [each.doc_id for each in documents] == ["b.html", "c.docx"]
    assert problem.reason == "limit"
    assert "took more than 2 seconds to read; save it anew" in problem.message


def test_a_file_that_fills_the_memory_is_one_problem(write, seeds):
    (seeds.parent / "seedbrief.toml").write_text("[limits]\nmemory_mb = 100\n")
    bomb = CASES["pdf/bomb.pdf"][0]
    documents, problems = read(write(a_pdf=bomb, b_docx=docx()))
    assert [each.doc_id for each in documents] == ["b.docx"]
    assert [problem.reason for problem in problems] in (["limit"], ["empty"])


def test_a_worker_that_is_killed_is_started_again(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(docx())
    with open_sandbox(Settings(), 1) as sandbox:
        assert len(sandbox.read("a", path, ".docx", 1_000_000)) == 1
        [worker] = psutil.Process().children()
        worker.kill()
        worker.wait(10)
        assert len(sandbox.read("a", path, ".docx", 1_000_000)) == 1


def test_nothing_is_left_when_reading_is_stopped(write):
    """Ctrl-C in the midst of a file: no process, no folder."""
    folder = write(a_html=SLOW)
    before = set(Path("/tmp").glob("sb-read-*"))  # noqa: S108 - looked at, not written
    main = threading.main_thread().ident
    threading.Timer(2, signal.pthread_kill, (main, signal.SIGINT)).start()
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            read(folder)
    finally:
        signal.signal(signal.SIGINT, previous)
    deadline = time.monotonic() + 10
    while psutil.Process().children(recursive=True) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [each for each in psutil.Process().children(recursive=True) if each.is_running()] == []
    assert set(Path("/tmp").glob("sb-read-*")) <= before  # noqa: S108
    assert os.getpid() == psutil.Process().pid
