"""Formulas of markdown cells as drawings, the same in a page and in a PDF."""

from __future__ import annotations

import io
from typing import Any

from analysis.brief.svg import clean_svg
from analysis.brief.theme import chart_settings

__all__ = ["formula"]

_SIZE = 100.0  # points; both layouts scale the drawing to the text around it


def formula(source: str) -> dict[str, Any] | None:
    """Return a run that draws a formula in LaTeX, or None if it cannot be drawn.

    Matplotlib's mathtext knows most of what notebooks hold, but no environments such as matrices;
    see https://matplotlib.org/stable/users/explain/text/mathtext.html. `width`, `height` and
    `depth` (below the line of writing) are in em of the text around it.
    """
    import matplotlib as mpl
    from matplotlib.font_manager import FontProperties
    from matplotlib.mathtext import MathTextParser, math_to_image

    text = f"${' '.join(source.split())}$"
    drawn = io.BytesIO()
    look = chart_settings() | {"mathtext.fontset": "stix"}
    look |= {"svg.fonttype": "path", "text.parse_math": True}
    with mpl.rc_context(look):  # type: ignore[arg-type]
        face = FontProperties(size=_SIZE)  # takes the set of fonts from these settings
        try:
            width, height, depth, *_ = MathTextParser("path").parse(text, dpi=72, prop=face)
            math_to_image(text, drawn, prop=face, format="svg")
        except (ValueError, RuntimeError, RecursionError):
            return None
    if not width or not height:
        return None
    return {
        "text": source.strip(),
        "style": "math",
        "link": "",
        "anchor": "",
        "svg": clean_svg(drawn.getvalue().decode()),
        "width": round(float(width) / _SIZE, 3),
        "height": round(float(height) / _SIZE, 3),
        "depth": round(float(depth) / _SIZE, 3),
    }
