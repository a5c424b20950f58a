"""Which kit this is: rows made by another one may differ."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

from analysis.cache import fingerprint
from analysis.errors import SeedbriefError

__all__ = ["check_kit", "kit"]


@cache
def kit() -> str:
    """Version and hash of what makes rows here: the kit's own files, all packages, Python."""
    try:
        named = version("seedbrief")
    except PackageNotFoundError:
        named = "unknown"
    return f"seedbrief {named} ({fingerprint()[:12]})"


def check_kit(expected: str) -> None:
    """Stop a task that comes from another kit.

    Raises
    ------
    SeedbriefError
        If this kit is not the one that is expected.
    """
    if kit() != expected:
        message = f"this worker has {kit()}, the command has {expected}"
        raise SeedbriefError(f"{message}; install the same versions of all packages on both")
