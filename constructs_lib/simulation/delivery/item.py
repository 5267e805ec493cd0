"""A record on its way through a delivery stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from constructs_lib.simulation.ports import SourceRecord


@dataclass(slots=True)
class Item:
    """One record between its arrival and its object.

    Attributes:
        source: the record it came from.
        raw: what an error object reports as `rawData`: the source record, or its part after de-aggregation.
        data: the payload as the last processor left it.
        function_keys: `metadata.partitionKeys` of the transform's answer.
        function_table: `metadata.otfMetadata` of the transform's answer.
    """

    source: SourceRecord
    raw: bytes
    data: bytes
    function_keys: Mapping[str, Any] = field(default_factory=dict)
    function_table: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a record goes to the error prefix.

    Attributes:
        output_type: what `!{firehose:error-output-type}` evaluates to.
        code: `errorCode` of the error object.
        message: `errorMessage` of the error object.
        attempts: `attemptsMade` of the error object.
        ended: when the last attempt ended, in epoch seconds.
        function_arn: `lambdaARN` of the error object, for failures of a transform.
        table: `dataCatalogTable` of the error object, for failures of a conversion.
    """

    output_type: str
    code: str
    message: str
    ended: float
    attempts: int = 1
    function_arn: str | None = None
    table: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class FailedItem:
    """A record and why it failed."""

    item: Item
    failure: Failure
