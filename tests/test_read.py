"""Seeds are read unaltered; one that cannot be read is a problem that says what to do."""

import itertools
import os
from hashlib import sha256
from pathlib import Path

import pytest

from analysis.errors import SeedError
from analysis.read import read
from analysis.settings import Limits

TEXT = "Kim Jong Un — 김정은 — spoke. Nobody “knew” why.\n"


def front(*lines):
    return "\n".join(["---", *lines, "---", "The dam holds.", ""])


@pytest.fixture
def folder(tmp_path):
    """Write files into a folder of seeds and return it."""

    def write(**files):
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return tmp_path

    return write


def refused(seeds):
    """The one problem of some seeds that hold nothing readable, as (reason, message)."""
    documents, problems = read(seeds)
    assert documents == []
    assert len(problems) == 1
    return problems[0].reason, problems[0].message


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a_txt", "text/plain"), ("a_md", "text/markdown"), ("a_markdown", "text/markdown")],
)
def test_each_file_type_has_its_reader(folder, name, media_type):
    """The suffix decides how a file is read, whatever its case."""
    documents, problems = read(folder(**{name: TEXT, name.upper().replace("A", "b", 1): TEXT}))
    assert [document.media_type for document in documents] == [media_type] * 2
    assert problems == []


@pytest.mark.parametrize(
    "whole",
    [
        TEXT,
        f"\ufeff{TEXT}",
        TEXT.replace("\n", "\r\n"),
        f"---\ntitle: A\n---\n{TEXT}",
        f"\ufeff---\r\ntitle: A\r\n---\r\n\r\n{TEXT}",
        f"---\n---\n{TEXT}",
        f"--- \ntitle: A\n---\t\n{TEXT}",
        f"---\ntitle: A\n# no more\n---\n\n---\n\n{TEXT}",
    ],
    ids=["plain", "BOM", "CRLF", "front", "BOM, CRLF, front", "no keys", "blanks", "rule"],
)
def test_the_text_stands_in_the_file_as_it_is(folder, whole):
    """Offsets count from the first character after the front matter, and nothing is altered."""
    [document], _ = read(folder(a_txt=whole))
    assert whole[document.text_start :] == document.text
    assert TEXT.strip() in document.text.replace("\r\n", "\n")
    assert "title" not in document.text
    assert document.sha256 == sha256(whole.encode("utf-8")).hexdigest()


def test_front_matter_becomes_metadata(folder):
    """Dates, lists and numbers arrive as text, and words as they were written."""
    lines = [
        'title: "A “long” title:"',
        "author: [Ana Ruiz, Bo Li]",
        "published: 2024-10-18",
        "url: https://example.org/a?b=1",
        "language: no",
        "reliability: B",
        "publisher:",
        "restates: 2024",
        "kind: 1_000",
        "mood: unknown keys are left alone",
    ]
    [document], problems = read(folder(a_md=front(*lines)))
    assert problems == []
    assert document.title == "A “long” title:"
    assert document.author == "Ana Ruiz, Bo Li"
    assert document.published == "2024-10-18"
    assert document.url == "https://example.org/a?b=1"
    assert document.reliability == "B"
    assert document.publisher == ""
    assert document.restates == "2024"
    assert document.language == "no"
    assert document.kind == "1_000"


@pytest.mark.parametrize("date", ["2024", "2024-10", "2024-10-18", "2024-10-18 06:30:00"])
def test_dates_are_as_precise_as_given(folder, date):
    """A partial date is a date."""
    [document], _ = read(folder(a_md=front(f"published: {date}")))
    assert document.published == date[:10]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["title: [open"], "line 2 of the front matter is not valid YAML; put a value that holds"),
        (["title: A", "  indented: wrong"], "line 2 of the front matter is not valid YAML"),
        (["\ttitle: A"], "line 2 of the front matter is not valid YAML"),
        (["author: A", "title: 'open"], "line 3 of the front matter is not valid YAML"),
        (["title: *nowhere"], "line 2 of the front matter is not valid YAML"),
        (["title: Fire: three dead"], "line 2 of the front matter is not valid YAML"),
        (["title: {a: b}"], "title in the front matter must be one value"),
        (["author: [{name: A}]"], "author in the front matter must be one value"),
        (["title: !!binary aGk="], "title in the front matter must be one value"),
        (['title: "\\ud800"'], "title holds NUL or half of a surrogate pair"),
        (['author: [A, "\\0"]'], "author holds NUL or half of a surrogate pair"),
        ([f"title: !!int 0x{'f' * 9000}"], "title in the front matter must be one value"),
        (["title: A"] * 9000, "longer than 50,000 characters; shorten it"),
        (["published: in autumn"], "YYYY-MM-DD; got 'in autumn'"),
        (["published: 2024-13"], "YYYY-MM-DD; got '2024-13'"),
        (["published: 2024-02-31"], "YYYY-MM-DD; got '2024-02-31'"),
        (["published: 5 March 2025"], "YYYY-MM-DD; got '5 March 2025'"),
        (["published: '2024-02-31'"], "YYYY-MM-DD; got '2024-02-31'"),
        (["published: '٢٠٢٤'"], "YYYY-MM-DD; got '٢٠٢٤'"),
        (["url: javascript:alert(1)"], "http:// or https://; got 'javascript:alert(1)'"),
        (["url: file:///etc/passwd"], "http:// or https://"),
        (["reliability: G"], "from A to F; got 'G'"),
        (["reliability: AB"], "from A to F; got 'AB'"),
        (["title: \x07"], "not valid YAML"),
        (["title: " + "[" * 1500], "not valid YAML"),
    ],
)
def test_a_broken_line_of_front_matter_is_told_with_what_to_mend_and_left_out(folder, lines, says):
    """The text and the other lines are read all the same."""
    whole = front(*lines, "kind: memo")
    [document], [problem] = read(folder(a_md=whole))
    assert (problem.reason, problem.refused, problem.faulty) == ("front_matter", False, True)
    assert says in problem.message
    assert problem.message.endswith("; until that is mended it is left out")
    assert "\n" not in problem.message
    assert document.text == whole[document.text_start :] == "The dam holds.\n"
    assert document.kind == ("" if "longer" in says else "memo")
    assert (document.title, document.published, document.url) == ("", "", "")


@pytest.mark.parametrize(
    "whole",
    [
        "---\nA rule.\n---\nThe dam holds.",
        "---\n- a\n- b\n---\nThe dam holds.",
        "---\n? [a, b]\n: c\n---\nThe dam holds.",
        f"---\n{'[' * 1500}\n---\nThe dam holds.",
        "---\nNote: the dam holds.\n",
        "----\ntitle: A\n----\nThe dam holds.",
        "\n---\na: b\n---\n",
    ],
)
def test_what_is_no_front_matter_is_text(folder, whole):
    """Only a block of keys that opens in the first line is front matter."""
    [document], problems = read(folder(a_md=whole))
    assert (document.text, document.text_start, problems) == (whole, 0, [])


@pytest.mark.parametrize(
    "rest",
    ["The dam holds.\n", "\nThe dam holds.\n\n---\n\nA rule.\n", "Note: it holds.\n", "", "\n\n"],
)
def test_front_matter_that_is_never_closed_ends_with_its_last_line(folder, rest):
    """It is told; no word of the text is lost, and none of the front matter becomes text."""
    whole = f"---\ntitle: A\npublished: 2024\n{rest}"
    documents, problems = read(folder(a_md=whole, b_md=TEXT))
    if not rest.strip():
        assert [each.reason for each in problems] == ["empty", "front_matter"]
        return
    assert (documents[0].title, documents[0].published) == ("A", "2024")
    assert whole[documents[0].text_start :] == documents[0].text == rest
    [problem] = problems
    assert problem.reason == "front_matter"
    assert "never closed; put a line of --- behind line 3" in problem.message


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:pathlib.Path.touch [{}]",
        "!!python/object/apply:os.system ['touch {}']",
        "!!python/name:os.system",
        "!!python/object/new:pathlib.Path [{}]",
    ],
)
def test_yaml_tags_never_run(folder, tmp_path, tag):
    """Front matter is data: a tag that would run code is told and left out."""
    mark = tmp_path.parent / f"{tmp_path.name}-touched"
    [document], [problem] = read(folder(a_md=front(f"title: {tag.format(mark)}")))
    assert (problem.reason, document.title) == ("front_matter", "")
    assert not mark.exists()


def test_a_yaml_bomb_costs_nothing(folder):
    """Aliases that would unfold to gigabytes are left out where they stand."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    names = "abcdefghij"
    for inner, outer in itertools.pairwise(names):
        lines.append(f"{outer}: &{outer} [{', '.join([f'*{inner}'] * 10)}]")
    [document], [problem] = read(folder(a_md=front(*lines, "title: *j")))
    assert (problem.reason, document.title) == ("front_matter", "")
    assert len(problem.message) < 200


@pytest.mark.parametrize(
    ("data", "reason", "says"),
    [
        ("Zürich".encode("latin-1"), "encoding", "byte 1 is not UTF-8; save the file as UTF-8"),
        (TEXT.encode("utf-16"), "encoding", "byte 0 is not UTF-8"),
        (b"\xed\xa0\x80", "encoding", "byte 0 is not UTF-8"),
        (b"A\x00B", "encoding", "save it as plain text"),
        (b"", "empty", "remove it or fill it"),
        (b" \n\t\xc2\xa0\r\n", "empty", "remove it or fill it"),
        (b"\xef\xbb\xbf", "empty", "remove it or fill it"),
        (b"---\ntitle: A\n---\n\n", "empty", "remove it or fill it"),
        (b"x" * (Limits().file_bytes + 1), "too_large", "split it into documents"),
    ],
    ids=["Latin-1", "UTF-16", "surrogate", "NUL", "nothing", "blank", "BOM", "front", "huge"],
)
def test_what_holds_no_readable_text_is_refused(folder, data, reason, says):
    """Each refusal has its reason and says what to do."""
    found, message = refused(folder(a_txt=data))
    assert found == reason
    assert says in message


@pytest.mark.parametrize("name", ["a_exe", "README", "a_TXT_bak"])
def test_a_file_of_another_type_is_refused_by_name(folder, name):
    """Nothing is guessed from the content; the allowed types are named."""
    reason, message = refused(folder(**{name: TEXT}))
    assert reason == "type"
    assert "use .docx, .eml, .htm, .html, .json, .jsonl, .markdown, .mbox, .md" in message


def test_one_bad_seed_stops_no_other(folder):
    """The good ones are read in the order of their names, whatever else lies there."""
    documents, problems = read(folder(b_txt=TEXT, a_txt=TEXT, c_txt=b"", sub__a_txt=TEXT))
    assert [document.doc_id for document in documents] == ["a.txt", "b.txt", "sub/a.txt"]
    assert [Path(problem.path).name for problem in problems] == ["c.txt"]


def test_hidden_files_and_the_kits_own_are_no_seeds(folder):
    """Editors and systems leave files that nobody means to be read."""
    found = folder(_hidden_txt=TEXT, a_txt=TEXT, _git__b_txt=TEXT, reviews_csv="row_id\n")
    documents, problems = read(found)
    assert [document.doc_id for document in documents] == ["a.txt"]
    assert problems == []


def test_a_hidden_folder_that_was_named_is_read(tmp_path):
    """Hidden means hidden below the folder that the user names."""
    folder = tmp_path / ".work"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    assert [document.doc_id for document in read(folder)[0]] == ["a.txt"]


def test_an_empty_folder_holds_no_seeds(tmp_path):
    """No seeds is a state, not an error, of the reader."""
    assert read(tmp_path) == ([], [])


@pytest.mark.parametrize("several", [False, True])
def test_a_path_that_does_not_exist_stops_the_run(tmp_path, several):
    """A typing error must not pass for an empty folder."""
    missing = tmp_path / "sedes"
    with pytest.raises(SeedError, match="sedes: there is no such file or folder; name the folder"):
        read([tmp_path, missing] if several else missing)


def test_a_single_file_is_a_seed_of_its_own_name(folder):
    """A file can be named without its folder's others."""
    root = folder(a_txt=TEXT, b_txt=TEXT)
    assert [document.doc_id for document in read(root / "a.txt")[0]] == ["a.txt"]
    assert [document.doc_id for document in read([str(root / "b.txt")])[0]] == ["b.txt"]


def test_two_seeds_of_one_name_are_told(folder):
    """An id that means two texts would break every citation."""
    root = folder(one__a_txt=TEXT, two__a_txt="Other words.")
    documents, [problem] = read([root / "one", root / "two"])
    assert [document.text for document in documents] == [TEXT]
    assert problem.reason == "duplicate"
    assert problem.message == "two seeds are called 'a.txt'; rename one"
    assert problem.path.endswith("two/a.txt")


def test_texts_can_be_given_directly():
    """A mapping needs no files, and its texts are as unaltered as those of files."""
    documents, problems = read({"b": TEXT, "a": "---\ntitle: no front matter here\n---\n"})
    assert [document.doc_id for document in documents] == ["a", "b"]
    assert documents[1].text == TEXT
    assert documents[1].sha256 == sha256(TEXT.encode("utf-8")).hexdigest()
    assert documents[0].title == ""
    assert problems == []


@pytest.mark.parametrize(
    ("text", "reason", "says"),
    [
        ("half \ud83d of a pair", "encoding", "character 5 is half of a surrogate pair"),
        ("", "empty", "remove it or fill it"),
        ("a\x00b", "encoding", "NUL"),
        (b"bytes", "type", "a text must be a str, not bytes"),
        (None, "type", "a text must be a str, not NoneType"),
    ],
)
def test_a_given_text_is_checked_like_a_file(text, reason, says):
    """Whatever way a text comes, the same rules hold."""
    found, message = refused({"x": text})
    assert found == reason
    assert says in message


@pytest.mark.parametrize("name", ["", "half \ud83d", "two\nlines", "\x1b]0;title\x07", "\x9b2J"])
def test_a_given_text_needs_a_name_that_can_be_written(name):
    """The name becomes an id in every table and file."""
    reason, message = refused({name: TEXT})
    assert reason == "name"
    assert "name" in message


def test_a_file_needs_a_name_that_can_be_written(tmp_path):
    """A name that is not UTF-8 is told in a form that can be printed and stored."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text(TEXT, encoding="utf-8")
    [problem] = read(tmp_path)[1]
    assert problem.reason == "name"
    assert "udcff.txt" in problem.path.encode("utf-8").decode()


def test_a_text_given_for_a_path_is_told(tmp_path):
    """A name that no file system takes is one that does not exist."""
    with pytest.raises(SeedError, match="there is no such file or folder"):
        read("The dam holds. " * 1000)


def test_a_folder_that_nobody_may_look_into_is_told(folder, monkeypatch):
    """Python's walk passes over it; root may look into all, so the answer is given here."""
    root = folder(a_txt=TEXT)
    (root / "sub").mkdir()
    closed = {root / "sub"}
    monkeypatch.setattr("analysis.read.access", lambda path, _: path not in closed)
    documents, [problem] = read(root)
    assert [document.doc_id for document in documents] == ["a.txt"]
    assert (problem.path, problem.reason) == ((root / "sub").as_posix(), "unreadable")
    assert "this folder cannot be opened" in problem.message
    closed.add(root)
    with pytest.raises(SeedError, match="this folder cannot be opened"):
        read(root)


def test_a_loop_of_links_ends(folder):
    """A link to the folder above is not followed for ever, and one that leads nowhere is told."""
    root = folder(a_txt=TEXT)
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "self.txt").symlink_to(root / "self.txt")
    (root / "gone.txt").symlink_to(root / "nowhere.txt")
    documents, problems = read(root)
    assert [document.doc_id for document in documents] == ["a.txt"]
    assert {problem.reason for problem in problems} == {"unreadable"}
    assert sorted(Path(problem.path).name for problem in problems) == ["gone.txt", "self.txt"]


def test_what_is_no_ordinary_file_is_not_opened(tmp_path):
    """Reading from a pipe would wait for ever."""
    os.mkfifo(tmp_path / "pipe.txt")
    reason, message = refused(tmp_path)
    assert reason == "unreadable"
    assert "remove it from the seeds" in message


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read_is_told(folder):
    """The system's reason is passed on."""
    root = folder(a_txt=TEXT)
    (root / "a.txt").chmod(0)
    reason, message = refused(root)
    assert reason == "unreadable"
    assert message == "cannot be opened (Permission denied); allow reading it or remove it"


def test_reading_changes_no_seed(folder):
    """Seeds are the user's: bytes and times stay."""
    root = folder(a_txt=TEXT, b_md=front("title: A"))
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in root.iterdir()}
    read(root)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path):
    """What lies outside the seeds stays unread; a link within them is read."""
    root = tmp_path / "seeds"
    (root / "sub").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("It rains.", encoding="utf-8")
    (root / "sub" / "real.txt").write_text("It snows.", encoding="utf-8")
    (root / "sub" / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "in.txt").symlink_to(root / "sub" / "real.txt")
    documents, problems = read(root)
    assert [document.doc_id for document in documents] == ["in.txt", "sub/real.txt"]
    assert [(problem.path, problem.reason) for problem in problems] == [
        (str(root / "sub" / "out.txt"), "unreadable")
    ]
    assert "leads out of its folder" in problems[0].message
