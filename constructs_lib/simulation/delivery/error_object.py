"""Firehose's error objects: one JSON document per failed record, one per line."""

from __future__ import annotations

import json
from base64 import b64encode

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
