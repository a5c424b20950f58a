"""Records to data frames, and the one home of their schema.

`analysis.tables.parse` is not imported here: it needs spaCy, which takes longer to import than all
else that reads a saved table.
"""

from analysis.tables.schema import SCHEMA
from analysis.tables.store import Tables

__all__ = ["SCHEMA", "Tables"]
