"""The serializer of a conversion."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, conversion_of
from constructs_lib.policy.rule import Violation, rule

PATH = "OutputFormatConfiguration.Serializer"
CHOICES = ("ParquetSerDe", "OrcSerDe")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DataFormatConversionConfiguration:
          OutputFormatConfiguration:
            Serializer: {serializer}
"""


@rule(
    id="KDF152",
    name="conversion-one-serializer",
    title="a conversion has exactly one serializer",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: it takes exactly one serializer",
    fix="keep ParquetSerDe or OrcSerDe",
    source=limit("firehose-conversion-one-serializer").read,
    bad=EXAMPLE.format(serializer="{ParquetSerDe: {}, OrcSerDe: {}}"),
    good=EXAMPLE.format(serializer="{ParquetSerDe: {}}"),
)
def one_serializer(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; an input or output block that is missing as a whole is another rule's."""
    conversion = conversion_of(stream)
    if conversion is None or conversion["OutputFormatConfiguration"].absent:
        return
    serializer = conversion[PATH]
    found = [name for name in CHOICES if name in serializer.keys]
    if len(found) != 1:
        yield Violation(
            serializer,
            message=f"the conversion has {len(found) or 'no'} serializer{'s' if found else ''}",
            given=" and ".join(found) or "nothing",
            allowed=" or ".join(CHOICES),
        )
