"""Processors that dynamic partitioning alone can use."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import (
    DELIVERY_STREAM,
    EXTENDED_S3,
    ICEBERG,
    destinations,
    kind,
    partitioned,
    processors,
)
from constructs_lib.policy.rule import Violation, rule

TYPES = ("MetadataExtraction", "RecordDeAggregation")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        {partitioning}
        ProcessingConfiguration:
          Enabled: true
          Processors:
            - Type: RecordDeAggregation
              Parameters: [{{ParameterName: SubRecordType, ParameterValue: JSON}}]
"""


@rule(
    id="KDF059",
    name="extraction-needs-partitioning",
    title="keys are extracted and records split under dynamic partitioning",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: the processor works under dynamic partitioning only",
    fix="enable DynamicPartitioningConfiguration, or take the processor out",
    source=limit("firehose-processor-metadata-needs-dp").read,
    bad=EXAMPLE.format(partitioning=""),
    good=EXAMPLE.format(partitioning="DynamicPartitioningConfiguration: {Enabled: true}"),
)
def extraction_needs_partitioning(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; to Iceberg, extracted keys choose the table."""
    for destination in destinations(stream):
        if kind(destination) == ICEBERG:
            continue
        for processor in (processor for name in TYPES for processor in processors(destination, name)):
            if kind(destination) != EXTENDED_S3 or not partitioned(stream):
                yield Violation(
                    processor,
                    message=f"{processor['Type'].text} is there without dynamic partitioning",
                    given=processor["Type"].text,
                    allowed="dynamic partitioning, or no such processor",
                )
