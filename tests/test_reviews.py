"""Reviews: what people decided is read beside the seeds; a bad line stops no other."""

import pytest

import analysis
from analysis.read import REVIEWS_NAME, read_reviews

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
        ["o-1", "same_as", "o-2", "KL", "2025-01", "a, b"],
        ["q-1", "status", "open", "", "", ""],
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("o-1,same_as,o-2\n", "line 3: has 3 cells instead of 6"),
        (",same_as,o-2,KL,,\n", "line 3: must name row_id, field and value"),
        ("o-1,same_as,,KL,,\n", "line 3: must name row_id, field and value"),
        ("o-1,same_as,o-2,KL,yesterday,\n", "line 3: date must be YYYY"),
        ("o-1,same_as,o-2,KL,,\x00\n", "line 3: holds NUL characters"),
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
