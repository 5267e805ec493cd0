"""Streams with large records against what Firehose delivers them to."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import (
    DELIVERY_STREAM,
    EXTENDED_S3,
    HTTP,
    REDSHIFT,
    SNOWFLAKE,
    destinations,
    kind,
    partitioned,
    processors,
)
from constructs_lib.policy.rule import Violation, rule

SMALL = limit("kinesis-stream-max-record-size")
UNABLE = (HTTP, REDSHIFT, SNOWFLAKE)
EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{ShardCount: 1, MaxRecordSizeInKiB: {size}}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamType: KinesisStreamAsSource
      KinesisStreamSourceConfiguration: {{KinesisStreamARN: !GetAtt Orders.Arn}}
      HttpEndpointDestinationConfiguration: {{EndpointConfiguration: {{Url: "https://example.com"}}}}
"""


@rule(
    id="KDF126",
    name="large-records",
    title=f"records above {SMALL.low} KiB are delivered to S3 without dynamic partitioning",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="the delivery stream is created, and larger records do not reach their destination",
    fix="deliver to S3 without dynamic partitioning, or lower MaxRecordSizeInKiB",
    source=limit("cross-large-record-firehose").read,
    bad=EXAMPLE.format(size=2048),
    good=EXAMPLE.format(size=1024),
)
def large_records(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream that reads from a Kinesis stream of this app."""
    source = stream["KinesisStreamSourceConfiguration.KinesisStreamARN"]
    if source.reference is None:
        return
    origin = source.target
    if origin is None or origin.type != "AWS::Kinesis::Stream":
        return
    size = origin["MaxRecordSizeInKiB"].number
    if size is None or size <= SMALL.low:
        return
    for destination in destinations(stream):
        if kind(destination) in UNABLE:
            yield unable(destination, f"{kind(destination)} does not take them", size)
        if processors(destination, "Lambda"):
            yield unable(destination["ProcessingConfiguration"], "a Lambda transform is no place for them", size)
    if partitioned(stream):
        yield unable(stream[f"{EXTENDED_S3}.DynamicPartitioningConfiguration"], "they cannot be partitioned", size)


def unable(value: Value, reason: str, size: float) -> Violation:
    """Say what large records do not go together with."""
    return Violation(
        value,
        message=f"the source has records of up to {size} KiB, and {reason}",
        given=f"records of up to {size} KiB",
        allowed=f"records of up to {SMALL.low} KiB, or S3 without dynamic partitioning",
    )
