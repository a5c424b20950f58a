"""What a reader may do with any bytes; shared by both fuzzers."""

import warnings

from hostile.made import docx, html, mail, mbox, odt, pdf, rtf, zipped

from analysis.errors import SeedError
from analysis.formats import FORMATS, Content, Entry, Refusal, Source
from analysis.settings import Limits, Settings
from analysis.wording import is_whole

GOOD = {
    ".txt": b"---\ntitle: A\n---\nThe dam holds.",
    ".html": html().encode(),
    ".pdf": pdf(),
    ".docx": docx(),
    ".odt": odt(),
    ".rtf": rtf().encode(),
    ".eml": mail("MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8").encode(),
    ".mbox": mbox(mail(), mail()).encode(),
    ".json": b'[{"text": "The dam holds.", "title": "A"}]',
    ".jsonl": b'{"text": "The dam holds."}\n{"text": "It rains."}',
    ".zip": zipped([("a.txt", "The dam holds."), ("b/c.md", "It rains.")]),
}
SMALL = Settings(Limits(unpacked_bytes=1_000_000, characters=100_000, pages=50))


def parts_of(suffix, data):
    """What a reader makes of a file; a known exception counts as a clear refusal."""
    source = Source("x", data, SMALL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(FORMATS[suffix].load()(source))
    except SeedError as error:
        assert error.reason and error.message
        return []
    except Exception:  # the process that reads makes ``broken`` of it
        return []


def check_parts(suffix, data):
    """Each part is of a known kind, and tables can hold its text, metadata and pages."""
    for part in parts_of(suffix, data):
        assert isinstance(part, Content | Entry | Refusal)
        if isinstance(part, Content):
            assert all(is_whole(value) for value in part.metadata.values())
            assert list(part.pages) == sorted(part.pages)
            assert not part.pages or part.pages[-1] <= len(part.text)
            if part.converter and suffix not in {".json", ".jsonl"}:
                assert is_whole(part.text)
