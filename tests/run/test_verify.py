"""`seedbrief verify`: a changed letter is found, and a hostile report is data."""

import json
import os
import shutil
from hashlib import sha256

import pyarrow as arrow
import pytest
from pyarrow import parquet

import analysis
from analysis import cli
from analysis.run.manifest import MANIFEST
from analysis.run.verify import verify

SEED = """\
---
title: Dockers walk out
publisher: Harbour Gazette
published: 2025-03-14
---
The union said on Friday that about 1,200 dockers had stopped work.
It is not known when they will return.
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A report with its seeds beside it."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "port.md").write_text(SEED, encoding="utf-8")
    analysis.build(
        folder / "seeds", folder / "out", {"tlp": "GREEN"}, ["questions"], progress=False
    )
    return folder


@pytest.fixture
def place(whole, tmp_path):
    """A copy of the report and its seeds, to tamper with."""
    return shutil.copytree(whole, tmp_path / "copy")


def found(place, **options):
    verdict = verify(place / "out", place / "seeds", **options)
    return [str(each) for each in verdict.discrepancies]


def entities(place):
    return json.loads((place / "out" / MANIFEST).read_text(encoding="utf-8"))


def rewrite(place, crate):
    (place / "out" / MANIFEST).write_text(json.dumps(crate), encoding="utf-8")


def forge(place, name, data):
    """Change a file and its hash in the manifest, as a careful forger would."""
    (place / "out" / name).write_bytes(data)
    crate = entities(place)
    for each in crate["@graph"]:
        if each["@id"] == name:
            each |= {"sha256": sha256(data).hexdigest(), "contentSize": str(len(data))}
    rewrite(place, crate)


def forge_table(place, name, column, change):
    """Change one column of a table in every row, and the manifest with it."""
    path = place / "out" / "tables" / f"{name}.parquet"
    table = parquet.read_table(path)
    values = arrow.array([change(value) for value in table[column].to_pylist()])
    at = table.column_names.index(column)
    stream = arrow.BufferOutputStream()
    parquet.write_table(
        table.set_column(at, table.schema.field(at), values.cast(table.schema.field(at).type)),
        stream,
    )
    forge(place, f"tables/{name}.parquet", stream.getvalue().to_pybytes())


def test_a_whole_report_is_as_it_says_and_the_extent_is_told(place):
    verdict = verify(place / "out", place / "seeds")
    assert verdict.discrepancies == ()
    assert verdict.checked["file"] == len(
        [each for each in entities(place)["@graph"] if "File" in each["@type"]]
    )
    assert verdict.checked["seed file"] == 1
    assert verdict.checked["character"] == len(SEED.partition("---\n")[2].partition("---\n")[2])
    assert verdict.checked["quotation"] > 5


@pytest.mark.parametrize("name", ["questions.html", "questions.pdf", "questions.ipynb"])
def test_a_changed_letter_in_a_brief_is_found(place, name):
    path = place / "out" / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    (line,) = found(place)
    assert line.startswith(f"{name}: SHA-256: expected ")


def test_a_changed_letter_in_a_seed_is_found_and_shown(place):
    path = place / "seeds" / "port.md"
    path.write_text(path.read_text().replace("1,200", "1,300"))
    lines = found(place)
    assert lines[0].startswith("seeds/port.md: SHA-256 of the seed: expected ")
    text = next(line for line in lines if "text of port.md" in line)
    assert "1,300 dockers" in text.partition("found")[0]
    assert "1,200 dockers" in text.partition("found")[2]


def test_a_changed_letter_in_a_table_is_found(place):
    path = place / "out" / "tables" / "claims.parquet"
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)
    assert any(line.startswith("tables/claims.parquet: SHA-256: ") for line in found(place))


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("sentences", "text"),
        ("claims", "text"),
        ("claims", "cue"),
        ("figures", "text"),
        ("questions", "text"),
        ("attributions", "text"),
        ("attributions", "cue"),
        ("attributions", "source_text"),
    ],
)
def test_a_forged_quotation_is_found_at_its_place(place, table, column):
    forge_table(place, table, column, lambda value: value[::-1])
    (line, *_) = lines = found(place)
    assert all(line.startswith(f"tables/{table}.parquet: quotation of ") for line in lines)
    assert "does not stand at that place" in line


def test_a_forged_text_and_forged_mentions_are_found(place):
    forge_table(place, "documents", "text", lambda value: value.replace("when", "whom"))
    assert any("text of port.md, character" in line and "whom" in line for line in found(place))
    forge_table(place, "sources", "mentions", lambda value: [*value, "port.md#3-9999"])
    lines = found(place)
    assert any("mention of o-" in line and "port.md#3-9999" in line for line in lines)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("claims", "sentence_id", "s-none"),
        ("claims", "source_ids", ["o-none"]),
        ("figures", "claim_id", "c-none"),
        ("questions", "evidence", ["c-none"]),
        ("questions", "raised_by", "o-none"),
        ("attributions", "parent_id", "a-none"),
    ],
)
def test_an_id_that_points_nowhere_is_found(place, table, column, value):
    forge_table(place, table, column, lambda _: value)
    lines = found(place)
    assert lines
    for line in lines:
        assert line.startswith(f"tables/{table}.parquet: id that names no row of ")
        assert f"expected {column} to name a row of" in line


def test_what_is_missing_and_what_is_too_much_is_found(place):
    (place / "out" / "questions.pdf").unlink()
    (place / "out" / "tables" / "more.txt").write_text("x")
    (place / "out" / "README.md").write_text("a repository's own")
    (place / "seeds" / "more.md").write_text("One more seed was added.")
    assert found(place) == [
        "questions.pdf: file: expected the one that the manifest lists, found none",
        "tables/more.txt: file: expected none, as the manifest lists none, found a file",
        "seeds/more.md: seed: expected none, as the manifest names none, found one",
        "tables/documents.parquet: seed more.md: "
        "expected a row for each seed that can be read, found none",
    ]


# Making it again


def test_made_again_it_has_the_same_bytes_whatever_the_folder_is_called(place, contents):
    (place / "seeds").rename(place / "others")
    before = contents(place)
    verdict = verify(place / "out", place / "others", rebuild=True)
    assert verdict.discrepancies == ()
    assert verdict.notes == ()
    assert contents(place) == before


def test_a_forged_judgement_is_found_only_by_making_it_again_with_its_row(place):
    forge_table(place, "claims", "certainty", lambda _: "possible")
    page = place / "out" / "questions.html"
    forge(place, "questions.html", page.read_bytes().replace(b"return", b"retvrn"))
    crate = entities(place)
    next(each for each in crate["@graph"] if each["@id"] == "#software/pandas")["version"] = "0.1"
    rewrite(place, crate)
    assert found(place) == []
    verdict = verify(place / "out", place / "seeds", rebuild=True)
    table, page = sorted(map(str, verdict.discrepancies), reverse=True)
    assert table.startswith("tables/claims.parquet: made again, row 0 (c-")
    assert table.endswith(", certainty: expected certain, found possible")
    assert page.startswith("questions.html: made again, line ")
    assert "return" in page.partition("found")[0]
    assert "retvrn" in page.partition("found")[2]
    (note,) = verdict.notes
    assert note.startswith("pandas: the report was made with 0.1, here is ")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("seeds", "../../etc", "seeds must be the plain name of a folder or file"),
        ("scale", "none", "scale must be one of icd203, phia"),
        ("focus", "(a+)+b", "focus must be a pattern without"),
        ("unheard", "x", "parameter must be one of"),
        ("tlp", {"a": 1}, "tlp must be a text"),
    ],
)
def test_a_manifest_with_hostile_parameters_makes_nothing(place, name, value, says):
    crate = entities(place)
    entity = {"@id": f"#parameter/{name}", "@type": "PropertyValue", "name": name, "value": value}
    crate["@graph"] = [each for each in crate["@graph"] if each["@id"] != entity["@id"]]
    crate["@graph"].append(entity)
    rewrite(place, crate)
    (line,) = found(place, rebuild=True)
    assert line.startswith(f"{MANIFEST}: making it again: expected a report, found {says}")


# Reports of strangers


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", '"x"', "\xff\xfe", '{"@graph": 3}', '{"@graph": [1]}'),
        *("[" * 100_000, '{"@graph": []}', '{"@graph": [{"@id": 1}]}', "1" * 5_000),
    ],
)
def test_a_manifest_that_is_none_is_one_finding(place, text):
    (place / "out" / MANIFEST).write_bytes(text.encode("latin-1"))
    (line,) = found(place)
    assert line.startswith(f"{MANIFEST}: manifest: expected the RO-Crate of a report, found ")


@pytest.mark.parametrize(
    "name",
    ["../outside.txt", "/etc/passwd", "tables/../../outside.txt", "a\\..\\b", "C:/x", "", "a%00b"],
)
def test_a_path_that_leaves_the_folder_is_a_finding_and_not_followed(place, name):
    (place / "outside.txt").write_text("secret")
    crate = entities(place)
    crate["@graph"].append({"@id": name, "@type": ["File"], "sha256": "0" * 64})
    rewrite(place, crate)
    (line,) = found(place)
    assert line.startswith(f"{MANIFEST}: file listed: expected a path inside the report's folder")


def test_entries_of_any_form_are_findings(place):
    crate = entities(place)
    crate["@graph"] += [
        {"@id": "x.html", "@type": "File", "sha256": ["?"], "contentSize": {"a": 1}},
        {"@id": "questions.html", "@type": "File"},
        {"@id": ["list"], "@type": {"File": 1}},
        {"@id": "#seed/x", "@type": "CreativeWork", "name": 3},
    ]
    rewrite(place, crate)
    lines = found(place)
    assert any(
        "expected a SHA-256 for it in 64 hexadecimal digits, found x.html" in each for each in lines
    )
    assert any(
        "file listed twice: expected each once, found questions.html" in each for each in lines
    )


def test_links_devices_and_huge_files_are_not_read(place):
    out = place / "out"
    secret = place / "secret.html"
    secret.write_bytes((out / "questions.html").read_bytes())
    (out / "questions.html").unlink()
    (out / "questions.html").symlink_to(secret)
    (out / "questions.pdf").unlink()
    os.mkfifo(out / "questions.pdf")
    os.truncate(out / "questions.ipynb", 1 << 40)  # a hole: it takes no room on the disk
    assert sorted(line.partition(", found")[0] for line in found(place)) == [
        "questions.html: file: expected an ordinary file",
        f"questions.ipynb: size: expected {size(place, 'questions.ipynb')} bytes",
        "questions.pdf: file: expected an ordinary file",
    ]


def size(place, name):
    entity = next(each for each in entities(place)["@graph"] if each["@id"] == name)
    return f"{int(entity['contentSize']):,}"


def test_tables_in_a_folder_that_is_a_link_are_not_read(place):
    (place / "out" / "tables").rename(place / "elsewhere")
    (place / "out" / "tables").symlink_to(place / "elsewhere")
    lines = found(place)
    assert "tables: file: expected none, as the manifest lists none, found a file" in lines
    assert any("no ordinary file in the report's own folder" in line for line in lines)


@pytest.mark.parametrize(
    "data",
    [b"", b"PAR1", b"not Parquet", b"PAR1" + b"\x00" * 40 + b"PAR1", b"PAR1\xff\xff\xff\x7fPAR1"],
)
def test_a_parquet_that_is_none_is_one_finding(place, data):
    forge(place, "tables/flags.parquet", data)
    (line,) = found(place)
    assert line.startswith("tables/flags.parquet: table: expected one, found flags.parquet cannot")


def test_a_table_with_other_columns_or_values_is_one_finding(place):
    stream = arrow.BufferOutputStream()
    parquet.write_table(arrow.table({"x": [1]}), stream)
    forge(place, "tables/flags.parquet", stream.getvalue().to_pybytes())
    forge_table(place, "claims", "kind", lambda _: "gossip")
    flags, claims = sorted(found(place), reverse=True)
    assert "has other columns than this version" in flags
    assert "kind must be one of 'factual', " in claims


def test_a_small_file_that_grows_without_bound_is_refused(place, monkeypatch):
    monkeypatch.setattr("analysis.tables.stored.MAX_BYTES", 10_000_000)
    word = "x" * 100_000
    schema = parquet.read_schema(place / "out" / "tables" / "problems.parquet")
    columns = [arrow.array([word] * 5_000) for _ in schema.names]
    stream = arrow.BufferOutputStream()
    parquet.write_table(arrow.table(columns, schema=schema), stream, compression="zstd")
    data = stream.getvalue().to_pybytes()
    assert len(data) < 1_000_000
    forge(place, "tables/problems.parquet", data)
    (line,) = found(place)
    assert "takes more than 10,000,000 bytes of memory" in line


def test_words_of_a_stranger_cannot_act_on_a_terminal(place):
    (place / "out" / "\x1b[2J\n\u202eevil.txt").write_text("x")
    (line,) = found(place)
    assert line.startswith(r"\x1b[2J\n\u202eevil.txt: file: ")


def test_many_faults_of_one_kind_are_counted(place):
    forge_table(place, "documents", "text", lambda value: "\n" + value)
    lines = found(place)
    assert len(lines) < 8 * 22
    assert any("text of port.md, character 0" in line for line in lines)


# The command


@pytest.fixture
def command(capsys):
    def command(*arguments):
        status = cli.main(list(map(str, arguments)))
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


def test_the_command_says_how_much_was_checked_or_each_finding(command, place):
    status, out, err = command("verify", place / "out", "--seeds", place / "seeds")
    assert (status, err) == (0, "")
    assert out.count("\n") == 1
    assert out.startswith(f"{place / 'out'} is as it says: ")
    assert "files, 1 seed file, " in out
    (place / "out" / "questions.pdf").unlink()
    status, out, err = command("verify", place / "out", "--seeds", place / "seeds")
    assert (status, err) == (1, "")
    assert out == "questions.pdf: file: expected the one that the manifest lists, found none\n"


@pytest.mark.parametrize(
    ("report", "seeds", "says"),
    [
        ("nowhere", "seeds", "is no folder; name the folder of a report"),
        ("seeds", "seeds", f"is no report: it holds no {MANIFEST}"),
        ("out", "nowhere", "there is no such file or folder; name the folder of the seeds"),
    ],
)
def test_what_is_no_report_gives_one_line_and_status_2(command, place, report, seeds, says):
    status, out, err = command("verify", place / report, "--seeds", place / seeds)
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
