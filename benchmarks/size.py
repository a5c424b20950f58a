"""Parse corpora of invented documents: rate, memory, and what a second worker adds.

    python benchmarks/size.py [DOCUMENTS ...] [--words 600] [--workers 2] [--distinct N]

Memory is the sum of the proportional set sizes (PSS) of the command and all its processes: pages
that several share count once. Efficiency is the time of one worker, which has one thread, over that
of so many workers times their number; on a busy machine look at processor time in its place, which
is that of all processes. Nothing is taken from the cache.

Half a second of processor time a document goes into the language model and the rules, at any size
of corpus. With ``--distinct N`` only N texts differ, and the files after them hold these again, so
that each text is parsed once, by an empty cache of the run's own, and its rows come from there for
all others. Then what grows with the number of documents is measured in full: finding, hashing and
reading files, language, copies (each file but N is one), order, tasks, rows with ids of their own,
checks, parts on the disk, and memory of the command and its workers. Not measured is the parse of
more than N documents: neither its time nor what it might add to the memory of a worker, which the
runs without this option show.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from analysis.cache import CACHE_VARIABLE

ROOT = Path(__file__).parents[1]
DOCUMENTS = (100, 1_000)
BESIDE = 1_000
"""Documents in a folder."""

COLUMNS = {
    **{"documents": 10, "words": 7, "workers": 9, "seconds": 10, "a second": 10, "processor": 11},
    **{"peak MB": 9, "largest MB": 12, "claims": 11, "efficiency": 12},
}

_SYLLABLES = ("ba", "cor", "den", "fil", "gar", "hol", "ker", "lin", "mar", "nov", "pes", "ros")
_SENTENCE = re.compile(r"[^.!?]+[.!?]”?")


def main() -> None:
    """Make each corpus, parse it with one worker and with several, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("documents", nargs="*", type=int, default=list(DOCUMENTS))
    parser.add_argument("--words", type=int, default=600, help="words of a document (600)")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    parser.add_argument("--no-single", action="store_true", help="leave out the single worker")
    parser.add_argument("--distinct", type=int, help="texts; the other documents repeat these")
    parser.add_argument("--keep", type=Path, help="leave corpora and stores in this folder")
    options = parser.parse_args()
    print("".join(f"{name:>{width}}" for name, width in COLUMNS.items()))
    with TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        for documents in options.documents:
            distinct = min(options.distinct or documents, documents)
            name = f"seeds-{documents}-{options.words}-{distinct}"
            seeds = made_corpus(folder / name, documents, options.words, distinct)
            single = 0.0
            for workers in ([] if options.no_single else [1]) + [options.workers]:
                with TemporaryDirectory() as cache:
                    kept = cache if options.distinct else ""
                    seconds, *more = _parsed(seeds, folder, workers, kept)
                gain = f"{single / (workers * seconds):.2f}" if single else ""
                single = single or (seconds if workers == 1 else 0.0)
                figures = [documents, options.words, workers, seconds, documents / seconds, *more]
                shown = [f"{n:,}" if isinstance(n, int) else f"{n:,.1f}" for n in figures]
                pairs = zip([*shown, gain], COLUMNS.values(), strict=True)
                print("".join(f"{text:>{width}}" for text, width in pairs), flush=True)


def made_corpus(folder: Path, documents: int, words: int, distinct: int) -> Path:
    """Write so many files: sentences of the kit's own seeds with other names and numbers."""
    sentences = [each for path in sorted((ROOT / "seeds").glob("*.md")) for each in _of(path)]
    for number in range(documents):
        path = folder / f"{number // BESIDE:04}" / f"{number % BESIDE:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            chance = random.Random(number % distinct)
            path.write_text(_text(chance, sentences, words), encoding="utf-8")
    return folder


def _of(path: Path) -> list[str]:
    body = path.read_text(encoding="utf-8").split("---\n", 2)[-1]
    lines = [line for line in body.splitlines() if line and not line.startswith("#")]
    return [each.strip() for each in _SENTENCE.findall(" ".join(lines)) if len(each.split()) > 4]


def _text(chance: random.Random, sentences: list[str], words: int) -> str:
    names = ["".join(chance.choices(_SYLLABLES, k=3)).capitalize() for _ in range(12)]
    head = f"---\npublished: 20{chance.randint(10, 24)}-{chance.randint(1, 12):02}\n---\n"
    paragraphs: list[list[str]] = [[]]
    count = 0
    while count < words:
        told = re.sub(r"(?<=\w )[A-Z]\w+", lambda _: chance.choice(names), chance.choice(sentences))
        told = re.sub(r"\b\d[\d,]*\b", lambda _: f"{chance.randint(2, 99_999):,}", told)
        if len(paragraphs[-1]) == 4:
            paragraphs.append([])
        paragraphs[-1].append(told)
        count += len(told.split())
    return head + "\n\n".join(" ".join(each) for each in paragraphs) + "\n"


def _parsed(
    seeds: Path, folder: Path, workers: int, cache: str
) -> tuple[float, float, float, float, int]:
    """Seconds, those of processors, peak memory of all and of the largest in MB, and claims."""
    out = folder / f"store-{seeds.name}-{workers}"
    (folder / "seedbrief.toml").write_text("[limits]\nassessed_claims = 1\n")  # parse alone
    kit = str(Path(sys.executable).parent / "seedbrief")
    command = [kit, "parse", "--seeds", str(seeds), "--out", str(out)]
    start, before = time.monotonic(), _processor()
    process = subprocess.Popen(
        [*command, "--workers", str(workers), "--quiet"],
        env={**os.environ, CACHE_VARIABLE: cache},
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    peak = largest = 0.0
    while process.poll() is None:
        sizes = _sizes(process.pid)
        peak, largest = max(peak, sum(sizes)), max(largest, *sizes, 0.0)
        time.sleep(1)
    seconds = time.monotonic() - start
    said = process.stderr.read() if process.stderr else ""
    claims = re.search(r"([\d,]+) claims", said)
    if process.returncode or claims is None:
        sys.exit(f"the parse failed: {said}")
    processor = _processor() - before
    return seconds, processor, peak, largest, int(claims[1].replace(",", ""))


def _processor() -> float:
    """Seconds that processes which have ended took of processors."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _sizes(pid: int) -> list[float]:
    """PSS of a process and of all below it, in MB."""
    sizes = []
    try:
        root = psutil.Process(pid)
        for each in (root, *root.children(recursive=True)):
            sizes.append(each.memory_full_info().pss / 1e6)
    except psutil.NoSuchProcess:
        pass  # it ended meanwhile
    return sizes


if __name__ == "__main__":
    main()
