"""Hostile and broken files: each ends as it must, takes nobody else along, and acts nowhere."""

import ast
from collections import defaultdict

import pytest
from hostile.corpus import CASES, write

from analysis.read import read


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What became of each file: ``ok`` or the reason of the refusal, once for each document."""
    folder = write(tmp_path_factory.mktemp("hostile"))
    documents, problems = read(folder)
    found = defaultdict(list)
    by_length = sorted(CASES, key=len, reverse=True)
    for path, outcome in [
        *((document.path, "ok") for document in documents),
        *((problem.path, problem.reason) for problem in problems),
    ]:
        plain = ast.literal_eval(path) if path.startswith("'") else path  # an odd name is quoted
        inner = plain.removeprefix(f"{folder}/")
        name = next((name for name in by_length if f"{inner}/".startswith(f"{name}/")), inner)
        found[name].append(outcome)
    return found


@pytest.mark.parametrize("name", CASES)
def test_each_file_ends_as_it_must(outcomes, name):
    assert sorted(outcomes.get(name, [])) == sorted(CASES[name][1])


def test_there_are_enough_of_them():
    assert len(CASES) >= 150


def test_nothing_else_came_of_them(outcomes):
    assert set(outcomes) <= set(CASES)
