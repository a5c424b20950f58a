"""Profiles: what a reader's kind of brief shows, in which order and in whose colours.

A profile is a folder with a ``profile.toml`` and perhaps a logo. Two come with the kit, ``full``
and ``one-page``; a copy of either, with that one file changed, is a profile of one's own. The title
block of a notebook carries the profile's data, so that an exporter needs nothing but the notebook.
"""

from __future__ import annotations

import base64
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from analysis.brief.colour import contrast, lightened
from analysis.brief.svg import clean_svg
from analysis.errors import NotebookError, ParameterError
from analysis.loading import CHECKOUT

__all__ = ["BUILT_IN", "PROFILE_VARIABLE", "SECTIONS", "Profile", "find", "from_json", "load"]

BUILT_IN = ("full", "one-page")
"""The profiles that come with the kit."""

SECTIONS = (
    "key-points",
    "disputed",
    "figures",
    "voices",
    "claims",
    "questions",
    "warnings",
    "timeline",
    "gaps",
    "evidence",
    "seeds",
    "method",
    "provenance",
)
"""What a profile can choose from: the tags ``section:NAME`` of the cells of ``brief.ipynb``."""

PAGES = ("a4", "letter")

PROFILE_VARIABLE = "SEEDBRIEF_PROFILE"
"""Where a build says which folder it means, so that a report holds the folder's name only."""

MOST_LOGO_BYTES = 200_000

# What the colours must be readable on: paper and the tint of notices, light and dark.
_GROUNDS = {"light": ("#ffffff", "#f4f6f8"), "dark": ("#14181c", "#1d2328")}
_READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3 (AA)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_LIGHT = {"ink": "#1c2126", "muted": "#5b6670", "accent": "#1b4f72", "caution": "#9a4a00"}
_DARK = {"ink": "#e3e7ea", "muted": "#9ca8b2", "accent": "#8bbcdf", "caution": "#f0a860"}


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of brief.

    Parameters
    ----------
    name : str
        The folder's name.
    title, organisation : str
        Heading, unless a parameter gives one; who signs.
    logo : mapping
        Empty, or ``svg`` (cleaned) or ``png`` (base64).
    page : {"a4", "letter"}
    contents : bool
        Whether a brief whose body is longer than four pages lists its contents.
    compact : bool
        Whether sections show fewer rows.
    one_page : bool
        Whether the body has to fit on one page.
    sections : tuple of str
        What is shown, in order; see `SECTIONS`.
    colours, dark : mapping
        ``ink``, ``muted``, ``accent`` and ``caution`` as ``#rrggbb``.
    """

    name: str = "full"
    title: str = ""
    organisation: str = ""
    logo: Mapping[str, str] = field(default_factory=dict)
    page: str = "a4"
    contents: bool = True
    compact: bool = False
    one_page: bool = False
    sections: tuple[str, ...] = SECTIONS
    colours: Mapping[str, str] = field(default_factory=_LIGHT.copy)
    dark: Mapping[str, str] = field(default_factory=_DARK.copy)

    def shows(self, section: str) -> bool:
        """Whether a section is shown."""
        return section in self.sections

    def to_json(self) -> dict[str, Any]:
        """Return what the exporters read, from the title block."""
        return asdict(self) | {"sections": list(self.sections)}


def load(name: str | Path = "full") -> Profile:
    """Read a profile.

    Parameters
    ----------
    name : str or Path
        ``full``, ``one-page``, or a folder. A relative folder is looked for in the working
        folder, then in the folders above it, then in the project.

    Raises
    ------
    ParameterError
        If there is no such profile, or a line of its file is not allowed.
    """
    folder = find(name).resolve()
    try:
        data = tomllib.loads((folder / "profile.toml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        wanted = f"a folder with a readable profile.toml ({error})"
        raise ParameterError("profile", str(name), wanted) from error
    reader = _Reader(folder.name, data)
    return reader.profile(reader.logo(folder))


def from_json(data: Mapping[str, Any]) -> Profile:
    """Read a profile as `Profile.to_json` wrote it; a notebook can come from anybody.

    Raises
    ------
    ParameterError
        If the data hold what no profile may.
    """
    kept = {key: value for key, value in data.items() if key not in ("name", "logo", "dark")}
    colours = {**_table(data, "colours"), "dark": _table(data, "dark")}
    logo = _table(data, "logo")
    reader = _Reader("the notebook", kept | {"colours": colours})
    if "svg" in logo:
        return reader.profile({"svg": reader.svg("logo", str(logo["svg"]))})
    if "png" in logo and _is_png(str(logo["png"])):
        return reader.profile({"png": str(logo["png"])})
    return reader.profile({})


def _table(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return dict(value) if isinstance(value, Mapping) else {}


def find(name: str | Path) -> Path:
    """Return the folder of a profile."""
    given = os.environ.get(PROFILE_VARIABLE, "")
    if given and Path(given).name == str(name):
        return Path(given)
    if str(name) in BUILT_IN:
        return Path(str(files("analysis.brief") / "profiles" / str(name)))
    here = Path.cwd()
    for base in (here, *here.parents, *CHECKOUT):
        if (base / name / "profile.toml").is_file():
            return base / name
    wanted = f"{', '.join(BUILT_IN)} or a folder that holds a profile.toml"
    raise ParameterError("profile", str(name), wanted)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One ``profile.toml`` on its way to a `Profile`; errors name the line's key."""

    name: str
    data: Mapping[str, Any]

    def profile(self, logo: Mapping[str, str]) -> Profile:
        """Check all lines."""
        allowed = [each.name for each in fields(Profile) if each.name not in ("name", "dark")]
        for key in self.data:
            if key not in allowed:
                raise ParameterError(f"a key of {self._where}", key, allowed)
        light = self._colours("light", self.data.get("colours", {}), _LIGHT)
        return Profile(
            name=self.name,
            title=self._line("title"),
            organisation=self._line("organisation"),
            logo=logo,
            page=self._page(),
            contents=self._switch("contents"),
            compact=self._switch("compact"),
            one_page=self._switch("one_page"),
            sections=self._sections(),
            colours=light,
            dark=self._dark(light),
        )

    @property
    def _where(self) -> str:
        return f"{self.name}/profile.toml"

    def _error(self, key: str, value: object, wanted: Any) -> ParameterError:
        return ParameterError(f"{key} in {self._where}", value, wanted)

    def _line(self, key: str) -> str:
        value = self.data.get(key, "")
        if not isinstance(value, str) or len(value) > 300 or not value.isprintable():
            raise self._error(key, value, "one line of text")
        return value.strip()

    def _switch(self, key: str) -> bool:
        value = self.data.get(key, getattr(Profile(), key))
        if not isinstance(value, bool):
            raise self._error(key, value, "true or false")
        return value

    def _page(self) -> str:
        value = str(self.data.get("page", PAGES[0])).lower()
        if value not in PAGES:
            raise self._error("page", value, PAGES)
        return value

    def _sections(self) -> tuple[str, ...]:
        chosen = self.data.get("sections", list(SECTIONS))
        if not isinstance(chosen, list) or not chosen:
            raise self._error("sections", chosen, f"a list of {', '.join(SECTIONS)}")
        for each in chosen:
            if each not in SECTIONS:
                raise self._error("each of sections", each, SECTIONS)
            if chosen.count(each) > 1:
                raise self._error("sections", each, "a list that names each section once")
        return tuple(chosen)

    def _colours(self, ground: str, given: Any, base: Mapping[str, str]) -> dict[str, str]:
        if not isinstance(given, dict):
            raise self._error("colours", given, "a table of colours")
        found = dict(base)
        for key, value in given.items():
            if key == "dark" and ground == "light":
                continue
            if key not in base:
                raise ParameterError(f"a colour of {self._where}", key, base)
            found[key] = self._readable(ground, key, value)
        return found

    def _readable(self, ground: str, key: str, value: object) -> str:
        if not isinstance(value, str) or not _COLOUR.match(value):
            raise self._error(f"colour {key}", value, "a colour such as #1b4f72")
        worst = min(_GROUNDS[ground], key=lambda paper: contrast(value, paper))
        ratio = contrast(value, worst)
        if ratio < _READABLE:
            wanted = (
                f"readable on {worst}: its contrast is {ratio:.1f} to 1 and must be at least "
                f"{_READABLE} (WCAG AA); take a {'darker' if ground == 'light' else 'lighter'} one"
            )
            raise self._error(f"{ground} colour {key}", value, wanted)
        return value.lower()

    def _dark(self, light: Mapping[str, str]) -> dict[str, str]:
        """The dark screen's colours; those of the light page, lightened, where none are given."""
        paper = _GROUNDS["dark"][1]
        made = {
            key: _DARK[key] if colour == _LIGHT[key] else lightened(colour, paper, 7.0)
            for key, colour in light.items()
        }
        return self._colours("dark", self.data.get("colours", {}).get("dark", {}), made)

    def logo(self, folder: Path) -> dict[str, str]:
        """The logo that a line names, as data."""
        name = self._line("logo")
        if not name:
            return {}
        path = folder / name
        wanted = f"a .svg or .png file in the folder of {self._where}"
        if Path(name).name != name or not path.is_file() or path.is_symlink():
            raise self._error("logo", name, wanted)
        data = path.read_bytes()
        if len(data) > MOST_LOGO_BYTES:
            raise self._error("logo", name, f"at most {MOST_LOGO_BYTES // 1000} kB large")
        if path.suffix.lower() == ".svg":
            return {"svg": self.svg(name, data.decode("utf-8", "replace"))}
        png = base64.b64encode(data).decode()
        if path.suffix.lower() == ".png" and _is_png(png):
            return {"png": png}
        raise self._error("logo", name, wanted)

    def svg(self, name: str, text: str) -> str:
        """A drawing of shapes only; what a style sheet says would be lost, so it is refused."""
        if "<style" in text:
            wanted = "without a style sheet: save it with presentation attributes, or as PNG"
            raise self._error("logo", name, wanted)
        try:
            return clean_svg(text)
        except NotebookError as error:
            raise self._error("logo", name, f"a readable SVG file ({error})") from error


def _is_png(data: str) -> bool:
    import io

    from PIL import Image

    try:
        picture = Image.open(io.BytesIO(base64.b64decode(data, validate=True)), formats=["PNG"])
        with picture:
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True
