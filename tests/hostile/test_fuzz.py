"""Whatever the bytes: a reader yields documents that tables can hold, or says what is wrong.

``make fuzz`` tries many more files than ``make test``, and lets `guided` look for new paths. The
readers run in this process here, where a crash of the interpreter would be seen; in use they run
in processes of their own.
"""

import io
import subprocess
import sys
import zipfile
from importlib.util import find_spec

import pytest
from hostile.corpus import CASES
from hostile.guided import TARGETS
from hostile.readers import GOOD, check_parts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.read import read
from analysis.reviews.file import REVIEWS_NAME, read_reviews


@st.composite
def mutated(draw, whole):
    """A good file with some pieces overwritten, cut out, doubled or put in."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 40))
        piece = draw(
            st.one_of(
                st.binary(max_size=20),
                st.sampled_from(
                    [b"\x00", b"\xff\xfe", b"<" * 30, b"{" * 30, b"(" * 30, b"99999999"]
                ),
                st.just(bytes(data[place : place + length])),
            )
        )
        data[place : place + draw(st.sampled_from([0, length]))] = piece
    return bytes(data)


@pytest.mark.parametrize("suffix", GOOD)
def test_a_broken_file_yields_parts_of_the_right_kind(suffix):
    @given(mutated(GOOD[suffix]))
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def check(data):
        check_parts(suffix, data)

    check()


@given(st.dictionaries(st.sampled_from(sorted(CASES)), st.none(), max_size=3), st.binary())
@settings(deadline=None, max_examples=15)
def test_whatever_lies_there_every_file_is_a_document_or_a_problem(tmp_path_factory, names, data):
    """Nothing is dropped in silence, but hidden files and empty archives."""
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "a.txt").write_bytes(data)
    (folder / "b.txt").write_text("The dam holds.")
    for number, name in enumerate(names):
        content = CASES[name][0]
        path = folder / f"{number}{name[name.rindex('.') :] if '.' in name else ''}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    documents, problems = read(folder)
    told = [each.path for each in (*documents, *problems)]
    for path in folder.iterdir():
        empty = path.suffix == ".zip" and not zipfile_names(path)
        assert empty or any(each.startswith(str(path)) for each in told), path
    assert "b.txt" in [document.doc_id for document in documents]


def zipfile_names(path):
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            return archive.namelist()
    except zipfile.BadZipFile:
        return ["broken"]


def _csv(rows):
    lines = ["row_id,field,value,reviewer,date,note", *(",".join(row) for row in rows)]
    return "\n".join(lines).encode("utf-8", "replace")


LINES = st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=6)


@given(st.one_of(st.binary(max_size=200), LINES.map(_csv)))
@settings(deadline=None)
def test_whatever_the_reviews_hold_they_stop_nothing(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("reviews")
    (folder / "a.txt").write_text("The dam holds.")
    (folder / REVIEWS_NAME).write_bytes(data)
    reviews, problems = read_reviews(folder)
    assert all(review.row_id and review.field and review.value for review in reviews)
    assert all(problem.message for problem in problems)
    assert [document.doc_id for document in read(folder)[0]] == ["a.txt"]
    assert (folder / REVIEWS_NAME).read_bytes() == data


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=60)
def test_whatever_lies_beside_a_seed_is_told_or_used(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("beside")
    (folder / "a.txt").write_text("The dam holds.")
    (folder / "a.meta.yml").write_bytes(data)
    (folder / "sources.csv").write_bytes(data)
    documents, problems = read(folder)
    assert documents or problems
    assert {problem.reason for problem in problems} <= {"metadata", "encoding"}


@pytest.mark.skipif(not find_spec("atheris"), reason="atheris has no wheel for this platform")
@pytest.mark.parametrize("target", TARGETS)
def test_the_guided_fuzzer_finds_nothing_in_a_moment(target, tmp_path, root):
    """``make fuzz`` gives it minutes."""
    command = [sys.executable, root / "tests/hostile/guided.py", target, "-runs=300", "-seed=1"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    assert "Done 300 runs" in run.stderr
