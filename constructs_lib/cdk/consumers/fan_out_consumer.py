"""A registered consumer with its function: a bad record ends in a failure destination, never in a blocked shard."""

from __future__ import annotations

from typing import Any, cast

from aws_cdk import Annotations, Duration, Names
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.consumers.failure_destination import (
    FailureDestination,
    allow_failures,
    destination_arn,
    failure_queue,
)
from constructs_lib.cdk.consumers.record_age import default_record_age
from constructs_lib.cdk.describe import describe
from constructs_lib.cdk.streams import DataStream
from constructs_lib.cdk.tokens import seconds
from constructs_lib.graph import Definition, Reference
from constructs_lib.limits import limit

DEFAULT_BATCH_SIZE = 100
DEFAULT_BATCHING_WINDOW_SECONDS = 0
DEFAULT_PARALLELIZATION_FACTOR = 1
DEFAULT_RETRY_ATTEMPTS = 5
DEFAULT_STARTING_POSITION = lambda_.StartingPosition.TRIM_HORIZON
STREAM_ACTIONS = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
    "kinesis:SubscribeToShard",
)
CONSUMER_ACTIONS = ("kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard")
ROLE_NOT_KNOWN = (
    "the function was imported without its role, so nothing could be granted: allow it there "
    f"{', '.join(STREAM_ACTIONS + CONSUMER_ACTIONS)}, and what its failure destination needs"
)
LONGEST_NAME = int(limit("kinesis-consumer-name-length").high)

MAPPING_ARGUMENTS = {
    "EventSourceArn": "stream",
    "FunctionName": "function",
    "BatchSize": "batch_size",
    "MaximumBatchingWindowInSeconds": "batching_window",
    "ParallelizationFactor": "parallelization_factor",
    "MaximumRetryAttempts": "retry_attempts",
    "MaximumRecordAgeInSeconds": "max_record_age",
    "BisectBatchOnFunctionError": "bisect_batch_on_error",
    "FunctionResponseTypes": "report_batch_item_failures",
    "StartingPosition": "starting_position",
    "StartingPositionTimestamp": "starting_position_timestamp",
    "DestinationConfig.OnFailure.Destination": "on_failure",
}


class FanOutConsumer(Construct):
    """Define an enhanced fan-out consumer of a stream and the mapping that feeds a function from it.

    Args:
        scope: the parent.
        id: unique in the scope.
        stream: any stream.
        function: gets the batches; it should answer with `batchItemFailures`.
        consumer_name: made of the construct's path unless given.
        batch_size: most records in a call; 100 unless given.
        batching_window: how long to wait for a full batch; not at all unless given.
        parallelization_factor: batches of one shard at a time, in order by key; 1 unless given.
        retry_attempts: calls after a failed one; 5 unless given.
        max_record_age: older records go to the failure destination. Half the stream's retention unless given, so that
            a queue's notice of a failed batch arrives while its records can still be read.
        bisect_batch_on_error: halve a failing batch until the bad record stands alone; yes unless given.
        report_batch_item_failures: retry from the first record that the function reports; yes unless given.
        starting_position: the oldest record unless given, because `LATEST` misses what is put during deployment.
        starting_position_timestamp: Unix seconds, with `AT_TIMESTAMP` only.
        on_failure: where failed batches go; a queue is defined unless given. A queue or a topic gets the positions of
            the records only, a `FailureBucket` gets the records too.

    Attributes:
        consumer: the registered consumer.
        mapping: the event source mapping.
        failure_queue: the queue defined here, if there is one.
        on_failure: where failed batches go.
        definition: what was checked of the mapping.

    Raises:
        InvalidProperties: with every finding of the policy about the consumer or the mapping.
        ValueError: a unit cannot be converted to that of its property.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        stream: kinesis.IStream,
        function: lambda_.IFunction,
        consumer_name: str | None = None,
        batch_size: int = DEFAULT_BATCH_SIZE,
        batching_window: Duration | None = None,
        parallelization_factor: int = DEFAULT_PARALLELIZATION_FACTOR,
        retry_attempts: int = DEFAULT_RETRY_ATTEMPTS,
        max_record_age: Duration | None = None,
        bisect_batch_on_error: bool = True,
        report_batch_item_failures: bool = True,
        starting_position: lambda_.StartingPosition = DEFAULT_STARTING_POSITION,
        starting_position_timestamp: int | None = None,
        on_failure: FailureDestination | None = None,
    ) -> None:
        super().__init__(scope, id)
        source = describe(stream)
        self._registered = self._register(stream, source, consumer_name)
        self.failure_queue = failure_queue(self, "Failures") if on_failure is None else None
        self.on_failure: FailureDestination = on_failure or cast("sqs.Queue", self.failure_queue)
        properties = present(
            {
                "EventSourceArn": self.consumer.stream_consumer_arn,
                "FunctionName": function.function_arn,
                "BatchSize": batch_size,
                "MaximumBatchingWindowInSeconds": seconds(batching_window, "batching_window")
                if batching_window
                else DEFAULT_BATCHING_WINDOW_SECONDS,
                "ParallelizationFactor": parallelization_factor,
                "MaximumRetryAttempts": retry_attempts,
                "MaximumRecordAgeInSeconds": seconds(max_record_age, "max_record_age")
                if max_record_age
                else default_record_age(source),
                "BisectBatchOnFunctionError": bisect_batch_on_error,
                "FunctionResponseTypes": ["ReportBatchItemFailures"] if report_batch_item_failures else None,
                "StartingPosition": starting_position.value,
                "StartingPositionTimestamp": starting_position_timestamp,
                "DestinationConfig": {"OnFailure": {"Destination": destination_arn(self.on_failure)}},
            }
        )
        self.definition = self._approve(properties, source, function)
        self.mapping = lambda_.CfnEventSourceMapping(
            self, "Mapping", **l1.arguments(lambda_.CfnEventSourceMappingProps, properties)
        )
        if function.role is None:
            Annotations.of(self).add_warning_v2("kinesis-constructs:role-not-known", ROLE_NOT_KNOWN)
        else:
            for grant in (*self._allow_reading(stream, function), *allow_failures(self.on_failure, function)):
                grant.apply_before(self.mapping)

    def _register(self, stream: kinesis.IStream, source: Definition | None, name: str | None) -> Definition:
        name = name or Names.unique_resource_name(self, max_length=LONGEST_NAME)
        stream_arn = stream.stream_arn
        siblings = stream.registered_consumers if isinstance(stream, DataStream) else []
        approval = approve(
            path_of(self, "Consumer"),
            "AWS::Kinesis::StreamConsumer",
            {"ConsumerName": name, "StreamARN": stream_arn},
            arguments={"ConsumerName": "consumer_name", "StreamARN": "stream"},
            context=[source, *siblings],
            references={stream_arn: Reference(source.id, "Arn")} if source else {},
        )
        definition = approval.annotate(self)
        siblings.append(definition)
        self.consumer = kinesis.StreamConsumer(self, "Consumer", stream=stream, stream_consumer_name=name)
        return definition

    def _approve(
        self, properties: dict[str, Any], source: Definition | None, function: lambda_.IFunction
    ) -> Definition:
        references = {self.consumer.stream_consumer_arn: Reference(self._registered.id, "ConsumerARN")}
        called = describe(function)
        if called:
            references[function.function_arn] = Reference(called.id, "Arn")
        approval = approve(
            path_of(self, "Mapping"),
            "AWS::Lambda::EventSourceMapping",
            properties,
            arguments=MAPPING_ARGUMENTS,
            context=[source, self._registered, called],
            references=references,
        )
        return approval.annotate(self)

    def _allow_reading(self, stream: kinesis.IStream, function: lambda_.IFunction) -> list[iam.Grant]:
        """Allow what a mapping on a consumer calls.

        Source: Lambda Developer Guide, "Process Amazon Kinesis Data Streams records with Lambda", permissions.
        """
        grants = [stream.grant(function, *STREAM_ACTIONS), self.consumer.grant(function, *CONSUMER_ACTIONS)]
        key = stream.encryption_key
        return [*grants, key.grant_decrypt(function)] if key else grants
