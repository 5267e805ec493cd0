"""What Firehose does to records before it delivers them, and in which order."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any

from constructs_lib.spec.keywords import Form, Forms, choice, mapping, several
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
DEAGGREGATION = "RecordDeAggregation"
OWN_PROCESSORS = {"Lambda", "MetadataExtraction"}
"""Processors that have keywords of their own: `transform` and `partitionBy`."""
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


def standard(written: str | Mapping[str, Any]) -> dict[str, Any]:
    """Give a processor that a spec names, with its settings or without."""
    if isinstance(written, str):
        return processor(written, STANDARD[written])
    delimiter = b64encode(written[DEAGGREGATION]["delimiter"].encode()).decode()
    return processor(DEAGGREGATION, {"SubRecordType": "DELIMITED", "Delimiter": delimiter})


def kind_of(written: str | Mapping[str, Any]) -> str:
    """Give the type of a processor that a spec names."""
    return written if isinstance(written, str) else DEAGGREGATION


def form(forms: Forms) -> Form:
    """The form of processors."""
    split = mapping(
        {"delimiter": forms.text("The text between records.")}, "How records are told apart.", required=["delimiter"]
    )
    step = {
        "description": "A step.",
        "anyOf": [
            {"type": "string", **choice("firehose-processor-types", "A step.", OWN_PROCESSORS)},
            mapping({DEAGGREGATION: split}, "A step with its settings.", required=[DEAGGREGATION]),
        ],
    }
    return several(step, "What Firehose itself does to records.") | {"uniqueItems": True}


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
