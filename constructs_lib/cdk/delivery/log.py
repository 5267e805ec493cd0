"""The log group in which Firehose says why it could not deliver."""

from __future__ import annotations

from typing import Any

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

DEFAULT_RETENTION = logs.RetentionDays.ONE_MONTH


class DeliveryLog(Construct):
    """Define the log group; each destination writes to a log stream of its own.

    Attributes:
        group: the log group.
        streams: the log streams.
    """

    def __init__(self, scope: Construct, id: str, *, retention: logs.RetentionDays) -> None:
        super().__init__(scope, id)
        self.group = logs.LogGroup(self, "Group", retention=retention, removal_policy=RemovalPolicy.DESTROY)
        self.streams: list[logs.LogStream] = []

    def options(self, log_stream: str, role: iam.Role) -> dict[str, Any]:
        """Define a log stream, let the role write to it, and give `CloudWatchLoggingOptions`."""
        stream = logs.LogStream(
            self, log_stream, log_group=self.group, log_stream_name=log_stream, removal_policy=RemovalPolicy.DESTROY
        )
        self.streams.append(stream)
        name = self.group.log_group_name
        arn = Stack.of(self).format_arn(
            service="logs",
            resource="log-group",
            resource_name=f"{name}:log-stream:{log_stream}",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        role.add_to_policy(iam.PolicyStatement(actions=["logs:PutLogEvents"], resources=[arn]))
        return {"Enabled": True, "LogGroupName": name, "LogStreamName": log_stream}
