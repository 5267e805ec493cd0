"""The log group in which Firehose says why it could not deliver."""

from __future__ import annotations

from typing import Any

from aws_cdk import RemovalPolicy
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk.roles import ServiceRole
from constructs_lib.cdk.tree import arn_beginning, remember_place

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
        remember_place(self, scope, id)
        self.streams: list[logs.LogStream] = []

    def options(self, log_stream: str, role: ServiceRole) -> dict[str, Any]:
        """Define a log stream, let the role write to it, and give `CloudWatchLoggingOptions`."""
        stream = logs.LogStream(
            self, log_stream, log_group=self.group, log_stream_name=log_stream, removal_policy=RemovalPolicy.DESTROY
        )
        self.streams.append(stream)
        name = self.group.log_group_name
        place = arn_beginning(self, "logs")
        role.permissions.allow(["logs:PutLogEvents"], f"{place}:log-group:{name}:log-stream:{log_stream}")
        return {"Enabled": True, "LogGroupName": name, "LogStreamName": log_stream}
