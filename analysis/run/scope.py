"""Whether a build finds anything in the scope that its parameters give: empty pages say it late."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from analysis.cache import Cache, fingerprint, key_of
from analysis.parameters import Parameters
from analysis.run.kept import digest_of
from analysis.wording import listed

__all__ = ["look"]

_KIND = "scope"

_NARROWING = ("focus", "since", "until", "min_certainty")


def look(
    parameters: Parameters, tables: Path, cache: Cache, submit: Callable[..., Future[Any]]
) -> Callable[[], str]:
    """Begin to look; what is to be said is called for when all else is done: "" if something is.

    Parameters
    ----------
    parameters : Parameters
    tables : Path
        The folder of the tables that the pages show.
    cache : Cache
        Remembers what was found in such tables.
    submit : callable
        Gives the worker's job ``count``.
    """
    usual = Parameters()
    given = {name: str(getattr(parameters, name)) for name in _NARROWING}
    asked = {name: value for name, value in given.items() if value != getattr(usual, name)}
    if not asked:
        return str
    key = key_of(fingerprint(), digest_of(tables), json.dumps(asked))
    known = cache.get(_KIND, key)
    job = submit("count", tables=str(tables), asked=asked) if known is None else None

    def said() -> str:
        rows = int(job.result() if job else known or 0)
        if job:
            cache.put(_KIND, key, str(rows).encode("ascii"))
        told = listed([f"{name} {value}" for name, value in asked.items()])
        nothing = f"nothing in these seeds is within {told}, so the pages are empty"
        return "" if rows else f"{nothing}; try another word or a wider period"

    return said
