"""`FilterCriteria`: which records of a stream reach the function."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from constructs_lib.simulation.errors import InvalidDefinition
from constructs_lib.simulation.mapping.pattern import Pattern, any_of
from constructs_lib.simulation.ports import SourceRecord

DATA = "data"
Test = Callable[[SourceRecord], bool]


class Filters:
    """Patterns of which one has to match.

    The `data` of a pattern is matched against the record's decoded JSON where it is an object, else against its text.
    A record whose data is not JSON never matches a pattern of the first kind.

    Args:
        patterns: the texts of `Filters[].Pattern`.

    Raises:
        InvalidDefinition: a pattern is not JSON or not an event pattern.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._tests = [record_test(pattern) for pattern in patterns]

    def admits(self, record: SourceRecord) -> bool:
        """Tell whether a record reaches the function."""
        return any(test(record) for test in self._tests)


def record_test(text: str) -> Test:
    """Compile one pattern."""
    try:
        pattern = json.loads(text)
    except ValueError:
        raise InvalidDefinition(f"filter pattern {text} is not JSON") from None
    if isinstance(pattern, dict) and isinstance(pattern.get(DATA), list):
        rest = Pattern({name: value for name, value in pattern.items() if name != DATA})
        plain = any_of(pattern[DATA])
        return lambda record: plain(plain_text(record.data)) and rest.matches(metadata(record))
    compiled = Pattern(pattern)
    if not mentions_data(pattern):
        return lambda record: compiled.matches(metadata(record))

    def test(record: SourceRecord) -> bool:
        try:
            data = json.loads(record.data)
        except ValueError:
            return False
        return compiled.matches({**metadata(record), DATA: data})

    return test


def mentions_data(pattern: dict[str, Any]) -> bool:
    """Tell whether a pattern looks into the record's data."""
    return DATA in pattern or any(mentions_data(each) for each in pattern.get("$or", ()))


def metadata(record: SourceRecord) -> dict[str, Any]:
    """Read what a pattern sees of a record beside its data."""
    return {
        "partitionKey": record.partition_key,
        "sequenceNumber": record.sequence_number,
        "approximateArrivalTimestamp": record.arrival,
    }


def plain_text(data: bytes) -> str:
    """Read data as the text that a plain pattern compares."""
    return data.decode(errors="replace")
