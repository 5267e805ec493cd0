"""A timeout as short as the one that a function has when none is written."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, parameter, processors
from constructs_lib.policy.reading.functions import function_of
from constructs_lib.policy.rule import Violation, rule

DEFAULT = int(str(limit("lambda-timeout").default))
EXAMPLE = """
Resources:
  Transform:
    Type: AWS::Lambda::Function
    Properties: {{Runtime: python3.13, Handler: index.handler{timeout}}}
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
    id="KDF052",
    name="transform-function-default-timeout",
    title=f"the function of a transform has more than the default of {DEFAULT} seconds",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="a batch of megabytes rarely fits into that: Firehose retries, and then the batch fails",
    fix="set the function's Timeout to 60 seconds or more",
    source=limit("cross-transform-timeout").read,
    bad=EXAMPLE.format(timeout=""),
    good=EXAMPLE.format(timeout=", Timeout: 60"),
)
def transform_function_default_timeout(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream's transforms; what SAM's globals set is not seen, so its functions are left alone."""
    for destination in destinations(stream):
        for processor in processors(destination, "Lambda"):
            arn = parameter(processor, "LambdaArn")
            function = None if arn is None else function_of(arn)
            if function is None or (function.type != "AWS::Lambda::Function" and function["Timeout"].absent):
                continue
            timeout = function["Timeout"]
            if timeout.absent or (timeout.number is not None and timeout.number <= DEFAULT):
                yield Violation(
                    timeout,
                    message=f"the function of a transform has {timeout.number or DEFAULT} seconds for a batch",
                    given=f"{timeout.number or f'the default of {DEFAULT}'} seconds",
                    allowed="60 seconds or more",
                )
