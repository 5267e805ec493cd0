"""Transforms whose function is switched off."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, parameter, processors
from constructs_lib.policy.reading.functions import function_of
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Transform:
    Type: AWS::Lambda::Function
    Properties: {{Runtime: python3.13, Handler: index.handler, ReservedConcurrentExecutions: {reserved}}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        ProcessingConfiguration:
          Enabled: true
          Processors:
            - Type: Lambda
              Parameters:
                - {{ParameterName: LambdaArn, ParameterValue: !GetAtt Transform.Arn}}
"""


@rule(
    id="KDF064",
    name="transform-function-runs",
    title="the function of a transform may run",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="a reserved concurrency of 0 throttles every invocation, and all records end up as failed",
    fix="reserve at least one execution, or leave ReservedConcurrentExecutions out",
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html (read 2026-11-21)",
    bad=EXAMPLE.format(reserved=0),
    good=EXAMPLE.format(reserved=5),
)
def transform_function_runs(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream's transforms."""
    for destination in destinations(stream):
        for processor in processors(destination, "Lambda"):
            arn = parameter(processor, "LambdaArn")
            function = None if arn is None else function_of(arn)
            if function is not None and function["ReservedConcurrentExecutions"].number == 0:
                yield Violation(
                    function["ReservedConcurrentExecutions"],
                    message="the function of the transform is throttled always",
                    given="0",
                    allowed="at least 1",
                )
