"""Logs of CloudWatch on their way to a destination that reads them."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import (
    CONVERSION,
    DELIVERY_STREAM,
    ELASTICSEARCH,
    EXTENDED_S3,
    ICEBERG,
    OPENSEARCH,
    OPENSEARCH_SERVERLESS,
    REDSHIFT,
    SNOWFLAKE,
    SPLUNK,
    conversion_of,
    destinations,
    kind,
    partitioned,
    processors,
)
from constructs_lib.policy.reading.log_subscriptions import receives_logs
from constructs_lib.policy.rule import Violation, rule

READERS = (OPENSEARCH, OPENSEARCH_SERVERLESS, ELASTICSEARCH, SPLUNK, REDSHIFT, SNOWFLAKE, ICEBERG)
HELPERS = ("Decompression", "Lambda")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      SplunkDestinationConfiguration:
        HECEndpoint: https://splunk.example.com:8088
        {processing}
  ToFirehose:
    Type: AWS::Logs::SubscriptionFilter
    Properties:
      LogGroupName: orders
      FilterPattern: ""
      DestinationArn: !GetAtt Delivery.Arn
"""


@rule(
    id="KDF062",
    name="logs-are-decompressed",
    title="logs from CloudWatch are decompressed before something reads them",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="CloudWatch Logs compresses what it sends: the destination cannot read the records",
    fix="add a Decompression processor, or a transform that decompresses",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html (read 2026-11-21)",
    bad=EXAMPLE.format(processing=""),
    good=EXAMPLE.format(processing="ProcessingConfiguration: {Enabled: true, Processors: [{Type: Decompression}]}"),
)
def logs_are_decompressed(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream that subscriptions feed, directly or through the stream that it reads."""
    for destination in destinations(stream):
        reads = kind(destination) in READERS or (
            kind(destination) == EXTENDED_S3 and (conversion_of(stream) is not None or partitioned(stream))
        )
        if reads and not any(processors(destination, helper) for helper in HELPERS) and receives_logs(stream):
            yield Violation(
                destination["ProcessingConfiguration"],
                message=f"logs from CloudWatch reach {what(destination, stream)} compressed",
                given="no processor that decompresses",
                allowed="a Decompression or Lambda processor",
            )


def what(destination: Value, stream: ResourceView) -> str:
    """Name what reads the records."""
    if kind(destination) != EXTENDED_S3:
        return kind(destination)
    return "dynamic partitioning" if partitioned(stream) else CONVERSION
