"""A Kinesis data stream with every decision made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aws_cdk import Duration, RemovalPolicy, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge
from constructs_lib.cdk.attributes import key_arn, remember_key
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.streams.deletion import CONTRADICTION, protect_stack
from constructs_lib.cdk.streams.distribution import RecordDistribution
from constructs_lib.cdk.streams.modes import OnDemand, Provisioned
from constructs_lib.cdk.streams.sharing import FAN_OUT, READING, WRITING, Access, share
from constructs_lib.cdk.tokens import hours, kibibytes, of_hours
from constructs_lib.cdk.tree import remember_place
from constructs_lib.graph import Definition

DEFAULT_MODE = OnDemand()
DEFAULT_RETENTION_HOURS = 48
DEFAULT_REMOVAL_POLICY = RemovalPolicy.RETAIN
AWS_MANAGED_KEY = "alias/aws/kinesis"
UNKNOWN_TO_THE_L2 = ("MaxRecordSizeInKiB", "WarmThroughputMiBps", "RecordDistributionStrategy")

NEWER_THAN_THE_ENGINE = "the CDK's engine does not know RecordDistributionStrategy yet; CloudFormation does"
KEY_WAS_CHOSEN = "the key was given on purpose; the AWS managed key is the default of this construct"

ARGUMENTS = {
    "Name": "stream_name",
    "RetentionPeriodHours": "retention",
    "ShardCount": "mode.shards",
    "WarmThroughputMiBps": "mode.warm_throughput",
    "StreamModeDetails.StreamMode": "mode",
    "MaxRecordSizeInKiB": "record_size",
    "RecordDistributionStrategy": "record_distribution",
    "DesiredShardLevelMetrics": "shard_metrics",
    "StreamEncryption.KeyId": "key",
}


class DataStream(kinesis.Stream):
    """Define a Kinesis data stream: encrypted, kept long enough to repair a consumer, checked before synthesis.

    It is an L2 `Stream`, so everything that takes an `IStream` takes it.

    Args:
        scope: the parent.
        id: unique in the scope.
        mode: `OnDemand()` unless given; `Provisioned(shards=...)` for a fixed capacity.
        retention: 48 hours unless given, so that a consumer that fails at night can be repaired by day.
        record_size: largest record the stream takes; the service's own default unless given.
        record_distribution: who decides in which shard a record is put; partition keys unless given.
        key: customer key. The AWS managed key unless given: it costs nothing and needs no key policy, but readers
            of other accounts cannot use it.
        shard_metrics: enhanced metrics, billed per shard; none unless given.
        stream_name: CloudFormation makes one unless given; a named stream cannot be replaced.
        removal_policy: the stream outlives its stack unless `RemovalPolicy.DESTROY` is given.
        deletion_protection: CloudFormation refuses to delete the stack at all; no unless given. The stream outlives
            its stack without it, too, but then belongs to none. Deleting the stream past CloudFormation is for IAM to
            forbid (`kinesis:DeleteStream`); Kinesis itself has no such setting. See `stack_policy` for updates.

    Attributes:
        definition: what was checked.
        resource_policy: what was checked of the resource policy, once the stream is shared.
        registered_consumers: the consumers that were defined for the stream so far.
        channels: the channels that were defined for it so far.

    Raises:
        InvalidProperties: with every finding of the policy about the stream.
        ValueError: a unit cannot be converted to that of the property, or a protected stream is to be destroyed.

    Example:
        >>> DataStream(self, "Flights", mode=Provisioned(shards=4))  # doctest: +SKIP
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        mode: Provisioned | OnDemand = DEFAULT_MODE,
        retention: Duration | None = None,
        record_size: Size | None = None,
        record_distribution: RecordDistribution | None = None,
        key: kms.IKey | None = None,
        shard_metrics: Sequence[kinesis.ShardLevelMetrics] = (),
        stream_name: str | None = None,
        removal_policy: RemovalPolicy | None = None,
        deletion_protection: bool = False,
    ) -> None:
        if deletion_protection and removal_policy not in (None, DEFAULT_REMOVAL_POLICY):
            raise ValueError(CONTRADICTION)
        retention = retention or of_hours(DEFAULT_RETENTION_HOURS)
        properties = present(
            {
                **mode.properties(),
                "RetentionPeriodHours": hours(retention, "retention"),
                "MaxRecordSizeInKiB": kibibytes(record_size, "record_size") if record_size else None,
                "RecordDistributionStrategy": record_distribution.value if record_distribution else None,
                "StreamEncryption": {"EncryptionType": "KMS", "KeyId": key_arn(key) if key else AWS_MANAGED_KEY},
                "DesiredShardLevelMetrics": [_metric_name(metric) for metric in shard_metrics] or None,
                "Name": stream_name,
            }
        )
        approval = approve(path_of(scope, id), "AWS::Kinesis::Stream", properties, arguments=ARGUMENTS)
        super().__init__(
            scope,
            id,
            stream_mode=kinesis.StreamMode(properties["StreamModeDetails"]["StreamMode"]),
            shard_count=properties.get("ShardCount"),
            retention_period=retention,
            encryption=kinesis.StreamEncryption.KMS if key else kinesis.StreamEncryption.MANAGED,
            encryption_key=key,
            shard_level_metrics=list(shard_metrics) or None,
            stream_name=stream_name,
            removal_policy=removal_policy or DEFAULT_REMOVAL_POLICY,
        )
        remember_place(self, scope, id)
        remember_key(self, key)
        self.definition = approval.annotate(self)
        self.registered_consumers: list[Definition] = []
        self.channels: list[Definition] = []
        self.resource_policy: Definition | None = None
        self._shared: list[dict[str, Any]] = []
        if key is not None:
            acknowledge(self, KEY_WAS_CHOSEN, "AwsSolutions-KDS3")
        if deletion_protection:
            protect_stack(self)
        self._add_what_the_l2_lacks(properties)

    def share_reading(self, *principals: iam.IPrincipal) -> None:
        """Let principals of other accounts read the stream, through its resource policy and its key.

        Args:
            principals: accounts, roles or users; they also need a policy of their own account.

        Raises:
            InvalidProperties: with every finding of the policy about the resource policy.
            ValueError: nobody or everybody is named, or the stream has no customer key, without which they could not
                decrypt.

        Example:
            >>> stream.share_reading(AccountPrincipal("111122223333"))  # doctest: +SKIP
        """
        self._share(READING, principals)

    def share_writing(self, *principals: iam.IPrincipal) -> None:
        """Let principals of other accounts write to the stream; see `share_reading`."""
        self._share(WRITING, principals)

    def share_fan_out(self, *principals: iam.IPrincipal) -> None:
        """Let principals of other accounts see the shards and decrypt: `SharedConsumer` does it for its readers."""
        self._share(FAN_OUT, principals)

    def _share(self, access: Access, principals: Sequence[iam.IPrincipal]) -> None:
        statement, self.resource_policy = share(self, self.definition, access, principals, self._shared)
        self._shared.append(statement)

    def _add_what_the_l2_lacks(self, properties: dict[str, Any]) -> None:
        if properties.keys().isdisjoint(UNKNOWN_TO_THE_L2):
            return
        resource = self.node.default_child
        assert isinstance(resource, kinesis.CfnStream)
        if "MaxRecordSizeInKiB" in properties:
            resource.max_record_size_in_kib = properties["MaxRecordSizeInKiB"]
        if "WarmThroughputMiBps" in properties:
            resource.warm_throughput_mi_bps = properties["WarmThroughputMiBps"]
        if "RecordDistributionStrategy" in properties:
            resource.add_property_override("RecordDistributionStrategy", properties["RecordDistributionStrategy"])
            acknowledge(self, NEWER_THAN_THE_ENGINE, "CloudFormation-Validate::F3002")


def _metric_name(metric: kinesis.ShardLevelMetrics) -> str:
    return "ALL" if metric is kinesis.ShardLevelMetrics.ALL else metric.name.title().replace("_", "")
