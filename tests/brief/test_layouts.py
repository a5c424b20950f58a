"""What a profile does to a brief: sections and their order, one page, marking, logo, colours."""

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.brief.blocks import Bullets, Card, Cards, Chart, Column, Prose, Run, Table, TitleBlock
from analysis.brief.document import read_notebook
from analysis.brief.page import render_page
from analysis.brief.profile import load
from analysis.brief.typeset import typeset
from analysis.errors import NotebookError
from tests.brief.conftest import SVG, read_pdf

CARDS = [Card(f"e-{n}", f"[{n}] Somebody", f"quotation {n}", "before ") for n in range(1, 40)]
ROWS = [[f"row {n}", Run(f"[{n}]", link=f"#e-{n}")] for n in range(1, 40)]


def _brief(profile, *shown, marking="TLP:AMBER"):
    """A notebook as the kernel leaves it; `shown` are pairs of a section and what it shows."""
    cells = []
    head = TitleBlock("The title", marking=marking, profile=profile)
    for section, item in [("", head), *shown]:
        metadata = {"tags": [f"section:{section}"]} if section else {}
        if isinstance(item, str):
            cells.append(new_markdown_cell(item, metadata=metadata))
        else:
            output = new_output("execute_result", data=item._repr_mimebundle_())
            cells.append(new_code_cell("x", metadata=metadata, outputs=[output]))
    return read_notebook(new_notebook(cells=cells))


def _sections():
    points = Bullets([("point ", Run(f"[{n}]", link=f"#e-{n}")) for n in range(1, 15)])
    return [
        ("", "An introduction"),
        ("key-points", "## Key points"),
        ("key-points", points),
        ("", "A remark of the user"),
        ("claims", "## Claims"),
        ("claims", Table("Every claim", [Column("Claim"), Column("")], ROWS)),
        ("questions", "## Questions"),
        ("questions", Table("Every question", [Column("Question"), Column("")], ROWS)),
        ("evidence", "## Evidence"),
        ("evidence", Cards(CARDS)),
    ]


def _profile(**changes):
    return load("full").to_json() | changes


def _headings(document):
    return [heading["text"][0]["text"] for heading in document.contents]


def test_sections_stand_in_the_profiles_order():
    document = _brief(_profile(sections=["questions", "key-points", "evidence"]), *_sections())
    assert _headings(document) == ["Questions", "Key points", "Evidence"]


def test_a_cell_without_a_tag_stays_behind_the_section_before_it():
    for sections in (["questions", "key-points"], ["questions"]):
        document = _brief(_profile(sections=sections), *_sections())
        page = BeautifulSoup(render_page(document), "html.parser").main.get_text()
        assert page.index("An introduction") < page.index("Questions")
        assert "A remark of the user" in page
        if "key-points" in sections:
            assert page.index("Key points") < page.index("A remark of the user")


def test_without_evidence_no_link_leads_there_and_nothing_opens():
    document = _brief(_profile(sections=["key-points"]), *_sections())
    page = BeautifulSoup(render_page(document), "html.parser")
    assert not page.find(attrs={"popover": True})
    assert not page.main.find("a")
    assert "[3]" in page.main.get_text()


def test_each_cited_card_opens_in_place_and_only_those():
    cards = Cards([*CARDS[:3], Card("e-99", "[99] Nobody", "never cited")])
    shown = [("key-points", Prose([("x ", Run("[2]", link="#e-2"))])), ("evidence", cards)]
    page = BeautifulSoup(render_page(_brief(_profile(), *shown)), "html.parser")
    popups = page.find_all(attrs={"popover": True})
    assert [popup["id"] for popup in popups] == ["p-e-2"]
    assert "quotation 2" in popups[0].q.get_text()
    assert page.find("button", attrs={"popovertarget": "p-e-2"}).get_text() == "[2]"
    assert popups[0].find("a")["href"] == "#e-2"
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("page", ["a4", "letter"])
def test_a_one_page_body_fills_one_page_and_the_annex_is_whole(page):
    profile = load("one-page").to_json() | {"page": page}
    shown = read_pdf(typeset(_brief(profile, *_sections())))
    assert "Key points" in shown.pages[0]
    assert "Evidence" not in shown.pages[0]
    assert "Evidence" in shown.pages[1]
    assert "more are in the full brief." in shown.pages[0]
    assert all(f"quotation {n}" in shown.text for n in range(1, 40))
    size = tuple(round(each) for each in shown.document[0].get_size())
    assert size == {"a4": (595, 842), "letter": (612, 792)}[page]


def test_a_section_without_room_on_the_one_page_is_named_in_its_last_line():
    points = ("key-points", "## Key points\n\n" + "word " * 500)
    long = ("questions", "## Many questions\n\n" + "word " * 2000)
    document = _brief(load("one-page").to_json(), points, long, ("evidence", Cards(CARDS)))
    shown = read_pdf(typeset(document))
    assert "Left out for want of room, and in the full brief: Many questions" in shown.pages[0]
    assert "quotation 1" in shown.pages[1]


def test_what_cannot_fit_on_one_page_is_refused_with_the_way_out():
    long = Prose(["word " * 3000])
    document = _brief(load("one-page").to_json(), ("key-points", long), ("evidence", Cards(CARDS)))
    with pytest.raises(NotebookError, match=r"begin the line 'sections' .* with another"):
        typeset(document)


def test_every_page_carries_the_marking_at_head_and_foot():
    shown = read_pdf(typeset(_brief(_profile(), *_sections(), marking="TLP:AMBER+STRICT")))
    assert len(shown.pages) > 2
    assert all(text.count("TLP:AMBER+STRICT") == 2 for text in shown.pages)


def test_contents_are_listed_only_where_the_body_is_long():
    long = [("claims", f"## Chapter {n}\n\n" + "word " * 600) for n in range(6)]
    few = read_pdf(typeset(_brief(_profile(), *long[:3], ("evidence", Cards(CARDS)))))
    many = read_pdf(typeset(_brief(_profile(), *long, *long, ("evidence", Cards(CARDS)))))
    assert "Contents" not in few.text
    assert "Contents" in many.pages[0]
    assert "Contents" not in read_pdf(typeset(_brief(_profile(contents=False), *long, *long))).text


def test_evidence_follows_the_body_where_there_is_room():
    """The rest of the body's last page does not stay empty."""
    shown = read_pdf(typeset(_brief(_profile(), *_sections()[:4], *_sections()[-2:])))
    assert "A remark of the user" in shown.pages[0]
    assert "[1] Somebody" in shown.pages[0]


TALL = '<svg xmlns="http://www.w3.org/2000/svg" width="453" height="190" viewBox="0 0 453 190">'


@pytest.mark.parametrize(
    ("lines", "rows", "floats"), [(5, 3, False), (34, 3, True), (34, 11, True), (41, 3, False)]
)
def test_text_goes_on_where_a_chart_does_not_fit(lines, rows, floats):
    """With much room left its heading and table stay; with little they go with it, in order."""
    drawing = Chart(f'{TALL}<path d="M 0 0 L 9 9"/></svg>', "A line rises", "A line")
    table = Table("In numbers", [Column("A"), Column("B")], [["one", "two"]] * rows)
    lead = Prose(["A line."] * lines)
    parts = [("", lead), ("figures", "## Which figures?"), ("figures", drawing), ("figures", table)]
    first, second = [*read_pdf(typeset(_brief(_profile(), *parts))).pages, ""][:2]
    if floats:
        assert "Which figures?" in first
        assert "In numbers" in first
        assert "A line rises" in second
    else:
        place = first if lines < 10 else second
        assert place.index("Which figures?") < place.index("A line rises")
        assert place.index("A line rises") < place.index("In numbers")


def test_organisation_logo_and_colours_reach_both_forms():
    profile = _profile(organisation="Harbour Institute", logo={"svg": SVG})
    profile["colours"] = profile["colours"] | {"accent": "#7a1f2b"}
    document = _brief(profile, *_sections())
    page = render_page(document)
    soup = BeautifulSoup(page, "html.parser")
    assert soup.find("img", class_="sb-logo")["alt"] == "Harbour Institute, logo"
    assert "--accent:#7a1f2b" in page
    assert "Harbour Institute" in soup.footer.get_text()
    shown = read_pdf(typeset(document))
    assert all("Harbour Institute" in text for text in shown.pages)


def test_a_title_cannot_end_the_style_sheet():
    bad = '"}</style><script>x</script>\\'
    head = TitleBlock(bad, marking=bad)
    output = new_output("execute_result", data=head._repr_mimebundle_())
    page = render_page(read_notebook(new_notebook(cells=[new_code_cell("x", outputs=[output])])))
    soup = BeautifulSoup(page, "html.parser")
    assert not soup.find("script")
    assert len(soup.find_all("style")) == 1


@pytest.mark.parametrize("formula", ["$x^2$", "$$\n\\frac{a}{b} + \\sqrt{2}\n$$"])
def test_a_formula_is_drawn_with_its_source_as_words(formula):
    document = _brief(_profile(), ("", f"Text\n\n{formula}"))
    soup = BeautifulSoup(render_page(document), "html.parser")
    drawn = soup.find(class_="sb-math")
    assert drawn["aria-label"] == formula.strip("$\n")
    # The letters x, a and b, a fraction's bar, a root: not the characters that were typed.
    assert 2 <= len(drawn.find_all("use")) < len(formula.strip("$\n"))
    assert typeset(document).startswith(b"%PDF")


def test_a_formula_that_cannot_be_drawn_is_refused_in_both_forms():
    source = r"\begin{pmatrix}1\\2\end{pmatrix}"
    document = _brief(_profile(), ("", f"A matrix: $${source}$$"))
    page = BeautifulSoup(render_page(document), "html.parser").main.get_text()
    for text in (page, read_pdf(typeset(document)).text):
        assert "cannot be drawn" in text
        assert r"\begin{pmatrix}" in text.replace("\u200b", "")
