"""A progress bar for each stage of a build."""

from __future__ import annotations

from threading import Lock
from types import TracebackType
from typing import Any

from tqdm import tqdm

__all__ = ["FORMATS", "Bars"]

FORMATS = ("html", "pdf")
"""What each notebook is exported to."""


_PLAIN = "{desc} {bar:30} {n_fmt}/{total_fmt} {unit} {elapsed}"
_LONG = "{desc} {bar:30} {n_fmt}/{total_fmt} documents, {rate_noinv_fmt}, {remaining} left"


class Bars:
    """Bars for seeds read, notebooks run and files exported, fed by the workers' messages.

    They are shown on a terminal only. Where files are told of, they are counted before the
    documents that are in them, with which the bar then begins anew.
    """

    def __init__(self, *, notebooks: int = 0, shown: bool) -> None:
        self._lock = Lock()
        self._counted = ""
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
                disable=None if shown else True,
                bar_format=_PLAIN,
            )
            for position, (name, label, total, unit) in enumerate(kinds)
        }

    def hear(self, message: dict[str, Any]) -> None:
        """Move the bar that a worker's message is about."""
        kind = message["tell"]
        bar = self._bars["seed" if kind == "file" else kind]
        with self._lock:
            if "before" in message:
                self._begin(bar, kind, message["before"])
            bar.total = message.get("total", bar.total)
            bar.n = message.get("done", bar.n + 1)
            bar.refresh()

    def _begin(self, bar: tqdm[Any], kind: str, before: int) -> None:
        """Count anew, from what an earlier run has done."""
        if kind != self._counted:
            self._counted = kind
            bar.unit, bar.bar_format = ("read", _PLAIN) if kind == "file" else ("", _LONG)
            bar.set_description_str(f"{'Files' if kind == 'file' else 'Seeds':<10}", refresh=False)
            bar.reset()
            bar.initial = before

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
