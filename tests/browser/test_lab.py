"""An analyst in a real JupyterLab: look, filter, decide, build again, export, come back."""

import csv
import re
import shutil

import pypdfium2
import pytest

import analysis

TOUR = "explore.ipynb"
WAIT = 60_000
"""Milliseconds for a kernel to start and read the seeds on a busy machine."""


@pytest.fixture
def open_page(chromium):
    """A page of a browser profile; those of one profile share what it remembers."""
    contexts = {}

    def open_page(profile="analyst", width=1500):
        if profile not in contexts:
            contexts[profile] = chromium.new_context(
                viewport={"width": width, "height": 1000}, accept_downloads=True
            )
        page = contexts[profile].new_page()
        page.set_default_timeout(40_000)
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        return page

    yield open_page
    for context in contexts.values():
        context.close()


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, page, url):
        self.page = page
        page.goto(url)
        page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=WAIT)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=WAIT)

    def menu(self, *names):
        self.page.get_by_role("menuitem", name=names[0], exact=True).click()
        for name in names[1:-1]:
            self.page.locator(".lm-Menu-itemLabel", has_text=name).hover()
        self.page.locator(".lm-Menu-itemLabel").get_by_text(names[-1], exact=True).last.click()

    def run_all(self, *names):
        """Run all cells, and wait for the last one."""
        self.menu(*(names or ("Run", "Run All Cells")))
        if names:
            self.page.locator(".jp-Dialog .jp-mod-accept").click()
            self.page.locator(".jp-CodeCell .jp-InputPrompt", has_text="[*]").first.wait_for()
        self.page.wait_for_function(
            """() => {
                const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")];
                const run = prompts.filter((each) => /\\[\\d+\\]/.test(each.innerText));
                const wrong = document.querySelector("[data-mime-type$='jupyter.error']");
                return wrong || (prompts.length > 0 && run.length === prompts.length);
            }""",
            timeout=WAIT,
        )
        assert self.errors() == []

    def run(self, source):
        """Run the cell with this source again; gives what it shows."""
        cell = self.page.locator(".jp-CodeCell", has_text=source).first
        before = cell.locator(".jp-InputPrompt").inner_text()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            "([cell, before]) => { const now = cell.querySelector('.jp-InputPrompt').innerText;"
            " return now !== before && /\\d/.test(now); }",
            arg=[cell.element_handle(), before],
        )
        return cell.locator(".jp-OutputArea-output")

    @property
    def explorer(self):
        return self.page.locator(".sx[data-painted]").first

    def errors(self):
        return self.page.locator(
            "[data-mime-type='application/vnd.jupyter.error']"
        ).all_inner_texts()

    def choose(self, facet, value):
        self.explorer.locator(f"select[data-facet={facet}]").select_option(value)

    def row(self, words):
        return self.explorer.locator(".sx-item", has_text=words).first

    def tally(self):
        return self.explorer.locator(".sx-tally").inner_text()

    def said(self, words):
        """Wait until the explorer says that something was done."""
        self.explorer.locator(".sx-said-so", has_text=words).wait_for()


@pytest.fixture
def decisions(project):
    def decisions():
        with (project / "seeds" / "reviews.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    return decisions


def test_an_analyst_works_with_the_tour(lab, open_page, decisions, project, run):
    """From the first cell to a brief that shows the decision."""
    page = open_page()
    tour = Notebook(page, lab(TOUR))
    tour.run_all()
    assert page.locator("body").get_attribute("data-hacked") is None, "seed text is no markup"
    assert float(tour.explorer.get_attribute("data-painted")) < 1000
    _filter(tour)
    _read_a_data_frame(tour)
    _select_by_mouse(tour)
    _select_and_decide_by_keyboard(tour)
    _add_what_was_missed(tour)
    _refuse_a_link(tour)
    made = [(row["field"], row["value"], row["reviewer"]) for row in decisions()]
    assert made[:3] == [
        ("verdict", "accepted", "KL"),
        ("certainty", "probable", "KL"),
        ("verdict", "rejected", "KL"),
    ]
    assert made[3][0] == "added"
    assert made[3][1].startswith("arrival.md#")
    [refused] = [row for row in decisions() if row["field"] == "not_linked"]
    assert page.wrong == []

    built = run("seedbrief", "build", "--notebook", "brief", "--quiet", cwd=project)
    assert built.returncode == 0, built.stderr
    brief = (project / "reports" / "brief.html").read_text(encoding="utf-8")
    assert "certainty corrected: probable, the machine had possible (KL, " in brief
    assert "=he was there" in brief
    claims = analysis.Tables.load(project / "reports" / "tables").claims
    assert not claims["text"].str.contains("bridge at Orlo").any()
    assert claims["text"].str.contains("The 😀 note 𝔸 begins so").any()
    links = analysis.Tables.load(project / "reports" / "tables").links
    pairs = [{*ends} for ends in zip(links["from_id"], links["to_id"], strict=True)]
    assert pairs and {refused["row_id"], refused["value"]} not in pairs


def _filter(tour):
    """By a facet and by words: the list says how many, the next cell has the same rows."""
    tour.choose("certainty", "possible")
    assert tour.tally() == "1 of 7 claims"
    assert "the port might close" in tour.run("explorer.filtered").inner_text()
    tour.choose("certainty", "")
    tour.explorer.get_by_label("Search words").fill("SOLDIERS orlo")
    assert tour.tally() == "2 of 7 claims"
    tour.explorer.get_by_role("button", name="Clear").click()
    tour.explorer.get_by_label("Search words").fill("")
    assert tour.tally() == "7 claims"


def _read_a_data_frame(tour):
    """Each head stands over its column, words have more room, and nothing had to be measured.

    Two tables, one for the head, would stand apart where a cell is out of sight when it is run.
    """
    shown = tour.run("explorer.filtered").locator("table")
    seen = shown.evaluate_all("""tables => {
        const [table] = tables, [row] = table.tBodies[0].rows, [heads] = table.tHead.rows;
        const places = (row) => [...row.cells].map((each) => {
            const { left, right } = each.getBoundingClientRect();
            return [Math.round(left), Math.round(right)];
        });
        const boxes = [table.parentElement, heads.cells[0]];
        const [scrolls, stays] = boxes.map((each) => getComputedStyle(each));
        const style = [scrolls.overflowY, stays.position];
        return { tables: tables.length, heads: places(heads), cells: places(row), style };
    }""")
    assert (seen["tables"], seen["style"]) == (1, ["auto", "sticky"])
    assert seen["heads"] == seen["cells"]
    text, certainty, *_ = (right - left for left, right in seen["heads"])
    assert text > 1.5 * certainty


def _select_by_mouse(tour):
    """In the list and in the text; marks stand where the words are."""
    tour.row("300 soldiers had arrived").click()
    marked = tour.explorer.locator(".sx-now-claim").all_inner_texts()
    assert "".join(marked) == "300 soldiers had arrived in Orlo"
    assert tour.explorer.locator(".sx-now-source").all_inner_texts() == ["General Ivan Petrov"]
    tour.explorer.locator(".sx-leaf", has_text="the port might close").click()
    assert "the port might close" in tour.explorer.locator(".sx-facts blockquote").inner_text()


def _select_and_decide_by_keyboard(tour):
    """JupyterLab's own keys for a, r and z stay out: no cell is added or changed."""
    page, chosen = tour.page, tour.explorer.locator(".sx-chosen .sx-said")
    cells = page.locator(".jp-Cell").count()
    tour.explorer.locator(".sx-list").focus()
    page.keyboard.press("Home")
    first = chosen.inner_text()
    page.keyboard.press("j")
    assert chosen.inner_text() != first
    page.keyboard.press("k")
    assert chosen.inner_text() == first
    page.keyboard.press("a")
    tour.said("Say who decides")
    page.keyboard.type("KL")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    tour.said("Accepted, saved")
    tour.row("the port might close").click()
    page.keyboard.press("e")
    tour.explorer.get_by_label("certainty", exact=True).last.select_option("probable")
    tour.explorer.get_by_label("Note").fill("=he was there")
    tour.explorer.get_by_role("button", name="Save").click()
    tour.said("Corrected, saved")
    tour.row("bridge at Orlo").click()
    page.keyboard.press("r")
    tour.said("Rejected, saved")
    assert page.locator(".jp-Cell").count() == cells


def _refuse_a_link(tour):
    """On the card of one of its claims; it can be restored there until the next build."""
    tour.row("300 soldiers had arrived").click()
    tour.explorer.get_by_role("button", name="Refuse the link: is denied by").click()
    tour.said("Saved")
    facts = tour.explorer.locator(".sx-facts")
    assert "refused by KL" in facts.inner_text()
    assert facts.get_by_role("button", name="Restore the link").is_visible()


def _add_what_was_missed(tour):
    """A double click marks a word; the rest of the words is typed."""
    tour.explorer.get_by_label("Seed", exact=True).last.select_option("arrival.md")
    leaf = tour.explorer.locator(".sx-leaf", has_text="begins so").first
    leaf.dblclick(position={"x": 12, "y": 8})
    tour.explorer.get_by_label("Exact words of the seed").fill("The 😀 note 𝔸 begins so")
    tour.explorer.get_by_role("button", name="Add as claim").click()
    tour.said("Added to seeds/reviews.csv")


def test_a_restarted_kernel_finds_the_state_again(lab, open_page, decisions):
    """What was decided is in the file; what was chosen, in the browser."""
    page = open_page()
    tour = Notebook(page, lab(TOUR))
    tour.run_all()
    tour.explorer.get_by_label("Reviewer").fill("KL")
    tour.choose("kind", "factual")
    tour.row("300 soldiers had arrived").click()
    page.keyboard.press("a")
    tour.said("Accepted, saved")
    made = len(decisions())
    tour.run_all("Kernel", "Restart Kernel and Run All Cells…")
    assert tour.errors() == []
    assert tour.explorer.locator("select[data-facet=kind]").input_value() == "factual"
    assert tour.explorer.get_by_label("Reviewer").input_value() == "KL"
    assert "300 soldiers had arrived" in tour.explorer.locator(".sx-facts blockquote").inner_text()
    assert tour.explorer.locator(".sx-facts .sx-badge").inner_text() == "✓ accepted"
    page.keyboard.press("Escape")
    tour.explorer.locator("[data-table=decisions]").click()
    assert tour.tally().startswith(f"{len({(r['row_id'], r['field']) for r in decisions()})} ")
    assert len(decisions()) == made


def test_two_tabs_on_one_file_lose_nothing(lab, open_page, decisions, project):
    """Two people with kernels of their own; each sees what the other decided."""
    shutil.copy(project / "notebooks" / TOUR, project / "notebooks" / "second.ipynb")
    one = Notebook(open_page("one"), lab(TOUR))
    other = Notebook(open_page("other"), lab("second.ipynb"))
    before = len(decisions())
    for tab, name in ((one, "AB"), (other, "CD")):
        tab.run_all()
        tab.explorer.get_by_label("Reviewer").fill(name)
    for step in range(3):
        for tab, key in ((one, "a"), (other, "r")):
            tab.explorer.locator(".sx-item").nth(step).click()
            tab.explorer.locator(".sx-list").focus()
            tab.page.keyboard.press(key)
            tab.said("saved to")
            tab.explorer.get_by_label("Note").fill("")
    new = decisions()[before:]
    assert [row["reviewer"] for row in new] == ["AB", "CD"] * 3
    signs = other.explorer.locator(".sx-item").nth(0).locator("strong").inner_text()
    assert signs == "✗ rejected", "the later decision counts"
    assert one.page.wrong == other.page.wrong == []


@pytest.mark.parametrize(("label", "suffix"), [("Brief (HTML)", ".html"), ("Brief (PDF)", ".pdf")])
def test_the_export_menu_gives_the_brief(lab, open_page, tmp_path, label, suffix):
    page = open_page()
    notebook = Notebook(page, lab("questions.ipynb"))
    notebook.run_all()
    notebook.menu("File", "Save Notebook")
    page.wait_for_timeout(1500)
    downloads = []

    def keep(download):
        downloads.append(download)

    page.context.on("page", lambda popup: popup.on("download", keep))
    page.on("download", keep)
    notebook.menu("File", "Save and Export Notebook As", label)
    for _ in range(240):
        if downloads:
            break
        page.wait_for_timeout(250)
    [download] = downloads
    assert download.suggested_filename == f"questions{suffix}"
    path = tmp_path / f"brief{suffix}"
    download.save_as(path)
    if suffix == ".html":
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text
    else:
        pages = pypdfium2.PdfDocument(path)
        text = "".join(each.get_textpage().get_text_range() for each in pages)
    assert "soldiers will go" in re.sub(r"\s+", " ", text)
