"""The log group in which Firehose says why it could not deliver."""

from __future__ import annotations

from typing import Any

from aws_cdk import Annotations, Names, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk.roles import ServiceRole
from constructs_lib.cdk.tree import arn_beginning, remember_place, stack_of

DEFAULT_RETENTION = logs.RetentionDays.ONE_MONTH
WITH_KEY = ("kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*")
LONGEST_BEGINNING = 200
"""Of the name of a log stream in a log group that others write to as well; well below what a name may have."""


class DeliveryLog(Construct):
    """Define the log group; each destination writes to a log stream of its own.

    Args:
        scope: the parent.
        id: unique in the scope.
        retention: a month unless given.
        group: one that is there already; its log streams are named after the delivery stream's path.
        key: encrypts the log group that is defined.

    Attributes:
        group: the log group.
        streams: the log streams.

    Raises:
        ValueError: the group is given, and something is said about it that was decided where it was defined.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        retention: logs.RetentionDays | None = None,
        group: logs.ILogGroup | None = None,
        key: kms.IKey | None = None,
    ) -> None:
        if group is not None and (retention is not None or key is not None):
            raise ValueError("log_group has its own retention and key: leave out log_retention and log_key")
        super().__init__(scope, id)
        self._beginning = "" if group is None else f"{Names.unique_resource_name(scope, max_length=LONGEST_BEGINNING)}/"
        if key is not None:
            self._allow(key)
        self.group: logs.ILogGroup = group or logs.LogGroup(
            self,
            "Group",
            retention=retention or DEFAULT_RETENTION,
            removal_policy=RemovalPolicy.DESTROY,
            encryption_key=key,
        )
        remember_place(self, scope, id)
        self.streams: list[logs.LogStream] = []

    def options(self, log_stream: str, role: ServiceRole) -> dict[str, Any]:
        """Define a log stream, let the role write to it, and give `CloudWatchLoggingOptions`."""
        full_name = f"{self._beginning}{log_stream}"
        stream = logs.LogStream(
            self, log_stream, log_group=self.group, log_stream_name=full_name, removal_policy=RemovalPolicy.DESTROY
        )
        self.streams.append(stream)
        name = self.group.log_group_name
        place = arn_beginning(self, "logs")
        role.permissions.allow(["logs:PutLogEvents"], f"{place}:log-group:{name}:log-stream:{full_name}")
        return {"Enabled": True, "LogGroupName": name, "LogStreamName": full_name}

    def _allow(self, key: kms.IKey) -> None:
        """Let CloudWatch Logs use the key for log groups of this account and region.

        Source: CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
        """
        stack = stack_of(self)
        service = f"logs.{stack.region}.{stack.url_suffix}"
        groups = f"{arn_beginning(self, 'logs')}:log-group:*"
        statement = iam.PolicyStatement(
            principals=[iam.ServicePrincipal(service)],
            actions=list(WITH_KEY),
            resources=["*"],
            conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
        )
        if not key.add_to_resource_policy(statement).statement_added:
            Annotations.of(self).add_warning_v2(
                "kinesis-constructs:log-key-not-known",
                "log_key was imported, so its policy was not changed: it has to let CloudWatch Logs of this region "
                "encrypt and decrypt, or the log group cannot be made",
            )
