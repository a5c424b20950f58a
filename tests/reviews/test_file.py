"""Reviews: what people decided is read beside the seeds; a bad line stops no other."""

import subprocess
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis.errors import SeedbriefError
from analysis.model import Review
from analysis.reviews.file import REVIEWS_NAME, append_reviews, read_reviews

HEADER = "row_id,field,value,reviewer,date,note\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text("The dam holds.", encoding="utf-8")
    return tmp_path


def test_reviews_are_read_as_written(folder):
    """Quoted cells, a byte-order mark and other line ends are no hindrance."""
    lines = HEADER + 'o-1,same_as,o-2,KL,2025-01,"a, b"\r\n\r\nq-1,status,open,,,\r\n'
    (folder / REVIEWS_NAME).write_text("\ufeff" + lines, encoding="utf-8")
    tables = analysis.parse(folder)
    assert tables.problems.empty
    assert tables.reviews.to_dict("split")["data"] == [
        ["o-1", "same_as", "o-2", "KL", "2025-01", "a, b", "", "", ""],
        ["q-1", "status", "open", "", "", "", "", "", ""],
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("o-1,same_as,o-2\n", "line 3: has 3 cells instead of 6 or 7"),
        (",same_as,o-2,KL,,\n", "line 3: must name row_id, field and value; missing: row_id"),
        ("o-1,same_as,,KL,,\n", "line 3: must name row_id, field and value; missing: value"),
        ("o-1,same_as,o-2,KL,yesterday,\n", "line 3: date must be YYYY"),
        ("o-1,same_as,o-2,KL,,\x00\n", "line 3: holds NUL characters"),
        ("c-1,certanty,certain,KL,,\n", "line 3: field must be one of verdict"),
        ("c-1,certainty,likely,KL,,\n", "line 3: certainty must be one of certain, probable"),
        ("o-1,same_as,withdrawn,KL,,\n", "decide the opposite (not_same_as)"),
        ("o-1,not_same_as,withdrawn,KL,,\n", "decide the opposite (same_as)"),
        ("c-1,not_linked,withdrawn,KL,,\n", "decide the opposite (linked)"),
        ("zzz,added,a.txt#0-3 The,KL,,\n", "line 3: an added row's id begins with c- or q-"),
        ("c-1,added,a.txt,KL,,\n", "line 3: added must be DOC_ID#START-END WORDS"),
        (f"c-1,added,a.txt#{'9' * 27}-5 The,KL,,\n", "line 3: added must be DOC_ID#START-END"),
    ],
)
def test_a_bad_line_is_told_and_the_others_count(folder, line, says):
    """One clear row for each."""
    good = "o-1,same_as,o-2,KL,,\n"
    (folder / REVIEWS_NAME).write_text(HEADER + good + line + good, encoding="utf-8")
    reviews, problems = read_reviews(folder)
    assert len(reviews) == 2
    [problem] = problems
    assert says in problem.message
    assert problem.path.endswith(REVIEWS_NAME)


def test_all_that_is_wrong_with_a_line_is_told_at_once(folder):
    line = ",certanty,,KL,yesterday,\nx,added,a.txt,KL,soon,\n"
    (folder / REVIEWS_NAME).write_text(HEADER + line, encoding="utf-8")
    _, [one, other] = read_reviews(folder)
    for says in ("missing: row_id and value", "date must be", "field must be one of", "certainty?"):
        assert says in one.message
    for says in ("date must be", "begins with c- or q-", "added must be DOC_ID"):
        assert says in other.message
    assert one.message.count("mend the line") == other.message.count("mend the line") == 1
    assert not one.refused


def test_a_table_whose_columns_are_not_parted_by_commas_is_told_so(folder):
    (folder / REVIEWS_NAME).write_text(HEADER.replace(",", ";"), encoding="utf-8")
    _, [problem] = read_reviews(folder)
    assert "columns are parted by semicolons; save it as CSV with commas" in problem.message


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "review"),
        (b"row_id;field;value\n", "review"),
        (b"\xff\xfe", "encoding"),
        (HEADER.encode() + b'"' + b"x" * 200_000, "review"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_problem(folder, content, reason):
    """The seeds are read all the same."""
    (folder / REVIEWS_NAME).write_bytes(content)
    tables = analysis.parse(folder)
    assert list(tables.problems["reason"]) == [reason]
    assert list(tables.documents["doc_id"]) == ["a.txt"]
    assert tables.reviews.empty


def test_without_reviews_nothing_is_missing(folder):
    """A folder without the file, a mapping, a list of files."""
    for seeds in (folder, {"a": "The dam holds."}, [folder / "a.txt"]):
        assert read_reviews(seeds) == ([], [])


def test_a_link_that_leads_out_of_the_seeds_is_refused(folder, tmp_path_factory):
    """As for seeds."""
    outside = tmp_path_factory.mktemp("outside") / "reviews.csv"
    outside.write_text(HEADER, encoding="utf-8")
    (folder / REVIEWS_NAME).symlink_to(outside)
    reviews, problems = read_reviews(folder)
    assert reviews == []
    assert [problem.reason for problem in problems] == ["unreadable"]


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


@given(note=WORDS, reviewer=WORDS, about=WORDS)
def test_what_is_appended_is_read_back_on_one_line(tmp_path_factory, note, reviewer, about):
    """White space is made single spaces; all else comes back, a formula too."""
    path = tmp_path_factory.mktemp("reviews") / REVIEWS_NAME
    review = Review("c-1", "verdict", "accepted", reviewer, "2025-03-20", note, about)
    append_reviews(path, [review, review])
    tidy = [" ".join(cell.split()) for cell in (reviewer, note, about)]
    expected = Review("c-1", "verdict", "accepted", tidy[0], "2025-03-20", tidy[1], tidy[2])
    assert read_reviews(path.parent) == ([expected, expected], [])
    assert path.read_bytes().count(b"\n") == 3


@pytest.mark.parametrize("note", ["=1+1", "@SUM(A1)", "-2", "'=1", "+49"])
def test_no_cell_is_a_formula_in_a_spreadsheet(tmp_path, note):
    path = tmp_path / REVIEWS_NAME
    append_reviews(path, [Review("c-1", "verdict", "accepted", "KL", "", note)])
    assert f",'{note}," in path.read_text(encoding="utf-8")
    assert read_reviews(tmp_path)[0][0].note == note


def _append(path, name):
    for number in range(20):
        append_reviews(path, [Review(f"c-{number}", "verdict", "rejected", name)])


def test_several_processes_lose_nothing(tmp_path):
    path = tmp_path / REVIEWS_NAME
    with ProcessPoolExecutor(4) as pool:
        list(pool.map(_append, [path] * 4, "ABCD"))
    reviews, problems = read_reviews(tmp_path)
    assert problems == []
    assert {(each.reviewer, each.row_id) for each in reviews} == {
        (name, f"c-{number}") for name in "ABCD" for number in range(20)
    }
    assert path.read_text(encoding="utf-8").count("row_id") == 1


def test_a_line_without_its_end_is_ended_first(folder):
    """An editor may leave the last newline out; a file of six columns stays one."""
    path = folder / REVIEWS_NAME
    path.write_text(HEADER + "c-1,verdict,accepted,KL,,", encoding="utf-8")
    append_reviews(path, [Review("c-2", "verdict", "rejected", "MR", about="gone")])
    assert path.read_text(encoding="utf-8").splitlines()[1:] == [
        "c-1,verdict,accepted,KL,,",
        "c-2,verdict,rejected,MR,,",
    ]


@pytest.mark.parametrize(
    "content", ["a;b\n", HEADER + '"open', "\ufeff" + HEADER[:-1] + ",about,more\n"]
)
def test_a_file_that_cannot_be_read_is_not_added_to(folder, content):
    path = folder / REVIEWS_NAME
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SeedbriefError, match="not saved"):
        append_reviews(path, [Review("c-1", "verdict", "accepted", "KL")])
    assert path.read_text(encoding="utf-8") == content


def test_a_full_disk_leaves_the_file_as_it_was(folder, monkeypatch):
    import os

    path = folder / REVIEWS_NAME
    append_reviews(path, [Review("c-1", "verdict", "accepted", "KL")])
    before, write = path.read_bytes(), os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:9]))
    with pytest.raises(SeedbriefError, match=r"no space left.*decide again"):
        append_reviews(path, [Review("c-2", "verdict", "accepted", "KL")])
    assert path.read_bytes() == before


def test_two_peoples_files_merge_in_git(tmp_path):
    """Both add lines at the end, and the union driver keeps both."""

    def git(*words):
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        subprocess.run(["git", *identity, *words], cwd=tmp_path, check=True, capture_output=True)

    path = tmp_path / REVIEWS_NAME
    git("init", "-b", "main")
    rule = (Path(__file__).parents[2] / ".gitattributes").read_text(encoding="utf-8")
    (tmp_path / ".gitattributes").write_text(rule, encoding="utf-8")
    git("add", ".")
    git("commit", "-m", "start")
    for name in ("one", "two"):  # each begins the file anew
        git("checkout", "-b", name, "main")
        append_reviews(path, [Review(f"c-{name}", "verdict", "accepted", name, "2025-03-20")])
        git("add", ".")
        git("commit", "-m", name)
    git("merge", "one", "-m", "merged")
    reviews, problems = read_reviews(tmp_path)
    assert problems == []
    assert {each.reviewer for each in reviews} == {"one", "two"}
