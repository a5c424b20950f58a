"""How wide words are in a drawing, and where their lines break."""

from __future__ import annotations

from functools import lru_cache

from analysis.brief.cleaning import clean_text
from analysis.brief.glyphs import drawable
from analysis.brief.theme import SIZE, chart_settings

__all__ = ["LINE", "lines_of", "printable", "width_of"]

LINE = 10.6  # from one line to the next, in points


@lru_cache(maxsize=4096)
def width_of(text: str, weight: int = 400, size: float = SIZE) -> float:
    """Return the width of a line in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=chart_settings()["font.family"], size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def printable(text: str) -> str:
    """Return `text` on one line, with what no font draws spelled out."""
    return " ".join(drawable(clean_text(text), set()).split())


def lines_of(text: str, width: float, weight: int = 400, most: int = 0) -> tuple[str, ...]:
    """Break text into lines no wider than `width` points, inside a word where it must be.

    What no font draws is spelled out first, so that the words drawn are the words measured. Beyond
    `most` lines, if that is not 0, an ellipsis ends the last one.
    """
    lines = [""]
    for word in printable(text).split():
        joined = f"{lines[-1]} {word}".strip()
        if width_of(joined, weight) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for char in word:
            if lines[-1] and width_of(lines[-1] + char, weight) > width:
                lines.append("")
            lines[-1] += char
        if most and len(lines) > most:
            break
    if most and len(lines) > most:
        last = lines[most - 1]
        while last and width_of(f"{last}…", weight) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip(' ,;:')}…"]
    return tuple(lines)
