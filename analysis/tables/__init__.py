"""Records to data frames, and the one home of their schema."""

from analysis.tables.parse import parse
from analysis.tables.schema import SCHEMA
from analysis.tables.store import Tables

__all__ = ["SCHEMA", "Tables", "parse"]
