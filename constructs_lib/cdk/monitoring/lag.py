"""How far a reader may be behind, from what its stream and its mapping are set to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from constructs_lib.graph import Definition
from constructs_lib.limits import limit

SECONDS_PER_HOUR = 3600
MILLISECONDS = 1000


def number(properties: Mapping[str, Any], path: str, otherwise: float) -> float:
    """Read a number of a definition.

    Args:
        properties: in CloudFormation's casing.
        path: names, separated by dots.
        otherwise: for what is absent or known at deployment only.
    """
    value: Any = properties
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else otherwise


def kept_seconds(stream: Definition | None) -> float:
    """For how long a stream keeps records; the shortest time there is when that is not known."""
    shortest = limit("kinesis-stream-retention-hours").low
    hours = number(stream.properties, "RetentionPeriodHours", shortest) if stream else shortest
    return hours * SECONDS_PER_HOUR


def longest_lag(stream: Definition | None, mappings: Iterable[Definition], share: float) -> float:
    """Give the milliseconds that a reader may be behind.

    Args:
        stream: whose retention counts.
        mappings: whose record age counts, when it is shorter.
        share: of the time until records are lost or given up.
    """
    kept = kept_seconds(stream)
    ages = [number(each.properties, "MaximumRecordAgeInSeconds", kept) for each in mappings]
    return min([kept, *(age for age in ages if age > 0)]) * MILLISECONDS * share
