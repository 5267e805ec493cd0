# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""The thread that reads the queue or the stream of one pipe."""

from __future__ import annotations

import logging
import os
import threading
import time
from typing import TYPE_CHECKING, Any

from ministack.core.arn import parse_arn
from ministack.services import pipes

from constructs_lib.local.connection import Connection
from constructs_lib.local.launcher.arrivals import TRIM_HORIZON, Source, after
from constructs_lib.local.launcher.pipe_events import deliver

if TYPE_CHECKING:
    from collections.abc import Mapping

RUNNING = "RUNNING"
MESSAGES = 10
TICK_SECONDS = 0.2
RETRY_SECONDS = 1.0

logger = logging.getLogger("kinesis_constructs.pipes")


class PipeWorker(threading.Thread):
    """Reads a source and writes each event, in order, again until the target takes it.

    It ends when the pipe is deleted.

    Args:
        record: MiniStack's record of the pipe.
        account: of the pipe.
        region: of the pipe.
    """

    def __init__(self, record: dict[str, Any], *, account: str, region: str) -> None:
        super().__init__(name=f"pipe-{record['Name']}", daemon=True)
        self.record = record
        self._account = account
        self._region = region
        self._stream = Source.of(record["Source"])
        first = record.get("StartingPosition") == "LATEST" and self._stream
        self._positions = self._stream.latest() if self._stream and first else {}

    @property
    def exists(self) -> bool:
        """The pipe was not deleted."""
        return pipes._pipes.get_scoped(self._account, self._region, self.record["Name"]) is self.record

    def run(self) -> None:
        """Work until the pipe is deleted."""
        while self.exists:
            try:
                if self.record["CurrentState"] != RUNNING or not self._turn():
                    time.sleep(TICK_SECONDS)
            except Exception as error:  # a target or queue that is not there may still come
                logger.warning("pipe %s: %s", self.record["Name"], error)
                time.sleep(RETRY_SECONDS)

    def _turn(self) -> bool:
        """Read what is there, and tell whether there was anything."""
        return self._read_stream(self._stream) if self._stream else self._read_queue()

    def _read_stream(self, source: Source) -> bool:
        found = False
        for shard_id, records in source.shards().items():
            for record in records[after(records, self._positions.get(shard_id, TRIM_HORIZON)) :]:
                deliver(self.record, stream_event(record, shard_id, source))
                self._positions[shard_id] = record["SequenceNumber"]
                found = True
        return found

    def _read_queue(self) -> bool:
        source = parse_arn(self.record["Source"])
        endpoint = f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}"
        sqs = Connection(endpoint=endpoint, account=source.account_id, region=source.region).client("sqs")
        url = f"{endpoint}/{source.account_id}/{source.resource}"
        messages = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=MESSAGES, AttributeNames=["All"], MessageAttributeNames=["All"]
        ).get("Messages", ())
        for message in messages:
            deliver(self.record, queue_event(message, self.record["Source"], source.region))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return bool(messages)


def stream_event(record: Mapping[str, Any], shard_id: str, source: Source) -> dict[str, Any]:
    """Write the event of a record.

    Source: EventBridge User Guide, Amazon Kinesis stream as a source for EventBridge Pipes
    """
    return {
        "kinesisSchemaVersion": "1.0",
        "partitionKey": record["PartitionKey"],
        "sequenceNumber": record["SequenceNumber"],
        "data": record["Data"],
        "approximateArrivalTimestamp": record["ApproximateArrivalTimestamp"],
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"{shard_id}:{record['SequenceNumber']}",
        "eventName": "aws:kinesis:record",
        "awsRegion": source.region,
        "eventSourceARN": source.arn,
    }


def queue_event(message: Mapping[str, Any], arn: str, region: str) -> dict[str, Any]:
    """Write the event of a message.

    Source: EventBridge User Guide, Amazon Simple Queue Service as a source in EventBridge Pipes
    """
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": message.get("MessageAttributes", {}),
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": region,
    }
