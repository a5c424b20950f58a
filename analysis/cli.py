"""``seedbrief``: the kit from a shell. A command imports the heavy libraries that it needs."""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from analysis import __version__
from analysis.errors import SeedbriefError
from analysis.wording import printable

if TYPE_CHECKING:
    from analysis.model import Problem

__all__ = ["main"]

EPILOG = """\
a first brief:
  seedbrief new my-project      # a folder with an example; put your documents into its seeds/
  cd my-project
  seedbrief build               # open reports/brief.html or reports/brief.pdf

"seedbrief COMMAND --help" has each command's options and examples.

exit status: 0 all is well; 1 a notebook failed, doctor or verify found something, diff found a
change, or --strict and a seed was refused; 2 nothing could be read or an argument is wrong."""

EXAMPLES = {
    "new": """\
examples:
  seedbrief new strike
  cd strike && seedbrief build

exit status: 0 the project is there; 2 the folder holds something: nothing was written""",
    "build": """\
examples:
  seedbrief build                                    # seeds/ to reports/, all notebooks
  seedbrief build --notebook brief -p focus strike -p since 2025-03
  seedbrief build --seeds wire --out wire-reports --profile one-page -p tlp AMBER

parameters of -p: title; focus, a word or regular expression; since and until (2025, 2025-03 or
2025-03-14); min_certainty (certain, probable, possible); scale (icd203, phia); tlp (RED,
AMBER+STRICT, AMBER, GREEN, CLEAR); and those that a notebook of yours declares.

exit status: 0 the report is complete, even where seeds were refused; 1 a notebook failed, or
--strict and a seed was refused; 2 no seed could be read or an argument is wrong. Unless it is 0,
the last report stays as it was.""",
    "parse": """\
examples:
  seedbrief parse --csv
  seedbrief parse --seeds wire --out wire-tables

exit status: 0 the tables are complete; 1 --strict and a seed was refused; 2 no seed could be read
or an argument is wrong""",
    "doctor": """\
examples:
  seedbrief doctor
  seedbrief doctor --seeds wire     # what of these documents would be refused, and why?

exit status: 0 nothing stands in the way; 1 something does""",
    "verify": """\
examples:
  seedbrief verify reports
  seedbrief verify theirs --seeds their-seeds --rebuild

exit status: 0 the report is what it says; 1 it is not, with a line for each fault; 2 it is no
report""",
    "diff": """\
examples:
  cp -r reports before && seedbrief build
  seedbrief diff before reports
  seedbrief diff before reports --out changes -p title "Since Monday" -p focus strike

exit status: 0 nothing changed; 1 something did; 2 one of them is no report or an argument is
wrong""",
    "export": """\
examples:
  seedbrief export --to xlsx
  seedbrief export reports --to webannotation --out marks.jsonld

exit status: 0 it is written; 2 there are no tables, or the format cannot take them""",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        status: int = options.run(options)
    except KeyboardInterrupt as stop:
        return _fail(str(stop) or "stopped; nothing was changed", 130, options)
    except SeedbriefError as error:
        return _fail(str(error), _status(error), options)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        return _fail(f"{error.strerror or error}{where}", 2, options)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        return _fail(f"unexpected {what} (run again with --debug and report it)", 1, options)
    return status


def _terminate(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _status(error: SeedbriefError) -> int:
    from analysis.run import FailedNotebookError, RefusedError

    return 1 if isinstance(error, FailedNotebookError | RefusedError) else 2


def _fail(message: str, status: int, options: argparse.Namespace) -> int:
    if options.debug:
        traceback.print_exc()
    print(f"seedbrief: {_line(message)}", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="seedbrief",
        description="Who claims what, how firmly, on whose word, and what nobody knows yet.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"seedbrief {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
    _add_new(commands)
    _add_build(commands)
    _add_verify(commands)
    _add_diff(commands)
    _add_export(commands)
    _add_parse(commands)
    _add_doctor(commands)
    for command in commands.choices.values():
        command.add_argument("--debug", action="store_true", help="show where an error came from")
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _add(
    commands: Commands,
    run: Callable[[argparse.Namespace], int],
    summary: str,
    *,
    seeds: bool = True,
) -> argparse.ArgumentParser:
    name = run.__name__.strip("_")
    command = commands.add_parser(
        name,
        help=summary,
        description=run.__doc__,
        epilog=EXAMPLES[name],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if seeds:
        says = "folder of source documents, or one of them (default: seeds)"
        command.add_argument("--seeds", default="seeds", metavar="PATH", help=says)
    command.set_defaults(run=run)
    return command


def _add_new(commands: Commands) -> None:
    command = _add(commands, _new, "start a project: seeds, notebooks, CI files", seeds=False)
    command.add_argument("folder", metavar="FOLDER", help="a new or an empty folder")


def _add_parameters(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-p",
        "--parameter",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "VALUE"),
        help="set a parameter of the notebooks; can be repeated",
    )


def _add_out(command: argparse.ArgumentParser, default: str) -> None:
    says = f"folder to write to; made if it is not there (default: {default})"
    command.add_argument("--out", default=default, metavar="FOLDER", help=says)


def _add_build(commands: Commands) -> None:
    command = _add(commands, _build, "seeds to briefs: HTML, PDF, notebooks and tables")
    _add_out(command, "reports")
    command.add_argument(
        "--notebook",
        action="append",
        metavar="NAME",
        help="run this one only, such as brief or a path; can be repeated (default: all in "
        "notebooks/, or the kit's own)",
    )
    _add_parameters(command)
    command.add_argument(
        "--profile",
        metavar="NAME",
        help="full, one-page, or the folder of a profile of your own (default: full)",
    )
    command.add_argument(
        "--tables",
        metavar="STORE",
        help="in place of seeds: a store that parse made of a large corpus; the report is on the "
        "documents that -p focus, since and until choose of it",
    )
    command.add_argument("--strict", action="store_true", help="stop if a seed is refused")
    command.add_argument("--quiet", action="store_true", help="show no progress and no list")


def _add_parse(commands: Commands) -> None:
    command = _add(commands, _parse, "seeds to tables only, without briefs")
    _add_out(command, "tables")
    command.add_argument(
        "--workers",
        type=int,
        default=0,
        metavar="N",
        help="processes for many seeds, each 0.5 GB (default: one for each processor)",
    )
    command.add_argument(
        "--scheduler",
        default="",
        metavar="tcp://HOST:PORT",
        help="parse on the workers of this Dask scheduler; --seeds and --out are then folders that "
        "all of them see, or addresses such as s3://bucket/seeds",
    )
    command.add_argument("--csv", action="store_true", help="write CSV files too")
    command.add_argument("--strict", action="store_true", help="stop if a seed is refused")
    command.add_argument("--quiet", action="store_true", help="show no progress and no list")


def _add_doctor(commands: Commands) -> None:
    _add(commands, _doctor, "say what would keep a build from working")


def _add_verify(commands: Commands) -> None:
    command = _add(commands, _verify, "check anybody's report against its seeds")
    command.add_argument("report", metavar="REPORT", help="folder that build wrote")
    command.add_argument(
        "--rebuild",
        action="store_true",
        help="make it again, with the notebooks of this installation, and compare every byte",
    )
    command.add_argument(
        "--tables", metavar="STORE", help="the store that a report was made from, for --rebuild"
    )


def _add_diff(commands: Commands) -> None:
    command = _add(commands, _diff, "what changed between two reports, in words", seeds=False)
    command.add_argument("old", metavar="OLD", help="folder that build or parse wrote")
    command.add_argument("new", metavar="NEW", help="the same, made later")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print for a program")
    form.add_argument(
        "--markdown", action="store_true", help="print for a comment on a pull request"
    )
    says = "also write a brief on the changes there, as HTML, PDF and notebook"
    command.add_argument("--out", metavar="FOLDER", help=says)
    _add_parameters(command)


def _add_export(commands: Commands) -> None:
    command = _add(commands, _export, "tables to the formats of other programs", seeds=False)
    command.add_argument(
        "tables",
        nargs="?",
        default="reports",
        metavar="REPORT_OR_TABLES",
        help="folder that build or parse wrote (default: reports)",
    )
    command.add_argument(
        "--to",
        required=True,
        metavar="FORMAT",
        help="csv, json, xlsx, webannotation, csl, bibtex, stix, claimreview or datapackage",
    )
    command.add_argument(
        "--out", metavar="PATH", help="file, or folder for csv and datapackage (default: exports/)"
    )
    command.add_argument("--quiet", action="store_true", help="show no list")


def _new(options: argparse.Namespace) -> int:
    """Start a project in FOLDER: an example among seeds/, notebooks/, settings, files for CI."""
    from analysis.run.new import new

    written = new(options.folder)
    print(f"Started {options.folder}:")
    for path in written:
        print(f"  {path.relative_to(options.folder)}")
    print(f"Next: cd {shlex.quote(options.folder)} && seedbrief build")
    return 0


def _build(options: argparse.Namespace) -> int:
    """Make a report: parse the seeds, run the notebooks, export HTML and PDF."""
    from analysis.run import build

    result = build(
        options.seeds,
        options.out,
        dict(options.parameter) | ({"profile": options.profile} if options.profile else {}),
        options.notebook,
        tables=options.tables,
        strict=options.strict,
        progress=not options.quiet,
    )
    _list(options, result.written, result.problems)
    for note in result.notes:
        print(f"Note: {_line(note)}", file=sys.stderr)
    return 0


def _parse(options: argparse.Namespace) -> int:
    """Read seeds and write tables of claims, sources, figures and questions as Parquet.

    Many seeds are parsed by several processes. When it is stopped, the same command goes on from
    what it had finished. A corpus with more claims than limits.assessed_claims in seedbrief.toml
    becomes a store: each table a folder of parts, of which seedbrief build --tables makes briefs.
    """
    from analysis.run import parse

    result = parse(
        options.seeds,
        options.out,
        csv=options.csv,
        strict=options.strict,
        progress=not options.quiet,
        workers=options.workers,
        scheduler=options.scheduler,
    )
    _list(options, result.written, result.problems)
    for note in result.notes:
        print(f"Note: {_line(note)}", file=sys.stderr)
    return 0


def _doctor(options: argparse.Namespace) -> int:
    """Look for what would keep a build from working, and say what to do about it."""
    from analysis.run.doctor import examine

    findings = examine(options.seeds)
    for finding in findings:
        told = _line(f"{finding.what}: {finding.says}")
        print(f"{'ok' if finding.good else 'PROBLEM':<8} {told}")
    return 0 if all(finding.good for finding in findings) else 1


def _verify(options: argparse.Namespace) -> int:
    """Check a report: its manifest, every hash, every quotation at its place, every id."""
    from analysis.run.verify import verify

    verdict = verify(options.report, options.seeds, rebuild=options.rebuild, tables=options.tables)
    for note in verdict.notes:
        print(f"Note: {_line(note)}", file=sys.stderr)
    for each in verdict.discrepancies:
        print(each)
    if not verdict.discrepancies:
        print(f"{options.report} is as it says: {verdict.extent}")
    return 1 if verdict.discrepancies else 0


def _diff(options: argparse.Namespace) -> int:
    """Say what changed from OLD to NEW; like diff(1), exit 0 if nothing did and 1 if something."""
    from analysis.comparison.markdown import as_markdown
    from analysis.comparison.wording import as_json, as_lines
    from analysis.run.changes import find_changes, render_changes

    parameters = dict(options.parameter)
    changes = find_changes(options.old, options.new, parameters)
    write = as_json if options.json else as_markdown if options.markdown else as_lines
    print(write(changes).rstrip("\n"))
    if options.out:
        for path in render_changes(options.old, options.new, options.out, parameters):
            print(f"Wrote {path}", file=sys.stderr)
    return 1 if len(changes) else 0


def _export(options: argparse.Namespace) -> int:
    """Write the tables of a report in a format that other programs read."""
    from analysis.exchange import export
    from analysis.tables.store import find_tables

    written = export(find_tables(options.tables), options.to, options.out)
    if not options.quiet:
        print("Wrote:", *written, sep="\n  ")
    return 0


def _list(
    options: argparse.Namespace, written: Iterable[Path], problems: Sequence[Problem]
) -> None:
    """Say what was written, and what was refused and why."""
    if not options.quiet:
        print(f"Wrote to {options.out}:")
        for line in _files(written, Path(options.out)):
            print(f"  {line}")
    for problem in problems:
        line = _line(f"{problem.path}: {problem.message}")
        print(f"{'Refused' if problem.refused else 'Note:'} {line}", file=sys.stderr)


def _files(written: Iterable[Path], out: Path) -> Iterable[str]:
    """Files from their folder; the parts of a table are counted."""
    names = [path.relative_to(out) if path.is_relative_to(out) else path for path in written]
    parts = Counter(name.parent for name in names if name.name.startswith("part-"))
    yield from (str(name) for name in names if name.parent not in parts)
    yield from (f"{name}/ ({n:,} part{'' if n == 1 else 's'})" for name, n in parts.items())


def _line(text: str) -> str:
    """Words of which some may be a seed's, as a line that no terminal acts on."""
    return printable(" ".join(text.split()))
