"""What a notebook can be told, and the check that every run passes through.

A notebook declares its parameters in the cell tagged ``parameters``, one literal a line, with no
second ``=`` and no second ``#`` on the line (papermill would not read it)::

    seeds: str = "seeds"  # folder or file with the source documents
    title: str = ""  # heading of the brief; empty: chosen from the seeds
    focus: str = ""  # word or regular expression; empty: everything
    since: str = ""  # first date of interest, such as 2024, 2024-10 or 2024-10-18
    until: str = ""  # last date of interest, in the same forms
    min_certainty: str = "possible"  # certain, probable or possible
    scale: str = "icd203"  # yardstick for likelihood words, icd203 or phia
    tlp: str = ""  # handling: TLP:RED, AMBER+STRICT, AMBER, GREEN or CLEAR; empty: no marking
    profile: str = "full"  # full, one-page or the folder of a profile of your own

Its first code cell after that checks them and loads the tables, so that a wrong parameter stops
plain ``papermill`` and an interactive run with one line, as it stops ``seedbrief build``::

    import analysis

    settings = analysis.check_notebook(globals())
    tables = analysis.load(settings.seeds, scale=settings.scale, **settings.choice)

A notebook can declare more parameters of its own, of the types in `TYPES`; they are in
``settings.extra``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Any

from analysis.errors import NotebookError, ParameterError
from analysis.model import CERTAINTIES
from analysis.pattern import compile_pattern
from analysis.wording import days

__all__ = [
    "MARKINGS",
    "NAMES",
    "SCALES",
    "TYPES",
    "Parameters",
    "check",
    "check_notebook",
    "check_scale",
]

SCALES = ("icd203", "phia")
"""Yardsticks for likelihood words: ICD 203 (United States) and PHIA (United Kingdom)."""

MARKINGS = ("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR")
"""The labels of the Traffic Light Protocol 2.0 (https://www.first.org/tlp/)."""

TYPES: Mapping[str, type] = {
    kind.__name__: kind for kind in (str, int, float, bool, list, dict)
}  # fmt: skip
"""The types a notebook's own parameters can have."""

MAX_TITLE = 300

_INJECTED = "# Parameters\n"
"""How papermill begins the cell that it puts after the one tagged ``parameters``."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Checked parameters. An empty string means that the parameter restricts nothing.

    Parameters
    ----------
    seeds : str
        Folder or file with the source documents.
    title : str
        Heading of the brief.
    focus : str
        Regular expression; `pattern` is the compiled form.
    since, until : str
        ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; `first_day` and `last_day` are the days that
        they stand for.
    min_certainty : {"certain", "probable", "possible"}
    scale : {"icd203", "phia"}
    tlp : {"", "TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"}
        The handling marking, or none: how far a brief may travel is for its author to say. `check`
        takes it without the prefix and in any case.
    profile : str
        ``full``, ``one-page``, or the folder of a profile; see `analysis.brief.profile`.
    extra : mapping
        The notebook's own parameters.
    """

    seeds: str = "seeds"
    title: str = ""
    focus: str = ""
    since: str = ""
    until: str = ""
    min_certainty: str = "possible"
    scale: str = "icd203"
    tlp: str = ""
    profile: str = "full"
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def as_dict(self) -> dict[str, Any]:
        """All parameters by name, the notebook's own at the end."""
        return {name: getattr(self, name) for name in NAMES} | dict(self.extra)

    @property
    def choice(self) -> dict[str, str]:
        """What chooses documents from a store that is too large to be loaded whole."""
        return {"focus": self.focus, "since": self.since, "until": self.until}

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """`focus` compiled without regard to case, or None where it is empty."""
        return compile_pattern("focus", self.focus) if self.focus else None

    @property
    def first_day(self) -> date | None:
        """The first day that `since` covers, or None."""
        return _days("since", self.since)[0] if self.since else None

    @property
    def last_day(self) -> date | None:
        """The last day that `until` covers, or None."""
        return _days("until", self.until)[1] if self.until else None


NAMES = tuple(each.name for each in fields(Parameters) if each.name != "extra")
"""The parameters that every notebook of the kit declares."""


def check(values: Mapping[str, object], extra: Mapping[str, str] | None = None) -> Parameters:
    """Check parameters; what is not given keeps its default.

    Parameters
    ----------
    values : mapping
        Parameters by name. A whole number passes for a text, because ``papermill -p`` turns
        ``2024`` into one.
    extra : mapping, optional
        Further names that are allowed, each with the name of its type (see `TYPES`).

    Raises
    ------
    ParameterError
        If a name is unknown, or a value has the wrong type or is not allowed.
    """
    extra = extra or {}
    check_names(values, extra)
    texts = {name: _text(name, values[name]) for name in NAMES if name in values}
    own = {name: _typed(name, values[name], extra[name]) for name in extra if name in values}
    if "tlp" in texts:
        texts["tlp"] = _marking(texts["tlp"])
    found = Parameters(**texts, extra=MappingProxyType(own))
    _check_values(found)
    return found


def check_names(names: Iterable[str], extra: Iterable[str] = ()) -> None:
    """Stop at the first unknown name, and name the closest one that is allowed."""
    allowed = (*NAMES, *(name for name in extra if name not in NAMES))
    for name in names:
        if name not in allowed:
            raise ParameterError("parameter", name, allowed)


def check_notebook(namespace: Mapping[str, Any]) -> Parameters:
    """Check the parameters that a notebook declares, and those that papermill put in.

    Parameters
    ----------
    namespace : mapping
        The notebook's ``globals()``, after the cell tagged ``parameters``.

    Raises
    ------
    NotebookError
        If the notebook does not declare all of `NAMES`.
    ParameterError
        As for `check`.
    """
    declared = namespace.get("__annotations__", {})
    own = {name: _type_name(kind) for name, kind in declared.items() if name not in NAMES}
    check_names(_injected(namespace.get("In", ())), own)
    missing = [name for name in NAMES if name not in namespace]
    if missing:
        message = (
            f"the cell tagged 'parameters' must declare {', '.join(NAMES)}; "
            f"missing: {', '.join(missing)}"
        )
        raise NotebookError(message)
    return check({name: namespace[name] for name in (*NAMES, *own)}, own)


def _injected(cells: Iterable[str]) -> list[str]:
    sources = (cell for cell in cells if cell.startswith(_INJECTED))
    return [
        target.id
        for source in sources
        for statement in ast.parse(source).body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    ]


def _type_name(kind: object) -> str:
    return kind.__name__ if isinstance(kind, type) else str(kind)


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise ParameterError(name, value, "a text")


def _typed(name: str, value: object, type_name: str) -> object:
    kind = TYPES.get(type_name.partition("[")[0])
    if kind is None:
        raise ParameterError(f"the type of parameter {name}", type_name, TYPES)
    if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
        return value
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        return _from_text(name, value, kind)
    raise ParameterError(name, value, f"a value of type {type_name}")


def _from_text(name: str, text: str, kind: type) -> object:
    """Read a value from a command line."""
    truth = {"true": True, "false": False}
    if kind is bool and text.lower() in truth:
        return truth[text.lower()]
    if kind in (int, float):
        try:
            return int(text) if kind is int else float(text)
        except ValueError:
            pass
    raise ParameterError(name, text, f"a value of type {kind.__name__}")


def check_scale(scale: str) -> str:
    """`scale` itself; ParameterError if it is no known yardstick."""
    if scale not in SCALES:
        raise ParameterError("scale", scale, SCALES)
    return scale


def _check_values(found: Parameters) -> None:
    if not found.seeds:
        raise ParameterError("seeds", found.seeds, "a folder or file with the source documents")
    if len(found.title) > MAX_TITLE or not found.title.isprintable():
        raise ParameterError("title", found.title, f"one line of at most {MAX_TITLE} characters")
    if found.min_certainty not in CERTAINTIES:
        raise ParameterError("min_certainty", found.min_certainty, CERTAINTIES)
    check_scale(found.scale)
    if found.tlp and found.tlp not in MARKINGS:
        raise ParameterError("tlp", found.tlp, MARKINGS)
    if not found.profile or not found.profile.isprintable():
        raise ParameterError("profile", found.profile, "full, one-page or the folder of a profile")
    _ = found.pattern
    first, last = found.first_day, found.last_day
    if first and last and last < first:
        raise ParameterError("until", found.until, f"a date not before since ({found.since})")


def _marking(text: str) -> str:
    """The standard writes markings in capitals, after the prefix and without a space."""
    word = "".join(text.upper().split())
    return word if not word or word.startswith("TLP:") else f"TLP:{word}"


def _days(name: str, text: str) -> tuple[date, date]:
    """First and last day of a partial ISO date."""
    found = days(text)
    if found is None:
        raise ParameterError(name, text, "a date such as 2024, 2024-10 or 2024-10-18")
    return found
