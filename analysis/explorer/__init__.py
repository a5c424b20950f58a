"""Exploring and reviewing in JupyterLab: the explorer, the card of a row, the look of tables."""

from analysis.explorer.cards import show
from analysis.explorer.widget import Explorer, explore

__all__ = ["Explorer", "explore", "show"]
