"""Charts of a brief: what their titles and panels say comes from the rows, and no more."""

import pytest

import analysis
from analysis.brief import sections
from analysis.brief.blocks import Notice
from analysis.brief.sections.numbers import _range
from analysis.brief.selection import view
from analysis.brief.things import thing_name
from analysis.parameters import check

FRONT = "---\npublished: {}\n---\n"
SEEDS = {
    "a.md": "2025-03-02",
    "b.md": "2025-03-09",
    "c.md": "2025-04",
}
TOLD = {
    "a.md": "Officer Ann Kerr said that 40 sailors had been killed in Norland. "
    "Kerr said that about 90 sailors had been wounded in Norland.",
    "b.md": "Minister Bo Li said that 400 sailors were killed in Norland. "
    "Li said that Norland had bought at least 12 boats. Li said on Friday that the port had closed "
    "in February 2025.",
    "c.md": "Doctor Cy Moss said that up to 900 sailors had been wounded in Norland. "
    "Moss said that the port of Norland might reopen.",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seeds")
    for name, day in SEEDS.items():
        (folder / name).write_text(FRONT.format(day) + TOLD[name] + "\n", encoding="utf-8")
    return view(analysis.assess(analysis.parse(folder)), check({}))


def test_figures_stand_with_what_they_count(shown):
    """The killed with the killed, the wounded with the wounded, a thing told once nowhere."""
    chart = sections.contention_chart(shown)
    assert chart.title == (
        "Sailors dead: from 40 (Ann Kerr, 2 Mar 2025) to 400 (Bo Li, 9 Mar 2025)"
    )
    dead, wounded = chart.alt.split(". ")
    assert dead.startswith("Sailors dead (Norland): 40 (Ann Kerr, 2 Mar 2025); 400 (Bo Li,")
    assert dead.endswith("in conflict: Ann Kerr with Bo Li")
    assert wounded == (
        "Sailors wounded (Norland): about 90 (Ann Kerr, 2 Mar 2025); up to 900 (Cy Moss, Apr 2025)."
    )
    assert "Boats" not in chart.alt
    assert "both with a diamond" in chart.caption


def test_without_a_conflict_none_is_explained(shown):
    scope = view(shown.everything, check({"focus": "wounded"}))
    chart = sections.contention_chart(scope)
    assert "diamond" not in chart.caption
    assert "conflict" not in chart.alt


def test_every_thing_is_shown_on_demand_and_what_is_not_is_counted(shown):
    assert "Boats" in sections.contention_chart(shown, most=0, least=1).alt
    few = sections.contention_chart(shown, most=1)
    assert "wounded" not in few.alt
    assert few.source.endswith("Not drawn: one more thing counted and one thing counted once.")


def _renamed(shown, **things):
    """The same view, some figures under other things, by the figures' texts."""
    figures = shown.everything.figures
    found = [things.get(f"n{text.split()[0]}", thing) for text, thing in
             zip(figures["text"], figures["thing"], strict=True)]  # fmt: skip
    return view(shown.everything.with_tables(figures=figures.assign(thing=found)), check({}))


def test_figures_that_a_link_holds_together_are_drawn_together(shown):
    """The tables call them by other words; their conflict says that they count the same."""
    chart = sections.contention_chart(_renamed(shown, n400="crew dead (port) · Norland, Orlo"))
    panel = chart.alt.partition(". ")[0]
    assert panel.startswith("Sailors dead (Norland): 40 (Ann Kerr, 2 Mar 2025); 400 (Bo Li,")
    assert panel.endswith("in conflict: Ann Kerr with Bo Li")
    table = sections.contention_table(_renamed(shown, n400="crew dead (port) · Norland, Orlo"))
    assert "40 sailors" in str(table.rows[0])
    assert "400 sailors" in str(table.rows[0])


@pytest.mark.parametrize("thing", [" (cost, port) · Norland", "5.0 1.0 (litre) · Norland"])
def test_what_no_noun_names_is_not_drawn(shown, thing):
    """Such as the cells of a table that a reader of PDF took for sentences."""
    chart = sections.contention_chart(_renamed(shown, nup=thing, nabout=thing), least=1, most=0)
    assert "litre" not in chart.alt
    assert "cost" not in chart.alt
    assert chart.source.endswith("Not drawn: two figures without a number, date, noun or name.")


def test_what_one_source_tells_of_one_day_is_told_once(shown):
    """A list of numbers from one table puts nothing side by side."""
    same = _renamed(shown, n40="sailors (port) · Norland", nabout="sailors (port) · Norland")
    scope = view(same.everything, check({"until": "2025-03-02"}))
    assert isinstance(sections.contention_chart(scope), Notice)
    assert "Sailors (port)" in sections.contention_chart(scope, least=1).alt


@pytest.mark.parametrize(
    ("thing", "text", "unit", "counted", "name"),
    [
        ("t (figure) · Orlo", "110 tonnes", "t", "", "Tonnes (figure)"),
        ("m³ (water) · Orlo", "1,200 cubic metres", "m³", "", "Cubic metres (water)"),
        ("fish, in t · Orlo", "7.4 tonnes of fish", "t", "fish", "Fish, in tonnes"),
        ("EUR (fund) · Orlo", "48 million euros", "EUR", "", "Euros (fund)"),
        ("EUR (fund) · Orlo", "EUR 500,000", "EUR", "", "EUR (fund)"),
        ("sailors dead · Orlo", "40 sailors", "sailors", "sailors", "Sailors dead"),
        ("% (turnout) · Orlo", "20 per cent", "%", "", "Per cent (turnout)"),
        ("t (two) · Orlo", "two tonnes", "t", "", "t (two)"),
    ],
)
def test_a_unit_is_named_as_the_text_writes_it(thing, text, unit, counted, name):
    row = {"text": text, "unit": unit, "counted": counted}
    assert thing_name(thing, [row]) == (name, ["Orlo"])


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [("40 million", "60 million", "40–60 million"), ("900,000", "2 million", "900,000–2 million"),
     ("10", "12", "10–12")],
)  # fmt: skip
def test_a_range_says_its_unit_once(low, high, words):
    assert _range(low, high) == words


def test_who_is_heard_most_names_all_who_are(shown):
    """A tie is no lead."""
    scope = view(shown.everything, check({"until": "2025-03-02"}))
    assert sections.sources_chart(scope).title == "Ann Kerr is heard most, with two claims"
    late = view(shown.everything, check({"focus": "killed"}))
    title = "Ann Kerr and Bo Li are heard most, with one claim each"
    assert sections.sources_chart(late).title == title
    assert "Not drawn: one source" in sections.sources_chart(late, most=1).source


def test_support_is_counted_as_the_table_has_it(shown):
    claims = shown.tables.claims
    chart = sections.support_chart(shown)
    certain = claims[claims["certainty"] == "certain"]
    one = int((certain["n_origins"] == 1).sum())
    assert f"certain: none known {int((certain['n_origins'] == 0).sum())}, one origin {one}," in (
        chart.alt
    )
    assert chart.title.startswith("No claim in scope has more than one origin")


def test_events_stand_at_their_dates(shown):
    chart = sections.timeline_chart(shown)
    assert "Feb 2025: “the port had closed" in chart.alt
    assert "Bo Li, said" in chart.alt
    assert isinstance(
        sections.timeline_chart(view(shown.everything, check({"focus": "boats"}))), Notice
    )


def test_a_timeline_says_where_its_axis_is_broken(shown):
    assert "Two strokes" not in sections.timeline_chart(shown).caption
    told = "\n\n".join(
        f"Ann Kerr said on 1{n} March 2025 that the port had closed on {n} March 2025."
        for n in range(2, 9)
    )
    old = "Ann Kerr said on 9 March 2025 that the port had opened in 2019."
    tables = analysis.assess(analysis.parse({"a": f"{old}\n\n{told}"}))
    assert "Two strokes" in sections.timeline_chart(view(tables, check({}))).caption


def test_a_long_timeline_is_thinned_and_says_so():
    told = " ".join(f"Ann Kerr said that ship {n} sank on {n} May 2024." for n in range(1, 29))
    found = view(analysis.assess(analysis.parse({"a": told})), check({}))
    dated = int((found.tables.claims["event_precision"] != "").sum())
    assert dated > 20
    chart = sections.timeline_chart(found)
    assert chart.alt.count("Ann Kerr, said") == 10
    assert chart.source.startswith(f"Not drawn: {dated - 10} claims")
    assert "between 1 May 2024 and 28 May 2024" in chart.title


@pytest.mark.parametrize(
    "make",
    [
        sections.contention_chart,
        sections.sources_chart,
        sections.support_chart,
        sections.timeline_chart,
    ],
)
def test_without_rows_a_sentence_says_so(shown, make):
    found = make(view(shown.everything, check({"since": "2099"})))
    assert isinstance(found, Notice)
    assert found.text
