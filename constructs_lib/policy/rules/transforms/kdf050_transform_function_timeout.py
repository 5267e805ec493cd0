"""Timeout of a transform's function against what Firehose waits for."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, parameter, processors
from constructs_lib.policy.reading.functions import function_of
from constructs_lib.policy.rule import Violation, rule

LONGEST = limit("firehose-lambda-duration")
EXAMPLE = """
Resources:
  Transform:
    Type: AWS::Lambda::Function
    Properties: {{Runtime: python3.13, Handler: index.handler, Timeout: {timeout}}}
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
    id="KDF050",
    name="transform-function-timeout",
    title=f"the function of a transform times out within {LONGEST.high} seconds",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="Firehose gives up earlier than the function: it retries work that is still going on, then fails the batch",
    fix=f"set the function's Timeout to at most {LONGEST.high} seconds",
    source=LONGEST.read,
    bad=EXAMPLE.format(timeout=600),
    good=EXAMPLE.format(timeout=300),
)
def transform_function_timeout(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream's transforms."""
    for destination in destinations(stream):
        for processor in processors(destination, "Lambda"):
            arn = parameter(processor, "LambdaArn")
            function = None if arn is None else function_of(arn)
            if function is None:
                continue
            timeout = function["Timeout"]
            if timeout.number is not None and timeout.number > LONGEST.high:
                yield Violation(
                    timeout,
                    message=f"the function may run for {timeout.number} seconds, but Firehose waits {LONGEST.high}",
                    given=f"{timeout.number} seconds",
                    allowed=f"at most {LONGEST.high} seconds",
                )
