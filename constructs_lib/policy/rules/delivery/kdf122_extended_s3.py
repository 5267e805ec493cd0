"""The older form of the S3 destination."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, PLAIN_S3
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      {name}: {{BucketARN: "arn:aws:s3:::lake"}}
"""


@rule(
    id="KDF122",
    name="extended-s3",
    title="an S3 destination is written in its extended form",
    severity=Severity.INFO,
    resources=(DELIVERY_STREAM,),
    why="the older form is deprecated: it knows no processing, no conversion, no partitioning and no backup",
    fix="rename the block to ExtendedS3DestinationConfiguration",
    source="botocore 1.44.5 firehose CreateDeliveryStreamInput documentation, 2026-11-17",
    bad=EXAMPLE.format(name="S3DestinationConfiguration"),
    good=EXAMPLE.format(name="ExtendedS3DestinationConfiguration"),
)
def extended_s3(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    if stream[PLAIN_S3].exists:
        yield Violation(
            stream[PLAIN_S3],
            message="the destination is written in its older form",
            given=PLAIN_S3,
            allowed="ExtendedS3DestinationConfiguration",
        )
