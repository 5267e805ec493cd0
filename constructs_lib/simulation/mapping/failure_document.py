"""What a failure destination gets about a batch that was given up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from constructs_lib.simulation.ports import SourceRecord


class Condition(StrEnum):
    """Why a batch was given up."""

    RETRY_ATTEMPTS_EXHAUSTED = "RetryAttemptsExhausted"
    RECORD_AGE_EXCEEDED = "RecordAgeExceeded"


@dataclass(frozen=True, slots=True)
class FailureDocument:
    """One batch that was given up.

    Attributes:
        condition: why.
        function_arn: of the function.
        stream_arn: of the stream.
        shard_id: of the shard.
        records: the batch, in order.
        event: the event that the function got.
        invocations: how often the function got it, or a batch that it was part of.
        function_error: `Unhandled` where the last invocation failed; None where the function reported failed items.
        time: when it was given up, in epoch seconds.
    """

    condition: Condition
    function_arn: str
    stream_arn: str
    shard_id: str
    records: tuple[SourceRecord, ...]
    event: Mapping[str, Any]
    invocations: int
    function_error: str | None
    time: float

    def message(self) -> dict[str, Any]:
        """Write the document for Amazon SQS and Amazon SNS: where the records are, not the records.

        Source: AWS Lambda Developer Guide, Retaining discarded batches from a stream
        """
        first, last = self.records[0], self.records[-1]
        return {
            "requestContext": {
                "requestId": str(uuid4()),
                "functionArn": self.function_arn,
                "condition": self.condition.value,
                "approximateInvokeCount": self.invocations,
            },
            "responseContext": {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": self.function_error,
            },
            "version": "1.0",
            "timestamp": iso(self.time),
            "KinesisBatchInfo": {
                "shardId": self.shard_id,
                "startSequenceNumber": first.sequence_number,
                "endSequenceNumber": last.sequence_number,
                "approximateArrivalOfFirstRecord": iso(first.arrival),
                "approximateArrivalOfLastRecord": iso(last.arrival),
                "batchSize": len(self.records),
                "streamArn": self.stream_arn,
            },
        }

    def message_with_payload(self) -> dict[str, Any]:
        """Write the document for Amazon S3: also the event, as JSON text under `payload`."""
        return {**self.message(), "payload": json.dumps(self.event)}

    def object_key(self, mapping_id: str) -> str:
        """Name the object in Amazon S3: `aws/lambda/MAPPING/SHARD/yyyy/MM/dd/yyyy-MM-ddTHH.mm.ss-UUID`.

        Source: AWS Lambda Developer Guide, Retaining discarded batches from a stream
        """
        time = datetime.fromtimestamp(self.time, UTC)
        return f"aws/lambda/{mapping_id}/{self.shard_id}/{time:%Y/%m/%d/%Y-%m-%dT%H.%M.%S}-{uuid4()}"


def iso(seconds: float) -> str:
    """Write epoch seconds as `2019-11-14T00:38:06.021Z`."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
