"""The one look of all charts: faces, colours and sizes, the same in a page and in a PDF."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from analysis.brief.fonts import font_dir

__all__ = [
    "ACCENT",
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
ACCENT = "#1b4f72"
# Neighbours differ in lightness, so that a copy in grey keeps them apart; blue, orange and grey
# stay distinct with every common colour blindness (after Okabe and Ito, "Color Universal Design",
# 2008).
SERIES = ("#1b4f72", "#d98a29", "#b9cad6", "#8c4a12", "#5f7688", "#2b343b")

# The colours that a page replaces by its own, to be read on dark as well.
PAGE_COLOURS = {
    PAPER: "paper",
    INK: "ink",
    MUTED: "muted",
    GRID: "rule",
    SERIES[0]: "series-1",
    SERIES[1]: "series-2",
    SERIES[2]: "series-3",
    SERIES[3]: "series-4",
    SERIES[4]: "series-5",
    SERIES[5]: "series-6",
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
        "axes.grid": True,
        "axes.grid.axis": "x",
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.spines.bottom": False,
        "axes.facecolor": "none",
        "figure.facecolor": "none",
        "savefig.facecolor": "none",
        "grid.color": GRID,
        "grid.linewidth": 0.6,
        "xtick.color": MUTED,
        "xtick.major.size": 0,
        "ytick.color": INK,
        "ytick.major.size": 0,
        "svg.fonttype": "path",
        "svg.hashsalt": "seedbrief",
        "text.usetex": False,
        "text.parse_math": False,
    }
