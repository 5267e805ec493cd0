"""How many processors enabled processing has."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, processes
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        ProcessingConfiguration:
          Enabled: true
          Processors: {processors}
"""


@rule(
    id="KDF053",
    name="processor-count",
    title="enabled processing has a processor",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: at least one processor has to be supplied when processing is enabled",
    fix="add a processor, or set Enabled to false",
    source="refused in https://github.com/pulumi/pulumi-aws/issues/937, 2020-04-11",
    bad=EXAMPLE.format(processors="[]"),
    good=EXAMPLE.format(processors="[{Type: AppendDelimiterToRecord}]"),
)
def processor_count(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    for destination in destinations(stream):
        processors = destination["ProcessingConfiguration.Processors"]
        if processes(destination) and not processors.items:
            yield Violation(
                processors,
                message="processing is enabled, but there is no processor",
                given="no processors",
                allowed="at least one processor",
            )
