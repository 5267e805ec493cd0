"""The delimiter of deaggregated records."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, parameter, processors
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
            - Type: RecordDeAggregation
              Parameters:
                - {{ParameterName: SubRecordType, ParameterValue: DELIMITED}}
                {delimiter}
"""


@rule(
    id="KDF057",
    name="deaggregation-delimiter",
    title="delimited records have a delimiter, in base64",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream",
    fix="add a Delimiter with the base64 of the text between records: Iw== for #",
    source=limit("firehose-processor-delimiter-required").read,
    bad=EXAMPLE.format(delimiter=""),
    good=EXAMPLE.format(delimiter='- {ParameterName: Delimiter, ParameterValue: "Iw=="}'),
)
def deaggregation_delimiter(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    for destination in destinations(stream):
        for processor in processors(destination, "RecordDeAggregation"):
            yield from check(processor)


def check(processor: Value) -> Iterator[Violation]:
    """Check one processor."""
    delimiter, kind = parameter(processor, "Delimiter"), parameter(processor, "SubRecordType")
    if kind is None:
        return
    if kind.text == "DELIMITED" and delimiter is None:
        yield Violation(
            processor["Parameters"],
            message="delimited records have no delimiter",
            given="no Delimiter",
            allowed="a Delimiter",
        )
    if kind.text == "DELIMITED" and delimiter is not None and not is_base64(delimiter.text or ""):
        yield Violation(delimiter, message="the delimiter is not base64", allowed="the delimiter's base64")
    if kind.text == "JSON" and delimiter is not None:
        yield Violation(
            delimiter,
            message="the delimiter has no effect on records of type JSON",
            allowed="no Delimiter",
            why="the service splits JSON objects by their braces",
            severity=Severity.WARNING,
        )


def is_base64(text: str) -> bool:
    """Tell whether a text is the base64 of something."""
    try:
        return bool(b64decode(text, validate=True))
    except ValueError:
        return False
