"""Keeps readable what no bundled font can draw: spelled out and listed, never a silent box."""

from __future__ import annotations

import re
import unicodedata

from analysis.brief.fonts import coverage

__all__ = ["drawable", "spell", "spelled_list"]

# Variation selectors and joiners choose a look; they are no text of their own.
_SELECTORS = re.compile(r"[\u180b-\u180f\ufe00-\ufe0f\U000e0000-\U000e0fff]")
# A base character with the marks that sit on it is drawn from one font or not at all.
_LISTED = 40
_JOINERS = "\u200b\u200c\u200d\u200e\u200f\u2060"


def spell(char: str) -> str:
    """Return a character by number and name: ``[U+1F600 GRINNING FACE]``."""
    name = unicodedata.name(char, "")
    return f"[U+{ord(char):04X}{' ' + name if name else ''}]"


def spelled_list(chars: set[str]) -> str:
    """Return a sentence part that names characters, the first forty of them in full."""
    named = [spell(char) for char in sorted(chars)]
    more = f" and {len(named) - _LISTED} more" if len(named) > _LISTED else ""
    return ", ".join(named[:_LISTED]) + more


def drawable(text: str, missing: set[str]) -> str:
    """Return `text` with what no font covers spelled out, and add those characters to `missing`.

    One such character stands with its name, several in a row with their numbers only.
    """
    if text.isascii():
        return text
    text = _SELECTORS.sub("", unicodedata.normalize("NFC", text))
    if coverage()[0].issuperset(map(ord, set(text) - {"\n"})):
        return text
    parts: list[str] = []
    unknown: list[str] = []
    for cluster in [*_clusters(text), ""]:
        kept, lost = _drawn(cluster)
        if unknown and not lost:
            parts.append(_spelled(unknown))
            unknown = []
        unknown += lost
        missing.update(lost)
        parts.append(kept)
    return "".join(parts)


def _clusters(text: str) -> list[str]:
    clusters: list[str] = []
    for char in text:
        joins = unicodedata.category(char).startswith("M") or char in _JOINERS
        if joins and clusters:
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _drawn(cluster: str) -> tuple[str, list[str]]:
    """Split a character with its marks into what a single font draws, and what is lost."""
    if cluster in ("", "\n") or any(set(map(ord, cluster)) <= covered for covered in coverage()):
        return cluster, []
    base, marks = cluster[0], [char for char in cluster[1:] if char not in _JOINERS]
    if any(ord(base) in covered for covered in coverage()):
        return base, marks
    return "", [char for char in (base, *marks) if char not in _JOINERS]


def _spelled(chars: list[str]) -> str:
    if len(chars) == 1:
        return spell(chars[0])
    return "[" + " ".join(f"U+{ord(char):04X}" for char in chars) + "]"
