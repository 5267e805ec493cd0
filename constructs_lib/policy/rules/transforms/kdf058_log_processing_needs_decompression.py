"""Message extraction beside decompression."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, processors
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        ProcessingConfiguration:
          Enabled: true
          Processors:
            - Type: CloudWatchLogProcessing
              Parameters: [{{ParameterName: DataMessageExtraction, ParameterValue: "true"}}]
            {decompression}
"""


@rule(
    id="KDF058",
    name="log-processing-needs-decompression",
    title="messages are extracted from logs that are decompressed",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: logs arrive compressed",
    fix="add a Decompression processor before it",
    source=limit("firehose-processor-cwl-needs-decompression").read,
    bad=EXAMPLE.format(decompression=""),
    good=EXAMPLE.format(decompression="- {Type: Decompression}"),
)
def log_processing_needs_decompression(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    for destination in destinations(stream):
        extraction = processors(destination, "CloudWatchLogProcessing")
        if extraction and not processors(destination, "Decompression"):
            yield Violation(
                extraction[0],
                message="messages are extracted, but nothing decompresses the logs",
                given="CloudWatchLogProcessing",
                allowed="Decompression and CloudWatchLogProcessing",
            )
