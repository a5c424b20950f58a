"""The notebooks: stored clean, without logic, and each able to run alone."""

import ast
import shutil
from pathlib import Path

import nbformat
import pytest

from analysis.loading import TABLES_VARIABLE
from analysis.parameters import NAMES, check
from analysis.run.notebooks import find_notebooks

FORBIDDEN = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp),
    *(ast.GeneratorExp, ast.If, ast.IfExp, ast.Try, ast.With),
)
"""Logic belongs into the package, where tests see it."""

PATHS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def cells(path):
    return nbformat.read(path, as_version=4).cells


@pytest.fixture
def code(cells):
    return [cell for cell in cells if cell.cell_type == "code"]


def test_the_notebooks_are_there_and_all_but_the_tour_and_the_comparison_are_reports():
    names = {path.stem for path in PATHS}
    assert names >= {"brief", "claims", "sources", "questions", "figures", "explore", "changes"}
    reports = {path.stem for path in find_notebooks(None)}
    assert names - reports == {"explore", "changes"}, "they are run where they are named"


def test_stored_without_outputs_counts_or_personal_metadata(path, code):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert set(notebook.metadata) <= {"kernelspec", "language_info", "seedbrief"}
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in code:
        assert (cell.outputs, cell.execution_count) == ([], None)


def test_at_most_25_short_code_cells_with_prose_before_them(cells, code):
    assert len(code) <= 25
    # The parameters, code[0], are a list with a line for each.
    assert all(len(cell.source.splitlines()) <= 8 for cell in code[1:])
    assert cells[0].cell_type == "markdown"
    assert cells[0].source.startswith("# ")


def test_no_logic(code):
    for cell in code:
        nodes = [*ast.walk(ast.parse(cell.source))]
        assert not [node for node in nodes if isinstance(node, FORBIDDEN)], cell.source
        imported = [
            name.name for node in nodes if isinstance(node, ast.Import) for name in node.names
        ]
        assert "re" not in imported


def test_one_parameters_cell_of_annotated_literals_with_help(code):
    tagged = [cell for cell in code if "parameters" in cell.metadata.get("tags", ())]
    assert tagged == [code[0]]
    lines = tagged[0].source.splitlines()
    assert all(line.count("#") == 1 and line.count("=") == 1 for line in lines)
    statements = ast.parse(tagged[0].source).body
    assert all(isinstance(statement, ast.AnnAssign) for statement in statements)
    found = {each.target.id: ast.literal_eval(each.value) for each in statements}
    assert set(found) >= set(NAMES)
    assert check({name: found[name] for name in NAMES})


def test_the_first_cell_after_the_parameters_checks_them_and_loads_the_tables(path, code):
    assert "analysis.check_notebook(globals())" in code[1].source
    loads = {"changes": "comparison(settings)"}
    usual = "analysis.load(settings.seeds, scale=settings.scale, **settings.choice)"
    assert loads.get(path.stem, usual) in code[1].source


def test_each_runs_under_plain_papermill_from_another_directory(path, run, made, tmp_path):
    alone = path.stem == "brief"  # parses for itself
    environment = {} if alone else {TABLES_VARIABLE: str(made / "tables")}
    parameters = {"seeds": made / "seeds", "since": "2024", "focus": "soldiers|not known"}
    options = [word for name, value in parameters.items() for word in ("-p", name, value)]
    result = run("papermill", path, "out.ipynb", *options, cwd=tmp_path, **environment)
    assert result.returncode == 0, result.stderr[-2000:]
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert all(cell.execution_count for cell in executed.cells if cell.cell_type == "code")


def test_plain_papermill_stops_at_an_unknown_parameter(run, seeds, tmp_path):
    shutil.copy(PATHS[0], tmp_path / "brief.ipynb")
    result = run("papermill", "brief.ipynb", "out.ipynb", "-p", "focuss", "x", cwd=tmp_path)
    assert result.returncode != 0
    assert "parameter must be one of seeds, title" in result.stderr
    assert "did you mean focus?" in result.stderr
