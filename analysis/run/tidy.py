"""An executed notebook without what differs between two runs of it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

__all__ = ["tidy"]

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
CELL_METADATA = ("papermill", "execution", "ExecuteTime")
WIDGET = "application/vnd.jupyter.widget-view+json"


def tidy(notebook: Any) -> Any:
    """Drop times, run ids, versions, widgets' ids and standard error; name cells by content.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        As papermill returns it. It is left as it is.

    Returns
    -------
    nbformat.NotebookNode
    """
    import nbformat

    cells = [_cell(index, cell) for index, cell in enumerate(notebook.cells)]
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return nbformat.from_dict(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )


def _cell(index: int, cell: Any) -> dict[str, Any]:
    key = sha256(f"{index}\n{cell.source}".encode()).hexdigest()[:12]
    kept = {name: value for name, value in cell.metadata.items() if name not in CELL_METADATA}
    if not kept.get("tags", True):
        del kept["tags"]
    changed = {**cell, "id": key, "metadata": kept}
    if cell.cell_type == "code":
        changed["outputs"] = _outputs(cell.outputs)
    return changed


def _outputs(outputs: list[Any]) -> list[dict[str, Any]]:
    """Outputs without standard error; its gaps in standard output are closed."""
    kept: list[dict[str, Any]] = []
    for output in outputs:
        if output.get("name") == "stderr":
            continue
        if output.output_type == "stream" and kept and kept[-1]["output_type"] == "stream":
            kept[-1]["text"] += output.text
        else:
            kept.append(_output(output))
    return kept


def _output(output: Any) -> dict[str, Any]:
    if "data" not in output:
        return dict(output)
    return {**output, "data": {kind: it for kind, it in output.data.items() if kind != WIDGET}}
