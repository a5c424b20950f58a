"""The workers of a build: none outlives it, whatever happens when."""

from contextlib import suppress
from threading import Event, Thread

import psutil
import pytest

from analysis.errors import SeedbriefError
from analysis.run.pool import Pool, open_pool


def test_a_job_that_comes_when_the_build_is_over_starts_no_workers(tmp_path):
    with open_pool(1, tmp_path, tmp_path) as pool:
        pass
    with pytest.raises(SeedbriefError, match="no workers any more for 'inspect'"):
        pool.call("inspect")
    assert list(tmp_path.iterdir()) == []
    assert not any("analysis.run" in " ".join(each.cmdline()) for each in _children())


def test_the_end_waits_for_a_start_that_is_under_way():
    """Processes that start later than the end is made would run on, in a folder that goes."""
    begun, go, ended = Event(), Event(), Event()

    def start():
        begun.set()
        assert go.wait(20)
        raise SeedbriefError("no worker here")

    pool = Pool(start)

    def ask():
        with suppress(SeedbriefError):
            pool.call("inspect")

    call = Thread(target=ask)
    call.start()
    assert begun.wait(20)
    end = Thread(target=lambda: (pool.close(), ended.set()))
    end.start()
    assert not ended.wait(0.2)
    go.set()
    assert ended.wait(20)
    call.join(20)
    end.join(20)


def _children():
    return psutil.Process().children(recursive=True)
