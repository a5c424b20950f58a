"""A progress bar for each stage of a build."""

from __future__ import annotations

import sys
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Any

from tqdm import tqdm

__all__ = ["FORMATS", "Bars"]

FORMATS = ("html", "pdf")
"""What each notebook is exported to."""


SECONDS = 10
"""Between two lines of a log."""

MANY = 100
"""Of so many documents the rate and the time left are told; of fewer they jump about."""

_PLAIN = "{desc} {bar:30} {n_fmt}/{total_fmt} {unit} {elapsed}"
_LONG = "{desc} {bar:30} {n_fmt}/{total_fmt} documents, {rate_noinv_fmt}, {remaining} left"


class _Log(tqdm):  # type: ignore[misc]
    """How far it is in lines of a log, where nothing can go back over what was written."""

    _told = (0, 0)

    def display(self, msg: str | None = None, pos: int | None = None) -> None:
        """Write a line, unless there is nothing new to tell; `msg` would be one to wipe out."""
        now = self.n, self.total
        if msg is None and self.n and now != self._told:
            self._told = now
            self.fp.write(f"{self}\n")
            self.fp.flush()


class Bars:
    """Bars for seeds read, notebooks run and files exported, fed by the workers' messages.

    Where files are told of, they are counted before the documents that are in them, with which the
    bar then begins anew. Where there is no terminal, a line is written every ten seconds at most.
    """

    def __init__(self, *, notebooks: int = 0, shown: bool) -> None:
        self._lock = Lock()
        self._counted, self._streamed = "", False
        self._live = sys.stderr.isatty()
        self._written = monotonic()
        kinds = [("seed", "Seeds", 1, "read")]
        if notebooks:
            kinds.append(("run", "Notebooks", notebooks, "run"))
            kinds.append(("export", "HTML, PDF", notebooks * len(FORMATS), "written"))
        self._bars = {
            name: (tqdm if self._live else _Log)(
                total=total,
                desc=f"{label:<10}",
                unit=unit,
                position=position,
                disable=not shown,
                bar_format=self._form(_PLAIN),
                leave=self._live,
            )
            for position, (name, label, total, unit) in enumerate(kinds)
        }

    def hear(self, message: dict[str, Any]) -> None:
        """Move the bar that a worker's message is about."""
        kind = message["tell"]
        bar = self._bars["seed" if kind == "file" else kind]
        with self._lock:
            if "before" in message:
                self._begin(bar, kind, message["total"], message["before"])
            bar.total = message.get("total", bar.total)
            bar.n = message.get("done", bar.n + 1)
            if self._live or bar.n >= bar.total or monotonic() > self._written + SECONDS:
                self._written = monotonic()
                bar.refresh()

    def _form(self, form: str) -> str:
        """A bar's form; in a log there is none to see."""
        return form if self._live else form.replace("{bar:30} ", "")

    def tell(self, kind: str, done: int, total: int, before: int) -> None:
        """Move the bar of files or seeds; an earlier run had done `before` of them."""
        self.hear({"tell": kind, "done": done, "total": total, "before": before})

    @property
    def how_far(self) -> str:
        """How far a long parse came that is stopped now; "" if there is none."""
        if not self._streamed or self._counted != "seed":
            return ""
        bar = self._bars["seed"]
        told = f"stopped after {bar.n:,} of {bar.total:,} documents"
        return f"{told}; the same command goes on from there"

    def _begin(self, bar: tqdm[Any], kind: str, total: int, before: int) -> None:
        """Count anew, from what an earlier run has done."""
        if kind != self._counted:
            self._counted = kind
            self._streamed |= kind == "file"
            long = kind == "seed" and total >= MANY
            bar.unit, form = ("", _LONG) if long else ("read", _PLAIN)
            bar.bar_format = self._form(form)
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
