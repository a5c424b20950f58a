"""The five reports in a real browser: readable by everybody, at any width, on screen, on paper."""

import shutil
from pathlib import Path

import pypdfium2
import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="the package playwright is missing")

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("brief", "claims", "figures", "questions", "sources")

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is missing: apt install chromium"
)
needs_axe = pytest.mark.skipif(
    not AXE.is_file(), reason="axe-core is missing: npm ci --prefix tests/browser"
)


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def show(browser, report):
    """Open a report; fails if the page asks for anything beyond itself."""
    contexts = []

    def show(name, *, width=1280, dark=False):
        # The page forbids all script; axe and the questions of these tests are script.
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            bypass_csp=True,
        )
        contexts.append(context)
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((report / f"{name}.html").as_uri())
        outside = [url for url in asked if not url.startswith(("file:", "data:"))]
        assert not outside
        return page

    yield show
    for context in contexts:
        context.close()


@needs_axe
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (360, False)])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_violation(show, name, width, dark):
    page = show(name, width=width, dark=dark)
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    says = [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"][:3]
    ]
    assert not says, "\n".join(says)
    assert len(found["passes"]) > 10


@needs_axe
def test_axe_finds_no_violation_in_an_open_citation(show):
    page = show("brief")
    page.locator(".sb-cite button").first.click()
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run('.sb-popup:popover-open')")
    assert [each["id"] for each in found["violations"]] == []


@pytest.mark.parametrize("width", [360, 768, 1600])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wider_than_the_window(show, name, width):
    page = show(name, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_citation_opens_in_place_by_mouse_and_by_keyboard(show):
    page = show("brief")
    button = page.locator("main .sb-cite button").first
    popup = page.locator(".sb-popup:popover-open")
    target = button.get_attribute("popovertarget").removeprefix("p-")
    quotation = page.locator(f"#{target} q").first.inner_text()
    button.click()
    assert popup.locator("q").inner_text() == quotation
    assert "characters" in popup.inner_text()
    page.keyboard.press("Escape")
    assert popup.count() == 0
    button.focus()
    page.keyboard.press("Enter")
    assert popup.count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == f"#{target}"
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith(f"#{target}"))
    popup.get_by_role("button", name="Close").click()
    assert popup.count() == 0


def test_a_citation_on_paper_is_a_link_and_nothing_stands_open(show):
    page = show("brief")
    cite = page.locator("main .sb-cite").first
    assert not cite.locator("a").is_visible()
    page.emulate_media(media="print")
    assert cite.locator("a").is_visible()
    assert not cite.locator("button").is_visible()


def test_the_first_stop_of_the_keyboard_leads_to_the_text(show):
    page = show("brief")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the text"
    assert skip.bounding_box()["x"] >= 0


def test_paper_carries_title_and_page_numbers_and_no_marking_that_nobody_chose(show, tmp_path):
    page = show("brief")
    title = page.locator("h1").inner_text()
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    printed = pypdfium2.PdfDocument(tmp_path / "print.pdf")
    texts = [" ".join(each.get_textpage().get_text_bounded().split()) for each in printed]
    for number, text in enumerate(texts, start=1):
        assert f"{number} / {len(texts)}" in text
        assert "TLP" not in text
        assert title in text
    width, height = printed[0].get_size()
    assert (round(width), round(height)) == (595, 842)
