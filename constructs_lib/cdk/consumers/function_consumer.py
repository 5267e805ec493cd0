"""What consumers share that feed a function: a bad record ends in a failure destination, never in a blocked shard."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict, cast

from aws_cdk import Annotations, Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.acknowledge import Acknowledgements
from constructs_lib.cdk.attributes import function_arn, key_arn, key_of, stream_arn
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.consumers.failure_destination import (
    FailureDestination,
    allow_failures,
    destination_arn,
    failure_queue,
)
from constructs_lib.cdk.consumers.record_age import default_record_age
from constructs_lib.cdk.describe import describe
from constructs_lib.cdk.roles import Permissions
from constructs_lib.cdk.tokens import seconds
from constructs_lib.cdk.tree import remember_place, stack_of
from constructs_lib.cdk.whole import whole
from constructs_lib.graph import Definition, Reference

DEFAULT_BATCH_SIZE = 100
DEFAULT_BATCHING_WINDOW_SECONDS = 0
DEFAULT_PARALLELIZATION_FACTOR = 1
DEFAULT_RETRY_ATTEMPTS = 5
DEFAULT_STARTING_POSITION = lambda_.StartingPosition.TRIM_HORIZON
READ_ACTIONS = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)
CONSUMER_ACTIONS = ("kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard")
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
    "TumblingWindowInSeconds": "tumbling_window",
    "FilterCriteria": "filters",
    "KmsKeyArn": "filter_key",
    "MetricsConfig": "event_count_metrics",
    "Enabled": "enabled",
    "DestinationConfig.OnFailure.Destination": "on_failure",
}


class MappingOptions(TypedDict, total=False):
    """The arguments of `FunctionConsumer` that may be left out; their meaning stands there."""

    batch_size: int
    batching_window: Duration | None
    parallelization_factor: int
    retry_attempts: int
    max_record_age: Duration | None
    bisect_batch_on_error: bool
    report_batch_item_failures: bool
    starting_position: lambda_.StartingPosition
    starting_position_timestamp: int | None
    tumbling_window: Duration | None
    filters: Sequence[Mapping[str, Any]]
    filter_key: kms.IKey | None
    event_count_metrics: bool
    on_failure: FailureDestination | None
    enabled: bool


@dataclass(frozen=True, kw_only=True)
class MappingSource:
    """What a mapping reads.

    Attributes:
        arn: of the stream or of a registered consumer.
        actions: on the stream, which the function's role needs.
        context: the definitions the mapping is related to.
        references: token text to the attribute it stands for.
        consumer: the registered consumer, if there is one.
    """

    arn: str
    actions: tuple[str, ...]
    context: tuple[Definition | None, ...] = ()
    references: Mapping[str, Reference] = field(default_factory=dict)
    consumer: kinesis.IStreamConsumer | None = None


class FunctionConsumer(Construct):
    """Define the mapping that feeds a function from a stream.

    Args:
        scope: the parent.
        id: unique in the scope.
        stream: any stream.
        function: gets the batches; it should answer with `batchItemFailures`.
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
        tumbling_window: aggregate the calls of each shard over this time; no window unless given.
        filters: patterns of the records that reach the function, such as `{"data": {"kind": ["landed"]}}`; all records
            unless given. A record that no pattern takes counts as processed.
        filter_key: customer key under which Lambda keeps the patterns; a key that AWS owns unless given.
        event_count_metrics: let Lambda count what it polled, filtered and failed; billed, no unless given.
        on_failure: where failed batches go; a queue is defined unless given. A queue or a topic gets the positions of
            the records only, a `FailureBucket` gets the records too.
        enabled: call the function; `False` keeps the mapping and its position, while records grow old in the stream.

    Attributes:
        stream: the stream that is read.
        function: the function that is called.
        mapping: the event source mapping.
        failure_queue: the queue defined here, if there is one.
        on_failure: where failed batches go.
        definition: what was checked of the mapping.

    Raises:
        InvalidProperties: with every finding of the policy about the mapping.
        ValueError: a unit cannot be converted to that of its property, or a pattern is no JSON.
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        stream: kinesis.IStream,
        function: lambda_.IFunction,
        batch_size: int = DEFAULT_BATCH_SIZE,
        batching_window: Duration | None = None,
        parallelization_factor: int = DEFAULT_PARALLELIZATION_FACTOR,
        retry_attempts: int = DEFAULT_RETRY_ATTEMPTS,
        max_record_age: Duration | None = None,
        bisect_batch_on_error: bool = True,
        report_batch_item_failures: bool = True,
        starting_position: lambda_.StartingPosition = DEFAULT_STARTING_POSITION,
        starting_position_timestamp: int | None = None,
        tumbling_window: Duration | None = None,
        filters: Sequence[Mapping[str, Any]] = (),
        filter_key: kms.IKey | None = None,
        event_count_metrics: bool = False,
        on_failure: FailureDestination | None = None,
        enabled: bool = True,
    ) -> None:
        super().__init__(scope, id)
        remember_place(self, scope, id)
        self.stream, self.function = stream, function
        read = describe(stream)
        source = self._source(read)
        self.failure_queue = failure_queue(self, "Failures") if on_failure is None else None
        self.on_failure: FailureDestination = on_failure or cast("sqs.Queue", self.failure_queue)
        properties = present(
            {
                "EventSourceArn": source.arn,
                "FunctionName": function_arn(function),
                "Enabled": None if enabled else False,
                "BatchSize": batch_size,
                "MaximumBatchingWindowInSeconds": seconds(batching_window, "batching_window")
                if batching_window
                else DEFAULT_BATCHING_WINDOW_SECONDS,
                "ParallelizationFactor": parallelization_factor,
                "MaximumRetryAttempts": retry_attempts,
                "MaximumRecordAgeInSeconds": seconds(max_record_age, "max_record_age")
                if max_record_age
                else default_record_age(read),
                "BisectBatchOnFunctionError": bisect_batch_on_error,
                "FunctionResponseTypes": ["ReportBatchItemFailures"] if report_batch_item_failures else None,
                "StartingPosition": starting_position.value,
                "StartingPositionTimestamp": starting_position_timestamp,
                "TumblingWindowInSeconds": seconds(tumbling_window, "tumbling_window") if tumbling_window else None,
                "FilterCriteria": {"Filters": [{"Pattern": _pattern(each)} for each in filters]} if filters else None,
                "KmsKeyArn": key_arn(filter_key) if filter_key else None,
                "MetricsConfig": {"Metrics": ["EventCount"]} if event_count_metrics else None,
                "DestinationConfig": {"OnFailure": {"Destination": destination_arn(self.on_failure)}},
            }
        )
        self.definition = self._approve(properties, source)
        self.mapping = lambda_.CfnEventSourceMapping(
            self, "Mapping", **l1.arguments(lambda_.CfnEventSourceMappingProps, properties)
        )
        if filter_key is not None:
            filter_key.grant_decrypt(iam.ServicePrincipal("lambda.amazonaws.com"))
        self._allow(source)

    @abstractmethod
    def _source(self, stream: Definition | None) -> MappingSource:
        """Define what the mapping reads from the stream."""

    def _approve(self, properties: dict[str, Any], source: MappingSource) -> Definition:
        references = dict(source.references)
        called = describe(self.function)
        if called:
            references[function_arn(self.function)] = Reference(called.id, "Arn")
        approval = approve(
            path_of(self, "Mapping"),
            "AWS::Lambda::EventSourceMapping",
            properties,
            arguments=MAPPING_ARGUMENTS,
            context=[*source.context, called],
            references=references,
        )
        return approval.annotate(self)

    def _allow(self, source: MappingSource) -> None:
        role = self.function.role
        if role is None:
            Annotations.of(self).add_warning_v2("kinesis-constructs:role-not-known", _role_not_known(source))
            return
        acknowledgements = Acknowledgements(self)
        permissions = Permissions(self, role, acknowledgements)
        self._allow_reading(permissions, source)
        allow_failures(self.on_failure, permissions, self.function)
        acknowledgements.record()
        self.mapping.node.add_dependency(*permissions.define())

    def _allow_reading(self, permissions: Permissions, source: MappingSource) -> None:
        """Allow what a mapping calls.

        Source: Lambda Developer Guide, "Process Amazon Kinesis Data Streams records with Lambda", permissions.
        """
        if isinstance(self.stream, kinesis.Stream) and stack_of(self.stream) is not permissions.stack:
            permissions.add(self.stream.grant(self.function, *source.actions))
        else:
            permissions.allow(source.actions, stream_arn(self.stream))
        if source.consumer is not None:
            permissions.allow(CONSUMER_ACTIONS, source.arn)
        permissions.allow_key(key_of(self.stream), "kms:Decrypt")


def _role_not_known(source: MappingSource) -> str:
    actions = source.actions + (CONSUMER_ACTIONS if source.consumer is not None else ())
    return (
        "the function was imported without its role, so nothing could be granted: allow it there "
        f"{', '.join(dict.fromkeys(actions))}, and what its failure destination needs"
    )


def _pattern(pattern: Mapping[str, Any]) -> str:
    if not isinstance(pattern, Mapping):
        raise TypeError(f'filters takes patterns, given {pattern!r}: write one as {{"data": {{"kind": ["landed"]}}}}')
    try:
        return json.dumps(pattern, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ValueError(f"filters holds what JSON has no form for: {error}") from error
