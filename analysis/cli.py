"""``seedbrief``: the kit from a shell. A command imports the heavy libraries that it needs."""

from __future__ import annotations

import argparse
import errno
import shlex
import signal
import sys
import tomllib
import traceback
from collections import Counter
from collections.abc import Iterable, Sequence
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from analysis import __version__
from analysis.errors import ParameterError, SeedbriefError
from analysis.wording import printable

if TYPE_CHECKING:
    from analysis.run.results import ParseResult

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    options = _options(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        status: int = options.run(options)
    except KeyboardInterrupt as stop:
        return _fail(str(stop) or "stopped; nothing was changed", 130, options)
    except SeedbriefError as error:
        return _fail(str(error), _status(error), options)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        advice = "; allow that, or name another place" if error.errno in _FORBIDDEN else ""
        return _fail(f"{where}{error.strerror or error}{advice}", 2, options)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        message = f"unexpected {what} (run again with --debug and report it)"
        return _fail(message, UNEXPECTED, options)
    return status


_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)

UNEXPECTED = 3
"""The exit status where the kit itself is at fault: 1 says that it found something."""


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for; a slip of the pen ends here, with what was probably meant."""
    parser, commands = _parser()
    named = next((each for each in arguments if not each.startswith("-")), "")
    if named and named not in commands:
        parser.error(str(ParameterError("the command", named, commands)))
    if not arguments:
        parser.error(f"name a command, one of {', '.join(commands)}")
    options, left = parser.parse_known_args(arguments)
    if left:
        commands[named].error(_misplaced(left[0], commands[named]))
    return options


def _misplaced(word: str, command: _Parser) -> str:
    """What is wrong with a word that a command has no place for."""
    known = [flag for action in command._actions for flag in action.option_strings]
    if word.startswith("-"):
        if word in known:
            return f"{word} stands after the command, not before it"
        long = [flag for flag in known if flag.startswith("--")]
        return str(ParameterError("an option", word, long))
    named = {"--seeds": "documents", "--notebook": "a notebook"}
    hints = [f"name {what} with {flag} {word}" for flag, what in named.items() if flag in known]
    return f"there is no place for {word!r}" + (f": {', '.join(hints)}" if hints else "")


class _Parser(argparse.ArgumentParser):
    """Tells an error in one line, as all of the kit's are."""

    def error(self, message: str) -> NoReturn:
        if message.endswith("expected 2 arguments"):
            message = f"{message.partition(':')[0]} must be a name and a value: -p focus strike"
        self.exit(2, f"{self.prog}: {_line(message)} ({self.prog} --help says more)\n")


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


def _parser() -> tuple[_Parser, dict[str, _Parser]]:
    """The command and its commands by name, as ``commands.toml`` describes them."""
    told = tomllib.loads(Path(__file__).with_name("commands.toml").read_text(encoding="utf-8"))
    layout = argparse.RawDescriptionHelpFormatter
    parser = _Parser(**told["all"], formatter_class=layout)
    parser.add_argument("--version", action="version", version=f"seedbrief {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
    for run in (_new, _build, _verify, _diff, _export, _parse, _doctor):
        look = told[run.__name__.strip("_")]
        command = commands.add_parser(
            run.__name__.strip("_"),
            help=look["help"],
            description=getdoc(run),
            epilog=look["epilog"],
            formatter_class=layout,
        )
        command.set_defaults(run=run)
        one_of = command.add_mutually_exclusive_group() if "one_of" in look else command
        for flags, own in {**look["arguments"], "--debug": {}}.items():
            home = one_of if flags in look.get("one_of", ()) else command
            home.add_argument(*flags.split(), **_settings(told["shared"].get(flags, {}) | own))
    return parser, commands.choices


def _settings(told: dict[str, Any]) -> dict[str, Any]:
    """What TOML cannot say: argparse wants a function for a type and a tuple of names."""
    if "type" in told:
        told["type"] = {"int": int}[told["type"]]
    if isinstance(told.get("metavar"), list):
        told["metavar"] = tuple(told["metavar"])
    return told


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
        _parameters(options),
        options.notebook,
        tables=options.tables,
        strict=options.strict,
        progress=not options.quiet,
    )
    return _told(options, result)


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
    return _told(options, result)


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

    if options.tables and not options.rebuild:
        raise ParameterError("--tables", options.tables, "given with --rebuild, which needs it")
    verdict = verify(options.report, options.seeds, rebuild=options.rebuild, tables=options.tables)
    _note(verdict.notes)
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

    parameters = _parameters(options)
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


def _parameters(options: argparse.Namespace) -> dict[str, object]:
    """The notebooks' parameters as -p and --profile set them."""
    profile = getattr(options, "profile", None)
    parameters: dict[str, object] = {}
    for name, value in [*(options.parameter or ()), *([("profile", profile)] if profile else ())]:
        if name in parameters:
            raise ParameterError(name, value, f"given once, and it is {parameters[name]!r} already")
        parameters[name] = value
    return parameters


def _told(options: argparse.Namespace, result: ParseResult) -> int:
    """Say what was written, and what was refused and why."""
    if not options.quiet:
        print(f"Wrote to {options.out}:")
        for line in _files(result.written, Path(options.out)):
            print(f"  {line}")
    for problem in result.problems:
        line = _line(f"{problem.path}: {problem.message}")
        print(f"{'Refused' if problem.refused else 'Note:'} {line}", file=sys.stderr)
    _note(result.notes)
    return 0


def _note(notes: Iterable[str]) -> None:
    for note in notes:
        print(f"Note: {_line(note)}", file=sys.stderr)


def _files(written: Iterable[Path], out: Path) -> Iterable[str]:
    """Files from their folder; the parts of a table are counted."""
    names = [path.relative_to(out) if path.is_relative_to(out) else path for path in written]
    parts = Counter(name.parent for name in names if name.name.startswith("part-"))
    yield from (str(name) for name in names if name.parent not in parts)
    yield from (f"{name}/ ({n:,} part{'' if n == 1 else 's'})" for name, n in parts.items())


def _line(text: str) -> str:
    """Words of which some may be a seed's, as a line that no terminal acts on."""
    return printable(" ".join(text.split()))
