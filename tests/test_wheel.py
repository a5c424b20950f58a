"""The kit from a wheel, in an environment of its own, far from this repository."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIBRARIES = Path(sysconfig.get_paths()["purelib"])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, made without a network."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (made,) = out.glob("seedbrief-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Run a command of an environment that has the wheel, and sees the libraries of this one."""
    env = tmp_path_factory.mktemp("installed") / "env"
    subprocess.run([sys.executable, "-m", "venv", env], check=True, timeout=120)
    own = Path(
        sysconfig.get_path("purelib", vars={"base": str(env), "platbase": str(env)}, scheme="venv")
    )
    (own / "libraries.pth").write_text(f"{LIBRARIES}\n")

    def run(name, *arguments, cwd, status=0):
        result = subprocess.run(
            [env / "bin" / name, *map(str, arguments)],
            cwd=cwd,
            env={
                **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
                "JUPYTER_PATH": str(Path(sys.prefix, "share", "jupyter")),
            },
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert result.returncode == status, result.stdout + result.stderr
        return result.stdout

    run("pip", "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=env)
    run.folder = own
    return run


@pytest.fixture(scope="module")
def project(installed, tmp_path_factory):
    """A project that the installed kit has started."""
    place = tmp_path_factory.mktemp("elsewhere")
    said = installed("seedbrief", "new", "port strike", cwd=place)
    assert said.endswith("Next: cd 'port strike' && seedbrief build\n")
    return place / "port strike"


def test_all_that_git_keeps_of_the_package_is_in_the_wheel(wheel):
    listed = subprocess.run(
        ["git", "ls-files", "analysis", "notebooks"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    template = "analysis/templates/project"
    package = {name for name in listed if name.startswith("analysis/")}
    wanted = package | {f"{template}/{name}" for name in set(listed) - package}
    wanted.remove(f"{template}/notebooks")  # a link to the folder
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert wanted - names == set()
        for link, file in {
            f"{template}/notebooks/brief.ipynb": "notebooks/brief.ipynb",
            f"{template}/dot_github/workflows/brief.yml": ".github/workflows/brief.yml",
            f"{template}/dot_gitattributes": ".gitattributes",
        }.items():
            assert archive.read(link) == (ROOT / file).read_bytes()
    assert any("/share/jupyter/labextensions/seedbrief/package.json" in name for name in names)
    assert not [name for name in names if name.startswith(("notebooks", "tests", "seeds"))]


def test_nothing_comes_from_the_repository(installed, tmp_path):
    says = "import analysis, sys; print(analysis.__file__, *sys.path[1:], sep='\\n')"
    home, *path = installed("python", "-c", says, cwd=tmp_path).splitlines()
    assert Path(home).is_relative_to(installed.folder)
    inside = [each for each in path if Path(each).is_relative_to(ROOT)]
    assert inside in ([], [str(LIBRARIES)])


def test_a_new_project_is_built_verified_and_exported(installed, project):
    told = installed("seedbrief", "build", "--notebook", "brief", cwd=project)
    assert told.startswith("Wrote to reports:\n  brief.html\n")
    assert installed("seedbrief", "verify", "reports", cwd=project).startswith("reports is as it")
    for kind, start in (("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-")):
        export = ("-m", "nbconvert", "--to", f"brief{kind}", "--output", "again")
        installed("python", *export, "reports/brief.ipynb", cwd=project)
        assert (project / f"reports/again.{kind}").read_bytes()[:15].startswith(start)


def test_doctor_finds_all_parts_of_the_kit(installed, project):
    told = installed("seedbrief", "doctor", cwd=project)
    assert "PROBLEM" not in told
    assert "ok       JupyterLab: can show the explorer\n" in told, "the export menu's part too"


def test_without_notebooks_beside_the_seeds_the_kits_own_are_run(installed, tmp_path):
    says = "from analysis.run.notebooks import find_notebooks as f; print(*f(None), sep='\\n')"
    found = [Path(each) for each in installed("python", "-c", says, cwd=tmp_path).splitlines()]
    assert [each.stem for each in found] == ["brief", "claims", "figures", "questions", "sources"]
    assert all(each.is_relative_to(installed.folder) for each in found)


def test_files_beside_the_installed_package_are_not_taken_for_seeds(installed, tmp_path):
    (installed.folder / "seeds").mkdir()
    try:
        says = "from analysis.loading import find_seeds; find_seeds('seeds')"
        installed("python", "-c", says, cwd=tmp_path, status=1)
    finally:
        (installed.folder / "seeds").rmdir()


def test_the_requirements_of_a_project_install_this_kit(installed, project, wheel):
    """As the workflow does it; a wheel that no index has lies in wheels/."""
    (project / "wheels").mkdir()
    shutil.copy(wheel, project / "wheels")
    offline = ("--no-index", "--no-deps", "--dry-run", "--force-reinstall")
    told = installed("pip", "install", *offline, "-r", "requirements.txt", cwd=project)
    assert "Would install seedbrief-" in told
