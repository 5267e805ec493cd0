"""Ready-made ways back to the source for records that overflow a response."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from constructs_lib.limits import limit
from constructs_lib.runtime.reingestion import Reingest, Returned

ATTEMPTS = 3
"""How often one record is put before it counts as not taken; ours: the batch's own deadline runs on."""
PAUSE_SECONDS = 0.2

Put = Callable[[Sequence[Returned]], Sequence[Mapping[str, Any]]]


def reingest_to_stream(stream_name: str, *, client: Any = None, record_bytes: int | None = None) -> Reingest:
    """Put records that overflow back into the data stream that they came from.

    Each keeps its partition key. The role of the function needs kinesis:PutRecords on the stream, and
    kms:GenerateDataKey on its customer key, if it has one.

    Example:
        >>> from constructs_lib.runtime import Ok, transform
        >>> handler = transform(Ok, reingest=reingest_to_stream("orders"))

    Args:
        stream_name: the stream's name.
        client: a boto3 Kinesis client; made at the first record unless given.
        record_bytes: the stream's largest record, data and partition key; raise it with `MaxRecordSizeInKiB`.

    Source: limits kinesis-putrecords-count, kinesis-putrecords-bytes, kinesis-record-default-size; Kinesis API
    reference: PutRecords.
    """

    def put(batch: Sequence[Returned]) -> Sequence[Mapping[str, Any]]:
        records = [{"Data": one.data, "PartitionKey": key_of(one)} for one in batch]
        answer = (client or _client("kinesis")).put_records(StreamName=stream_name, Records=records)
        outcomes: Sequence[Mapping[str, Any]] = answer["Records"]
        return outcomes

    def bounds() -> Bounds:
        return Bounds(
            records=_whole("kinesis-putrecords-count"),
            request_bytes=_whole("kinesis-putrecords-bytes"),
            record_bytes=record_bytes or _whole("kinesis-record-default-size"),
        )

    return lambda records: send(records, put, bounds(), lambda one: len(one.data) + len(key_of(one).encode()))


def reingest_to_delivery_stream(delivery_stream_name: str, *, client: Any = None) -> Reingest:
    """Put records that overflow back into the delivery stream that they were put into directly.

    The role of the function needs firehose:PutRecordBatch on the delivery stream.

    Example:
        >>> from constructs_lib.runtime import Ok, transform
        >>> handler = transform(Ok, reingest=reingest_to_delivery_stream("orders-to-lake"))

    Args:
        delivery_stream_name: its name.
        client: a boto3 Firehose client; made at the first record unless given.

    Source: limits firehose-putrecordbatch-count, firehose-putrecordbatch-bytes, firehose-record-bytes-api; Firehose API
    reference: PutRecordBatch.
    """

    def put(batch: Sequence[Returned]) -> Sequence[Mapping[str, Any]]:
        records = [{"Data": one.data} for one in batch]
        firehose = client or _client("firehose")
        answer = firehose.put_record_batch(DeliveryStreamName=delivery_stream_name, Records=records)
        outcomes: Sequence[Mapping[str, Any]] = answer["RequestResponses"]
        return outcomes

    def bounds() -> Bounds:
        return Bounds(
            records=_whole("firehose-putrecordbatch-count"),
            request_bytes=_whole("firehose-putrecordbatch-bytes"),
            record_bytes=_whole("firehose-record-bytes-api"),
        )

    return lambda records: send(records, put, bounds(), lambda one: len(one.data))


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """What one request takes.

    Attributes:
        records: in one request.
        request_bytes: of all of them.
        record_bytes: of one.
    """

    records: int
    request_bytes: int
    record_bytes: int


def send(
    records: Sequence[Returned],
    put: Put,
    bounds: Bounds,
    size_of: Callable[[Returned], int],
    sleep: Callable[[float], None] = time.sleep,
) -> frozenset[str]:
    """Put records, and those that failed again, up to three times.

    Returns:
        The ids of those that were taken. One that is too large with its counter is not.

    Raises:
        Exception: the first request failed as a whole; later ones leave what they hold not taken.
    """
    taken: set[str] = set()
    for batch in batches(records, bounds, size_of):
        left = batch
        for attempt in range(ATTEMPTS):
            if attempt:
                sleep(random.random() * PAUSE_SECONDS * 2**attempt)  # noqa: S311 - jitter
            try:
                outcomes = put(left)
            except Exception:
                if taken:
                    return frozenset(taken)
                raise
            answered = list(zip(left, outcomes, strict=True))
            taken.update(one.record_id for one, outcome in answered if not outcome.get("ErrorCode"))
            left = [one for one, outcome in answered if outcome.get("ErrorCode")]
            if not left:
                break
    return frozenset(taken)


def batches(
    records: Sequence[Returned], bounds: Bounds, size_of: Callable[[Returned], int]
) -> Iterator[list[Returned]]:
    """Fill requests in order; leave out what is too large for any."""
    batch: list[Returned] = []
    total = 0
    for one in records:
        size = size_of(one)
        if size > bounds.record_bytes:
            continue
        if batch and (len(batch) == bounds.records or total + size > bounds.request_bytes):
            yield batch
            batch, total = [], 0
        batch.append(one)
        total += size
    if batch:
        yield batch


def key_of(one: Returned) -> str:
    """Give the partition key of a record; its id where it came with none."""
    return one.partition_key or one.record_id


def _whole(id: str) -> int:
    return int(limit(id).high)


@cache
def _client(service: str) -> Any:
    """Make a client when a record needs it: a batch that fits never loads boto3."""
    import boto3

    return boto3.client(service)  # type: ignore[call-overload]  # the stubs want a literal
