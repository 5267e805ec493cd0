"""The handler of an event source mapping on a Kinesis stream, made of one function per record."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from constructs_lib.runtime.aggregation import UserRecord, user_records
from constructs_lib.runtime.codec import from_json
from constructs_lib.runtime.deadline import MARGIN_MILLIS, NOT_REACHED, Deadline
from constructs_lib.runtime.idempotency import EventStore, once
from constructs_lib.runtime.metrics import LambdaContext, Reasons, Report, write_metrics
from constructs_lib.runtime.ordered_work import work_in_order
from constructs_lib.runtime.reingestion import without_count
from constructs_lib.runtime.results import Refused

NAMESPACE = "KinesisConstructs/Consumer"
HANDLED, FAILED, REPEATED = "Handled", "Failed", "Repeated"

Decoded = TypeVar("Decoded")


@dataclass(frozen=True, slots=True)
class Unit:
    """One user record of a batch.

    Attributes:
        sequence_number: of the Kinesis record it came in.
        event_id: unique to it, and the same whenever the record is delivered again.
        partition_key: the user's own.
        data: its bytes; None where the Kinesis record's data is not base64.
    """

    sequence_number: str
    event_id: str
    partition_key: str
    data: bytes | None


def consumer(
    each: Callable[[Decoded], str | None],
    *,
    decode: Callable[[bytes], Decoded] = from_json,
    deaggregate: bool = False,
    workers: int = 1,
    store: EventStore | None = None,
    event_id: Callable[[Decoded], str] | None = None,
    deadline_millis: int = MARGIN_MILLIS,
    report: Report = write_metrics,
) -> Callable[[Mapping[str, Any], LambdaContext], dict[str, Any]]:
    """Make a Lambda handler that hands a shard's records over and says where it stopped.

    Lambda goes on from the lowest sequence number that is reported, and so delivers everything after it again. The
    handler therefore begins no record after one whose function raised, handles every record before it, and reports that
    one alone. A record that fails each time is so the first of its batch when its attempts run out, and goes to the
    mapping's failure destination without the records before it. With several workers, records of other keys behind the
    failed one may have been handled already; a store keeps them from being handled twice.

    When the function's timeout draws near, no further record is begun, and the first of those left is reported, so that
    Lambda delivers from there and what was handled is not handled again.

    Each batch writes one log line with the counts (metrics `Handled`, `Failed`, `Repeated` where there is a store, and
    the words that `each` returned, in the namespace `KinesisConstructs/Consumer`).

    The mapping needs `ReportBatchItemFailures`, or the answer is ignored.

    Example:
        >>> def watch(order: dict[str, float]) -> str | None:
        ...     return "Large" if order["total"] > 1000 else None
        >>> handler = consumer(watch)

    Args:
        each: called with each decoded record; returns a word to count it under, or None.
        decode: the record's bytes to what `each` takes.
        deaggregate: whether records that the Kinesis Producer Library packed are unpacked. Where one of them fails, the
            whole Kinesis record is delivered again.
        workers: how many threads call `each`. The order of records with the same partition key is kept.
        store: remembers handled events, so that one delivered again is passed over.
        event_id: what names an event in the store; without it the record's place in its shard does, which does not
            recognise an event that its producer sent twice.
        deadline_millis: how long before the function's timeout no record but the first is begun any more.
        report: takes the counts and reasons of each batch; by default the log line above, or a `PowertoolsReport`.

    Returns:
        A handler. Its event is `{"Records": [{"eventID": str, "kinesis": {"sequenceNumber": str, "partitionKey": str,
        "data": base64 str, ...}}, ...]}`, its answer `{"batchItemFailures": [{"itemIdentifier": sequence number}]}`,
        empty where every record was handled.

    Raises:
        ValueError: there are no workers, or an `event_id` without a store.

    Source: Lambda Developer Guide: configuring partial batch response with Kinesis Data Streams and Lambda.
    """
    if workers < 1:
        raise ValueError(f"workers must be at least 1, got {workers}")
    if event_id is not None and store is None:
        raise ValueError("event_id names events in a store; give a store, too")

    def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        units = [unit for record in event["Records"] for unit in units_of(record, deaggregate)]
        deadline = Deadline(context, deadline_millis)
        outcomes: dict[int, str | Exception | None] = {}

        def work(number: int) -> bool:
            if number and deadline.reached:
                outcomes[number] = Refused(NOT_REACHED)
                return False
            try:
                outcomes[number] = handle(units[number], deadline)
            except Exception as error:
                outcomes[number] = error
                return False
            return True

        failed = work_in_order([unit.partition_key for unit in units], work, workers)
        counts, reasons = summary(units, outcomes, may_repeat=store is not None)
        report(NAMESPACE, context, counts, reasons.as_properties())
        return {"batchItemFailures": [] if failed is None else [{"itemIdentifier": units[failed].sequence_number}]}

    def handle(unit: Unit, deadline: Deadline) -> str | None:
        if unit.data is None:
            raise ValueError("data is not base64")
        decoded = decode(unit.data)
        if store is None:
            return each(decoded)
        name = unit.event_id if event_id is None else event_id(decoded)
        return once(store, name, lambda: each(decoded), lease_millis=deadline.left_millis, repeated=REPEATED)

    return handler


def units_of(record: Mapping[str, Any], deaggregate: bool) -> Iterator[Unit]:
    """Take a Kinesis record of an event apart."""
    kinesis = record["kinesis"]
    sequence_number, partition_key = kinesis["sequenceNumber"], kinesis.get("partitionKey", "")
    name = record.get("eventID", sequence_number)
    try:
        data, _ = without_count(base64.b64decode(kinesis["data"], validate=True))
    except ValueError:
        yield Unit(sequence_number, name, partition_key, None)
        return
    packed = user_records(data, partition_key) if deaggregate else [UserRecord(data, partition_key)]
    for number, user in enumerate(packed):
        yield Unit(sequence_number, name if len(packed) == 1 else f"{name}#{number}", user.partition_key, user.data)


def summary(
    units: Sequence[Unit], outcomes: Mapping[int, str | Exception | None], *, may_repeat: bool
) -> tuple[Counter[str], Reasons]:
    """Count what became of a batch.

    Args:
        units: all of the batch.
        outcomes: by number of the unit, for those that were begun or that the deadline held back.
        may_repeat: whether there is a store.
    """
    counts = Counter({HANDLED: 0, FAILED: 0}, **({REPEATED: 0} if may_repeat else {}))
    reasons = Reasons()
    for number, outcome in sorted(outcomes.items()):
        if isinstance(outcome, Exception):
            held_back = isinstance(outcome, Refused) and outcome.reason == NOT_REACHED
            counts[FAILED] += not held_back
            reasons.add_exception(outcome, units[number].sequence_number)
            continue
        if outcome is not None:
            counts[outcome] += 1
        if outcome != REPEATED:
            counts[HANDLED] += 1
    return counts, reasons
