"""The handler of a Firehose transformation function, made of one function per record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeVar

from constructs_lib.limits import limit
from constructs_lib.runtime.codec import Parts, from_json, to_json_line
from constructs_lib.runtime.deadline import MARGIN_MILLIS, NOT_REACHED, Deadline
from constructs_lib.runtime.metrics import LambdaContext, Reasons, Report, write_metrics
from constructs_lib.runtime.record_answer import DROPPED, FAILED, OK, RecordAnswer, omission, refusal
from constructs_lib.runtime.reingestion import MOST_TIMES, Reingest, send_back
from constructs_lib.runtime.response_budget import ResponseBudget
from constructs_lib.runtime.results import Result
from constructs_lib.runtime.schema import schema_check

RESPONSE_BYTES = int(limit("lambda-sync-response-bytes").high)
NAMESPACE = "KinesisConstructs/Transform"
REINGESTED = "Reingested"
NO_ROOM = "no room left in the response"
TOO_LARGE = "larger than a whole response"

Decoded = TypeVar("Decoded")


def transform(
    each: Callable[[Decoded], Result],
    *,
    decode: Callable[[bytes], Decoded | Parts[Decoded]] = from_json,
    encode: Callable[[Any], bytes] = to_json_line,
    keys: Collection[str] | None = None,
    schema: Mapping[str, Any] | None = None,
    deaggregate: bool = False,
    reingest: Reingest | None = None,
    reingest_times: int = MOST_TIMES,
    deadline_millis: int = MARGIN_MILLIS,
    response_bytes: int = RESPONSE_BYTES,
    report: Report = write_metrics,
) -> Callable[[Mapping[str, Any], LambdaContext], dict[str, Any]]:
    """Make a Lambda handler that answers every record of a batch exactly once, in order.

    A record is answered `ProcessingFailed` where its bytes cannot be decoded, an event breaks the schema, the function
    raises or returns anything else than a result, the keys are not those asked for, the value has no form in JSON, the
    answer no longer fits into the response, or the deadline came first. Firehose delivers its source bytes to the error
    prefix, and the rest of the batch goes on. Each batch writes one log line with the counts (metrics `Ok`, `Dropped`,
    `ProcessingFailed`, and `Reingested` where records may go back, in the namespace `KinesisConstructs/Transform`), and
    with the reasons.

    Where a record holds several events, Firehose still takes one answer: the lines of all that are `Ok`, which need the
    same keys. One that fails makes the record fail; dropped ones are left out.

    Example:
        >>> def celsius(reading: dict[str, float]) -> Result:
        ...     if "f" not in reading:
        ...         return Fail("no temperature")
        ...     return Ok({"c": (reading["f"] - 32) / 1.8}, {"unit": "celsius"})
        >>> handler = transform(celsius, keys=["unit"])

    Args:
        each: decoded event to result; called in order.
        decode: the record's bytes to what `each` takes, or to `Parts` of it: `from_json`, `from_text`, `csv_rows(...)`,
            `log_events`, `bytes`, or `from_fast_json`.
        encode: `Ok.value` to the bytes to deliver: `to_json_line`, `to_text_line`, `bytes`, or `to_fast_json_line`.
        keys: names of the partition keys that every `Ok` carries, those of the delivery stream's prefix; None leaves
            them unchecked.
        schema: JSON Schema of what `decode` returns; needs the package jsonschema.
        deaggregate: whether records that the Kinesis Producer Library packed are unpacked. Firehose itself unpacks
            those of a Kinesis stream; those put directly it does not.
        reingest: puts records that overflow the response into their source again; they are answered `Dropped` where it
            took them: `reingest_to_stream(...)`, `reingest_to_delivery_stream(...)`, or a function of your own. Without
            it they are answered `ProcessingFailed`.
        reingest_times: how often one record may go back.
        deadline_millis: how long before the function's timeout no record is begun any more.
        response_bytes: how large the response may become, as JSON.
        report: takes the counts and reasons of each batch; by default the log line above, or a `PowertoolsReport`.

    Returns:
        A handler. Its event is `{"records": [{"recordId": str, "data": base64 str, ...}, ...], ...}`, its answer
        `{"records": [{"recordId": str, "result": "Ok" | "Dropped" | "ProcessingFailed", "data": base64 str,
        "metadata": {"partitionKeys": {name: key}}}, ...]}` with `data` where the result is `Ok` and `metadata` where
        there are keys.

    Raises:
        ModuleNotFoundError: there is a schema and jsonschema is not there.

    Source: limit lambda-sync-response-bytes; Firehose Developer Guide: Lambda data transformation.
    """
    answer = RecordAnswer(
        each,
        decode=decode,
        encode=encode,
        keys=keys,
        check_event=None if schema is None else schema_check(schema),
        deaggregate=deaggregate,
    )

    def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        records: Sequence[Mapping[str, Any]] = event["records"]
        budget = ResponseBudget(response_bytes, records)
        deadline = Deadline(context, deadline_millis)
        reasons = Reasons()
        entries: list[dict[str, Any]] = []
        overflow: list[Mapping[str, Any]] = []
        for record in records:
            if deadline.reached:
                break
            entry = answer.to(record, reasons)
            if entry["result"] == OK and not budget.admits(entry):
                if reingest is not None and budget.could_admit(entry):
                    overflow.append(record)
                else:
                    reasons.add(NO_ROOM if reingest is None else TOO_LARGE)
                entry = refusal(record)
            entries.append(entry)
        reasons.add(NOT_REACHED, len(records) - len(entries))
        entries += map(refusal, records[len(entries) :])
        counts = Counter({OK: 0, DROPPED: 0, FAILED: 0})
        if reingest is not None:
            gone = returned(overflow, reingest, deadline, reasons)
            counts[REINGESTED] = len(gone)
            counts[DROPPED] -= len(gone)
            entries = [omission(entry) if entry["recordId"] in gone else entry for entry in entries]
        counts.update(map(itemgetter("result"), entries))
        report(NAMESPACE, context, counts, reasons.as_properties())
        return {"records": entries}

    def returned(
        overflow: Sequence[Mapping[str, Any]], reingest: Reingest, deadline: Deadline, reasons: Reasons
    ) -> frozenset[str]:
        if overflow and deadline.reached:
            reasons.add(NO_ROOM, len(overflow))
            return frozenset()
        return send_back(overflow, reingest, reingest_times, reasons)

    return handler
