"""Figures: bounds, units and what is counted, exact to the character."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from analysis.extract import figures
from analysis.extract.base import parses
from analysis.extract.quantities import quantities
from analysis.lexicon import load
from analysis.model import Claim, Document, Figure, Ids
from analysis.segment import segment

GOLDEN = Path(__file__).parent / "golden" / "figures.tsv"
_EXPECTED = re.compile(r"(?P<bounds>\S+)(?: (?P<unit>[^\[]+?))?(?: \[(?P<counted>.+)\])?")


def read(text: str) -> list[Figure]:
    (segmented,) = segment([Document("test", text)])
    return figures.extract(parses(segmented), [], Ids("test"))


def golden() -> list[object]:
    """The table's lines as test cases; those with a reason are expected to fail."""
    cases = []
    for line in GOLDEN.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        sentence, expected, reason = ([*line.split("\t"), ""])[:3]
        marks = [pytest.mark.xfail(reason=reason)] if reason else []
        cases.append(pytest.param(sentence, expected, marks=marks, id=sentence))
    return cases


def bounds(text: str) -> tuple[float | None, float | None]:
    low, dots, high = text.partition("..")
    ends = (low, high) if dots else (low, low)
    return (float(ends[0]) if ends[0] else None, float(ends[1]) if ends[1] else None)


@pytest.mark.parametrize(("sentence", "expected"), golden())
def test_golden_sentences(sentence: str, expected: str) -> None:
    """Each sentence of the table gives exactly the figures that a reader wrote beside it."""
    found = read(sentence)
    wanted = [_EXPECTED.fullmatch(one.strip()) for one in expected.split(" ; ") if one.strip()]
    assert [((f.low, f.high), f.unit) for f in found] == [
        (bounds(one["bounds"]), one["unit"] or "") for one in wanted if one
    ]
    for figure, one in zip(found, wanted, strict=True):
        assert one is not None
        if one["counted"]:
            assert figure.counted == one["counted"]


def test_golden_table_is_large() -> None:
    """The table holds at least 200 sentences."""
    assert len(golden()) >= 200


LISTED = (
    "approximators",
    "units",
    "numbers",
    "figures",
    "totals",
    "persons",
    "compounds",
    "labels",
)


@pytest.mark.parametrize(
    ("lexicon", "entry"),
    [(name, entry) for name in LISTED for entry in load(name)],
    ids=lambda value: getattr(value, "name", value),
)
def test_lexicon_examples(lexicon: str, entry) -> None:
    """Each entry's example shows its effect in the figures that it gives."""
    for text in entry.examples:
        found = read(text)
        effect = entry.effect
        if "bound" in effect:
            assert any(_written(f, entry.words) for f in found), text
        elif "symbol" in effect:
            assert effect["symbol"] in {
                unit for f in found for unit in (f.unit, f.unit.split("/")[0])
            }, text
        elif effect.get("role") in {"label", "calibre", "moment", "idle", "uncounted"}:
            assert not found, text
        else:
            assert found, text


def _written(figure: Figure, words: tuple[str, ...]) -> bool:
    return any(word in figure.approximator.lower() for word in words)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Around 300 men came.", 300, 300),
        ("At least 300 men came.", 300, None),
        ("Up to 300 men came.", None, 300),
        ("Well over 300 men came.", 300, None),
        ("Between 200 and 300 men came.", 200, 300),
        ("Hundreds of men came.", 100, None),
    ],
)
def test_bounds_follow_the_wording(text: str, low: float | None, high: float | None) -> None:
    """A bound that the text does not give stays empty."""
    (figure,) = read(text)
    assert (figure.low, figure.high) == (low, high)


def test_a_noun_carries_over_to_the_next_sentence() -> None:
    """A bare bound goes on counting what the sentence before counted."""
    text = "The army sent 10,000 soldiers. By June there could be close to 12,000."
    assert [f.unit for f in read(text)] == ["soldiers", "soldiers"]


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("The firm has built 70 ships since August 2023.", "2023-08"),
        ("On 3 May 2024 the town had 40 doctors.", "2024-05-03"),
        ("In 2019, 300 people voted by post.", "2019"),
        ("On 23 December they lost 40 men.", "--12-23"),
        ("Between 8 and 13 May 2024 ships carried 90 men.", "2024-05-08/2024-05-13"),
        ("The town has 40 doctors.", ""),
    ],
)
def test_as_of_is_the_date_in_the_clause(text: str, as_of: str) -> None:
    """The date that the clause gives is kept, and only as far as it is given."""
    (figure,) = read(text)
    assert figure.as_of == as_of


def test_the_smallest_claim_holds_the_figure() -> None:
    """A figure names the smallest of the claims whose spans it stands in."""
    text = "Lee said 300 soldiers were killed and 2,700 wounded."
    (segmented,) = segment([Document("test", text)])
    (parse,) = parses(segmented)

    def claim(name: str, words: str) -> Claim:
        start = text.index(words)
        spans = ((start, start + len(words)),)
        return Claim(name, parse.sentence.sentence_id, spans, "factual", "indirect", "test")

    whole = claim("whole", "300 soldiers were killed and 2,700 wounded")
    part = claim("part", "300 soldiers were killed")
    found = figures.extract([parse], [whole, part], Ids("test"))
    assert [f.claim_id for f in found] == ["part", "whole"]
    assert [f.claim_id for f in figures.extract([parse], [], Ids("test"))] == ["", ""]


SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
SMALL += " fifteen sixteen seventeen eighteen nineteen"
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number: int) -> str:
    """British number words below a million."""
    if number < 20:
        return SMALL.split()[number]
    if number < 100:
        rest = number % 10
        return TENS[number // 10 - 2] + (f"-{SMALL.split()[rest]}" if rest else "")
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            link = "" if not rest else " and " if rest < 100 else " "
            return f"{in_words(number // size)} {name}{link}{in_words(rest) if rest else ''}"
    raise AssertionError(number)


STYLES = {
    "digits": (str, 1),
    "commas": ("{:,}".format, 1),
    "thin blanks": (lambda number: f"{number:,}".replace(",", "\u202f"), 1),
    "halves": ("{:,}½".format, 1),
    "words": (in_words, 1),
    "and a half": (lambda number: f"{in_words(number)} and a half", 1),
    "k": ("{}k".format, 1e3),
    "thousand": ("{} thousand".format, 1e3),
    "decimal million": (lambda number: f"{number / 10:.1f} million", 1e5),
    "words and million": (lambda number: f"{in_words(number)} million", 1e6),
    "dozen": ("{} dozen".format, 12),
    "lakh": ("{} lakh".format, 1e5),
    "m": ("{}.5m".format, 1e6),
    "bn": ("{}bn".format, 1e9),
    "trillion": ("{:,} trillion".format, 1e12),
}
HALVES = {"halves", "and a half", "m"}
IN_WORDS = {"words", "and a half", "words and million"}
UNITS = {
    "{} km": "km",
    "{} square miles": "mi²",
    "{} kilowatt-hours": "kWh",
    "{} per cent": "%",
    "{} percentage points": "percentage points",
    "{} euros": "EUR",
    "{} Swiss francs": "CHF",
    "{} years": "years",
    "{} of them": "",
}
SIGNS = {"${}": "USD", "£{}": "GBP", "A${}": "AUD", "Rs {}": "INR", "CHF {}": "CHF", "{}%": "%"}
BOUNDS = {
    "{}": "both",
    "about {}": "both",
    "nearly {}": "both",
    "at least {}": "low",
    "more than {}": "low",
    "no fewer than {}": "low",
    "up to {}": "high",
    "fewer than {}": "high",
    "no more than {}": "high",
}


def printed(number: int, style: str) -> tuple[str, float]:
    """A number as a text of that style, and its value."""
    write, factor = STYLES[style]
    number = number % 998 + 2 if style == "words and million" else number
    value = number + 0.5 if style in HALVES else number
    return write(number), value * factor


# A bare number of four digits can be a year; those are left to the golden table.
NUMBERS = st.integers(2, 999) | st.integers(2_101, 9_999) | st.integers(10_001, 999_000)


@given(
    NUMBERS,
    st.sampled_from(sorted(STYLES)),
    st.sampled_from(sorted(BOUNDS)),
    st.sampled_from(sorted(UNITS)) | st.sampled_from(sorted(SIGNS)),
)
@settings(max_examples=600, deadline=None)
@example(1_000, "words", "{}", "{} of them")
@example(19_999, "words", "at least {}", "{} euros")
def test_a_printed_number_is_read_back(number: int, style: str, bound: str, unit: str) -> None:
    """Whatever the style, the bound and the unit, what was printed is what is read."""
    if unit in SIGNS and style in IN_WORDS:
        unit = "{} euros"  # nobody writes a sign before words
    text, value = printed(number, style)
    (found,) = quantities(f"They counted {bound.format(unit.format(text))} today.")
    side = BOUNDS[bound]
    assert found.low == (pytest.approx(value) if side != "high" else None)
    assert found.high == (pytest.approx(value) if side != "low" else None)
    assert found.unit == (UNITS | SIGNS)[unit]


RANGES = ["{}-{}", "{}–{}", "{} to {}", "between {} and {}", "from {} to {}"]


@given(
    NUMBERS,
    st.integers(1, 900),
    st.sampled_from(sorted(STYLES)),
    st.sampled_from(RANGES),
    st.sampled_from(sorted(UNITS.keys() - {"{} of them"})),
)
@settings(max_examples=300, deadline=None)
def test_a_printed_range_is_read_back(
    number: int, step: int, style: str, wording: str, unit: str
) -> None:
    """A range gives both of its ends, whoever writes the magnitude once or twice."""
    if style in {*IN_WORDS, "thin blanks"} and wording[2] in "-–":
        wording = "{} to {}"  # nobody joins words by a dash, and groups are a telephone's then
    (one, low), (two, high) = printed(number, style), printed(number + step, style)
    assume(low < high and not 1000 <= number + step <= 2100)  # a year, perhaps
    (found,) = quantities(f"It needs {unit.format(wording.format(one, two))} of it.")
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert found.unit == UNITS[unit]


@given(st.integers(2, 9), st.integers(2, 9), st.sampled_from([" in ", " out of ", " of "]))
def test_a_printed_ratio_is_read_back(top: int, more: int, link: str) -> None:
    """So many of so many are a share of one."""
    (found,) = quantities(f"Some {top}{link}{top + more} agree.")
    assert (found.low, found.unit) == (pytest.approx(top / (top + more)), "ratio")


PIECES = [
    "around 3,000 troops",
    "🙂",
    "북한군 12명",
    "café",
    "at least 1½ million",
    "—",
    "£3bn",
    "e\u0301",
    "two or three",
    "\u00a0",
    "12-15 km",
    "10,000",
    "hundreds of",
    "killed",
    "a third of",
    ", ",
    "between 5 and 7",
    "%",
    ".",
    "\n",
    "\u2028",
    "$5 a day",
    "aged 45,",
    "F-16",
    "24/7",
    "…",
    "of the",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14))
@settings(max_examples=150, deadline=None)
def test_offsets_hold_on_any_text(pieces: list[str]) -> None:
    """Spans lie inside their sentence, start and end on a character, and never overlap."""
    text = " ".join(pieces)
    (segmented,) = segment([Document("test", text)])
    sentences = {s.sentence_id: s for s in segmented.sentences}
    found = figures.extract(parses(segmented), [], Ids("test"))
    for figure in found:
        sentence = sentences[figure.sentence_id]
        assert sentence.start <= figure.start < figure.end <= sentence.end
        quoted = text[figure.start : figure.end]
        assert quoted == quoted.strip()
        assert figure.low is not None or figure.high is not None
    assert len({f.figure_id for f in found}) == len(found)
