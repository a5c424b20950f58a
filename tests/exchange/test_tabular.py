"""CSV, XLSX and the data package: values arrive whole, and nothing in them runs."""

import csv
import io
import json
import zipfile
from hashlib import sha256

import frictionless
import openpyxl
import pytest
from openpyxl.utils.escape import unescape  # Excel does it while reading

from analysis.errors import ExportError
from analysis.exchange import xlsx
from analysis.exchange.base import records
from analysis.tables import SCHEMA

STARTS = tuple("=+-@\t\r\n＝＋－＠")


def test_no_csv_cell_runs_in_a_spreadsheet(exported, tables):
    folder = exported("csv")
    assert sorted(path.stem for path in folder.iterdir()) == sorted(SCHEMA)
    quoted = 0
    for path in folder.iterdir():
        with path.open(encoding="utf-8", newline="") as stream:
            head, *lines = csv.reader(stream)
        assert head == SCHEMA[path.stem].names
        assert len(lines) == len(getattr(tables, path.stem))
        numbers = {c.name for c in SCHEMA[path.stem].columns if c.kind in {"number", "count"}}
        for line in lines:
            for name, cell in zip(head, line, strict=True):
                assert name in numbers or not cell.startswith(STARTS)
                quoted += cell.startswith("'=")
    assert quoted > 2


def test_csv_lists_are_json(exported, tables):
    with (exported("csv") / "claims.csv").open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    assert [json.loads(row["spans"]) for row in read] == list(tables.claims["spans"])
    assert [json.loads(row["source_ids"]) for row in read] == list(tables.claims["source_ids"])


@pytest.fixture(scope="module")
def book(exported):
    return openpyxl.load_workbook(exported("xlsx"))


def test_a_sheet_a_table_with_frozen_filtered_heads(book, tables):
    assert book.sheetnames == list(SCHEMA)
    for name, table in tables.items():
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == SCHEMA[name].names
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.max_row == len(table) + 1
        assert sheet.column_dimensions["A"].width > len(SCHEMA[name].names[0])


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(book, exported):
    risky = 0
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            assert cell.hyperlink is None
            if isinstance(cell.value, str) and cell.value.startswith(STARTS):
                risky += 1
                assert cell.data_type == "s"
                assert cell.quotePrefix
    assert risky > 2
    with zipfile.ZipFile(exported("xlsx")) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "vba" in name or "external" in name]


def test_the_workbook_has_the_tables_values(book, tables):
    for name, table in tables.items():
        for line, row in zip(book[name].iter_rows(min_row=2), records(table), strict=True):
            for cell, (column, value) in zip(line, row.items(), strict=True):
                if column == "path" or (column == "text" and len(value) > 16_000):
                    continue  # named otherwise; cut, as another test holds
                wanted = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
                wanted = None if wanted in ("", "[]") else wanted
                came = unescape(cell.value) if isinstance(cell.value, str) else cell.value
                assert came == wanted, (name, column)


def test_a_text_too_long_for_a_cell_says_that_it_is_cut(book, tables):
    """Excel counts UTF-16 units, and no cut goes through a character."""
    cells = {row[0].value: row for row in book["documents"].iter_rows(min_row=2)}
    place = SCHEMA["documents"].names.index("text")
    long = cells["sub/long.md"][place].value
    assert long.endswith(xlsx.CUT)
    assert 32_760 < len(long.encode("utf-16-le")) // 2 <= 32_767
    assert tables.documents.set_index("doc_id")["text"]["sub/long.md"].startswith(
        long.removesuffix(xlsx.CUT)
    )


def test_a_table_too_long_for_a_sheet_is_refused(tables, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    with pytest.raises(
        ExportError, match="rows, more than a sheet can hold; export to csv or json"
    ):
        xlsx.xlsx(tables)


def test_the_data_package_is_valid_and_its_keys_hold(exported):
    """frictionless checks the descriptor, sizes, hashes, types, lists, keys and references."""
    folder = exported("datapackage")
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])[:5]
    assert report.stats["tasks"] == len(SCHEMA)


def test_a_changed_file_of_the_data_package_is_found(exported):
    folder = exported("datapackage")
    path = folder / "data" / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b"mine", b"pine", 1))
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert "hash-count" in {each[0] for each in report.flatten(["type"])}


def test_the_data_package_describes_every_column_as_the_schema_does(exported):
    folder = exported("datapackage")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        table = SCHEMA[resource["name"]]
        fields = resource["schema"]["fields"]
        assert [(each["name"], each["description"]) for each in fields] == [
            (column.name, column.meaning) for column in table.columns
        ]
        data = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{sha256(data).hexdigest()}"
        assert resource["bytes"] == len(data)
    assert (folder / "data-dictionary.md").is_file()


def test_csv_ends_lines_alike_everywhere(exported):
    data = (exported("csv") / "figures.csv").read_bytes()
    assert b"\r\n" not in data
    assert io.BytesIO(data).readline().startswith(b'"figure_id"')
