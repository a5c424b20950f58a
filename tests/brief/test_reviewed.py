"""Decisions in a brief: beside the machine's value, with who decided, and how often they agree."""

import pandas as pd
import pytest

import analysis
from analysis.brief import sections
from analysis.brief.selection import view
from analysis.parameters import check
from analysis.tables.schema import frame


@pytest.fixture(scope="module")
def parsed():
    return analysis.parse({"a": "Ada Lund, the mayor, said the port might close."})


def shown(tables, section):
    return section(view(analysis.assess(tables), check({})))._repr_mimebundle_()["text/plain"]


def test_both_values_and_the_reviewer_are_shown(parsed):
    row_id = parsed.claims["claim_id"].iloc[0]
    blank = dict.fromkeys(("note", "about", "machine_value", "status"), "")
    review = {"row_id": row_id, "field": "certainty", "value": "probable", "reviewer": "KL"}
    reviews = frame("reviews", [review | blank | {"date": "2025-03-20"}])
    told = shown(parsed.with_tables(reviews=reviews), sections.reviews_table)
    for words in ("possible", "probable", "KL, 20 March 2025", "applied", "the port might close"):
        assert words in told
    agreed = shown(parsed.with_tables(reviews=reviews), sections.agreement_table)
    assert "Certainty" in agreed
    assert "no error rates" in agreed


def test_where_nobody_reviewed_it_is_said(parsed):
    assert isinstance(parsed.reviews, pd.DataFrame)
    assert "Nobody has reviewed" in shown(parsed, sections.reviews_table)
    assert "Nobody has reviewed" in shown(parsed, sections.agreement_table)
