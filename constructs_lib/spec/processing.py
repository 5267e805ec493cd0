"""What Firehose does to records before it delivers them, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from constructs_lib.spec.part import MADE, Settings
from constructs_lib.spec.units import SHORT, TRANSFORM_SIZE

ORDER = (
    "Decompression",
    "CloudWatchLogProcessing",
    "RecordDeAggregation",
    "Lambda",
    "MetadataExtraction",
    "AppendDelimiterToRecord",
)
"""See `constructs_lib.cdk.delivery.processing`, which has the source."""
STANDARD: Mapping[str, Mapping[str, str]] = {
    "Decompression": {"CompressionFormat": "GZIP"},
    "CloudWatchLogProcessing": {"DataMessageExtraction": "true"},
    "RecordDeAggregation": {"SubRecordType": "JSON"},
    "AppendDelimiterToRecord": {"Delimiter": "\\n"},
}
"""Processors without settings to their parameters."""
DEFAULT_BUFFER_MEBIBYTES = 1
DEFAULT_BUFFER_SECONDS = 60
DEFAULT_RETRIES = 3
JQ_ENGINE = "JQ-1.6"
JQ_PATH = re.compile(r"\.[\w.\[\]]*")


def processor(type: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Give a processor in CloudFormation's casing."""
    return {
        "Type": type,
        "Parameters": [{"ParameterName": name, "ParameterValue": value} for name, value in parameters.items()],
    }


def standard(type: str) -> dict[str, Any]:
    """Give a processor that has no settings."""
    return processor(type, STANDARD[type])


def transform_processor(given: Settings, function: Any) -> dict[str, Any]:
    """Give the processor of a transform: all values are strings."""
    size = given.amount("bufferSize", TRANSFORM_SIZE, DEFAULT_BUFFER_MEBIBYTES)
    interval = given.amount("bufferInterval", SHORT, DEFAULT_BUFFER_SECONDS)
    parameters = {
        "LambdaArn": function,
        "NumberOfRetries": f"{given.get('retries', DEFAULT_RETRIES)}",
        "BufferSizeInMBs": f"{size:.15g}",
        "BufferIntervalInSeconds": f"{interval:.15g}",
        "RoleArn": MADE,
    }
    return processor("Lambda", parameters)


def metadata_extraction(queries: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the processor that takes values out of JSON records; none without a query."""
    if not queries:
        return []
    fields = ",".join(
        f"{name}:{query if JQ_PATH.fullmatch(query) else f'({query})'}" for name, query in queries.items()
    )
    parameters = {"MetadataExtractionQuery": f"{{{fields}}}", "JsonParsingEngine": JQ_ENGINE}
    return [processor("MetadataExtraction", parameters)]


def in_order(processors: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort processors into the order in which Firehose applies them."""
    return sorted(processors, key=lambda each: ORDER.index(each["Type"]))
