"""The data dictionary in ``docs/`` is the schema's."""

from pathlib import Path

import pytest

from analysis.tables import SCHEMA
from analysis.tables.dictionary import KINDS, data_dictionary, meaning_of
from analysis.tables.schema import KINDS_OF_COLUMN, referred

DOCUMENT = Path(__file__).parents[1] / "docs" / "data-dictionary.md"


def test_the_stored_dictionary_is_what_the_schema_says():
    """If this fails, run ``make dictionary``."""
    assert DOCUMENT.read_text(encoding="utf-8") == data_dictionary()


@pytest.mark.parametrize("name", SCHEMA)
def test_every_column_and_value_of_a_closed_list_is_explained(name):
    section = data_dictionary().split(f"\n## {name}\n")[1].split("\n## ")[0]
    for column in SCHEMA[name].columns:
        assert f"| `{column.name}` | {column.kind} | {column.meaning}" in section
        for value in filter(None, column.allowed):
            assert meaning_of(column, value).endswith(".")
            assert f"- `{value}`: " in section


def test_every_type_of_column_is_explained():
    assert set(KINDS) == set(KINDS_OF_COLUMN)


def test_references_lead_to_keys():
    assert referred(SCHEMA["claims"]) == {
        "doc_id": "documents",
        "sentence_id": "sentences",
        "attribution_id": "attributions",
    }
    assert set(referred(SCHEMA["links"]).values()) == {"claims"}
