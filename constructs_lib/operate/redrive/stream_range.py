"""Records that are known by their position alone, read again from their stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from constructs_lib.operate.errors import error_code, refused
from constructs_lib.operate.failures.record import Payload, StreamRange
from constructs_lib.runtime.reingestion import without_count

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient

EXPIRED = "ExpiredIteratorException"
GONE = frozenset({"ResourceNotFoundException", "InvalidArgumentException"})


class RangeGone(Exception):
    """Records of the range are no longer in their stream; the message says which."""


@dataclass(frozen=True, slots=True)
class Reread:
    """One record of a range.

    Attributes:
        sequence_number: its place in the shard.
        payload: the record.
    """

    sequence_number: str
    payload: Payload


class StreamReader:
    """Reads ranges of streams again.

    A range holds all that came between its first and its last record: where a mapping filters records or works on
    several batches of a shard at once, also some that were handled.

    Args:
        client: makes a boto3 Kinesis client of a region. Kinesis answers five reads a second and shard, so let its
            retry mode be `standard`, which waits.

    Source: Kinesis API reference: GetShardIterator, GetRecords.
    """

    def __init__(self, client: Callable[[str], KinesisClient]) -> None:
        self._client_of = client
        self._clients: dict[str, KinesisClient] = {}

    def read(self, lost: StreamRange, after: str = "") -> Iterator[Reread]:
        """Read a range.

        Args:
            lost: the range.
            after: begin behind this sequence number of it; empty for its beginning.

        Raises:
            RangeGone: its beginning has passed the retention, or its stream or shard is gone.
            OperateError: the stream cannot be read.
        """
        client = self._client(lost.stream_arn)
        reached = after
        try:
            first, last = int(lost.start), int(lost.end)
            iterator: str | None = self._iterator(client, lost, reached)
            while iterator is not None:
                try:
                    page = client.get_records(ShardIterator=iterator, StreamARN=lost.stream_arn)
                except ClientError as error:
                    if error_code(error) != EXPIRED:
                        raise
                    iterator = self._iterator(client, lost, reached)
                    continue
                for record in page["Records"]:
                    number = record["SequenceNumber"]
                    if not reached and int(number) != first:
                        raise RangeGone(f"records before {number} have passed the retention of {lost.stream_arn}")
                    reached = number
                    yield Reread(number, Payload(without_count(record["Data"])[0], record["PartitionKey"]))
                    if int(number) >= last:
                        return
                at_tip = not page["Records"] and not page.get("MillisBehindLatest")
                iterator = None if at_tip else page.get("NextShardIterator")
        except ValueError as error:
            raise RangeGone(f"{lost.start} and {lost.end} are no sequence numbers") from error
        except ClientError as error:
            if error_code(error) in GONE:
                raise RangeGone(f"{lost.stream_arn} {lost.shard_id} is gone: {error_code(error)}") from error
            raise refused(error, f"read {lost.stream_arn}") from error
        except BotoCoreError as error:
            raise refused(error, f"read {lost.stream_arn}") from error
        if not reached:
            raise RangeGone(f"none of its records is in {lost.stream_arn} any more")

    def _iterator(self, client: KinesisClient, lost: StreamRange, reached: str) -> str:
        return client.get_shard_iterator(
            StreamARN=lost.stream_arn,
            ShardId=lost.shard_id,
            ShardIteratorType="AFTER_SEQUENCE_NUMBER" if reached else "AT_SEQUENCE_NUMBER",
            StartingSequenceNumber=reached or lost.start,
        )["ShardIterator"]

    def _client(self, stream_arn: str) -> KinesisClient:
        parts = stream_arn.split(":")
        if len(parts) < 6:
            raise RangeGone(f"{stream_arn} is no ARN of a stream")
        region = parts[3]
        if region not in self._clients:
            self._clients[region] = self._client_of(region)
        return self._clients[region]
