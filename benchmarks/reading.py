"""How fast each format is read, in processes of their own: ``benchmarks/reading.py [FILES]``.

The files are made here, some 600 words each, and read from a folder of their own per format.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import typst

from analysis.read import read

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def text(number: int) -> str:
    """Prose of some 600 words, another for each number."""
    return "\n\n".join(
        " ".join(
            f"Officer {number} said on day {day} that about {day * 7 + line},200 dockers had left."
            for line in range(7)
        )
        for day in range(1, 8)
    )


def html(number: int) -> bytes:
    """A page with a menu and the text."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text(number).split("\n\n"))
    menu = "<nav><ul><li><a href=/>Home</a></ul></nav>"
    return f"<html><head><title>News</title></head><body>{menu}{body}</body></html>".encode()


def docx(number: int) -> bytes:
    """A Word file with the text."""
    lines = (f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in text(number).split("\n\n"))
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        body = f'<w:document xmlns:w="{WORD}"><w:body>{"".join(lines)}</w:body></w:document>'
        archive.writestr("word/document.xml", body)
    return stream.getvalue()


FORMATS: dict[str, Callable[[int], bytes]] = {
    "txt": lambda number: text(number).encode(),
    "html": html,
    "pdf": lambda number: bytes(typst.compile(text(number).encode())),
    "docx": docx,
    "rtf": lambda number: rf"{{\rtf1 {text(number)}}}".replace("\n\n", r"\par ").encode(),
    "eml": lambda number: f"From: a@example.org\n\n{text(number)}".encode(),
}


def measure(suffix: str, count: int) -> float:
    """Seconds to read so many files of a format."""
    with TemporaryDirectory() as folder:
        for number in range(count):
            Path(folder, f"{number}.{suffix}").write_bytes(FORMATS[suffix](number))
        start = time.perf_counter()
        documents, problems = read(folder)
        seconds = time.perf_counter() - start
    if problems or len(documents) != count:
        raise SystemExit(f"{suffix}: {problems[:1]}")
    return seconds


def lines(count: int) -> float:
    """Seconds to read one file with so many documents, a line each."""
    with TemporaryDirectory() as folder:
        rows = (json.dumps({"text": text(number)}) for number in range(count))
        Path(folder, "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
        start = time.perf_counter()
        read(folder)
        return time.perf_counter() - start


def main() -> None:
    """Print documents a second by format."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for suffix in FORMATS:
        seconds = measure(suffix, count)
        print(f"{suffix:6} {count / seconds:8.0f} documents a second ({seconds:.2f} s)")
    seconds = lines(count)
    print(f"jsonl  {count / seconds:8.0f} documents a second ({seconds:.2f} s)")


if __name__ == "__main__":
    main()
