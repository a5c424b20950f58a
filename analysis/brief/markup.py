"""Blocks as HTML and as plain text, through templates that escape everything."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from html import escape
from typing import Any

import jinja2
from jinja2.filters import do_mark_safe

from analysis.brief.cleaning import clean_block
from analysis.brief.plaintext import plain

__all__ = ["block_html", "block_text", "environment", "svg_data_uri"]

_JOINTS = re.compile(r"(?<=[-/._=&?])(?=\w)")  # those of `broken` in brief.typ
_RANGE = re.compile(r"(\d+–\d+)")


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Return the templates' environment: values are escaped, a missing one is an error."""
    env = jinja2.Environment(
        loader=jinja2.PackageLoader("analysis.brief", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["data_uri"] = svg_data_uri
    env.filters["css_text"] = _css_text
    env.filters["jointed"] = _jointed
    return env


def _css_text(text: str) -> str:
    """Text for a string of a style sheet: all but letters and digits by number."""
    return "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)


def _jointed(text: str) -> str:
    """A path or an identifier that breaks at its joints, where a line has to, and no range does."""
    return do_mark_safe(
        "".join(
            f'<span class="sb-whole">{escape(part)}</span>'
            if number % 2
            else "<wbr>".join(map(escape, _JOINTS.split(part)))
            for number, part in enumerate(_RANGE.split(text))
        )
    )


def svg_data_uri(svg: str) -> str:
    """Return a drawing as the address of an ``<img>``."""
    # In an <img> no script or reference of a drawing is followed, whoever made the notebook.
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def block_html(data: dict[str, Any]) -> str:
    """Return the HTML that JupyterLab shows for a block's data."""
    return environment().get_template("cell.html.j2").render(block=clean_block(data))


def block_text(data: dict[str, Any]) -> str:
    """Return the plain text of a block's data, for consoles and search."""
    return plain(clean_block(data))
