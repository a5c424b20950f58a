"""`seedbrief new`: a whole project or nothing, and what is in it."""

import json
import re
import tomllib
from dataclasses import fields
from importlib import metadata
from pathlib import Path

import pytest
import yaml

from analysis import cli
from analysis.cache import MEGABYTES
from analysis.run import new as new_module
from analysis.run.new import new
from analysis.settings import METADATA, Limits, find_settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path):
    new(tmp_path / "deep" / "port strike")
    return tmp_path / "deep" / "port strike"


def test_it_writes_all_that_a_project_needs(project):
    names = {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()}
    notebooks = {f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert names == notebooks | {
        *(".gitattributes", ".gitignore", ".pre-commit-config.yaml", ".gitlab-ci.yml"),
        *(".github/workflows/brief.yml", "README.md", "requirements.txt", "seedbrief.toml"),
        *("reports/.gitignore", "reports/README.md", "seeds/example.md"),
    }
    assert not [path for path in project.rglob("*") if path.is_symlink()]
    assert (project.stat().st_mode & 0o777) == (project.parent.stat().st_mode & 0o777)
    for name in (".gitattributes", ".github/workflows/brief.yml"):
        assert (project / name).read_bytes() == (ROOT / name).read_bytes(), "one source"


def test_what_people_wrote_is_never_touched(tmp_path, capsys, contents, monkeypatch):
    (tmp_path / "mine" / "seeds").mkdir(parents=True)
    (tmp_path / "mine" / "seeds" / "note.md").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    before = contents(tmp_path)
    for name in ("mine", "file", "link"):
        assert cli.main(["new", str(tmp_path / name)]) == 2
        said = capsys.readouterr().err
        assert "FOLDER must be a new or an empty folder; nothing was written" in said
        assert said.count("\n") == 1
    monkeypatch.chdir(tmp_path / "empty")
    assert cli.main(["new", "."]) == 2
    assert "FOLDER must be another folder than the one you are in" in capsys.readouterr().err
    assert contents(tmp_path) == before


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "empty").mkdir()
    assert new(tmp_path / "empty")
    assert (tmp_path / "empty" / "seeds" / "example.md").is_file()


def test_a_failure_half_way_leaves_nothing(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(new_module, "_requirements", full)
    with pytest.raises(OSError, match="No space"):
        new(tmp_path / "project")
    assert list(tmp_path.iterdir()) == []


def test_the_settings_show_every_default_and_change_none(project):
    text = (project / "seedbrief.toml").read_text()
    assert tomllib.loads(text) == {}
    given = tomllib.loads("\n".join(re.findall(r"^# (\[.*|\w+ = .*)", text, re.MULTILINE)))
    limits = Limits()
    assert given["limits"] == {each.name: getattr(limits, each.name) for each in fields(Limits)}
    assert given["cache"] == {"megabytes": MEGABYTES}
    assert all(name == value for name, value in given["fields"].items())
    assert set(given["fields"]) <= {"text", *METADATA}
    assert find_settings(project / "seeds").limits == limits


class _Installed:
    """A distribution that says where it was installed from."""

    version = "1.2.3"

    def __init__(self, origin):
        self._origin = origin

    def read_text(self, name):
        return json.dumps(self._origin) if name == "direct_url.json" and self._origin else None


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (None, "seedbrief==1.2.3"),
        ({"url": "file:///home/someone/kit", "dir_info": {"editable": True}}, "seedbrief==1.2.3"),
        (
            {
                "url": "https://example.org/kit.git",
                "vcs_info": {"vcs": "git", "requested_revision": "main", "commit_id": "a" * 40},
            },
            f"seedbrief @ git+https://example.org/kit.git@{'a' * 40}",
        ),
    ],
)
def test_requirements_name_the_version_and_no_place_on_this_machine(
    tmp_path, monkeypatch, origin, line
):
    monkeypatch.setattr(new_module, "distribution", lambda name: _Installed(origin))
    new(tmp_path / "project")
    text = (tmp_path / "project" / "requirements.txt").read_text()
    assert text.splitlines()[-1] == line
    assert "someone" not in text


def test_the_hook_has_the_version_that_the_kit_is_tested_with(project):
    (hook,) = yaml.safe_load((project / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    assert hook["additional_dependencies"] == [f"nbstripout=={metadata.version('nbstripout')}"]
