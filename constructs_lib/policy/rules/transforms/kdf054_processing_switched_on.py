"""Processors that processing does not use."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        ProcessingConfiguration:
          {enabled}
          Processors: [{{Type: AppendDelimiterToRecord}}]
"""


@rule(
    id="KDF054",
    name="processing-switched-on",
    title="processors that are there are switched on",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="without Enabled, processing is off: records are delivered as they came, and nobody is told",
    fix="set Enabled to true, or to false if the processors are to rest",
    source="accepted without Enabled in https://github.com/pulumi/pulumi-aws/issues/937, 2020-04-11",
    bad=EXAMPLE.format(enabled=""),
    good=EXAMPLE.format(enabled="Enabled: true"),
)
def processing_switched_on(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; one that says `Enabled: false` means it, and is told so as advice."""
    for destination in destinations(stream):
        processing = destination["ProcessingConfiguration"]
        enabled = processing["Enabled"]
        if processing.absent or enabled.flag is True or not processing["Processors"].items:
            continue
        yield Violation(
            enabled,
            message="there are processors, but processing is not enabled",
            allowed="true",
            severity=Severity.INFO if enabled.exists else None,
        )
