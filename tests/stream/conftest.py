"""A small corpus with all that can go wrong across documents, and stores made of it."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random

import pytest

import analysis
from analysis.loading import HASHES_NAME, note, seed_hashes
from analysis.run import parse as run_parse
from analysis.tables.parse import parse

SEEDBRIEF = str(Path(sys.executable).parent / "seedbrief")

REPORT = (
    "Spokesman {name} Berg of the Harbour Office said on Monday that about {count} dockers had "
    "stopped work in {place}. It is not known when they will return. The union denied that "
    "{place} was closed."
)
FRENCH = "Le porte-parole a dit lundi que les dockers ont cessé le travail dans le port. " * 4


def report(number):
    """A short text; every seventh is a copy of the one before."""
    chance = Random(number - 1 if number % 7 == 6 else number)  # noqa: S311
    place = "".join(chance.choices(["ba", "cor", "den", "fil", "gar", "hol"], k=3)).capitalize()
    name = "".join(chance.choices(["Ka", "Li", "Mo", "Ne"], k=2))
    return REPORT.format(name=name, place=place, count=chance.randint(20, 9_000))


def front(number):
    return f"---\npublished: 20{10 + number % 15}-0{1 + number % 9}\n---\n{report(number)}"


def write_corpus(folder):
    """Forty files and four archives, with every kind of problem there is between documents."""
    folder.mkdir(parents=True)
    for number in range(40):
        path = folder / f"{'abc'[number % 3]}/{number:03}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(front(number))
    lines = [{"id": f"r{number}", "text": report(number)} for number in range(100, 130)]
    lines[7]["id"] = "r100"  # called as another
    (folder / "wire.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\nno JSON\n")
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        for number in range(5):
            archive.writestr(zipfile.ZipInfo(f"in/{number}.txt"), report(200 + number))
    message = "From x\nFrom: Ann Kerr <a@example.org>\nSubject: Port {0}\n\n{1}\n\n"
    mailbox = "".join(message.format(n, report(300 + n)) for n in range(4))
    (folder / "mails.mbox").write_text(mailbox)
    (folder / "french.txt").write_text(FRENCH)
    (folder / "long.txt").write_text(f"{'A' * 1_001} {report(400)}")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "empty.txt").write_text("")
    (folder / "a/000.meta.yml").write_text("publisher: Harbour Wire\n")
    (folder / "gone.meta.yml").write_text("title: Gone\n")
    (folder / "sources.csv").write_text(
        "path,publisher,reliability\nwire.jsonl,The Wire,B\nb/001.txt,Herald,\nnone.txt,X,\n"
    )
    (folder / "reviews.csv").write_text(
        "row_id,field,value,reviewer,date,note,about\n"
        "b/001.txt,reliability,C,KL,2025-03-20,,\n"
        "c-000000000000,certainty,probable,KL,2025-03-20,,\n"
        "c-000000000000,colour,red,KL,2025-03-20,,\n"
    )
    return folder


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    """A folder with the corpus ``seeds`` and its tables as they are made in one process."""
    folder = tmp_path_factory.mktemp("project")
    write_corpus(folder / "seeds")
    before = Path.cwd()
    os.chdir(folder)
    try:
        analysis.assess(parse("seeds")).save("whole")
        noted = note(seed_hashes(Path("seeds")), "icd203").text
        Path("whole", HASHES_NAME).write_text(noted, encoding="utf-8")
    finally:
        os.chdir(before)
    return folder


@pytest.fixture(scope="session")
def store(project):
    """The corpus as a store, made without a stop; the seeds and settings lie beside it."""
    folder = project / "large"
    folder.mkdir()
    shutil.copytree(project / "seeds", folder / "seeds")
    (folder / "seedbrief.toml").write_text("[limits]\nassessed_claims = 60\n")
    before = Path.cwd()
    os.chdir(folder)
    try:
        run_parse("seeds", "store", progress=False)
    finally:
        os.chdir(before)
    return folder / "store"


@pytest.fixture
def run(project):
    """Run ``seedbrief`` in the project's folder."""

    def call(*arguments, status=0, **environment):
        done = subprocess.run(
            [SEEDBRIEF, *map(str, arguments)],
            cwd=project,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == status, done.stderr
        return done

    return call


def contents(folder):
    """All files of a folder, hidden ones too, by name."""
    files = (path for path in Path(folder).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
