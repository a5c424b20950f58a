"""The HTML page: whole, safe, readable by machines and people."""

from itertools import pairwise

import pytest
from nbformat.v4 import new_output

from analysis.brief.blocks import Chart, Column, Prose, Run, Table, TitleBlock
from analysis.brief.document import read_notebook
from analysis.brief.page import render_page
from tests.brief.conftest import HOSTILE, SVG

ALLOWED_TAGS_WITH_ADDRESS = {"a"}


def test_nothing_runs_and_nothing_is_loaded(sample_page):
    assert not sample_page.find_all(["script", "link", "iframe", "object", "embed", "base"])
    for tag in sample_page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")]
        for name in ("src", "srcset", "poster", "background", "xlink:href"):
            assert tag.get(name, "data:").startswith("data:")
        if tag.name != "a":
            assert tag.get("href", "#").startswith("#")
    style = sample_page.style.string
    assert "@import" not in style
    assert all(part.startswith("data:font/woff") for part in style.split("url(")[1:])


def test_hostile_text_stands_as_it_is(sample_page):
    text = sample_page.main.get_text()
    for hostile in HOSTILE:
        assert hostile in text


def test_links_lead_somewhere_or_are_text(sample_page):
    ids = [tag["id"] for tag in sample_page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    targets = [a["href"] for a in sample_page.find_all("a")]
    assert {"#e1", "#c1"} <= set(targets)
    assert all(target[1:] in ids for target in targets if target.startswith("#"))
    assert not [target for target in targets if "javascript" in target or "nowhere" in target]
    assert "gone" in sample_page.main.get_text()


def test_the_page_says_its_structure(sample_page):
    assert sample_page.html["lang"] == "en"
    assert [h1.get_text() for h1 in sample_page.find_all("h1")] == ["Who says what"]
    levels = [int(tag.name[1]) for tag in sample_page.find_all(["h1", "h2", "h3", "h4", "h5"])]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    listed = [a.get_text() for a in sample_page.nav.find_all("a")]
    assert listed[:2] == ["Key points", "A heading that skips levels"]
    table = sample_page.find("caption", string="Every claim").parent
    assert [th["scope"] for th in table.thead.find_all("th")] == ["col", "col"]
    assert len(table.tbody.find_all("th", scope="row")) == 300
    assert sample_page.find(attrs={"role": "img"})["aria-label"] == "A line from 0 to 9"


def test_code_prompts_and_stderr_do_not_show(page):
    streams = [
        new_output("stream", name="stderr", text="/home/me/warning"),
        new_output("stream", name="stdout", text="\x1b[31mprinted\x1b[0m"),
    ]
    text = page(*streams, "Prose").body.get_text()
    assert "printed" in text
    for hidden in ("secret_code", "/home/me", "In [", "Out[", "\x1b"):
        assert hidden not in text


@pytest.mark.parametrize(
    ("shown", "metadata", "title"),
    [
        (("# From the heading", TitleBlock("From the block")), {}, "From the block"),
        (("# From the heading\n\ntext",), {}, "From the heading"),
        (("text",), {"seedbrief": {"title": "From metadata"}}, "From metadata"),
        (("text",), {}, "Untitled brief"),
    ],
)
def test_a_page_has_exactly_one_title(page, shown, metadata, title):
    soup = page(*shown, metadata=metadata)
    assert [h1.get_text() for h1 in soup.find_all("h1")] == [soup.title.string] == [title]


def test_language_and_marking_come_from_metadata_if_sound(page):
    soup = page("text", metadata={"seedbrief": {"language": "ko", "marking": "TLP:RED"}})
    assert soup.html["lang"] == "ko"
    assert "TLP:RED" in soup.header.get_text()
    assert page("x", metadata={"seedbrief": {"language": '"><b>'}}).html["lang"] == "en"


def test_papermill_leaves_no_trace(notebook):
    plain, ran = notebook("# T", Prose("x")), notebook("# T", Prose("x"))
    ran.metadata["papermill"] = {"start_time": "2024-01-01", "output_path": "/tmp/x"}  # noqa: S108
    ran.cells[1].metadata["papermill"] = {"duration": 3.2}
    ran.cells[1].execution_count = 7
    assert render_page(read_notebook(ran)) == render_page(read_notebook(plain))


def test_a_drawing_cannot_carry_anything_but_shapes(page):
    bad = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'onload="alert(1)"><script>alert(1)</script><foreignObject><b>x</b></foreignObject>'
        '<style>@import "http://x"</style><a href="javascript:x"><path d="M0 0"/></a>'
        '<image xlink:href="http://x/y.png"/><use xlink:href="http://x#y"/>'
        '<path id="p" d="M 0 0" style="fill: url(http://x)" fill="url(#g)"/></svg>'
    )
    soup = page(Chart(bad, "t", "a"), new_output("display_data", data={"image/svg+xml": bad}))
    drawings = soup.find_all("svg")
    assert len(drawings) == 2
    for drawing in drawings:
        assert {tag.name for tag in drawing.find_all(True)} <= {"path", "use"}
        assert "http://x" not in str(drawing)
        assert "javascript" not in str(drawing)
        assert "onload" not in str(drawing)
    ids = [drawing.find(id=True)["id"] for drawing in drawings]
    assert ids[0] != ids[1]
    assert drawings[0].find(fill=True)["fill"].startswith("url(#d1-")


def test_block_data_of_a_tampered_notebook_is_not_trusted(page, data_of):
    chart = {"type": "chart", "svg": SVG, "narrow": "", "inline": "<script>x</script>"}
    words = {"title": "t", "alt": "a", "caption": [], "source": []}
    run = {"text": "x", "style": "plain", "link": "javascript:x", "anchor": 'a" onclick="x'}
    prose = {"type": "prose", "paragraphs": [[run]]}
    soup = page(data_of(chart | words), data_of(prose))
    assert not soup.find("script")
    assert not soup.main.find("a")
    assert not soup.find(onclick=True)


def test_a_word_for_what_the_page_has_no_font_for(page):
    assert "U+0E01 THAI CHARACTER KO KAI" in page(Prose("ก")).main.get_text()
    assert "no font" not in page(Prose("Łódź 김정은 Зеленський")).main.get_text()


def test_each_cell_of_a_table_knows_its_column_on_a_phone(page):
    soup = page(Table("t", [Column("Who"), Column("What")], [["a", ("b", Run("c", "strong"))]]))
    assert soup.tbody.td["data-label"] == "What"


def test_paths_break_at_their_joints_and_ranges_and_words_nowhere(page):
    place = Run("wire-2025-03-04.md 178–233 <b>", "mono")
    table = Table(
        "T", [Column("A"), Column("B"), Column("C")], [["recommendation", place, "x" * 64]]
    )
    soup = page(table)
    code = soup.find("code")
    assert code.get_text() == "wire-2025-03-04.md 178–233 <b>"
    assert [part.get_text() for part in code.find_all("span", class_="sb-whole")] == ["178–233"]
    assert "wire-<wbr/>2025-<wbr/>03-<wbr/>04.<wbr/>md" in str(code)
    cells = soup.select("tbody th, tbody td")
    assert ["sb-long" in cell["class"] for cell in cells] == [False, False, True]
    style = soup.style.string
    rule = style[style.index(".sb-table th, .sb-table td") :]
    assert "overflow-wrap: break-word" in rule[: rule.index("}")]


def test_a_marking_stands_at_head_and_foot_of_paper_and_none_where_none_is_chosen(page):
    def marked(marking):
        return page(TitleBlock("T", marking=marking)).style.string

    css = "".join(f"\\{ord(c):06x}" if c == ":" else c for c in "TLP:RED")
    assert f'@top-right{{content:"{css}"}}' in marked("TLP:RED")
    assert f'@bottom-right{{content:"{css}"}}' in marked("TLP:RED")
    assert "TLP" not in marked("").partition("@page")[2]


def test_a_full_brief_stays_small(sample):
    assert len(render_page(read_notebook(sample)).encode()) < 700_000


def test_a_column_without_a_label_has_no_empty_head(page):
    soup = page(Table("t", [Column("Who"), Column("")], [["a", "[1]"]]))
    assert [cell.name for cell in soup.thead.tr.find_all(["th", "td"])] == ["th", "td"]
