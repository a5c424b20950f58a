"""Workflows: valid, safe by two tools' word, and their shell does what it says.

What cannot be tried here is GitHub and GitLab themselves. `gh` is a stand-in that notes what it is
asked; everything else that the steps call is the real thing.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from analysis.run import parse

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
GITLAB = ROOT / "analysis" / "templates" / "project" / "dot_gitlab-ci.yml"

BRIEF = yaml.safe_load((ROOT / ".github" / "workflows" / "brief.yml").read_text())
JOBS = BRIEF["jobs"]

GH = """\
#!{python}
import json, sys
arguments = sys.argv[1:]
bodies = [open(each.split("@", 1)[1], encoding="utf-8").read() for each in arguments if "@" in each]
with open("{calls}", "a") as stream:
    print(json.dumps([arguments, bodies]), file=stream)
if "--jq" in arguments:
    print(*{known}, sep="\\n")
"""


def steps(job):
    """The shell of the named steps of a job of brief.yml."""
    return {step["name"]: step["run"] for step in JOBS[job]["steps"] if "run" in step}


def bash(script, folder, **environment):
    """Run a step as GitHub does."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def check_schema(kind, *options, path):
    command = [BIN / "check-jsonschema", "--builtin-schema", kind, *options, path]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_valid(path):
    check_schema("vendor.github-workflows", path=path)


def test_the_template_for_gitlab_is_valid():
    check_schema("vendor.gitlab-ci", "--data-transform", "gitlab-ci", path=GITLAB)


def test_zizmor_finds_nothing_in_any_workflow():
    command = [BIN / "zizmor", "--offline", "--no-config", "--persona=auditor", "--format=json"]
    result = subprocess.run([*command, *WORKFLOWS], capture_output=True, text=True, check=False)
    assert json.loads(result.stdout) == []
    assert result.returncode == 0
    assert not [path for path in WORKFLOWS if "zizmor:" in path.read_text()], "and no exception"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_one_action_has_one_pin(path):
    uses = re.findall(r"uses: (\S+)(.*)", path.read_text())
    assert uses
    for name, comment in uses:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name), name
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), name
    everywhere = {
        pin for each in WORKFLOWS for pin in re.findall(r"uses: (\S+@\S+)", each.read_text())
    }
    assert len({pin.partition("@")[0] for pin in everywhere}) == len(everywhere)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_that_anybody_can_set_stands_in_a_script(path):
    workflow = yaml.safe_load(path.read_text())
    scripts = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    assert not [script for script in scripts if "${{" in script]


def test_the_job_that_runs_notebooks_can_write_nothing_and_those_that_can_run_none():
    assert BRIEF["permissions"] == {}
    assert set(BRIEF[True]) == {"push", "pull_request", "workflow_dispatch"}, "`on` is YAML's true"
    for name, job in JOBS.items():
        runs_notebooks = "seedbrief" in "".join(steps(name).values()).replace("<!-- seedbrief", "")
        checks_out = any("checkout" in step.get("uses", "") for step in job["steps"])
        writes = {right for right, level in job["permissions"].items() if level == "write"}
        assert runs_notebooks == checks_out == (not writes), name
    assert JOBS["briefs"]["permissions"] == {"contents": "read"}
    assert "head.repo.full_name == github.repository" in JOBS["comment"]["if"]


def test_every_push_to_what_briefs_are_made_from_starts_it():
    on = BRIEF[True]
    assert on["push"]["paths"] == on["pull_request"]["paths"]
    assert {"seeds/**", "notebooks/**"} <= set(on["push"]["paths"]), "reviews.csv lies in seeds/"


@pytest.fixture(scope="module")
def later(made, tmp_path_factory):
    """What a pull request makes of the seeds, and its tables in `reports`."""
    folder = tmp_path_factory.mktemp("later")
    (folder / "seeds").mkdir()
    text = (made / "seeds" / "note.md").read_text()
    (folder / "seeds" / "note.md").write_text(text.replace("3,000", "`@all` 5,000"))
    parse(folder / "seeds", folder / "reports", progress=False)
    return folder


@pytest.fixture
def workspace(tmp_path, made, later):
    """A checkout of a pull request, and under `before/` what it is compared with."""
    shutil.copytree(later, tmp_path, dirs_exist_ok=True)
    (tmp_path / ".venv").symlink_to(BIN.parent)
    (tmp_path / "before").mkdir()
    (tmp_path / "before" / "seeds").symlink_to(made / "seeds")
    return tmp_path


def test_a_pull_request_is_compared_in_words(workspace):
    shell = steps("briefs")
    assert bash(shell["Tables of that"], workspace).returncode == 0
    summary = workspace / "summary.md"
    result = bash(shell["What changes, in words"], workspace, GITHUB_STEP_SUMMARY=str(summary))
    assert result.returncode == 0, result.stderr
    text = (workspace / "changes.md").read_text()
    assert text == summary.read_text()
    assert "5,000 soldiers" in text
    assert "``" in text, "code with a backtick has a longer fence"
    assert (workspace / "changes" / "changes.html").is_file()


def test_without_anything_before_there_is_no_comparison(workspace):
    (workspace / "before" / "seeds").unlink()
    assert bash(steps("briefs")["Tables of that"], workspace).returncode == 2
    step = next(each for each in JOBS["briefs"]["steps"] if each.get("id") == "before")
    assert step["continue-on-error"] is True
    assert "needs.briefs.outputs.compared == 'success'" in JOBS["comment"]["if"]


def test_a_comparison_that_fails_is_not_taken_for_a_change(workspace):
    (workspace / "before" / "tables").mkdir()
    script = steps("briefs")["What changes, in words"]
    assert bash(script, workspace, GITHUB_STEP_SUMMARY=os.devnull).returncode != 0


def comment(folder, text, known):
    """Run the step that comments, with the ids of its earlier comments; return gh's calls."""
    (folder / "bin").mkdir()
    calls = folder / "calls"
    gh = folder / "bin" / "gh"
    gh.write_text(GH.format(python=sys.executable, calls=calls, known=known))
    gh.chmod(0o755)
    (folder / "changes.md").write_text(text)
    (script,) = steps("comment").values()
    path = f"{gh.parent}{os.pathsep}{os.environ['PATH']}"
    result = bash(script, folder, PATH=path, COMMENTS="all", COMMENT="one")
    told = calls.read_text().splitlines() if calls.exists() else []
    return result.returncode, [json.loads(line) for line in told]


def test_the_first_comment_is_written_and_later_ones_take_its_place(tmp_path):
    body = "<!-- seedbrief -->\n**1 change**\n$(id) `id`\n"
    for name, known, method in (
        ("new", [], ["POST", "all"]),
        ("old", [17, 20], ["PATCH", "one/17"]),
    ):
        folder = tmp_path / name
        folder.mkdir()
        status, (asked, written) = comment(folder, body.partition("\n")[2], known)
        assert status == 0
        assert asked[0][-3:-1] == ["all", "--jq"]
        assert "github-actions[bot]" in asked[0][-1]
        assert written == [
            ["api", "--silent", "--method", *method, "--field", "body=@body.md"],
            [body],
        ]


def test_a_text_that_is_too_long_is_not_posted(tmp_path):
    status, calls = comment(tmp_path, "x" * 60_001, [])
    assert status != 0
    assert calls == []


def test_what_is_published_begins_with_the_brief_and_holds_no_tables(tmp_path):
    (tmp_path / "reports" / "tables").mkdir(parents=True)
    for name in ("brief.html", "brief.pdf", "claims.html", "claims.ipynb", "tables/claims.parquet"):
        (tmp_path / "reports" / name).write_text(name)
    (script,) = steps("pages").values()
    assert bash(script, tmp_path).returncode == 0
    site = {path.name: path.read_text() for path in (tmp_path / "site").iterdir()}
    assert set(site) == {"index.html", "brief.html", "brief.pdf", "claims.html"}
    assert site["index.html"] == "brief.html"


def test_gitlab_compares_a_merge_request_with_its_base(tmp_path, made, later):
    """The script of the job, in a real repository: what is not installed is already there."""
    job = yaml.safe_load(GITLAB.read_text())["briefs"]
    compare = job["script"][-1]
    (tmp_path / "seeds").mkdir()
    note = tmp_path / "seeds" / "note.md"
    note.write_text((made / "seeds" / "note.md").read_text())
    git = "git -c user.name=tester -c user.email=tester@example.org"
    start = f"git init -q . && git add . && {git} commit -qm one && git remote add origin ."
    assert bash(start, tmp_path).returncode == 0
    base = bash("git rev-parse HEAD", tmp_path).stdout.strip()
    shutil.copytree(later, tmp_path, dirs_exist_ok=True)
    result = bash(compare, tmp_path, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert result.returncode == 0, result.stderr
    assert "5,000" in result.stdout
    assert (tmp_path / "changes" / "changes.html").is_file()
    assert bash(compare, tmp_path, CI_MERGE_REQUEST_DIFF_BASE_SHA="").returncode == 0
