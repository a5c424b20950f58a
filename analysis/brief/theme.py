"""The one look of all charts: faces, colours and sizes, the same in a page and in a PDF."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from analysis.brief.fonts import font_dir

__all__ = [
    "DISPUTE",
    "GRID",
    "INK",
    "MUTED",
    "PAGE_COLOURS",
    "PAPER",
    "SERIES",
    "SIZE",
    "TLP_COLOURS",
    "chart_settings",
]

SIZE = 8.8  # of all words in a drawing, in points
PAPER = "#ffffff"
INK = "#1c2126"
MUTED = "#5b6670"
GRID = "#d5dade"
# Dark to light, so that a copy in grey keeps their order; the orange of a dispute stays distinct
# from the blues with every common colour blindness (after Okabe and Ito, "Color Universal Design",
# 2008), and always has a shape of its own.
SERIES = ("#1b4f72", "#6a9cc0", "#d3e1eb")
DISPUTE = "#b8540f"

# The colours that a page replaces by its own, to be read on dark as well.
PAGE_COLOURS = {
    PAPER: "paper",
    INK: "ink",
    MUTED: "muted",
    GRID: "rule",
    SERIES[0]: "series-1",
    SERIES[1]: "series-2",
    SERIES[2]: "series-3",
    DISPUTE: "series-4",
}

# Of the words of a marking, on black: Traffic Light Protocol 2.0 (https://www.first.org/tlp/).
TLP_COLOURS = {
    "TLP:RED": "#ff2b2b",
    "TLP:AMBER+STRICT": "#ffc000",
    "TLP:AMBER": "#ffc000",
    "TLP:GREEN": "#33ff00",
    "TLP:CLEAR": "#ffffff",
}

_FALLBACK = ("Noto Sans KR", "DejaVu Sans")


@lru_cache(maxsize=1)
def _families() -> list[str]:
    from matplotlib import font_manager

    fonts = font_manager.fontManager.ttflist
    before = len(fonts)
    for path in sorted(font_dir().glob("*.ttf")):
        font_manager.fontManager.addfont(path)
    ours = fonts[before:]
    # The fallback faces come in one weight, which has to serve for the bold one too.
    ours += [replace(font, weight=600) for font in ours if font.name in _FALLBACK]
    fonts[:] = [*ours, *fonts[:before]]  # first, so that no installed copy is taken instead
    return ["Source Sans 3", *_FALLBACK]


def chart_settings() -> dict[str, Any]:
    """Return Matplotlib settings for `seaborn.set_theme(rc=...)` or `matplotlib.rc_context`."""
    return {
        "font.family": _families(),
        "font.size": SIZE,
        "text.color": INK,
        "axes.edgecolor": GRID,
        "axes.labelcolor": MUTED,
        "axes.facecolor": "none",
        "figure.facecolor": "none",
        "savefig.facecolor": "none",
        "lines.scale_dashes": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "seedbrief",
        "text.usetex": False,
        "text.parse_math": False,
    }
