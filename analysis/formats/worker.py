"""Opens files of risky formats: a process that forks a child for each, under limits.

It takes jobs as lines of JSON and answers each with a line that says how the child ended; what the
child found lies in the job's folder. A child can crash, loop or fill its memory without harm to
anything but its own file. It is handed no more than that file and one empty folder.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.errors import SeedError
from analysis.formats import FORMATS, Entry, Part, Refusal, Source
from analysis.settings import Limits, Settings

__all__ = ["main"]

Job = dict[str, Any]

FOUND = "found.jsonl"
"""What was found in a file, a line a part."""

EXTENT = "extent.json"
"""Written last: how many files lay in the file and their bytes, or why it is refused."""

DEEPEST = 500
"""Calls: less than what overflows the stack, more than any document needs."""


def main() -> None:
    """Answer the jobs on standard input until it ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)  # libraries print warnings about what they read
    os.dup2(quiet, 2)
    for line in sys.stdin:
        job = json.loads(line)
        FORMATS[job["suffix"]].load()  # imports happen once, here
        answers.write(json.dumps(_watched(job)) + "\n")
        answers.flush()


def _watched(job: Job) -> Job:
    """How the child that does the job ended."""
    child = os.fork()
    if child == 0:
        _run(job)
    timer = threading.Timer(2 * job["limits"]["seconds"] + 5, os.kill, (child, signal.SIGKILL))
    timer.start()
    _, status = os.waitpid(child, 0)
    timer.cancel()
    timer.join()
    return {"status": os.waitstatus_to_exitcode(status)}


def _run(job: Job) -> None:
    status = 1
    try:
        limits = Limits(**job["limits"])
        _confine(limits)
        answer = _answer(job, Settings(limits, job["fields"]))
        Path(job["folder"], EXTENT).write_text(json.dumps(answer), encoding="ascii")
        status = 0
    except BaseException:  # noqa: S110 - the status says it
        pass
    finally:
        os._exit(status)


def _confine(limits: Limits) -> None:
    """Let this process have only so much memory, time and disk, and nothing to send to."""
    with Path("/proc/self/statm").open() as stream:
        used = int(stream.read().split()[0]) * resource.getpagesize()
    memory = used + limits.memory_mb * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = 2 * limits.unpacked_bytes + limits.container_bytes
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    sys.setrecursionlimit(DEEPEST)


def _answer(job: Job, settings: Settings) -> Job:
    path, kind = Path(job["path"]), FORMATS[job["suffix"]]
    name = kind.name
    if kind.streamed:
        source = Source(job["name"], b"", settings, path)
    else:
        source = Source(job["name"], path.read_bytes(), settings)
    try:
        return _written(source, job)
    except SeedError as error:
        return {"refused": [error.reason, error.message]}
    except MemoryError:
        raise
    except RecursionError:
        return {"refused": ["nesting", f"is nested too deeply for {name}; save it anew"]}
    except Exception as error:  # whatever a library makes of a broken file
        message = f"is no {name} that can be read ({type(error).__name__}); save it anew"
        return {"refused": ["broken", message]}


def _written(source: Source, job: Job) -> Job:
    """Write the parts to the job's folder, one after another; return their extent."""
    limits = source.settings.limits
    size = 0
    extent = {"files": 0, "bytes": 0}
    with Path(job["folder"], FOUND).open("w", encoding="ascii") as lines:
        for number, part in enumerate(FORMATS[job["suffix"]].load()(source)):
            size += _size(part)
            if number >= limits.entries or size > limits.unpacked_bytes:
                many = (
                    f"holds more than {limits.entries:,} files or {limits.unpacked_bytes:,} bytes"
                )
                advice = "split it, or raise limits.entries or limits.unpacked_bytes"
                raise source.refuse("too_large", f"{many}; {advice}")
            lines.write(json.dumps(_record(part, Path(job["folder"], f"{number}"))) + "\n")
            if isinstance(part, Entry):
                extent["files"] += 1
                extent["bytes"] += len(part.data)
    return extent


def _record(part: Part, path: Path) -> Job:
    """A part as JSON; a file inside the file goes to `path`."""
    if not isinstance(part, Entry):
        return {"kind": type(part).__name__, **asdict(part)}
    path.write_bytes(part.data)
    return {"kind": "Entry", "name": part.name, "suffix": part.suffix, "path": str(path)}


def _size(part: Part) -> int:
    if isinstance(part, Entry):
        return len(part.data)
    return 0 if isinstance(part, Refusal) else len(part.text)


if __name__ == "__main__":
    main()
