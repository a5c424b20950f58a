"""What a person writes beside the seeds wins over what stands in them, and is checked."""

import pytest
from hostile.made import html, zipped

from analysis.errors import ParameterError, SeedbriefError
from analysis.read import read

TEXT = "---\ntitle: Inside\nauthor: A\n---\nThe dam holds."


def test_what_lies_beside_wins_over_what_stands_inside(write):
    folder = write(
        a_txt=TEXT,
        sub__b_txt=TEXT,
        a_meta_yml="title: Beside\npublished: 2025-03",
        sources_csv="path,title,publisher\na.txt,Listed,Gazette\nsub,,Wire\nsub/b.txt,Listed,\n",
    )
    documents, problems = read(folder)
    assert problems == []
    assert [(d.title, d.author, d.publisher, d.published) for d in documents] == [
        ("Beside", "A", "Gazette", "2025-03"),
        ("Listed", "A", "Wire", ""),
    ]


def test_a_line_can_speak_of_a_document_in_an_archive(write):
    archive = zipped([("a.txt", "The dam holds."), ("b.txt", "The river falls.")])
    folder = write(z_zip=archive, sources_csv="path,title\nz.zip,All\nz.zip/b.txt,Second\n")
    assert [each.title for each in read(folder)[0]] == ["All", "Second"]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("tilte: A", "'tilte' is no key (did you mean title?); use title, publisher"),
        ("title: [", "line 1 of the file is not valid YAML"),
        ("title: !!python/name:os.system", "line 1 of the file is not valid YAML"),
        ("published: soon", "published must be YYYY"),
        ("url: javascript:alert(1)", "url must begin with http"),
        ("reliability: G", "reliability must be a letter from A to F"),
    ],
)
def test_a_line_of_a_file_beside_that_cannot_be_used_is_told_and_the_others_hold(
    write, lines, says
):
    documents, [problem] = read(write(a_txt=TEXT, b_txt=TEXT, a_meta_yml=f"{lines}\nkind: memo"))
    assert [each.doc_id for each in documents] == ["a.txt", "b.txt"]
    assert (problem.reason, problem.refused, problem.faulty) == ("metadata", False, True)
    assert problem.path.endswith("a.meta.yml")
    assert says in problem.message
    assert "until that is mended it is left out" in problem.message
    assert documents[0].kind == "memo"
    assert (documents[0].title, documents[0].published, documents[0].url) == ("Inside", "", "")


def test_a_file_beside_of_which_nothing_can_be_used_is_told_and_its_seed_read(write):
    folder = write(a_txt=TEXT, a_meta_yml="- a")
    (folder / "b.txt").write_text(TEXT)
    (folder / "b.meta.yml").write_bytes("title: A".encode("utf-16"))
    documents, [lines, encoding] = read(folder)
    assert [each.title for each in documents] == ["Inside", "Inside"]
    assert "the file must be lines of the form 'key: value'" in lines.message
    assert "the file is in UTF-16; save the file as UTF-8" in encoding.message
    assert "iconv -f UTF-16 -t UTF-8" in encoding.message
    assert {each.reason for each in (lines, encoding)} == {"metadata"}


@pytest.mark.parametrize(
    ("lines", "says", "title"),
    [
        ("path,tilte,title\na.txt,A,B\n", "'tilte' is no key (did you mean title?)", "B"),
        ("title,path\n", "the first line must begin with path", "Inside"),
        ("path;title\na.txt;A\n", "its columns are parted by semicolons; save it", "Inside"),
        ("path\ttitle\na.txt\tA\n", "its columns are parted by tabs; save it", "Inside"),
        ("path,title,title\na.txt,A,B\n", "the column title stands twice", "A"),
        ("path,title\na.txt,A,B\n", "line 2: has 3 cells instead of 2", "Inside"),
        ("path,title,url\na.txt,A,x\n", "line 2: url must begin", "A"),
        ("path,title\na.txt,A\na.txt,B\n", "line 3 names 'a.txt' again, after line 2", "A"),
        ("path,title\nc.txt,A\n", "line 2 names 'c.txt', which is no seed here", "Inside"),
        ('path,title\n"a.txt,A\n', "'a.txt,A', which is no seed", "Inside"),
    ],
)
def test_what_of_a_list_cannot_be_used_is_told_and_the_rest_holds(write, lines, says, title):
    documents, problems = read(write(a_txt=TEXT, b_txt=TEXT, sources_csv=lines))
    assert [each.title for each in documents] == [title, "Inside"]
    assert any(says in problem.message for problem in problems), problems
    assert {problem.path.rpartition("/")[2] for problem in problems} == {"sources.csv"}
    assert not any(problem.refused for problem in problems)


def test_of_one_seed_that_is_read_only_its_own_line_is_told(write):
    lines = "path,title,url\na.txt,A,x\nb.txt,B,y\n"
    folder = write(a_txt=TEXT, b_txt=TEXT, sources_csv=lines)
    [document], [problem] = read(folder / "a.txt")
    assert (document.title, document.url) == ("A", "")
    assert problem.message.startswith("line 2: url must begin")


def test_a_seed_that_cannot_be_read_is_a_seed_to_the_list(write):
    folder = write(sources_csv="path,title\na.txt,A\n")
    (folder / "a.txt").write_bytes(b"\xff\xfe")
    documents, [problem] = read(folder)
    assert (documents, problem.reason) == ([], "encoding")


def test_metadata_without_a_seed_is_told(write):
    """It is a note: no seed is refused for it."""
    lines = "path,title\nc.txt,C\n"
    folder = write(b_txt=TEXT, a_meta_yml="title: A", sources_csv=lines)
    documents, [line, meta] = read(folder)
    assert [each.doc_id for each in documents] == ["b.txt"]
    assert "line 2 names 'c.txt', which is no seed here" in line.message
    assert "there is no seed 'a' beside it" in meta.message
    assert [each.reason for each in (line, meta)] == ["unused", "unused"]
    assert not line.refused
    assert not meta.refused


def test_limits_can_be_changed_beside_the_seeds_and_not_among_them(write, seeds):
    folder = write(a_html=html(), b_txt="The dam holds.", seedbrief_toml="[limits]\nfile_bytes = 9")
    documents, problems = read(folder)
    assert len(documents) == 2
    assert [problem.reason for problem in problems] == ["type"]  # no seed is a setting
    (seeds.parent / "seedbrief.toml").write_text("[limits]\nfile_bytes = 20\n")
    documents, problems = read(folder)
    assert [each.doc_id for each in documents] == ["b.txt"]
    assert "larger than 20 bytes" in problems[0].message
    assert "raise limits.file_bytes in seedbrief.toml" in problems[0].message


def test_a_file_of_many_documents_says_which_limit_to_raise_and_is_read_once_it_is(write, seeds):
    line = '{"text": "The dam holds."}\n'
    folder = write(a_jsonl=line * 4)
    (folder / "b.jsonl").write_text(line)
    (seeds.parent / "seedbrief.toml").write_text("[limits]\nentries = 3\ncontainer_bytes = 110\n")
    documents, [problem] = read(folder)
    assert [each.doc_id for each in documents] == ["b.jsonl/1"]
    assert "holds more than 3 documents; split it, or raise limits.entries in seedbrief.toml" in (
        problem.message
    )
    (folder / "a.jsonl").write_text(line * 5)
    assert "raise limits.container_bytes in seedbrief.toml" in read(folder)[1][0].message
    (seeds.parent / "seedbrief.toml").write_text("[limits]\nentries = 5\n")
    documents, problems = read(folder)
    assert (len(documents), problems) == (6, [])


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_the_limit_of_a_files_size_can_be_raised(write, seeds, name):
    folder = write(b_txt="The river falls.")
    (folder / name).write_text("The dam holds." + "\n" * 20_000_000)
    documents, [problem] = read(folder)
    assert [each.doc_id for each in documents] == ["b.txt"]
    assert "larger than 20,000,000 bytes" in problem.message
    (seeds.parent / "seedbrief.toml").write_text(
        "[limits]\nfile_bytes = 30000000\ncharacters = 30000000\n"
    )
    documents, problems = read(folder)
    assert problems == []
    assert [each.doc_id for each in documents] == [name, "b.txt"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[limits]\npage = 5", "limit in seedbrief.toml must be one of .*did you mean pages"),
        ("[limits]\npages = 0", "limits.pages must be a whole number above 0; got 0"),
        ("[limits]\npages = true", "limits.pages must be a whole number above 0; got True"),
        ("[fields]\ntxt = 'a'", "did you mean text"),
        ("[fields]\ntext = ''", 'fields.text must be the name of a field, such as "body"'),
        ("[limit]\npages = 5", "section in seedbrief.toml must be one of limits, fields, cache"),
        ("[cache]\nmegabytes = 0", "cache.megabytes must be a whole number above 0"),
        ("[cache]\nmegabyte = 5", r"name under \[cache\] in seedbrief.toml must be .*megabytes"),
        ("limits = 5", "limits in seedbrief.toml must be a section"),
    ],
)
def test_a_wrong_setting_stops_the_run(write, seeds, text, says):
    (seeds.parent / "seedbrief.toml").write_text(text)
    with pytest.raises(ParameterError, match=says):
        read(write(a_txt=TEXT))


def test_settings_that_are_no_toml_stop_the_run(write, seeds):
    (seeds.parent / "seedbrief.toml").write_text("pages: 5")
    with pytest.raises(SeedbriefError, match=r"seedbrief\.toml cannot be read"):
        read(write(a_txt=TEXT))
