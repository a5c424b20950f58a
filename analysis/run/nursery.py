"""Kernels that start in a tenth of a second: forks of one process that has imported the libraries.

Each notebook has a kernel process of its own, as ever; only the imports, which take longer than
the notebooks, are made once. `launch.py` is what the kernel specification names: it asks this
process for a kernel and lives as long as that kernel does.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from importlib import import_module
from pathlib import Path
from select import select
from threading import Thread
from typing import NoReturn

from analysis.run.traced import TRACE_VARIABLE, Trace

__all__ = ["SOCKET", "main", "specify"]

SOCKET = "SEEDBRIEF_NURSERY"
"""The environment variable that holds the socket's path."""

# Some of these are what IPython and matplotlib import when they are first used.
PRELOADED = (
    "IPython.core.completerlib",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "seaborn",
    "sqlite3",
    "analysis.tables",
    "analysis.brief.evidence",
    "analysis.brief.sections",
    "analysis.brief.selection",
)


def specify(folder: Path) -> None:
    """Write a kernel specification ``python3`` below `folder`, for JUPYTER_PATH."""
    launch = Path(__file__).with_name("launch.py")
    command = [sys.executable, "-I", "-S", str(launch), "{connection_file}"]
    spec = {"argv": command, "display_name": "Python 3", "language": "python"}
    home = folder / "kernels" / "python3"
    home.mkdir(parents=True)
    (home / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def main() -> None:
    """Give a kernel to each caller of the socket, until standard input ends."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(os.environ[SOCKET])
    server.listen()  # callers wait while the libraries are imported
    for name in PRELOADED:
        import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the kernels
    while True:
        ready, _, _ = select([server, sys.stdin], [], [])
        if sys.stdin in ready:  # the build is gone
            return
        caller, _ = server.accept()
        if os.fork() == 0:
            server.close()
            _become_kernel(caller)
        caller.close()


def _become_kernel(caller: socket.socket) -> NoReturn:
    from ipykernel.kernelapp import IPKernelApp

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    with caller.makefile(encoding="utf-8") as lines:
        request = json.loads(lines.readline())
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    asked = os.environ.pop(TRACE_VARIABLE, "")
    trace = Trace.asked(asked, request["connection_file"]) if asked else None
    Thread(target=_end_with, args=(caller, trace), daemon=True).start()
    status = 0
    try:
        IPKernelApp.launch_instance(argv=["-f", request["connection_file"]])
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    finally:
        _end(trace, status)


def _end_with(caller: socket.socket, trace: Trace | None) -> None:
    """End the kernel when the process that asked for it ends: so does nbclient end it."""
    caller.recv(1)
    _end(trace, 1)


def _end(trace: Trace | None, status: int) -> NoReturn:
    try:
        if trace is not None:
            trace.end()
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
