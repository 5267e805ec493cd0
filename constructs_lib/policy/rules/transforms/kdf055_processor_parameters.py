"""The parameters that a processor cannot do without."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, parameter, processors
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

ARN = "arn:aws:lambda:us-east-1:111122223333:function:f"
REQUIRED = {
    kind: tuple(map(str, limit(f"firehose-processor-{name}-required").allowed))
    for kind, name in (
        ("Lambda", "lambda"),
        ("MetadataExtraction", "metadata-extraction"),
        ("RecordDeAggregation", "record-deaggregation"),
        ("CloudWatchLogProcessing", "cloudwatchlog-processing"),
    )
}
"""Decompression is not here: without a format it takes GZIP, the only one."""
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
                - {{ParameterName: NumberOfRetries, ParameterValue: "1"}}
                {arn}
"""


@rule(
    id="KDF055",
    name="processor-parameters",
    title="a processor has the parameters that its type needs",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream",
    fix="add the missing parameter",
    source=limit("firehose-processor-lambda-required").read,
    bad=EXAMPLE.format(arn=""),
    good=EXAMPLE.format(arn=f'- {{ParameterName: LambdaArn, ParameterValue: "{ARN}"}}'),
)
def processor_parameters(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    yield from together(
        check(processor, kind)
        for destination in destinations(stream)
        for kind in REQUIRED
        for processor in processors(destination, kind)
    )


def check(processor: Value, kind: str) -> Iterator[Violation]:
    """Check one processor."""
    for name in REQUIRED[kind]:
        if parameter(processor, name) is None:
            yield Violation(
                processor["Parameters"],
                message=f"the {kind} processor has no {name}",
                given=f"no {name}",
                allowed=f"a parameter {name}",
            )
