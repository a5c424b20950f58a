"""Which notebooks a build runs, and with which parameters."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

from analysis.cache import Cache, fingerprint, key_of
from analysis.errors import NotebookError
from analysis.parameters import NAMES, Parameters, check

__all__ = [
    "TEMPLATE",
    "Declared",
    "checked",
    "find_notebooks",
    "given",
    "inspect",
    "notebook_folder",
]

_KIND = "notebook"

Declared = Mapping[str, Mapping[str, Mapping[str, str]]]
"""By notebook and parameter: what papermill finds in the cell tagged ``parameters``."""

TEMPLATE = Path(str(files("analysis") / "templates" / "project"))
"""What a new project starts with, the kit's own notebooks among it."""


def find_notebooks(notebooks: str | Path | Iterable[str | Path] | None) -> list[Path]:
    """Absolute paths of notebooks.

    Parameters
    ----------
    notebooks : str, Path or iterable of them, optional
        Names such as ``brief``, or paths. By default all in the folder ``notebooks/``: the one in
        the working folder, else the kit's own. Those whose metadata say ``"seedbrief":
        {"report": false}``, such as a tour, are only run where they are named.

    Raises
    ------
    NotebookError
        If there is no such notebook, or two have the same name.
    """
    folder = notebook_folder()
    known = sorted(folder.glob("*.ipynb")) if folder else []
    notebooks = [notebooks] if isinstance(notebooks, str | Path) else notebooks
    found = (
        [path for path in known if _is_report(path)]
        if notebooks is None
        else [_one(str(each), known) for each in notebooks]
    )
    if not found:
        raise NotebookError("there are no notebooks; name one with --notebook, or make notebooks/")
    names = [path.stem for path in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise NotebookError(f"two notebooks are called {twice}; name each once")
    return [path.resolve() for path in found]


def notebook_folder() -> Path | None:
    """The folder ``notebooks/``: the one in the working folder, else the kit's own."""
    return next((at for at in (Path("notebooks"), TEMPLATE / "notebooks") if at.is_dir()), None)


def _is_report(path: Path) -> bool:
    """Whether a build runs a notebook unasked; one that cannot be read is, to say so."""
    try:
        metadata = json.loads(path.read_bytes())["metadata"]
        return bool(metadata.get("seedbrief", {}).get("report", True))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return True


def _one(name: str, known: Sequence[Path]) -> Path:
    by_name = {path.stem: path for path in known}
    if name in by_name:
        return by_name[name]
    path = Path(name)
    if path.suffix == ".ipynb" and path.is_file():
        return path
    near = get_close_matches(name, by_name, n=1)
    guess = f" (did you mean {near[0]}?)" if near else ""
    raise NotebookError(f"there is no notebook {name!r}; there are {', '.join(by_name)}{guess}")


def inspect(
    notebooks: Sequence[Path], cache: Cache, submit: Callable[..., Future[Declared]]
) -> Callable[[], Declared]:
    """Begin to find out what notebooks declare; the answer is called for when it is needed.

    Parameters
    ----------
    notebooks : sequence of Path
    cache : Cache
        Remembers notebooks that were inspected before.
    submit : callable
        Gives the worker's job ``inspect`` the others.
    """
    keys = {str(path): key_of(fingerprint(), path.read_bytes()) for path in notebooks}
    stored = {path: cache.get(_KIND, key) for path, key in keys.items()}
    known = {path: json.loads(data) for path, data in stored.items() if data is not None}
    new = [path for path in keys if path not in known]
    job = submit("inspect", notebooks=new) if new else None

    def declared() -> Declared:
        found = {} if job is None else dict(job.result())
        for path, entries in found.items():
            if key_of(fingerprint(), Path(path).read_bytes()) == keys[path]:
                cache.put(_KIND, keys[path], json.dumps(entries).encode())
        return {path: (known | found)[path] for path in keys}

    return declared


def checked(parameters: Mapping[str, object], declared: Declared) -> Parameters:
    """Check parameters against what notebooks declare, and that each declares what it must."""
    for path, entries in declared.items():
        missing = [name for name in NAMES if name not in entries]
        if missing:
            where = f"the cell tagged 'parameters' of {Path(path).name}"
            mend = 'or say {"seedbrief": {"report": false}} in its metadata, if it is no report'
            raise NotebookError(f"{where} must declare also {', '.join(missing)}; {mend}")
    own = {
        name: entry["inferred_type_name"]
        for entries in declared.values()
        for name, entry in entries.items()
        if name not in NAMES
    }
    return check(parameters, own)


def given(
    parameters: Parameters, names: Iterable[str], entries: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """Select what to hand to one notebook: what was named, and it declares with another default.

    That a value is left out where it is the default keeps the bytes of a report the same whether
    the default was spelt out or not.
    """
    named = set(names)
    values = parameters.as_dict()
    return {
        name: values[name]
        for name, entry in entries.items()
        if name in named and not _is_default(values[name], entry["default"])
    }


def _is_default(value: object, source: str) -> bool:
    try:
        return bool(ast.literal_eval(source) == value)
    except (ValueError, SyntaxError):
        return False
