"""`analysis.compare`: what a reader of two reports wants to know, and nothing that is the same."""

import json

import pandas as pd
import pytest

import analysis
from analysis import cli
from analysis.comparison import CHANGES, COLUMNS
from analysis.comparison.wording import as_json, as_lines, counts
from analysis.errors import TableError
from analysis.tables.schema import SCHEMA, frame

FLOOD = (
    "The fire service said that 40 people had been killed in the flood in Brenholm.\n"
    "Residents said that the dike was rotten.\n"
    "Governor Ines Falk said yesterday that the bridge had collapsed.\n"
    "Falk denied that warnings had come too late in Brenholm.\n"
    "It is not known whether the upper dam will hold.\n"
)
LATER = (
    "The fire service said on Friday that 75 people had been killed in the flood in Brenholm.\n"
    "Ines Falk acknowledged that warnings had come too late in Brenholm.\n"
    "Engineer Jan Pohl said that the upper dam had held.\n"
)


def seed(folder, name, text, published, title="The flood"):
    head = f"---\ntitle: {title}\npublisher: Echo\npublished: {published}\n---\n"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(head + text, encoding="utf-8")


@pytest.fixture(scope="module")
def assessed(tmp_path_factory):
    """Tables of some texts by name; each is dated a fortnight after the one before."""

    def assessed(**texts):
        folder = tmp_path_factory.mktemp("seeds")
        for number, (name, text) in enumerate(texts.items()):
            seed(folder, f"{name}.md", text, f"2025-04-{2 + 14 * number:02}")
        return analysis.assess(analysis.parse(folder))

    return assessed


@pytest.fixture(scope="module")
def first(assessed):
    return assessed(flood=FLOOD)


@pytest.fixture(scope="module")
def both(assessed):
    return assessed(flood=FLOOD, later=LATER)


def of(changes, table, change=None):
    chosen = changes[changes["table"] == table]
    return chosen if change is None else chosen[chosen["change"] == change]


def kinds(changes):
    return {(table, count.kind) for table, found in counts(changes) for count in found}


def claim(tables, words):
    """The id of the one claim that holds some words."""
    (found,) = tables.claims.loc[tables.claims["text"].str.contains(words, regex=False), "claim_id"]
    return found


def test_nothing_changed_between_two_readings_of_the_same(first, assessed):
    changes = analysis.compare(first, assessed(flood=FLOOD))
    assert list(changes.columns) == list(COLUMNS)
    assert changes.empty
    assert as_lines(changes) == "Nothing changed."
    assert json.loads(as_json(changes)) == []


def test_an_edit_elsewhere_keeps_ids_and_changes_no_other_row(first, assessed):
    edited = "A new first line, said the mayor of Brenholm.\n\n" + FLOOD.replace(
        "Residents said", "On Sunday residents of the lower town said"
    )
    after = assessed(flood=edited)
    for words in ("had been killed", "bridge had collapsed", "dike was rotten"):
        assert claim(first, words) == claim(after, words)
    changes = analysis.compare(first, after)
    (text,) = of(changes, "documents").to_dict("records")
    assert (text["field"], text["words"]) == ("text", "Seed flood.md was edited.")
    kept = {claim(first, words) for words in ("had been killed", "bridge had collapsed")}
    assert not kept & set(changes["row_id"])
    assert of(changes, "claims", "gone").empty


def test_an_edited_sentence_has_changed_and_its_figure_has_moved(first, assessed):
    after = assessed(flood=FLOOD.replace("40 people had", "45 people had already"))
    changes = analysis.compare(first, after)
    (text,) = of(changes, "claims").to_dict("records")
    assert (text["change"], text["field"]) == ("changed", "text")
    assert text["row_id"] == claim(after, "45 people")
    assert ("40 people" in text["before"], "45 people" in text["after"]) == (True, True)
    assert "the wording was “40 people had been killed" in text["words"]
    (moved,) = of(changes, "figures").to_dict("records")
    assert (moved["change"], moved["field"]) == ("moved", "low, high")
    assert (moved["before"], moved["after"]) == ("40 people", "45 people")


def test_a_firmer_word_is_a_change_of_certainty_not_a_new_claim(assessed):
    before = assessed(flood="The mayor said that the bridge had possibly collapsed.\n")
    after = assessed(flood="The mayor said that the bridge had collapsed.\n")
    changes = of(analysis.compare(before, after), "claims")
    assert set(changes["change"]) == {"changed"}
    fields = changes.set_index("field")
    assert (fields.before["certainty"], fields.after["certainty"]) == ("possible", "certain")
    assert fields.words["certainty"].endswith("certainty is now certain, before possible.")


def test_seeds_that_changed_are_counted_and_not_their_fields(first):
    told = first.documents.assign(publisher="Gazette", author="A", reliability="B")
    changes = analysis.compare(first, first.with_tables(documents=told))
    assert len(of(changes, "documents")) > len(told)
    lines = as_lines(changes).splitlines()
    assert f"  Seeds: {len(told)} changed in {3 * len(told)} fields" in lines
    one = analysis.compare(
        first, first.with_tables(documents=told.assign(author="", reliability=""))
    )
    assert f"  Seeds: {len(told)} changed" in as_lines(one).splitlines()


@pytest.mark.parametrize("turned", [False, True])
def test_a_credibility_that_only_one_side_has_is_a_change(first, turned):
    """The other side has no number there, which compares with nothing."""
    graded = first.claims["credibility"].copy()
    graded.iloc[0] = 5
    sides = [first, first.with_tables(claims=first.claims.assign(credibility=graded))]
    changes = analysis.compare(*(reversed(sides) if turned else sides))
    (change,) = changes.to_dict("records")
    told = (change["field"], change["before"], change["after"])
    assert told == ("credibility", *(("5", "") if turned else ("", "5")))


def test_of_two_sources_called_alike_the_old_one_stays_who_it_was(assessed):
    """They share too little to be one; the first of them takes the id that is made of the name."""
    old = {"wharf": "The port authority said that 700 dockers had left.\n"}
    new = {"ashore": "The port authority said that 400 ships had returned.\n"}
    before, after = assessed(**old), assessed(**old, **new)
    assert len(after.sources[after.sources["name"] == "port authority"]) == 2
    changes = analysis.compare(before, after)
    assert list(of(changes, "sources")["change"]) == ["new"]
    assert of(changes, "claims", "changed").empty


def test_a_renamed_seed_is_one_change(first, assessed):
    changes = analysis.compare(first, assessed(brenholm=FLOOD))
    assert changes[["change", "table", "before", "after"]].values.tolist() == [
        ["changed", "documents", "flood.md", "brenholm.md"]
    ]


def test_another_claim_of_like_words_is_new_and_the_old_one_gone(first, assessed):
    other = "Residents of three villages asked on Monday for the market to be held elsewhere.\n"
    edited = FLOOD.replace("Residents said that the dike was rotten.\n", other)
    changes = of(analysis.compare(first, assessed(flood=edited)), "claims")
    (gone,) = changes[changes["change"] == "gone"].to_dict("records")
    assert gone["row_id"] == claim(first, "dike was rotten")
    assert (gone["before"], gone["after"]) == ("the dike was rotten", "")


def test_a_later_seed_answers_moves_and_changes_words(first, both):
    changes = analysis.compare(first, both)
    assert of(changes, "documents").words.tolist() == ["New seed: later.md, “The flood”."]
    assert set(of(changes, "claims", "new")["row_id"]) == set(
        both.claims.loc[both.claims["doc_id"] == "later.md", "claim_id"]
    )
    (answered,) = of(changes, "questions").to_dict("records")
    assert (answered["change"], answered["before"], answered["after"]) == (
        *("answered", "open", "addressed"),
    )
    (moved,) = of(changes, "figures").to_dict("records")
    assert (moved["change"], moved["before"], moved["after"]) == ("moved", "40 people", "75 people")
    (word,) = of(changes, "sources", "changed its word").to_dict("records")
    assert (word["before"], word["after"]) == ("denies", "says so")
    assert word["words"].startswith("Ines Falk now says what was denied: “warnings had come")
    assert "Jan Pohl" in of(changes, "sources", "new")["after"].tolist()
    raised = of(changes, "links", "raised")
    assert "updates" in set(raised["after"])
    assert set(changes["change"]) <= set(CHANGES)


def test_the_other_way_round_all_is_gone_cleared_and_reopened(first, both):
    forth, back = analysis.compare(first, both), analysis.compare(both, first)
    assert ("questions", "reopened") in kinds(back)
    opposite = {"new": "gone", "raised": "cleared"}
    for table in ("documents", "claims", "links", "flags"):
        for one, other in opposite.items():
            ids = set(of(forth, table, one)["row_id"])
            assert ids == set(of(back, table, other)["row_id"])
    assert not {"new", "raised", "answered"} & set(back["change"])


def test_decisions_are_told_and_told_again(first):
    row_id = claim(first, "dike was rotten")

    def decided(*values):
        rows = [
            {"row_id": row_id, "field": "credibility", "value": value, "reviewer": "KL"}
            for value in values
        ]
        blank = {column.name: "" for column in SCHEMA["reviews"].columns}
        return first.with_tables(reviews=frame("reviews", [{**blank, **row} for row in rows]))

    def told(old, new):
        return of(analysis.compare(old, new), "reviews")[
            ["change", "row_id", "field", "before", "after"]
        ].values.tolist()

    assert told(first, decided("2")) == [["reviewed", row_id, "credibility", "", "2"]]
    assert told(decided("2"), decided("2", "4")) == [
        ["re-reviewed", row_id, "credibility", "2", "4"]
    ]
    assert told(decided("4"), first) == [["withdrawn", row_id, "credibility", "4", ""]]
    (words,) = analysis.compare(decided("2"), decided("3"))["words"]
    assert words == "KL decided anew on “the dike was rotten”: credibility 3, not 2."


def test_sources_that_became_one_are_merged_not_gone(assessed):
    texts = {
        "one": "Ines Falk said that the bridge had collapsed in Brenholm.\n",
        "two": "Karl Falk said that the dam had held in Brenholm.\n",
    }
    before = assessed(**texts)
    ids = before.sources.set_index("name")["source_id"]
    decision = {column.name: "" for column in SCHEMA["reviews"].columns}
    decision |= {"row_id": ids["Ines Falk"], "field": "same_as", "value": ids["Karl Falk"]}
    parsed = before.with_tables(reviews=frame("reviews", [decision]))
    changes = analysis.compare(before, analysis.assess(parsed))
    (merged,) = of(changes, "sources").to_dict("records")
    assert merged["change"] == "merged"
    assert "Ines Falk" in merged["before"]
    assert "Karl Falk" in merged["before"]


def test_what_a_source_denies_is_not_told_as_its_word(assessed):
    """Neither a claim nor a figure in it, nor a link to it."""
    said = "Ines Falk said that 40 miners had died at the Orlo mine.\n"
    denied = "Karl Rau denied that 40 miners had died at the Orlo mine.\n"
    changes = analysis.compare(assessed(one=said), assessed(one=said, two=denied))
    for table in ("claims", "links"):
        told = " ".join(of(changes, table)["words"])
        assert "(denied by Karl Rau" in told
        assert "(Karl Rau" not in told


def test_only_the_figures_that_a_link_holds_together_have_moved(assessed):
    """Of two numbers in the earlier claim, the one that the later claim replaces."""
    first = (
        "Ines Falk said that 12 miners had died at the Orlo mine on Monday and three miners had "
        "died at the Orlo mine on Sunday.\n"
    )
    later = "Ines Falk said that 40 miners had died at the Orlo mine.\n"
    changes = analysis.compare(assessed(one=first), assessed(one=first, two=later))
    moved = of(changes, "figures", "moved")[["before", "after"]].to_numpy().tolist()
    assert moved == [["12 miners", "40 miners"]]


def test_evidence_that_a_scope_leaves_out_is_not_told(both):
    """A brief's parameters cut claims, not the ids in a question's evidence."""
    dam, dike = claim(both, "upper dam had held"), claim(both, "dike was rotten")
    cut = both.with_tables(
        claims=both.claims[both.claims["claim_id"] != dam],
        links=both.links.iloc[:0],
        figures=both.figures.iloc[:0],
    )

    def with_evidence(*ids):
        return cut.with_tables(questions=cut.questions.assign(evidence=[list(ids)]))

    assert analysis.compare(with_evidence(dam), with_evidence()).empty
    (told,) = analysis.compare(with_evidence(dam), with_evidence(dam, dike)).to_dict("records")
    assert (told["before"], told["after"]) == ("", "“the dike was rotten”")
    assert told["words"].endswith(": evidence gained “the dike was rotten”.")


def test_a_seed_that_is_read_all_the_same_is_not_said_to_be_unusable(first):
    lines = [
        {"path": "seeds/list.csv", "reason": "not_prose", "message": "holds hardly a sentence"},
        {"path": "seeds/bad.exe", "reason": "type", "message": "files of type '.exe' are not read"},
    ]
    changes = analysis.compare(first, first.with_tables(problems=frame("problems", lines)))
    assert changes["words"].tolist() == [
        "Note on seeds/list.csv: holds hardly a sentence.",
        "seeds/bad.exe cannot be used: files of type '.exe' are not read.",
    ]


def test_nothing_that_is_compared_is_changed(first, both):
    before = [
        {name: table.copy(deep=True) for name, table in each.items()} for each in (first, both)
    ]
    analysis.compare(first, both)
    for tables, copies in zip((first, both), before, strict=True):
        for name, table in tables.items():
            pd.testing.assert_frame_equal(table, copies[name])


# Folders and the command


@pytest.fixture(scope="module")
def folders(first, both, tmp_path_factory):
    """A folder of tables, and one that holds them as a report does."""
    folder = tmp_path_factory.mktemp("folders")
    first.save(folder / "old")
    both.save(folder / "new" / "tables")
    return folder


@pytest.fixture
def command(capsys):
    def command(*arguments):
        status = cli.main(list(map(str, arguments)))
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


def test_the_command_counts_first_and_exits_like_diff(command, folders, first, both):
    status, out, err = command("diff", folders / "old", folders / "new")
    assert (status, err) == (1, "")
    lines = out.splitlines()
    changes = analysis.compare(first, both)
    assert lines[0] == f"{len(changes)} changes"
    assert "  Seeds: 1 new" in lines
    assert "  Questions: 1 answered" in lines
    assert lines.index("Seeds") > lines.index("  Seeds: 1 new")
    for words in changes["words"]:
        assert f"  {words}" in lines
    same = folders / "new"
    assert command("diff", same, same / "tables") == (0, "Nothing changed.\n", "")


def test_json_has_the_columns_of_the_table(command, folders, first, both):
    status, out, _ = command("diff", folders / "old", folders / "new", "--json")
    assert status == 1
    assert json.loads(out) == analysis.compare(first, both).to_dict("records")
    assert command("diff", folders / "old", folders / "old", "--json")[:2] == (0, "[]\n")


@pytest.mark.parametrize("name", ["nowhere", "broken"])
def test_a_folder_without_tables_gives_one_line_and_status_2(command, folders, name):
    (folders / "broken").mkdir(exist_ok=True)
    (folders / "broken" / "claims.parquet").write_text("none")
    status, out, err = command("diff", folders / "old", folders / name)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    says = {"nowhere": "holds no tables; name the folder of a report", "broken": "is missing; make"}
    assert says[name] in err


def test_a_folder_that_is_compared_is_not_written_to(command, folders, contents):
    before = contents(folders / "new")
    for out in (folders / "new", folders / "new" / "tables"):
        status, _, err = command("diff", folders / "old", folders / "new", "--out", out)
        assert status == 2
        assert "out must be another folder than those that are compared" in err
    assert contents(folders / "new") == before


def test_the_notebook_that_makes_the_brief_is_not_replaced(command, folders, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notebooks").mkdir()
    mine = tmp_path / "notebooks" / "changes.ipynb"
    mine.write_text("mine")
    status, _, err = command("diff", folders / "old", folders / "new", "--out", "notebooks")
    assert status == 2
    assert "out must be another folder than notebooks/" in err
    assert mine.read_text() == "mine"


def test_words_of_a_stranger_cannot_act_on_a_terminal(first):
    row = first.documents.assign(title=pd.Series(["\x1b[2Jgone\n\u202e"], dtype="str"))
    text = as_lines(analysis.compare(first, first.with_tables(documents=row)))
    assert r"\x1b[2Jgone \u202e" in text
    assert all(line.isprintable() for line in text.splitlines())


def test_a_path_or_tables_are_taken_and_an_empty_folder_is_refused(folders, both, tmp_path):
    assert analysis.compare(str(folders / "new"), both).empty
    with pytest.raises(TableError, match="holds no tables"):
        analysis.compare(tmp_path, both)
