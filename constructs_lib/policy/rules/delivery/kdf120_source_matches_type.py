"""The source block against the type of the delivery stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, stream_type
from constructs_lib.policy.rule import Violation, rule

SOURCES = {
    "KinesisStreamSourceConfiguration": "KinesisStreamAsSource",
    "MSKSourceConfiguration": "MSKAsSource",
    "DatabaseSourceConfiguration": "DatabaseAsSource",
    "DirectPutSourceConfiguration": "DirectPut",
}
OPTIONAL = "DirectPut"
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamType: {type}
      KinesisStreamSourceConfiguration:
        KinesisStreamARN: arn:aws:kinesis:us-east-1:111122223333:stream/orders
        RoleARN: arn:aws:iam::111122223333:role/delivery
      ExtendedS3DestinationConfiguration: {{Prefix: orders/}}
"""


@rule(
    id="KDF120",
    name="source-matches-type",
    title="the source of a delivery stream is the one that its type names",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream, or ignores the source, whose records are then never read",
    fix="set DeliveryStreamType and the source configuration of the same name",
    source=limit("firehose-kds-source-type").read,
    bad=EXAMPLE.format(type="DirectPut"),
    good=EXAMPLE.format(type="KinesisStreamAsSource"),
)
def source_matches_type(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; `DirectPut` is what the service takes where no type is written."""
    actual = stream_type(stream)
    for name, wanted in SOURCES.items():
        source = stream[name]
        if source.exists and actual != wanted:
            yield Violation(
                stream["DeliveryStreamType"] if stream["DeliveryStreamType"].exists else source,
                message=f"the type is {actual}, but there is a {name}",
                given=f"{actual} with {name}",
                allowed=f"DeliveryStreamType: {wanted}, or no {name}",
            )
        if source.absent and actual == wanted != OPTIONAL:
            yield Violation(source, message=f"the type is {actual}, but there is no {name}", allowed=name)
