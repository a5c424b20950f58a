"""All sections by name, and readers of the data that they give."""

from analysis.brief import sections
from analysis.brief.evidence import evidence

SHOWN = {
    **{name: getattr(sections, name) for name in sections.__all__ if name.islower()},
    "evidence": evidence,
}


def holders(key, data):
    """Every mapping inside `data` that has `key`."""
    if isinstance(data, dict):
        if key in data:
            yield data
        for value in data.values():
            yield from holders(key, value)
    elif isinstance(data, list):
        for value in data:
            yield from holders(key, value)


def links(data):
    return [run["link"] for run in holders("link", data) if run["link"].startswith("#")]


def anchors(data):
    return {item["anchor"] for item in holders("anchor", data)} - {""}


def words(data):
    """All that a reader reads, in order."""
    if isinstance(data, dict):
        return " ".join(words(value) for key, value in data.items() if key not in {"type", "svg"})
    if isinstance(data, list):
        return "".join(words(value) for value in data)
    return data if isinstance(data, str) else ""


def sentence(runs):
    return "".join(run["text"] for run in runs)


SIGNED = "---\npublisher: Orlo Wire\npublished: 2024-03-05\n---\n"
TRACED = "Maria Keller said that the dam would hold. It is unclear who built it."
