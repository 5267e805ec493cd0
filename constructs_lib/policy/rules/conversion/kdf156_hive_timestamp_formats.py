"""Timestamp formats of the Hive deserializer."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, conversion_of
from constructs_lib.policy.reading.java_time import InvalidPattern, unquoted
from constructs_lib.policy.rule import Violation, rule

LETTERS = frozenset("GCYxwyeEDdMaKhHkmsSzZLnNuvAcWFQqOXVgB")
"""Letters of Joda-Time, and those of `java.time` besides, which are left alone."""
EPOCH = "millis"
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DataFormatConversionConfiguration:
          InputFormatConfiguration:
            Deserializer:
              HiveJsonSerDe: {{TimestampFormats: ["{format}"]}}
"""


@rule(
    id="KDF156",
    name="hive-timestamp-formats",
    title="timestamp formats of the Hive deserializer are Joda patterns",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: the options of the deserializer are invalid",
    fix="put literal text in single quotes, or write millis for epoch milliseconds",
    source="botocore 1.44.5 firehose HiveJsonSerDe; refused in https://github.com/badmintoncryer/cdk-preflight: "
    "pf-firehose-hive-timestamp-formats, 2026-09-10",
    bad=EXAMPLE.format(format="yyyy-MM-ddTHH:mm:ss"),
    good=EXAMPLE.format(format="yyyy-MM-dd'T'HH:mm:ss"),
)
def hive_timestamp_formats(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    conversion = conversion_of(stream)
    if conversion is None:
        return
    for pattern in conversion.each("InputFormatConfiguration.Deserializer.HiveJsonSerDe.TimestampFormats[]"):
        if pattern.text is None or pattern.text == EPOCH:
            continue
        try:
            wrong = sorted({letter for letter in unquoted(pattern.text) if letter.isalpha()} - LETTERS)
        except InvalidPattern as problem:
            yield Violation(pattern, message=f"the format cannot be read: {problem}", allowed="a Joda pattern")
            continue
        if wrong:
            yield Violation(
                pattern,
                message=f"the timestamp format holds {', '.join(wrong)}, which mean nothing",
                allowed="pattern letters, and literal text in single quotes",
            )
