"""Contrast between colours, as WCAG 2.2 measures it."""

from __future__ import annotations

__all__ = ["contrast", "lightened"]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two ``#rrggbb`` colours, between 1 and 21.

    Source: WCAG 2.2, definitions of contrast ratio and relative luminance.
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lightened(colour: str, ground: str, ratio: float) -> str:
    """Mix a colour with white, in steps of a twentieth, until it has that contrast on `ground`."""
    parts = _parts(colour)
    for step in range(20):
        mixed = "#" + "".join(f"{round(p + (255 - p) * step / 20):02x}" for p in parts)
        if contrast(mixed, ground) >= ratio:
            return mixed
    return "#ffffff"


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    shares = (part / 255 for part in _parts(colour))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
