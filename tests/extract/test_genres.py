"""Other genres than campaign news: what a careful reader expects of each text, line by line.

The texts in ``genres/`` are made up. ``expected.tsv`` was written before the kit had read them,
but for the lines at its end, which say what else the kit rightly finds, and for three passives
("is thought to delay sleep"), whose claim is now nobody's word instead of the author's. Its
columns: the seed, words that one claim must hold, its sources (innermost first; "-" for the
author, "?" for nobody who is named, "*" for anybody), the columns that are not the usual ones
("*" for any value), and why the kit does not get it right, if it does not.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

import analysis
from analysis.model import quote

FOLDER = Path(__file__).parent / "genres"
USUAL = {
    "certainty": "certain",
    "kind": "factual",
    "verification": "not_stated",
    "negated": "False",
}


class Row(NamedTuple):
    """A line of the table."""

    seed: str
    words: str
    sources: str
    columns: str
    why: str


LINES = (FOLDER / "expected.tsv").read_text("utf-8").splitlines()
ROWS = [Row(*line.split("\t")) for line in LINES if line and not line.startswith("#")]
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt"))}


@pytest.fixture(scope="module")
def parsed() -> analysis.Tables:
    return analysis.parse(TEXTS)


def words_of(claim: dict[str, Any]) -> str:
    return quote(TEXTS[claim["doc_id"]], claim["spans"])


def claim_of(tables: analysis.Tables, row: Row) -> dict[str, Any] | None:
    """The shortest claim that holds the words of a row."""
    claims = tables.claims[tables.claims["doc_id"] == row.seed].to_dict("records")
    held = [claim for claim in claims if row.words in words_of(claim)]
    return min(held, key=lambda claim: len(words_of(claim)), default=None)


def names_of(tables: analysis.Tables, claim: dict[str, Any]) -> list[str]:
    sources = tables.sources.set_index("source_id")
    found = [sources.loc[source_id] for source_id in claim["source_ids"]]
    return ["-" if one["kind"] == "author" else one["name"] for one in found]


def fits(expected: str, names: list[str]) -> bool:
    wanted = [] if expected == "?" else expected.split(" + ")
    return expected == "*" or (
        len(wanted) == len(names)
        and all(
            want in {"*", name} or (want != "-" and want.casefold() in name.casefold())
            for want, name in zip(wanted, names, strict=True)
        )
    )


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row,
            id=f"{row.seed}: {row.words}",
            marks=[pytest.mark.xfail(reason=row.why)] if row.why else [],
        )
        for row in ROWS
    ],
)
def test_a_reader_finds_what_he_expects(parsed, row):
    """Each expected claim is there, by itself, with its source and what the text shows of it."""
    claim = claim_of(parsed, row)
    assert claim is not None
    apart = [o.words for o in ROWS if o.seed == row.seed and o.words not in row.words]
    assert not [words for words in apart if words in words_of(claim) and row.words not in words]
    names = names_of(parsed, claim)
    assert fits(row.sources, names), names
    stance = "asserts" if row.sources == "-" else "reports"
    named = dict(pair.split("=") for pair in row.columns.split())
    expected = USUAL | {"stance": stance} | named
    shown = {key: str(claim[key]).replace(" ", "_") for key in expected if expected[key] != "*"}
    assert shown == {key: expected[key] for key in shown}


@pytest.mark.parametrize("seed", TEXTS)
def test_nobody_is_said_to_say_what_he_did_not(parsed, seed):
    """Every claim of somebody else than the author is one that a reader expects."""
    expected = {
        claim["claim_id"] for row in ROWS if row.seed == seed and (claim := claim_of(parsed, row))
    }
    claims = parsed.claims[parsed.claims["doc_id"] == seed].to_dict("records")
    more = [c for c in claims if c["claim_id"] not in expected and names_of(parsed, c) != ["-"]]
    assert not [(names_of(parsed, claim), words_of(claim)) for claim in more]
