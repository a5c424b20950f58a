"""Charts: every row drawn or counted, labels that never collide, the same bytes each time."""

import re
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from itertools import combinations, pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.brief import charts
from analysis.brief.blocks import Chart, Notice, Stack
from analysis.brief.charts import Bar, Event, Mark, Panel
from analysis.brief.charts.axes import day_axis
from analysis.brief.charts.canvas import pages
from analysis.brief.charts.lettering import lines_of, width_of
from analysis.brief.charts.scales import Scale, compact, date_ticks, ordinals, value_scale
from analysis.brief.fonts import coverage
from analysis.brief.svg import clean_svg, words_of
from analysis.brief.theme import DISPUTE, PAGE_COLOURS, SERIES

WORDS = Chart("", "Message", "", "How to read it", "Not drawn: some.")
DAY = 739_000.0
LONG = "Ministry of words without an end and of names that go on and on, office for " * 3
NAMES = ("certain", "probable", "possible")


def mark(low, high, label="Source", day=DAY, **changed):
    ends = ["" if bound is None else compact(bound) for bound in (low, high)]
    words = changed.get("value", "–".join(ends))
    return Mark(label, words, "18 Oct 2024", day, day + changed.get("days", 1), low, high)


def panel(*marks, head="Thing", about="", conflicts=()):
    return Panel(head, about, marks, conflicts)


PANELS = {
    "one": [panel(mark(3, 3))],
    "open on both sides": [panel(mark(10, None), mark(None, 5, day=DAY + 9), conflicts=[(0, 1)])],
    "tiny and huge": [panel(mark(0.1, 0.1), mark(1e12, 1e12, day=DAY + 400), mark(5, 900))],
    "negative": [panel(mark(-40, -40), mark(-5, 20, day=DAY + 3), mark(None, -3, day=DAY + 5))],
    "all equal": [panel(*[mark(18, 18, f"S {n}") for n in range(6)])],
    "nought": [panel(mark(0, 0), mark(0, 0))],
    "scripts and long words": [
        panel(
            mark(18, 18, f"김정은 {LONG}"),
            mark(18, 19, "Зеленський 😀👩‍👩‍👧", value=LONG),
            mark(None, 4, "W" * 200),
            head=f"김정은 and Зеленський 😀 {LONG}",
            about=LONG,
        )
    ],
    "many": [
        panel(*[mark(n * 7 % 151, n * 7 % 151, f"S {n}", DAY + n) for n in range(150)]),
        panel(mark(1, 2)),
    ],
    "years apart": [panel(mark(1, 1, day=DAY - 400_000, days=365), mark(2, 2, day=DAY))],
    "many panels": [panel(mark(n, n + 5), mark(n, None), head=f"Thing {n}") for n in range(9)],
}
EVENTS = {
    "one": [Event("One", "S", DAY, DAY + 1, (DAY + 3, DAY + 4), False)],
    "open and vague": [
        Event(LONG, LONG, DAY, None, (DAY + 3, DAY + 4), False),
        Event("김정은 Зеленський 😀", "W" * 200, None, DAY - 3000, None, True),
    ],
    "many": [
        Event(
            f"Event {n}", f"S {n}", DAY + n, DAY + n + 1, (DAY + 2 * n, DAY + 2 * n + 1), n % 2 > 0
        )
        for n in range(40)
    ],
    "an old one": [
        Event("Then", "S", DAY - 2200, DAY - 1835, (DAY, DAY + 1), False),
        Event("A year ago", "S", DAY - 300, DAY - 270, (DAY + 9, DAY + 10), False),
        *(Event(f"Event {n}", "S", DAY + n, DAY + n + 1, None, False) for n in range(9)),
    ],
    "one day": [Event("Now", "S", DAY, DAY + 1, (DAY, DAY + 1), False)],
}
BARS = {
    "one": [Bar("One", (1, 0, 0))],
    "long and huge": [
        Bar(LONG, (1, 2, 3)),
        Bar("김정은 😀", (1e12, 1, 0)),
        Bar("W" * 90, (0, 0, 0)),
    ],
    "many": [Bar(f"Source {n}", (n % 7, n % 5, n % 3)) for n in range(90)],
}
COUNTS = [[1, 123_456, 0, 0], [0, 0, 0, 1], [5, 0, 77, 0]]
COLUMNS = ("none known", "one origin", "two", "three or more")


CHARTS = {
    **{f"figures, {n}": partial(charts.contention, p, WORDS, "") for n, p in PANELS.items()},
    **{f"bars, {n}": partial(charts.bars, b, NAMES, WORDS, "") for n, b in BARS.items()},
    **{
        f"time, {n}": partial(charts.timeline, events, [e.label for e in events], WORDS, "")
        for n, events in EVENTS.items()
    },
    "grid": partial(charts.matrix, NAMES, COLUMNS, COUNTS, WORDS, ""),
}
"""Every chart of this page, by name, each to be drawn."""


@cache
def drawn(name):
    """A chart; drawn once, and only where a test looks at it."""
    return CHARTS[name]()


def drawings(block):
    """Every drawing of a chart or of a stack of charts, wide and narrow."""
    parts = block.blocks if isinstance(block, Stack) else [block]
    return [svg for part in parts for svg in (part.svg, part.narrow) if svg]


@dataclass(frozen=True)
class Word:
    """A piece of text in a drawing, and the box that its letters can fill."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def hits(self, other):
        apart = 0.3  # rounding of coordinates
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > apart and down > apart


def words_in(svg):
    found = []
    for element in BeautifulSoup(svg, "html.parser").find_all("text"):
        size = float(element["font-size"])
        width = width_of(element.text, int(element.get("font-weight", 400)), size)
        shift = {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor"), 0.0) * width
        assert float(element["textlength"]) == pytest.approx(width, abs=0.01)
        x, y = float(element["x"]) - shift, float(element["y"])
        found.append(Word(element.text, x, x + width, y - 0.66 * size, y + 0.18 * size))
    return found


@pytest.mark.parametrize("name", CHARTS)
def test_no_word_leaves_its_drawing(name):
    for svg in drawings(drawn(name)):
        box = [float(n) for n in BeautifulSoup(svg, "html.parser").svg["viewbox"].split()]
        assert words_in(svg)
        for word in words_in(svg):
            assert word.left >= -0.5 and word.right <= box[2] + 0.5, word
            assert word.top >= 0 and word.bottom <= box[3] + 0.5, word


@pytest.mark.parametrize("name", CHARTS)
def test_no_two_words_collide(name):
    for svg in drawings(drawn(name)):
        for one, other in combinations(words_in(svg), 2):
            assert not one.hits(other), (one, other)


@pytest.mark.parametrize("name", CHARTS)
def test_every_letter_drawn_is_in_a_bundled_font(name):
    for svg in drawings(drawn(name)):
        for word in words_in(svg):
            assert all(any(ord(c) in held for held in coverage()) for c in word.text), word


@pytest.mark.parametrize("name", CHARTS)
def test_a_drawing_keeps_to_the_colours_of_the_page(name):
    """Any other colour would stay as it is on a dark page."""
    for svg in drawings(drawn(name)):
        assert set(re.findall(r"#[0-9a-f]{6}\b", svg)) <= set(PAGE_COLOURS)


def test_the_page_knows_every_colour_and_has_another_for_the_dark():
    style = (files("analysis.brief") / "templates" / "page.css").read_text()
    own = {colour: name for colour, name in PAGE_COLOURS.items() if name not in {"ink", "muted"}}
    for colour, name in own.items():  # those two come from the reader's profile
        found = re.findall(rf"--{name}: (#[0-9a-f]{{6}});", style)
        assert found[0] == colour, name
        assert len(set(found)) == 2, name


def test_a_drawing_is_the_same_each_time_and_holds_no_date():
    for name, draw in CHARTS.items():
        again = draw()
        assert again == drawn(name), name
        assert not any("<metadata" in svg or "matplotlib" in svg for svg in drawings(again))


def test_a_drawing_passes_the_cleaning_of_a_page():
    svg = drawn("figures, open on both sides").svg
    assert words_of(clean_svg(svg)) == words_of(svg)
    assert clean_svg(svg).count("<use ") == svg.count("<use ") > 0


def _lightness(colour):
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2


def test_parts_are_told_apart_in_grey():
    """Contrast of neighbours at least 2 to 1, in their order; a dispute stands out from paper."""
    light = [_lightness(colour) + 0.05 for colour in SERIES]
    assert all(b / a >= 2 for a, b in pairwise(light))
    assert 1.05 / (_lightness(DISPUTE) + 0.05) >= 4.5


def test_words_for_the_blind_say_marks_and_conflicts():
    chart = charts.contention(PANELS["open on both sides"], WORDS, "")
    assert chart.alt == (
        "Thing: 10– (Source, 18 Oct 2024); –5 (Source, 18 Oct 2024); "
        "in conflict: Source with Source."
    )


def test_bars_name_parts_and_sums():
    rows = [Bar("Ann", (3, 0, 4)), Bar("Bo", (0, 0, 0))]
    chart = charts.bars(rows, NAMES, WORDS, "")
    assert chart.alt == "Ann: 7 (certain 3, possible 4). Bo: 0."


def test_a_grid_is_told_in_words():
    assert "possible: none known 5, one origin 0, two 77, three or more 0." in drawn("grid").alt


def test_words_of_many_rows_are_counted():
    assert drawn("figures, many").alt.count("18 Oct 2024") < 40
    assert "and 120 more" in drawn("figures, many").alt


def test_marks_without_a_label_are_counted():
    words = " ".join(word.text for word in words_in(drawn("figures, many").svg))
    assert f"and {150 - charts.LABELLED} more" in words


def test_what_is_in_conflict_keeps_its_label():
    marks = [mark(50, 50, f"S{n}", DAY + n) for n in range(40)]
    chart = charts.contention([panel(*marks, conflicts=[(17, 23)])], WORDS, "")
    assert {"S17", "S23"} <= {word.text for word in words_in(chart.svg)}


def test_a_value_axis_is_read_right():
    scale = value_scale([3.0, 12_000.0], 100.0, 0.0)
    assert scale.powers
    even = value_scale([500.0, 12_000.0], 100.0, 0.0)
    assert even.at(0) == pytest.approx(100)
    assert even.at(12_000) == pytest.approx(0)
    assert even.at(6_000) == pytest.approx(50)
    assert even.ticks == [0.0, 10_000.0]


def test_dates_stand_where_they_belong():
    assert ordinals("2024-02") == (ordinals("2024-02-01")[0], ordinals("2024-02-29")[1])
    assert ordinals("2024-13") is None
    assert ordinals("") is None
    scale = Scale(ordinals("2024-01")[0], ordinals("2024-12")[1], 0.0, 366.0)
    ticks = date_ticks(scale)
    assert [words for _, words, _ in ticks][:2] == ["Jan\n2024", "Apr\n2024"]
    assert ticks[1][0] == pytest.approx(91)


STORY = [(100.0 + n, 101.0 + n) for n in range(0, 20, 2)]


def test_an_axis_leaves_out_the_years_before_a_story():
    """One old event takes a corner; the days of the story stand apart."""
    axis = day_axis([(-4000.0, -3900.0), *STORY], 0.0, 200.0)
    assert [(part.low, part.high) for part in axis.parts] == [(-4000.0, -3900.0), (100.0, 119.0)]
    assert axis.parts[0].start == 0.0
    assert axis.parts[-1].end == pytest.approx(200.0)
    assert axis.at(101.0) - axis.at(100.0) > 5
    days = [-4000.0, -3900.0, -1000.0, 100.0, 110.0, 119.0]
    assert sorted(days, key=axis.at) == days
    assert axis.parts[0].end < axis.breaks[0] < axis.parts[1].start


@pytest.mark.parametrize(
    "spans",
    [
        STORY,
        [(0.0, 1.0)],
        [(0.0, 1.0), (9000.0, 9001.0)],
        [(year * 365.0, year * 365.0 + 1) for year in range(4)],
        [(-4000.0, 100.0), *STORY],
    ],
    ids=["a story", "a day", "two days", "a day a year", "a long time until the story"],
)
def test_an_axis_stays_whole_where_its_gaps_are_the_picture(spans):
    axis = day_axis(spans, 0.0, 200.0)
    assert len(axis.parts) == 1
    assert axis.breaks == []


@pytest.mark.parametrize(
    ("old", "words"),
    [
        (("2019", "2019"), "2019"),
        (("2019-08", "2019-08"), "Aug\n2019"),
        (("2019-08-03", "2019-08-03"), "3 Aug\n2019"),
        (("2019-03", "2019-04"), "Mar–Apr\n2019"),
        (("2018", "2019"), "2018–2019"),
    ],
)
def test_a_short_part_of_an_axis_says_its_time_in_a_word(old, words):
    span = ordinals(old[0])[0], ordinals(old[1])[1]
    story = [ordinals(f"2025-03-{day:02}") for day in range(1, 12, 2)]
    assert next(tick[1] for tick in day_axis([span, *story], 0.0, 120.0).ticks(5)) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(12_000, "12,000"), (8e6, "8 million"), (1e12, "1 trillion"), (0.1, "0.1"), (-5, "−5"),
     (9.25, "9.25"), (0.004, "0.004"), (700_000, "700,000")],
)  # fmt: skip
def test_numbers_are_short(number, words):
    assert compact(number) == words


def test_nothing_to_draw_is_said():
    nothing = Notice("Nothing.")
    assert charts.contention([], WORDS, "Nothing.") == nothing
    assert charts.bars([], NAMES, WORDS, "Nothing.") == nothing
    assert charts.timeline([], [], WORDS, "Nothing.") == nothing
    assert charts.matrix(NAMES, COLUMNS, [[0] * 4] * 3, WORDS, "Nothing.") == nothing


def test_many_rows_go_on_in_further_drawings_and_none_is_lost():
    stack = drawn("bars, many")
    assert isinstance(stack, Stack)
    whole = len(stack.blocks)
    later = [f"Continued, part {n} of {whole}" for n in range(2, whole + 1)]
    assert [chart.title for chart in stack.blocks] == ["Message", *later]
    assert [bool(chart.caption) for chart in stack.blocks] == [True] + [False] * (whole - 1)
    assert [bool(chart.source) for chart in stack.blocks] == [False] * (whole - 1) + [True]
    texts = [word.text for chart in stack.blocks for word in words_in(chart.svg)]
    assert [text for text in texts if text.startswith("Source")] == [b.label for b in BARS["many"]]


@given(st.lists(st.floats(1, 900), max_size=60))
def test_pages_hold_every_row_once(heights):
    assert [n for page in pages(heights) for n in page] == list(range(len(heights)))


_number = st.one_of(st.none(), st.floats(-1e12, 1e12), st.integers(0, 50).map(float))


@st.composite
def _marks(draw):
    low, high = draw(_number), draw(_number)
    if low is None and high is None:
        low = 1.0
    if low is not None and high is not None:
        low, high = sorted((low, high))
    label = draw(st.text(st.sampled_from("aWi 김Зй-—😀"), max_size=60))
    return mark(
        low, high, label, DAY + draw(st.integers(-9999, 9999)), days=draw(st.sampled_from((1, 31)))
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(_marks(), min_size=1, max_size=12))
def test_no_figures_make_words_collide_or_leave(marks):
    chart = charts.contention([panel(*marks)], WORDS, "")
    for svg in drawings(chart):
        width = float(BeautifulSoup(svg, "html.parser").svg["viewbox"].split()[2])
        words = words_in(svg)
        assert not any(one.hits(other) for one, other in combinations(words, 2))
        assert all(word.left >= -0.5 and word.right <= width + 0.5 for word in words)


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("aWi 김Зй-—"), max_size=80))
def test_broken_lines_fit_and_lose_nothing(text):
    lines = lines_of(text, 60)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(width_of(line) <= 60 for line in lines)


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("aWi 김Зй-—"), max_size=120), st.integers(1, 3))
def test_what_is_cut_ends_with_an_ellipsis(text, most):
    lines = lines_of(text, 60, most=most)
    assert len(lines) <= most
    assert all(width_of(line) <= 60 for line in lines)
    cut = "".join(lines).replace(" ", "") != "".join(text.split())
    assert cut == (lines[-1].endswith("…"))
