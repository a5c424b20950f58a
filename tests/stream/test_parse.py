"""A streamed parse gives the bytes of a parse in one process, however it is cut and stopped."""

from stream.conftest import contents


def test_many_workers_make_the_same_bytes_as_one_process(project, run, tmp_path):
    """Order, copies, doubles, refusals, metadata and decisions among files in files."""
    run("parse", "--seeds", "seeds", "--out", tmp_path / "out", "--workers", 2)
    assert contents(tmp_path / "out") == contents(project / "whole")
