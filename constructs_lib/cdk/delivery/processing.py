"""What Firehose itself does to records before it delivers them, and in which order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ORDER = (
    "Decompression",
    "CloudWatchLogProcessing",
    "RecordDeAggregation",
    "Lambda",
    "MetadataExtraction",
    "AppendDelimiterToRecord",
)
"""The order in which Firehose applies processors, whatever order they are listed in.

Source: Firehose Developer Guide, "Partition streaming data" and "Decompress CloudWatch Logs".
"""
NEW_LINE = "\\n"


def processor(type: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Give a processor in CloudFormation's casing.

    Args:
        type: such as `Lambda`.
        parameters: name to value; all values are strings.
    """
    return {
        "Type": type,
        "Parameters": [{"ParameterName": name, "ParameterValue": value} for name, value in parameters.items()],
    }


def in_order(processors: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Sort processors into the order in which Firehose applies them."""
    return sorted(processors, key=lambda each: ORDER.index(each["Type"]))


def require_once(processors: Iterable[Processor]) -> None:
    """Refuse a step that is given twice.

    Raises:
        ValueError: it would be done to its own result.
    """
    seen: set[type] = set()
    for each in processors:
        if type(each) in seen:
            raise ValueError(f"processors has {type(each).__name__} twice: a record goes through each step once")
        seen.add(type(each))


class Processor(ABC):
    """One step of processing; the policy tells which go together."""

    @abstractmethod
    def properties(self) -> dict[str, Any]:
        """Give the processor in CloudFormation's casing."""


@dataclass(frozen=True)
class Decompression(Processor):
    """Decompress records that CloudWatch Logs compressed with GZIP."""

    def properties(self) -> dict[str, Any]:
        """Give the `Decompression` processor."""
        return processor("Decompression", {"CompressionFormat": "GZIP"})


@dataclass(frozen=True)
class LogMessageExtraction(Processor):
    """Deliver the messages of CloudWatch Logs alone, without the envelope; needs `Decompression`."""

    def properties(self) -> dict[str, Any]:
        """Give the `CloudWatchLogProcessing` processor."""
        return processor("CloudWatchLogProcessing", {"DataMessageExtraction": "true"})


@dataclass(frozen=True, kw_only=True)
class Deaggregation(Processor):
    """Split records into several; needs dynamic partitioning.

    Attributes:
        delimiter: the text between records; JSON objects, one after the other, are told apart unless given.

    Example:
        >>> Deaggregation(delimiter="#").properties()["Parameters"][1]
        {'ParameterName': 'Delimiter', 'ParameterValue': 'Iw=='}
    """

    delimiter: str | None = None

    def properties(self) -> dict[str, Any]:
        """Give the `RecordDeAggregation` processor, its delimiter in base64."""
        if self.delimiter is None:
            return processor("RecordDeAggregation", {"SubRecordType": "JSON"})
        delimiter = b64encode(self.delimiter.encode()).decode()
        return processor("RecordDeAggregation", {"SubRecordType": "DELIMITED", "Delimiter": delimiter})


@dataclass(frozen=True)
class AppendDelimiter(Processor):
    """Write a new line after each record, so that an object holds one record in each line."""

    def properties(self) -> dict[str, Any]:
        """Give the `AppendDelimiterToRecord` processor."""
        return processor("AppendDelimiterToRecord", {"Delimiter": NEW_LINE})
