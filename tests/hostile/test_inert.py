"""Payloads in texts, titles, authors and file names do nothing in a browser, a PDF or a CSV."""

import csv
import re
from pathlib import Path

import pypdfium2
import pytest
from hostile.corpus import CASES, ODD_NAMES, PAYLOADS, write

import analysis

NUMBER = re.compile(r"-\d+\.\d+")
CHROMIUM = Path("/usr/bin/chromium")
ALLOWED = ("#", "http://", "https://", "mailto:")

HARMFUL = [
    *(name for name in CASES if name.startswith("payload/")),
    *(name for name, outcome in ODD_NAMES.items() if outcome == "ok"),
    *("html/title.html", "html/scripts.html", "html/canonical.html", "mail/script.eml"),
    *("json/plain.json", "pdf/title.pdf", "pdf/script.pdf", "office/script.docx", "rtf/link.rtf"),
    *("zip/markup.zip", "zip/slip.zip", "front/tags.md", "json/url.json", "encoding/ansi.txt"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory, notebooks):
    """A report on all of them, with the pages that show most of a seed."""
    folder = tmp_path_factory.mktemp("inert")
    write(folder / "seeds", HARMFUL)
    chosen = [path for path in notebooks if path.stem in {"brief", "sources"}]
    title = PAYLOADS["breakout"]
    analysis.build(
        folder / "seeds", folder / "out", {"title": title}, notebooks=chosen, progress=False
    )
    return folder / "out"


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("there is no /usr/bin/chromium: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-background-networking", "--no-first-run"],
        )
        yield browser
        browser.close()


@pytest.mark.parametrize("name", ["brief", "sources"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_payload_acts_in_a_browser(made, browser, name, scheme):
    """No dialog, no request, no script of theirs, no style of theirs, no link that runs."""
    address = (made / f"{name}.html").as_uri()
    page = browser.new_page(color_scheme=scheme)
    dialogs, requests, errors = [], [], []

    def dismiss(dialog):
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address, wait_until="load")
    page.mouse.move(200, 200)
    for opener in page.locator("summary").all()[:50]:
        opener.evaluate("each => each.click()")
    page.wait_for_timeout(500)
    assert dialogs == []
    assert [url for url in requests if url != address and not url.startswith("data:")] == []
    assert errors == []
    links = page.eval_on_selector_all("[href]", "all => all.map(each => each.getAttribute('href'))")
    assert [link for link in links if not link.lower().startswith(ALLOWED)] == []
    risky = "iframe, object, embed, form, base, [onclick], [onerror], [onload], [srcdoc]"
    assert page.locator(risky).count() == 0
    assert page.evaluate("getComputedStyle(document.body).display") != "none"
    page.close()


def test_payloads_are_shown_as_they_are_written(made, browser):
    """What is inert is still there to read: nothing was cut away or worked out."""
    page = browser.new_page()
    page.goto((made / "brief.html").as_uri())
    text = page.evaluate("document.body.textContent")
    for words in ("<script>alert(1)</script>", "{{ 7*7 }}", '#eval("1")', "{0.__class__}"):
        assert words in text
    assert page.title().strip()
    page.close()


def test_a_pdf_of_payloads_has_no_action_and_shows_them(made):
    data = (made / "brief.pdf").read_bytes()
    for word in (b"/JavaScript", b"/Launch", b"/OpenAction", b"/EmbeddedFile"):
        assert word not in data
    pages = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "eval(" in text
    assert "root:" not in text  # of /etc/passwd


def test_csv_of_payloads_holds_no_formula(tmp_path):
    folder = write(tmp_path / "seeds", HARMFUL)
    analysis.parse(folder).save(tmp_path / "out", csv=True)
    for path in (tmp_path / "out").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        risky = [cell for cell in cells if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]
        assert [cell for cell in risky if not NUMBER.fullmatch(cell)] == []


def test_nothing_was_written_outside(made):
    names = {path.name for path in made.parent.iterdir()}
    assert names == {"seeds", "out"}
