"""What a conversion consists of."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, conversion_of
from constructs_lib.policy.rule import Violation, rule

PARTS = tuple(map(str, limit("firehose-conversion-parts-required").allowed))
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DataFormatConversionConfiguration:
          {schema}
          InputFormatConfiguration: {{Deserializer: {{OpenXJsonSerDe: {{}}}}}}
          OutputFormatConfiguration: {{Serializer: {{ParquetSerDe: {{}}}}}}
"""


@rule(
    id="KDF151",
    name="conversion-parts",
    title="a conversion has a schema, an input format and an output format",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: a conversion that is not switched off needs all three",
    fix="add the missing block, or set Enabled to false",
    source=limit("firehose-conversion-parts-required").read,
    bad=EXAMPLE.format(schema="Enabled: true"),
    good=EXAMPLE.format(schema="SchemaConfiguration: {DatabaseName: lake}"),
)
def conversion_parts(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; a conversion without `Enabled` is switched on."""
    conversion = conversion_of(stream)
    if conversion is None:
        return
    for name in PARTS:
        if conversion[name].absent:
            yield Violation(conversion[name], message=f"the conversion has no {name}", allowed=name)
