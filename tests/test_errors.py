"""Errors say in one line what is wrong, what is allowed and what came."""

import pytest

from analysis import errors
from analysis.errors import ParameterError, SeedbriefError, SeedError

ERRORS = [name for name in errors.__all__ if isinstance(getattr(errors, name), type)]


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_can_be_caught_as_one(name):
    """A caller that wants to show any of the kit's errors needs one except clause."""
    assert issubclass(getattr(errors, name), SeedbriefError)


def test_a_parameter_error_names_the_parameter_the_options_and_the_value():
    """Whoever reads the line knows what to type next."""
    error = ParameterError("scale", "icd", ["icd203", "phia"])
    message = "scale must be one of icd203, phia (did you mean icd203?); got 'icd'"
    assert str(error) == message


def test_a_parameter_error_suggests_nothing_that_is_not_near():
    """A guess that is far off would mislead."""
    assert "did you mean" not in str(ParameterError("scale", "metres", ["icd203", "phia"]))


def test_a_parameter_error_takes_a_phrase_where_there_is_no_list():
    """Not every allowed value can be listed."""
    error = ParameterError("since", 3.5, "a date such as 2024-10")
    assert str(error) == "since must be a date such as 2024-10; got 3.5"


def test_a_seed_error_keeps_its_parts():
    """The parts become the columns of the problems table."""
    error = SeedError("a.txt", "empty", "holds no text; remove it or fill it")
    assert (error.path, error.reason) == ("a.txt", "empty")
    assert str(error) == "a.txt: holds no text; remove it or fill it"
