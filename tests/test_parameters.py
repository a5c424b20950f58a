"""What a parameter may be, and what is said when it is something else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import NotebookError, ParameterError
from analysis.parameters import NAMES, Parameters, check, check_notebook
from analysis.pattern import compile_pattern


def test_what_is_not_given_keeps_its_default():
    assert check({}) == Parameters()
    assert check({"scale": "phia"}).min_certainty == "possible"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"focuss": "x"}, "parameter must be one of .*did you mean focus"),
        ({"scale": "phi"}, "scale must be one of icd203, phia"),
        ({"min_certainty": "certian"}, "did you mean certain"),
        ({"since": "2024-13"}, "since must be a date such as"),
        ({"until": "2024-02-30"}, "until must be a date such as"),
        ({"since": "٢٠٢٤"}, "since must be a date such as"),
        ({"since": "2024-10", "until": "2024-09"}, "until must be a date not before since"),
        ({"title": "two\nlines"}, "title must be one line"),
        ({"title": None}, "title must be a text; got None"),
        ({"title": True}, "title must be a text; got True"),
        ({"since": 2024.1}, "since must be a text; got 2024.1"),
        ({"seeds": " "}, "seeds must be a folder or file"),
        ({"tlp": "pink"}, "tlp must be one of TLP:RED"),
        ({"tlp": "TLP:WHITE"}, "tlp must be one of TLP:RED"),
        ({"profile": ""}, "profile must be full, one-page or the folder"),
        ({"focus": "(open"}, "focus must be a valid regular expression"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(values, says):
    with pytest.raises(ParameterError, match=says):
        check(values)


@pytest.mark.parametrize(
    ("given_", "marking"),
    [
        ("amber", "TLP:AMBER"),
        ("tlp:Red", "TLP:RED"),
        ("AMBER+strict", "TLP:AMBER+STRICT"),
        ("TLP: GREEN", "TLP:GREEN"),
        ("", ""),
    ],
)
def test_a_marking_is_written_as_the_standard_does(given_, marking):
    assert check({"tlp": given_}).tlp == marking


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-10-18", date(2024, 10, 18), date(2024, 10, 18)),
        (2024, date(2024, 1, 1), date(2024, 12, 31)),  # what papermill makes of -p since 2024
    ],
)
def test_a_partial_date_covers_its_days(text, first, last):
    found = check({"since": text, "until": text})
    assert (found.first_day, found.last_day) == (first, last)


def test_a_notebook_can_have_typed_parameters_of_its_own():
    kinds = {"top": "int", "share": "float", "long": "bool", "names": "list[str]"}
    values = {"top": "5", "share": 1, "long": "true", "names": ["a"]}
    assert dict(check(values, kinds).extra) == {
        **{"top": 5, "share": 1.0, "long": True, "names": ["a"]}
    }
    for wrong in ({"top": "five"}, {"top": True}, {"long": "maybe"}, {"names": "a"}):
        with pytest.raises(ParameterError, match="must be a value of type"):
            check(wrong, kinds)
    with pytest.raises(ParameterError, match="the type of parameter top must be one of str, int"):
        check({"top": 1}, {"top": "Path"})


@pytest.fixture
def namespace():
    """What ``globals()`` holds after the parameters cell."""
    declared = dict.fromkeys(NAMES, str)
    return {**check({}).as_dict(), "__annotations__": declared, "In": ["", "..."]}


def test_a_notebook_passes_with_what_papermill_put_in(namespace):
    cell = '# Parameters\nfocus = "troops"\n'
    found = check_notebook({**namespace, "focus": "troops", "In": ["", "...", cell], "other": 3})
    assert found == check({"focus": "troops"})


def test_a_notebook_stops_at_what_papermill_put_in_by_an_unknown_name(namespace):
    with pytest.raises(ParameterError, match="did you mean focus"):
        check_notebook({**namespace, "In": ["", '# Parameters\nfocuss = "troops"\n']})


def test_a_notebook_must_declare_all(namespace):
    del namespace["scale"]
    with pytest.raises(NotebookError, match="missing: scale"):
        check_notebook(namespace)


@pytest.mark.parametrize(
    "text",
    ["(a+)+b", "(a|a)*b", "(a?){30}a", "(?:x*)*", r"(\w+\s*)+:", "((ab)*c|d)+", "(a|b|ab){2,}"],
)
def test_patterns_that_could_run_for_hours_are_refused(text):
    with pytest.raises(ParameterError, match="could run for hours"):
        compile_pattern("focus", text)


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("troop|soldier", "Soldiers arrived"),
        (r"north\s+korean?", "North  Korean units"),
        (r"(?:\w+\s+){1,5}troops", "some 3,000 more troops"),
        (r"\d{1,3}(?:,\d{3})+", "10,000"),
        (r"(?P<x>a)b(?P=x)", "aba"),
        ("Сил|북한", "북한군"),
    ],
)
def test_ordinary_patterns_pass_and_disregard_case(text, finds):
    assert compile_pattern("focus", text).search(finds)


@given(st.text(max_size=60))
def test_any_text_is_a_pattern_or_one_error(text):
    try:
        compile_pattern("focus", text)
    except ParameterError as error:
        assert str(error).startswith("focus must be ")
