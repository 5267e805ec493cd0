"""Records from an on-demand stream to a bucket or a table."""

from __future__ import annotations

from functools import partial
from typing import Any

from aws_cdk import Duration, Names, RemovalPolicy
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.channels.access import allow_key, channel_role
from constructs_lib.cdk.channels.bucket import BoundChannel, ChannelBucket
from constructs_lib.cdk.channels.options import RecordFormat
from constructs_lib.cdk.channels.table import ChannelTable
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.describe import describe
from constructs_lib.cdk.roles import permissions
from constructs_lib.cdk.streams import DataStream
from constructs_lib.cdk.tokens import seconds
from constructs_lib.cdk.whole import if_refused, whole
from constructs_lib.graph import Definition, Reference
from constructs_lib.limits import limit

TYPE = "AWS::Kinesis::Channel"
DEFAULT_FORMAT = RecordFormat.JSON
DEFAULT_LOG_RETENTION = logs.RetentionDays.ONE_MONTH
LONGEST_NAME = int(limit("kinesis-channel-name-length").high)
NAMESPACE = "AWS/Kinesis"
ARGUMENTS = {
    "ChannelName": "channel_name",
    "EncryptionConfiguration.KeyId": "key",
    "StreamConfigurationList[].StreamARN": "stream",
    "StreamConfigurationList[].RecordConfiguration.RecordFormatType": "record_format",
    "S3DestinationConfiguration.DataFreshnessInSeconds": "freshness",
    "S3DestinationConfiguration.StorageConfiguration.OutputKeyTemplate": "destination.key_template",
    "S3TablesDestinationConfiguration.DataFreshnessInSeconds": "freshness",
    "S3TablesDestinationConfiguration.S3TablesConfigurationList[].TableName": "destination.table",
    "S3TablesDestinationConfiguration.S3TablesConfigurationList[].Namespace": "destination.namespace",
}


class Channel(Construct):
    """Deliver the records of an on-demand stream to a bucket or a table, without a delivery stream.

    Only records are delivered that are put once the channel is active. A stream has at most one channel to a bucket and
    one to a table. All but `freshness` and the log is fixed once the channel is there; what else changes, replaces it.

    Args:
        scope: the parent.
        id: unique in the scope.
        stream: an on-demand stream of this region, with a customer key: Kinesis refuses its AWS managed key.
        destination: `ChannelBucket()` or `ChannelTable(...)`.
        record_format: how records are read; JSON unless given, which both destinations take.
        freshness: how old undelivered records become at most; the service's default of 5 minutes unless given.
        key: customer key of delivered data; that of the bucket or the table unless given.
        channel_name: made of the construct's path unless given.
        log_retention: of the log of the delivery; one month unless given.

    Attributes:
        channel: the channel.
        role: what Kinesis runs the delivery as.
        bucket: where records are delivered, unless that is a table.
        failures: where records rest that cannot be delivered.
        log_group: says why.
        definition: what was checked of the channel.

    Raises:
        InvalidProperties: with every finding of the policy about the channel.
        ValueError: a unit cannot be converted to that of its property, or this release of the CDK knows no channels.

    Source: Kinesis Data Streams Developer Guide, "IAM permissions for data delivery", 2026; botocore 1.44.5 kinesis
    CreateChannel.

    Example:
        >>> Channel(self, "ToLake", stream=stream, destination=ChannelBucket())  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        stream: kinesis.IStream,
        destination: ChannelBucket | ChannelTable,
        record_format: RecordFormat = DEFAULT_FORMAT,
        freshness: Duration | None = None,
        key: kms.IKey | None = None,
        channel_name: str | None = None,
        log_retention: logs.RetentionDays = DEFAULT_LOG_RETENTION,
    ) -> None:
        super().__init__(scope, id)
        if not hasattr(kinesis, "CfnChannel"):
            raise ValueError("this release of the CDK knows no channels: update aws-cdk-lib")
        self.stream = stream
        self.channel_name = channel_name or Names.unique_resource_name(self, max_length=LONGEST_NAME)
        self.role = channel_role(self, "Role")
        self.log_group = logs.LogGroup(self, "Log", retention=log_retention, removal_policy=RemovalPolicy.DESTROY)
        bound = destination.bind(self, self.role, key)
        self.bucket, self.failures = bound.bucket, bound.failures
        self._allow(key)
        properties = self._properties(bound, record_format, freshness, key)
        self.definition = self._approve(properties)
        self.channel = kinesis.CfnChannel(self, "Channel", **l1.arguments(kinesis.CfnChannelProps, properties))
        self.channel.node.add_dependency(*permissions(self.role))

    def metric(self, name: str, *, statistic: str, period: Duration | None = None) -> cloudwatch.Metric:
        """Give a metric of the delivery.

        Args:
            name: as CloudWatch has it, such as `DeliveryToS3.DataFreshness`.
            statistic: such as `Maximum`.
            period: five minutes unless given.
        """
        return cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name=name,
            statistic=statistic,
            period=period,
            dimensions_map={
                "ChannelId": self.channel.attr_channel_id,
                "ChannelName": self.channel_name,
                "StreamName": self.stream.stream_name,
            },
        )

    def _properties(
        self, bound: BoundChannel, record_format: RecordFormat, freshness: Duration | None, key: kms.IKey | None
    ) -> dict[str, Any]:
        record = {"RecordFormatType": record_format.value, **(bound.record or {})}
        logged = {"Enabled": True, "LogGroupName": self.log_group.log_group_name}
        return present(
            {
                "ChannelName": self.channel_name,
                "ServiceExecutionRoleARN": self.role.role_arn,
                "StreamConfigurationList": [{"StreamARN": self.stream.stream_arn, "RecordConfiguration": record}],
                bound.property_name: {
                    **bound.configuration,
                    "DataFreshnessInSeconds": seconds(freshness, "freshness") if freshness else None,
                },
                "EncryptionConfiguration": {"EncryptionType": "KMS", "KeyId": key.key_arn} if key else None,
                "LoggingConfiguration": {"CloudWatchLogs": logged},
            }
        )

    def _approve(self, properties: dict[str, Any]) -> Definition:
        read = describe(self.stream)
        siblings = self.stream.channels if isinstance(self.stream, DataStream) else []
        approval = approve(
            path_of(self, "Channel"),
            TYPE,
            properties,
            arguments=ARGUMENTS,
            context=[read, *siblings],
            references={self.stream.stream_arn: Reference(read.id, "Arn")} if read else {},
        )
        siblings.append(approval.definition)
        if_refused(partial(siblings.remove, approval.definition))
        return approval.annotate(self)

    def _allow(self, key: kms.IKey | None) -> None:
        """Let the role use keys and the log: a channel reads its stream itself, but decrypts records as the role."""
        if self.stream.encryption_key is not None:
            allow_key(self.role, self.stream.encryption_key)
        allow_key(self.role, key)
        self.role.add_to_policy(
            iam.PolicyStatement(
                actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[self.log_group.log_group_arn]
            )
        )
