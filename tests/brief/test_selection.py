"""The scope of a brief: which rows its parameters leave."""

import pytest

import analysis
from analysis.brief.selection import view
from analysis.parameters import check

SEEDS = {
    "early": (
        "2023-05-02",
        "Dams\n\nMaria Keller said that the dam would hold. The river falls.\n\n"
        "Mines\n\nReuters reported that 300 miners had left. It is unclear whether they will stay.",
    ),
    "month": ("2024-10", "Reuters reported that 400 miners might leave. The dam leaks."),
    "day": ("2024-10-18", "Bo Li said that the river would probably rise by 3 metres."),
    "year": ("2025", "The dam could break. The mine is shut."),
    "undated": ("", "The dam is old. Reuters reported that 500 miners had left."),
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seeds")
    for name, (date, text) in SEEDS.items():
        front = f"---\npublished: {date}\n---\n" if date else ""
        (folder / f"{name}.md").write_text(front + text, encoding="utf-8")
    return analysis.assess(analysis.parse(folder))


@pytest.fixture(scope="module")
def chosen(tables):
    def chosen(**parameters):
        return view(tables, check(parameters)).tables

    return chosen


def names(tables):
    return [doc_id.removesuffix(".md") for doc_id in tables.documents["doc_id"]]


def test_without_parameters_everything_is_in_scope(tables, chosen):
    """Seeds in the order of their dates, an undated one at the end."""
    found = chosen()
    assert names(found) == ["early", "month", "day", "year", "undated"]
    for name in ("sentences", "claims", "figures", "questions", "flags"):
        assert len(getattr(found, name)) == len(getattr(tables, name)) > 0


@pytest.mark.parametrize(
    ("since", "until", "seeds"),
    [
        ("2024", "", ["month", "day", "year"]),
        ("2024-10", "", ["month", "day", "year"]),
        ("2024-10-18", "", ["month", "day", "year"]),
        ("2024-11", "", ["year"]),
        ("2025-12-31", "", ["year"]),
        ("2026", "", []),
        ("", "2024", ["early", "month", "day"]),
        ("", "2024-10", ["early", "month", "day"]),
        ("", "2024-10-17", ["early", "month"]),
        ("", "2025-01-01", ["early", "month", "day", "year"]),
        ("", "2023-05-01", []),
        ("2023-05-02", "2023-05-02", ["early"]),
        ("2024-10-20", "2024-10-25", ["month"]),
        ("2024", "2024", ["month", "day"]),
    ],
)
def test_dates_choose_seeds(chosen, since, until, seeds):
    """A partial date covers all of its days; an undated seed is out once a date is asked for."""
    assert names(chosen(since=since, until=until)) == seeds


@pytest.mark.parametrize(
    ("focus", "words"),
    [
        ("miners", {"300 miners had left", "400 miners might leave", "500 miners had left"}),
        ("MINERS", {"300 miners had left", "400 miners might leave", "500 miners had left"}),
        ("^bo li", {"the river would probably rise by 3 metres"}),
        ("^dams$", {"the dam would hold", "The river falls"}),
        ("reuters.*[34]00", {"300 miners had left", "400 miners might leave"}),
        ("nowhere", set()),
    ],
)
def test_focus_chooses_rows_by_their_sentence_or_section(chosen, focus, words):
    """A pattern is searched without regard to case, in the sentence and in its heading."""
    assert set(chosen(focus=focus).claims["text"]) == words


def test_focus_chooses_questions_and_figures_too(chosen):
    """Whatever is shown is about the same thing."""
    found = chosen(focus="mines")
    assert list(found.questions["doc_id"]) == ["early.md"]
    assert list(found.figures["low"]) == [300]


@pytest.mark.parametrize(
    ("least", "levels"),
    [
        ("possible", {"possible", "probable", "certain"}),
        ("probable", {"probable", "certain"}),
        ("certain", {"certain"}),
    ],
)
def test_certainty_chooses_claims_and_what_hangs_on_them(tables, chosen, least, levels):
    """A figure or a warning of a claim that is left out is left out."""
    found = chosen(min_certainty=least)
    expected = tables.claims[tables.claims["certainty"].isin(levels)]
    assert set(found.claims["certainty"]) == levels
    assert set(found.claims["claim_id"]) == set(expected["claim_id"])
    for name in ("figures", "flags"):
        ids = set(getattr(found, name)["claim_id"])
        assert ids <= {*found.claims["claim_id"], ""}
    assert len(found.questions) == len(tables.questions)


def test_rows_stand_in_the_order_of_date_seed_and_place(chosen):
    """A reader meets them as the seeds tell them."""
    found = chosen()
    order = {name: place for place, name in enumerate(found.documents["doc_id"])}
    for name in ("sentences", "claims", "figures", "questions"):
        table = getattr(found, name)
        places = list(zip(table["doc_id"].map(order), table["start"], strict=True))
        assert places == sorted(places)


def test_all_rows_can_still_be_looked_up(tables):
    """The evidence of a row needs its seed's text and its neighbours."""
    found = view(tables, check({"focus": "bo li"}))
    assert found.everything is tables
    assert set(found.texts) == set(tables.documents["doc_id"])
    assert set(found.sources) == set(tables.sources["source_id"])


def test_choosing_changes_no_input(tables):
    """A notebook can make several views of the same tables."""
    before = {name: table.copy(deep=True) for name, table in tables.items()}
    view(tables, check({"focus": "dam", "since": "2024", "min_certainty": "certain"}))
    for name, table in tables.items():
        assert table.equals(before[name]), name


def test_seeds_in_which_nothing_is_on_the_focus_are_not_warned_of(tables, chosen):
    """None of them says where it comes from: each has a warning of its own."""
    bare = tables.flags[tables.flags["claim_id"] == ""]
    assert set(bare["doc_id"]) >= {"year.md", "early.md"}
    assert set(chosen(focus="mine is shut").flags["doc_id"]) == {"year.md"}
    assert chosen(focus="zebra").flags.empty
