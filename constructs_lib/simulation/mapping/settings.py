"""Read the properties of an `AWS::Lambda::EventSourceMapping`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from constructs_lib.limits import limit
from constructs_lib.simulation.errors import InvalidDefinition, UnsupportedFeature
from constructs_lib.simulation.mapping.filters import Filters

UNLIMITED = -1


@dataclass(frozen=True, slots=True)
class Settings:
    """The decisions of one mapping, defaults filled in.

    Attributes:
        function_arn: what `FunctionName` says.
        event_source_arn: of the stream, or of the consumer for enhanced fan-out.
        batch_size: records.
        batching_window: seconds.
        bisect: a failed batch is split in two.
        retries: -1 means until the records are too old.
        longest_age: seconds; None means the stream's retention.
        partial: the function reports the items that failed.
        factor: concurrent batches per shard.
        window: seconds of a tumbling window; 0 for none.
        filters: None lets every record through.
    """

    function_arn: str
    event_source_arn: str
    batch_size: int
    batching_window: float
    bisect: bool
    retries: int
    longest_age: float | None
    partial: bool
    factor: int
    window: int
    filters: Filters | None


def read_settings(properties: Mapping[str, Any]) -> Settings:
    """Read the resolved properties.

    Raises:
        UnsupportedFeature: tumbling windows with concurrent batches of a shard, which the service is said to refuse.
        InvalidDefinition: a required property is missing or cannot be read.
    """
    window = whole(properties, "TumblingWindowInSeconds", 0)
    factor = whole(properties, "ParallelizationFactor", fact_default("esm-parallelization-factor"))
    if window and factor > 1:
        raise UnsupportedFeature(
            "TumblingWindowInSeconds with a ParallelizationFactor above 1 is not simulated; leave one of them out"
        )
    age = whole(properties, "MaximumRecordAgeInSeconds", fact_default("esm-max-record-age-default"))
    criteria = (properties.get("FilterCriteria") or {}).get("Filters")
    return Settings(
        function_arn=text(properties, "FunctionName"),
        event_source_arn=text(properties, "EventSourceArn"),
        batch_size=whole(properties, "BatchSize", fact_default("esm-batch-size")),
        batching_window=whole(properties, "MaximumBatchingWindowInSeconds", fact_default("esm-batching-window")),
        bisect=bool(properties.get("BisectBatchOnFunctionError", limit("esm-bisect-default").default)),
        retries=whole(properties, "MaximumRetryAttempts", fact_default("esm-max-retry-attempts")),
        longest_age=None if age == UNLIMITED else age,
        partial="ReportBatchItemFailures" in (properties.get("FunctionResponseTypes") or ()),
        factor=factor,
        window=window,
        filters=Filters([str(entry.get("Pattern", "")) for entry in criteria]) if criteria else None,
    )


def fact_default(limit_id: str) -> int:
    """Read the default of a limit that has one."""
    return int(limit(limit_id).default or 0)


def whole(properties: Mapping[str, Any], name: str, default: int) -> int:
    """Read a whole number, which templates may also write as text."""
    value = properties.get(name, default)
    try:
        return int(value)
    except (TypeError, ValueError):
        raise InvalidDefinition(f"{name} is {value!r}; write a whole number") from None


def text(properties: Mapping[str, Any], name: str) -> str:
    """Read a required text."""
    value = properties.get(name)
    if not isinstance(value, str) or not value:
        raise InvalidDefinition(f"{name} is {value!r}; it is required")
    return value
