"""Words from values: they say what the value is and no more."""

import re

import pytest

from analysis.brief.wording import (
    answer,
    capital,
    count,
    counted,
    day,
    described,
    listed,
    number,
    period,
    phrases,
    shortened,
    span,
)
from analysis.wording import quotable, with_article


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The dam holds", "The dam holds"),
        ("At no time did we store more,”", "At no time did we store more"),
        ('At no time did we store more,"', "At no time did we store more"),
        ("“We had some 240 tonnes,”", "We had some 240 tonnes"),
        ("He called it “a scandal” on Monday", "He called it ‘a scandal’ on Monday"),
        ('the "safe" plant', "the ‘safe’ plant"),
        ("“a scandal” and “a shame”", "‘a scandal’ and ‘a shame’"),
        ("“a scandal", "a scandal"),
        ("what „Wir“ means", "what ‚Wir’ means"),
        ("“Nobody,” he said … “will come”,", "‘Nobody,’ he said … ‘will come’"),
        ('a pipe of 5" bore', 'a pipe of 5" bore'),
        ("the workers’ plant", "the workers’ plant"),
        ("“”", ""),
        ("", ""),
    ],
)
def test_a_quotation_within_a_quotation_has_single_marks_and_no_stray_ones(text, shown):
    assert quotable(text) == shown


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "no"), (1, "one"), (10, "ten"), (11, "11"), (1234, "1,234"), (-1, "-1")],
)
def test_small_numbers_are_words(value, words):
    """In words up to ten, in figures beyond."""
    assert number(value) == words


@pytest.mark.parametrize(
    ("value", "noun", "plural", "words"),
    [
        (0, "seed", "", "no seeds"),
        (1, "seed", "", "one seed"),
        (2, "seed", "", "two seeds"),
        (12, "inquiry", "inquiries", "12 inquiries"),
        (1, "inquiry", "inquiries", "one inquiry"),
    ],
)
def test_a_noun_agrees_with_its_number(value, noun, plural, words):
    """One is singular, all else plural."""
    assert count(value, noun, plural) == words


def test_a_sentence_agrees_with_its_number():
    """One has a form of its own; of none nothing is said, unless that has one too."""
    told = [counted("open_questions", value) for value in (0, 1, 2)]
    assert told == ["No questions are open", "One question is open", "Two questions are open"]
    assert [counted("vague", value) for value in (0, 12)] == ["", "12 rest on a vague group"]
    braces = counted("severe", 1, kinds="{n} {x}")
    assert braces == "One warning of high severity: {n} {x}."


@pytest.mark.parametrize(("text", "words"), [("", ""), ("ein Ei", "Ein Ei"), ("NATO", "NATO")])
def test_a_sentence_starts_with_a_capital(text, words):
    """Only the first character changes."""
    assert capital(text) == words


@pytest.mark.parametrize(
    ("words", "most", "text"),
    [
        ([], 0, ""),
        (["A"], 0, "A"),
        (["A", "B"], 0, "A and B"),
        (["A", "B", "C"], 0, "A, B and C"),
        (["A", "B", "C"], 3, "A, B and C"),
        (["A", "B", "C", "D"], 3, "A, B and 2 more"),
        (["A", "B"], 1, "2 more"),
    ],
)
def test_a_list_is_a_phrase(words, most, text):
    """Commas, one "and", and a count of what is left out."""
    assert listed(words, most) == text


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2024-10-08", "8 October 2024"),
        ("2024-01", "January 2024"),
        ("2024", "2024"),
        ("", "undated"),
    ],
)
def test_a_date_is_as_precise_as_given(date, words):
    """No day is made up."""
    assert day(date) == words


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ([], "undated"),
        (["", ""], "undated"),
        (["2024-10-08"], "8 October 2024"),
        (["2024-11", "", "2024-10-08"], "8 October 2024 to November 2024 and one undated"),
        (["2024-10-08", "2024-10-08"], "8 October 2024"),
        (["2024", "2025-01"], "2024 to January 2025"),
        (["2024-10", "2024"], "2024"),
        (["2024-10-08", "2024-10"], "October 2024"),
    ],
)
def test_a_period_runs_from_the_first_to_the_last_date(dates, words):
    """A date that lies within the other adds nothing; undated seeds are counted."""
    assert period(dates) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (("Ana Ruiz", "senior fellow", "Quarry", True), "Ana Ruiz, senior fellow, Quarry"),
        (("Ana Ruiz", "", "", True), "Ana Ruiz"),
        (("Ukraine’s army", "", "Ukraine", True), "Ukraine’s army"),
        (("spokesman for the Orlo Trust", "", "Orlo Trust", True), "spokesman for the Orlo Trust"),
        (("he", "", "", False), "“he” (not resolved)"),
    ],
)
def test_a_source_is_described_as_far_as_it_is_known(source, words):
    """Nothing is filled in, nothing said twice."""
    names = ("name", "role", "affiliation", "resolved")
    assert described(dict(zip(names, source, strict=True))) == words


@pytest.mark.parametrize(
    ("text", "most", "words"),
    [
        ("short", 5, "short"),
        ("a  b\n c", 5, "a b c"),
        ("one two three", 9, "one two…"),
        ("one, two", 6, "one…"),
        ("endlessword", 5, "endl…"),
        ("김정은 씨가 말했다", 6, "김정은…"),
    ],
)
def test_a_long_text_is_cut_at_a_word(text, most, words):
    """The ellipsis shows the cut, and the result is never longer than asked."""
    assert shortened(text, most) == words
    assert len(words) <= most


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-10-08", "2024-10-13", "8 to 13 October 2024"),
        ("2024-10-08", "2024-11-02", "8 October to 2 November 2024"),
        ("2024-10-08", "2025-10-08", "8 October 2024 to 8 October 2025"),
        ("2024-10", "2024-12-02", "October 2024 to 2 December 2024"),
        ("2024-10", "2024-12", "October 2024 to December 2024"),
        ("2023", "2024-10-08", "2023 to 8 October 2024"),
        ("2024-10", "2024-10-08", "October 2024"),
        ("2024-10-08", "2024-10-08", "8 October 2024"),
    ],
)
def test_a_span_says_month_and_year_once(first, last, words):
    """What both days share is said once; precision is kept."""
    assert span(first, last) == words


@pytest.mark.parametrize(
    ("form", "question", "words"),
    [
        ("direct", "How many dockers left?", "A figure, with its source and date"),
        ("embedded", "How did they leave?", "An account by someone placed to know"),
        ("embedded", "Why did they leave?", "The reasons, from who acted or is placed to know"),
        ("embedded", "Will they leave?", "A firm statement or evidence, either way"),
        ("verification_gap", "Is it true?", "Confirmation or refutation by an independent origin"),
        ("conditional", "Will it, if?", "Whether the condition comes about, and what follows"),
        ("stated_gap", "", "The missing information, from a source placed to know"),
        ("concealed", "", "The missing information, from a source placed to know"),
    ],
)
def test_a_question_says_what_would_answer_it(form, question, words):
    """By its form, else by its first words."""
    assert answer(form, question) == words


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("United Kingdom", "the United Kingdom"),
        ("United Arab Emirates", "the United Arab Emirates"),
        ("Dominican Republic", "the Dominican Republic"),
        ("Philippines", "the Philippines"),
        ("Honduras", "Honduras"),
        ("Wales", "Wales"),
    ],
)
def test_a_state_has_the_article_that_its_name_takes(state, words):
    assert with_article(state) == words


def test_what_is_worded_is_said_and_what_is_said_is_worded(root):
    """What stands in wording.toml is what the sections ask for, no more and no less."""
    code = "".join(
        path.read_text(encoding="utf-8") for path in (root / "analysis/brief/sections").glob("*.py")
    )
    assert set(re.findall(r'\btable\(\s*"(\w+)"', code)) == set(phrases("tables"))
    assert set(re.findall(r'\bchart_words\(\s*"(\w+)"', code)) == set(phrases("charts"))
    asked = re.findall(r'\bcounted\(\s*"(\w+)"', code.replace("'", '"'))
    assert set(asked) == set(phrases("counted"))
