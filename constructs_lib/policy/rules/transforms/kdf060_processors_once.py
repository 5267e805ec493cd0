"""A delivery stream has one transform, and a parameter is set once."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, processes
from constructs_lib.policy.rule import Violation, rule

FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:g"
SECOND = f'- {{Type: Lambda, Parameters: [{{ParameterName: LambdaArn, ParameterValue: "{FUNCTION}"}}]}}'
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
            {second}
"""


@rule(
    id="KDF060",
    name="processors-once",
    title="there is one Lambda processor, and a processor has each parameter once",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream",
    fix="merge the functions into one, and write each parameter once",
    source="refused in https://github.com/badmintoncryer/cdk-preflight: pf-firehose-processor-duplicate-type, "
    "2026-09-10; https://github.com/floci-io/floci/pull/3375",
    bad=EXAMPLE.format(second=SECOND),
    good=EXAMPLE.format(second="- {Type: AppendDelimiterToRecord}"),
)
def processors_once(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    for destination in destinations(stream):
        if not processes(destination):
            continue
        transforms = list(destination.each("ProcessingConfiguration.Processors[Type=Lambda]"))
        if len(transforms) > 1:
            yield Violation(
                transforms[1],
                message=f"there are {len(transforms)} Lambda processors",
                given=f"{len(transforms)} Lambda processors",
                allowed="one Lambda processor",
            )
        for processor in destination.each("ProcessingConfiguration.Processors[]"):
            yield from doubled(processor)


def doubled(processor: Value) -> Iterator[Violation]:
    """Find the parameters that a processor has twice."""
    seen: set[str] = set()
    for parameter in processor.each("Parameters[]"):
        name = parameter["ParameterName"].text
        if name in seen:
            yield Violation(
                parameter["ParameterName"], message=f"the parameter {name} is there twice", allowed=f"{name} once"
            )
        if name is not None:
            seen.add(name)
