"""The two nbconvert exporters: ``briefhtml`` and ``briefpdf``.

They work from `jupyter nbconvert --to NAME`, from JupyterLab's export menu and from code, without
configuration: fonts and templates lie in this package. Code, prompts, stderr and papermill's
metadata never show; a notebook that holds an error is refused. The same notebook gives the same
bytes anywhere.
"""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode
from traitlets import default

from analysis.brief.document import read_notebook
from analysis.brief.page import render_page
from analysis.brief.typeset import typeset

__all__ = ["BriefHTMLExporter", "BriefPDFExporter"]

Json = dict[str, Any]


class BriefHTMLExporter(Exporter):
    """One self-contained HTML file: no script, nothing from the network."""

    export_from_notebook = "Brief (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    # nbconvert declares that this returns a notebook; its own exporters return text or bytes too.
    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Json | None = None, **kw: Any
    ) -> tuple[str, Json]:
        """Return the page and nbconvert's resources."""
        notebook, kept = super().from_notebook_node(nb, resources, **kw)
        return render_page(read_notebook(notebook)), kept


class BriefPDFExporter(Exporter):
    """A PDF for print and archive: PDF/UA-1 and PDF/A-2a, tagged, with bookmarks."""

    export_from_notebook = "Brief (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    # nbconvert declares that this returns a notebook; its own exporters return text or bytes too.
    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Json | None = None, **kw: Any
    ) -> tuple[bytes, Json]:
        """Return the PDF and nbconvert's resources."""
        notebook, kept = super().from_notebook_node(nb, resources, **kw)
        return typeset(read_notebook(notebook)), kept
