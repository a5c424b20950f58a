"""The bundled fonts: where they lie, what they cover, and the parts of them that a page embeds."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

__all__ = ["FACES", "Face", "coverage", "font_dir", "web_fonts"]


@dataclass(frozen=True, slots=True)
class Face:
    """One font file and its role; `family` is the name it gets in a page."""

    file: str
    family: str
    weight: int = 400
    italic: bool = False


FACES = (
    Face("SourceSerif4-Regular.ttf", "Brief Serif"),
    Face("SourceSerif4-SemiBold.ttf", "Brief Serif", 600),
    Face("SourceSerif4-Italic.ttf", "Brief Serif", italic=True),
    Face("SourceSans3-Regular.ttf", "Brief Sans"),
    Face("SourceSans3-SemiBold.ttf", "Brief Sans", 600),
    Face("SourceCodePro-Regular.ttf", "Brief Mono"),
    Face("NotoSansKR-Regular.ttf", "Brief CJK"),
    Face("DejaVuSans.ttf", "Brief Symbols"),
)
_FALLBACK = FACES[-2:]
# What nearly every brief uses; one cut of it serves all pages that a process writes.
_COMMON = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x17F)])) | frozenset(
    "–—‘’‚“”„†•…‹›€−"
)
_PRIVATE = frozenset(range(0xE000, 0xF900))


def font_dir() -> Path:
    """Return the folder of the bundled fonts."""
    return Path(str(files("analysis.brief") / "fonts"))


@lru_cache(maxsize=1)
def coverage() -> tuple[frozenset[int], ...]:
    """Return the code points that can be printed, one set for each step of the font fallback.

    The first set is what all text faces share, so that a choice of face never loses a glyph.
    Private-use characters are left out: they mean nothing outside one font, and PDF/A refuses them.
    """
    from fontTools.ttLib import TTFont

    def covered(face: Face) -> frozenset[int]:
        with TTFont(font_dir() / face.file, lazy=True) as font:
            return frozenset(font.getBestCmap().keys() - _PRIVATE)

    shared = frozenset.intersection(*(covered(face) for face in FACES if face not in _FALLBACK))
    return (shared, *(covered(face) for face in _FALLBACK))


def web_fonts(text: str, *, italic: bool, mono: bool) -> list[dict[str, str]]:
    """Return the faces that a page with this text needs, as ``@font-face`` values.

    Parameters
    ----------
    text : str
        All text of the page.
    italic, mono : bool
        Whether the page has emphasis, and whether it has code.
    """
    common, extra = _COMMON, frozenset(text) - _COMMON
    shared, *fallbacks = coverage()
    faces = []
    for face in FACES:
        if (face.italic and not italic) or (face.family == "Brief Mono" and not mono):
            continue
        if face in _FALLBACK:
            own = fallbacks[_FALLBACK.index(face)]
            earlier = shared.union(*fallbacks[: _FALLBACK.index(face)])
            wanted = [frozenset(c for c in extra if ord(c) in own - earlier)]
        else:
            wanted = [common, frozenset(c for c in extra if ord(c) in shared)]
        faces += [_font_face(face, chars) for chars in wanted if chars]
    return faces


def _font_face(face: Face, chars: frozenset[str]) -> dict[str, str]:
    return {
        "family": face.family,
        "weight": str(face.weight),
        "style": "italic" if face.italic else "normal",
        "range": _unicode_range(map(ord, chars)),
        "data": base64.b64encode(_cut(face, chars)).decode(),
    }


def _unicode_range(points: Iterable[int]) -> str:
    spans: list[list[int]] = []
    for point in sorted(points):
        if spans and point == spans[-1][1] + 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)


@lru_cache(maxsize=32)
def _cut(face: Face, chars: frozenset[str]) -> bytes:
    """Return a WOFF of the face with these characters only, the same bytes each time."""
    from fontTools import subset

    options = subset.Options()
    options.layout_features = ["kern", "liga", "ccmp", "locl", "tnum", "mark", "mkmk"]
    options.layout_features += ["init", "medi", "fina", "rlig", "ljmo", "vjmo", "tjmo"]
    options.hinting = False
    options.drop_tables += ["FFTM", "STAT", "BASE"]
    options.recalc_timestamp = False
    options.no_subset_tables += ["name"]  # cut below, several times faster
    font = subset.load_font(str(font_dir() / face.file), options, lazy=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(chars)))
    cutter.subset(font)
    names = font["name"]
    # Copyright and licence stay with every copy; a cut may not keep a reserved font name.
    names.names = [name for name in names.names if name.nameID in (0, 13, 14)]
    for name_id in (1, 4, 6):
        names.setName(face.family.replace(" ", ""), name_id, 3, 1, 0x409)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
