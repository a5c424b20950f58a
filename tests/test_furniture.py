"""What stands beside the sentences of a page is kept in the text and read by nobody."""

import pytest

import analysis
from analysis.page import beside
from analysis.prose import masked

READ = {
    # a line, and what of it is read
    "a dateline": ("PARIS — Two people drowned on Sunday.", "Two people drowned on Sunday."),
    "its letters": ("BRÜHLAU, Germany, March 4 (NWA) - A hall fell.", "A hall fell."),
    "an agency": ("NEW YORK (NWA) — “No,” the mayor said.", "“No,” the mayor said."),
    "a state": ("ST. JOHN'S, Newfoundland, Jan. 5 -- Boats sank.", "Boats sank."),
    "a date": ("Geneva, 4 March 2025 – The agency sent doctors.", "The agency sent doctors."),
    "no dateline without date or capitals": ("The price - 20 euros - is high.",) * 2,
    "nor in a heading": ("PART II – The flood",) * 2,
    "a time": ("**14:55** Stallholders say so.", "Stallholders say so."),
    "a time without marks": ("5:40 p.m. The dam broke.", "The dam broke."),
    "no time but a price": ("12.30 euros is the price.",) * 2,
    "times with dots": ("10.52 A bomb fell.\n\n11.20 Nine died.", "A bomb fell. Nine died."),
    "an alert": ("11:45 BREAKING: Police confirm three dead.", "Police confirm three dead."),
    "a dateline behind it": ("UPDATE 2: ROME (NWA) - Two died.", "Two died."),
    "words in bold": ("He said **no** and 2 * 3 * 4.", "He said no and 2 * 3 * 4."),
    "names with low lines": ("See file_of_names and _this_.", "See file_of_names and this ."),
    "what a text examines": ("**“The dam is safe.”** False. It leaks.", "False. It leaks."),
    "a pointer": ("**Read also:** *Page 3: Who were the victims?*", ""),
    "a page": ("Page 3: Who were the victims", ""),
    "a credit": ("*Foto: H. Orr*", ""),
    "a credit in brackets": ("(Reporting by Ann Kerr; Editing by Tom Hill)", ""),
    "a call": ("Download our app | Follow us | Photo: archive", ""),
    "a filing line": ("Posted by admin in Uncategorized | 23 comments", ""),
    "no pointer inside a sentence": ("He read also the second letter.",) * 2,
    "nor in small letters": ("photo: this one shows the dam before it broke.",) * 2,
    "nor before a long text": ("Watch: " + "the dam is watched by the army, " * 8 + "he said.",)
    * 2,
}


@pytest.mark.parametrize("name", READ)
def test_what_of_a_line_is_read(name):
    text, read = READ[name]
    plain, long_words = masked(text)
    assert len(plain) == len(text)
    assert not long_words
    assert " ".join(plain.split()) == " ".join(read.split())


TABLES = {
    "pipes": "| Town | May | June |\n|---|---|---|\n| Brook | 14.2 | 6.1 |\n| Hill | 9 | 5 |",
    "wide gaps": "Town     4 March    7 March\nBrook    14.2       6.1\nHill     9.7        5.0",
    "tabs": "Year\tDead\tHurt\n2021\t3\t40\n2022\t1\t12",
    "lines that end in figures": "Brook 0.4 14.2 6.1 1.2\nHill 3.1 9.7 5.0 1.0",
}


@pytest.mark.parametrize("name", TABLES)
def test_rows_of_figures_make_no_claims_and_no_figures(name):
    text = f"Fluoride was found in the river.\n\n{TABLES[name]}\n\nNo limit was broken."
    tables = analysis.parse({"x": text})
    assert list(tables.claims["text"]) == ["Fluoride was found in the river", "No limit was broken"]
    assert tables.figures.empty
    assert tables.documents["text"].iloc[0] == text


def test_a_row_with_a_sentence_and_a_line_with_one_figure_are_read():
    text = (
        "| Town | Note | No |\n|---|---|---|\n| Brook | Three people died there. | 5 |\n\n"
        "Killed | 26\n\nInjured | 40"
    )
    assert "Three people died there." in masked(text)[0]
    assert "Killed | 26" in masked(text)[0]


def test_a_list_under_a_pointer_goes_with_it():
    text = "The dam broke.\n\n## Read also\n- What we know\n- Who was hurt\n\nNobody was hurt."
    assert masked(text)[0].split() == ["The", "dam", "broke.", "Nobody", "was", "hurt."]


def test_furniture_is_no_section():
    text = "Posted by admin in News | 3 comments\n\nThe dam broke on Monday."
    assert list(analysis.parse({"x": text}).sentences["section"]) == [""]


def test_time_grows_with_the_text():
    for part in ("*a ", "_", "*", "**", "| 1 | 2 ", "A B ", "- ", "1 ", " ", "1 x"):
        assert isinstance(beside(part * 20_000), list)
