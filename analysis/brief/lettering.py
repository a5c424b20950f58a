"""How wide words are in a drawing, and where their lines break."""

from __future__ import annotations

from functools import lru_cache

from analysis.brief.cleaning import clean_text
from analysis.brief.glyphs import drawable
from analysis.brief.theme import SIZE, chart_settings

__all__ = ["lines_of", "width_of"]


@lru_cache(maxsize=4096)
def width_of(text: str, weight: int = 400) -> float:
    """Return the width of a line in points, at the size of all words in drawings."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=chart_settings()["font.family"], size=SIZE, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def lines_of(text: str, width: float, weight: int = 400) -> tuple[str, ...]:
    """Break text into lines no wider than `width` points, inside a word where it must be.

    What no font draws is spelled out first, so that the words drawn are the words measured.
    """
    lines = [""]
    for word in drawable(clean_text(text), set()).split():
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
    return tuple(lines)
