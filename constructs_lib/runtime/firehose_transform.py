"""The handler of a Firehose transformation function, made of one function per record."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from constructs_lib.limits import limit
from constructs_lib.runtime.codec import from_json, to_json_line
from constructs_lib.runtime.metrics import LambdaContext, Reasons, write_metrics
from constructs_lib.runtime.response_budget import ResponseBudget
from constructs_lib.runtime.results import Drop, Fail, Ok, Result

RESPONSE_BYTES = int(limit("lambda-sync-response-bytes").high)
NAMESPACE = "KinesisConstructs/Transform"
OK, DROPPED, FAILED = "Ok", "Dropped", "ProcessingFailed"
NO_ROOM = "no room left in the response"

Decoded = TypeVar("Decoded")


def transform(
    each: Callable[[Decoded], Result],
    *,
    decode: Callable[[bytes], Decoded] = from_json,
    encode: Callable[[Any], bytes] = to_json_line,
    response_bytes: int = RESPONSE_BYTES,
) -> Callable[[Mapping[str, Any], LambdaContext], dict[str, Any]]:
    """Make a Lambda handler that answers every record of a batch exactly once, in order.

    A record whose bytes cannot be decoded, whose function raises or returns anything else, or whose value has no form
    in JSON is answered `ProcessingFailed`, and so is a record whose answer no longer fits into the response: Firehose
    delivers its source bytes to the error prefix, and the rest of the batch goes on. Each batch writes one log line
    with the counts (metrics `Ok`, `Dropped`, `ProcessingFailed` in the namespace `KinesisConstructs/Transform`) and the
    reasons.

    Example:
        >>> def celsius(reading: dict[str, float]) -> Result:
        ...     if "f" not in reading:
        ...         return Fail("no temperature")
        ...     return Ok({"c": (reading["f"] - 32) / 1.8}, {"unit": "celsius"})
        >>> handler = transform(celsius)

    Args:
        each: decoded record to result; called once per record, in order.
        decode: the record's bytes to what `each` takes.
        encode: `Ok.value` to the bytes to deliver.
        response_bytes: how large the response may become, as JSON.

    Returns:
        A handler. Its event is `{"records": [{"recordId": str, "data": base64 str, ...}, ...], ...}`, its answer
        `{"records": [{"recordId": str, "result": "Ok" | "Dropped" | "ProcessingFailed", "data": base64 str,
        "metadata": {"partitionKeys": {name: key}}}, ...]}` with `data` where the result is `Ok` and `metadata` where
        there are keys.

    Source: limit lambda-sync-response-bytes; Firehose Developer Guide: Lambda data transformation.
    """

    def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        records: Sequence[Mapping[str, Any]] = event["records"]
        budget = ResponseBudget(response_bytes, (refusal(record) for record in records))
        counts = Counter({OK: 0, DROPPED: 0, FAILED: 0})
        reasons = Reasons()
        entries = []
        for record in records:
            entry = answer(record, reasons)
            if entry["result"] == OK and not budget.admits(entry, refusal(record)):
                reasons.add(NO_ROOM)
                entry = refusal(record)
            counts[entry["result"]] += 1
            entries.append(entry)
        write_metrics(NAMESPACE, context, counts, reasons.as_properties())
        return {"records": entries}

    def answer(record: Mapping[str, Any], reasons: Reasons) -> dict[str, Any]:
        try:
            result = each(decode(base64.b64decode(record["data"], validate=True)))
            match result:
                case Ok():
                    return delivery(record, encode(result.value), result.keys)
                case Drop():
                    reasons.add(result.reason)
                    return {"recordId": record["recordId"], "result": DROPPED}
                case Fail():
                    reasons.add(result.reason)
                    return refusal(record)
            raise TypeError(f"a transform returns Ok, Drop or Fail, not {result!r}")
        except Exception as error:
            reasons.add_exception(error, record["recordId"])
            return refusal(record)

    return handler


def delivery(record: Mapping[str, Any], data: bytes, keys: Mapping[str, str]) -> dict[str, Any]:
    """Answer a record with new bytes, and with partition keys where there are any."""
    entry = {"recordId": record["recordId"], "result": OK, "data": base64.b64encode(data).decode("ascii")}
    return {**entry, "metadata": {"partitionKeys": dict(keys)}} if keys else entry


def refusal(record: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a record in the fewest bytes that keep it: Firehose itself still holds the source bytes."""
    return {"recordId": record["recordId"], "result": FAILED}
