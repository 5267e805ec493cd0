"""The declared type of a destination against what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.writers import kind_of
from constructs_lib.policy.rule import Violation, rule

FIREHOSE, KINESIS = "firehose", "kinesis"


@dataclass(frozen=True, slots=True)
class Declared:
    """Where a type declares what kind of destination it has.

    Attributes:
        block: pattern of what encloses the declaration; empty for the resource itself.
        says: the property that declares it.
        meaning: value of that property to the setting that goes with it.
        is_arn: whether one setting holds the destination whatever its kind.
    """

    block: str
    says: str
    meaning: dict[str, str]
    is_arn: bool = False


DELIVERY_LOG = Declared(
    "LogDeliveryConfigurations[]",
    "DestinationType",
    {
        "kinesis-firehose": "DestinationDetails.KinesisFirehoseDetails.DeliveryStream",
        "cloudwatch-logs": "DestinationDetails.CloudWatchLogsDetails.LogGroup",
    },
)
DECLARED = {
    "AWS::EC2::FlowLog": Declared("", "LogDestinationType", {"kinesis-data-firehose": "LogDestination"}, is_arn=True),
    "AWS::NetworkFirewall::LoggingConfiguration": Declared(
        "LoggingConfiguration.LogDestinationConfigs[]",
        "LogDestinationType",
        {
            "KinesisDataFirehose": "LogDestination.deliveryStream",
            "S3": "LogDestination.bucketName",
            "CloudWatchLogs": "LogDestination.logGroup",
        },
    ),
    "AWS::ElastiCache::CacheCluster": DELIVERY_LOG,
    "AWS::ElastiCache::ReplicationGroup": DELIVERY_LOG,
    "AWS::Connect::InstanceStorageConfig": Declared(
        "",
        "StorageType",
        {
            "KINESIS_STREAM": "KinesisStreamConfig.StreamArn",
            "KINESIS_FIREHOSE": "KinesisFirehoseConfig.FirehoseArn",
        },
    ),
}
EXAMPLE = """
Resources:
  Delivery: {{Type: AWS::KinesisFirehose::DeliveryStream, Properties: {{DeliveryStreamType: DirectPut}}}}
  Flows:
    Type: AWS::EC2::FlowLog
    Properties:
      ResourceId: vpc-1
      ResourceType: VPC
      LogDestinationType: {kind}
      LogDestination: !GetAtt Delivery.Arn
"""


@rule(
    id="PRD016",
    name="log-destination-type",
    title="the declared type of a destination is the one of its settings",
    severity=Severity.ERROR,
    resources=tuple(DECLARED),
    why="the service looks for the settings of the declared type and refuses others",
    fix="name the type that fits: the delivery stream's, or that of the data stream, bucket or log group",
    source="botocore 1.44.5 ec2 CreateFlowLogs LogDestination, network-firewall LogDestinationConfig, elasticache "
    "LogDeliveryConfigurationRequest, connect InstanceStorageConfig (read 2026-11-21)",
    bad=EXAMPLE.format(kind="s3"),
    good=EXAMPLE.format(kind="kinesis-data-firehose"),
)
def log_destination_type(resource: ResourceView) -> Iterator[Violation]:
    """Check the destinations of one resource."""
    declared = DECLARED[resource.type]
    blocks = resource.each(declared.block) if declared.block else [Value((), resource.resource.properties, resource)]
    for block in blocks:
        kind = block[declared.says]
        if kind.undecided:
            continue
        if declared.is_arn:
            yield from by_target(kind, block, declared)
        elif kind.text in declared.meaning and block[declared.meaning[kind.text]].absent:
            yield Violation(
                kind,
                message=f"the destination is {kind.text}, but {declared.meaning[kind.text]} is not there",
                allowed=declared.meaning[kind.text],
            )


def by_target(kind: Value, block: Value, declared: Declared) -> Iterator[Violation]:
    """Compare the declared type with what the ARN belongs to."""
    for wanted, setting in declared.meaning.items():
        if kind_of(block[setting]) == FIREHOSE and kind.text != wanted:
            yield Violation(kind, message="the destination is a delivery stream", allowed=wanted)
