"""From the consumers of a spec to CloudFormation's properties: those that `FanOutConsumer` and its like have."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from constructs_lib.graph import Definition, Reference
from constructs_lib.limits import limit
from constructs_lib.spec.functions import function_part
from constructs_lib.spec.names import is_name
from constructs_lib.spec.part import MADE, Part, Settings, present, target
from constructs_lib.spec.streams import DEFAULT_RETENTION_HOURS
from constructs_lib.spec.units import HOURS, LONG, SHORT

DEFAULT_BATCH_SIZE = 100
DEFAULT_BATCHING_WINDOW_SECONDS = 0
DEFAULT_PARALLELIZATION_FACTOR = 1
DEFAULT_RETRY_ATTEMPTS = 5
DEFAULT_STARTING_POSITION = "TRIM_HORIZON"
SECONDS_PER_HOUR = 3600
SHARE_OF_RETENTION = 2
QUEUE_RETENTION_SECONDS = 14 * 24 * SECONDS_PER_HOUR
CONSUMERS_AT_ONCE = int(limit("cross-efo-creating-count").high)
ARGUMENTS = {
    "EventSourceArn": "stream",
    "FunctionName": "function",
    "BatchSize": "batchSize",
    "MaximumBatchingWindowInSeconds": "batchingWindow",
    "ParallelizationFactor": "parallelizationFactor",
    "MaximumRetryAttempts": "retryAttempts",
    "MaximumRecordAgeInSeconds": "maxRecordAge",
    "BisectBatchOnFunctionError": "bisectBatchOnError",
    "FunctionResponseTypes": "reportBatchItemFailures",
    "StartingPosition": "startingPosition",
    "StartingPositionTimestamp": "startingPositionTimestamp",
    "TumblingWindowInSeconds": "tumblingWindow",
    "FilterCriteria": "filters",
    "MetricsConfig": "eventCountMetrics",
    "DestinationConfig": "onFailure",
    "DestinationConfig.OnFailure.Destination": "onFailure",
}


def consumer_parts(
    name: str, written: Mapping[str, Any], streams: Mapping[str, Mapping[str, Any]], registered: list[str]
) -> Iterator[Part]:
    """Make the definitions of a consumer: its function, its registration, its queue and its mapping.

    Args:
        name: of the consumer.
        written: its keywords.
        streams: the streams of the spec.
        registered: ids of the registered consumers so far; that of this one is added.
    """
    given, place = Settings(written), ("consumers", name)
    stream = given.get("stream")
    function: Any = given.get("function")
    if function is None:
        part = function_part(f"{name}.Function", place)
        function = Reference(part.definition.id, "Arn")
        yield part
    source = target(stream)
    if given.get("fanOut", True):
        part = registration(f"{name}.Consumer", given, place, registered)
        source = Reference(part.definition.id, "ConsumerARN")
        yield part
    on_failure = given.get("onFailure")
    if on_failure is None:
        part = queue(f"{name}.Failures", place)
        on_failure = Reference(part.definition.id, "Arn")
        yield part
    properties = {
        "EventSourceArn": source,
        "FunctionName": function,
        **mapping_settings(given, streams.get(stream)),
        "DestinationConfig": {
            "OnFailure": {"Destination": MADE if isinstance(on_failure, str) and is_name(on_failure) else on_failure}
        },
    }
    arguments = {**ARGUMENTS, "FunctionName": "function" if given.has("function") else "entry"}
    arguments |= {f"FilterCriteria.Filters.{at}": f"filters.{at}" for at in range(len(given.get("filters", ())))}
    yield Part(Definition(name, "AWS::Lambda::EventSourceMapping", present(properties), arguments=arguments), place)


def mapping_settings(given: Settings, stream: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give what a mapping does with batches, in CloudFormation's casing."""
    filters = given.get("filters")
    moment = given.get("startingPositionTimestamp")
    return {
        "BatchSize": given.get("batchSize", DEFAULT_BATCH_SIZE),
        "MaximumBatchingWindowInSeconds": given.amount("batchingWindow", SHORT, DEFAULT_BATCHING_WINDOW_SECONDS),
        "ParallelizationFactor": given.get("parallelizationFactor", DEFAULT_PARALLELIZATION_FACTOR),
        "MaximumRetryAttempts": given.get("retryAttempts", DEFAULT_RETRY_ATTEMPTS),
        "MaximumRecordAgeInSeconds": given.amount("maxRecordAge", LONG, default_record_age(stream)),
        "BisectBatchOnFunctionError": given.get("bisectBatchOnError", True),
        "FunctionResponseTypes": ["ReportBatchItemFailures"] if given.get("reportBatchItemFailures", True) else None,
        "StartingPosition": given.get("startingPosition", DEFAULT_STARTING_POSITION),
        "StartingPositionTimestamp": unix_seconds(moment) if moment else None,
        "TumblingWindowInSeconds": given.amount("tumblingWindow", SHORT),
        "FilterCriteria": {"Filters": [{"Pattern": json.dumps(each, separators=(",", ":"))} for each in filters]}
        if filters
        else None,
        "MetricsConfig": {"Metrics": ["EventCount"]} if given.get("eventCountMetrics") else None,
    }


def default_record_age(stream: Mapping[str, Any] | None) -> int:
    """Give half the retention of a stream in seconds, within what a mapping takes; of the shortest if it is unknown."""
    shortest = limit("kinesis-stream-retention-hours").low
    hours = shortest if stream is None else Settings(stream).amount("retention", HOURS, DEFAULT_RETENTION_HOURS)
    assert hours is not None
    return min(int(hours * SECONDS_PER_HOUR / SHARE_OF_RETENTION), int(limit("esm-max-record-age").high))


def unix_seconds(moment: str) -> int:
    """Read a moment in UTC."""
    return int(datetime.fromisoformat(moment).timestamp())


def registration(id: str, given: Settings, place: tuple[str, str], registered: list[str]) -> Part:
    """Make the definition of a registered consumer, after those that must be created before it."""
    waits_for = registered[-CONSUMERS_AT_ONCE:][:1] if len(registered) >= CONSUMERS_AT_ONCE else []
    registered.append(id)
    definition = Definition(
        id,
        "AWS::Kinesis::StreamConsumer",
        {"ConsumerName": given.get("consumerName", MADE), "StreamARN": target(given.get("stream"))},
        arguments={"ConsumerName": "consumerName", "StreamARN": "stream"},
        depends_on=tuple(waits_for),
    )
    return Part(definition, place)


def queue(id: str, place: tuple[str, str]) -> Part:
    """Make the definition of the queue for what a function could not process."""
    properties = {"MessageRetentionPeriod": QUEUE_RETENTION_SECONDS, "SqsManagedSseEnabled": True}
    return Part(Definition(id, "AWS::SQS::Queue", properties), place)
