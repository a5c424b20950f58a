"""A small seed and small notebooks, for tests of builds."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PARAMETERS = """\
seeds: str = "seeds"  # folder or file with the source documents
title: str = ""  # heading
focus: str = ""  # word or regular expression
since: str = ""  # first date
until: str = ""  # last date
min_certainty: str = "possible"  # certain, probable or possible
scale: str = "icd203"  # icd203 or phia
tlp: str = ""  # handling
profile: str = "full"  # full, one-page or a folder
"""

LOAD = """\
import analysis
settings = analysis.check_notebook(globals())
tables = analysis.load(settings.seeds, scale=settings.scale)
"""

SEED = """\
---
title: Short note
publisher: Example
published: 2024-11-04
language: en
---
South Korean officials said on Monday that about 3,000 soldiers had arrived.
It is not known where they will go.
"""


def write_notebook(path, *cells, parameters=PARAMETERS):
    """Write a notebook with the usual first cells and then the given ones."""
    made = new_notebook(
        cells=[
            new_markdown_cell(f"# {path.stem}"),
            new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            new_code_cell(LOAD),
            *map(new_code_cell, cells),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    made.metadata.kernelspec.language = "python"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(made, path)
    return path
