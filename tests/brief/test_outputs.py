"""Outputs of other libraries, and notebooks that must not become a brief."""

import base64

import pandas as pd
import pytest
from nbformat.v4 import new_output

from analysis.brief.document import read_notebook
from analysis.errors import NotebookError

PNG = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
).decode()


def _output(**data):
    return new_output("display_data", data=data)


def test_a_failed_cell_stops_the_export(notebook):
    error = new_output("error", ename="KeyError", evalue="'claims'", traceback=[])
    with pytest.raises(NotebookError, match="cell 2 ended in KeyError: 'claims'; mend it"):
        read_notebook(notebook("# T", error))


def test_an_unknown_block_is_named(notebook, data_of):
    with pytest.raises(NotebookError, match="cell 1 shows a block of type 'hologram'"):
        read_notebook(notebook(data_of({"type": "hologram"})))


def test_a_data_frame_becomes_a_table_without_its_markup(page):
    frame = pd.DataFrame({"name": ["<b>Kim</b>", "Лі"], "count": [1, 20]}, index=[3, 4])
    soup = page(_output(**{"text/html": frame._repr_html_(), "text/plain": "x"}))
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in soup.find_all("tr")]
    assert rows == [["", "name", "count"], ["3", "<b>Kim</b>", "1"], ["4", "Лі", "20"]]
    assert "sb-right" in soup.find_all("td")[-1]["class"]


def test_other_html_is_dropped_for_its_plain_text(page):
    soup = page(_output(**{"text/html": "<iframe src='http://x'></iframe>", "text/plain": "safe"}))
    assert soup.main.get_text().strip() == "safe"
    assert not soup.find("iframe")


def test_pictures_keep_their_words(page, pdf):
    shown = _output(**{"image/png": PNG, "text/plain": "<Figure size 640x480>"})
    shown["metadata"] = {"alt": "A red dot"}
    assert page(shown).img["alt"] == "A red dot"
    assert len(pdf(shown).pages) == 1


def test_broken_pictures_are_named(page, pdf):
    broken = base64.b64encode(b"no picture").decode()
    with pytest.raises(NotebookError, match="cannot be laid out as a PDF: failed to decode image"):
        pdf(_output(**{"image/png": broken}))
    with pytest.raises(NotebookError, match="a drawing is not readable SVG"):
        page(_output(**{"image/svg+xml": "<svg>"}))
    with pytest.raises(NotebookError, match="outermost element is not <svg>"):
        page(_output(**{"image/svg+xml": "<html/>"}))
