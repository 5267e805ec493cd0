# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""PutRecord and PutRecords with the limits of today: MiniStack has those of before October 2025."""

from __future__ import annotations

import base64
import binascii
import time
from typing import TYPE_CHECKING, Any

from ministack.core.concurrency import esm_wake
from ministack.core.responses import error_response_json, json_response
from ministack.services import kinesis

from constructs_lib.limits import limit
from constructs_lib.local.launcher import metrics
from constructs_lib.local.launcher.arrivals import ARRIVALS
from constructs_lib.local.launcher.contract import expect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PATCH = "writes"
KEY_LENGTH = limit("kinesis-partition-key-length")
COUNT = limit("kinesis-putrecords-count")
REQUEST_BYTES = limit("kinesis-putrecords-bytes")
RECORD_KIB = limit("kinesis-stream-max-record-size")
KIB = 1024

Answer = tuple[int, dict[str, str], bytes]


class RefusedError(Exception):
    """A request breaks a limit of the service; the whole of it is refused."""


def apply() -> None:
    """Take over PutRecord and PutRecords."""
    expect(
        PATCH,
        kinesis,
        _put_record=("data",),
        _put_records=("data",),
        _resolve_stream=("data",),
        _expire_records=("stream",),
        _partition_key_to_hash=("partition_key",),
        _route_to_shard=("hash_key_int", "stream"),
        _next_sequence_number=(),
    )
    metrics.check(PATCH)
    kinesis._put_record = put_record
    kinesis._put_records = put_records


def put_record(data: dict[str, Any]) -> Answer:
    """Answer PutRecord."""
    return answer(data, [data], lambda stream, written: {**written[0], "EncryptionType": stream["EncryptionType"]})


def put_records(data: dict[str, Any]) -> Answer:
    """Answer PutRecords."""
    return answer(
        data,
        data.get("Records", []),
        lambda stream, written: {
            "FailedRecordCount": 0,
            "Records": written,
            "EncryptionType": stream["EncryptionType"],
        },
    )


def answer(data: dict[str, Any], records: Sequence[Mapping[str, Any]], shape: Any) -> Answer:
    """Write the records unless one of them makes the service refuse the request."""
    _, stream = kinesis._resolve_stream(data)
    if stream is None:
        name = data.get("StreamName") or data.get("StreamARN")
        return refusal("ResourceNotFoundException", f"stream {name} not found")
    try:
        sizes = measure(stream, records)
    except RefusedError as refused:
        return refusal("ValidationException", str(refused))
    kinesis._expire_records(stream)
    written = [write(stream, record) for record in records]
    esm_wake.set()
    ARRIVALS.announce()
    metrics.incoming(stream["StreamName"], sizes)
    result: Answer = json_response(shape(stream, written))
    return result


def refusal(code: str, message: str) -> Answer:
    """Answer that nothing was written."""
    result: Answer = error_response_json(code, message, 400)
    return result


def measure(stream: Mapping[str, Any], records: Sequence[Mapping[str, Any]]) -> list[int]:
    """Weigh the records: decoded data and partition key, in bytes.

    Raises:
        RefusedError: too many records, too large a record or request, or a key of the wrong length.
    """
    if len(records) not in COUNT:
        raise RefusedError(f"a request has {COUNT.low:g} to {COUNT.high:g} records, this one has {len(records)}")
    largest = int(stream.get("MaxRecordSizeInKiB") or RECORD_KIB.low) * KIB
    sizes = [size(record, largest) for record in records]
    if sum(sizes) > REQUEST_BYTES.high:
        raise RefusedError(f"a request has at most {REQUEST_BYTES.high:g} bytes, this one has {sum(sizes)}")
    return sizes


def size(record: Mapping[str, Any], largest: int) -> int:
    """Weigh one record.

    Raises:
        RefusedError: it is larger than the stream allows, its key has the wrong length or its data is no base64.
    """
    key = record.get("PartitionKey", "")
    if len(key) not in KEY_LENGTH:
        raise RefusedError(f"a partition key has {KEY_LENGTH.low:g} to {KEY_LENGTH.high:g} characters")
    try:
        data = base64.b64decode(record.get("Data", ""), validate=True)
    except (binascii.Error, TypeError):
        raise RefusedError("the data of a record is not base64") from None
    weight = len(data) + len(key.encode())
    if weight > largest:
        raise RefusedError(f"a record of this stream has at most {largest} bytes, this one has {weight}")
    return weight


def write(stream: dict[str, Any], record: Mapping[str, Any]) -> dict[str, str]:
    """Append one record to its shard."""
    explicit = record.get("ExplicitHashKey")
    key = record["PartitionKey"]
    place = int(explicit) if explicit else kinesis._partition_key_to_hash(key)
    shard_id = kinesis._route_to_shard(place, stream)
    sequence_number = kinesis._next_sequence_number()
    stream["shards"][shard_id]["records"].append(
        {
            "SequenceNumber": sequence_number,
            "ApproximateArrivalTimestamp": round(time.time(), 3),
            "Data": record.get("Data", ""),
            "PartitionKey": key,
        }
    )
    return {"ShardId": shard_id, "SequenceNumber": sequence_number, "EncryptionType": stream["EncryptionType"]}
