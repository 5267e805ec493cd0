"""Names where names are wanted, and not ARNs."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.arn_kinds import name_fault
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import configured
from constructs_lib.policy.reading.event_sources import STREAM
from constructs_lib.policy.rule import Violation, rule

LOG_GROUP = "AWS::Logs::LogGroup"
LOGGING = "CloudWatchLoggingOptions.LogGroupName"
IOT = ("TopicRulePayload.Actions[]", "TopicRulePayload.ErrorAction")
PLACES = {
    DELIVERY_STREAM: tuple(
        (f"*.{block}{LOGGING}", LOG_GROUP) for block in ("", "S3Configuration.", "S3BackupConfiguration.")
    ),
    "AWS::IoT::TopicRule": (
        *((f"{at}.Kinesis.StreamName", STREAM) for at in IOT),
        *((f"{at}.Firehose.DeliveryStreamName", DELIVERY_STREAM) for at in IOT),
    ),
    "AWS::ApiGatewayV2::Integration": (("RequestParameters.StreamName", STREAM),),
    "AWS::Logs::SubscriptionFilter": (("LogGroupName", LOG_GROUP),),
    "AWS::IVSChat::LoggingConfiguration": (("DestinationConfiguration.Firehose.DeliveryStreamName", DELIVERY_STREAM),),
    "AWS::KafkaConnect::Connector": (("LogDelivery.WorkerLogDelivery.Firehose.DeliveryStream", DELIVERY_STREAM),),
    "AWS::EC2::VerifiedAccessInstance": (
        ("LoggingConfigurations.KinesisDataFirehose.DeliveryStream", DELIVERY_STREAM),
    ),
    "AWS::NetworkFirewall::LoggingConfiguration": (
        ("LoggingConfiguration.LogDestinationConfigs[].LogDestination.deliveryStream", DELIVERY_STREAM),
    ),
    "AWS::MSK::Cluster": (("LoggingInfo.BrokerLogs.Firehose.DeliveryStream", DELIVERY_STREAM),),
    "AWS::ElastiCache::CacheCluster": (
        ("LogDeliveryConfigurations[].DestinationDetails.KinesisFirehoseDetails.DeliveryStream", DELIVERY_STREAM),
    ),
    "AWS::ElastiCache::ReplicationGroup": (
        ("LogDeliveryConfigurations[].DestinationDetails.KinesisFirehoseDetails.DeliveryStream", DELIVERY_STREAM),
    ),
}
EXAMPLE = """
Resources:
  Orders: {{Type: AWS::KinesisFirehose::DeliveryStream}}
  Rule:
    Type: AWS::IoT::TopicRule
    Properties:
      TopicRulePayload:
        Sql: SELECT * FROM 'orders'
        Actions:
          - Firehose: {{DeliveryStreamName: {name}, RoleArn: "arn:aws:iam::111122223333:role/iot"}}
"""


@rule(
    id="IAM061",
    name="name-is-no-arn",
    title="where the name of a stream or log group is wanted stands no ARN",
    severity=Severity.ERROR,
    resources=tuple(PLACES),
    why="the service looks for a resource of that name and finds none: it refuses the setting, or nothing is written",
    fix="use Ref, which gives the name",
    source="botocore 1.44.5 firehose LogGroupName, kinesis StreamName, and the like of each type (read 2026-11-21)",
    bad=EXAMPLE.format(name="!GetAtt Orders.Arn"),
    good=EXAMPLE.format(name="!Ref Orders"),
)
def name_is_no_arn(resource: ResourceView) -> Iterator[Violation]:
    """Check the names in one resource."""
    for pattern, kind in PLACES[resource.type]:
        for value in configured(resource, pattern):
            fault = name_fault(value, kind)
            if fault is not None:
                yield Violation(value, message=fault, allowed=f"the name of {kind}")
