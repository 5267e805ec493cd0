"""The deserializer of a conversion."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, conversion_of
from constructs_lib.policy.rule import Violation, rule

PATH = "InputFormatConfiguration.Deserializer"
CHOICES = ("OpenXJsonSerDe", "HiveJsonSerDe")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DataFormatConversionConfiguration:
          InputFormatConfiguration:
            Deserializer: {deserializer}
"""


@rule(
    id="KDF153",
    name="conversion-one-deserializer",
    title="a conversion has exactly one deserializer",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: it takes exactly one deserializer",
    fix="keep OpenXJsonSerDe or HiveJsonSerDe",
    source=limit("firehose-conversion-one-deserializer").read,
    bad=EXAMPLE.format(deserializer="{OpenXJsonSerDe: {}, HiveJsonSerDe: {}}"),
    good=EXAMPLE.format(deserializer="{OpenXJsonSerDe: {}}"),
)
def one_deserializer(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; an input or output block that is missing as a whole is another rule's."""
    conversion = conversion_of(stream)
    if conversion is None or conversion["InputFormatConfiguration"].absent:
        return
    deserializer = conversion[PATH]
    found = [name for name in CHOICES if name in deserializer.keys]
    if len(found) != 1:
        yield Violation(
            deserializer,
            message=f"the conversion has {len(found) or 'no'} deserializer{'s' if found else ''}",
            given=" and ".join(found) or "nothing",
            allowed=" or ".join(CHOICES),
        )
