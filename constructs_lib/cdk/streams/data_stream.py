"""A Kinesis data stream with every decision made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aws_cdk import Duration, RemovalPolicy, Size
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.streams.modes import OnDemand, Provisioned
from constructs_lib.cdk.tokens import hours, kibibytes
from constructs_lib.graph import Definition

DEFAULT_MODE = OnDemand()
DEFAULT_RETENTION_HOURS = 48
DEFAULT_REMOVAL_POLICY = RemovalPolicy.RETAIN
AWS_MANAGED_KEY = "alias/aws/kinesis"

KEY_WAS_CHOSEN = "the key was given on purpose; the AWS managed key is the default of this construct"

ARGUMENTS = {
    "Name": "stream_name",
    "RetentionPeriodHours": "retention",
    "ShardCount": "mode.shards",
    "WarmThroughputMiBps": "mode.warm_throughput",
    "StreamModeDetails.StreamMode": "mode",
    "MaxRecordSizeInKiB": "record_size",
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
        key: customer key. The AWS managed key unless given: it costs nothing and needs no key policy, but readers
            of other accounts cannot use it.
        shard_metrics: enhanced metrics, billed per shard; none unless given.
        stream_name: CloudFormation makes one unless given; a named stream cannot be replaced.
        removal_policy: the stream outlives its stack unless `RemovalPolicy.DESTROY` is given.

    Attributes:
        definition: what was checked.
        registered_consumers: the consumers that were defined for the stream so far.

    Raises:
        InvalidProperties: with every finding of the policy about the stream.
        ValueError: a unit cannot be converted to that of the property.

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
        key: kms.IKey | None = None,
        shard_metrics: Sequence[kinesis.ShardLevelMetrics] = (),
        stream_name: str | None = None,
        removal_policy: RemovalPolicy | None = None,
    ) -> None:
        retention = retention or Duration.hours(DEFAULT_RETENTION_HOURS)
        properties = present(
            {
                **mode.properties(),
                "RetentionPeriodHours": hours(retention, "retention"),
                "MaxRecordSizeInKiB": kibibytes(record_size, "record_size") if record_size else None,
                "StreamEncryption": {"EncryptionType": "KMS", "KeyId": key.key_arn if key else AWS_MANAGED_KEY},
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
        self.definition = approval.annotate(self)
        self.registered_consumers: list[Definition] = []
        if key is not None:
            acknowledge(self, KEY_WAS_CHOSEN, "AwsSolutions-KDS3")
        self._add_what_the_l2_lacks(properties)

    def _add_what_the_l2_lacks(self, properties: dict[str, Any]) -> None:
        resource = self.node.default_child
        assert isinstance(resource, kinesis.CfnStream)
        if "MaxRecordSizeInKiB" in properties:
            resource.max_record_size_in_kib = properties["MaxRecordSizeInKiB"]
        if "WarmThroughputMiBps" in properties:
            resource.warm_throughput_mi_bps = properties["WarmThroughputMiBps"]


def _metric_name(metric: kinesis.ShardLevelMetrics) -> str:
    return "ALL" if metric is kinesis.ShardLevelMetrics.ALL else metric.name.title().replace("_", "")
