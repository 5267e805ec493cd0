"""Firehose's error objects: one JSON document per failed record, one per line."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from constructs_lib.simulation.delivery.item import FailedItem


def error_line(entry: FailedItem) -> bytes:
    """Write one failed record as a line of an error object.

    Returns:
        A JSON document with `rawData` (base64), `errorCode`, `errorMessage`, `attemptsMade`, `arrivalTimestamp` and
        `attemptEndingTimestamp` (both epoch milliseconds), and `lambdaARN` where a transform failed; then a newline.

    Source: Firehose Developer Guide, Handle failure in data transformation. The guide writes `lambdaArn`; objects
    of the service carry `lambdaARN`, numbers where the guide shows text, and the members in this order.
    """
    failure = entry.failure
    if failure.table is not None:
        return conversion_line(entry, failure.table)
    document: dict[str, str | int] = {
        "rawData": b64encode(entry.item.raw).decode("ascii"),
        "errorCode": failure.code,
        "errorMessage": failure.message,
        "attemptsMade": failure.attempts,
        "arrivalTimestamp": int(entry.item.source.arrival * 1000),
        "attemptEndingTimestamp": int(failure.ended * 1000),
    }
    if failure.function_arn is not None:
        document["lambdaARN"] = failure.function_arn
    return json.dumps(document, separators=(",", ":")).encode() + b"\n"


def conversion_line(entry: FailedItem, table: Mapping[str, Any]) -> bytes:
    """Write one record that did not fit its table.

    Source: Firehose Developer Guide, Handling errors for data format conversion
    """
    failure, source = entry.failure, entry.item.source
    document = {
        "attemptsMade": failure.attempts,
        "arrivalTimestamp": int(source.arrival * 1000),
        "lastErrorCode": failure.code,
        "lastErrorMessage": failure.message,
        "attemptEndingTimestamp": int(failure.ended * 1000),
        "rawData": b64encode(entry.item.raw).decode("ascii"),
        "sequenceNumber": source.sequence_number,
        "subSequenceNumber": source.subsequence_number if source.sequence_number else None,
        "dataCatalogTable": dict(table),
    }
    return json.dumps(document, separators=(",", ":")).encode() + b"\n"
