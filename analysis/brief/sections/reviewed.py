"""What people decided, beside what the machine had found, and how often they agree."""

from __future__ import annotations

from analysis.brief.blocks import Block, Column, Prose, Run, Stack, Table
from analysis.brief.selection import View
from analysis.brief.wording import capital, day
from analysis.reviews.report import agreement, names, said_value
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
            ", ".join(filter(None, (row["reviewer"], day(row["date"]) if row["date"] else ""))),
            row["status"] + (f": {row['note']}" if row["note"] else ""),
        )
        for row in table_rows(tables.reviews)
    ]
    columns = [
        Column("Row", width=3),
        Column("Field", width=1.1),
        Column("Machine", width=1.2),
        Column("Reviewer’s word", width=1.4),
        Column("By", width=1.4),
        Column("Outcome, note", width=1.6),
    ]
    return Table("What people decided", columns, cells, empty="Nobody has reviewed a row.")


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
    columns = [
        Column("Field", width=2),
        Column("Rows judged", "right"),
        Column("Reviewer agrees", "right"),
    ]
    note = "Reviewers choose what they look at: these are no error rates of the whole."
    empty = "Nobody has reviewed a row, so that nothing can be said of how often it is right."
    return Table("Reviewers and the machine", columns, cells, note if cells else "", empty=empty)
