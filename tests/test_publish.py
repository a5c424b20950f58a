"""Nothing is lost: killed at any moment or on a full disk, a report is the old or the new one."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from hashlib import sha256

import pytest

from analysis.run import exchange as exchanging
from analysis.run.exchange import CannotExchangeError, sibling
from analysis.run.manifest import MANIFEST
from analysis.run.publish import publish, staging

OLD = {"brief.html": "old", "brief.pdf": "old", "gone.html": "old", "tables/a.parquet": "old"}
NEW = {"brief.html": "new", "brief.pdf": "new", "more/b.html": "new", "tables/a.parquet": "new"}
MINE = {"README.md": "mine", "notes/deep/x.txt": "mine", "tables/mine.csv": "mine"}

CHANGES = ("os.link", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "open")


def fill(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def with_manifest(files):
    """The files of a report, and the manifest that lists them."""
    entries = [
        {"@id": name, "@type": "File", "sha256": sha256(text.encode()).hexdigest()}
        for name, text in files.items()
    ]
    return {**files, MANIFEST: json.dumps({"@graph": entries})}


@pytest.fixture
def out(tmp_path):
    fill(tmp_path / "out", {**with_manifest(OLD), **MINE})
    return tmp_path / "out"


def seen(out):
    """What a reader finds, hidden files of the kit aside."""
    return {
        name: path.read_text()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not (name := path.relative_to(out).as_posix()).startswith(".seed")
    }


def write_new(out):
    with staging(out) as folder:
        fill(folder / "made", with_manifest(NEW))
        publish(folder / "made", out, folder / "previous")


def killed_at(number, out):
    """Publish in a child that is killed at its change of that number; whether it came so far."""
    child = os.fork()
    if child == 0:
        left = [number]

        def kill(event, arguments):
            if event in CHANGES:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(kill)
        try:
            write_new(out)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("can_exchange", [True, False])
def test_killed_at_any_change_a_report_is_the_old_one_or_the_new(
    tmp_path, out, can_exchange, monkeypatch
):
    """At once where folders can be exchanged, else after the next run has looked at it."""
    if not can_exchange:
        monkeypatch.setattr(exchanging, "MOST_KEPT", -1)
    before, after = {**with_manifest(OLD), **MINE}, {**with_manifest(NEW), **MINE}
    shutil.copytree(out, tmp_path / "copy")
    outcomes, number = [], 1
    while killed_at(number, out):
        if not can_exchange:
            with staging(out):
                pass
        found = seen(out)
        assert found in (before, after), f"at change {number}"
        outcomes.append(found == after)
        with staging(out):  # what the next build does first
            assert seen(out) == found
        assert not sibling(out).exists()
        assert [path.name for path in out.glob(".seedbrief*")] == []
        shutil.rmtree(out)
        shutil.copytree(tmp_path / "copy", out)
        number += 1
    assert seen(out) == after
    assert number > 30
    assert outcomes == sorted(outcomes)  # old, old, ..., new, new
    assert outcomes[0] is False


def test_what_somebody_saves_in_that_moment_is_kept(out, monkeypatch):
    """A file that appears after the links were made."""
    link = exchanging._sync_folders

    def late(folder):
        (out / "late.txt").write_text("mine")
        link(folder)

    monkeypatch.setattr(exchanging, "_sync_folders", late)
    write_new(out)
    assert seen(out) == {**with_manifest(NEW), **MINE, "late.txt": "mine"}


def test_links_modes_and_empty_folders_of_others_stay(out):
    (out / "link").symlink_to("README.md")
    (out / "gone-link").symlink_to("nowhere")
    (out / "empty").mkdir()
    (out / "README.md").chmod(0o600)
    out.chmod(0o750)
    write_new(out)
    assert (out / "link").readlink().name == "README.md"
    assert (out / "gone-link").is_symlink()
    assert (out / "empty").is_dir()
    assert (out / "README.md").stat().st_mode & 0o777 == 0o600
    assert out.stat().st_mode & 0o777 == 0o750


def test_a_folder_that_is_a_link_stays_one(out, tmp_path):
    (tmp_path / "link").symlink_to(out)
    write_new(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert seen(out) == {**with_manifest(NEW), **MINE}


def test_where_folders_cannot_be_exchanged_files_are_moved(out, monkeypatch):
    """A mount, the working folder, another system: the same report in the end."""
    monkeypatch.chdir(out)
    with pytest.raises(CannotExchangeError):
        exchanging.exchange(out / "notes", out, [], ".seedbrief-")
    write_new(out)
    assert seen(out) == {**with_manifest(NEW), **MINE}


@pytest.mark.parametrize("name", ["EPERM", "EACCES", "EOPNOTSUPP", "ENOSYS", "EXDEV", "EMLINK"])
def test_where_no_hard_link_can_be_made_files_are_moved(out, monkeypatch, name):
    def refuse(*_, **__):
        raise OSError(getattr(errno, name), name)

    monkeypatch.setattr(os, "link", refuse)
    write_new(out)
    assert seen(out) == {**with_manifest(NEW), **MINE}
    assert not sibling(out).exists()


@pytest.mark.parametrize("call", ["link", "fsync", "rename"])
@pytest.mark.parametrize("number", [1, 3])
def test_an_error_of_the_disk_leaves_the_old_report(out, monkeypatch, call, number):
    left, real = [number], getattr(os, call)

    def full(*arguments, **options):
        left[0] -= 1
        if left[0] == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*arguments, **options)

    monkeypatch.setattr(os, call, full)
    try:
        write_new(out)
    except OSError as error:
        assert error.errno == errno.ENOSPC
        assert seen(out) == {**with_manifest(OLD), **MINE}
    else:
        assert seen(out) == {**with_manifest(NEW), **MINE}
    assert not sibling(out).exists()


def test_a_full_disk_gives_one_line_and_leaves_the_old_report(tmp_path, run, seeds):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        fill(disk / "out", OLD)
        result = run("seedbrief", "parse", "--seeds", seeds, "--out", disk / "out", cwd=tmp_path)
        assert result.returncode == 2
        last = result.stderr.strip().splitlines()[-1]
        assert last.startswith("seedbrief: ") and "No space left on device" in last
        assert "Traceback" not in result.stderr
        assert seen(disk / "out") == OLD
    finally:
        subprocess.run(["umount", str(disk)], check=True)
