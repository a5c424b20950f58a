"""The explorer from Python: what it holds, filters, is driven by, and decides."""

import csv
import importlib

import nbformat
import pytest
import traitlets

import analysis
from analysis.brief.blocks import MIME
from analysis.errors import ParameterError, SeedbriefError, SeedError
from analysis.explorer import frames
from analysis.explorer.material import FACETS, KEYS, passes
from analysis.explorer.widget import _MODULES, _STATIC
from analysis.reviews.file import read_reviews
from analysis.run.tidy import tidy

SEED = """\
---
title: Note 😀
published: 2024-11-04
---
The 😀 note begins. General Ivan Petrov said on Monday that 300 soldiers had arrived in Orlo.
The mayor, Ada Lund, said the port might close. It is not known where the soldiers will go.
"""


@pytest.fixture(scope="module")
def parsed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("explored") / "seeds"
    folder.mkdir()
    (folder / "note.md").write_text(SEED, encoding="utf-8")
    return folder, analysis.load(folder)


@pytest.fixture
def explorer(parsed):
    folder, tables = parsed
    (folder / "reviews.csv").unlink(missing_ok=True)
    return analysis.explore(tables, reviewer="KL")


@pytest.fixture
def claim(explorer):
    """The id of the hedged claim."""
    claims = explorer.tables.claims
    return claims[claims["text"].str.contains("might")]["claim_id"].iloc[0]


def test_the_material_has_every_row_with_what_it_can_be_filtered_by(explorer):
    for name, key in KEYS.items():
        rows = explorer.material[name]
        assert {row["id"] for row in rows} == set(getattr(explorer.tables, name)[key])
        for row in rows:
            assert set(row["facets"]) | {"review"} == set(FACETS[name])


def test_filtered_holds_the_rows_that_pass(explorer, claim):
    explorer.filters = {"certainty": "possible"}
    assert list(explorer.filtered["claim_id"]) == [claim]
    explorer.filters = {"text": "PORT close"}
    assert list(explorer.filtered["claim_id"]) == [claim]
    explorer.filters = {"certainty": "possible", "text": "soldiers"}
    assert explorer.filtered.empty
    explorer.filters = {"certanty": "possible"}
    with pytest.raises(ParameterError, match="did you mean certainty"):
        _ = explorer.filtered


def test_a_row_without_a_facet_never_passes():
    row = {"facets": {"flag": []}, "words": "a"}
    assert passes(row, {"flag": "", "text": ""}, "not reviewed")
    assert not passes(row, {"flag": "echo"}, "not reviewed")
    assert passes(row, {"review": "accepted"}, "accepted")


def test_a_data_frame_drives_the_explorer(explorer, claim):
    claims = explorer.tables.claims
    explorer.show(claims[claims["claim_id"] == claim][["claim_id", "text"]])
    assert list(explorer.filtered["claim_id"]) == list(explorer.selected["claim_id"]) == [claim]
    explorer.show(explorer.tables.questions)
    assert (explorer.table, len(explorer.filtered)) == ("questions", 1)
    explorer.show()
    assert len(explorer.filtered) == len(explorer.tables.questions)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda tables: tables.claims[["text", "kind"]], "with one of .*claim_id"),
        (lambda tables: ["c-none"], "the id of a claim, question or source shown here"),
        (lambda tables: 3, "a data frame with ids, a list of ids, or None"),
    ],
)
def test_what_drives_it_wrongly_is_told_what_to_do(explorer, wrong, says):
    with pytest.raises(ParameterError, match=says):
        explorer.show(wrong(explorer.tables))


def test_a_decision_is_saved_at_once_and_shown(explorer, claim, parsed):
    explorer.decide(claim, "certainty", "probable", "he was there")
    explorer.decide(claim, "verdict", "accepted")
    [one, other], problems = read_reviews(parsed[0])
    assert (one.value, one.reviewer, one.note) == ("probable", "KL", "he was there")
    assert one.about == "the port might close"
    assert (other.field, problems) == ("verdict", [])
    explorer.show([claim])
    assert list(explorer.filtered["certainty"]) == ["probable"]
    assert explorer.decisions[claim]["verdict"]["value"] == "accepted"
    again = analysis.explore(analysis.load(parsed[0]))
    again.selection = claim
    assert list(again.selected["certainty"]) == ["probable"]
    assert again.material["machine"][claim] == {"certainty": "possible"}
    explorer.decide(claim, "certainty", "withdrawn")
    assert list(explorer.filtered["certainty"]) == ["possible"]


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        (("certanty", "certain"), "did you mean certainty"),
        (("certainty", "likely"), "certainty must be one of certain, probable, possible"),
    ],
)
def test_a_wrong_decision_changes_nothing(explorer, claim, parsed, decision, says):
    with pytest.raises(ParameterError, match=says):
        explorer.decide(claim, *decision)
    assert read_reviews(parsed[0]) == ([], [])


def test_nobody_decides_without_a_name(explorer, claim):
    explorer.reviewer = " "
    with pytest.raises(ParameterError, match="say who decides"):
        explorer.decide(claim, "verdict", "accepted")


def test_added_words_are_anchored_in_code_points(explorer, parsed):
    """An emoji before them is one character."""
    text = explorer.tables.documents["text"].iloc[0]
    start = text.index("arrived in Orlo")
    name = explorer.add("claims", "note.md", "arrived in Orlo")
    assert name.startswith("c-")
    [review] = read_reviews(parsed[0])[0]
    assert review.value == f"note.md#{start}-{start + 15} arrived in Orlo"
    tables = analysis.load(parsed[0])
    assert name in set(tables.claims["claim_id"])
    for words in ("not in the seed", "soldiers"):
        with pytest.raises(SeedbriefError, match="nothing was added"):
            explorer.add("claims", "note.md", words)


def test_the_page_is_answered_and_told_of_errors(explorer, claim, monkeypatch):
    """What the page asks comes as a message; nothing it says is trusted."""
    sent = []
    monkeypatch.setattr(explorer, "send", sent.append)
    decide = {"row_id": claim, "field": "verdict", "value": "accepted"}
    explorer.reviewer = ""  # the name comes with the message, which may overtake the trait
    asked = {"do": "decide", "number": "1", "decisions": [decide], "reviewer": "KL"}
    explorer._hear(None, asked, [])
    wrong = {**decide, "value": "perhaps"}
    explorer._hear(None, {"do": "decide", "number": "2", "decisions": [wrong]}, [])
    assert sent[0] == {"done": "1"}
    assert sent[1]["failed"] == "2"
    assert "verdict must be one of accepted, rejected" in sent[1]["message"]


def test_seeds_that_lie_nowhere_can_be_explored_and_say_where_decisions_go(tmp_path):
    tables = analysis.assess(analysis.parse({"a": "Ada Lund said the port might close."}))
    explorer = analysis.explore(tables, reviewer="KL")
    with pytest.raises(SeedbriefError, match="name the file: explore"):
        explorer.decide("a", "reliability", "B")
    named = analysis.explore(tables, reviewer="KL", reviews=tmp_path / "reviews.csv")
    named.decide("a", "reliability", "B")
    with (tmp_path / "reviews.csv").open(encoding="utf-8", newline="") as lines:
        assert [row["value"] for row in csv.DictReader(lines)] == ["B"]


def test_decisions_go_to_no_file_that_a_build_passes_over(parsed, tmp_path):
    with pytest.raises(ParameterError, match=r"reviews must be a file called reviews\.csv"):
        analysis.explore(parsed[1], reviewer="KL", reviews=tmp_path / "mine.csv")


def test_what_cannot_be_explored_says_why(parsed):
    with pytest.raises(ParameterError, match=r"the tables that analysis\.load\(seeds\) gives"):
        analysis.explore(parsed[1].claims)
    with pytest.raises(SeedError, match="nothing to explore"):
        analysis.explore(analysis.parse({}))


def test_a_card_says_what_is_known_and_decided(explorer, claim, parsed):
    explorer.decide(claim, "certainty", "probable")
    shown = analysis.show(claim, analysis.load(parsed[0]))
    plain = shown._repr_mimebundle_()["text/plain"]
    for words in ("Ada Lund", "the port might close", "the machine had possible", "indirect"):
        assert words in plain
    assert "Open question" in str(analysis.show(parsed[1].questions["question_id"].iloc[0]))
    with pytest.raises(ParameterError, match="a claim_id or question_id of these tables"):
        analysis.show("c-none", parsed[1])


def test_outside_of_jupyterlab_a_table_or_a_card_stands_for_the_widget(explorer, claim):
    data, _ = explorer._repr_mimebundle_()
    assert data[MIME]["type"] == "table"
    explorer.selection = claim
    data, _ = explorer._repr_mimebundle_()
    assert data[MIME]["type"] == "cards"
    output = nbformat.v4.new_output("display_data", data)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    assert MIME in tidy(notebook).cells[0].outputs[0].data


def test_tables_of_the_kit_show_themselves_and_others_stay_as_they_are(parsed):
    tables = parsed[1]
    for name, table in tables.items():
        assert frames.table_name(table) == name
        data, _ = frames._bundle(table)
        assert data[MIME]["type"] == "table"
        assert "application/vnd.jupyter.widget-view+json" in data
    assert frames._bundle(tables.claims[["claim_id", "text"]]) is not None
    assert frames._bundle(tables.claims.assign(mine=1)) is None
    assert frames._bundle(tables.claims.groupby("kind").size().to_frame()) is None


def test_a_whole_table_begins_with_its_words_and_chosen_columns_stay_as_chosen(parsed):
    claims = parsed[1].claims
    assert next(iter(frames._readable(claims, "claims"))) == "text"
    chosen = ["doc_id", "claim_id", "text"]
    assert list(frames._readable(claims[chosen], "claims")) == chosen
    block = frames.table_block(claims[chosen], "claims")
    assert [column.label for column in block.columns] == ["Doc id", "Claim id", "Text"]


def test_large_numbers_are_written_out():
    assert [frames._cell(value) for value in (8e6, 0.55, 1234567.5, float("nan"))] == [
        "8,000,000",
        "0.55",
        "1,234,567.5",
        "",
    ]


def test_what_a_cell_shows_of_tables_is_how_much_there_is(parsed):
    assert repr(parsed[1]).startswith("<Tables, rows in each data frame: documents: 1, sentences: ")


@pytest.mark.parametrize(
    "call",
    [analysis.assess, analysis.explore, lambda given: analysis.export(given, "json")],
    ids=["assess", "explore", "export"],
)
def test_what_takes_tables_says_so_of_one_of_them(parsed, call):
    for given in ("seeds", parsed[1].claims):
        with pytest.raises(ParameterError, match=r"the tables that analysis\.load\(seeds\) gives"):
            call(given)


def test_a_card_is_of_one_id(parsed):
    with pytest.raises(ParameterError, match="row_id must be an id"):
        analysis.show(parsed[1].claims, parsed[1])


def test_a_decision_needs_a_row_or_a_seed(explorer, parsed):
    """An orphan from the start would be listed by every build."""
    with pytest.raises(ParameterError, match="row_id must be the id of a row"):
        explorer.decide("c-0", "certainty", "possible")
    assert not (parsed[0] / "reviews.csv").exists()
    explorer.decide("note.md", "reliability", "B")
    added = explorer.add("claims", "note.md", "The 😀 note begins")
    explorer.decide(added, "added", "withdrawn")


def test_the_explorer_lists_known_tables_only(explorer):
    with pytest.raises(traitlets.TraitError, match="claims"):
        explorer.table = "claim"
    explorer.table = "decisions"


def test_every_module_of_the_page_is_part_of_the_script():
    assert {path.stem for path in _STATIC.glob("*.js")} == set(_MODULES)
    script = importlib.import_module("analysis.explorer.widget").Explorer._esm
    lines = str(script).splitlines()
    assert [line for line in lines if line.startswith("import ")] == []
    assert [line for line in lines if line.startswith("export ")] == ["export default { render };"]
    assert "innerHTML" not in str(script)
    assert "http" not in str(script)
