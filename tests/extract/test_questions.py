"""Open questions: what is asked, by whom, and the same as a sentence of its own."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.extract import questions
from analysis.extract.base import parses
from analysis.lexicon import load
from analysis.model import QUESTION_FORMS, Attribution, Document, Ids, Question
from analysis.segment import segment

GOLDEN = Path(__file__).parent / "golden" / "questions.tsv"
FRAME = {"what", "is", "are", "it", "true", "that", "do", "does", "did", "will"}


def read(text: str, attributions: tuple[Attribution, ...] = ()) -> list[Question]:
    (segmented,) = segment([Document("test", text)])
    return questions.extract(parses(segmented), attributions, Ids("test"))


def golden() -> list[object]:
    """The table's lines as test cases; those with a reason are expected to fail."""
    cases = []
    for line in GOLDEN.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, expected, asked, reason = (line.split("\t") + [""] * 3)[:4]
        marks = [pytest.mark.xfail(reason=reason)] if reason else []
        cases.append(pytest.param(text, expected, asked, marks=marks, id=text))
    return cases


@pytest.mark.parametrize(("text", "expected", "asked"), golden())
def test_golden_sentences(text: str, expected: str, asked: str) -> None:
    """Each line gives exactly the forms, spans and sentences that a reader wrote beside it."""
    found = read(text)
    rows = [f"{q.form}: {text[slice(*q.spans[0])]}".lower() for q in found]
    assert rows == [row.strip().lower() for row in expected.split(" ; ") if row.strip()]
    if asked:
        made = [q.as_question or "-" for q in found]
        assert made == [one.strip() for one in asked.split(" ; ")]


@pytest.mark.parametrize("entry", list(load("questions")), ids=lambda entry: entry.name)
def test_cues_of_the_lexicon(entry) -> None:
    """Each entry's example gives a question by that entry."""
    for text in entry.examples:
        assert entry.name in {q.rule for q in read(text)}, text


@pytest.mark.parametrize("entry", list(load("question_slots")), ids=lambda entry: entry.name)
def test_slots_of_the_lexicon(entry) -> None:
    """Each slot's example gives a question."""
    for text in entry.examples:
        assert read(text), text


@pytest.mark.parametrize("entry", list(load("question_words")), ids=lambda entry: entry.name)
def test_words_beside_a_cue(entry) -> None:
    """Words that open a question do, words that close one do not."""
    quiet = {"idle", "answers", "anybody", "attitude", "animate", "of people"}
    quiet |= {"misgiving", "achieves", "charge"}
    for text in entry.examples:
        assert bool(read(text)) is (entry.effect["role"] not in quiet), text


def attribution(text: str, source: str, content: str) -> Attribution:
    def span(words: str) -> tuple[tuple[int, int], ...]:
        start = text.index(words)
        return ((start, start + len(words)),)

    (segmented,) = segment([Document("test", text)])
    (sentence,) = segmented.sentences
    return Attribution(
        "a-1",
        sentence.sentence_id,
        span(content),
        (),
        span(source),
        "indirect",
        1.0,
        "test",
        source_ids=("o-1",),
    )


def test_a_question_is_raised_by_the_source_that_asks_it() -> None:
    """The source of the content that holds the question raises it."""
    text = "Observers are questioning how long the truce can last."
    asked = attribution(text, "Observers", "how long the truce can last")
    assert [q.raised_by for q in read(text, (asked,))] == ["o-1"]


def test_a_thought_within_a_question_does_not_raise_it() -> None:
    """Whose commitment is asked about is not who asks."""
    text = "It is unclear how deep Keller's commitment to the partnership with the port is."
    thought = attribution(text, "Keller's", "to the partnership with the port")
    assert [q.raised_by for q in read(text, (thought,))] == ["author"]


def test_a_question_without_a_source_is_the_authors() -> None:
    """Nobody but the author raises what no attribution holds."""
    assert [q.raised_by for q in read("It is unclear who will win.")] == ["author"]


PIECES = [
    "It is unclear whether",
    "누가",
    "🙂",
    "nobody knows",
    "why",
    "the bridge fell",
    ", and",
    "—",
    "Should it fail,",
    "the army might retreat",
    "?",
    ".",
    "if",
    "café",
    "an inquiry into the extent of",
    "the cause of which is unknown",
    "e\u0301",
    "\u00a0",
    "“",
    "”",
    "could not be verified",
    "\n",
    "how",
    "Will it end",
    "remains to be seen",
    "(",
    ")",
    "which",
    "depends on",
    "to what extent",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
@settings(max_examples=150, deadline=None)
def test_offsets_hold_on_any_text(pieces: list[str]) -> None:
    """Spans lie inside their sentence, do not overlap, and questions use the text's words."""
    text = " ".join(pieces)
    (segmented,) = segment([Document("test", text)])
    sentences = {s.sentence_id: s for s in segmented.sentences}
    found = questions.extract(parses(segmented), (), Ids("test"))
    last = 0
    for question in found:
        ((start, end),) = question.spans
        sentence = sentences[question.sentence_id]
        assert max(last, sentence.start) <= start < end <= sentence.end
        assert text[start:end] == text[start:end].strip()
        assert question.form in QUESTION_FORMS
        assert question.as_question == "" or question.as_question.endswith("?")
        last = end


@pytest.mark.parametrize("text", [case.values[0] for case in golden()])
def test_questions_are_made_of_the_words_of_the_text(text: str) -> None:
    """Beyond a few frame words, a question has no word whose stem the sentence lacks."""
    (segmented,) = segment([Document("test", text)])
    tokens = [token for paragraph in segmented.paragraphs for token in paragraph.doc]
    words_of_text = {form.lower() for token in tokens for form in (token.text, token.lemma_)}
    for question in read(text):
        words = set(re.findall(r"\w+", question.as_question.lower())) - FRAME
        assert words <= words_of_text
