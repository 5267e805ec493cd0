"""Timestamps of a prefix are patterns of `java.time`."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, s3_blocks
from constructs_lib.policy.reading.java_time import InvalidPattern, fields
from constructs_lib.policy.reading.prefixes import PREFIXES, read_prefix
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        Prefix: {prefix}
        ErrorOutputPrefix: failed/!{{firehose:error-output-type}}/
"""


@rule(
    id="KDF106",
    name="prefix-timestamp-pattern",
    title="timestamps of a prefix are patterns that Java's DateTimeFormatter reads",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: the value of the expression holds an invalid conversion character",
    fix="use DateTimeFormatter's letters, and put literal text in single quotes: yyyy-MM-dd'T'HH",
    source=limit("firehose-prefix-timestamp-format").read,
    bad=EXAMPLE.format(prefix='"orders/!{timestamp:yyyy-MM-ddTHH}/"'),
    good=EXAMPLE.format(prefix="\"orders/!{timestamp:yyyy-MM-dd'T'HH}/\""),
)
def prefix_timestamp_pattern(stream: ResourceView) -> Iterator[Violation]:
    """Check the prefixes of one delivery stream."""
    yield from together(check(block[name]) for block in s3_blocks(stream) for name in PREFIXES)


def check(value: Value) -> Iterator[Violation]:
    """Check one prefix."""
    prefix = read_prefix(value)
    for pattern in prefix.keys("timestamp"):
        try:
            fields(pattern)
        except InvalidPattern as problem:
            yield Violation(
                value,
                message=f"the timestamp {pattern} of {prefix.name} cannot be read: {problem}",
                given=f"!{{timestamp:{pattern}}}",
                allowed="a pattern of Java's DateTimeFormatter",
            )
    if len(prefix.known) < len(prefix.expressions):
        prefix.require_complete()
