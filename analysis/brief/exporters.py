"""The two nbconvert exporters: ``briefhtml`` and ``briefpdf``.

They work from `jupyter nbconvert --to NAME`, from JupyterLab's export menu and from code, without
configuration: fonts and templates lie in this package. Code, prompts, stderr and papermill's
metadata never show; a notebook that holds an error is refused. The same notebook gives the same
bytes anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode
from traitlets import default

from analysis.brief.document import Document, read_notebook
from analysis.brief.page import render_page
from analysis.brief.typeset import typeset

__all__ = ["BriefHTMLExporter", "BriefPDFExporter"]

Json = dict[str, Any]


class _BriefExporter(Exporter):
    """What both have in common: a document read from the notebook, laid out in some way."""

    _extension: ClassVar[str]
    _lay_out: Callable[[Document], str | bytes]

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return self._extension

    # nbconvert declares that this returns a notebook; its own exporters return text or bytes too.
    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Json | None = None, **kw: Any
    ) -> tuple[str | bytes, Json]:
        """Return the page or the PDF, and nbconvert's resources."""
        notebook, kept = super().from_notebook_node(nb, resources, **kw)
        return self._lay_out(read_notebook(notebook)), kept


class BriefHTMLExporter(_BriefExporter):
    """One self-contained HTML file: no script, nothing from the network."""

    export_from_notebook = "Brief (HTML)"
    output_mimetype = "text/html"
    _extension = ".html"
    _lay_out = staticmethod(render_page)


class BriefPDFExporter(_BriefExporter):
    """A PDF for print and archive: PDF/UA-1 and PDF/A-2a, tagged, with bookmarks."""

    export_from_notebook = "Brief (PDF)"
    output_mimetype = "application/pdf"
    _extension = ".pdf"
    _lay_out = staticmethod(typeset)
