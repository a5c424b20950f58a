"""Merging: one source across seeds only with evidence, and people have the last word."""

import pytest

import analysis
from analysis.reviews.file import REVIEWS_NAME


def assessed(tmp_path, *texts, reviews=""):
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    if reviews:
        header = "row_id,field,value,reviewer,date,note\n"
        (tmp_path / REVIEWS_NAME).write_text(header + reviews, encoding="utf-8")
    return analysis.assess(analysis.parse(tmp_path))


def merged(tables):
    """The names that became one source, by seed."""
    return [
        sorted(zip(group["doc_id"], group["name"], strict=True))
        for _, group in tables.merges.groupby("source_id", sort=True)
    ]


TOPIC = "In Halvik and Morra, {} said that the gate of Torvald was shut."


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Anna Zelensky", "Anna Zelenskyy", True),
        ("Anna Zelensky", "Zelenskiy", True),
        ("Anna Berg", "Berg", True),
        ("Anna Berg", "Maria Berg", False),
        ("Anna Berg", "Lindberg", False),
        ("Engineer Anna Berg", "Mayor Berg", False),
        ("a spokesman", "a spokesman", False),
        ("the ministry", "the ministry", False),
        ("observers", "observers", False),
        ("Karst Power", "Karst Power plc", True),
        ("the Interior Ministry", "the Ministry of the Interior", True),
        ("the Interior Ministry", "the Ministry of the Interior of Norvia", True),
        ("the Ministry of the Interior of Kestoria", "the Interior Ministry of Norvia", False),
        ("the Regional Health Agency", "the regional health agency", True),
        ("the foreign minister", "Foreign Minister Joren Adai", True),
        ("the foreign minister", "Prime Minister Joren Adai", False),
        ("Mr Oster, head of personnel,", "Karin Oster, head of the bus company,", False),
        ("Engineer Anna Berg", "Professor Berg", True),
        ("Mr Ruvik", "Ruvik", True),
        ("Mr Ruvik", "Ms Ruvik", False),
        ("Anna Ruvik", "Ms Ruvik", True),
        ("Tarvik Mining", "Tarvik", True),
        ("Tarvik Mining AG", "Tarvik", True),
        ("the Tarvik Works Council", "Tarvik", False),
        ("Tarvik Watch", "Tarvik", False),
        ("Anna Tarvik", "Tarvik Mining", False),
        ("the National Weather Institute", "the Weather Institute", True),
    ],
)
def test_names_of_one_person(tmp_path, one, other, same):
    """Spellings and surnames in seeds that speak of the same places."""
    tables = assessed(tmp_path, TOPIC.format(one), TOPIC.format(other))
    assert bool(merged(tables)) == same


def test_a_surname_needs_seeds_on_the_same_things(tmp_path):
    """Another Berg may live in another town."""
    tables = assessed(tmp_path, TOPIC.format("Anna Berg"), "Berg said that rain fell in Oslo.")
    assert merged(tables) == []


def test_a_surname_with_two_bearers_is_nobodys(tmp_path):
    """It could be either."""
    texts = [TOPIC.format(name) for name in ("Anna Berg", "Maria Berg", "Berg")]
    assert merged(assessed(tmp_path, *texts)) == []


def test_a_surname_is_not_that_of_another_whom_the_seed_names(tmp_path):
    """Who is only mentioned bears a name too."""
    other = TOPIC.format("Berg") + " The father of Maria Berg was there."
    assert merged(assessed(tmp_path, TOPIC.format("Anna Berg"), other)) == []


def test_a_bearer_of_a_surname_in_a_seed_on_other_things_is_in_nobodys_way(tmp_path):
    """Archives hold many a Berg."""
    far = "In Oslo, Maria Berg said that rain fell."
    tables = assessed(tmp_path, TOPIC.format("Anna Berg"), far, TOPIC.format("Berg"))
    assert merged(tables) == [[("0.txt", "Anna Berg"), ("2.txt", "Berg")]]


def test_a_firm_is_not_the_town_it_is_named_after(tmp_path):
    """What something is in is a place."""
    place = TOPIC.format("Tarvik") + " Rain fell in Tarvik."
    assert merged(assessed(tmp_path, TOPIC.format("Tarvik Mining"), place)) == []


def test_two_firms_that_begin_alike_have_no_short_name(tmp_path):
    """It could be either."""
    names = "Tarvik Mining", "Tarvik Chemicals", "Tarvik"
    assert merged(assessed(tmp_path, *map(TOPIC.format, names))) == []


@pytest.mark.parametrize("where", [0, 1, 2])
def test_a_ministry_that_two_states_have_is_nobodys(tmp_path, where):
    """Whichever seed comes first."""
    names = ["the Norvian defence ministry", "the Kestorian defence ministry"]
    names.insert(where, "the defence ministry")
    assert merged(assessed(tmp_path, *map(TOPIC.format, names))) == []


def test_a_minister_shows_that_another_state_has_such_a_ministry(tmp_path):
    """Whose "the defence ministry" is, two seeds on a war do not say."""
    minister = (
        "Defence minister Jana Kolm of Kestoria said that Halvik and Torvald had been shelled."
    )
    bodies = map(TOPIC.format, ("the Norvian defence ministry", "the defence ministry"))
    assert merged(assessed(tmp_path, minister, *bodies)) == []


def test_a_seed_that_tells_two_bodies_apart_keeps_them_apart(tmp_path):
    """One has an owner there, the other is somebody else's."""
    two = (
        TOPIC.format("the defence ministry") + " The Norvian defence ministry said that it rained."
    )
    tables = assessed(tmp_path, two, TOPIC.format("the defence ministry of Norvia"))
    assert merged(tables) == [
        [("0.txt", "Norvian defence ministry"), ("1.txt", "defence ministry of Norvia")]
    ]


def test_an_acronym_that_a_seed_writes_out(tmp_path):
    """The evidence is the seed's own bracket."""
    first = TOPIC.format("the Halvik Water Office (HWO)")
    tables = assessed(tmp_path, first, TOPIC.format("the HWO"))
    assert merged(tables) == [[("0.txt", "Halvik Water Office"), ("1.txt", "HWO")]]
    assert tables.merges["why"].str.contains("written out beside “HWO”").all()


def test_an_acronym_that_no_seed_writes_out_stays_alone(tmp_path):
    """Letters alone are no evidence."""
    tables = assessed(tmp_path, TOPIC.format("the Halvik Water Office"), TOPIC.format("the HWO"))
    assert merged(tables) == []


def test_a_body_is_not_its_spokesman(tmp_path):
    """They are of one side, and two sources."""
    pentagon = TOPIC.format("Halvik Steel")
    tables = assessed(tmp_path, pentagon, TOPIC.format("Halvik Steel spokesman Karl Ohm"))
    assert merged(tables) == []


def source_ids(folder, *texts):
    tables = analysis.parse(folder)
    named = tables.sources[tables.sources["kind"] != "author"]
    return list(named["source_id"])


def test_somebody_of_a_body_is_not_the_body_though_the_words_end_alike(tmp_path):
    """A name in letters that the parser does not know may be read with all that follows it."""
    texts = (
        TOPIC.format("Analyst 김지우 of the Trade Institute"),
        TOPIC.format("The Trade Institute"),
    )
    assert merged(assessed(tmp_path, *texts)) == []


def test_a_person_can_force_a_merge(tmp_path):
    """Reviews join what the rules would leave apart, and say who decided."""
    texts = TOPIC.format("Anna Berg"), TOPIC.format("Maria Berg")
    assert merged(assessed(tmp_path, *texts)) == []
    one, other = source_ids(tmp_path)
    review = f"{one},same_as,{other},KL,2025-01-02,she married\n"
    tables = assessed(tmp_path, *texts, reviews=review)
    assert merged(tables) == [[("0.txt", "Anna Berg"), ("1.txt", "Maria Berg")]]
    assert list(tables.merges["why"]) == ["KL decided so: she married."] * 2


def test_a_decision_may_name_the_ids_of_the_assessed_tables(tmp_path):
    """Those are the ones that a reader of a report has before him."""
    texts = TOPIC.format("Anna Berg"), TOPIC.format("Maria Berg")
    sources = assessed(tmp_path, *texts).sources
    one, other = sources[sources["kind"] != "author"]["source_id"]
    tables = assessed(tmp_path, *texts, reviews=f"{one},same_as,{other},KL,,\n")
    assert merged(tables) == [[("0.txt", "Anna Berg"), ("1.txt", "Maria Berg")]]


def test_a_person_can_forbid_a_merge(tmp_path):
    """Reviews keep apart what the rules would join, by whatever way."""
    texts = TOPIC.format("Anna Berg"), TOPIC.format("Anna Berg")
    assert len(merged(assessed(tmp_path, *texts))) == 1
    one, other = source_ids(tmp_path)
    tables = assessed(tmp_path, *texts, reviews=f"{one},not_same_as,{other},KL,2025-01-02,\n")
    assert merged(tables) == []
    assert len(tables.sources[tables.sources["name"] == "Anna Berg"]) == 2


def test_a_decision_on_other_rows_changes_nothing(tmp_path):
    """A review may be older than an edit of the seeds."""
    tables = assessed(tmp_path, TOPIC.format("Berg"), reviews="o-1,same_as,o-2,KL,,\n")
    assert merged(tables) == []
    assert len(tables.reviews) == 1


def test_the_fullest_name_tells_what_a_source_is(tmp_path):
    """A surname alone can be read as a body's name; the full one shows a person."""
    tables = assessed(tmp_path, TOPIC.format("Tarvo"), TOPIC.format("Anna Tarvo"))
    assert len(merged(tables)) == 1
    row = tables.sources[tables.sources["name"] == "Anna Tarvo"].iloc[0]
    assert row["kind"] == "person"


RELEASE = """---
publisher: Tarvik Lomm GmbH
kind: press release
---
Tarvik Lomm GmbH regrets the fire. There were 108 tonnes of batteries on the site.
"""


def test_a_person_whom_a_reviewer_joins_to_a_body_is_the_body(tmp_path):
    """So a release stays the word of its publisher, whom another seed calls by a shorter name."""
    (tmp_path / "0.txt").write_text("Tarvik Lomm said on Monday that the gate was shut.\n", "utf-8")
    (tmp_path / "1.txt").write_text(RELEASE, "utf-8")
    before = analysis.assess(analysis.parse(tmp_path))
    ids = before.sources.set_index("name")["source_id"]
    assert before.sources.set_index("name")["kind"]["Tarvik Lomm"] == "person"
    line = f"{ids['Tarvik Lomm']},same_as,{ids['Tarvik Lomm GmbH']},KL,,\n"
    (tmp_path / "reviews.csv").write_text("row_id,field,value,reviewer,date,note\n" + line, "utf-8")
    after = analysis.assess(analysis.parse(tmp_path))
    [firm] = after.sources[after.sources["name"].str.startswith("Tarvik")].to_dict("records")
    assert (firm["name"], firm["kind"]) == ("Tarvik Lomm GmbH", "organisation")
    assert "unattributed_figure" not in set(after.flags["rule"])
