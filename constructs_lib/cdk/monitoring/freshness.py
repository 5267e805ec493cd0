"""How old a record may be when it is delivered, from the buffers and retries of its delivery stream."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from constructs_lib.cdk.delivery.destination_metrics import DESTINATIONS
from constructs_lib.cdk.monitoring.lag import number
from constructs_lib.graph import Definition
from constructs_lib.limits import limit

PARTITIONING = "DynamicPartitioningConfiguration"
DELAY_OF_PARTITIONING = cast("float", limit("firehose-dp-delay-factor").value)


def destination_of(delivery: Definition) -> str | None:
    """Give the property that holds the destination."""
    return next((name for name in DESTINATIONS if name in delivery.properties), None)


def longest_delivery(delivery: Definition, name: str) -> float:
    """Give the seconds that may pass from the arrival of a record to its delivery when nothing is wrong.

    Records wait in the buffer of the destination, longer when they are partitioned, and before that in the buffer of
    the transform; each retry that is allowed may be used.

    Args:
        delivery: the delivery stream.
        name: the property that holds the destination.
    """
    configuration = delivery.properties[name]
    waited = _limited(delivery, f"firehose-buffer-{DESTINATIONS[name].facts}-interval")
    if is_enabled(configuration.get(PARTITIONING)):
        waited *= DELAY_OF_PARTITIONING
        waited += _limited(delivery, "firehose-retry-dynamic-partitioning")
    if DESTINATIONS[name].facts != "s3":
        waited += _limited(delivery, f"firehose-retry-{DESTINATIONS[name].facts}")
    return waited + sum(_collected(each) for each in processors(configuration) if each.get("Type") == "Lambda")


def longest_backup(delivery: Definition, name: str) -> float:
    """Give the seconds that may pass until a record is backed up."""
    path = f"{name}.S3BackupConfiguration.BufferingHints.IntervalInSeconds"
    return number(delivery.properties, path, _default("firehose-buffer-s3-backup-interval"))


def is_enabled(part: object) -> bool:
    """Tell whether a part of a configuration is there and not switched off; what is known later counts as on."""
    return isinstance(part, Mapping) and part.get("Enabled", True) not in (False, "false")


def processors(configuration: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give the processors that records go through."""
    processing = configuration.get("ProcessingConfiguration", {})
    if is_enabled(processing):
        yield from (each for each in processing.get("Processors", ()) if isinstance(each, Mapping))


def _limited(delivery: Definition, fact: str) -> float:
    return number(delivery.properties, limit(fact).property_path or "", _default(fact))


def _default(fact: str) -> float:
    return cast("float", limit(fact).default)


def _collected(processor: Mapping[str, Any]) -> float:
    """Give for how long a transform collects a batch: parameters hold numbers as text."""
    for parameter in processor.get("Parameters", ()):
        value = parameter["ParameterValue"]
        if parameter["ParameterName"] == "BufferIntervalInSeconds" and isinstance(value, str):
            return float(value)
    return _default("firehose-lambda-buffer-interval")
