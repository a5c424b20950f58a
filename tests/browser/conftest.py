"""A real JupyterLab and Debian's Chromium, shared by the tests of one file."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

SEEDS = {
    "arrival.md": """\
---
title: Arrival 😀 in Orlo
publisher: Orlo Wire
published: 2024-11-04
---
The 😀 note 𝔸 begins so. General Ivan Petrov said on Monday that 300 soldiers had arrived in Orlo.
The mayor, Ada Lund, said the port might close. It is not known where the soldiers will go.

Fishermen saw grey ships near the harbour wall, according to the harbour master.
""",
    "denial.md": """\
---
title: Denial
publisher: Example Post
published: 2024-11-06
---
The ministry denied that soldiers had arrived in Orlo. Ivan Petrov said 900 soldiers had arrived.
The bridge at Orlo is closed, the police said. <script>document.body.dataset.hacked = "yes"</script>
""",
}

SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # every cell is in the page
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


@pytest.fixture(scope="module")
def chromium():
    """A browser. Without one the tests are skipped; in CI, which installs it, they fail."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing in CI: .ci/run installs it")
        pytest.skip("Chromium is missing: apt install chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A folder as a user has it: two seeds and the kit's notebooks."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "seeds").mkdir()
    for name, text in SEEDS.items():
        (folder / "seeds" / name).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    return folder


@pytest.fixture(scope="module")
def lab(project, tmp_path_factory, chromium):
    """The address of a JupyterLab on `project`, with settings of its own."""
    home, token, port = tmp_path_factory.mktemp("jupyter"), secrets.token_hex(8), _free_port()
    for name, chosen in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(chosen))
    folders = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    environment = {f"JUPYTER_{name}": str(home / name.lower()) for name in folders}
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(home / "settings")
    options = [
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={token}",
    ]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [Path(sys.executable).with_name("jupyter"), "lab", *options],
            cwd=project,
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _await(f"http://127.0.0.1:{port}/api?token={token}", server, home / "log")
        yield lambda name: f"http://127.0.0.1:{port}/lab/tree/notebooks/{name}?token={token}&reset"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def _free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _await(url, server, log):
    for _ in range(240):
        try:
            with urlopen(url, timeout=2):  # noqa: S310 - the server that was just started
                return
        except OSError:
            assert server.poll() is None, log.read_text()
            time.sleep(0.25)
    raise AssertionError(f"JupyterLab did not start: {log.read_text()}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """With SEEDBRIEF_PICTURES, a picture of each page of a test that failed."""
    report = yield
    folder = os.environ.get("SEEDBRIEF_PICTURES")
    if folder and report.when == "call" and report.failed and "chromium" in item.funcargs:
        pages = [page for each in item.funcargs["chromium"].contexts for page in each.pages]
        for number, page in enumerate(pages):
            page.screenshot(path=Path(folder) / f"{item.name}-{number}.png")
    return report
