"""The reports in git are what the shipped seeds give, to the byte."""

import pytest

from analysis.run.verify import verify


def test_the_stored_reports_come_of_the_shipped_seeds(root):
    verdict = verify(root / "reports", root / "seeds", rebuild=True)
    if verdict.discrepancies:
        lines = "\n".join(map(str, (*verdict.notes, *verdict.discrepancies)))
        pytest.fail(
            f"{lines}\nlook at what changed; if it is meant: make brief, and commit reports/"
        )
