"""Whether a reporting word denies: what it reports is then no word of its source."""

import pytest

from analysis.denials import denial


@pytest.mark.parametrize(
    ("cue", "how"),
    [
        ("denied", "denied"),
        ("denies", "denied"),
        ("has denied", "denied"),
        ("denial", "denied"),
        ("ruled out", "denied"),
        ("doubt", "doubted"),
        ("denounced", ""),
        ("said", ""),
    ],
)
def test_a_denial_is_told_by_its_word(cue, how):
    assert denial({"negated": True, "cue": cue}) == how
    assert denial({"negated": False, "cue": cue}) == ""
