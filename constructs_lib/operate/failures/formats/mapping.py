"""Batches that an event source mapping gave up: with the records in Amazon S3, their positions alone in Amazon SQS."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from constructs_lib.operate.failures.fields import count, iso_time, record_bytes, required, text
from constructs_lib.operate.failures.record import FailedRecord, Kind, NotThisFormat, Payload, Place, StreamRange


def recognizes(document: Mapping[str, Any]) -> bool:
    """Whether it tells a batch of a Kinesis stream."""
    return "KinesisBatchInfo" in document


def read(document: Mapping[str, Any], place: Place) -> Iterator[FailedRecord]:
    """Read the records of `payload`, the event as JSON text, or else the batch's position in its stream.

    Raises:
        NotThisFormat: members are missing.

    Source: AWS Lambda Developer Guide, Retaining discarded batches from a stream
    """
    batch = document["KinesisBatchInfo"]
    if not isinstance(batch, dict):
        raise NotThisFormat("KinesisBatchInfo is no object")
    context, response = document.get("requestContext"), document.get("responseContext")
    context = context if isinstance(context, dict) else {}
    response = response if isinstance(response, dict) else {}
    stream_arn = required(batch, "streamArn")
    contents: Sequence[Payload | StreamRange] = (
        payloads(document["payload"]) if document.get("payload") is not None else [position(batch, stream_arn)]
    )
    for number, content in enumerate(contents):
        yield FailedRecord(
            kind=Kind.MAPPING,
            place=Place(place.bucket, place.key, place.line, number),
            content=content,
            code=text(context, "condition"),
            message=text(response, "functionError"),
            stream=stream_arn.rpartition("/")[2],
            time=iso_time(document, "timestamp"),
            attempts=count(context, "approximateInvokeCount"),
        )


def position(batch: Mapping[str, Any], stream_arn: str) -> StreamRange:
    """Read where a batch is in its stream."""
    return StreamRange(
        stream_arn=stream_arn,
        shard_id=required(batch, "shardId"),
        start=required(batch, "startSequenceNumber"),
        end=required(batch, "endSequenceNumber"),
        records=count(batch, "batchSize") or 0,
    )


def payloads(payload: object) -> list[Payload]:
    """Read the records of an event, given as JSON text or as such."""
    try:
        event = json.loads(payload) if isinstance(payload, str) else payload
    except (ValueError, RecursionError):
        raise NotThisFormat("payload is no JSON") from None
    records = event.get("Records") if isinstance(event, dict) else None
    if not isinstance(records, list):
        raise NotThisFormat("payload has no Records")
    return [payload_of(record) for record in records]


def payload_of(record: object) -> Payload:
    """Read one record of an event."""
    kinesis = record.get("kinesis") if isinstance(record, dict) else None
    if not isinstance(kinesis, dict):
        raise NotThisFormat("a record of payload has no kinesis")
    return Payload(record_bytes(kinesis, "data"), text(kinesis, "partitionKey") or None)
