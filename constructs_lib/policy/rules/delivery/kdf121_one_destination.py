"""A delivery stream has one destination."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.rule import Violation, rule

ONE = limit("firehose-one-destination")
NAMES = tuple(map(str, ONE.allowed))
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration: {{BucketARN: "arn:aws:s3:::lake"}}
      {more}
"""


@rule(
    id="KDF121",
    name="one-destination",
    title="a delivery stream has exactly one destination",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: it supports exactly one destination configuration",
    fix="keep one destination configuration, and define a delivery stream for each of the others",
    source=ONE.read,
    bad=EXAMPLE.format(more='S3DestinationConfiguration: {BucketARN: "arn:aws:s3:::lake"}'),
    good=EXAMPLE.format(more=""),
)
def one_destination(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    found = [name for name in NAMES if stream[name].exists]
    if not found:
        yield Violation(stream[NAMES[0]], message="there is no destination", allowed="one destination configuration")
    if len(found) > 1:
        yield Violation(
            stream[found[-1]],
            message=f"there are {len(found)} destinations: {', '.join(found)}",
            given=f"{len(found)} destinations",
            allowed="one destination configuration",
        )
