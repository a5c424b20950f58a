"""Headings, paragraphs and sentences: nothing melts, nothing is lost, offsets are exact."""

import pytest

import analysis
from analysis.model import Document
from analysis.parser import MAX_PARSED
from analysis.prose import MAX_SENTENCE
from analysis.segment import blocks, segment


def sentences(text):
    """The sentences of `text`, white space inside them made plain."""
    [found] = segment([Document("x", text)])
    return [" ".join(text[s.start : s.end].split()) for s in found.sentences]


def headings(text):
    return [text[block.start : block.end] for block in blocks(text) if block.heading]


GOLDEN = [
    # Each is one line of sentences, the expected boundaries marked by " | ".
    "The dam holds. | The river falls.",
    "The dam holds! | The river falls.",
    "Will the dam hold? | Nobody knows.",
    "The dam holds… | The river falls.",
    "The dam holds... | The river falls.",
    "He waited… and nothing came.",
    "He waited ... and nothing came.",
    "Mr. Adler left. | Mrs. Brandt stayed.",
    "Dr. Chen and Prof. Diaz agree.",
    "Gen. Eriksen spoke to Lt. Col. Fofana.",
    "The firm, i.e. Garcia Ltd, is closed.",
    "Several mines, e.g. Hartmoor, are closed.",
    "It stands in Art. 4 of the treaty.",
    "It is item No. 7 on the list.",
    "They came on Oct. 12 by ship.",
    "The team won Smith vs. Jones with ease.",
    "J. K. Ivanova wrote the report.",
    "The report is by J. Kim.",
    "George W. Larsen was elected.",
    "The U.S. Army arrived.",
    "U.S. President Moreau spoke.",
    "The U.K. and the U.S. disagree.",
    "She lives in Washington, D.C. today.",
    "The train leaves at 5 p.m. on Monday.",
    "They sent 3.5 million shells.",
    "Losses rose by 2.5 per cent. | Nobody said why.",
    "The price is $1.20 a unit.",
    "Version 2.0 is out. | Version 1.9 is not.",
    "See example.org for details.",
    "“The dam holds.” | The crowd cheered.",
    "“The dam holds,” she said. | Then she left.",
    "“Does the dam hold?” she asked.",
    "“The dam holds!” he cried.",
    "She said: “The dam holds. | The river falls.” | Then she left.",
    "“We left. | We did not look back.”",
    'He said "no." | Then he left.',
    "The minister (who had resigned) spoke.",
    "The minister spoke. | (Nobody listened.)",
    "The minister spoke (nobody listened). | Then he left.",
    "They came—late, as ever—and left. | Nobody minded.",
    "The dam holds; the river falls.",
    "One thing is clear: the dam holds.",
    "In 2024 the dam broke. | In 2025 it was rebuilt.",
    "In 2024. | 18 people left.",
    "It cost 5 million euros. | 300 people paid.",
    "김정은 spoke. | Nobody replied.",
    "Зеленский spoke. | Nobody replied.",
    "He said no. | Then he left.",
    "It is a work of art. | Nobody owns it.",
    "He worked in the U.S. | Then he moved.",
    "She works for Quarry Inc. | It pays well.",
    "“Left,” he said. | “Right,” she said.",
    "The company Yahoo! was sold.",
    "Ms. Nowak, Sr. Olsen and Rev. Park met.",
    "The meeting of St. Petersburg failed. | No. 7 was absent.",
]
HARD = {
    "It opened at 5 p.m. | Nobody came.": "whether an abbreviation ends a sentence is a guess",
    "the dam holds. | the river falls.": "without capitals a full stop may be an abbreviation's",
    "O’Neill left. | ’Tis a pity.": "an apostrophe before a word looks like a closing mark",
}


@pytest.mark.parametrize(
    "line",
    [
        *GOLDEN,
        *(pytest.param(line, marks=pytest.mark.xfail(reason=why)) for line, why in HARD.items()),
    ],
)
def test_a_line_falls_into_its_sentences(line):
    """Sentences end where a reader would end them, whatever marks stand inside."""
    assert sentences(line.replace(" | ", " ")) == line.split(" | ")


TITLED = "The dam holds. The river falls."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"What we know\n{TITLED}", ["What we know"]),
        (f"What we know\n\n{TITLED}", ["What we know"]),
        (f"What we know\r\n\r\n{TITLED}\r\n", ["What we know"]),
        (f"What we know\rAnd how\r{TITLED}", ["What we know", "And how"]),
        (f"# What we know.\n{TITLED}", ["What we know."]),
        (f"## What we know ##\n\n{TITLED}", ["What we know"]),
        (f"{TITLED}\n\n### What we know", ["What we know"]),
        (f"# one\n## two\n### three\n#### four\n{TITLED}", ["one", "two", "three", "four"]),
        (f"What “they” know\n{TITLED}", ["What “they” know"]),
        (f"북한의 파병 소식\n{TITLED}", ["북한의 파병 소식"]),
        (f"“Die senselessly”: the leaflets\n{TITLED}", ["“Die senselessly”: the leaflets"]),
        (f"Что известно\n{TITLED}", ["Что известно"]),
        (f"2024 in review\n{TITLED}", ["2024 in review"]),
        (f"{TITLED}\nScope: What It Means\n{TITLED}", ["Scope: What It Means"]),
        (f"\tWhat we know  \n{TITLED}", ["What we know"]),
    ],
)
def test_a_heading_is_a_line_without_a_full_stop(text, found):
    """Markdown marks it, or it is a single line that stands before other text."""
    assert headings(text) == found


@pytest.mark.parametrize(
    "text",
    [
        TITLED,
        "What we know",
        f"{TITLED}\nWhat we know",
        f"Who knows?\n{TITLED}",
        f"We list them:\n{TITLED}",
        f"and so it went\n{TITLED}",
        f"{'Many words ' * 9}stand here\n{TITLED}",
        f"#hashtag is no mark of a heading\n{TITLED}",
        f"***\n{TITLED}",
        "Ana Ruiz\nBo Li\nCam Oduya\nDee Park",
        f"“The dam holds.”\n{TITLED}",
        "- First thing\n- Second thing\n- Third thing",
    ],
)
def test_what_is_no_heading_stays_text(text):
    """A sentence, the last line, a question, a list or a long line is read, not set aside."""
    assert headings(text) == []


@pytest.mark.parametrize("break_", ["\n", "\n\n", "\r\n", "\r\n\r\n", "\n \t\n", "\r"])
def test_a_heading_never_melts_into_a_sentence(break_):
    """However its line ends, the sentence after it starts on its own."""
    text = break_.join(["First part", TITLED, "Second part of it", TITLED])
    assert sentences(text) == ["The dam holds.", "The river falls."] * 2
    assert headings(text) == ["First part", "Second part of it"]


def test_a_sentence_knows_its_section_and_paragraph():
    """A quotation can be found again by its heading."""
    text = f"No heading yet.\n\nFirst part\n{TITLED}\n\n## Second\n\nThe end came."
    [found] = segment([Document("x", text)])
    places = [(sentence.section, sentence.paragraph) for sentence in found.sentences]
    assert places == [("", 0), ("First part", 1), ("First part", 1), ("Second", 2)]


WRAPPED = (
    "The ministry said on Monday that the dam would hold until the end of\n"
    "the year, and that nobody in the valley below it had to leave. The\n"
    "river falls. Nobody in the town believes it."
)


@pytest.mark.parametrize("mark", ["", "> ", "    "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_wrapped_paragraph_is_read_as_one(mark, end):
    """A line break at a margin ends no sentence."""
    text = end.join(mark + line for line in WRAPPED.split("\n"))
    assert [line[-12:] for line in sentences(text)] == [
        "ad to leave.",
        "river falls.",
        "believes it.",
    ]
    assert headings(text) == []


LONG_HEADING = "Morale and Defection: Potential Pitfalls for the Forces Abroad"


@pytest.mark.parametrize("break_", ["\n", "\n\n"])
def test_a_heading_longer_than_its_text_does_not_melt_into_it(break_):
    """Where lines are long, no short line was broken off at a margin."""
    long = "The ministry said on Monday that the dam would hold. " * 5
    text = "\n\n".join([long.strip(), f"{LONG_HEADING}{break_}Morale fell.", long.strip()])
    assert headings(text) == [LONG_HEADING]
    assert "Morale fell." in sentences(text)


def test_a_name_at_the_start_of_a_wrapped_line_makes_no_heading():
    """A line that was full before a capital word goes on there."""
    text = (
        "The papers reported on Monday that the envoy had spoken with President\n"
        "Adler about the dam and that both of them had agreed to wait for news.\n"
    )
    assert headings(text) == []
    assert len(sentences(text)) == 1


def test_a_heading_above_a_wrapped_paragraph_stays_apart():
    """Even without a blank line between them."""
    text = f"What the ministry says\n{WRAPPED}"
    assert headings(text) == ["What the ministry says"]
    assert len(sentences(text)) == 3


def test_a_heading_between_wrapped_paragraphs_stays_apart():
    """Nor does it tear the lines around it apart."""
    text = f"{WRAPPED}\nWhat the town says\n{WRAPPED}"
    assert headings(text) == ["What the town says"]
    assert len(sentences(text)) == 6


@pytest.mark.parametrize("bullet", ["-", "*", "+", "•", "–", "1.", "2)"])
def test_a_list_item_is_a_paragraph_of_its_own(bullet):
    """The mark belongs to the layout, not to the words."""
    text = f"{bullet} The dam holds\n{bullet} The river falls\n{bullet} The town waits"
    assert sentences(text) == ["The dam holds", "The river falls", "The town waits"]


def test_a_quotation_mark_of_markdown_is_no_part_of_the_words():
    """A block quotation reads like any paragraph."""
    assert sentences("> The dam holds.\n>\n> > The river falls.") == TITLED.replace(
        ". ", ".|"
    ).split("|")


@pytest.mark.parametrize("space", ["\u2028", "\u2029", "\u00a0", "\t", "\v", "\f", "\u3000"])
def test_odd_white_space_neither_moves_nor_melts_anything(space):
    """The parser sees plain spaces; the offsets are those of the text as it is."""
    text = f"The{space}dam holds.{space}The river{space}falls."
    [found] = segment([Document("x", text)])
    quoted = [text[sentence.start : sentence.end] for sentence in found.sentences]
    assert quoted == [f"The{space}dam holds.", f"The river{space}falls."]


def test_a_very_long_paragraph_is_parsed_in_pieces():
    """Nothing of it is lost, and it is cut between sentences."""
    text = "The dam holds. " * (3 * MAX_PARSED // 30)
    [found] = segment([Document("x", text)])
    assert len(found.paragraphs) > 1
    assert {text[s.start : s.end] for s in found.sentences} == {"The dam holds."}
    assert len(found.sentences) == text.count("dam")


def test_a_very_long_line_without_a_break_loses_nothing():
    """What is no prose is named, not read: all words are in a sentence or in an unread part."""
    text = "The dam holds. " + "x" * (2 * MAX_PARSED + 7) + " The river falls."
    [found] = segment([Document("x", text)])
    assert [text[s.start : s.end] for s in found.sentences] == [
        *("The dam holds.", "The river falls.")
    ]
    assert [text[start:end] for start, end in found.unread] == ["x" * (2 * MAX_PARSED + 7)]


def test_a_sentence_longer_than_prose_is_named_and_not_read():
    """Four hundred words are read, some thousand are not, and the next sentence is."""
    long = "The soldiers " + "and the officers " * 400 + "left."
    text = f"The dam holds.\n\n{long}\n\nThe river falls."
    [found] = segment([Document("x", text)])
    read = [text[s.start : s.end] for s in found.sentences]
    assert read[0] == "The dam holds." and read[-1] == "The river falls."
    assert all(len(sentence.split()) <= MAX_SENTENCE for sentence in read)
    assert found.unread


@pytest.mark.parametrize("text", ["—", "***", "# \n", "\u200b", "…", "> \n> ", "1.", "-"])
def test_a_text_without_words_breaks_nothing(text):
    """What holds nothing to read holds few sentences or none, all of them where they say."""
    [found] = segment([Document("x", text)])
    assert [s for s in found.sentences if not 0 <= s.start < s.end <= len(text)] == []
    assert len(found.sentences) == len(found.parses) <= 1


def test_a_line_in_bold_type_stands_alone():
    """A question of an interview is no part of the answer below it."""
    text = "**Was it the snow?**\nHardly. It was the rain."
    tables = analysis.parse({"x": text})
    assert list(tables.sentences["text"]) == ["Was it the snow?", "Hardly.", "It was the rain."]
    assert list(tables.sentences["paragraph"]) == [0, 1, 1]
