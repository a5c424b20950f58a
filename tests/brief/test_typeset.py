"""The PDF, read back: complete, inert, navigable, and never refused for what a seed holds."""

import ctypes

import pypdfium2.raw as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.brief.blocks import Card, Cards, Column, Facts, Notice, Prose, Run, Table
from analysis.brief.document import read_notebook
from analysis.brief.typeset import typeset
from tests.brief.conftest import HOSTILE, make_notebook

MARGIN, A4_WIDTH = 19 * 72 / 25.4, 210 * 72 / 25.4
BOTTOM, DESCENT = 21 * 72 / 25.4, 3


def test_every_row_is_there_and_every_page_repeats_the_head(sample_pdf):
    for number in range(300):
        assert f"row-{number:03}" in sample_pdf.text
    sheets = [text for text in sample_pdf.pages if "row-" in text]
    assert len(sheets) > 3
    assert all("Id\nText" in text or "Id Text" in text for text in sheets)


def test_hostile_text_stands_as_it_is(sample_pdf):
    for hostile in HOSTILE:
        assert hostile in sample_pdf.text


def test_names_in_other_scripts_are_text(sample_pdf):
    assert "김정은" in sample_pdf.text
    assert "Зеленський" in sample_pdf.text


def test_pages_are_numbered_and_carry_title_and_marking(sample_pdf):
    total = len(sample_pdf.pages)
    for number, text in enumerate(sample_pdf.pages, start=1):
        assert f"{number} / {total}" in text
        assert "Who says what" in text
        assert "TLP:GREEN" in text


def test_headings_are_bookmarks(sample_pdf):
    toc = [(mark.level, mark.get_title()) for mark in sample_pdf.document.get_toc()]
    assert toc == [
        (0, "Key points"),
        (1, "A heading that skips levels"),
        (0, "Every row"),
        (0, "Evidence"),
        (0, "Provenance"),
    ]


def _targets(document):
    """Give (page of the link, page it leads to) for links inside, and addresses of the others."""
    inside, outside = [], []
    for number, sheet in enumerate(document):
        place, link = ctypes.c_int(0), pdfium.FPDF_LINK()
        while pdfium.FPDFLink_Enumerate(sheet.raw, place, link):
            target = pdfium.FPDFLink_GetDest(document.raw, link)
            if target:
                inside.append((number, pdfium.FPDFDest_GetDestPageIndex(document.raw, target)))
            else:
                action = pdfium.FPDFLink_GetAction(link)
                size = pdfium.FPDFAction_GetURIPath(document.raw, action, None, 0)
                buffer = ctypes.create_string_buffer(size)
                pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, size)
                outside.append(buffer.value.decode())
    return inside, outside


def _words_below(sheet, height):
    """The words of a page that stand below `height`, without the page's number."""
    text = sheet.get_textpage()
    rects = [text.get_rect(n) for n in range(text.count_rects())]
    low = [text.get_text_bounded(*rect) for rect in rects if rect[1] < height]
    return [words for words in low if words.strip(" 0123456789/")]


@pytest.mark.parametrize("lines", [33, 37, 39])
def test_no_evidence_stands_over_the_foot_of_a_page_wherever_it_begins(pdf, lines):
    cards = [
        Card(f"e{n}", f"[{n}] somebody", "as said " * (n * 37 % 60 + 3), facts=[("Seed", "a.md")])
        for n in range(30)
    ]
    shown = pdf("# T", Prose(["A line."] * lines), "## In which words?\n\nThese.", Cards(cards))
    below = [_words_below(sheet, BOTTOM - DESCENT) for sheet in shown.document]
    assert below == [[]] * len(below)
    assert all(f"[{n}] somebody" in shown.text for n in range(30))


def test_citations_lead_to_the_evidence_and_back(sample_pdf):
    inside, outside = _targets(sample_pdf.document)
    evidence = next(n for n, text in enumerate(sample_pdf.pages) if "the quote" in text)
    assert (0, evidence) in inside
    assert (evidence, 0) in inside
    assert outside == []


def test_web_addresses_are_links_and_others_are_not(pdf):
    links = [Run("a", link="https://example.org/x?a=1"), Run("b", link="javascript:x")]
    assert _targets(pdf(Prose([links])).document)[1] == ["https://example.org/x?a=1"]


def test_it_declares_the_standards_and_its_metadata(sample):
    data = typeset(read_notebook(sample))
    assert b"pdfuaid:part" in data
    assert b"pdfaid:part" in data
    assert b"Who says what" in data


def test_its_date_is_never_the_wall_clock(notebook, monkeypatch):
    shown = make_notebook("# T", metadata={"seedbrief": {"date": "2024-10-15"}})
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert b"2024-10-15" in typeset(read_notebook(shown))
    undated = typeset(read_notebook(notebook("# T")))
    assert b"2000-01-01" in undated
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert b"2023-11-14" in typeset(read_notebook(shown))


def test_no_word_leaves_the_text_area(pdf):
    word = "Wm" * 120
    shown = pdf(
        Prose(["text " + word, (Run(word, "mono"),)]),
        Table(word, [Column("A", width=0.2), Column(word), Column("C")], [[word, word, word]] * 2),
        Facts([(word, word)]),
        f"# {word}\n\n`{word}`\n\n- {word}\n\n> {word}\n\n```\n{word}\n```",
    )
    for sheet in shown.document:
        text = sheet.get_textpage()
        for index in range(text.count_chars()):
            left, _, right, _ = text.get_charbox(index)
            assert left >= MARGIN - 1
            assert right <= A4_WIDTH - MARGIN + 1


def test_what_is_longer_than_a_page_goes_on_on_the_next(pdf):
    long = " ".join(f"w{number}" for number in range(2500))
    cards = [Card("e1", "h", long, facts=[("f", "x")]), Card("e2", "h", "q", facts=[("f", long)])]
    shown = pdf(Notice(long), Cards(cards), Table("t", [Column("a"), Column("b")], [["a", long]]))
    assert all(shown.text.count(f" w{number} ") >= 4 for number in range(1, 2499))
    for sheet in shown.document:
        text = sheet.get_textpage()
        assert all(text.get_charbox(n)[1] > 20 for n in range(text.count_chars()))


def test_a_heading_never_ends_a_page(pdf):
    parts = []
    for number in range(40):
        parts.append(f"## Chapter-{number:02}")
        table = Table(f"Caption-{number:02}", [Column("A")], [[f"first-{number:02}"]] * 3)
        text = Prose([f"first-{number:02} " + "word " * (number * 17 % 120)] * (1 + number % 3))
        parts.append(table if number % 2 else text)
    pages = pdf(*parts).pages
    for number in range(40):
        together = [p for p in pages if f"first-{number:02}" in p and f"Chapter-{number:02}" in p]
        assert together, f"chapter {number} begins on another page than its text"


@pytest.mark.parametrize("lines", range(20, 50, 3))
def test_a_short_table_is_not_torn(pdf, lines):
    """Its last row alone on the next page reads as another table."""
    rows = [[f"row-{n}", "words"] for n in range(6)]
    document = pdf(Prose(["A line."] * lines), Table("T", [Column("A"), Column("B")], rows))
    holding = [n for n, text in enumerate(document.pages) if "row-" in text]
    assert len(holding) == 1


def test_what_no_font_holds_is_spelled_out_and_listed(pdf):
    text = pdf(Prose("one ก here, word กขฃ there")).text
    assert "[U+0E01 THAI CHARACTER KO KAI]" in text
    assert "[U+0E01 U+0E02 U+0E03]" in text
    assert "No font of this document holds these characters" in text
    assert "U+0E03 THAI CHARACTER KHO KHUAT" in text
    assert "No font of this document" not in pdf(Prose("plain")).text


def test_line_breaks_of_printed_text_are_kept(pdf):
    shown = pdf("```\nfirst: é\n  second\n```")
    assert any("first: é\n" in page for page in shown.pages)
    assert "U+000A" not in shown.text


@pytest.mark.parametrize("shown", [(), ("",), (Prose([]),), (Facts([]),), ("# \n\n- \n",)])
def test_nothing_to_show_is_still_a_document(pdf, page, shown):
    assert "1 / 1" in pdf(*shown).text
    assert page(*shown).h1


ANY = st.text(st.characters(exclude_categories=()), max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANY)
def test_no_text_is_refused(text):
    cell = (text, Run(text, "mono"), Run(text, "emphasis"))
    blocks = [Prose([text]), Table(text, [Column(text), Column("b", width=0.2)], [[cell, text]])]
    assert typeset(read_notebook(make_notebook(*blocks))).startswith(b"%PDF")


def test_a_quotation_keeps_the_spaces_of_its_seed(sample_pdf, sample_page):
    assert "before the quote, after" in sample_pdf.text
    assert sample_page.blockquote.get_text() == "before the quote, after"
