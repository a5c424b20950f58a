"""Charts: every row drawn once, labelled in full, the same bytes each time."""

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.brief.blocks import Chart, Notice, Stack
from analysis.brief.charts import bars, ranges
from analysis.brief.drawing import Row, pages_of
from analysis.brief.lettering import lines_of, width_of

COLUMNS = ["label", "low", "high", "counted", "unit"]
FIGURES = pd.DataFrame(
    [
        ("NIS, 18 October", 1500, 1500, "Soldiers sent", "soldiers"),
        ("Pentagon, 4 November", 10000, 12000, "Soldiers sent", "soldiers"),
        ("British ministry", 1000, None, "Casualties", "a day"),
        (
            "A very long label that has to be broken into several lines to fit",
            None,
            7,
            "Casualties",
            "",
        ),
        ("No number", None, None, "Casualties", "soldiers"),
    ],
    columns=COLUMNS,
)


def _drawn(svg):
    """Return drawn places of words: (x, y) in points."""
    places = re.findall(r'<g style="fill[^>]*transform="translate\(([\d.-]+) ([\d.-]+)\)', svg)
    return [(float(x), float(y)) for x, y in places]


def test_ranges_say_their_bounds_in_words():
    chart = ranges(FIGURES, title="They differ")
    assert isinstance(chart, Chart)
    for words in (
        "Soldiers sent, NIS, 18 October: 1,500 soldiers",
        "10,000–12,000 soldiers",
        "1,000 or more a day",
        "up to 7.",
    ):
        assert words in chart.alt
    assert "No number" not in chart.alt
    assert "left out: 1" in chart.caption


def test_words_at_the_mark_can_be_the_seeds_own():
    frame = FIGURES[:1].assign(value="some 1,500 men")
    assert "NIS, 18 October: some 1,500 men." in ranges(frame, title="t").alt


def test_a_drawing_is_the_same_each_time_and_holds_no_date():
    one, two = ranges(FIGURES, title="t"), ranges(FIGURES, title="t")
    assert one == two
    assert "<metadata" not in one.svg
    assert not re.search(r"20\d\d-\d\d-\d\d", one.svg)


@pytest.mark.parametrize("form", ["svg", "narrow"])
def test_all_words_lie_inside_the_drawing(form):
    svg = getattr(ranges(FIGURES, title="t"), form)
    box = [float(n) for n in BeautifulSoup(svg, "html.parser").svg["viewbox"].split()]
    places = _drawn(svg)
    assert len(places) > 12
    for x, y in places:
        assert 0 <= x <= box[2]
        assert 0 <= y <= box[3]


def test_bars_name_parts_and_sums():
    frame = pd.DataFrame(
        {"label": ["certain", "possible"], "direct": [3, 0], "indirect": [4, None]}
    )
    chart = bars(frame, ["direct", "indirect"], title="t")
    assert chart.alt == "certain: 7 (direct 3, indirect 4); possible: 0 (direct 0, indirect 0)."


def test_more_parts_than_can_be_told_apart_are_refused():
    frame = pd.DataFrame({"label": ["x"]} | {str(n): [1] for n in range(7)})
    with pytest.raises(ValueError, match=r"up to 6 columns.* got 7"):
        bars(frame, [str(n) for n in range(7)], title="t")


@pytest.mark.parametrize("frame", [FIGURES[:0], FIGURES[4:]], ids=["no rows", "no bounds"])
def test_nothing_to_draw_is_said(frame):
    assert ranges(frame, title="t", empty="No figures.") == Notice("No figures.")


def test_one_row_is_a_chart():
    assert isinstance(ranges(FIGURES[:1], title="t"), Chart)


def test_many_rows_go_on_in_further_drawings_and_none_is_lost():
    rows = [Row(f"Source {n}", "1", f"panel {n % 3}", n, n) for n in range(500)]
    pages = list(pages_of(rows))
    drawn = [row for page in pages for panel in page for row in panel]
    assert sorted(drawn, key=rows.index) == rows
    assert all(len({row.panel for row in panel}) == 1 for page in pages for panel in page)
    frame = pd.DataFrame([(f"S {n}", n, n, "men", "") for n in range(90)], columns=COLUMNS)
    stack = ranges(frame, title="Many")
    assert isinstance(stack, Stack)
    assert stack.blocks[0].title == f"Many (1 of {len(stack.blocks)})"


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("aWi 김Зй-—"), max_size=80))
def test_broken_lines_fit_and_lose_nothing(text):
    lines = lines_of(text, 60)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(width_of(line) <= 60 for line in lines)
