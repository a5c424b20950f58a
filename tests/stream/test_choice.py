"""Documents of a store are chosen as a brief chooses rows, and assessed among themselves."""

import json
import re
import shutil
import subprocess
import sys
from itertools import pairwise

import pytest

import analysis
from analysis.errors import ParameterError, TableError
from analysis.loading import TABLES_VARIABLE, load, read_note
from analysis.parameters import check
from analysis.place import Place
from analysis.run.chosen import STORE
from analysis.tables import Tables
from analysis.tables.choice import choose
from analysis.tables.partitions import load_parts, part_name, part_numbers
from analysis.tables.schema import frame
from analysis.tables.store import to_arrow


@pytest.fixture(scope="module")
def place(store):
    return Place(str(store))


@pytest.fixture(scope="module")
def everything(place):
    return load_parts(place, part_numbers(place))


def ids(place, **asked):
    return choose(place, check(asked)).ids


def test_a_store_holds_the_rows_of_one_parse(project, everything):
    whole = Tables.load(project / "whole")
    assert list(everything.documents["doc_id"]) == sorted(whole.documents["doc_id"])
    assert list(everything.claims["claim_id"]) == list(whole.claims["claim_id"])
    assert list(everything.sentences["text"]) == list(whole.sentences["text"])


@pytest.mark.parametrize(
    "focus",
    [
        "harbour",
        "HARBOUR",
        r"Ka\w+ Berg",
        r"about [1-4]\d{3}\b",
        "(?<=union )denied(?! by)",
        "\u017ftopped",
        "wor\u212a",
    ],
)
def test_focus_means_what_it_means_in_a_brief(place, everything, focus):
    """Python's own expressions, without regard to case: lookahead, long s and Kelvin sign too."""
    sentences = everything.sentences
    rows = zip(sentences["doc_id"], sentences["text"], sentences["section"], strict=True)
    pattern = re.compile(focus, re.IGNORECASE)
    expected = {name for name, *texts in rows if any(map(pattern.search, texts))}
    assert expected
    assert ids(place, focus=focus) == sorted(expected)


@pytest.mark.parametrize(
    "dates", [{"since": "2015"}, {"until": "2015-05"}, {"since": "2014-02-03", "until": "2016"}]
)
def test_dates_mean_what_they_mean_in_a_brief(place, everything, dates):
    from analysis.brief.selection import view

    dated = view(everything, check(dates)).tables.documents
    assert 0 < len(dated) < len(everything.documents)
    assert ids(place, **dates) == sorted(dated["doc_id"])


def test_a_choice_is_what_a_parse_of_those_seeds_alone_would_be(place, store, tmp_path):
    """But for decisions and problems, which are of the whole corpus."""
    asked = {"since": "2012-03", "until": "2013", "focus": "dockers"}
    found = load(store.parent / "seeds", tables=store, **asked)
    names = ids(place, **asked)
    assert 3 < len(names) < 20
    for name in names:
        target = tmp_path / "seeds" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(store.parent / "seeds" / name, target)
    alone = analysis.assess(analysis.parse(tmp_path / "seeds"))
    for name in ("sentences", "attributions", "claims", "sources", "figures", "questions", "links"):
        assert getattr(found, name).equals(getattr(alone, name)), name
    assert list(found.documents["same_as"]) == list(alone.documents["same_as"])
    said = found.problems[found.problems["reason"] == "chosen"]["message"].iloc[0]
    assert said.startswith(f"{len(names)} of the 79 documents were chosen by focus 'dockers'")
    assert "held against each other alone" in said


def test_decisions_on_other_documents_are_no_lost_ones(store):
    """The one on a row that nothing has is told, the one on a document left out is not."""
    found = load(store.parent / "seeds", tables=store, since="2024")
    assert "b/001.txt" not in set(found.documents["doc_id"])
    assert list(found.reviews["row_id"]) == ["c-000000000000"]


def test_a_dismissed_warning_on_another_document_is_no_lost_decision(store, tmp_path, monkeypatch):
    """A store has no warnings: whether one outside of the choice is still there is not known."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(store, "store")
    chosen = load("seeds", tables="store", since="2024")
    warning, claim = chosen.flags["flag_id"].iloc[0], chosen.claims["claim_id"].iloc[0]
    others = set(load("seeds", tables="store", until="2012").claims["claim_id"])
    told = {"reviewer": "KL", "date": "2025-03-20"} | dict.fromkeys(
        ("note", "about", "machine_value", "status"), ""
    )
    decided = [
        (warning, "verdict", "rejected"),
        ("w-000000000000", "verdict", "accepted"),
        ("w-000000000000", "verdict", "rejected"),
        ("c-000000000000", "verdict", "rejected"),
        (claim, "not_linked", min(others - {*chosen.claims["claim_id"]})),
    ]
    names = ("row_id", "field", "value")
    reviews = frame("reviews", [told | dict(zip(names, row, strict=True)) for row in decided])
    Place(str(tmp_path / "store")).write_table(
        part_name("reviews", 0), to_arrow("reviews", reviews)
    )
    found = load("seeds", tables="store", since="2024")
    assert warning not in set(found.flags["flag_id"])
    assert list(found.reviews["row_id"]) == [warning, "c-000000000000"]
    assert list(found.reviews["status"]) == ["applied", "orphaned"]
    [lost] = found.problems.loc[found.problems["reason"] == "orphaned", "message"]
    assert "c-000000000000" in lost


def test_a_choice_that_is_too_large_says_how_large_and_what_to_do(store):
    with pytest.raises(TableError) as error:
        load(store.parent / "seeds", tables=store, focus="dockers")
    said = str(error.value)
    assert re.search(r"focus 'dockers' leaves \d+ of 79 documents with 1\d\d claims", said)
    assert "60 can be held against each other; narrow focus, since or until" in said


def test_a_choice_of_nothing_says_so(store):
    with pytest.raises(TableError, match="none of the 79 documents is within focus 'zebra'"):
        load(store.parent / "seeds", tables=store, focus="zebra")


@pytest.mark.parametrize("focus", ["(", "(a+)+b", "'; DROP TABLE dated; --("])
def test_a_pattern_that_cannot_be_run_is_refused_as_in_a_brief(store, focus):
    with pytest.raises(ParameterError, match="focus must be"):
        load(store.parent / "seeds", tables=store, focus=focus)


def test_quotes_in_a_pattern_and_in_a_path_are_only_characters(store, tmp_path):
    odd = tmp_path / "it's; [a] *.store"
    shutil.copytree(store, odd)
    assert ids(Place(str(odd)), focus="' OR 1=1 --") == []
    assert ids(Place(str(odd)), focus="harbour") == ids(Place(str(store)), focus="harbour")


def test_a_broken_store_is_one_clear_error(store, tmp_path):
    broken = tmp_path / "store"
    shutil.copytree(store, broken)
    next((broken / "sentences").iterdir()).write_bytes(b"nothing")
    with pytest.raises(TableError, match="cannot be read"):
        ids(Place(str(broken)), focus="x")


def test_a_store_of_other_seeds_or_another_scale_is_not_taken(store, tmp_path):
    with pytest.raises(TableError, match="was not made from"):
        load(store.parent / "seeds", tables=store, scale="phia", since="2024")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").write_text("It rains.")
    with pytest.raises(TableError, match="was not made from"):
        load(tmp_path / "seeds", tables=store, since="2024")


def test_a_store_needs_no_seeds(store, tmp_path, monkeypatch):
    copy = tmp_path / "elsewhere" / "store"
    shutil.copytree(store, copy)
    monkeypatch.chdir(copy.parent)
    monkeypatch.setenv(TABLES_VARIABLE, str(copy))
    assert len(load("seeds", since="2024").documents) > 0


BIG = """
import json, re, sys
from pathlib import Path
from analysis.loading import load
found = load("seeds", tables=sys.argv[1], focus="needle", since="2020")
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1e3
print(json.dumps([list(found.documents["doc_id"]), len(found.claims), peak]))
"""


def test_a_choice_from_a_store_larger_than_memory_takes_little(tmp_path):
    """The store unpacks to 2.3 GB; the choice, with Python and all libraries, takes a quarter."""
    make_big(tmp_path / "store")
    done = subprocess.run(
        [sys.executable, "-c", BIG, tmp_path / "store"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    names, _, peak = json.loads(done.stdout)
    assert names == ["00500.txt", "01500.txt", "02500.txt", "03500.txt"]
    assert peak < 600


def make_big(folder):
    """Eighty parts of fifty documents of 570,000 characters, four of them with a needle."""
    from analysis.loading import note
    from analysis.tables.partitions import PARTED, WHOLE, part_name
    from analysis.tables.schema import frame
    from analysis.tables.store import to_arrow

    place = Place(str(folder))
    filler = "The dockers had stopped work in the harbour on that day. " * 10_000
    for number in range(80):
        rows = {name: [] for name in PARTED}
        for one in range(number * 50, number * 50 + 50):
            text = f"It was a {'needle' if one % 1_000 == 500 else 'nail'}. {filler}{one}"
            doc_id = f"{one:05}.txt"
            blank = dict.fromkeys(["url", "kind", "author", "title", "publisher", "converter"], "")
            blank |= dict.fromkeys(["same_as", "restates", "reliability"], "")
            about = {"path": doc_id, "sha256": "0" * 64, "media_type": "text/plain"}
            about |= {"published": "2020-05", "language": "en", "text_start": 0, "n_sentences": 1}
            rows["documents"].append({"doc_id": doc_id, "text": text, **about, **blank})
            ends = text.index(".") + 1
            place_of = {"sentence_id": f"s-{one}", "doc_id": doc_id, "start": 0, "end": ends}
            rows["sentences"].append(
                {**place_of, "text": text[:ends], "section": "", "paragraph": 0, "page": None}
            )
        for name in PARTED:
            place.write_table(part_name(name, number), to_arrow(name, frame(name, rows[name])))
    for name in WHOLE:
        place.write_table(part_name(name, 0), to_arrow(name, frame(name, [])))
    place.write("seeds.sha256", note({}, "icd203", seeds="seeds").text.encode())


@pytest.fixture(scope="module")
def report(store, tmp_path_factory):
    """A report made of a store in another folder, where no seeds are."""
    place = tmp_path_factory.mktemp("away")
    analysis.build(
        out=place / "out",
        notebooks=["claims"],
        parameters={"since": "2012-03", "until": "2013", "focus": "dockers"},
        tables=store,
        progress=False,
    )
    return place / "out"


def test_a_report_from_a_store_says_what_it_is_of_and_is_verified(report, store, run):
    page = (report / "claims.html").read_text(encoding="utf-8").replace("<wbr>", "")
    assert "seedbrief build --tables STORE -p focus dockers" in page
    noted = read_note(Place(str(report / "tables")))
    assert noted.choice == {"focus": "dockers", "since": "2012-03", "until": "2013"}
    documents = Tables.load(report / "tables").documents["doc_id"]
    assert set(documents) <= set(noted.hashes) < set(read_note(Place(str(store))).hashes)
    assert {"reviews.csv", "sources.csv", "../seedbrief.toml"} <= set(noted.hashes)
    seeds = store.parent / "seeds"
    assert "is as it says" in run("verify", report, "--seeds", seeds).stdout
    done = run("verify", report, "--seeds", seeds, "--rebuild", status=2)
    assert "name that with --tables to make it again" in done.stderr
    again = run("verify", report, "--seeds", seeds, "--rebuild", "--tables", store)
    assert "made again, it has the same bytes" in again.stdout


def test_a_changed_seed_of_a_choice_is_found_and_others_do_not_matter(report, store, run, tmp_path):
    shutil.copytree(store.parent / "seeds", tmp_path / "seeds")
    shutil.copy(store.parent / "seedbrief.toml", tmp_path)
    names = list(Tables.load(report / "tables").documents["doc_id"])
    others = sorted((tmp_path / "seeds/c").iterdir())
    unused = next(path for path in others if f"c/{path.name}" not in names)
    unused.write_text("Nothing of the kind.")
    run("verify", report, "--seeds", tmp_path / "seeds")
    (tmp_path / "seeds" / names[0]).write_text("It rains.")
    done = run("verify", report, "--seeds", tmp_path / "seeds", status=1)
    assert f"{names[0]}: SHA-256 of the seed" in done.stdout
    assert f"text of {names[0]}" in done.stdout


def test_a_build_notices_a_large_corpus_and_keeps_its_store(store, run, tmp_path):
    for name in ("seeds", "seedbrief.toml"):
        subprocess.run(["cp", "-a", store.parent / name, tmp_path / name], check=True)
    asked = ["-p", "since", "2012-03", "-p", "until", "2013", "--notebook", "claims"]
    out = tmp_path / "out"
    done = run("build", "--seeds", tmp_path / "seeds", "--out", out, *asked)
    assert "seedbrief build --tables out/store -p focus WORD" in done.stderr
    assert read_note(Place(str(out / STORE))).is_store
    made = {path: path.stat().st_ino for path in (out / STORE / "claims").iterdir()}
    run("verify", out, "--seeds", tmp_path / "seeds")
    run("build", "--seeds", tmp_path / "seeds", "--out", out, *asked[:3], *asked[6:])
    assert {path: path.stat().st_ino for path in (out / STORE / "claims").iterdir()} == made
    assert all(left <= right for left, right in pairwise(part_numbers(Place(str(out / STORE)))))


def test_tables_of_few_seeds_are_no_store(project, run):
    done = run("build", "--tables", "whole", "--out", "none", status=2)
    assert "is no store, as seedbrief parse makes it of a large corpus" in done.stderr
    assert "make briefs with --seeds" in done.stderr
