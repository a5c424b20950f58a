"""Exports as a whole: where they go, what is refused, the same bytes everywhere."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import analysis
from analysis import cli
from analysis.errors import ExportError, ParameterError, TableError
from analysis.exchange import FORMATS
from analysis.tables.schema import frame, rows
from analysis.tables.store import find_tables

EXPORT = """
import sys, analysis
tables = analysis.Tables.load(sys.argv[1])
for to in {formats}:
    analysis.export(tables, to, sys.argv[2] + "/" + to)
"""


@pytest.fixture(scope="module")
def saved(tables, tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved") / "tables"
    tables.save(folder)
    return folder


def read_all(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_bytes_whatever_the_place_time_zone_locale_and_hash_seed(saved, tmp_path):
    made = []
    for zone, locale, seed in (("UTC", "C", "1"), ("Pacific/Kiritimati", "de_DE.UTF-8", "77")):
        out = tmp_path / seed
        out.mkdir()
        subprocess.run(
            [sys.executable, "-c", EXPORT.format(formats=list(FORMATS)), saved, out],
            env={**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed},
            cwd=out,
            check=True,
        )
        made.append(read_all(out))
    assert len(made[0]) > len(FORMATS)
    assert made[0] == made[1]


@pytest.mark.parametrize("to", FORMATS)
def test_no_path_of_the_machine_goes_out(exported, tables, seeds_folder, to):
    """The seeds were named by an absolute path; the workbook is looked at unpacked elsewhere."""
    assert tables.documents["path"].str.startswith("/").all()
    out = exported(to)
    files = read_all(out) if out.is_dir() else {out.name: out.read_bytes()}
    for data in files.values():
        assert str(seeds_folder.parent).encode() not in data
        assert str(Path.home()).encode() + b"/" not in data


def test_source_date_epoch_dates_an_export(exported, monkeypatch):
    dated = json.loads((exported("datapackage") / "datapackage.json").read_text())["created"]
    assert dated == "2024-10-18T00:00:00Z"  # the newest seed's day
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    dated = json.loads((exported("datapackage") / "datapackage.json").read_text())["created"]
    assert dated == "2023-11-14T22:13:20Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "noon")
    with pytest.raises(ParameterError, match="SOURCE_DATE_EPOCH must be seconds since 1970"):
        exported("datapackage")


@pytest.mark.parametrize("to", FORMATS)
def test_tables_without_rows_are_exported_too(exported, tables, to):
    nothing = tables.with_tables(**{name: frame(name, []) for name, _ in tables.items()})
    assert exported(to, nothing).exists()


def test_json_holds_all_of_the_tables_and_gives_them_back(exported, tables):
    whole = json.loads(exported("json").read_text(encoding="utf-8"))
    assert whole["schema_version"] == 1
    back = {name: frame(name, records) for name, records in whole["tables"].items()}
    assert analysis.Tables(**back)  # which checks every quotation
    for name, table in tables.items():
        wanted = table.assign(path="") if name in {"documents", "problems"} else table
        came = back[name].assign(path="") if name in {"documents", "problems"} else back[name]
        assert [str(row) for row in rows(came)] == [str(row) for row in rows(wanted)], name


def test_an_unknown_format_names_the_allowed_ones(tables, tmp_path):
    with pytest.raises(
        ParameterError, match=r"to must be one of csv, json, .* mean bibtex"
    ) as error:
        analysis.export(tables, "bibtext", tmp_path / "x")
    assert all(name in str(error.value) for name in FORMATS)
    assert not list(tmp_path.iterdir())


def test_a_file_where_a_folder_is_meant_is_refused_and_kept(tables, tmp_path):
    (tmp_path / "mine").write_text("kept")
    with pytest.raises(ExportError, match="must be a folder for csv"):
        analysis.export(tables, "csv", tmp_path / "mine")
    with pytest.raises(ExportError, match="must be a file for json"):
        analysis.export(tables, "json", tmp_path)
    assert (tmp_path / "mine").read_text() == "kept"


@pytest.mark.parametrize("to", ["csv", "datapackage"])
def test_tables_are_not_put_among_other_files(tables, tmp_path, to):
    """Among seeds, `sources.csv` would be read as metadata, `reviews.csv` as decisions."""
    (tmp_path / "seed.txt").write_text("The dam failed.")
    with pytest.raises(ExportError, match=r"holds other files, such as seed\.txt; name a new"):
        analysis.export(tables, to, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["seed.txt"]


@pytest.mark.parametrize("name", ["reviews", "sources"])
@pytest.mark.parametrize(("to", "below"), [("csv", ""), ("datapackage", "data")])
def test_what_people_wrote_beside_seeds_is_not_replaced_but_an_export_is(
    tables, tmp_path, name, to, below
):
    written = tmp_path / below / f"{name}.csv"
    written.parent.mkdir(exist_ok=True)
    written.write_text("row_id,field,value,reviewer,date,note\nc-1,kind,event,KL,2025-01-02,\n")
    before = read_all(tmp_path)
    with pytest.raises(TableError, match=f"{name}.csv is not a table .*; name another folder"):
        analysis.export(tables, to, tmp_path)
    if to == "csv":
        with pytest.raises(TableError, match="name another folder"):
            tables.save(tmp_path, csv=True)
    assert read_all(tmp_path) == before
    written.unlink()
    analysis.export(tables, to, tmp_path)
    exported = read_all(tmp_path)
    analysis.export(tables, to, tmp_path)
    assert read_all(tmp_path) == exported


def test_a_folder_without_tables_is_told(tmp_path):
    with pytest.raises(TableError, match="holds no tables; name the folder of a report"):
        find_tables(tmp_path)


def test_the_command_takes_tables_and_reports_and_says_what_it_wrote(
    saved, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["export", str(saved.parent), "--to", "csl"]) == 0
    assert capsys.readouterr().out == "Wrote:\n  exports/seeds.csl.json\n"
    assert cli.main(["export", str(saved), "--to", "csv", "--out", "c", "--quiet"]) == 0
    assert (tmp_path / "c" / "claims.csv").is_file()
    assert capsys.readouterr().out == ""
    assert cli.main(["export", str(saved), "--to", "pdf"]) == 2
    assert "to must be one of csv, json" in capsys.readouterr().err


def test_help_names_every_format_and_loads_no_library_for_one(run, tmp_path):
    said = " ".join(run("seedbrief", "export", "--help", cwd=tmp_path).stdout.split())
    assert "csv, json, xlsx, webannotation, csl, bibtex, stix, claimreview or datapackage" in said
    assert set(FORMATS) <= set(said.replace(",", "").split())
    assert not LIBRARIES & loaded_by("from analysis.cli import main\nmain(['export', '--help'])")
    assert not LIBRARIES - {"pandas"} & loaded_by("import analysis.exchange")


LIBRARIES = {"stix2", "xlsxwriter", "bibtexparser", "pylatexenc", "pandas", "spacy"}


def loaded_by(code):
    code = f"import atexit, sys\natexit.register(lambda: print(*sys.modules))\n{code}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_no_half_written_file_is_left(tables, tmp_path):
    analysis.export(tables, "bibtex", tmp_path / "new" / "a.bib")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.bib"]
