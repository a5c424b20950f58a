"""Notebooks as the kernel leaves them, and readers for what the exporters make of them."""

from types import SimpleNamespace

import nbformat
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import analysis
from analysis.brief.blocks import (
    MIME,
    Bullets,
    Card,
    Cards,
    Chart,
    Column,
    Facts,
    Notice,
    Prose,
    Row,
    Run,
    Stack,
    Table,
    TitleBlock,
)
from analysis.brief.document import read_notebook
from analysis.brief.page import render_page
from analysis.brief.selection import brief as brief_view
from analysis.brief.typeset import typeset
from analysis.parameters import check

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "#set page(fill: red)",
    "#read(sys.inputs)",
    "*bold* $x^2$ _it_ @ref <lab>",
    "{{ 7 * 7 }} {% raw %}",
    "</style></title></table>",
    "]] \\ // /* */ `raw`",
]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M 0 0 L 9 9"/></svg>'


def make_notebook(*shown, metadata=None):
    """Return a notebook with a cell for each block (a block) or markdown cell (a string)."""
    cells = []
    for item in shown:
        if isinstance(item, str):
            cells.append(new_markdown_cell(item))
        elif isinstance(item, dict):
            cells.append(new_code_cell("secret_code()", outputs=[item]))
        else:
            output = new_output("execute_result", data=item._repr_mimebundle_())
            cells.append(new_code_cell("secret_code()", outputs=[output]))
    notebook = new_notebook(cells=cells, metadata=metadata or {})
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    nbformat.validate(notebook)
    return notebook


@pytest.fixture(scope="session")
def notebook():
    return make_notebook


@pytest.fixture(scope="session")
def page():
    """Return a function that gives the parsed page of what is shown."""
    return lambda *shown, **kw: BeautifulSoup(
        render_page(read_notebook(make_notebook(*shown, **kw))), "html.parser"
    )


def read_pdf(data):
    document = pypdfium2.PdfDocument(data)
    texts = [sheet.get_textpage().get_text_bounded().replace("\r\n", "\n") for sheet in document]
    return SimpleNamespace(document=document, pages=texts, text=" ".join("\n".join(texts).split()))


@pytest.fixture(scope="session")
def pdf():
    """Return a function that gives the PDF of what is shown, read back."""
    return lambda *shown, **kw: read_pdf(typeset(read_notebook(make_notebook(*shown, **kw))))


def _sample():
    rows = [Row([f"row-{n:03}", f"Quotation {n} " + "word " * (n % 40)]) for n in range(300)]
    long = "Donaudampfschifffahrtsgesellschaftskapitänsanwärterprüfungsordnung" * 2
    return make_notebook(
        "# Title in the notebook",
        TitleBlock("Who says what", "A subtitle", "TLP:GREEN", [("Period", "October 2024")]),
        "## Key points\n\n- one\n- two\n\n[evidence](#e1) and [bad](javascript:alert(1))",
        Prose([("Said ", Run("so", "quote"), " ", Run("[1]", link="#e1", anchor="c1"))]),
        Bullets([(text, " ", Run("gone", link="#nowhere")) for text in HOSTILE], lead="Hostile:"),
        "#### A heading that skips levels",
        Table("Names", [Column("Name"), Column("Note", "right")], [["김정은", "Зеленський"]]),
        Table("Long words", [Column("A"), Column("B", width=3)], [[long, "x" * 300]]),
        "## Every row",
        Table("Every claim", [Column("Id"), Column("Text", width=5)], rows, note="A note."),
        Stack([Notice("Take care", "warning"), Table("None", [Column("A")], [], empty="No rows.")]),
        Chart(SVG, "A line rises", "A line from 0 to 9", source="Made up"),
        "## Evidence",
        Cards([Card("e1", "First", "the quote", "before ", ", after", [("Seed", "a.md")],
                    [Run("point 1", link="#c1")])]),
        "## Provenance",
        Facts([("Seed", Run("a.md", "mono"))], caption="How it was made"),
    )  # fmt: skip


@pytest.fixture(scope="session")
def sample():
    return _sample()


@pytest.fixture(scope="session")
def sample_page(sample):
    return BeautifulSoup(render_page(read_notebook(sample)), "html.parser")


@pytest.fixture(scope="session")
def sample_pdf(sample):
    return read_pdf(typeset(read_notebook(sample)))


@pytest.fixture
def data_of():
    """Return a function that wraps block data as a cell's output, as a hostile notebook could."""
    return lambda data: new_output("display_data", data={MIME: data})


@pytest.fixture
def brief_on(tmp_path):
    """Return a function that gives the view of a brief on seeds, by the names of their files."""

    def made(**seeds):
        for name, text in seeds.items():
            (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
        return brief_view(analysis.assess(analysis.parse(tmp_path)), check({}))

    return made
