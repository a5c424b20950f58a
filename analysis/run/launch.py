"""Stands for a kernel: asks the nursery for one and lives as long as it.

It runs by its path, without the site packages: it must start at once. Where there is no nursery,
it becomes an ordinary kernel.
"""

import json
import os
import socket
import sys


def main() -> None:
    """Ask for a kernel with the connection file that the command line names."""
    request = {
        "connection_file": sys.argv[1],
        "environment": dict(os.environ),
        "folder": os.getcwd(),  # noqa: PTH109 - pathlib takes longer to import than all this
    }
    nursery = socket.socket(socket.AF_UNIX)
    try:
        nursery.connect(os.environ["SEEDBRIEF_NURSERY"])
    except (KeyError, OSError):
        kernel = [sys.executable, "-m", "ipykernel_launcher", "-f", sys.argv[1]]
        os.execv(sys.executable, kernel)  # noqa: S606 - the command that the usual kernel has
    nursery.sendall(json.dumps(request).encode() + b"\n")
    nursery.recv(1)  # nothing comes; it ends when the kernel does


if __name__ == "__main__":
    main()
