"""Dates: resolved against the seed's date, and never more precise than the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis.assessment.dates import is_later, moments


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("on 15 October 2024", "2024-10-15", "2024-10-15", "day"),
        ("on 15 October", "2024-10-15", "2024-10-15", "day"),
        ("on 15 December", "2023-12-15", "2023-12-15", "day"),
        ("between 8 and 13 October", "2024-10-08", "2024-10-13", "day"),
        ("between May and September last year", "2023-05", "2023-09", "month"),
        ("between November and March last year", "2022-11", "2023-03", "month"),
        ("from May until August", "2024-05", "2024-08", "month"),
        ("from May 2021 to March 2022", "2021-05", "2022-03", "month"),
        ("in October", "2024-10", "2024-10", "month"),
        ("in mid-October", "2024-10", "2024-10", "vague"),
        ("in early October 2023", "2023-10", "2023-10", "vague"),
        ("at the end of October", "2024-10", "2024-10", "vague"),
        ("in 2023", "2023", "2023", "year"),
        ("since August 2023", "2023-08", "", "month"),
        ("until October", "", "2024-10", "month"),
        ("before October", "", "2024-10", "month"),
        ("since 2022", "2022", "", "year"),
        ("since Friday", "2024-10-18", "", "day"),
        ("from July onwards", "2024-07", "", "month"),
        ("figures from July", "2024-07", "2024-07", "month"),
        ("early on Friday", "2024-10-18", "2024-10-18", "day"),
        ("the union said Friday that it was over", "2024-10-18", "2024-10-18", "day"),
        ("it will open on Friday", "2024-10-25", "2024-10-25", "day"),
        ("On Friday it will open", "2024-10-25", "2024-10-25", "day"),
        ("he said on Friday that it will open", "2024-10-18", "2024-10-18", "day"),
        ("he said on Friday it would open", "2024-10-18", "2024-10-18", "day"),
        ("it is to open in March", "2025-03", "2025-03", "month"),
        ("it would open in December", "2024-12", "2024-12", "month"),
        ("it would have opened in September", "2024-09", "2024-09", "month"),
        ("samples will be taken from December", "2024-12", "", "month"),
        ("it will be shut from 3 to 5 November", "2024-11-03", "2024-11-05", "day"),
        ("those who met in July will vote", "2024-07", "2024-07", "month"),
        ("yesterday", "2024-10-22", "2024-10-22", "day"),
        ("on Friday", "2024-10-18", "2024-10-18", "day"),
        ("on Wednesday", "2024-10-23", "2024-10-23", "day"),
        ("next Wednesday", "2024-10-30", "2024-10-30", "day"),
        ("three weeks ago", "2024-10", "2024-10", "vague"),
        ("two months ago", "2024-08", "2024-08", "month"),
        ("last year", "2023", "2023", "year"),
        ("on 3 May 2022; two days earlier", "2022-05-01", "2022-05-01", "day"),
        ("on 3 May 2022; four days later", "2022-05-07", "2022-05-07", "day"),
        ("on 3 May 2022, and the same day", "2022-05-03", "2022-05-03", "day"),
        ("on 3 May 2022, and by the end of that month", "2022-05", "2022-05", "vague"),
        ("on Sunday, 8 September, it rained", "2024-09-08", "2024-09-08", "day"),
        ("since Sunday, 8 September", "2024-09-08", "", "day"),
        ("it fell on Friday 12 times", "2024-10-18", "2024-10-18", "day"),
        ("this morning", "2024-10-23", "2024-10-23", "day"),
        ("by last night", "", "2024-10-22", "day"),
        ("he rang on 3 May 2022, and again on the 18th.", "2022-05-18", "2022-05-18", "day"),
        ("last Monday", "2024-10-21", "2024-10-21", "day"),
        ("last Tuesday", "2024-10-15", "2024-10-15", "day"),
        ("a truce of 45 days, beginning on 8 November 2024", "2024-11-08", "", "day"),
        (
            "the second round, planned for 19 November, will go ahead",
            "2024-11-19",
            "2024-11-19",
            "day",
        ),
        ("between 2015 and 2019", "2015", "2019", "year"),
        ("from 2015 until 2019", "2015", "2019", "year"),
        ("winds are forecast for Friday", "2024-10-25", "2024-10-25", "day"),
        ("the inquiry, due to open on 2 December, is long", "2024-12-02", "2024-12-02", "day"),
        ("in the night to 4 September", "2024-09-03", "2024-09-04", "day"),
        ("on Friday, four days later than planned", "2024-10-18", "2024-10-18", "day"),
    ],
)
def test_the_last_date_of_a_text_is_resolved(text, first, last, precision):
    """The seed is of Wednesday, 23 October 2024."""
    moment = moments(text, "2024-10-23")[-1]
    assert (moment.first, moment.last, moment.precision) == (first, last, precision)


@pytest.mark.parametrize("text", ["on Friday", "yesterday", "two days earlier", "in October"])
def test_without_a_date_to_count_from_nothing_is_resolved(text):
    """A date that hangs in the air is no date."""
    assert moments(text, "") == []


@pytest.mark.parametrize("text", ["on Friday", "yesterday", "two days ago"])
def test_a_month_is_too_vague_to_count_days_from(text):
    """The seed gives its month only."""
    assert moments(text, "2024-10") == []


@pytest.mark.parametrize(
    "text",
    [
        "the Friday Echo",
        "Black Friday",
        "a Friday paper",
        "on Friday nights",
        "every Friday",
        "Friday's fire",
    ],
)
def test_a_day_of_the_week_that_is_no_date(text):
    """A habit, or a name."""
    assert moments(text, "2024-10-23") == []


@pytest.mark.parametrize("text", ["two days before the collapse", "a year after it burnt"])
def test_a_date_that_hangs_on_the_story_is_not_worked_out(text):
    """Even where another date stands before it."""
    assert len(moments(f"On 3 May 2022 they met; {text}", "2024-10-23")) == 1


@pytest.mark.parametrize("text", ["Jan Pohl", "on 31 February", "in March 0000", "999 years ago"])
def test_no_such_date(text):
    """Names and impossible days are passed over; a far past raises nothing."""
    assert moments(text, "0900-01-01") == []


@given(st.text(max_size=60), st.sampled_from(["", "2024", "2024-02", "2024-02-29", "0001-01-01"]))
def test_any_text_can_be_read(text, published):
    """Offsets lie in the text, dates are in order of place."""
    found = moments(text, published)
    assert [m.start for m in found] == sorted(m.start for m in found)
    assert all(0 <= m.start < m.end <= len(text) for m in found)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("2024-10-02", "2024-10-01", True),
        ("2024-10", "2024-10-01", False),
        ("2024-11", "2024-10-31", True),
        ("2025", "2024-12", True),
        ("", "2024", False),
    ],
)
def test_later_means_surely_later(one, other, wanted):
    """A month is not later than a day in it."""
    assert is_later(one, other) is wanted


@pytest.mark.parametrize(
    ("text", "reported", "event"),
    [
        ("Lee said on 3 May 2024 that the dam had burst.", "2024-05-03", ("", "", "")),
        (
            "Lee said that the dam had burst on 3 May 2024.",
            "",
            ("2024-05-03", "2024-05-03", "day"),
        ),
        (
            "Lee said on 9 May 2024 that the dam had burst in early May 2024.",
            "2024-05-09",
            ("2024-05", "2024-05", "vague"),
        ),
        ("Lee spoke of 1,200 deaths on 3 May 2024.", "2024-05-03", ("", "", "")),
        (
            "Lee said that 40 lived there on 3 May 2024, the fewest in 2024.",
            "",
            ("2024-05-03", "2024-05-03", "day"),
        ),
        (
            "Lee said that Dren was fined on 3 May 2024 for leaving in 2023.",
            "",
            ("2024-05-03", "2024-05-03", "day"),
        ),
        (
            "Lee said that the strike ended in July 2024 with a pact which holds until 2027.",
            "",
            ("2024-07", "2024-07", "month"),
        ),
        (
            "It comes from Ada Lee, the mayor, who repeated it on 3 May 2024 and added that six "
            "had died.",
            "2024-05-03",
            ("", "", ""),
        ),
        (
            "Lee said it rose in July 2024, 4 more than in 2022.",
            "",
            ("2024-07", "2024-07", "month"),
        ),
        ("Lee said that turnout was the lowest since 1990.", "", ("", "", "")),
        ("Ada Lee, who came home on 3 May 2024, said that six had died.", "", ("", "", "")),
        (
            "The court in Hest on 3 May 2024 found Ada Lee guilty of theft.",
            "2024-05-03",
            ("2024-05-03", "2024-05-03", "day"),
        ),
    ],
)
def test_a_claim_tells_when_it_was_made_and_when_it_happened(text, reported, event):
    """A date in the claim is the event's, one beside the cue that of the report."""
    claims = analysis.assess(analysis.parse({"x": text})).claims
    *_, claim = claims.to_dict("records")
    assert claim["reported_at"] == reported
    assert tuple(claim[f"event_{part}"] for part in ("start", "end", "precision")) == event
