"""The buffer of a transform has a size and an interval."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, parameter, processors
from constructs_lib.policy.rule import Violation, rule

PAIR = {"BufferSizeInMBs": "BufferIntervalInSeconds", "BufferIntervalInSeconds": "BufferSizeInMBs"}
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        ProcessingConfiguration:
          Enabled: true
          Processors:
            - Type: Lambda
              Parameters:
                - {{ParameterName: LambdaArn, ParameterValue: "arn:aws:lambda:us-east-1:111122223333:function:f"}}
                - {{ParameterName: BufferSizeInMBs, ParameterValue: "1"}}
                {interval}
"""


@rule(
    id="KDF056",
    name="transform-buffer-pair",
    title="buffer size and interval of a transform are set together",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: both are required to configure the buffering of a transform",
    fix="set BufferSizeInMBs and BufferIntervalInSeconds, or neither",
    source="refused in https://github.com/badmintoncryer/cdk-preflight: pf-firehose-processor-buffer-both, 2026-09-10",
    bad=EXAMPLE.format(interval=""),
    good=EXAMPLE.format(interval='- {ParameterName: BufferIntervalInSeconds, ParameterValue: "60"}'),
)
def transform_buffer_pair(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream's transforms."""
    for destination in destinations(stream):
        for processor in processors(destination, "Lambda"):
            for given, missing in PAIR.items():
                value = parameter(processor, given)
                if value is not None and parameter(processor, missing) is None:
                    yield Violation(
                        value,
                        message=f"the transform has {given} without {missing}",
                        given=given,
                        allowed=f"{given} and {missing}",
                    )
