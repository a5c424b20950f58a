"""The explorer's page alone, without JupyterLab: marks, filters, hostile text, many rows."""

import sys
from pathlib import Path

import pytest

import analysis
from analysis.explorer.material import KEYS

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from explorer import FAKE_MODEL, STEPS, open_explorer, page_state
from made_claims import made_tables

HOSTILE = (
    'The 😀 envoy 𝔸𝔹 said <img src=x onerror="document.body.dataset.hacked=1"> 300 soldiers had '
    "arrived in Orlo. Ada Lund, the mayor, said that 🇰🇷 troops might leave. It is unclear why."
)


@pytest.fixture(scope="module")
def tables():
    return analysis.assess(
        analysis.parse({"a.md": HOSTILE, "b.md": "Ada Lund denied that soldiers had arrived."})
    )


@pytest.fixture
def page(chromium, tables):
    page, _ = open_explorer(chromium, tables)
    yield page
    assert page.evaluate("document.body.dataset.hacked") is None
    page.close()


def test_every_mark_stands_on_its_words(page, tables):
    """Offsets are code points: emoji and flags before a mark do not shift it."""
    texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    assert len(tables.claims) >= 3
    for row in tables.claims.to_dict("records"):
        page.evaluate("id => model.set('selection', id)", row["claim_id"])
        assert page.locator(".sx-text").inner_text() == texts[row["doc_id"]]
        for kind, spans in (("claim", "spans"), ("source", "source_spans"), ("cue", "cue_spans")):
            words = "".join(page.locator(f".sx-now-{kind}").all_inner_texts())
            expected = "".join(texts[row["doc_id"]][start:end] for start, end in row[spans])
            assert words == expected, (kind, row["text"])


def test_words_marked_by_mouse_are_given_in_code_points(page):
    page.locator(".sx-leaf", has_text="envoy").first.dblclick()
    words = page.get_by_label("Exact words of the seed").input_value()
    page.evaluate("model.set('reviewer', 'KL')")
    page.get_by_role("button", name="Add as question").click()
    [asked] = page.evaluate("sent")
    assert (asked["table"], asked["words"]) == ("questions", words)
    assert HOSTILE[asked["start"] :].startswith(words)


@pytest.mark.parametrize("table", KEYS)
def test_page_and_python_filter_alike(page, tables, table):
    """Each value of each facet, and some words."""
    explorer = analysis.explore(tables)
    explorer.table = table
    page.evaluate("table => model.set('table', table)", table)
    wanted = [
        {facet: value}
        for row in explorer.material[table]
        for facet, values in row["facets"].items()
        for value in values
    ]
    for filters in [*wanted, {"text": "SOLDIERS arrived"}, {"text": "none such"}]:
        explorer.filters = filters
        page.evaluate("filters => model.set('filters', filters)", filters)
        shown = page.locator(".sx-item").evaluate_all("all => all.map(each => each.dataset.id)")
        kept = set(explorer.filtered[KEYS[table]])
        assert shown == [row["id"] for row in explorer.material[table] if row["id"] in kept]


def test_all_is_done_by_keyboard_with_a_visible_focus_and_names(page):
    page.locator("[role=tab][aria-selected=true]").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("[role=tab][aria-selected=true]").inner_text().startswith("Questions")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Search words"
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    listbox = page.locator("[role=listbox]")
    assert listbox.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    unnamed = page.evaluate(
        "[...document.querySelectorAll('button, input, select, [role=listbox]')].filter((each) => "
        "!each.getAttribute('aria-label') && !each.innerText?.trim() && !each.closest('label'))"
        ".length"
    )
    assert unnamed == 0
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1


def test_an_error_of_python_is_said(page):
    page.evaluate("model.set('reviewer', 'KL')")
    page.locator(".sx-item").first.click()
    page.keyboard.press("a")
    [asked] = page.evaluate("sent")
    page.evaluate(
        "number => model.tell({ failed: number, message: 'the disk is full' })", asked["number"]
    )
    assert page.get_by_role("alert").inner_text() == "the disk is full"


@pytest.mark.parametrize(
    ("filters", "restored"),
    [
        ({"seed": "b.md", "text": "soldiers"}, True),
        ({"seed": "", "review": "accepted"}, True),
        ({"seed": "another-project.md"}, False),
        ({"source": "o-another"}, False),
    ],
)
def test_filters_of_another_project_hide_no_row(chromium, tables, filters, restored):
    """Projects of one JupyterLab share the browser's memory."""
    script, state, _ = page_state(tables)
    page = chromium.new_page()
    page.route("**/*", lambda route: route.fulfill(body="<body>", content_type="text/html"))
    page.goto("http://explorer.test/")
    page.evaluate(
        "([name, kept]) => localStorage.setItem(name, JSON.stringify(kept))",
        [f"seedbrief {state['place']}", {"table": "claims", "filters": filters, "reviewer": "KL"}],
    )
    page.evaluate(FAKE_MODEL, [script, state])
    assert page.evaluate("model.get('filters')") == (filters if restored else {})
    assert page.evaluate("model.get('reviewer')") == "KL"
    page.close()


def test_5000_claims_stay_fluent(chromium):
    """First paint under a second, a filter under 100 ms: the best of three on a busy machine."""
    tables = made_tables(5000)
    firsts, times = [], {name: [] for name in STEPS}
    for _ in range(3):
        page, first = open_explorer(chromium, tables)
        firsts.append(first)
        for name, act in STEPS.items():
            times[name].append(page.evaluate(f"timed(() => {{ {act} }})"))
        assert page.locator(".sx-item").count() < 60, "only rows in sight are in the page"
        page.close()
    assert min(firsts) < 1000
    slow = {name: min(found) for name, found in times.items() if min(found) >= 100}
    assert slow == {}
