"""Whom the words beside a reporting verb mean, as outlets write them."""

import pytest

import analysis
from analysis.extract.cast import acronyms


def last(text, column="name"):
    """A column of the sources of the last attribution of a text."""
    tables = analysis.parse({"seed": text})
    sources = tables.sources.set_index("source_id")
    return [sources.loc[key][column] for key in tables.attributions.iloc[-1].source_ids]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # "who" behind a post or a place is the person
        (
            "It comes from Colonel Paul Orr, the army spokesman, who repeated it in May and added"
            " that six men had died.",
            "Paul Orr",
        ),
        (
            "Two men from the night shift, who asked not to be named, said that it had leaked.",
            "Two men from the night shift",
        ),
        # whoever is named in what she says does not say it
        ("The roof leaked, said Rosa Dill. Lang had learned of it in May, she said.", "Rosa Dill"),
        ("Rosa Dill owns it. Dill's son had learned of it in May, she said.", "Rosa Dill"),
        # the parser takes a bracket, a body or a second subject for the head
        ("Ms Adler (tax office) reported that 40 firms had paid.", "Adler"),
        ("The chair, Cllr Brask, informed the board that a case had been opened.", "Brask"),
        (
            '"A horror," says the head of the League\'s monitoring mission, Ines Calvert, who'
            " wants access.",
            "Ines Calvert",
        ),
        # bodies by what they are called
        (
            "The Commission met. In its reply the Finance Ministry apologised, and the government"
            " of Norvia sent a letter. Norvia said that it was late.",
            "Norvia",
        ),
        (
            "The rebel Eastern Alliance blames the army. The rebels said that it was late.",
            "Eastern Alliance",
        ),
        (
            "Shares in Kelora fell. Helm Biologics paid a fine; the firm said that it was late.",
            "Helm Biologics",
        ),
        ("Petra Modig, a passenger from Hest, left. The union said that it was late.", "union"),
    ],
)
def test_who_is_meant(text, name):
    """The last attribution of each text has one source of this name."""
    assert last(text) == [name]


def test_neither_of_two_says_it():
    """What neither the minister nor the writer asked is nobody's word."""
    assert last("Neither the Prime Minister nor I asked Mr Orr to resign.") == []


def test_what_is_known_is_the_writers():
    """Present knowledge is that of whoever writes."""
    assert last("According to present knowledge the mill was empty.", "kind") == ["author"]


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("The Prime Minister said that it was late.", "kind", "person"),
        ("The National Guard said that it was late.", "kind", "military"),
        ("The coast guard said that it was late.", "kind", "military"),
        ("Two hospital guards said that it was late.", "sourcing", "unnamed"),
        ("In February The Velastrian reported that he had left.", "kind", "media"),
        ("Local officials said that it was late.", "sourcing", "unstated"),
        ("Petra Modig, a passenger from Hest, said that it was late.", "affiliation", ""),
        (
            "Lise Holm, a chemist from the University of Lund, said that it was late.",
            "affiliation",
            "University of Lund",
        ),
        ("Colonel Paul Orr, the army spokesman, said that it was late.", "role", "army spokesman"),
        (
            "It was late, according to a person briefed on the inquiry.",
            "name",
            "person briefed on the inquiry",
        ),
    ],
)
def test_what_a_source_is(text, column, value):
    """Offices are people's, guards too, and a passenger's town is no body."""
    assert last(text, column) == [value]


def test_a_name_is_mentioned_where_the_text_gives_it():
    """Of somebody who speaks as "she" alone the name is a mention too."""
    [mentions] = last("For Greta Hollin it went badly. Her son was late, she said.", "mentions")
    assert [*mentions] == ["seed#4-16", "seed#50-53"]


LETTER = """---
publisher: {publisher}
---
{opening}

I was on board, and the rudder had failed.

{closing}
"""


@pytest.mark.parametrize(
    ("publisher", "opening", "closing", "source"),
    [
        (
            "The Tollan Herald",
            "Sir,",
            "Ingrid Vass, retired mate, Tollan",
            ("Ingrid Vass", "person"),
        ),
        (
            "The Night Ward",
            "I am a paediatrician at Lund Hospital, and we were late.",
            "Miriam Castell",
            ("Miriam Castell", "person"),
        ),
        (
            "Ministry of Ports",
            "Dear Ms Lund,",
            "Dalia Krenz, Minister of Ports",
            ("Ministry of Ports", "government"),
        ),
        ("The Tollan Herald", "It was late.", "Ingrid Vass", ("Author of seed", "author")),
    ],
)
def test_who_signs_a_text_says_it(tmp_path, publisher, opening, closing, source):
    """A letter is its writer's word, a ministry's letter the ministry's."""
    text = LETTER.format(publisher=publisher, opening=opening, closing=closing)
    (tmp_path / "seed.md").write_text(text, encoding="utf-8")
    tables = analysis.parse(tmp_path)
    row = tables.claims[tables.claims.text.str.contains("rudder")].iloc[0]
    found = tables.sources.set_index("source_id").loc[row.source_ids[0]]
    assert (found["name"], found["kind"]) == source


def test_time_grows_with_a_line_of_names():
    """A line of capital words without a bracket spells out no acronym, and takes no time for it."""
    assert acronyms("Ann " * 100_000) == {}
    assert acronyms("The Orlo Water Board (OWB) met.") == {"OWB": "Orlo Water Board"}
