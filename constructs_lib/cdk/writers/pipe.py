"""A queue, a stream or the changes of a table, written into a stream or a delivery stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_logs as logs
from aws_cdk import aws_pipes as pipes
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.roles import permissions
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.pipe_sources import PipeSource
from constructs_lib.cdk.writers.roles import for_this_account, writer_role
from constructs_lib.cdk.writers.targets import Target, Writable, target_of
from constructs_lib.cdk.writers.undelivered import allow_role, undelivered_queue
from constructs_lib.graph import Reference

TYPE = "AWS::Pipes::Pipe"
SERVICE = "pipes.amazonaws.com"
DEFAULT_LOG_RETENTION = logs.RetentionDays.ONE_MONTH
ARGUMENTS = {
    "Source": "source",
    "SourceParameters": "source",
    "SourceParameters.FilterCriteria": "filters",
    "Target": "target",
    "TargetParameters.InputTemplate": "input_template",
    "TargetParameters.KinesisStreamParameters.PartitionKey": "partition_key",
    "Name": "pipe_name",
}


class Pipe(Construct):
    """Write what a queue, a stream or a table's stream holds into a stream or a delivery stream, without code.

    Args:
        scope: the parent.
        id: unique in the scope.
        source: `QueueSource`, `StreamSource` or `TableSource`.
        target: a data stream or a delivery stream that takes direct puts.
        partition_key: for a data stream, which demands one: a text, or a JSON path such as `$.body.carrier`.
        filters: event patterns, one of which has to match: `[{"body": {"carrier": ["UA"]}}]`.
        input_template: what is written in the place of the event.
        on_failure: gets the batches of a stream or table that could not be written; a queue of its own unless given.
        log_retention: how long the log of errors is kept; a month unless given.
        pipe_name: CloudFormation makes one unless given.
        enabled: `False` stops it, and keeps its position in a stream.

    Attributes:
        role: the role that the pipe reads and writes with.
        on_failure: the queue for what could not be written; `None` for a source that is a queue itself.
        log_group: where EventBridge says what went wrong.
        resource: the L1 construct.
        definition: what was checked.

    Raises:
        InvalidProperties: with every finding of the policy about the pipe.
        ValueError: a partition key is missing, or given for a target that has none; the table has no stream.

    Example:
        >>> Pipe(
        ...     self, "Orders", source=QueueSource(queue=queue), target=stream, partition_key="$.messageId"
        ... )  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        source: PipeSource,
        target: Writable,
        partition_key: str | None = None,
        filters: Sequence[Mapping[str, Any]] = (),
        input_template: str | None = None,
        on_failure: sqs.IQueue | None = None,
        log_retention: logs.RetentionDays = DEFAULT_LOG_RETENTION,
        pipe_name: str | None = None,
        enabled: bool = True,
    ) -> None:
        super().__init__(scope, id)
        written = target_of(target)
        _require_partition_key(written, partition_key)
        self.role = writer_role(self, SERVICE, written, conditions=for_this_account(self))
        source.allow(self.role)
        self.on_failure = undelivered_queue(self, on_failure) if source.shards else None
        if self.on_failure is not None:
            allow_role(self.on_failure, self.role)
        self.log_group = logs.LogGroup(self, "Log", retention=log_retention, removal_policy=RemovalPolicy.DESTROY)
        patterns = [{"Pattern": Stack.of(self).to_json_string(pattern)} for pattern in filters]
        properties = present(
            {
                "Name": pipe_name,
                "DesiredState": None if enabled else "STOPPED",
                "RoleArn": self.role.role_arn,
                "Source": source.arn,
                "SourceParameters": {
                    **source.parameters(self.on_failure),
                    "FilterCriteria": {"Filters": patterns} if patterns else None,
                },
                "Target": written.arn,
                "TargetParameters": present(
                    {
                        "InputTemplate": input_template,
                        "KinesisStreamParameters": {"PartitionKey": partition_key} if partition_key else None,
                    }
                )
                or None,
                "LogConfiguration": {
                    "Level": "ERROR",
                    "CloudwatchLogsLogDestination": {"LogGroupArn": self.log_group.log_group_arn},
                },
            }
        )
        read = source.definition
        approval = approve(
            path_of(scope, id),
            TYPE,
            properties,
            arguments=ARGUMENTS,
            context=[written.definition, read],
            references={**written.references, **({source.arn: Reference(read.id, "Arn")} if read else {})},
        )
        self.definition = approval.annotate(self)
        self.resource = pipes.CfnPipe(self, "Resource", **l1.arguments(pipes.CfnPipeProps, properties))
        self.resource.node.add_dependency(*permissions(self.role))


def _require_partition_key(target: Target, partition_key: str | None) -> None:
    if target.kind == "kinesis" and not partition_key:
        raise ValueError('a data stream needs a partition_key: give a text or a JSON path such as "$.messageId"')
    if target.kind == "firehose" and partition_key is not None:
        raise ValueError("partition_key is for data streams, and a delivery stream has none: leave it out")
