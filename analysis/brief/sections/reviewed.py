"""What people decided, beside what the machine had found, and how often they agree."""

from __future__ import annotations

from analysis.brief.blocks import Block, Prose, Run, Stack
from analysis.brief.sections.words import table
from analysis.brief.selection import View
from analysis.brief.wording import capital
from analysis.reviews.report import agreement, by, names, said_value
from analysis.tables.schema import rows as table_rows

__all__ = ["agreement_table", "reviewed", "reviews_table"]

_FIELDS = {"verdict": "the row is right", "missed": "rows that the machine had missed"}


def reviewed(view: View) -> Block:
    """What people decided and how often they agree with the machine, or that nobody has."""
    if view.everything.reviews.empty:
        return Prose(["No person has reviewed a row of these tables."])
    return Stack([reviews_table(view), agreement_table(view)])


def reviews_table(view: View) -> Block:
    """Every decision: what the machine had, what a person decided, who, and what became of it."""
    tables = view.everything
    called = names(tables)
    cells = [
        (
            Run(f"“{row['about']}”", "quote") if row["about"] else Run(row["row_id"], "mono"),
            row["field"].replace("_", " "),
            row["machine_value"].replace("_", " "),
            Run(said_value(row, called), "strong"),
            by(row),
            row["status"] + (f": {row['note']}" if row["note"] else ""),
        )
        for row in table_rows(tables.reviews)
    ]
    return table("reviews", cells)


def agreement_table(view: View) -> Block:
    """How often people agree with the machine, by field, with the number of rows judged."""
    cells = [
        (
            capital(_FIELDS.get(row["field"], row["field"])),
            str(row["n"]),
            "" if row["field"] == "missed" else str(row["agreed"]),
        )
        for row in table_rows(agreement(view.everything))
    ]
    note = "Reviewers choose what they look at: these are no error rates of the whole."
    return table("agreement", cells, note if cells else "")
