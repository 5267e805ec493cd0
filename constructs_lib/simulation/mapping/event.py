"""The event that a function gets from a Kinesis stream."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from constructs_lib.limits import limit
from constructs_lib.simulation.ports import SourceRecord


@dataclass(frozen=True, slots=True)
class EventShape:
    """What every record of a mapping's events says.

    Attributes:
        event_source_arn: of the consumer under enhanced fan-out, else of the stream.
        region: of the stream.
        role_arn: the function's role.
    """

    event_source_arn: str
    region: str
    role_arn: str

    def event(self, shard_id: str, records: Iterable[SourceRecord]) -> dict[str, Any]:
        """Write the event of one batch.

        Source: AWS Lambda Developer Guide, Using Lambda to process records from Amazon Kinesis Data Streams
        """
        return {"Records": [self.record(shard_id, record) for record in records]}

    def record(self, shard_id: str, record: SourceRecord) -> dict[str, Any]:
        """Write one record of the event."""
        return {
            "kinesis": {
                "kinesisSchemaVersion": "1.0",
                "partitionKey": record.partition_key or "",
                "sequenceNumber": record.sequence_number or "",
                "data": b64encode(record.data).decode("ascii"),
                "approximateArrivalTimestamp": round(record.arrival, 3),
            },
            "eventSource": "aws:kinesis",
            "eventVersion": "1.0",
            "eventID": f"{shard_id}:{record.sequence_number or ''}",
            "eventName": "aws:kinesis:record",
            "invokeIdentityArn": self.role_arn,
            "awsRegion": self.region,
            "eventSourceARN": self.event_source_arn,
        }

    def batches(self, shard_id: str, records: Sequence[SourceRecord], most: int) -> Iterator[list[SourceRecord]]:
        """Cut records into batches of at most `most` that a synchronous invocation takes."""
        largest = int(limit("esm-payload-bytes").high)
        envelope = len(json.dumps({"Records": []}))
        batch: list[SourceRecord] = []
        size = envelope
        for record in records:
            length = len(json.dumps(self.record(shard_id, record))) + 2
            if batch and (len(batch) >= most or size + length > largest):
                yield batch
                batch, size = [], envelope
            batch.append(record)
            size += length
        if batch:
            yield batch

    def fits(self, shard_id: str, record: SourceRecord) -> bool:
        """Tell whether a record alone fits a synchronous invocation."""
        return len(json.dumps(self.event(shard_id, [record]))) <= limit("esm-payload-bytes").high
