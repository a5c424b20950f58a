"""A fuzzer that keeps the bytes which reach new code: ``python tests/hostile/guided.py TARGET``.

TARGET is a reader's suffix, what people write or send (``reviews``, ``meta``, ``sources``,
``settings``, ``manifest``), or ``all``. Options are libFuzzer's, such as ``-max_total_time=60``; by
default a file may take 20 seconds and 2 GB. What breaks something is left as ``crash-...`` in the
working folder.
"""

import os
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

BESIDE = {
    "reviews": (
        "reviews.csv",
        b"row_id,field,value,reviewer,date,note,about\n"
        b"c-3cd47e063224,certainty,probable,KL,2025-03-20,he had it from others,soldiers\n",
    ),
    "meta": ("a.meta.yml", b"title: A dam\npublisher: Gazette\npublished: 2025-03-14\n"),
    "sources": ("sources.csv", b"path,publisher,published,reliability\na.txt,Wire,2025-03-14,B\n"),
    "settings": ("../seedbrief.toml", b'[limits]\nseconds = 60\n[fields]\ntext = "body"\n'),
    "manifest": ("ro-crate-metadata.json", b'{"@graph": [{"@id": "./", "@type": "Dataset"}]}'),
}
"""Files of people's: where each lies, and a good one."""

TARGETS = (
    *(".txt", ".html", ".pdf", ".docx", ".odt", ".rtf", ".eml", ".mbox", ".json", ".jsonl", ".zip"),
    *BESIDE,
)


def target(name: str, folder: Path) -> tuple[bytes, Callable[[bytes], None]]:
    """A good file, and what must hold of any other."""
    from hostile.readers import GOOD, check_parts

    from analysis.errors import SeedbriefError
    from analysis.read import read
    from analysis.reviews.file import read_reviews
    from analysis.run.crate import read_crate

    if name in GOOD:
        return GOOD[name], lambda data: check_parts(name, data)
    seeds = folder / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text("The dam holds.")
    path, good = BESIDE[name]

    def check(data: bytes) -> None:
        (seeds / path).write_bytes(data)
        with suppress(SeedbriefError):
            if name == "manifest":
                read_crate(seeds / path)
                return
            documents, problems = read(seeds)
            assert documents or problems
            read_reviews(seeds)

    return good, check


def fuzz(name: str, options: list[str]) -> int:
    """Fuzz one target in a process of its own until the time or the runs are over."""
    import atheris

    with TemporaryDirectory() as folder:
        if child := os.fork():  # the fuzzer never returns, and would leave the folder behind
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        warnings.simplefilter("ignore")
        with atheris.instrument_imports(include=["analysis", "email", "striprtf", "yaml"]):
            good, check = target(name, Path(folder))
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        (corpus / "good").write_bytes(good)
        limits = ["-timeout=20", "-rss_limit_mb=2048", "-close_fd_mask=1"]
        atheris.Setup([sys.argv[0], *limits, *options, str(corpus)], check)
        atheris.Fuzz()
        return 0


def main() -> int:
    """Fuzz what the command line names; stop at the first target that breaks."""
    name, *options = sys.argv[1:] or ["none"]
    if name not in (*TARGETS, "all"):
        sys.exit(f"there is no target {name!r}; there are all, {', '.join(TARGETS)}")
    names = TARGETS if name == "all" else (name,)
    return next((status for each in names if (status := fuzz(each, options))), 0)


if __name__ == "__main__":
    sys.exit(main())
