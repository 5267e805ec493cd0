"""Logs of CloudWatch that are compressed a second time."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, S3, destinations, kind, processors
from constructs_lib.policy.reading.log_subscriptions import receives_logs
from constructs_lib.policy.rule import Violation, rule

HELPERS = ("Decompression", "Lambda")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration: {{CompressionFormat: {compression}}}
  ToFirehose:
    Type: AWS::Logs::SubscriptionFilter
    Properties:
      LogGroupName: orders
      FilterPattern: ""
      DestinationArn: !GetAtt Delivery.Arn
"""


@rule(
    id="KDF063",
    name="logs-compressed-once",
    title="logs from CloudWatch are not compressed a second time",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="CloudWatch Logs sends them compressed: readers unpack an object once, and find noise",
    fix="leave the objects uncompressed, or decompress the records first",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html (read 2026-11-21)",
    bad=EXAMPLE.format(compression="GZIP"),
    good=EXAMPLE.format(compression="UNCOMPRESSED"),
)
def logs_compressed_once(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream to S3 that subscriptions feed."""
    for destination in destinations(stream):
        compression = destination["CompressionFormat"]
        if kind(destination) not in S3 or compression.absent or not receives_logs(stream):
            continue
        helped = any(processors(destination, helper) for helper in HELPERS)
        if compression.text != "UNCOMPRESSED" and not helped:
            yield Violation(
                compression,
                message=f"logs from CloudWatch are compressed already, and again with {compression.text}",
                allowed="UNCOMPRESSED, or a processor that decompresses",
            )
