"""Server-side encryption against the source of the delivery stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, stream_type
from constructs_lib.policy.rule import Violation, rule

SWITCHED_ON = "DeliveryStreamEncryptionConfigurationInput: {KeyType: AWS_OWNED_CMK}"
FORBIDDEN = ("KinesisStreamAsSource", "MSKAsSource")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamType: {type}
      KinesisStreamSourceConfiguration:
        KinesisStreamARN: arn:aws:kinesis:us-east-1:111122223333:stream/orders
        RoleARN: arn:aws:iam::111122223333:role/delivery
      {encryption}
      ExtendedS3DestinationConfiguration: {{Prefix: orders/}}
"""


@rule(
    id="KDF123",
    name="encryption-needs-direct-put",
    title="a delivery stream that reads from Kinesis or MSK has no encryption of its own",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: it encrypts only what is put to it directly, or read from a database",
    fix="encrypt the source, and leave DeliveryStreamEncryptionConfigurationInput out",
    source=limit("firehose-sse-directput-only").read,
    bad=EXAMPLE.format(
        type="KinesisStreamAsSource", encryption="DeliveryStreamEncryptionConfigurationInput: {KeyType: AWS_OWNED_CMK}"
    ),
    good=EXAMPLE.format(type="KinesisStreamAsSource", encryption=""),
)
def encryption_needs_direct_put(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    encryption = stream["DeliveryStreamEncryptionConfigurationInput"]
    if encryption.exists and stream_type(stream) in FORBIDDEN:
        yield Violation(
            encryption,
            message=f"a delivery stream of type {stream_type(stream)} has encryption of its own",
            given=f"DeliveryStreamEncryptionConfigurationInput with {stream_type(stream)}",
            allowed="no DeliveryStreamEncryptionConfigurationInput",
        )
