"""The brief on what changed between two reports: ``seedbrief diff --out``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

import pandas as pd

from analysis.brief.changes import comparison
from analysis.brief.profile import PROFILE_VARIABLE
from analysis.errors import ParameterError
from analysis.loading import TABLES_VARIABLE
from analysis.parameters import check
from analysis.run.build import epoch, profile_folder
from analysis.run.notebooks import find_notebooks
from analysis.run.pool import open_pool
from analysis.run.publish import check_out, publish, staging
from analysis.run.shop import scratch_folder
from analysis.tables.store import find_tables

__all__ = ["find_changes", "render_changes"]

OWN = {"old": "str", "new": "str"}
"""The parameters that ``changes.ipynb`` has beside the usual ones."""


def find_changes(
    old: str | Path, new: str | Path, parameters: Mapping[str, object] | None = None
) -> pd.DataFrame:
    """What changed, in what is left of both once they are cut to `parameters`: see `compare`.

    Raises
    ------
    ParameterError
        If one is unknown or not allowed.
    TableError
        If one of the folders holds no tables.
    """
    chosen, _ = _checked(parameters or {})
    return comparison(check({**chosen, "old": str(old), "new": str(new)}, OWN)).changes


def _checked(parameters: Mapping[str, object]) -> tuple[dict[str, object], str]:
    """The parameters, of which none names what the folders do, and the folder of the profile."""
    for name in ("seeds", *OWN):
        if name in parameters:
            raise ParameterError(name, parameters[name], "left out: the folders are compared")
    chosen = dict(parameters)
    profile = profile_folder(chosen)
    check(chosen)
    return chosen, profile


def render_changes(
    old: str | Path,
    new: str | Path,
    out: str | Path,
    parameters: Mapping[str, object] | None = None,
) -> list[Path]:
    """Run ``notebooks/changes.ipynb`` on two reports; write it, its HTML and its PDF to `out`.

    Parameters
    ----------
    old, new : path
        Folders of reports or of tables. Their places on this machine reach no page.
    out : path
        Other files in it are left alone.
    parameters : mapping, optional
        For the notebook, such as ``focus`` or ``title``.

    Returns
    -------
    list of Path
        The files written.
    """
    chosen, profile = _checked(parameters or {})
    folders = {"old": Path(old).resolve(), "new": Path(new).resolve()}
    newest = max(find_tables(folders["new"]).documents["published"], default="")
    _keep_apart(Path(out), folders.values())
    notebook = find_notebooks(["changes"])[0]
    check_out(Path(out), notebooks=[notebook])
    with ExitStack() as stack:
        folder = stack.enter_context(staging(Path(out)))
        scratch = Path(stack.enter_context(scratch_folder()))
        place, made = scratch / "place", folder / "made"
        place.mkdir()
        made.mkdir()
        for name, at in folders.items():
            (place / name).symlink_to(at)
        pool = stack.enter_context(open_pool(1, place, scratch))
        pool.call(
            "render",
            None,
            name=notebook.stem,
            notebook=str(notebook),
            out=str(made),
            parameters={"old": "old", "new": "new", **chosen},
            environment={
                "SOURCE_DATE_EPOCH": str(epoch(newest)),
                TABLES_VARIABLE: "",
                PROFILE_VARIABLE: profile,
            },
        )
        return publish(made, Path(out), folder / "previous")


def _keep_apart(out: Path, folders: Iterable[Path]) -> None:
    """Refuse to write into what is compared."""
    for folder in folders:
        if out.resolve() in (folder, folder / "tables"):
            raise ParameterError("out", str(out), "another folder than those that are compared")
