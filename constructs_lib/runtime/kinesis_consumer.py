"""The handler of an event source mapping on a Kinesis stream, made of one function per record."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from constructs_lib.runtime.codec import from_json
from constructs_lib.runtime.metrics import LambdaContext, Reasons, write_metrics

NAMESPACE = "KinesisConstructs/Consumer"
HANDLED, FAILED = "Handled", "Failed"

Decoded = TypeVar("Decoded")


def consumer(
    each: Callable[[Decoded], str | None],
    *,
    decode: Callable[[bytes], Decoded] = from_json,
) -> Callable[[Mapping[str, Any], LambdaContext], dict[str, Any]]:
    """Make a Lambda handler that hands a shard's records over one by one and says where it stopped.

    The first record whose function raises ends the batch: Lambda goes on from the lowest sequence number reported,
    so whatever came after it would be handled twice and out of order. What went before it counts as handled. Each
    batch writes one log line with the counts (metrics `Handled`, `Failed` and the words that `each` returned, in the
    namespace `KinesisConstructs/Consumer`).

    The mapping needs `ReportBatchItemFailures`, or the answer is ignored.

    Example:
        >>> def watch(order: dict[str, float]) -> str | None:
        ...     return "Large" if order["total"] > 1000 else None
        >>> handler = consumer(watch)

    Args:
        each: called with each decoded record; returns a word to count it under, or None.
        decode: the record's bytes to what `each` takes.

    Returns:
        A handler. Its event is `{"Records": [{"kinesis": {"sequenceNumber": str, "data": base64 str, ...}}, ...]}`, its
        answer `{"batchItemFailures": [{"itemIdentifier": sequence number}]}`, empty where every record was handled.

    Source: Lambda Developer Guide: configuring partial batch response with Kinesis Data Streams and Lambda.
    """

    def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        counts = Counter({HANDLED: 0, FAILED: 0})
        reasons = Reasons()
        failures = []
        for record in event["Records"]:
            sequence_number = record["kinesis"]["sequenceNumber"]
            try:
                word = each(decode(base64.b64decode(record["kinesis"]["data"], validate=True)))
            except Exception as error:
                counts[FAILED] += 1
                reasons.add_exception(error, sequence_number)
                failures.append({"itemIdentifier": sequence_number})
                break
            counts[HANDLED] += 1
            if word is not None:
                counts[word] += 1
        write_metrics(NAMESPACE, context, counts, reasons.as_properties())
        return {"batchItemFailures": failures}

    return handler
