"""A progress bar for each stage of a build."""

from __future__ import annotations

from threading import Lock
from types import TracebackType
from typing import Any

from tqdm import tqdm

__all__ = ["FORMATS", "Bars"]

FORMATS = ("html", "pdf")
"""What each notebook is exported to."""


class Bars:
    """Bars for seeds read, notebooks run and files exported, fed by the workers' messages."""

    def __init__(self, *, notebooks: int = 0, shown: bool) -> None:
        self._lock = Lock()
        kinds = [("seed", "Seeds", 1, "read")]
        if notebooks:
            kinds.append(("run", "Notebooks", notebooks, "run"))
            kinds.append(("export", "HTML, PDF", notebooks * len(FORMATS), "written"))
        self._bars = {
            name: tqdm(
                total=total,
                desc=f"{label:<10}",
                unit=unit,
                position=position,
                disable=not shown,
                bar_format="{desc} {bar:30} {n_fmt}/{total_fmt} {unit} {elapsed}",
            )
            for position, (name, label, total, unit) in enumerate(kinds)
        }

    def hear(self, message: dict[str, Any]) -> None:
        """Move the bar that a worker's message is about."""
        bar = self._bars[message["tell"]]
        with self._lock:
            bar.total = message.get("total", bar.total)
            bar.n = message.get("done", bar.n + 1)
            bar.refresh()

    def __enter__(self) -> Bars:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for bar in self._bars.values():
            bar.close()
