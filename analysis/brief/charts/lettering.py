"""How wide words are in a drawing, and where their lines break."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import combining

from analysis.brief.cleaning import clean_text
from analysis.brief.fonts import coverage
from analysis.brief.glyphs import drawable
from analysis.brief.theme import SIZE, chart_settings

__all__ = ["LINE", "lines_of", "runs_of", "width_of"]

LINE = 10.6  # from one line to the next, in points


@lru_cache(maxsize=4096)
def width_of(text: str, weight: int = 400, size: float = SIZE) -> float:
    """Return the width of a line in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=chart_settings()["font.family"], size=size, weight=weight)
    if len(runs := runs_of(text)) > 1:
        return sum(width_of(piece, weight, size) for piece, _ in runs)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def runs_of(text: str) -> list[tuple[str, str]]:
    """Split a line where its face changes: pieces and the family that draws each.

    Whoever shows a drawing falls back in a way of its own, some for a whole line at once.
    """
    families = chart_settings()["font.family"]
    runs: list[tuple[str, str]] = []
    for char in text:
        last = runs[-1][1] if runs else families[0]
        # Whatever joins or follows stays in the face of what it belongs to.
        order = [last, *families] if char.isspace() or combining(char) else families
        family = next((name for name in order if ord(char) in _covered()[name]), last)
        if runs and family == last:
            runs[-1] = (runs[-1][0] + char, family)
        else:
            runs.append((char, family))
    return runs


@lru_cache(maxsize=1)
def _covered() -> dict[str, frozenset[int]]:
    return dict(zip(chart_settings()["font.family"], coverage(), strict=True))


def lines_of(text: str, width: float, weight: int = 400, most: int = 0) -> tuple[str, ...]:
    """Break text into lines no wider than `width` points, inside a word where it must be.

    What no font draws is spelled out first, so that the words drawn are the words measured. Beyond
    `most` lines, if that is not 0, an ellipsis ends the last one.
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
        if most and len(lines) > most:
            break
    if most and len(lines) > most:
        last = lines[most - 1]
        while last and width_of(f"{last}…", weight) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip(' ,;:')}…"]
    return tuple(lines)
