"""The AWS facts: bounds, units, sources, dates. No other file holds such a number."""

from constructs_lib.limits.limit import Kind, Limit
from constructs_lib.limits.table import limit, table

__all__ = ["Kind", "Limit", "limit", "table"]
