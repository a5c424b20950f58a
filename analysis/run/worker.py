"""A worker process of a build: takes jobs as lines of JSON, answers each with a line of JSON.

It runs in the folder that holds the seeds, under the environment that `analysis.run.pool` sets, so
that nothing of the place where the build was started can reach a report.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from analysis.errors import NotebookError, SeedbriefError
from analysis.place import Place

__all__ = ["main"]

Job = dict[str, Any]
Tell = Callable[[Job], None]

for _unwanted in ("rfc3987_syntax", "black"):
    # The first builds a grammar for 1.3 s, only to check IRIs in notebooks' JSON. The second, if
    # some machine has it, would rewrite the cell that papermill puts in.
    sys.modules[_unwanted] = None  # type: ignore[assignment]


def main() -> None:
    """Answer the jobs on standard input until it ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever else prints goes to the log

    def tell(answer: Job) -> None:
        _write(answers, answer)

    for line in sys.stdin:
        job = json.loads(line)
        os.environ.update(job.get("environment", {}))
        tell(_answer(job, tell))


def _write(stream: IO[str], answer: Job) -> None:
    stream.write(json.dumps(answer) + "\n")
    stream.flush()


def _answer(job: Job, tell: Tell) -> Job:
    try:
        return {"done": JOBS[job["job"]](job, tell)}
    except SeedbriefError as error:
        return {"error": type(error).__name__, "message": str(error), "trace": _trace()}
    except OSError as error:
        message = f"{error.strerror or error}: {error.filename}" if error.filename else str(error)
        return {"error": "OSError", "message": message, "trace": _trace()}
    except Exception as error:
        message = f"{type(error).__name__}: {error}"
        return {"error": "RuntimeError", "message": message, "trace": _trace()}


def _trace() -> str:
    return traceback.format_exc()


def parse(job: Job, tell: Tell) -> Job:
    """Seeds to assessed tables, saved in a folder; of a large corpus, of what is asked for."""
    from analysis.run.chosen import make_choice
    from analysis.run.tables import Workshop, make_tables

    def progress(kind: str, done: int, total: int, before: int) -> None:
        tell({"tell": kind, "done": done, "total": total, "before": before})

    seeds, folder, scale = job["seeds"], Path(job["tables"]), job["scale"]
    shop = Workshop(Place(job["unfinished"]), tell=progress)
    there = Place(job["store"])
    saved = make_tables(seeds, folder, shop, scale=scale, there=there)
    if saved.store is None:
        return saved.told()
    chosen = make_choice(saved.store, folder, job["asked"], scale)
    if saved.store == there:
        return chosen.told()
    made = {"made_store": saved.store.address, "notes": [saved.note(job["shown"])]}
    return {**chosen.told(), **made}


def choose(job: Job, tell: Tell) -> Job:
    """Some documents of a store to assessed tables, saved in a folder."""
    from analysis.run.chosen import make_choice

    store, folder = Place(job["store"]), Path(job["tables"])
    return make_choice(store, folder, job["asked"], job["scale"]).told()


def count(job: Job, tell: Tell) -> int:
    """How many rows of saved tables are within what is asked for."""
    from analysis.brief.selection import view
    from analysis.parameters import check
    from analysis.tables import Tables

    found = view(Tables.load(job["tables"]), check(job["asked"]), ()).tables
    return len(found.claims) + len(found.figures) + len(found.questions)


def inspect(job: Job, tell: Tell) -> Job:
    """Names, types and defaults of the parameters that notebooks declare."""
    import papermill
    from nbformat import ValidationError

    declared = {}
    for path in job["notebooks"]:
        try:
            declared[path] = papermill.inspect_notebook(_literal(path))
        except (ValueError, AttributeError, ValidationError) as error:
            message = f"{Path(path).name} is no notebook that can be run ({error}); mend or move it"
            raise NotebookError(message) from error
    return declared


def render(job: Job, tell: Tell) -> Job:
    """Run one notebook; write it, its HTML and its PDF; tell what it opened besides `own`."""
    import nbformat

    from analysis.brief.exporters import BriefHTMLExporter, BriefPDFExporter
    from analysis.run.tidy import tidy
    from analysis.run.traced import TRACE_VARIABLE, read_trace

    stem = Path(job["out"], job["name"])
    trace = Path(os.environ["JUPYTER_RUNTIME_DIR"], f"{job['name']}.trace")
    own = [*job.get("own", ()), str(trace.parents[1])]
    os.environ[TRACE_VARIABLE] = json.dumps({"to": str(trace), "own": own})
    with _timed() as run_time:
        executed = _execute(job)
        kept = executed.metadata.get("seedbrief", {}).get("cache", True)
        notebook = tidy(executed)
    tell({"tell": "run"})
    nbformat.write(notebook, stem.with_name(f"{stem.name}.ipynb"))
    with _timed() as export_time:
        for suffix, exporter in (("html", BriefHTMLExporter), ("pdf", BriefPDFExporter)):
            target = stem.with_name(f"{stem.name}.{suffix}")
            target.write_bytes(_export(notebook, exporter(), target.name))
            tell({"tell": "export"})
    opened = read_trace(trace, Path.cwd()) if kept else None
    return {"run": run_time[0], "export": export_time[0], "opened": opened}


def _execute(job: Job) -> Any:
    import papermill
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    # A kernel is spoken to over sockets in a private folder: no port is open, none is raced for.
    sockets = Path(os.environ["JUPYTER_RUNTIME_DIR"], f"k{os.getpid()}")
    config = Config(KernelManager={"transport": "ipc", "ip": str(sockets)})
    try:
        return papermill.execute_notebook(
            _literal(job["notebook"]),
            None,
            parameters=job["parameters"],
            kernel_name="python3",
            language="python",
            progress_bar=False,
            start_timeout=120,
            config=config,
        )
    except PapermillExecutionError as error:
        what = str(error.evalue).strip().partition("\n")[0]
        message = f"{job['name']}.ipynb failed in cell [{error.exec_count}]: {error.ename}: {what}"
        raise NotebookError(message) from error


def _export(notebook: Any, exporter: Any, name: str) -> bytes:
    try:
        made, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": Path(name).stem}})
    except Exception as error:
        what = str(error).strip().partition("\n")[0]
        raise NotebookError(f"{name} cannot be written: {type(error).__name__}: {what}") from error
    return made.encode("utf-8") if isinstance(made, str) else bytes(made)


def _literal(path: str) -> str:
    """A path that papermill, which formats paths, leaves as it is."""
    return path.replace("{", "{{").replace("}", "}}")


@contextmanager
def _timed() -> Iterator[list[float]]:
    seconds: list[float] = []
    start = time.perf_counter()
    yield seconds
    seconds.append(time.perf_counter() - start)


JOBS: dict[str, Callable[[Job, Tell], Any]] = {
    "parse": parse,
    "choose": choose,
    "count": count,
    "inspect": inspect,
    "render": render,
}

if __name__ == "__main__":
    main()
