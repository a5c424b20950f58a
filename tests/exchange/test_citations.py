"""CSL-JSON and BibTeX of the seeds."""

import json
from pathlib import Path

import bibtexparser
import jsonschema
import pytest
from pybtex.database import parse_string

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "csl.json").read_text())


@pytest.fixture(scope="module")
def items(exported):
    return json.loads(exported("csl").read_text(encoding="utf-8"))


def test_items_keep_to_csl(items, tables):
    jsonschema.Draft202012Validator(SCHEMA).validate(items)
    assert [item["id"] for item in items] == list(tables.documents["doc_id"])


def test_items_say_what_the_seeds_say_and_no_more(items):
    named = {item["id"]: item for item in items}
    assert set(named["b-c-d.txt"]) == {"id", "type", "title", "note", "custom"}
    assert named["b-c-d.txt"]["title"] == "[b-c-d.txt]"
    assert named["b-c-d.txt"]["note"].startswith("No title is stated")
    assert "note" not in named["sub/long.md"]
    assert named["sub/long.md"]["issued"] == {"date-parts": [[2024, 10, 18]]}
    assert named["sub/long.md"]["author"] == [{"literal": "Keller, Maria and O'Neil"}]
    assert named["sub/long.md"]["type"] == "webpage"
    assert named["=cmd|' !A0.md"]["issued"] == {"date-parts": [[2024]]}


@pytest.fixture(scope="module")
def text(exported):
    return exported("bibtex").read_text(encoding="utf-8")


def test_two_parsers_read_the_entries(text, tables):
    """pybtex refuses what BibTeX refuses."""
    strict = parse_string(text, "bibtex")
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert list(strict.entries) == [entry.key for entry in library.entries]
    assert len(strict.entries) == len(tables.documents)
    assert {key.isascii() and " " not in key for key in strict.entries} == {True}
    assert len({key.casefold() for key in strict.entries}) == len(tables.documents)


def test_no_character_of_a_seed_acts_in_tex(text):
    assert r"\input{a}" not in text
    assert "$x^2$" not in text
    fields = bibtexparser.parse_string(text).entries[0].fields_dict
    title = fields["title"].value
    assert r"{\textbackslash}input\{a\}" in title
    assert r"\$x" in title
    assert r"\&" in fields["howpublished"].value
    assert r"\#1\_\%" in fields["howpublished"].value


def test_an_author_with_and_or_a_comma_stays_one_name(text):
    entry = parse_string(text, "bibtex").entries["sub-long.md"]
    (author,) = entry.persons["author"]
    assert "Keller, Maria and O" in str(author).replace("{", "").replace("}", "")


def test_an_entry_without_a_title_is_called_by_its_file(text):
    entries = bibtexparser.parse_string(text).entries_dict
    untitled = entries["b-c-d.txt-2"].fields_dict
    assert untitled["title"].value == "{[b-c-d.txt]}"
    assert untitled["note"].value.startswith("No title is stated")
    assert "note" not in entries["sub-long.md"].fields_dict


def test_an_address_cannot_end_its_field(text):
    url = bibtexparser.parse_string(text).entries[0].fields_dict["url"].value
    assert url.endswith("?x=%7B1%7D&y=50%25#z")
