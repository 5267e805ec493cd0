"""Padding of ORC stripes that is not switched on."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, conversion_of
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DataFormatConversionConfiguration:
          OutputFormatConfiguration:
            Serializer:
              OrcSerDe: {{PaddingTolerance: 0.1{enable}}}
"""


@rule(
    id="KDF155",
    name="orc-padding-enabled",
    title="a padding tolerance goes with padding",
    severity=Severity.INFO,
    resources=(DELIVERY_STREAM,),
    why="the serializer ignores the tolerance unless padding is switched on",
    fix="set EnablePadding to true, or leave PaddingTolerance out",
    source=limit("firehose-orc-padding-needs-enable").read,
    bad=EXAMPLE.format(enable=""),
    good=EXAMPLE.format(enable=", EnablePadding: true"),
)
def padding_needs_enabling(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    conversion = conversion_of(stream)
    if conversion is None:
        return
    orc = conversion["OutputFormatConfiguration.Serializer.OrcSerDe"]
    if orc["PaddingTolerance"].exists and orc["EnablePadding"].flag is not True:
        yield Violation(
            orc["PaddingTolerance"],
            message="the padding tolerance has no effect: padding is off",
            allowed="EnablePadding: true beside it",
        )
