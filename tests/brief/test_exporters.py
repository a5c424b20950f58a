"""The exporters as Jupyter finds them: by name, anywhere, with the same bytes."""

import hashlib
import os
import subprocess
import sys

import nbformat
import pytest
from nbconvert.exporters import get_exporter

# Without nbconvert, whose import takes longer than all the rest.
EXPORT = """
import hashlib, json, pathlib
from analysis.brief.document import read_notebook
from analysis.brief.page import render_page
from analysis.brief.typeset import typeset
document = read_notebook(json.loads(pathlib.Path("a.ipynb").read_text("utf-8")))
print(hashlib.sha256(render_page(document).encode()).hexdigest())
print(hashlib.sha256(typeset(document)).hexdigest())
"""


def test_the_same_notebook_gives_the_same_bytes_anywhere(sample, tmp_path):
    nbformat.write(sample, tmp_path / "a.ipynb")
    here = []
    for name in ("briefhtml", "briefpdf"):
        data, _ = get_exporter(name)().from_notebook_node(sample)
        here.append(hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest())
    elsewhere = {"TZ": "Asia/Seoul", "PYTHONHASHSEED": "7", "LC_ALL": "C", "COLUMNS": "40"}
    kept = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(
        [sys.executable, "-c", EXPORT],
        cwd=tmp_path,
        env=kept | elsewhere,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == here


@pytest.mark.parametrize(
    ("name", "ending", "label", "mime"),
    [
        ("briefhtml", ".html", "Brief (HTML)", "text/html"),
        ("briefpdf", ".pdf", "Brief (PDF)", "application/pdf"),
    ],
)
def test_jupyter_can_offer_it(name, ending, label, mime):
    exporter = get_exporter(name)()
    assert exporter.file_extension == ending
    assert exporter.export_from_notebook == label
    assert exporter.output_mimetype == mime


def test_the_notebook_is_not_changed(sample):
    before = nbformat.writes(sample)
    get_exporter("briefhtml")().from_notebook_node(sample)
    get_exporter("briefpdf")().from_notebook_node(sample)
    assert nbformat.writes(sample) == before
