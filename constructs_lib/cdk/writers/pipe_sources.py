"""What an EventBridge pipe reads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs

from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.describe import describe
from constructs_lib.cdk.tokens import seconds
from constructs_lib.graph import Definition

DEFAULT_RETRY_ATTEMPTS = 5
DEFAULT_STARTING_POSITION = lambda_.StartingPosition.TRIM_HORIZON


class PipeSource(ABC):
    """What a pipe reads."""

    shards = False
    """Whether failed batches block what comes after them, and need a queue to rest in."""

    @property
    @abstractmethod
    def arn(self) -> str:
        """ARN of what is read."""

    @property
    def definition(self) -> Definition | None:
        """What this app defines of it."""
        return None

    @abstractmethod
    def allow(self, role: iam.Role) -> None:
        """Let the role of the pipe read.

        Source: EventBridge User Guide, "Amazon EventBridge Pipes permissions" (read 2026-11-17).
        """

    @abstractmethod
    def parameters(self, failures: sqs.IQueue | None) -> dict[str, Any]:
        """Give `SourceParameters`, in CloudFormation's casing."""


@dataclass(frozen=True, kw_only=True)
class QueueSource(PipeSource):
    """Read an SQS queue; what cannot be written returns to it, and its own dead letter queue decides.

    Attributes:
        queue: whose messages are read and deleted.
        batch_size: messages that are written at once; the service's own default unless given.
        batching_window: how long they are gathered.
    """

    queue: sqs.IQueue
    batch_size: int | None = None
    batching_window: Duration | None = None

    @property
    def arn(self) -> str:
        """ARN of the queue."""
        return self.queue.queue_arn

    def allow(self, role: iam.Role) -> None:
        """Let the role receive and delete messages."""
        _allow(role, self.arn, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
        if key := self.queue.encryption_master_key:
            key.grant_decrypt(role)

    def parameters(self, failures: sqs.IQueue | None) -> dict[str, Any]:  # noqa: ARG002
        """Give how the queue is read."""
        return {"SqsQueueParameters": _batches(self.batch_size, self.batching_window)}


@dataclass(frozen=True, kw_only=True)
class StreamSource(PipeSource):
    """Read a data stream.

    Attributes:
        stream: any stream; a customer key of it is granted too.
        starting_position: the oldest record unless given, so that none is missed during deployment.
        batch_size: records that are written at once; the service's own default unless given.
        batching_window: how long they are gathered.
        retry_attempts: how often a failing batch is repeated; 5 unless given, the service repeats without an end.
    """

    stream: kinesis.IStream
    starting_position: lambda_.StartingPosition = DEFAULT_STARTING_POSITION
    batch_size: int | None = None
    batching_window: Duration | None = None
    retry_attempts: int = DEFAULT_RETRY_ATTEMPTS

    shards = True

    @property
    def arn(self) -> str:
        """ARN of the stream."""
        return self.stream.stream_arn

    @property
    def definition(self) -> Definition | None:
        """What this app defines of the stream."""
        return describe(self.stream)

    def allow(self, role: iam.Role) -> None:
        """Let the role read the stream."""
        actions = ("DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards")
        _allow(role, self.arn, *(f"kinesis:{action}" for action in actions))
        if key := self.stream.encryption_key:
            key.grant_decrypt(role)

    def parameters(self, failures: sqs.IQueue | None) -> dict[str, Any]:
        """Give how the stream is read."""
        shared = _shards(self.starting_position, self.retry_attempts, failures)
        return {"KinesisStreamParameters": {**shared, **_batches(self.batch_size, self.batching_window)}}


@dataclass(frozen=True, kw_only=True)
class TableSource(PipeSource):
    """Read the stream of a DynamoDB table, which has to have one.

    Attributes:
        table: its `table_stream_arn` is read.
        starting_position: the oldest change unless given.
        batch_size: changes that are written at once; the service's own default unless given.
        batching_window: how long they are gathered.
        retry_attempts: how often a failing batch is repeated; 5 unless given.
    """

    table: dynamodb.ITable
    starting_position: lambda_.StartingPosition = DEFAULT_STARTING_POSITION
    batch_size: int | None = None
    batching_window: Duration | None = None
    retry_attempts: int = DEFAULT_RETRY_ATTEMPTS

    shards = True

    @property
    def arn(self) -> str:
        """ARN of the table's stream.

        Raises:
            ValueError: the table has none.
        """
        if self.table.table_stream_arn is None:
            raise ValueError("the table has no stream to read: give it stream=StreamViewType.NEW_AND_OLD_IMAGES")
        return self.table.table_stream_arn

    def allow(self, role: iam.Role) -> None:
        """Let the role read the table's stream."""
        actions = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
        _allow(role, self.arn, *(f"dynamodb:{action}" for action in actions))
        if key := self.table.encryption_key:
            key.grant_decrypt(role)

    def parameters(self, failures: sqs.IQueue | None) -> dict[str, Any]:
        """Give how the table's stream is read."""
        shared = _shards(self.starting_position, self.retry_attempts, failures)
        return {"DynamoDBStreamParameters": {**shared, **_batches(self.batch_size, self.batching_window)}}


def _allow(role: iam.Role, arn: str, *actions: str) -> None:
    role.add_to_policy(iam.PolicyStatement(actions=list(actions), resources=[arn]))


def _batches(batch_size: int | None, window: Duration | None) -> dict[str, Any]:
    return present(
        {
            "BatchSize": batch_size,
            "MaximumBatchingWindowInSeconds": seconds(window, "source.batching_window") if window else None,
        }
    )


def _shards(
    starting_position: lambda_.StartingPosition, retry_attempts: int, failures: sqs.IQueue | None
) -> Mapping[str, Any]:
    return present(
        {
            "StartingPosition": starting_position.value,
            "MaximumRetryAttempts": retry_attempts,
            "OnPartialBatchItemFailure": "AUTOMATIC_BISECT",
            "DeadLetterConfig": {"Arn": failures.queue_arn} if failures else None,
        }
    )
