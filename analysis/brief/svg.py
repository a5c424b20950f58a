"""Drawings made safe to put inside a page: shapes and text only, nothing that acts or fetches."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from defusedxml import ElementTree as SafeET
from defusedxml.common import DefusedXmlException

from analysis.errors import NotebookError

__all__ = ["clean_svg", "words_of"]

_NS = "http://www.w3.org/2000/svg"
_SHAPES = """
svg g defs path rect circle ellipse line polyline polygon text tspan use clipPath linearGradient
radialGradient stop marker image
"""
_LOOKS = """
id d x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy width height points transform viewBox
preserveAspectRatio fill stroke opacity style class clip-path clip-rule fill-rule fill-opacity
stroke-opacity stroke-width stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset
stroke-miterlimit offset stop-color stop-opacity gradientUnits gradientTransform clipPathUnits
markerWidth markerHeight refX refY orient font-family font-size font-weight font-style text-anchor
dominant-baseline textLength lengthAdjust href
"""
_ELEMENTS, _ATTRIBUTES = frozenset(_SHAPES.split()), frozenset(_LOOKS.split())
_URL = re.compile(r"url\(\s*['\"]?([^)'\"]*)['\"]?\s*\)")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}\b(?!e)")
_PNG = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=\s]+\Z")


def clean_svg(svg: str, prefix: str = "") -> str:
    """Return an SVG with allowed elements only, its ids prefixed so that several share a page.

    Raises
    ------
    NotebookError
        If the text is not well-formed SVG, or declares entities.
    """
    try:
        source = SafeET.fromstring(svg)
    except (ET.ParseError, DefusedXmlException) as error:
        raise NotebookError(f"a drawing is not readable SVG: {error}") from error
    root = _copy(source, prefix)
    if root is None or root.tag != "svg":
        raise NotebookError("a drawing is not SVG: its outermost element is not <svg>")
    root.set("xmlns", _NS)
    # Matplotlib says these two in a style sheet, which would reach out of the drawing.
    root.set("stroke-linejoin", "round")
    root.set("stroke-linecap", "butt")
    return ET.tostring(root, encoding="unicode")


def words_of(svg: str) -> str:
    """Return the words that a cleaned drawing holds as text, one piece a line."""
    return "\n".join(piece for piece in SafeET.fromstring(svg).itertext() if piece.strip())


def _local(name: object) -> str:
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _copy(element: ET.Element, prefix: str) -> ET.Element | None:
    tag = _local(element.tag)
    if tag not in _ELEMENTS:
        return None
    copy = ET.Element(tag)
    for name, value in element.attrib.items():
        local = _local(name)
        safe = _value(local, value, prefix) if local in _ATTRIBUTES else None
        if safe is not None:
            copy.set(local, safe)
    if tag == "image" and not _PNG.match(copy.get("href", "")):
        return None
    if tag in ("text", "tspan"):
        copy.text, copy.tail = element.text, element.tail
    copy.extend(child for child in (_copy(child, prefix) for child in element) if child is not None)
    return copy


def _value(name: str, value: str, prefix: str) -> str | None:
    """Return an attribute's value with its references prefixed, None if it leads outside."""
    if name == "id":
        return prefix + value
    if name == "href":
        if _PNG.match(value):
            return value
        return f"#{prefix}{value[1:]}" if value.startswith("#") else None
    targets = _URL.findall(value)
    if any(not target.startswith("#") for target in targets) or "\\" in value or "@" in value:
        return None
    value = _LONG_NUMBER.sub(_rounded, " ".join(value.split()))
    return _URL.sub(lambda match: f"url(#{prefix}{match[1][1:]})", value)


def _rounded(number: re.Match[str]) -> str:
    # A hundredth of a point is finer than any printer; factors below 1 scale whole glyphs.
    return f"{float(number[0]):.{6 if abs(float(number[0])) < 1 else 2}f}"
