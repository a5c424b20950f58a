"""Read one file with given bytes, as a user would have it among the seeds."""

import pytest

from analysis.read import read


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    return folder


@pytest.fixture
def write(seeds):
    def write(**files):
        for name, data in files.items():
            path = seeds / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
        return seeds

    return write


@pytest.fixture
def one(write):
    """The one document of a file."""

    def one(**file):
        documents, problems = read(write(**file))
        assert problems == []
        [document] = documents
        return document

    return one
