"""What each format yields: the words in reading order, what the file says of itself, no more."""

import email.message
import json

import pypdfium2
import pytest
import typst
from hostile.made import docx, mail, mbox, odt, pdf, rtf, zipped

import analysis
from analysis.read import read

WORDS = "The union said on Friday that about 1,200 dockers had stopped work."


def test_a_web_page_gives_its_main_text_and_says_who_when_and_where(one):
    page = f"""<!doctype html><html lang=en><head><title>Dockers walk out - Gazette</title>
    <meta property="og:site_name" content="Harbour Gazette">
    <meta name=author content="Maria Keller">
    <meta property="article:published_time" content="2031-03-14T10:00:00Z">
    <link rel=canonical href="https://example.org/dockers"></head><body>
    <nav><ul><li><a href=/>Home</a><li><a href=/news>All the news</a></ul></nav>
    <article><h1>Dockers walk out</h1><p>{WORDS} It is not known <b>for how</b> long.</p>
    <h2>Reaction</h2><p>A spokesman, <a href=x>Anna Berg</a>, denied it.<br>She left.</p>
    <ul><li>One ship waits.</li><li>Two ships left.</li></ul>
    <table><tr><th>Port</th><th>Ships</th></tr><tr><td>Bremen</td><td>7</td></tr></table></article>
    <footer><p>Copyright. All rights reserved.</p></footer><script>track()</script></body></html>"""
    document = one(a_html=page)
    assert document.text.split("\n\n") == [
        "## Dockers walk out",
        f"{WORDS} It is not known for how long.",
        "## Reaction",
        "A spokesman, Anna Berg, denied it. She left.",
        "- One ship waits.",
        "- Two ships left.",
        "Port | Ships",
        "Bremen | 7",
    ]
    assert (document.title, document.author) == ("Dockers walk out", "Maria Keller")
    assert (document.publisher, document.published) == ("Harbour Gazette", "2031-03-14")
    assert document.url == "https://example.org/dockers"
    assert document.converter.startswith("trafilatura ")


PAPER = """#set page(paper: "a5", columns: {columns},
  header: [Harbour Gazette], footer: context align(center, counter(page).display()))
#set document(title: "Dockers walk out", author: "Maria Keller", date: none)
#set text(size: 9pt, hyphenate: true, lang: "en")
#set par(justify: true)
= Introduction
{text}

= Reaction
A spokesman denied it. {text}
"""


@pytest.fixture(scope="module")
def sentences():
    places = [
        "Hamburg",
        "Bremen",
        "Rostock",
        "Kiel",
        "Emden",
        "Antwerp",
        "Rotterdam",
        "Gdansk",
        "Oslo",
        "Turku",
    ]
    deeds = ("had stopped work", "went on with unloading", "were waiting for news")
    return [
        f"The union of {place} said on day {number} that about {number},200 dockers {deed}, and "
        f"nobody knows for how long the international organisation will continue in {place}."
        for number, (place, deed) in enumerate(((p, d) for d in deeds for p in places), 1)
    ]


@pytest.mark.parametrize("columns", [1, 2])
def test_a_pdf_gives_its_text_in_reading_order_without_furniture(one, sentences, columns):
    """Columns one after another, words whole again, no running head and no page number."""
    source = PAPER.format(columns=columns, text=" ".join(sentences))
    document = one(a_pdf=typst.compile(source.encode()))
    body = " ".join(sentences)
    wanted = ["## Introduction", body, "## Reaction", f"A spokesman denied it. {body}"]
    assert document.text.split("\n\n") == wanted
    assert (document.title, document.author) == ("Dockers walk out", "Maria Keller")
    assert document.converter.startswith("pypdfium2 ")
    assert len(document.pages) > 2
    assert document.pages[0] == 0


def test_a_sentence_of_a_pdf_knows_its_page(write):
    """Also where its page begins in the midst of a paragraph."""
    source = "#set page(height: 4cm, width: 12cm)\n" + " ".join(
        f"Officer {number} said that the dam holds." for number in range(40)
    )
    made = typst.compile(source.encode())
    tables = analysis.parse(write(a_pdf=made))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made)]
    assert len(pages) > 2
    for text, page in zip(tables.sentences["text"], tables.sentences["page"], strict=True):
        assert " ".join(text.split()[:2]) in pages[page - 1]
    documents = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    assert documents["a.pdf"].count("Officer") == len(tables.sentences) == 40


def test_hyphens_that_belong_to_a_word_stay(one):
    lines = [
        "A well-known official spoke of the interna-",
        "tional strike. Everybody agrees that he is well-",
        "known. It was the South-",
        "Korean minister who left.",
    ]
    assert one(a_pdf=pdf(lines)).text == (
        "A well-known official spoke of the international strike. Everybody agrees that he is "
        "well-known. It was the South-Korean minister who left."
    )


def test_a_word_file_gives_paragraphs_headings_notes_and_no_deleted_text(one):
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Reaction</w:t></w:r></w:p>'
        "<w:p><w:r><w:t xml:space='preserve'>A spokes</w:t></w:r><w:ins><w:r><w:t>man</w:t></w:r>"
        "</w:ins><w:del><w:r><w:delText>woman</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t xml:space='preserve'> denied it.</w:t></w:r></w:hyperlink></w:p>"
        "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>One ship</w:t><w:br/><w:t>waits.</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Bremen</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>7</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    notes = f'<w:footnotes xmlns:w="{w}"><w:footnote><w:p><w:r><w:t>See above.</w:t></w:r></w:p>'
    core = (
        '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Port strike</dc:title>'
        "<dc:creator>Maria Keller</dc:creator></c>"
    )
    extra = [
        ("word/footnotes.xml", f"{notes}</w:footnote></w:footnotes>"),
        ("docProps/core.xml", core),
    ]
    document = one(a_docx=docx(body, extra=extra, prose=WORDS))
    assert document.text.split("\n\n") == [
        *(WORDS, "## Reaction", "A spokesman denied it.", "- One ship waits.", "Bremen | 7"),
        "See above.",
    ]
    assert (document.title, document.author) == ("Port strike", "Maria Keller")
    assert document.published == ""  # when it was saved is not when it was published


def test_an_opendocument_text_gives_paragraphs_headings_and_notes(one):
    body = (
        '<text:h text:outline-level="1">Reaction</text:h>'
        "<text:p>A<text:s text:c='2'/>spokes<text:span>man</text:span> denied it"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See above."
        "</text:p></text:note-body></text:note>.</text:p>"
        "<text:list><text:list-item><text:p>One ship waits.</text:p></text:list-item></text:list>"
    )
    assert one(a_odt=odt(body, prose=WORDS)).text.split("\n\n") == [
        *(WORDS, "## Reaction", "A  spokesman denied it.", "- One ship waits.", "See above."),
    ]


def test_rich_text_gives_its_words(one):
    info = r"{\info{\title Port strike}{\author Maria Keller}}"
    document = one(
        a_rtf=rtf(rf"Ren\'e9 \u8212? left \b at\b0  once.\par{info}", prose=info + WORDS)
    )
    assert document.text.split("\n\n") == [WORDS, "René — left at once."]
    assert (document.title, document.author) == ("Port strike", "Maria Keller")


def test_a_message_gives_its_text_sender_subject_and_day(one):
    document = one(a_eml=mail(subject="=?utf-8?q?Dockers_=E2=80=93_strike?=", body=WORDS))
    assert document.text == WORDS
    assert document.title == "Dockers – strike"
    assert (document.author, document.published) == ("Maria Keller", "2025-03-14")


def test_what_is_attached_is_a_document_if_it_can_be_read(write):
    message = email.message.EmailMessage()
    message["From"], message["Subject"] = "a@example.org", "Report"
    message.set_content("The report is attached.")
    message.add_attachment(
        docx(prose=WORDS), maintype="application", subtype="x", filename="../report.docx"
    )
    message.add_attachment(b"x", maintype="image", subtype="png", filename="logo.png")
    documents, problems = read(write(a_eml=bytes(message)))
    assert {each.doc_id: each.text for each in documents} == {
        **{"a.eml": "The report is attached.", "a.eml/report.docx": WORDS}
    }
    assert problems == []


def test_a_mailbox_has_a_document_for_each_message(write):
    messages = mbox(mail(body=WORDS), mail(body=f"{WORDS}\n\n>From then on it was quiet."))
    documents, _ = read(write(in_mbox=messages))
    assert [each.doc_id for each in documents] == ["in.mbox/1", "in.mbox/2"]
    assert documents[1].text == f"{WORDS}\n\nFrom then on it was quiet."


def test_json_lines_are_documents_with_fields_that_the_user_names(write, seeds):
    (seeds.parent / "seedbrief.toml").write_text(
        '[fields]\ntext = "body"\nid = "key"\npublished = "meta.date"\nauthor = "writers"\n'
    )
    row = {"key": "k1", "body": WORDS, "meta": {"date": "2025-03-14T09:00:00Z"}, "writers": ["A B"]}
    documents, problems = read(write(a_jsonl=f"{json.dumps(row)}\n{json.dumps({'text': 'x'})}\n"))
    assert [(each.doc_id, each.text, each.published, each.author) for each in documents] == [
        ("a.jsonl/k1", WORDS, "2025-03-14", "A B")
    ]
    assert [(each.path.rpartition("/")[2], each.reason) for each in problems] == [("2", "fields")]
    assert "no text in a field 'body'; its fields are 'text'" in problems[0].message


def test_an_archive_is_read_like_a_folder(write):
    inner = zipped([("c.docx", docx(prose=WORDS))])
    whole = zipped(
        [("a.txt", WORDS), ("sub/b.md", f"---\ntitle: B\n---\n{WORDS}"), ("d.zip", inner)]
    )
    documents, problems = read(write(z_zip=whole))
    assert [each.doc_id for each in documents] == [
        *("z.zip/a.txt", "z.zip/d.zip/c.docx", "z.zip/sub/b.md"),
    ]
    assert documents[2].title == "B"
    assert problems == []


def test_reading_twice_gives_the_same(write, no_cache):
    """In whatever order the processes end."""
    files = {f"n{number}_docx": docx(prose=f"{WORDS} {number}") for number in range(8)}
    folder = write(**files, a_pdf=pdf([WORDS]), b_rtf=rtf())
    assert read(folder) == read(folder)


def test_tables_keep_who_made_the_text_and_of_what(write, seeds):
    from hashlib import sha256

    tables = analysis.parse(write(a_docx=docx(prose=WORDS), b_txt=WORDS))
    assert list(tables.documents["converter"] != "") == [True, False]
    data = (seeds / "a.docx").read_bytes()
    assert tables.documents["sha256"].iloc[0] == sha256(data).hexdigest()
    assert tables.documents["text"].iloc[0] == WORDS
